/* Who watches what, as one dispatcher sees it: which rows are mine, which nobody's, and one key to take watch. The rows are
   drawn alike for everybody; what is one's own is marked here. */
(() => {
  "use strict";
  const bar = document.getElementById("attention");
  if (!bar) return;
  const own = bar.dataset.post;
  const find = (selector, within = document) => [...within.querySelectorAll(selector)];
  const PRESENT_MS = 60000;
  const redraw = (name) => document.body.dispatchEvent(new CustomEvent(name));
  let shows = sessionStorage.getItem("callbox-shows") || "all";

  const isMine = (row) => row.dataset.watcher === own || row.dataset.watchTo === own;
  const isNobodys = (row) => row.dataset.watcher === "";
  const belongs = { all: () => true, mine: isMine, nobody: isNobodys };

  function mark() {
    const rows = find(".incidents > .incident");
    for (const row of rows) {
      row.classList.toggle("mine", row.dataset.watcher === own);
      row.classList.toggle("handed", row.dataset.watchTo === own);
      const loud = row.classList.contains("untaken"); // what is new and urgent is never filtered away
      row.hidden = !belongs[shows](row) && !row.classList.contains("chosen") && !loud;
    }
    for (const share of find(".shares > .share")) share.classList.toggle("mine", share.dataset.post === own);
    for (const button of find("[data-filter]", bar)) {
      button.setAttribute("aria-pressed", String(button.dataset.filter === shows));
      const count = button.querySelector("b");
      if (count) count.textContent = String(rows.filter(belongs[button.dataset.filter]).length);
    }
  }

  function show(which) {
    shows = which;
    sessionStorage.setItem("callbox-shows", which);
    mark();
  }

  /* The incident that is meant: the one that has the focus, else the open one, else the first that is handed to me, else the
     first that nobody watches. */
  function meant() {
    const focused = document.activeElement?.closest?.(".incident");
    const visible = find(".incidents > .incident:not([hidden])");
    return focused || visible.find((row) => row.classList.contains("chosen"))
      || visible.find((row) => row.dataset.watchTo === own) || visible.find(isNobodys);
  }

  async function take() {
    const row = meant();
    const form = document.getElementById("watch-quick");
    if (!row || !form || !bar.dataset.watches) return;
    const on = row.id.replace("incident-", "");
    try {
      await fetch(`/incidents/${on}/do`, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } });
    } finally {
      for (const name of ["callbox-changed", "callbox-mine"]) redraw(name);
    }
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const order = ["all", "mine", "nobody"];
    if (event.key === "w") take();
    else if (event.key === "h") document.getElementById("watch-to")?.focus();
    else if (event.key === "a" && document.getElementById("aid")) {
      document.getElementById("aid").open = true;
      document.getElementById("aid-to").focus();
    } else if (event.key === "r") document.getElementById("move-accept")?.click();
    else if (event.key === "f") show(order[(order.indexOf(shows) + 1) % order.length]);
    else return;
    event.preventDefault();
  });
  /* In the box of call signs Enter assigns, and with Shift it takes the units off what they are on. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.shiftKey || event.target.id !== "signs" || !event.target.value.trim()) return;
    event.preventDefault();
    document.querySelector("#send button[value='divert']")?.click();
  });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-filter]");
    if (button) show(button.dataset.filter);
  });
  /* A move rests on its unit: whatever happens to one that is shown, its proposal is looked at again. */
  document.addEventListener("callbox-heard", (event) => {
    const shown = find("#moves [data-unit].holds");
    if (shown.some((move) => event.detail.includes(move.dataset.unit))) redraw("callbox-moves");
  });
  document.addEventListener("htmx:after:swap", mark);
  if (bar.dataset.watches) {
    bar.hidden = false;
    setInterval(() => fetch("/here").catch(() => null), PRESENT_MS);
  }
  mark();
})();

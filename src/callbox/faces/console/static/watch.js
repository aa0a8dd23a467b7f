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
    window.callbox.stands("watch", first()?.id ?? null);
  }

  function show(which) {
    shows = which;
    sessionStorage.setItem("callbox-shows", which);
    mark();
  }

  const visible = () => find(".incidents > .incident:not([hidden])");
  const waits = (row) => row && (row.dataset.watchTo === own || isNobodys(row));

  /* The incident that is meant: the one that has the focus, else the open one, else the first that is handed to me, else the
     first that nobody watches, as it could last be seen. */
  function meant() {
    const chosen = document.activeElement?.closest?.(".incident") || visible().find((row) => row.classList.contains("chosen"));
    if (chosen) return chosen;
    const seen = document.getElementById(window.callbox.meant("watch"));
    if (!waits(seen) && window.callbox.meant("watch")) window.callbox.tell("changed", { key: "w" });
    return waits(seen) ? seen : null;
  }

  const first = () => visible().find((row) => row.dataset.watchTo === own) || visible().find(isNobodys);

  async function take() {
    const form = document.getElementById("watch-quick");
    const row = form && bar.dataset.watches ? meant() : null;
    if (!row) return;
    const on = row.id.replace("incident-", "");
    const told = { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } };
    try {
      const answer = await fetch(`/incidents/${on}/do`, told);
      if (!answer.ok) window.callbox.say(refusal(await answer.text()));
    } catch {
      window.callbox.say(document.getElementById("connection").dataset.lost);
    } finally {
      for (const name of ["callbox-changed", "callbox-mine"]) redraw(name);
    }
  }

  const refusal = (page) => new DOMParser().parseFromString(page, "text/html").querySelector(".refused")?.textContent;

  /* The move that was seen first. */
  function move() {
    const unit = window.callbox.meant("move");
    const button = find("#moves .holds").find((one) => one.dataset.unit === unit)?.querySelector("button");
    if (button) button.click();
    else if (unit) window.callbox.tell("changed", { key: "r" });
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
    } else if (event.key === "r") move();
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
    if (event.detail.includes('"kind":"organisation"')) redraw("callbox-areas");
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

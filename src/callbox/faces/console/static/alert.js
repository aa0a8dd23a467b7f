/* New urgent cases are heard and seen once each, and again only while nobody has taken them. One key silences one case, not
   the others. A browser lets a page sound only after a key or a click: until then the page says so. */
(() => {
  "use strict";
  const bar = document.getElementById("attention");
  if (!bar || !bar.dataset.watches) return;
  const urgent = bar.dataset.urgent.split(" ");
  const said = document.getElementById("alert-said");
  const link = document.getElementById("alert-case");
  const sound = document.getElementById("sound-on");
  const AGAIN_MS = 15000;
  const NOTES_HZ = [523, 659, 784];
  const FLASHES_MS = 6000;
  const title = document.title;
  const kept = (name) => new Set(JSON.parse(sessionStorage.getItem(name) || "[]"));
  const heard = kept("callbox-heard");
  const silenced = kept("callbox-silenced");
  const audio = window.callbox.sound;
  audio.joins("alert");

  function keep(name, names, rows) {
    const there = new Set(rows.map((row) => row.id));
    for (const one of names) if (!there.has(one)) names.delete(one); // what is over is forgotten
    sessionStorage.setItem(name, JSON.stringify([...names]));
  }

  /* Urgent ones that nobody has taken, newest last in the list of one urgency. */
  const rows = () => [...document.querySelectorAll(".incidents > .incident")];
  const untaken = (all) => all.filter((row) => urgent.includes(row.dataset.urgency) && row.dataset.watcher === "");

  function sounds() {
    if (audio.wakes() && audio.turn("alert")) audio.play(NOTES_HZ, { apart_s: 0.14, length_s: 0.12, loudness: 0.18 });
  }

  function flash(list) {
    for (const row of list) row.classList.add("flashing");
    setTimeout(() => list.forEach((row) => document.getElementById(row.id)?.classList.remove("flashing")), FLASHES_MS);
  }

  function look() {
    const all = rows();
    const waiting = untaken(all);
    for (const row of all) row.classList.toggle("untaken", waiting.includes(row) && !silenced.has(row.id));
    const fresh = waiting.filter((row) => !heard.has(row.id) && !silenced.has(row.id));
    for (const row of fresh) heard.add(row.id);
    if (fresh.length) { sounds(); flash(fresh); }
    keep("callbox-heard", heard, all);
    keep("callbox-silenced", silenced, all);
    tell(waiting);
    document.title = waiting.length ? `(${waiting.length}) ${title}` : title;
  }

  const loud = () => untaken(rows()).filter((row) => !silenced.has(row.id));

  function tell(waiting) {
    const first = waiting.find((row) => !silenced.has(row.id));
    said.hidden = !first;
    window.callbox.stands("silence", first?.id ?? null);
    if (!first) return;
    const what = [".priority", ".what", ".area"].map((part) => first.querySelector(part)?.textContent.trim()).filter(Boolean);
    const text = bar.dataset.new.replace("{what}", what.join(" · "));
    if (link.textContent !== text) link.textContent = text;
    link.href = first.querySelector(".what").getAttribute("href");
    said.dataset.incident = first.id;
  }

  function again() {
    const still = loud();
    if (still.length) { sounds(); flash(still); }
  }

  /* The one that is meant: the one with the focus or open, if it is loud; else the one that the bar named when it could last
     be seen. */
  function silence() {
    const still = loud();
    const chosen = still.find((row) => row.contains(document.activeElement) || row.classList.contains("chosen"));
    const one = chosen?.id || window.callbox.meant("silence");
    if (!one) return;
    if (!still.some((row) => row.id === one)) { window.callbox.tell("changed", { key: "x" }); return; }
    hush(one);
    others?.postMessage({ silenced: [one] });
  }

  function hush(one) {
    silenced.add(one);
    document.getElementById(one)?.classList.remove("flashing");
    look();
  }

  /* What is silenced in one window is silent in the others of the same person, also in one that opens later. */
  const others = window.BroadcastChannel ? new BroadcastChannel("callbox alert") : null;
  others?.addEventListener("message", ({ data }) => {
    if (data.asks) others.postMessage({ silenced: [...silenced] });
    else for (const one of data.silenced ?? []) if (!silenced.has(one)) hush(one);
  });
  others?.postMessage({ asks: true });

  async function wake() {
    sound.hidden = await audio.wake();
  }

  // Not while a button is pressed: what goes away moves what is under the pointer, and the press would be nobody's.
  for (const name of ["keydown", "click"]) {
    document.addEventListener(name, () => { if (!sound.hidden) wake(); }, { capture: true, passive: true });
  }
  sound.querySelector("button").addEventListener("click", () => wake().then(sounds));
  document.getElementById("alert-silence").addEventListener("click", silence);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.key !== "x") return;
    silence();
    event.preventDefault();
  });
  document.addEventListener("htmx:after:swap", look);
  setInterval(again, AGAIN_MS);
  sound.hidden = false;
  look();
})();

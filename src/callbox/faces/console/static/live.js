/* What the pages do by themselves: clocks run on, changes are fetched, and what is old is said to be old.
   Written by hand and served as it stands; everything here also works, more slowly, without it. It runs before htmx
   begins, so that it hears of the first connection however soon that opens. */
(() => {
  "use strict";
  const SOON_LEFT = 1 / 3; // as in countdown.py
  const DAYS = document.body.dataset.days; // "{days} d {hours} h" in the page's language
  const HEARD_MAX_MS = 25000; // the list is asked for every 10 s even when nothing happens
  const find = (selector, within = document) => [...within.querySelectorAll(selector)];
  const box = document.getElementById("connection");
  const board = document.getElementById("board");
  const kept = document.querySelector("[data-case]");
  const world = { now: 0, rate: 1, at: 0, said: "" };
  const WAYS_MOST = 9;
  const PATIENCE_MS = 4000; // a page just drawn is fresh; its connection may take so long to open
  let connected = null; // not known yet
  let behind = false; // connected again, but what came meanwhile is not drawn yet
  let heard = performance.now();

  /* World time: a world may run faster than this machine's clock, or stand. */
  function listen() {
    const pulse = document.getElementById("pulse");
    if (!pulse || pulse.dataset.now === world.said) return;
    world.said = pulse.dataset.now;
    world.now = Date.parse(pulse.dataset.now);
    world.rate = Number(pulse.dataset.rate);
    world.at = performance.now();
  }
  const now = () => world.now + (performance.now() - world.at) * world.rate;

  function span(lengthS) {
    const sign = Math.trunc(lengthS) < 0 ? "−" : "";
    const whole = Math.abs(Math.trunc(lengthS));
    const hours = Math.floor(whole / 3600);
    const two = (number) => String(number).padStart(2, "0");
    if (hours >= 24) return sign + DAYS.replace("{days}", Math.floor(hours / 24)).replace("{hours}", hours % 24);
    const rest = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
    return hours ? `${sign}${hours}:${rest}` : `${sign}${Math.floor(whole / 60)}:${two(whole % 60)}`;
  }

  function put(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  function tick() {
    const at = now();
    for (const element of find("[data-since]")) put(element, span((at - Date.parse(element.dataset.since)) / 1000));
    for (const clock of find(".clock[data-due]")) {
      const due = Date.parse(clock.dataset.due);
      const left = due - at;
      const look = left < 0 ? "late" : left < (due - Date.parse(clock.dataset.started)) * SOON_LEFT ? "soon" : "calm";
      put(clock.querySelector(".left"), span(left / 1000));
      if (!clock.classList.contains(look)) {
        clock.classList.remove("late", "soon", "calm");
        clock.classList.add(look);
      }
    }
    confess();
  }

  /* What is old is never shown as new. */
  function confess() {
    if (!box) return;
    const old = board !== null && performance.now() - heard > HEARD_MAX_MS;
    const lost = connected === false || (connected === null && performance.now() > PATIENCE_MS);
    const wrong = lost || old || behind;
    document.body.classList.toggle("stale", wrong);
    document.body.classList.toggle("live", connected === true && !behind);
    box.hidden = !wrong;
    if (wrong) put(box, `${lost ? box.dataset.lost : box.dataset.stale} ${hour(world.now)}`);
    if (!wrong && world.rate > 0) put(document.querySelector("[data-hour]"), hour(now()));
  }
  const zone = document.body.dataset.zone;
  const hour = (at) => new Date(at).toLocaleTimeString("en-GB", { timeZone: zone, hour12: false });

  /* What everybody sees alike is fetched for any change; one's own panel only when something on it changed. */
  const redraw = (name) => document.body.dispatchEvent(new CustomEvent(name));

  function changed(message) {
    if (board) {
      const ways = message.includes('"kind":"closure"') && document.querySelector("#proposal .ways");
      if (ways) ways.dataset.past = document.getElementById("proposal").dataset.roads;
      redraw("callbox-changed");
      const refs = document.getElementById("panel")?.dataset.refs ?? "";
      if (refs.split(" ").some((ref) => ref && message.includes(ref))) redraw("callbox-mine");
    } else if (kept && message.includes(kept.dataset.case)) {
      const told = document.getElementById("changed");
      if (told) told.hidden = false;
    }
  }

  /* The units to pick from stand as the list of all units does, which is fetched more often than the panel. */
  function agree() {
    for (const pick of find("#picks > li")) {
      const unit = document.getElementById(pick.id.replace("pick-", "unit-"));
      if (!unit) continue;
      pick.className = unit.className.replace("unit ", "");
      put(pick.querySelector(".state"), unit.dataset.state);
    }
  }

  /* A way that no longer holds says so before it can be accepted: another sent its unit, or a road was closed. */
  function holds() {
    for (const way of find("#proposal .ways > li")) {
      const stands = way.dataset.units.split(" ").map((one) => document.getElementById(`unit-${one}`)).filter(Boolean);
      const states = stands.map((one) => `${one.querySelector("b").textContent} ${one.dataset.state}`).join(", ");
      way.dataset.drawn ??= states;
      const gone = way.dataset.drawn !== states;
      const roads = way.parentElement.dataset.past ?? ""; // said of closures since the proposal was made
      const note = way.querySelector(".gone");
      note.hidden = !gone && !roads;
      put(note.querySelector("span"), gone ? states : roads);
      way.querySelector("[data-accept]").disabled = !note.hidden;
    }
  }

  /* Nearest first, within those that are free, and so on. */
  function order() {
    const list = document.getElementById("picks");
    if (!list || !list.querySelector("[data-far]")) return;
    const looks = ["free", "going", "there", "out"];
    const place = (item) => looks.findIndex((look) => item.classList.contains(look));
    const far = (item) => Number(item.querySelector("[data-far]")?.dataset.far ?? Infinity);
    const wanted = [...list.children].sort((one, other) => place(one) - place(other) || far(one) - far(other) || 0);
    if (wanted.some((item, number) => list.children[number] !== item)) {
      const active = document.activeElement;
      list.append(...wanted);
      if (list.contains(active)) active.focus();
    }
  }

  document.addEventListener("htmx:sse:after:connection", (event) => {
    behind ||= connected === false;
    connected = event.detail.connection.status === 200;
    if (connected) ["callbox-changed", "callbox-mine"].forEach(redraw);
    confess();
  });
  for (const name of ["htmx:sse:error", "htmx:sse:close"]) {
    document.addEventListener(name, () => { connected = false; confess(); });
  }
  document.addEventListener("htmx:sse:before:connection", () => { if (connected) connected = false; confess(); });
  document.addEventListener("htmx:sse:before:message", (event) => {
    event.preventDefault(); // events say what changed; the rows are asked for
    changed(event.detail.message.data || "");
  });
  /* Whoever asks for a proposal chooses by number next: the box of call signs lets go of the keyboard at once. Once the ways
     stand there it would be too late, for the number that is pressed then would be typed into it. */
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[action$='/propose']") && document.activeElement?.id === "signs") document.activeElement.blur();
  });
  document.addEventListener("htmx:before:swap", remember);
  document.addEventListener("htmx:after:swap", (event) => {
    heard = performance.now();
    if (connected) behind = false;
    keepPlace();
    keepRefusal(event.target);
    drawn();
    tick();
  });

  function drawn() {
    listen();
    agree();
    holds();
    order();
    const units = find("#proposal .ways > li").map((way) => way.dataset.units);
    for (let number = 1; number <= WAYS_MOST; number += 1) window.callbox.stands(`way ${number}`, units[number - 1] ?? null);
    window.callbox.stands("move", document.querySelector("#moves .holds")?.dataset.unit ?? null);
  }

  /* Who walks the list with keys keeps their place in it: with their case wherever it went, else where it was. */
  const lines = () => find(".incidents > .incident:not([hidden])");
  const before = { row: null, number: -1, name: "", refused: "", at: 0 };

  function remember() {
    const row = document.activeElement?.closest(".incidents > .incident");
    before.row = row?.id ?? null;
    if (row) Object.assign(before, { number: lines().indexOf(row), name: row.querySelector(".what").textContent });
    before.refused = document.querySelector("#panel .refused")?.textContent ?? "";
  }

  function keepPlace() {
    if (!before.row) return;
    const row = document.getElementById(before.row);
    if (!row) window.callbox.tell("left", { what: before.name });
    else if (!row.contains(document.activeElement)) row.querySelector(".what").focus({ preventScroll: true });
    before.row = null;
  }

  /* A refusal that the next drawing takes off the panel goes on being said. */
  function keepRefusal(source) {
    if (source.id === "own" && before.refused && !document.querySelector("#panel .refused")) window.callbox.say(before.refused);
  }

  /* What somebody unfolded stays unfolded when the rows are drawn anew. */
  window.htmx?.registerExtension("unfolded", {
    htmx_before_morph_attr: (element, { attrName, newValue }) =>
      !(element.tagName === "DETAILS" && attrName === "open" && newValue === null),
  });

  function walk(step) {
    const rows = lines();
    const on = rows.findIndex((row) => row.contains(document.activeElement));
    const left = before.number >= 0 ? before.number - (step > 0 ? 1 : 0) : -1; // where the case was that is gone
    const next = Math.max(0, (on >= 0 ? on : left) + step);
    rows[Math.min(next, rows.length - 1)]?.querySelector(".what").focus();
    before.number = -1;
  }

  /* Send the way that was seen under this number, wherever it stands now. */
  function accept(number) {
    const units = window.callbox.meant(`way ${number}`);
    const way = find("#proposal .ways > li").find((one) => one.dataset.units === units);
    const button = way?.querySelector("[data-accept]");
    if (button && !button.disabled) button.click();
    else if (button) window.callbox.say(`${number}: ${way.querySelector(".who b").textContent} · ${way.querySelector(".gone").textContent}`);
    else if (document.getElementById("proposal")) window.callbox.tell(units ? "changed" : "none", { key: number });
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && !typing) document.getElementById("leave")?.click();
    else if (event.key === "Escape") event.target.blur();
    if (event.key === "Enter" && event.target.id === "signs" && !event.target.value.trim()) {
      event.preventDefault(); // nothing typed: ask whom to send
      document.getElementById("propose")?.click();
    }
    if (typing) return;
    if (event.key === "j" || event.key === "k") walk(event.key === "j" ? 1 : -1);
    else if (event.key === "u") document.getElementById("signs")?.focus();
    else if (event.key === "p") document.getElementById("propose")?.click();
    else if (/^[1-9]$/.test(event.key)) accept(event.key);
    else if (event.key === "n") document.getElementById("new-call")?.click();
    else return;
    event.preventDefault();
  });

  /* Once all the page's scripts have run and htmx, which begins after them, knows its forms. Whoever chose an incident types
     call signs next; not on a phone, where a keyboard would cover the page. */
  function begin() {
    if (window.matchMedia("(min-width: 901px)").matches) document.querySelector("[data-first]")?.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("callbox-listens"));
  }
  document.addEventListener("DOMContentLoaded", () => setTimeout(begin));
  drawn();
  tick();
  setInterval(tick, 1000);
})();

/* The call taker's screen. What is typed is sent from the first character on and kept there; what comes back is shown
   beside it. One request is under way at a time, so that nothing overtakes what came before it. Without this script the
   form still takes a call, and what it is sent is kept whole. */
(() => {
  "use strict";
  const find = (selector, within = document) => [...within.querySelectorAll(selector)];
  const form = document.getElementById("call");
  const PRIORITIES = ["life_threat", "emergency", "non_emergency", "routine"]; // most urgent first, as in facts.py
  const APART_MS = 60; // between two requests
  const AGAIN_MS = 1000; // after one that failed
  const LINE_EVERY_MS = 3000;

  /* Calls: one key goes on to the next. */
  function nextCall() {
    const tabs = find(".calls .tab");
    const here = tabs.findIndex((tab) => tab.hasAttribute("aria-current"));
    tabs[(here + 1) % tabs.length]?.click();
  }
  if (!form) {
    document.addEventListener("keydown", (event) => {
      if (event.key === "F7") { event.preventDefault(); nextCall(); }
      if (event.key === "F9") { event.preventDefault(); document.querySelector("[data-key=F9]")?.click(); }
      if (event.key === "Escape") window.location.assign("/");
    });
    return;
  }

  const field = (name) => form.elements[name];
  const draft = form.dataset.draft;
  const kept = document.getElementById("kept");
  let version = Number(field("version").value);
  let changed = false;
  let sending = false;
  let ending = false;

  /* Keeping what is typed */
  function body() {
    version += 1;
    field("version").value = version;
    return new URLSearchParams(new FormData(form));
  }

  function note(look, text) {
    kept.className = `kept ${look}`;
    kept.textContent = text;
  }

  async function send() {
    if (sending || ending || !changed) return;
    sending = true;
    changed = false;
    let wait = APART_MS;
    try {
      const answer = await fetch(`/calls/${draft}/typed`, { method: "POST", body: body() });
      const text = await answer.text();
      if (answer.status === 409 || answer.status === 410) lost(text);
      else if (!answer.ok || answer.redirected) throw new Error(answer.status);
      else shown(text);
    } catch {
      changed = true;
      wait = AGAIN_MS;
      if (!ending) note("failing", kept.dataset.failing);
    }
    sending = false;
    if (changed) setTimeout(send, wait);
  }

  function typed() {
    changed = true;
    send();
  }

  function lost(text) {
    ending = true;
    const box = document.getElementById("lost");
    box.textContent = text;
    box.hidden = false;
    for (const each of form.elements) each.disabled = true;
  }

  function shown(text) {
    const told = new DOMParser().parseFromString(text, "text/html");
    for (const name of ["places", "beside"]) {
      const fresh = told.getElementById(name);
      const here = document.getElementById(name);
      if (fresh && here.innerHTML !== fresh.innerHTML) here.replaceWith(document.adoptNode(fresh));
    }
    field("seen").value = document.getElementById("seen").dataset.seen;
    const device = document.getElementById("take-device");
    if (device) field("device").value = device.dataset.device;
    note("", `✓ ${kept.dataset.kept}`);
    if (window.location.pathname === "/calls/new") window.history.replaceState(null, "", `/calls/${draft}`);
    found();
    likely();
  }

  /* Where */
  const address = field("address");
  const options = () => find("#places li");
  const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");

  function found() {
    const first = chosen();
    address.setAttribute("aria-expanded", String(Boolean(first)));
    if (first) address.setAttribute("aria-activedescendant", first.id);
    else address.removeAttribute("aria-activedescendant");
  }

  function choose(step) {
    const all = options();
    const here = all.indexOf(chosen());
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === (here + step + all.length) % all.length)));
    found();
  }

  function take(option) {
    address.value = option.dataset.label;
    field("place_label").value = option.dataset.label;
    field("latitude_deg").value = option.dataset.latitude;
    field("longitude_deg").value = option.dataset.longitude;
    field("doubts").value = option.dataset.doubts.trim();
    document.getElementById("places").replaceChildren();
    found();
    taken();
    typed();
  }

  function taken() {
    const label = field("place_label").value;
    const box = document.getElementById("taken");
    box.hidden = !label;
    box.children[0].textContent = label;
    box.children[1].textContent = label ? `${field("latitude_deg").value}, ${field("longitude_deg").value}` : "";
  }

  /* A flat or a floor may be added; another place is another place. */
  function moved() {
    const label = field("place_label").value;
    if (!label || address.value.startsWith(label)) return;
    for (const name of ["place_label", "latitude_deg", "longitude_deg", "doubts"]) field(name).value = "";
    taken();
  }

  /* What: the machine may raise, never lower; what a person chose after it said so stands. */
  const category = field("category");
  const rank = (priority) => PRIORITIES.indexOf(priority);
  let own = Boolean(category.value);
  let overruled = PRIORITIES.length;

  function likely() {
    const first = document.querySelector(".likely");
    if (!first) return;
    if (!own && first.dataset.label && category.value !== first.dataset.label) {
      category.value = first.dataset.label;
      changed = true;
    }
    const wanted = rank(first.dataset.priority);
    const now = rank(field("priority").value);
    if (wanted >= now || wanted >= overruled) return;
    find("[name=priority]", form)[wanted].checked = true;
    const raised = document.getElementById("raised");
    raised.textContent = form.dataset.raised.replace("{words}", first.querySelector(".quiet").textContent);
    raised.hidden = false;
    changed = true;
  }

  function pick(at) {
    const radios = find("[name=priority]", form);
    if (!radios[at]) return;
    radios[at].checked = true;
    picked();
  }

  function picked() {
    const told = document.querySelector(".likely");
    field("picked").value = field("priority").value;
    if (told && rank(told.dataset.priority) < rank(field("priority").value)) overruled = rank(told.dataset.priority);
    document.getElementById("raised").hidden = true;
    typed();
  }

  form.addEventListener("input", (event) => {
    if (event.target === address) moved();
    if (event.target === category) own = Boolean(category.value);
    if (event.target.name === "priority") picked();
    else typed();
  });
  document.addEventListener("click", (event) => {
    const option = event.target.closest("#places li");
    if (option) { take(option); field("said_fact").focus(); }
    const device = event.target.closest("#take-device");
    if (device) take(device);
    const apart = event.target.closest("[data-apart]");
    if (apart) {
      field("kept_apart").value = `${field("kept_apart").value} ${apart.dataset.apart}`.trim();
      typed();
    }
  });

  /* Keys */
  const STEPS = ["address", "said_fact", "in_danger", "caller_phone", "category"];
  function onward(name) {
    const next = STEPS[STEPS.indexOf(name) + 1];
    if (next) field(next).focus();
    else document.getElementById("open").click();
  }

  function entered(event) {
    const target = event.target;
    if (!STEPS.includes(target.name) || event.shiftKey) return false;
    if (target === address && chosen()) take(chosen());
    onward(target.name);
    return true;
  }

  /* What is asked more rarely: another key brings it out, from hearsay to the number of a card. */
  function more() {
    const box = form.querySelector("details.more");
    box.open = !box.open;
    (box.open ? box.querySelector("textarea") : address).focus();
  }

  function pressed(event) {
    if (event.isComposing) return false; // Enter and arrows belong to the input method meanwhile
    const button = /^F\d+$/.test(event.key) ? document.querySelector(`[data-key="${event.key}"]`) : null;
    const named = event.altKey ? document.querySelector(`[data-alt="${event.key.toLowerCase()}"]`) : null;
    if (button || named) (button || named).click();
    else if (event.key === "F7") nextCall();
    else if (event.ctrlKey && event.key === "Enter") document.getElementById("open").click();
    else if (event.altKey && /^[1-4]$/.test(event.key)) pick(Number(event.key) - 1);
    else if (event.altKey && event.key.toLowerCase() === "m") more();
    else if (event.ctrlKey || event.altKey || event.metaKey) return false;
    else if (event.key === "Enter") return entered(event);
    else if (event.target === address && chosen() && event.key === "ArrowDown") choose(1);
    else if (event.target === address && chosen() && event.key === "ArrowUp") choose(-1);
    else if (event.key === "Escape") document.getElementById("leave").click();
    else return false;
    return true;
  }
  document.addEventListener("keydown", (event) => { if (pressed(event)) event.preventDefault(); });

  /* Leaving: what was not answered yet is sent once more, whatever becomes of this page. */
  form.addEventListener("submit", () => { ending = true; });
  window.addEventListener("pagehide", () => {
    if (!ending && (changed || sending)) navigator.sendBeacon(`/calls/${draft}/typed`, body());
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
  /* With a line open, what it says is asked for although nothing is typed: the device moves, the caller hangs up. */
  if (field("report")) setInterval(typed, LINE_EVERY_MS);
  taken();
  found();
})();

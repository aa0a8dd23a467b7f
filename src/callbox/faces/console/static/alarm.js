/* Alarms on every page: heard over the page's own stream of events, or over one of its own where it has none. The button
   is sent by itself at once; without this script it is an ordinary form. */
(() => {
  "use strict";
  const box = document.getElementById("alarms");
  if (!box) return;
  let sounding = box.querySelector(".sounding") !== null;
  /* Only who is paged as the officer on duty asks again for what is said to others. */
  const pages = box.hasAttribute("data-paged");
  const PAGES = /"event":"message\.(sent|answered|escalated|overtaken)"/;

  const sound = window.callbox.sound;
  sound.joins("alarm");

  function beep() {
    if (sounding && sound.turn("alarm")) sound.play([880, 660], { apart_s: 0.25, length_s: 0.2, loudness: 0.25 });
  }

  /* One question at a time, and once more if something came meanwhile: an older answer never covers a newer one. */
  let asking = false;
  let again = false;
  async function show() {
    again = true;
    if (asking) return;
    asking = true;
    while (again) {
      again = false;
      await shown();
    }
    asking = false;
  }

  async function shown() {
    try {
      const answer = await fetch("/alarms", { headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      const text = await answer.text();
      const held = box.contains(document.activeElement) ? document.activeElement.id : "";
      box.innerHTML = text;
      if (held) document.getElementById(held)?.focus();
    } catch { return; }
    const now = box.querySelector(".sounding") !== null;
    if (now && !sounding) { sounding = true; beep(); }
    sounding = now;
  }

  function heard(text) {
    if (text.includes('"kind":"alarm"') || (pages && PAGES.test(text))) show();
    document.dispatchEvent(new CustomEvent("callbox-heard", { detail: text }));
  }

  // While the stream was not there yet, or was lost, something may have come that it does not bring again.
  document.addEventListener("htmx:sse:after:connection", show);
  document.addEventListener("htmx:sse:before:message", (event) => heard(event.detail.message.data || ""));
  if (!document.querySelector("[hx-sse\\:connect]")) {
    const stream = new EventSource("/events");
    stream.onmessage = (event) => heard(event.data);
    stream.onopen = () => { show(); document.dispatchEvent(new CustomEvent("callbox-connected")); };
    stream.onerror = () => document.dispatchEvent(new CustomEvent("callbox-lost"));
  }
  setInterval(beep, 3000);
  beep();

  const form = document.getElementById("help");
  form?.addEventListener("submit", async (event) => {
    if (document.getElementById("crew")) return; // the crew's page keeps it where there is no network
    event.preventDefault();
    const told = new FormData(form);
    try {
      const answer = await fetch(form.action, { method: "POST", body: told, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      form.querySelector("button").classList.add("told");
      show();
    } catch { form.submit(); }
  });
})();

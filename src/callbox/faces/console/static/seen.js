/* What a key is meant for. The list is drawn anew while a finger is already on its way: a key acts on what stood there when
   it could last be seen, never on what came there a moment ago; where that is gone nothing is done, and the page says so. */
window.callbox ??= {};
(() => {
  "use strict";
  const SEEN_MS = 400; // nobody sees something new and presses a key for it sooner
  const SAID_MS = 8000;
  const places = new Map();
  let hushing = 0;

  /* What stands in a place now; null: nothing. To be told after each drawing. */
  function stands(place, now) {
    const before = places.get(place);
    if (before && before.now === now) return;
    const at = performance.now();
    const seen = before && at - before.at >= SEEN_MS ? before.now : before?.seen ?? null;
    places.set(place, { now, at, seen });
  }

  /* What a key for this place is meant for now. Where nothing stood before, it is what stands there. */
  function meant(place) {
    const one = places.get(place);
    if (!one) return null;
    return performance.now() - one.at < SEEN_MS && one.seen !== null ? one.seen : one.now;
  }

  /* Say what came of a key. It stays where no drawing reaches it, long enough to be read. */
  function say(text) {
    const line = document.getElementById("key-said");
    if (!line || !text) return;
    line.textContent = text;
    clearTimeout(hushing);
    hushing = setTimeout(() => { line.textContent = ""; }, SAID_MS);
  }

  /* One of the sentences that the page holds for it. */
  function tell(name, values = {}) {
    const told = document.getElementById("key-said")?.dataset[name] ?? "";
    say(told.replace(/\{(\w+)\}/g, (_, one) => values[one] ?? ""));
  }

  Object.assign(window.callbox, { stands, meant, say, tell });
})();

/* A page is painted before its scripts run. What is pressed meanwhile is kept and heard once the page listens, as if it had
   been pressed then; letters typed into a field go where they always go. This script is not deferred, and so stays small. */
(() => {
  "use strict";
  const KEPT_MS = 5000; // what is older was given up
  const pressed = [];
  function keep(event) {
    const typing = event.target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1 || event.key === " ") return;
    pressed.push({ key: event.key, at: performance.now() });
    event.preventDefault();
  }
  window.addEventListener("keydown", keep, true);
  document.addEventListener("callbox-listens", () => {
    window.removeEventListener("keydown", keep, true);
    for (const { key, at } of pressed) {
      if (performance.now() - at > KEPT_MS) continue;
      const again = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
      (document.activeElement ?? document.body).dispatchEvent(again);
    }
  }, { once: true });
})();

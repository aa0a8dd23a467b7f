/* The sheet of keys on `?`: the browser's own dialog, so that focus stays in it and Escape closes it. Without this script
   the link in the page's head goes to a page that says the same. */
(() => {
  "use strict";
  const sheet = document.getElementById("keys-sheet");
  const link = document.getElementById("keys-open");
  if (!sheet || !link || !sheet.showModal) return;
  const turn = () => (sheet.open ? sheet.close() : sheet.showModal());
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    turn();
  });
  // In the capture phase: while the sheet is open its keys mean nothing to the page beneath.
  window.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "F1" || (event.key === "?" && !typing)) { event.preventDefault(); turn(); }
    else if (!sheet.open) return;
    event.stopPropagation();
  }, true);
  sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
})();

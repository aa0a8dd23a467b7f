/* One key hands back the case with the focus, or the newest. */
(() => {
  "use strict";
  const typing = (one) => one && (one.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(one.tagName));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "b" || event.repeat || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    const row = event.target.closest && event.target.closest("tr");
    const button = (row && row.querySelector("[data-hand-back]")) || document.querySelector("[data-hand-back]");
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();

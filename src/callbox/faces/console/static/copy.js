/* What is to be handed on is copied with one press. It is on the page in any case. */
(() => {
  "use strict";
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    const told = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", async () => { await navigator.clipboard.writeText(told.textContent.trim()); button.textContent = button.dataset.done; });
  }
})();

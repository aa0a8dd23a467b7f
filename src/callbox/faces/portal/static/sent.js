/* The link, kept by whoever sent: copied or printed. It is on the page in any case. */
(() => {
  "use strict";
  const copy = document.getElementById("copy");
  const print = document.getElementById("print");
  const link = document.getElementById("link");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => { await navigator.clipboard.writeText(link.textContent.trim()); copy.textContent = copy.dataset.done; });
  }
  if (print) { print.hidden = false; print.addEventListener("click", () => window.print()); }
})();

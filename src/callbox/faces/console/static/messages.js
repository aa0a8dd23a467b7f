/* The page says that more was said; what is read is asked for by whoever reads, because each look is recorded. */
(() => {
  "use strict";
  const told = document.getElementById("changed");
  document.addEventListener("callbox-heard", (event) => {
    if (['"kind":"message"', '"kind":"channel"'].some((kind) => event.detail.includes(kind))) told.hidden = false;
  });
})();

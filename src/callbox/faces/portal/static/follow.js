/* Leaving puts an empty page in the place of this one, so that one cannot go back to it. A page that was opened by typing
   its code is asked for and answered without leaving it: no entry, no form and no address is there to go back to. Without
   this script every button still works. */
(() => {
  "use strict";
  const TYPED = "/f";
  const typed = () => window.location.pathname === TYPED;

  function leave() { document.querySelector("main").replaceChildren(); window.location.replace("about:blank"); }
  document.addEventListener("click", (event) => {
    if (event.target.closest("#leave")) { event.preventDefault(); leave(); }
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") leave(); });

  /* A page that the browser kept aside, or put away with its tab, comes back empty. */
  window.addEventListener("pagehide", () => { if (typed()) document.querySelector("main").replaceChildren(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });

  document.addEventListener("submit", async (event) => {
    if (!typed()) return;
    event.preventDefault();
    const body = new FormData(event.target, event.submitter);
    event.submitter?.setAttribute("disabled", "");
    try {
      const answer = await fetch(TYPED, { method: "POST", body, cache: "no-store", redirect: "error" });
      show(await answer.text());
    } catch {
      event.submitter?.removeAttribute("disabled");
    }
  });

  function show(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    for (const part of ["main", ".languages"]) {
      const old = document.querySelector(part), now = fresh.querySelector(part);
      if (old && now) old.replaceWith(now);
    }
    document.documentElement.lang = fresh.documentElement.lang;
    window.scrollTo(0, 0);
    document.querySelector("main").focus({ preventScroll: true });
  }
})();

/* What makes the page quicker and quieter: taps are sent without leaving it, questions come by themselves, and leaving puts
   an empty page in its place, so that one cannot go back to it. Without this script every button still works. */
(() => {
  "use strict";
  const page = document.getElementById("page");
  const find = (id) => document.getElementById(id);
  const EVERY_MS = 2000;

  async function ask(told) {
    const sent = told ? { method: "POST", body: told } : {};
    const address = `${window.location.pathname}${told ? "" : `?seen=${page.dataset.state}`}`;
    try {
      const answer = await fetch(address, { ...sent, cache: "no-store" });
      find("lost").hidden = true;
      if (answer.status === 404) gone();
      else if (answer.status === 200) show(await answer.text());
      return answer.ok;
    } catch {
      find("lost").hidden = false;
      return false;
    }
  }

  function gone() { window.location.replace(window.location.pathname); }

  function show(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    page.dataset.state = fresh.getElementById("page").dataset.state;
    const held = document.activeElement?.value;
    find("asked").innerHTML = fresh.getElementById("asked").innerHTML;
    if (held) document.querySelector(`.taps [value="${held}"]`)?.focus();
  }

  function told(fields) {
    const body = new URLSearchParams(fields);
    return ask(body);
  }

  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const body = new URLSearchParams(new FormData(form, event.submitter));
    if (await ask(body)) form.querySelector("textarea") && (form.querySelector("textarea").value = "");
  });

  /* Black */
  const black = find("black");
  black.addEventListener("change", () => told({ what: "blank", black: black.checked ? "1" : "0" }));

  /* Away: the entry of this page is given to an empty one. */
  function leave() { window.location.replace("about:blank"); }
  find("leave").addEventListener("click", (event) => { event.preventDefault(); leave(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") leave(); });

  /* Where: only by their tap. */
  if (navigator.geolocation) {
    const place = find("place");
    place.hidden = false;
    place.addEventListener("click", () => {
      for (const id of ["placed", "unplaced"]) find(id).hidden = true;
      navigator.geolocation.getCurrentPosition(
        async ({ coords }) => {
          const there = await told({
            what: "place", latitude_deg: coords.latitude, longitude_deg: coords.longitude, radius_m: coords.accuracy,
          });
          find("placed").hidden = !there;
        },
        () => { find("unplaced").hidden = false; },
        { enableHighAccuracy: true, timeout: 20000 },
      );
    });
  }

  setInterval(() => ask(null), EVERY_MS);
})();

/* A place is picked on the small map: what lies in its middle. The page says the same in words without it. */
(() => {
  "use strict";
  const pane = document.getElementById("on-map");
  let map = null;

  window.whenOpened(pane, (made) => {
    map = made.map;
    const [latitude, longitude] = (document.forms.sending.elements.here.value || "x").split(",").map(Number);
    if (Number.isFinite(latitude) && Number.isFinite(longitude)) map.jumpTo({ center: [longitude, latitude], zoom: 16 });
  });
  pane.querySelector("button").addEventListener("click", () => {
    if (map === null) return;
    const { lng, lat } = map.getCenter();
    document.getElementById("sending").dispatchEvent(new CustomEvent("placed", { detail: [lat, lng] }));
    pane.open = false;
  });
})();

/* The small map on which a place is picked, loaded when somebody opens it. The page says the same in words without it. */
(() => {
  "use strict";
  const pane = document.getElementById("on-map");
  const holder = pane.querySelector(".ground");
  const told = pane.dataset;
  const beside = (element) => new Promise((done, failed) => { Object.assign(element, { onload: done, onerror: failed }); document.head.append(element); });
  let map = null;

  async function made() {
    const [gl, style] = await Promise.all([
      import(told.gl), import(told.style),
      beside(Object.assign(document.createElement("script"), { src: told.pmtiles })),
      beside(Object.assign(document.createElement("link"), { rel: "stylesheet", href: told.css })),
    ]);
    gl.setWorkerUrl(new URL(told.worker, location.href).href);
    gl.addProtocol("pmtiles", new window.pmtiles.Protocol().tile);
    const [west, south, east, north] = told.bounds.split(" ").map(Number);
    const look = () => style.styleOf({ roads: told.roads, language: told.language });
    map = new gl.Map({ container: holder, style: look(), attributionControl: false, maxZoom: 18, dragRotate: false, pitchWithRotate: false,
      touchPitch: false, fadeDuration: 0, bounds: [[west, south], [east, north]] });
    map.touchZoomRotate.disableRotation();
    map.getCanvas().setAttribute("aria-label", told.called);
    map.on("idle", () => { holder.dataset.idle = "yes"; });
    const [latitude, longitude] = (document.forms.sending.elements.here.value || "x").split(",").map(Number);
    if (Number.isFinite(latitude) && Number.isFinite(longitude)) map.jumpTo({ center: [longitude, latitude], zoom: 16 });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.setStyle(look(), { diff: false }));
  }

  pane.addEventListener("toggle", () => {
    if (pane.open && map === null) made().catch(() => { holder.textContent = told.broken; });
  });
  pane.querySelector("button").addEventListener("click", () => {
    if (map === null) return;
    const { lng, lat } = map.getCenter();
    document.getElementById("sending").dispatchEvent(new CustomEvent("placed", { detail: [lat, lng] }));
    pane.open = false;
  });
})();

/* The small map of the public pages: the city's roads, loaded when somebody opens it. Each page says the same in words. */
(() => {
  "use strict";
  const beside = (element) => new Promise((done, failed) => { Object.assign(element, { onload: done, onerror: failed }); document.head.append(element); });

  /* Draws the roads into `.ground` of a pane, which tells where everything lies; gives the map and what it is made with. */
  window.drawGround = async (pane) => {
    const told = pane.dataset;
    const holder = pane.querySelector(".ground");
    const [gl, style] = await Promise.all([
      import(told.gl), import(told.style),
      beside(Object.assign(document.createElement("script"), { src: told.pmtiles })),
      beside(Object.assign(document.createElement("link"), { rel: "stylesheet", href: told.css })),
    ]);
    gl.setWorkerUrl(new URL(told.worker, location.href).href);
    gl.addProtocol("pmtiles", new window.pmtiles.Protocol().tile);
    const [west, south, east, north] = told.bounds.split(" ").map(Number);
    const look = () => style.styleOf({ roads: told.roads, language: told.language });
    const map = new gl.Map({ container: holder, style: look(), attributionControl: false, maxZoom: 18, dragRotate: false, pitchWithRotate: false,
      touchPitch: false, fadeDuration: 0, bounds: [[west, south], [east, north]] });
    map.touchZoomRotate.disableRotation();
    map.getCanvas().setAttribute("aria-label", told.called);
    map.on("idle", () => { holder.dataset.idle = "yes"; });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.setStyle(look(), { diff: false }));
    return { gl, map };
  };

  /* The same when the pane is first opened; where it cannot be drawn, the pane says so. */
  window.whenOpened = (pane, then) => {
    let begun = false;
    pane.hidden = false;
    pane.addEventListener("toggle", () => {
      if (!pane.open || begun) return;
      begun = true;
      window.drawGround(pane).then(then).catch(() => { pane.querySelector(".ground").textContent = pane.dataset.broken; });
    });
  };
})();

/* The way on a small map, loaded when somebody opens it. The page says the same in words, so nothing is lost without it. The
   page is drawn anew whenever something happens; the map is one element that moves into each new page. */
const told = document.getElementById("way-told").dataset;
const page = document.getElementById("crew");
const holder = document.createElement("div");
holder.className = "way-drawn";
let map = null;
let shown = "";
let open = false;

const script = (address) => new Promise((done, failed) => {
  const element = document.createElement("script");
  Object.assign(element, { src: address, onload: done, onerror: failed });
  document.head.append(element);
});
const point = (at) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: at } });
const data = (line) => ({
  ways: { type: "FeatureCollection", features: [{ type: "Feature", properties: { nth: 1, road: true }, geometry: { type: "LineString", coordinates: line } }] },
  drawn: { type: "FeatureCollection", features: [point(line.at(-1))] },
});
const around = (line) => line.reduce(([[west, south], [east, north]], [x, y]) => [[Math.min(west, x), Math.min(south, y)], [Math.max(east, x), Math.max(north, y)]], [line[0], line[0]]);

async function made(place, line) {
  const [gl, style] = await Promise.all([import(told.gl), import(told.style), window.pmtiles ? null : script(told.pmtiles)]);
  gl.setWorkerUrl(new URL(told.worker, location.href).href);
  gl.addProtocol("pmtiles", new window.pmtiles.Protocol().tile);
  const look = () => style.styleOf({ roads: place.dataset.roads, language: told.language, kept: data(line) });
  map = new gl.Map({ container: holder, style: look(), attributionControl: false, maxZoom: 18, dragRotate: false, pitchWithRotate: false,
    touchPitch: false, fadeDuration: 0, bounds: around(line), fitBoundsOptions: { padding: 30, maxZoom: 16 } });
  map.touchZoomRotate.disableRotation();
  map.getCanvas().setAttribute("aria-label", told.called);
  map.on("idle", () => { holder.dataset.idle = "yes"; });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.setStyle(look(), { diff: false }));
}

function put() {
  const place = document.getElementById("way-map");
  if (!place) return;
  if (open && !place.open) place.open = true;
  if (!place.open) return;
  place.querySelector(".map-place").replaceChildren(holder);
  const line = JSON.parse(place.dataset.line);
  if (place.dataset.line === shown || !line.length) return;
  shown = place.dataset.line;
  if (map === null) {
    made(place, line).catch(() => { holder.textContent = told.broken; });
    return;
  }
  for (const [name, one] of Object.entries(data(line))) map.getSource(name)?.setData(one);
  map.fitBounds(around(line), { padding: 30, maxZoom: 16, animate: false });
}

page.addEventListener("toggle", (event) => {
  if (event.target.id !== "way-map") return;
  open = event.target.open;
  put();
}, true);
new MutationObserver(put).observe(page, { childList: true });

/* How the ground looks: roads by class from the world's own tiles, and what is drawn on them. Colours stand in map.css; no
   glyphs are asked for, so names are drawn with this machine's own fonts. */
const CLASSES = {
  motorway: [1.6, 9], trunk: [1.4, 8], primary: [1.1, 7.5], secondary: [0.8, 6.5], tertiary: [0.6, 6],
  street: [0.5, 5], service: [0.4, 3], track: [0.4, 2],
};
const MAJOR = ["primary", "secondary"];
const GREAT = ["motorway", "trunk"];
const EMPTY = { type: "FeatureCollection", features: [] };

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--map-${name}`).trim();
const by = (pick) => ["match", ["get", "class"], ...Object.keys(CLASSES).flatMap((name) => [name, pick(CLASSES[name])]), pick(CLASSES.street)];
const width = (more) => ["interpolate", ["exponential", 1.5], ["zoom"], 10, by(([far]) => far + more), 17, by(([, near]) => near * 2 + more * 2)];

function ground(language) {
  const named = ["coalesce", ["get", language], ["get", "name"]];
  const line = { "line-cap": "round", "line-join": "round" };
  const text = { "text-color": colour("ink"), "text-halo-color": colour("halo"), "text-halo-width": 1.4 };
  return [
    { id: "casing", type: "line", source: "roads", "source-layer": "roads", minzoom: 11, layout: line, paint: { "line-color": colour("casing"), "line-width": width(1) } },
    { id: "roads", type: "line", source: "roads", "source-layer": "roads", layout: line, paint: {
      "line-color": ["match", ["get", "class"], GREAT, colour("motorway"), MAJOR, colour("major"), colour("road")], "line-width": width(0) } },
    { id: "names", type: "symbol", source: "roads", "source-layer": "roads", minzoom: 13, layout: {
      "symbol-placement": "line", "text-field": named, "text-size": ["interpolate", ["linear"], ["zoom"], 13, 10, 17, 14], "text-max-angle": 35, "symbol-spacing": 300 }, paint: text },
    { id: "places", type: "symbol", source: "roads", "source-layer": "places", minzoom: 13, layout: { "text-field": named, "text-size": 11, "text-max-width": 8, "text-anchor": "top", "text-offset": [0, 1.4], "text-optional": true }, paint: text },
  ];
}

function over() {
  const closed = { "line-color": colour("closed"), "line-width": 3 };
  const way = { "line-color": colour("way") };
  return [
    { id: "closed", type: "fill", source: "closures", paint: { "fill-pattern": "hatch", "fill-opacity": 0.8 } },
    { id: "closed-edge", type: "line", source: "closures", paint: closed },
    { id: "way-2", type: "line", source: "ways", filter: ["all", ["==", ["get", "nth"], 2], ["get", "road"]], paint: { ...way, "line-width": 3.5, "line-dasharray": [2, 1.2], "line-opacity": 0.85 } },
    { id: "way-1", type: "line", source: "ways", filter: ["all", ["==", ["get", "nth"], 1], ["get", "road"]], layout: { "line-cap": "round" }, paint: { ...way, "line-width": 5 } },
    { id: "way-straight", type: "line", source: "ways", filter: ["!", ["get", "road"]], paint: { ...way, "line-width": 2, "line-dasharray": [1, 2.5] } },
    { id: "drawn-area", type: "fill", source: "drawn", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour("drawn"), "fill-opacity": 0.2 } },
    { id: "drawn-line", type: "line", source: "drawn", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": colour("drawn"), "line-width": 3 } },
    { id: "drawn-points", type: "circle", source: "drawn", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": colour("drawn"), "circle-radius": 5, "circle-stroke-width": 2, "circle-stroke-color": colour("halo") } },
  ];
}

/* The whole style. `kept` are the sources that hold data now, so that a change of theme loses nothing. */
export function styleOf({ roads, language, kept = {} }) {
  const own = Object.fromEntries(["closures", "ways", "drawn"].map((name) => [name, { type: "geojson", data: kept[name] ?? EMPTY }]));
  return {
    version: 8,
    sources: roads ? { roads: { type: "vector", url: `pmtiles://${new URL(roads, location.href)}` }, ...own } : own,
    layers: [{ id: "ground", type: "background", paint: { "background-color": colour("ground") } }, ...(roads ? ground(language) : []), ...over()],
  };
}

/* Slanted stripes: a closed road is told from others without its colour. */
export function hatch() {
  const side = 8;
  const context = new OffscreenCanvas(side, side).getContext("2d");
  context.strokeStyle = colour("closed");
  context.lineWidth = 2;
  for (const shift of [-side, 0, side]) {
    context.beginPath();
    context.moveTo(shift, side);
    context.lineTo(shift + side, 0);
    context.stroke();
  }
  return context.getImageData(0, 0, side, side);
}

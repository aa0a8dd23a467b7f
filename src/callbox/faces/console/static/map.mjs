/* The map beside the list. Nothing of it is loaded until somebody shows it; everything on it is in the list as well, so the
   page is whole without it. Where cases are is asked for only when somebody presses for it, and held in this page alone. */
const pane = document.getElementById("map-pane");
const toggle = document.getElementById("map-toggle");
const MOVES_MS = 1000, FLOOR_MS = 15000, SOON_MS = 300;
const KEPT = "callbox.map", VIEW = "callbox.map.view";

const store = (area, name, value) => { try { if (value === undefined) return area.getItem(name); area.setItem(name, value); } catch { /* a browser may keep nothing */ } return null; };

class Pane {
  constructor() {
    this.say = JSON.parse(pane.dataset.words);
    this.note = document.getElementById("map-note");
    this.canvas = document.getElementById("map");
    this.token = pane.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    this.floor = { units: [], incidents: [], closures: [] };
    this.heard = new Map(); // unit -> [at, seconds ago]
    this.places = new Map(); // incident -> where it is, once looked at
    this.looking = false;
    this.data = {};
    this.state = "none"; // none, loading, ready, failed
  }

  get shown() { return !pane.hidden; }

  async show(yes) {
    pane.hidden = !yes;
    document.body.classList.toggle("with-map", yes);
    toggle.setAttribute("aria-expanded", String(yes));
    store(localStorage, KEPT, yes ? "shown" : "hidden");
    if (!yes) return;
    if (this.state === "none") await this.#load();
    else if (this.state === "ready") { this.map.resize(); await this.refresh(); }
  }

  async #load() {
    this.state = "loading";
    if (!document.createElement("canvas").getContext("webgl2")) return this.#fail(this.say.no_webgl);
    try {
      const told = pane.dataset;
      const [gl, style, marks, draw] = await Promise.all([import(told.gl), import(told.style), import(told.marks), import(told.draw), script(told.pmtiles)]);
      Object.assign(this, { gl, style });
      gl.setWorkerUrl(new URL(told.worker, location.href).href);
      gl.addProtocol("pmtiles", new window.pmtiles.Protocol().tile);
      await this.refresh();
      this.#make(marks, draw);
      this.state = "ready";
      this.draw();
      this.#keepOn();
    } catch (fault) {
      this.#fail(this.say.broken);
      throw fault;
    }
    return undefined;
  }

  #fail(text) { this.state = "failed"; this.note.textContent = text; this.canvas.hidden = true; }

  #make(marks, draw) {
    const map = this.map = new this.gl.Map({
      container: this.canvas, style: this.#style(), attributionControl: false, maxZoom: 18.5, dragRotate: false, pitchWithRotate: false,
      touchPitch: false, fadeDuration: 0, ...this.#view(), fitBoundsOptions: { padding: 55 },
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.getCanvas().setAttribute("aria-label", this.say.ground);
    // A page can be looked at by a test: this says that all tiles are there.
    map.on("idle", () => { pane.dataset.idle = "yes"; });
    map.on("movestart", () => { delete pane.dataset.idle; });
    // What came before the style was there, or was drawn in another theme.
    map.on("style.load", () => {
      if (!map.hasImage("hatch")) map.addImage("hatch", this.style.hatch());
      for (const [name, data] of Object.entries(this.data)) map.getSource(name)?.setData(data);
    });
    map.on("moveend", () => store(sessionStorage, VIEW, JSON.stringify([told(), map.getCenter().toArray(), map.getZoom()])));
    this.marks = new marks.Marks({ gl: this.gl, map, holder: pane, say: this.say, chosen: (one) => this.#chosen(one), card: (one) => this.#card(one) });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.setStyle(this.#style(), { diff: false }));
    const form = document.getElementById("map-closing");
    if (form) this.drawing = new draw.Drawing({ map, pane, form, say: this.say, count: (count) => fill(this.say.draw_points, { count }), done: {
      draw: (data) => this.#source("drawn", data), send: (to, body) => this.send(to, body), told: (text) => { this.note.textContent = `✓ ${text}`; this.refresh(); } } });
  }

  #style() { return this.style.styleOf({ roads: pane.dataset.roads, language: pane.dataset.language, kept: this.data }); }

  /* Where it was looked at last; else the whole city; else what there is. */
  #view() {
    const [roads, center, zoom] = JSON.parse(store(sessionStorage, VIEW) ?? "[]");
    if (roads === told() && center) return { center, zoom };
    const points = [...this.floor.units.map((one) => this.#unitAt(one)), ...this.floor.incidents.map((one) => one.middle)].filter(Boolean);
    if (!points.length) return pane.dataset.bounds ? { bounds: bounds() } : { center: [0, 0], zoom: 1 };
    return { bounds: around(points) };
  }

  fit() { this.map.fitBounds(pane.dataset.bounds ? bounds() : this.#view().bounds ?? [[-1, -1], [1, 1]], { padding: 30, animate: false }); }

  async get(path) {
    const answer = await fetch(path, { headers: { Accept: "application/json" }, redirect: "error" });
    if (!answer.ok) throw new Error(`${path} ${answer.status}`);
    return answer.json();
  }

  async send(path, body) {
    body.set("csrfmiddlewaretoken", this.token);
    try {
      const answer = await fetch(path, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
      return answer.ok || answer.status === 422 ? await answer.json() : { refused: `${answer.status}` };
    } catch (fault) { return { refused: String(fault.message) }; }
  }

  async refresh() {
    try {
      const [floor, moves] = await Promise.all([this.get("/map/now"), this.get("/map/moves")]);
      this.floor = floor;
      this.#hear(moves);
      this.#fresh(true);
    } catch { this.#fresh(false); }
    if (this.looking) await this.#look();
    if (this.state === "ready") this.draw();
  }

  #hear({ units }) { this.heard = new Map(units.map(([unit, x, y, ago]) => [unit, [[x, y], ago]])); }

  #fresh(yes) {
    if (yes) this.asOf = new Date();
    if (pane.classList.toggle("stale", !yes)) this.note.textContent = `${this.say.stale} ${this.asOf ? this.asOf.toLocaleTimeString() : "–"}`;
    else if (this.note.textContent.startsWith(this.say.stale)) this.#tell();
  }

  #keepOn() {
    let soon = 0;
    const due = () => this.shown && !document.hidden;
    document.body.addEventListener("callbox-changed", () => { clearTimeout(soon); soon = setTimeout(() => due() && this.refresh(), SOON_MS); });
    setInterval(() => due() && this.refresh(), FLOOR_MS);
    setInterval(async () => {
      if (!due()) return;
      try { this.#hear(await this.get("/map/moves")); this.#fresh(true); } catch { this.#fresh(false); }
      this.draw();
    }, MOVES_MS);
  }

  /* Cases that were not looked at yet, so that each look is recorded once for each case. */
  async #look() {
    const fresh = this.floor.incidents.filter((one) => !this.places.has(one.id)).map((one) => one.id);
    if (!fresh.length) return;
    const answer = await this.send("/map/places", new URLSearchParams(fresh.map((id) => ["on", id])));
    for (const { id, at } of answer.places ?? []) this.places.set(id, at);
    if (answer.refused) this.note.textContent = answer.refused;
  }

  async look() {
    this.looking = !this.looking;
    if (!this.looking) this.places.clear();
    document.getElementById("map-look").setAttribute("aria-pressed", String(this.looking));
    if (this.looking) await this.#look();
    this.draw();
  }

  #unitAt(one) { return this.heard.get(one.id)?.[0] ?? one.home; }

  draw() {
    const crowd = new Map(); // how many stand at one place: they are drawn side by side
    const incidents = this.floor.incidents.map((one) => this.#incident(one, crowd)).filter(Boolean);
    const units = this.floor.units.map((one) => this.#unit(one, crowd)).filter(Boolean);
    const closures = this.floor.closures.filter((one) => one.outline.length > 2);
    this.marks.show([...incidents, ...units, ...closures.map((one) => this.#closure(one))]);
    this.#source("closures", { type: "FeatureCollection", features: closures.map((one) => ({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [[...one.outline, one.outline[0]]] } })) });
    this.#ways();
    this.#tell();
  }

  #tell() {
    if (pane.classList.contains("stale")) return;
    const lost = this.floor.incidents.filter((one) => !(this.places.get(one.id) ?? one.middle)).length;
    const told = [this.floor.incidents.length ? (this.looking ? this.say.exact : this.say.approximate) : "", lost ? fill(this.say.no_place, { count: lost }) : ""];
    if (!pane.dataset.roads) told.push(this.say.no_sheet);
    if (this.ways?.length) told.push(this.ways.some((one) => !one.road) ? this.say.by_line : this.say.by_road);
    const text = told.filter(Boolean).join(" ");
    if (this.note.textContent !== text) this.note.textContent = text;
  }

  #incident(one, crowd) {
    const exact = this.places.get(one.id);
    const at = exact ?? one.middle;
    if (!at) return null;
    const sent = one.sent.length ? fill(this.say.on_it, { signs: one.sent.join(" ") }) : this.say.nobody;
    return {
      key: `incident-${one.id}`, incident: one.id, at, told: one, offset: beside(crowd, at, 8),
      className: `incident-mark ${one.priority} ${one.worst} ${exact ? "" : "coarse"} ${one.id === chosen() ? "chosen" : ""}`,
      label: `${one.what}, ${one.urgency}, ${one.area ?? ""}, ${sent}`, looks: [one.since, one.rank, one.priority],
      lines: [`${one.what} · ${one.urgency}`, exact ? sent : `${sent} · ≈ ${one.area ?? ""}`, this.say.opens],
      draw: (element) => [element("span", { className: `urgent ${one.priority}`, textContent: one.rank }), element("span", { className: "aged", "data-since": one.since })],
    };
  }

  #unit(one, crowd) {
    const at = this.#unitAt(one);
    if (!at) return null;
    const heard = this.heard.get(one.id);
    const nth = this.ways?.find((way) => way.unit === one.id)?.nth;
    return {
      key: `unit-${one.id}`, unit: one, at, told: one, offset: beside(crowd, at, 7), className: `unit-mark ${heard ? "" : "waits"} ${nth ? "proposed" : ""}`,
      label: `${one.sign}, ${one.status}${one.what ? `, ${one.what}` : ""}${nth ? `, ${this.say[nth === 1 ? "first_way" : "second_way"]}` : ""}`, looks: [one.sign, one.look, nth],
      lines: [`${one.sign} · ${one.kind}`, `${one.status}${one.what ? ` · ${one.what}` : ""}`, heard ? fill(this.say.heard, { ago: `${heard[1]} s` }) : this.say.waits, one.on ? this.say.opens : document.getElementById("signs") ? this.say.picks : ""],
      draw: (element) => [element("span", { className: `shape ${one.look}` }), element("span", { className: "sign", textContent: one.sign }), ...(nth ? [element("span", { className: "nth", textContent: nth })] : [])],
    };
  }

  #closure(one) {
    const word = one.slow ? this.say.slow : this.say.closed;
    const ends = one.ends ? fill(this.say.until, { time: hour(one.ends) }) : this.say.until_lifted;
    return { key: `closure-${one.id}`, closure: one, at: middle(one.outline), told: one, className: "closure-mark", label: `${word}: ${one.reason}, ${ends}`, looks: word,
      lines: [`${word} · ${one.reason}`, ends, one.may_lift ? this.say.lift : ""], draw: (element) => [element("span", { className: "aged", textContent: `✕ ${word}` })] };
  }

  /* What a proposal's panel says of ways: which units, and the line each takes. */
  #ways() {
    const holder = document.getElementById("ways");
    this.ways = holder?.dataset.ways ? JSON.parse(holder.dataset.ways) : [];
    const place = holder?.dataset.case ? JSON.parse(holder.dataset.case) : null;
    if (place && holder.dataset.on) this.places.set(holder.dataset.on, place);
    this.#source("ways", { type: "FeatureCollection", features: this.ways.map(({ nth, road, line }) => ({ type: "Feature", properties: { nth, road }, geometry: { type: "LineString", coordinates: line } })) });
    const seen = this.ways.map((one) => one.unit).join();
    if (seen && seen !== this.waysSeen) this.map.fitBounds(around(this.ways.flatMap((one) => one.line)), { padding: 60, maxZoom: 15, animate: false });
    this.waysSeen = seen;
  }

  #source(name, data) {
    if (JSON.stringify(this.data[name]) === JSON.stringify(data)) return;
    this.data[name] = data;
    this.map?.getSource(name)?.setData(data);
  }

  #card(one) {
    this.canvas.querySelector(".map-card")?.remove();
    if (!one) return;
    const card = document.createElement("div");
    card.className = "map-card";
    for (const line of one.lines.filter(Boolean)) {
      const text = document.createElement("p");
      text.textContent = line;
      card.append(text);
    }
    this.canvas.append(card);
  }

  /* Lifted at once; taken back as easily, so nobody is asked twice. */
  async #lifted({ closure, label }) {
    const said = (answer) => answer.refused ?? `✓ ${answer.done}: ${label}`;
    const answer = await this.send(`/closures/${closure.id}/lift`, new URLSearchParams());
    this.note.textContent = said(answer);
    if (!answer.refused) {
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = `↶ ${this.say.again}`;
      again.addEventListener("click", async () => {
        this.note.textContent = said(await this.send(`/closures/${closure.id}/again`, new URLSearchParams()));
        this.refresh();
      });
      this.note.append(" ", again);
    }
    return this.refresh();
  }

  async #chosen(one) {
    const on = one.incident ?? one.unit?.on;
    if (on) return open(on);
    if (one.closure?.may_lift) return this.#lifted(one);
    const signs = document.getElementById("signs");
    if (one.unit && signs && !signs.value.split(/\s+/).includes(one.unit.sign)) {
      signs.value = `${signs.value.trim()} ${one.unit.sign}`.trim();
      signs.focus();
    }
    return undefined;
  }
}

const told = () => pane.dataset.roads;
const chosen = () => new URLSearchParams(location.search).get("on") ?? "";
/* Where a mark is drawn that shares its place (to about ten metres) with others: four in a row. */
const beside = (crowd, [x, y], down) => {
  const place = `${x.toFixed(4)} ${y.toFixed(4)}`, nth = crowd.get(place) ?? 0;
  crowd.set(place, nth + 1);
  return [(nth % 4) * 44, Math.floor(nth / 4) * 44 + down];
};
const fill = (text, details) => text.replace(/\{(\w+)\}/g, (_, name) => details[name] ?? "");
const zone = document.body.dataset.zone;
const hour = (at) => new Date(at).toLocaleTimeString("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
const bounds = () => { const [west, south, east, north] = pane.dataset.bounds.split(" ").map(Number); return [[west, south], [east, north]]; };
const middle = (ring) => [0, 1].map((side) => ring.reduce((sum, point) => sum + point[side], 0) / ring.length);
const around = (points) => [Math.min, Math.max].map((most) => [most(...points.map(([x]) => x)), most(...points.map(([, y]) => y))]);

function script(address) {
  return new Promise((resolve, reject) => {
    const made = document.createElement("script");
    made.src = address;
    made.onload = resolve;
    made.onerror = () => reject(new Error(address));
    document.head.append(made);
  });
}

/* Open a case in the list without leaving the page: the map stays, and what was looked at needs no second look. */
function open(on, { remember = true } = {}) {
  const path = `/board?on=${encodeURIComponent(on)}`;
  for (const part of ["shared", "own"]) document.getElementById(part)?.setAttribute("hx-get", `/board/${part}?on=${encodeURIComponent(on)}`);
  if (remember) history.pushState({ on }, "", on ? `/?on=${encodeURIComponent(on)}` : "/");
  return window.htmx.ajax("GET", path, { target: "#board", swap: "innerMorph" }).then(() => {
    document.getElementById("signs")?.focus({ preventScroll: true });
    const panel = document.getElementById("panel");
    const top = panel?.getBoundingClientRect().top ?? 0;
    if (top < 0 || top > window.innerHeight - 150) panel?.scrollIntoView();
  });
}

if (pane && toggle) {
  const own = new Pane();
  toggle.hidden = false;
  toggle.addEventListener("click", () => own.show(!own.shown));
  document.getElementById("map-look")?.addEventListener("click", () => own.look());
  const drawRoad = () => { if (own.drawing) { document.getElementById("map-close-road").setAttribute("aria-expanded", "true"); own.drawing.begin(); } };
  document.getElementById("map-close-road")?.addEventListener("click", drawRoad);
  for (const [name, act] of [["in", () => own.map?.zoomIn()], ["out", () => own.map?.zoomOut()], ["fit", () => own.map && own.fit()]]) {
    pane.querySelector(`[data-map=${name}]`).addEventListener("click", act);
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "m") own.show(!own.shown);
    else if (event.key === "c" && own.shown) drawRoad();
    else return;
    event.preventDefault();
  });
  /* While the map is open, choosing in the list keeps it. */
  document.addEventListener("click", (event) => {
    const link = own.shown && own.state === "ready" ? event.target.closest("#board a[href^='/?on='], #leave") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(new URL(link.href).searchParams.get("on") ?? "");
  });
  window.addEventListener("popstate", () => { if (own.state === "ready") open(chosen(), { remember: false }); else location.reload(); });
  /* A proposal asked for while the map is open also says the ways. */
  document.addEventListener("submit", (event) => {
    if (!own.shown || !event.target.matches("form[action$='/propose']") || event.target.elements.map) return;
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "map", value: "yes" });
    event.target.append(field);
  }, true);
  document.addEventListener("htmx:after:swap", () => { if (own.state === "ready" && own.shown) own.draw(); });
  if (store(localStorage, KEPT) === "shown") own.show(true);
}

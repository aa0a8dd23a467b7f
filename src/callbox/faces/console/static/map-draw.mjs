/* Drawing a closure: corners by clicks, or by Space where the cross in the middle of the map stands. The server makes the
   outline and decides; this only gathers points. */
export class Drawing {
  constructor({ map, pane, form, say, count, done }) {
    Object.assign(this, { map, pane, form, say, count, done, points: [], active: false, finished: false });
    map.on("click", (event) => { if (this.active && !this.finished) this.#add(event.lngLat); });
    // In the capture phase: while drawing, Enter and Escape mean the drawing and nothing else on the page.
    window.addEventListener("keydown", (event) => this.#key(event), true);
    form.addEventListener("submit", (event) => { event.preventDefault(); this.#declare(); });
    form.querySelector("[data-draw=undo]").addEventListener("click", () => this.#undo());
    form.querySelector("[data-draw=finish]").addEventListener("click", () => this.#finish());
    form.querySelector("[data-draw=cancel]").addEventListener("click", () => this.end());
    for (const one of form.elements.shape) one.addEventListener("change", () => this.#drawn());
  }

  begin() {
    this.points = [];
    this.active = true;
    this.finished = false;
    this.form.hidden = false;
    this.pane.classList.add("drawing");
    this.#refuse("");
    this.#drawn();
    this.map.resize();
    this.map.getCanvas().focus({ preventScroll: true });
  }

  end() {
    this.active = false;
    this.points = [];
    this.form.hidden = true;
    this.pane.classList.remove("drawing");
    this.#drawn();
    this.map.resize();
    document.getElementById("map-close-road").setAttribute("aria-expanded", "false");
    document.getElementById("map-close-road").focus();
  }

  get #least() { return this.form.elements.shape.value === "line" ? 2 : 3; }

  #add({ lng, lat }) {
    const x = ((lng + 540) % 360) - 180;
    this.points.push([Number(x.toFixed(6)), Number(lat.toFixed(6))]);
    this.#drawn();
  }

  #undo() { this.points.pop(); this.finished = false; this.#drawn(); }

  #finish() {
    if (this.points.length < this.#least) return;
    this.finished = true;
    this.#drawn();
    this.form.elements.reason_code.focus();
  }

  #key(event) {
    if (!this.active || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") this.end();
    else if (this.form.contains(event.target)) return;
    else if (event.key === " ") this.#add(this.map.getCenter());
    else if (event.key === "Backspace") this.#undo();
    else if (event.key === "Enter") this.#finish();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #drawn() {
    const line = this.form.elements.shape.value === "line";
    const features = this.points.map((point) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: point } }));
    if (this.points.length > 1) {
      const ring = !line && this.points.length > 2;
      const coordinates = ring ? [[...this.points, this.points[0]]] : this.points;
      features.push({ type: "Feature", properties: {}, geometry: { type: ring ? "Polygon" : "LineString", coordinates } });
    }
    this.done.draw({ type: "FeatureCollection", features });
    this.form.elements.corners.value = this.points.map((point) => point.join(",")).join(" ");
    this.form.elements.declare.disabled = this.points.length < this.#least;
    const told = this.finished ? this.say.drawn : this.say.draw_area;
    document.getElementById("map-drawing").textContent = `${told} ${this.points.length ? this.count(this.points.length) : ""}`;
  }

  #refuse(text) {
    const line = this.form.querySelector(".refused");
    line.textContent = text;
    line.hidden = !text;
  }

  async #declare() {
    if (this.points.length < this.#least) return;
    this.form.elements.declare.disabled = true;
    const answer = await this.done.send("/closures", new URLSearchParams(new FormData(this.form)));
    this.form.elements.declare.disabled = false;
    if (answer.refused) this.#refuse(answer.refused);
    else if (answer.done) { this.end(); this.done.told(answer.done); }
  }
}

/* Units and cases as buttons on the map: real elements, so that a keyboard and a screen reader find them. One of them can
   be reached by Tab; the arrow keys go on from mark to mark, most urgent case first. */
const GLIDE_MS = 900;
const still = matchMedia("(prefers-reduced-motion: reduce)");

function element(tag, told = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(told)) {
    if (name in made && name !== "style") made[name] = value; else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export class Marks {
  constructor({ gl, map, holder, say, chosen, card }) {
    Object.assign(this, { gl, map, holder, say, chosen, card, shown: new Map(), order: [] });
    holder.addEventListener("keydown", (event) => this.#walk(event));
  }

  /* Show these and no others. Each: {key, kind, at, draw(button), told, label, offset}. */
  show(wanted) {
    const keys = new Set(wanted.map((one) => one.key));
    for (const [key, mark] of this.shown) {
      if (!keys.has(key)) { mark.marker.remove(); this.shown.delete(key); }
    }
    for (const one of wanted) this.#put(one);
    this.order = wanted.map((one) => one.key);
    this.#one();
  }

  #put(one) {
    let mark = this.shown.get(one.key);
    if (!mark) {
      const button = element("button", { type: "button", className: "mark" });
      const marker = new this.gl.Marker({ element: button, anchor: one.anchor ?? "center" }).setLngLat(one.at).addTo(this.map);
      // maplibre makes any mark a button named "Map marker"; ours is one with a name of its own.
      button.removeAttribute("role");
      mark = { button, marker, at: one.at, looks: "" };
      button.addEventListener("click", (event) => { event.stopPropagation(); this.chosen(mark.told); });
      for (const name of ["focus", "mouseenter"]) button.addEventListener(name, () => this.card(mark.told));
      for (const name of ["blur", "mouseleave"]) button.addEventListener(name, () => this.card(null));
      button.addEventListener("focus", () => this.#one(one.key));
      this.shown.set(one.key, mark);
    }
    mark.told = one;
    const base = [...mark.button.classList].filter((name) => name.startsWith("maplibregl"));
    mark.button.className = [...base, "mark", ...one.className.split(" ").filter(Boolean)].join(" ");
    mark.button.setAttribute("aria-label", one.label);
    const looks = JSON.stringify(one.looks);
    if (looks !== mark.looks) {
      mark.looks = looks;
      mark.button.replaceChildren(...one.draw(element));
    }
    mark.marker.setOffset(one.offset ?? [0, 0]);
    this.#move(mark, one.at);
  }

  /* A unit glides to where it is now, unless whoever looks wants nothing to move. */
  #move(mark, to) {
    if (mark.at[0] === to[0] && mark.at[1] === to[1]) return;
    const from = mark.at, begun = performance.now();
    mark.at = to;
    if (still.matches || document.hidden) { mark.marker.setLngLat(to); return; }
    const step = (now) => {
      if (mark.at !== to) return;
      const share = Math.min(1, (now - begun) / GLIDE_MS);
      mark.marker.setLngLat([from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]);
      if (share < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  /* Exactly one mark is a stop of the Tab key. */
  #one(key) {
    const stop = key ?? this.order.find((one) => this.shown.get(one)?.button.tabIndex === 0) ?? this.order[0];
    for (const one of this.order) this.shown.get(one).button.tabIndex = one === stop ? 0 : -1;
  }

  #walk(event) {
    const place = this.order.findIndex((key) => this.shown.get(key)?.button === document.activeElement);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (place < 0 || step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const last = this.order.length - 1;
    const next = this.order[Math.max(0, Math.min(last, place + step))];
    const mark = this.shown.get(next);
    this.#one(next);
    mark.button.focus({ preventScroll: true });
    if (!this.map.getBounds().contains(mark.at)) this.map.easeTo({ center: mark.at, animate: !still.matches });
  }
}

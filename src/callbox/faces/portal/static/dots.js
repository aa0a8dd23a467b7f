/* What is on the list, as dots on the small map: one for each rough place. A dot is a button that names what is there and
   leads to it; the list says the same without it. */
(() => {
  "use strict";
  const pane = document.getElementById("dots");
  const here = pane.querySelector(".here");

  function places() {
    const found = new Map();
    for (const one of document.querySelectorAll("[data-place]")) {
      const at = one.dataset.place;
      found.set(at, [...(found.get(at) ?? []), one.querySelector("h2 a")]);
    }
    return found;
  }

  function tell(links, dot) {
    here.replaceChildren(...links.map((link) => {
      const line = document.createElement("li");
      line.append(Object.assign(document.createElement("a"), { href: link.href, textContent: link.textContent }));
      return line;
    }));
    for (const other of pane.querySelectorAll(".dot")) other.setAttribute("aria-pressed", String(other === dot));
  }

  function dotOf(links) {
    const dot = document.createElement("button");
    dot.type = "button";
    dot.className = "dot";
    dot.textContent = links.length > 1 ? String(links.length) : "";
    dot.setAttribute("aria-label", links.map((link) => link.textContent).join("; ").slice(0, 300));
    dot.setAttribute("aria-pressed", "false");
    dot.addEventListener("click", () => tell(links, dot));
    return dot;
  }

  window.whenOpened(pane, ({ gl, map }) => {
    const around = new gl.LngLatBounds();
    for (const [at, links] of places()) {
      const [latitude, longitude] = at.split(" ").map(Number);
      const dot = dotOf(links);
      const label = dot.getAttribute("aria-label");
      new gl.Marker({ element: dot }).setLngLat([longitude, latitude]).addTo(map);
      // maplibre gives any mark a name and a part of its own; ours is a button with a name.
      dot.setAttribute("aria-label", label);
      dot.removeAttribute("role");
      dot.removeAttribute("tabindex");
      around.extend([longitude, latitude]);
    }
    if (!around.isEmpty()) map.fitBounds(around, { padding: 48, maxZoom: 15, animate: false });
    pane.dataset.dots = "there";
  });
})();

"""A road network as a picture: one SVG path for each class, the greatest roads on top. Pure."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from callbox.brain.roads.facts import ROAD_CLASSES, SERVICE, STREET, TURN, RoadNetwork

WIDTH_PX: Final = 1600.0
# More lines than this make a file nobody can open: then the smallest roads are left out.
LINES_MAX: Final = 250_000
STROKES: Final = {
    "motorway": ("#b5482f", 3.2),
    "trunk": ("#c4652f", 2.8),
    "primary": ("#d08b35", 2.4),
    "secondary": ("#c9a94a", 1.9),
    "tertiary": ("#8a8f98", 1.5),
    "street": ("#a9aeb6", 0.9),
    "service": ("#c6cad0", 0.6),
    "track": ("#d4cdbd", 0.6),
}


def picture(network: RoadNetwork) -> str:
    """The SVG of a network: north is up, widths are for the eye."""
    if not network.nodes:
        return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"></svg>\n'
    shown = _shown(network)
    west, north = float(network.longitude_deg.min()), float(network.latitude_deg.max())
    narrow = float(np.cos(np.radians(float(network.latitude_deg.mean()))))
    wide_deg = max(1e-6, (float(network.longitude_deg.max()) - west) * narrow)
    high_deg = max(1e-6, north - float(network.latitude_deg.min()))
    scale = WIDTH_PX / max(wide_deg, high_deg)
    flat = _Flat(network, (west, north), (scale * narrow, scale))
    page = f"-8 -8 {wide_deg * scale + 16:.0f} {high_deg * scale + 16:.0f}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{page}" fill="none" stroke-linecap="round">',
        '<rect x="-8" y="-8" width="100%" height="100%" fill="#fbfaf7"/>',
    ]
    for number in reversed(range(TURN)):
        colour, width_px = STROKES[ROAD_CLASSES[number]]
        path = "".join(flat.paths(np.flatnonzero(shown & (network.road_class == number)).tolist()))
        if path:
            lines.append(f'<path stroke="{colour}" stroke-width="{width_px}" d="{path}"/>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def _shown(network: RoadNetwork) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which arcs are drawn: each street once, and of very large networks only the greater roads."""
    once = (network.road_class != TURN) & ((network.twin < 0) | (np.arange(network.arcs) < network.twin))
    for most in (TURN, SERVICE, STREET):
        kept = once & (network.road_class < most)
        if np.count_nonzero(kept) <= LINES_MAX:
            break
    return np.asarray(kept)


class _Flat:
    """The network on the page."""

    def __init__(self, network: RoadNetwork, corner: tuple[float, float], scale: tuple[float, float]) -> None:
        (west, north), (across, down) = corner, scale
        self._network = network
        self._x = np.round((network.longitude_deg - west) * across, 1)
        self._y = np.round((north - network.latitude_deg) * down, 1)
        self._inner = np.round((network.shape_deg - (west, north)) * (across, -down), 1)

    def paths(self, arcs: list[int]) -> Iterator[str]:
        """A line for each arc: tail, the points between, head."""
        of = self._network
        for arc in arcs:
            tail, head = of.tail[arc], of.head[arc]
            points = [(self._x[tail], self._y[tail])]
            points += [(x, y) for x, y in self._inner[of.shape_first[arc] : of.shape_first[arc + 1]]]
            points.append((self._x[head], self._y[head]))
            yield "M" + "L".join(f"{x:g} {y:g}" for x, y in points)

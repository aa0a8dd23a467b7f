"""A road network as an SVG picture: classes by width, islands and repairs in colours, a legend and a scale bar.

Points are rounded to half a pixel and streets that are smaller left out, so that a city of 54,000 nodes stays under 3 MB.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from .facts import ROAD_CLASSES, TURN, Floats, RoadNetwork
from .reading.draft import METRES_PER_DEGREE
from .reading.facts import Reading

Longs = NDArray[np.int64]

PAPER, INK, QUIET = "#fcfbf8", "#2b2f36", "#6b7280"
ISLAND, REPAIR = "#d11149", "#7b2cbf"
STROKES: Final = (
    ("#c2452d", 3.4),
    ("#d9762b", 2.9),
    ("#e0a030", 2.4),
    ("#c9b458", 1.8),
    ("#7f8a99", 1.3),
    ("#98a2af", 0.9),
    ("#b4bcc7", 0.6),
    ("#cdbfa8", 0.6),
)
"""Colour and width in pixels by class, motorway to track."""
FINENESS: Final = 2
"""Steps in a pixel."""
MARGIN_PX, FOOT_PX, COLUMN_PX, ROW_PX = 24, 64, 190, 26
MOST_SCARS: Final = 20_000
STEEPEST: Final = 1.6
"""Height over width of the map at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How degrees become steps on the sheet."""

    west_deg: float
    north_deg: float
    shrink: float
    """Kilometres in a degree east over kilometres in a degree north, in the middle of the map."""
    px_per_m: float
    width_px: int
    height_px: int

    def steps(self, longitude_deg: Floats, latitude_deg: Floats) -> tuple[Longs, Longs]:
        scale = METRES_PER_DEGREE * self.px_per_m * FINENESS
        x = (longitude_deg - self.west_deg) * self.shrink * scale + MARGIN_PX * FINENESS
        y = (self.north_deg - latitude_deg) * scale + MARGIN_PX * FINENESS
        return np.rint(x).astype(np.int64), np.rint(y).astype(np.int64)


def picture(reading: Reading, *, words: Mapping[str, str], title: str = "", width_px: int = 1200) -> str:
    """The SVG document. `words`: the legend's texts by class name, "island" and "repair"; the keys stand in for others."""
    network, frame = reading.network, _frame(reading.network, width_px)
    classes = [k for k in range(TURN) if (network.road_class == k).any()]
    entries = [(words.get(ROAD_CLASSES[k], ROAD_CLASSES[k]), *STROKES[k]) for k in classes]
    for key, colour, lines in (
        ("island", ISLAND, reading.scars.islands_deg),
        ("repair", REPAIR, reading.scars.repairs_deg),
    ):
        entries += [(f"{words.get(key, key)}: {len(lines):,}", colour, 2.2)] if len(lines) else []
    rows = -(-len(entries) // max(1, (frame.width_px - 2 * MARGIN_PX) // COLUMN_PX))
    height_px = frame.height_px + FOOT_PX + rows * ROW_PX
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{frame.width_px}" height="{height_px}" '
            f'viewBox="0 0 {frame.width_px} {height_px}" font-family="sans-serif" font-size="14" fill="{INK}">'
        ),
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
        f'<g transform="scale({1 / FINENESS})" fill="none" stroke-linecap="round" stroke-linejoin="round">',
        *_streets(network, frame),
        *_scars(reading, frame),
        "</g>",
        *_foot(frame, title or f"{network.nodes:,} · {network.arcs:,}"),
        *_legend(frame, entries),
        "</svg>",
    ]
    return "\n".join(parts)


def _frame(network: RoadNetwork, width_px: int) -> Frame:
    lon, lat = network.longitude_deg, network.latitude_deg
    west, east, south, north = float(lon.min()), float(lon.max()), float(lat.min()), float(lat.max())
    shrink = float(np.cos(np.radians((south + north) / 2)))
    wide_m = max((east - west) * shrink * METRES_PER_DEGREE, 10.0)
    high_m = max((north - south) * METRES_PER_DEGREE, 10.0)
    inner_px = width_px - 2 * MARGIN_PX
    px_per_m = min(inner_px / wide_m, inner_px * STEEPEST / high_m)
    height_px = round(high_m * px_per_m) + 2 * MARGIN_PX
    west -= (inner_px / px_per_m - wide_m) / 2 / (shrink * METRES_PER_DEGREE)  # a narrow map stands in the middle
    return Frame(
        west_deg=west, north_deg=north, shrink=shrink, px_per_m=px_per_m, width_px=width_px, height_px=height_px
    )


def _streets(network: RoadNetwork, frame: Frame) -> Iterator[str]:
    """Streets by class, the great ones on top; of a street open both ways one direction."""
    once = (network.twin < 0) | (np.arange(network.arcs) < network.twin)
    drawn = float(network.length_m[once].sum()) * frame.px_per_m
    crowd = frame.width_px * frame.height_px / max(drawn, 1.0)  # paper between streets, in pixels
    thin = float(np.clip(crowd / 7.0, 0.45, 1.6))
    for k in range(TURN - 1, -1, -1):
        d = path(*_segments(network, np.flatnonzero(once & (network.road_class == k)), frame))
        colour, wide = STROKES[k]
        if d:
            yield f'<path d="{d}" stroke="{colour}" stroke-width="{wide * thin * FINENESS:.2f}"/>'


def _segments(network: RoadNetwork, arcs: Longs, frame: Frame) -> tuple[Longs, Longs, Longs, Longs]:
    """All straight pieces of some arcs, in order along each, as steps: x, y, then x, y."""
    counts = np.diff(network.shape_first)[arcs] + 2
    start = np.cumsum(counts) - counts
    owner = np.repeat(np.arange(len(arcs)), counts)
    place = np.arange(len(owner)) - start[owner]
    lon, lat = np.empty(len(owner)), np.empty(len(owner))
    first, last = place == 0, place == counts[owner] - 1
    inner = ~first & ~last
    shape = (network.shape_first[arcs][owner] + place - 1)[inner]
    for column, node_deg, k in ((lon, network.longitude_deg, 0), (lat, network.latitude_deg, 1)):
        column[first], column[last] = node_deg[network.tail[arcs]], node_deg[network.head[arcs]]
        column[inner] = network.shape_deg[shape, k]
    x, y = frame.steps(lon, lat)
    same = owner[1:] == owner[:-1]
    return x[:-1][same], y[:-1][same], x[1:][same], y[1:][same]


def path(ax: Longs, ay: Longs, bx: Longs, by: Longs) -> str:
    """SVG path data of straight pieces; those of no length and those drawn before are left out, chains are joined."""
    low, high = np.minimum(ax * 2**24 + ay, bx * 2**24 + by), np.maximum(ax * 2**24 + ay, bx * 2**24 + by)
    order = np.lexsort((high, low))
    again = np.zeros(len(order), dtype=np.bool_)
    again[order[1:]] = (low[order[1:]] == low[order[:-1]]) & (high[order[1:]] == high[order[:-1]])
    kept = ~again & (low != high)
    parts: list[str] = []
    at = (-1, -1)
    for x, y, u, v in zip(ax[kept].tolist(), ay[kept].tolist(), bx[kept].tolist(), by[kept].tolist(), strict=True):
        if (x, y) != at:
            parts.append(f"M{x} {y}l{u - x} {v - y}")
        else:
            parts.append(f" {u - x} {v - y}")
        at = (u, v)
    return "".join(parts)


def _scars(reading: Reading, frame: Frame) -> Iterator[str]:
    for lines, colour in ((reading.scars.islands_deg, ISLAND), (reading.scars.repairs_deg, REPAIR)):
        shown = lines[:MOST_SCARS]
        ax, ay = frame.steps(shown[:, 0], shown[:, 1])
        bx, by = frame.steps(shown[:, 2], shown[:, 3])
        d = path(ax, ay, bx, by)
        if d:
            yield f'<path d="{d}" stroke="{colour}" stroke-width="{2.2 * FINENESS}" stroke-opacity="0.75"/>'


def _foot(frame: Frame, title: str) -> Iterator[str]:
    """The title on the left, the scale bar on the right: a round number of metres, about a sixth of the width."""
    y = frame.height_px + 26
    metres = round_m(frame.width_px / 6 / frame.px_per_m)
    bar_px = metres * frame.px_per_m
    right = frame.width_px - MARGIN_PX
    told = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    yield f'<text x="{MARGIN_PX}" y="{y}" font-size="17">{escape(title)}</text>'
    yield f'<path d="M{right - bar_px:.1f} {y - 8}v8h{bar_px:.1f}v-8" fill="none" stroke="{INK}" stroke-width="1.5"/>'
    yield f'<text x="{right - bar_px - 8:.1f}" y="{y}" text-anchor="end" fill="{QUIET}">{told}</text>'


def round_m(most_m: float) -> float:
    """The greatest of 1, 2, 5, 10, 20, 50 ... that is not above."""
    power = 10.0 ** np.floor(np.log10(max(most_m, 1e-3)))
    return float(max(step for step in (1.0, 2.0, 5.0) if step * power <= most_m * (1 + 1e-9)) * power)


def _legend(frame: Frame, entries: list[tuple[str, str, float]]) -> Iterator[str]:
    columns = max(1, (frame.width_px - 2 * MARGIN_PX) // COLUMN_PX)
    for k, (told, colour, wide) in enumerate(entries):
        row, column = divmod(k, columns)
        x, y = MARGIN_PX + column * COLUMN_PX, frame.height_px + FOOT_PX + row * ROW_PX
        yield f'<path d="M{x} {y - 5}h26" stroke="{colour}" stroke-width="{wide * 1.3:.1f}" stroke-linecap="round"/>'
        yield f'<text x="{x + 34}" y="{y}">{escape(told)}</text>'

"""Compiled: a grid of cells over the segments of all streets, and the nearest point on any of them."""

from typing import NamedTuple

import numpy as np

from callbox.brain.compiled import compiled
from callbox.brain.roads.facts import Floats, Ints


class Segments(NamedTuple):
    """s straight pieces of streets in the order of their arcs, in degrees east and north of an origin."""

    arc: Ints
    ax: Floats
    ay: Floats
    bx: Floats
    by: Floats
    before_m: Floats
    """Metres along the arc before the piece."""
    step_m: Floats
    whole_m: Floats
    """Metres of the whole arc."""


class Grid(NamedTuple):
    """Cells of `width` by `height` degrees; cell (i, j) holds items[first[c] : first[c + 1]], c = j * columns + i."""

    west: float
    south: float
    width: float
    height: float
    columns: int
    rows: int
    first: Ints
    items: Ints


@compiled
def count_cells(s: Segments, west: float, south: float, width: float, height: float, columns: int, rows: int) -> Ints:
    """(cells + 1,) how many pieces pass through each cell, as the beginnings of their lists."""
    first = np.zeros(columns * rows + 1, dtype=np.int32)
    for k in range(len(s.arc)):
        low, high = span(s.ay[k], s.by[k], south, height, rows)
        for j in range(low, high + 1):
            left, right = across(s, k, j, west, south, width, height, columns)
            for i in range(left, right + 1):
                first[j * columns + i + 1] += 1
    for c in range(columns * rows):
        first[c + 1] += first[c]
    return first


@compiled
def fill_cells(
    s: Segments, first: Ints, west: float, south: float, width: float, height: float, columns: int, rows: int
) -> Ints:
    """The pieces in each cell, in the order of their numbers, so that ties fall alike every time."""
    items = np.empty(first[-1], dtype=np.int32)
    place = first[:-1].copy()
    for k in range(len(s.arc)):
        low, high = span(s.ay[k], s.by[k], south, height, rows)
        for j in range(low, high + 1):
            left, right = across(s, k, j, west, south, width, height, columns)
            for i in range(left, right + 1):
                c = j * columns + i
                items[place[c]] = k
                place[c] += 1
    return items


@compiled
def span(a: float, b: float, origin: float, size: float, count: int) -> tuple[int, int]:
    """The first and last cell that the stretch from a to b touches, a hair wider against rounding."""
    low, high = min(a, b) - 1e-9 * size, max(a, b) + 1e-9 * size
    first = int(np.floor((low - origin) / size))
    last = int(np.floor((high - origin) / size))
    return max(0, min(count - 1, first)), max(0, min(count - 1, last))


@compiled
def across(
    s: Segments, k: int, j: int, west: float, south: float, width: float, height: float, columns: int
) -> tuple[int, int]:
    """The cells that piece k touches within row j of the grid."""
    ax, ay, bx, by = s.ax[k], s.ay[k], s.bx[k], s.by[k]
    if ay == by:
        return span(ax, bx, west, width, columns)
    bottom, top = south + j * height, south + (j + 1) * height
    t = min(1.0, max(0.0, (bottom - ay) / (by - ay)))
    u = min(1.0, max(0.0, (top - ay) / (by - ay)))
    return span(ax + t * (bx - ax), ax + u * (bx - ax), west, width, columns)


@compiled
def snap_all(
    s: Segments, grid: Grid, x: Floats, y: Floats, east_m: Floats, north_m: float, most_m: float
) -> tuple[Ints, Floats, Floats]:
    """Arc, fraction and metres for each point; `east_m` (k,) and `north_m` are metres in a degree at the point."""
    arc = np.full(len(x), -1, dtype=np.int32)
    fraction = np.zeros(len(x))
    walk_m = np.full(len(x), np.inf)
    for k in range(len(x)):
        if not (np.isfinite(x[k]) and np.isfinite(y[k])):
            continue
        piece, square = nearest(s, grid, x[k], y[k], east_m[k], north_m, most_m)
        if piece >= 0 and square <= most_m * most_m:
            arc[k] = s.arc[piece]
            walk_m[k] = np.sqrt(square)
            t, _ = foot(s, piece, x[k], y[k], east_m[k], north_m)
            if s.whole_m[piece] > 0.0:
                fraction[k] = min(1.0, (s.before_m[piece] + t * s.step_m[piece]) / s.whole_m[piece])
    return arc, fraction, walk_m


@compiled
def foot(s: Segments, k: int, x: float, y: float, east_m: float, north_m: float) -> tuple[float, float]:
    """How far along piece k its nearest point lies (0 to 1), and the square of the metres to it.

    An end is taken as it is, not as a sum, so that two pieces that meet are exactly equally far.
    """
    ax, ay = (s.ax[k] - x) * east_m, (s.ay[k] - y) * north_m
    bx, by = (s.bx[k] - x) * east_m, (s.by[k] - y) * north_m
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy
    t = -(ax * dx + ay * dy) / square if square > 0.0 else 0.0
    if not t > 0.0:
        return 0.0, ax * ax + ay * ay
    if t >= 1.0:
        return 1.0, bx * bx + by * by
    px, py = ax + t * dx, ay + t * dy
    return t, px * px + py * py


@compiled
def nearest(
    s: Segments, grid: Grid, x: float, y: float, east_m: float, north_m: float, most_m: float
) -> tuple[int, float]:
    """The nearest piece within `most_m` and the square of its distance, by rings of cells around the point's own.

    When rings up to r are searched, whatever is left lies beyond the block's border: that is when to stop.
    """
    i, j = np.floor((x - grid.west) / grid.width), np.floor((y - grid.south) / grid.height)
    ring = max(0.0, -i, i - grid.columns + 1, -j, j - grid.rows + 1)
    last = max(abs(i), abs(j), abs(grid.columns - 1 - i), abs(grid.rows - 1 - j))
    piece, square = -1, np.inf
    while ring <= last:
        inner = border_m(grid, x, y, i, j, ring - 1, east_m, north_m)
        if inner > most_m or inner * inner > square:
            break
        piece, square = search_ring(s, grid, x, y, i, j, ring, east_m, north_m, piece, square)
        ring += 1.0
    return piece, square


@compiled
def border_m(grid: Grid, x: float, y: float, i: float, j: float, ring: float, east_m: float, north_m: float) -> float:
    """Metres from the point to the border of the block of cells up to `ring`; 0 if there is no block yet."""
    if ring < 0.0:
        return 0.0
    west, east = x - (grid.west + (i - ring) * grid.width), grid.west + (i + ring + 1) * grid.width - x
    south, north = y - (grid.south + (j - ring) * grid.height), grid.south + (j + ring + 1) * grid.height - y
    return max(0.0, min(min(west, east) * east_m, min(south, north) * north_m) * (1.0 - 1e-9))


@compiled
def search_ring(
    s: Segments,
    grid: Grid,
    x: float,
    y: float,
    i: float,
    j: float,
    ring: float,
    east_m: float,
    north_m: float,
    piece: int,
    square: float,
) -> tuple[int, float]:
    """The better of what is known and the pieces in the cells exactly `ring` away; of equals the lower number."""
    low, high = int(max(0.0, j - ring)), int(min(grid.rows - 1.0, j + ring))
    left, right = int(max(0.0, i - ring)), int(min(grid.columns - 1.0, i + ring))
    for row in range(low, high + 1):
        whole = row in (j - ring, j + ring)
        step = 1 if whole else max(1, int(2 * ring))
        column = left if whole else int(i - ring)
        while column <= right:
            if column >= left:
                c = row * grid.columns + column
                for item in grid.items[grid.first[c] : grid.first[c + 1]]:
                    _, other = foot(s, item, x, y, east_m, north_m)
                    if other < square or (other == square and item < piece):
                        piece, square = item, other
            column += step
    return piece, square

"""Side streets: the crooked lanes of the old centre, a grid turned its own way in each quarter, the county's roads."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from .facts import COUNTRY, INNER, LANE, OLD, PORT, RURAL, SECONDARY, STREET, SUBURB, Flags, Floats, Ints
from .pieces import BLOCK, COUNTRY_ROAD, LANE_OF_OLD, VILLAGE, Columns, Piece
from .plan import BLOCK_M, INSET_M, Plan, basin, bend, coast_distance, in_park, river_distance, river_side, shore_x


@dataclass(frozen=True, slots=True)
class Quarter:
    """Part of a belt between two angles, in plan coordinates, with the grid that fills it.

    `turn_rad` turns the grid, `dx_m` and `dy_m` are its block, `crooked` the share of a block that nodes stray,
    `gaps` the share of edges left out.
    """

    number: int
    inner_m: float
    outer_m: float
    from_rad: float
    to_rad: float
    turn_rad: float
    dx_m: float
    dy_m: float
    crooked: float
    gaps: float
    zone: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Nodes of a grid: row i and column j of each, and `index` (rows, columns) back to the node, -1 for none."""

    u: Floats
    v: Floats
    x: Floats
    y: Floats
    row: Ints
    column: Ints
    index: Ints


def quarters(plan: Plan, rng: np.random.Generator) -> list[Quarter]:
    """The old centre, the quarters of each belt, and the county as one wide-meshed last."""
    turn = float(rng.uniform(0, np.pi))
    found = [Quarter(0, 0.0, plan.centre_m, -7.0, 7.0, turn, 68.0, 76.0, 0.27, 0.16, OLD)]
    for belt, angles in enumerate(plan.radials[1:], start=1):
        bounds = np.concatenate([[np.radians(-20.0)], angles, [np.radians(380.0)]])
        for low, high in pairwise(bounds):
            found.append(_quarter(plan, rng, number=len(found), belt=belt, low=float(low), high=float(high)))
    edge_m, mesh_m = plan.radius_m, country_mesh_m(plan)
    found.append(Quarter(len(found), edge_m, plan.county_m, -7.0, 7.0, turn, mesh_m, mesh_m * 1.2, 0.3, 0.27, RURAL))
    return found


def country_mesh_m(plan: Plan) -> float:
    """The county's mesh: a tenth of all nodes over the whole county."""
    return BLOCK_M * 4.3 if plan.nodes >= 3000 else BLOCK_M * 3.9


def _quarter(plan: Plan, rng: np.random.Generator, *, number: int, belt: int, low: float, high: float) -> Quarter:
    inner, outer = plan.rings_m[belt - 1], plan.rings_m[belt]
    middle = min(max((low + high) / 2, np.radians(60)), np.radians(300))
    turn = middle + float(rng.normal(0.0, 0.12))
    wide, long = float(rng.uniform(82, 112)), float(rng.uniform(100, 150))
    zone = INNER if belt == 1 else SUBURB
    return Quarter(number, inner, outer, low, high, turn, wide, long, 0.05, 0.05 + 0.03 * min(belt, 3), zone)


def fill(plan: Plan, quarter: Quarter, rng: np.random.Generator) -> Piece:
    """The streets of one quarter."""
    grid = lattice(plan, quarter, rng)
    return stitched(plan, quarter, grid=grid, rng=rng)


def lattice(plan: Plan, quarter: Quarter, rng: np.random.Generator) -> Grid:
    """Crossings of the quarter's grid that stand on dry land, clear of main roads, water and parks."""
    cu, cv, half_m = _frame(quarter)
    rows, columns = int(2 * half_m / quarter.dx_m) + 1, int(2 * half_m / quarter.dy_m) + 1
    row, column = (part.ravel() for part in np.indices((rows, columns)))
    stray = rng.uniform(-quarter.crooked, quarter.crooked, (2, rows * columns))
    p = (row + stray[0]) * quarter.dx_m - half_m
    q = (column + stray[1]) * quarter.dy_m - half_m
    c, s = np.cos(quarter.turn_rad), np.sin(quarter.turn_rad)
    u, v = cu + c * p - s * q, cv + s * p + c * q
    inside = np.flatnonzero(within(quarter, u, v) & ~in_park(plan, u, v))
    x, y = bend(plan, u[inside], v[inside])
    dry = buildable(plan, quarter, x=x, y=y)
    kept = inside[dry]
    index = np.full((rows, columns), -1, dtype=np.int64)
    index[row[kept], column[kept]] = np.arange(len(kept))
    return Grid(u[kept], v[kept], x[dry], y[dry], row[kept], column[kept], index)


def _frame(quarter: Quarter) -> tuple[float, float, float]:
    """Middle and half side of a square that holds the quarter."""
    low, high = max(quarter.from_rad, np.radians(-5)), min(quarter.to_rad, np.radians(365))
    spread = (high - low) / 2
    if spread > 1.2:
        return 0.0, 0.0, quarter.outer_m
    near, far = quarter.inner_m * np.cos(spread), quarter.outer_m
    middle, away = (low + high) / 2, (near + far) / 2
    half = float(np.hypot((far - near) / 2, far * np.sin(spread)))
    return float(away * np.cos(middle)), float(away * np.sin(middle)), half


def within(quarter: Quarter, u: Floats, v: Floats) -> Flags:
    """Inside the quarter, half a block clear of the roads around it."""
    away = np.hypot(u, v)
    angle = np.arctan2(v, u)
    angle = np.where(angle < np.radians(-20.0), angle + 2 * np.pi, angle)
    clear_m = 0.48 * min(quarter.dx_m, quarter.dy_m, BLOCK_M)
    ring = (away > quarter.inner_m + (clear_m if quarter.inner_m else 0)) & (away < quarter.outer_m - clear_m)
    low, high = angle - quarter.from_rad, quarter.to_rad - angle
    return (
        ring & (away * np.sin(np.clip(low, -1.5, 1.5)) > clear_m) & (away * np.sin(np.clip(high, -1.5, 1.5)) > clear_m)
    )


def buildable(plan: Plan, quarter: Quarter, *, x: Floats, y: Floats) -> Flags:
    """Landward of the roads along shore and river."""
    clear_m = INSET_M + 0.5 * min(quarter.dx_m, BLOCK_M)
    return (coast_distance(plan, x, y) > clear_m) & (river_distance(plan, x, y) > clear_m)


def stitched(plan: Plan, quarter: Quarter, *, grid: Grid, rng: np.random.Generator) -> Piece:
    """Edges between neighbours on the grid, loose ends where a neighbour is missing."""
    parts = [_lines(plan, quarter, grid=grid, axis=axis, rng=rng) for axis in (0, 1)]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    rows = grid.index.shape[0]
    kind = {OLD: LANE_OF_OLD, RURAL: COUNTRY_ROAD}.get(quarter.zone, BLOCK)
    total = sum(grid.index.shape)
    return Piece(
        u=grid.u, v=grid.v, x=grid.x, y=grid.y, zone=_zone(plan, quarter, x=grid.x, y=grid.y), **columns,
        street_kind=np.full(total, kind), street_number=np.where(np.arange(total) < rows, 0, 1),
    )  # fmt: skip


def _zone(plan: Plan, quarter: Quarter, *, x: Floats, y: Floats) -> Ints:
    low, high = basin(plan)
    dock_x = shore_x(plan, np.array([(low + high) / 2]))[0]
    near = np.hypot(x - dock_x, y - (low + high) / 2) < 0.16 * plan.radius_m + 200
    near &= (y < high + 60.0) & (quarter.zone != RURAL)
    return np.where(near, PORT, quarter.zone).astype(np.int64)


def _lines(plan: Plan, quarter: Quarter, *, grid: Grid, axis: int, rng: np.random.Generator) -> Columns:
    """Edges along one axis. Lines of axis 0 keep their column, lines of axis 1 their row."""
    rows = grid.index.shape[0]
    dr, dc = (1, 0) if axis == 0 else (0, 1)
    line = rows + grid.column if axis == 0 else grid.row
    along = grid.row if axis == 0 else grid.column
    padded = np.pad(grid.index, 1, constant_values=-1)
    ahead = padded[grid.row + 1 + dr, grid.column + 1 + dc]
    behind = padded[grid.row + 1 - dr, grid.column + 1 - dc]
    collector = (line - (rows if axis == 0 else 0)) % 5 == 2
    edge = (ahead >= 0) & (collector | (rng.random(len(ahead)) >= quarter.gaps))
    a = np.flatnonzero(edge)
    b = ahead[a]
    ok = dry_between(plan, grid.x[a], grid.y[a], grid.x[b], grid.y[b])
    a, b = a[ok], b[ok]
    return {
        "a": a, "b": b, "road_class": _classes(quarter, collector[a]), "street": line[a], "along": along[a],
        "directed": _directions(quarter, line=line[a], collector=collector[a], axis=axis),
        **_loose(grid, line=line, along=along, ahead=ahead, behind=behind),
    }  # fmt: skip


def _classes(quarter: Quarter, collector: Flags) -> Ints:
    if quarter.zone == RURAL:
        return np.full(len(collector), COUNTRY)
    usual, wide = (LANE, STREET) if quarter.zone == OLD else (STREET, SECONDARY)
    return np.where(collector, wide, usual)


def _directions(quarter: Quarter, *, line: Ints, collector: Flags, axis: int) -> Ints:
    """One-way streets in the old and inner city: every second line of one axis, in turn each way."""
    if axis or quarter.zone not in (OLD, INNER):
        return np.zeros(len(line), dtype=np.int64)
    return np.where((line % 2 == 0) & ~collector, np.where(line % 4 == 0, 1, -1), 0)


def _loose(grid: Grid, *, line: Ints, along: Ints, ahead: Ints, behind: Ints) -> Columns:
    """Nodes with a neighbour on one side only reach on, as far again, on the other."""
    halves: list[Columns] = []
    for missing, other, step in ((ahead, behind, 1), (behind, ahead, -1)):
        node = np.flatnonzero((missing < 0) & (other >= 0))
        back = other[node]
        halves.append({
            "loose": node, "loose_street": line[node], "loose_along": along[node] + (0 if step > 0 else -1),
            "loose_x": grid.x[node] + 0.55 * (grid.x[node] - grid.x[back]),
            "loose_y": grid.y[node] + 0.55 * (grid.y[node] - grid.y[back]),
        })  # fmt: skip
    return {name: np.concatenate([half[name] for half in halves]) for name in halves[0]}


def dry_between(plan: Plan, ax: Floats, ay: Floats, bx: Floats, by: Floats) -> Flags:  # noqa: PLR0917 two points
    """Whether a straight street between two dry points stays on land, on one side of the river."""
    same = river_side(plan, ax, ay) == river_side(plan, bx, by)
    mx, my = (ax + bx) / 2, (ay + by) / 2
    out: Flags = same & (coast_distance(plan, mx, my) > 20) & (river_distance(plan, mx, my) > 20)
    return out


def villages(plan: Plan, rng: np.random.Generator) -> list[Piece]:
    """Small grids of streets in the county."""
    count = max(3, int(plan.nodes * 0.035 / 24))
    angle = rng.uniform(np.radians(75), np.radians(285), count)
    away = rng.uniform(plan.radius_m * 1.12, plan.county_m * 0.96, count)
    pieces = []
    for k in range(count):
        turn = float(angle[k] + rng.uniform(-0.5, 0.5))
        pieces.append(_village(plan, rng, at=(float(away[k]), float(angle[k])), turn=turn))
    return [piece for piece in pieces if len(piece.x) >= 8]


def _village(plan: Plan, rng: np.random.Generator, *, at: tuple[float, float], turn: float) -> Piece:
    size = int(rng.integers(3, 6))
    row, column = (part.ravel() for part in np.indices((size, size + 1)))
    stray = rng.uniform(-0.15, 0.15, (2, len(row)))
    p, q = (row + stray[0] - size / 2) * 90.0, (column + stray[1] - size / 2) * 85.0
    c, s = np.cos(turn), np.sin(turn)
    u = at[0] * np.cos(at[1]) + c * p - s * q
    v = at[0] * np.sin(at[1]) + s * p + c * q
    x, y = bend(plan, u, v)
    spot = Quarter(0, 0.0, 0.0, 0.0, 0.0, turn, 90.0, 85.0, 0.15, 0.12, RURAL)
    dry = buildable(plan, spot, x=x, y=y)
    index = np.full((size, size + 1), -1, dtype=np.int64)
    index[row[dry], column[dry]] = np.arange(int(dry.sum()))
    grid = Grid(u[dry], v[dry], x[dry], y[dry], row[dry], column[dry], index)
    piece = stitched(plan, spot, grid=grid, rng=rng)
    return _as_village(piece, rows=size)


def _as_village(piece: Piece, *, rows: int) -> Piece:
    """Streets instead of county roads, and only the two middle ones reach out of the village."""
    out = np.isin(piece.loose_street, (2, rows + 2))
    columns = {
        name: getattr(piece, name)[out] for name in ("loose", "loose_x", "loose_y", "loose_street", "loose_along")
    }
    kinds = np.full(len(piece.street_kind), VILLAGE)
    return replace(piece, road_class=np.full(len(piece.a), STREET), street_kind=kinds, **columns)

"""Main roads: rings, radials, the roads along shore and river, piers; merged where they meet."""

from dataclasses import dataclass, replace

import numpy as np

from .facts import INNER, LANE, PORT, PRIMARY, RURAL, SECONDARY, SUBURB, TRUNK, Flags, Floats, Ints
from .pieces import BANK, PIER, RADIAL, RING, SHORE, Columns, Piece, joined, nearest, resampled
from .plan import (
    BLOCK_M,
    INSET_M,
    Plan,
    basin,
    bend,
    coast_distance,
    river_distance,
    river_half_m,
    river_side,
    river_y,
    shore_x,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One road before it is cut at the water: world points, and what it is. `bridged`: it crosses the river."""

    x: Floats
    y: Floats
    kind: int
    number: int
    road_class: int
    bridged: bool = False


def main_roads(plan: Plan) -> Piece:
    """All main roads as one piece, crossing at shared nodes."""
    lines = [*rings(plan), *radials(plan), shore(plan), *banks(plan), *piers(plan)]
    return reaching(merged(plan, joined([laid(plan, line) for line in lines])))


def reaching(roads: Piece) -> Piece:
    """The piece with a loose end, most of a block ahead, wherever a main road stops."""
    n = len(roads.x)
    tail, head = np.concatenate([roads.a, roads.b]), np.concatenate([roads.b, roads.a])
    ends = np.flatnonzero(np.bincount(tail, minlength=n)[tail] == 1)
    node, back = tail[ends], head[ends]
    dx, dy = roads.x[node] - roads.x[back], roads.y[node] - roads.y[back]
    far = 0.8 * BLOCK_M / np.maximum(np.hypot(dx, dy), 1.0)
    edge = ends % len(roads.a)
    return replace(
        roads,
        loose=node,
        loose_x=roads.x[node] + far * dx,
        loose_y=roads.y[node] + far * dy,
        loose_street=roads.street[edge],
        loose_along=roads.along[edge] + np.where(ends < len(roads.a), -1, 1),
    )


def rings(plan: Plan) -> list[Line]:
    """The ring roads, each in three streets (north, west, south); all but the first bridge the river."""
    lines = []
    for k, radius_m in enumerate(plan.rings_m):
        last = k == len(plan.rings_m) - 1
        road_class = TRUNK if last else PRIMARY if k else SECONDARY
        for part in range(3):
            angle = np.radians(np.linspace(120 * part, 120 * (part + 1), 400))
            x, y = bend(plan, radius_m * np.cos(angle), radius_m * np.sin(angle))
            lines.append(Line(x, y, RING, 3 * k + part, road_class, bridged=k > 0))
    return lines


def radials(plan: Plan) -> list[Line]:
    """Roads out of the city. The widest start at the market square; later ones at the ring where they appear."""
    lines: list[Line] = []
    seen: list[float] = []
    for belt, angles in enumerate(plan.radials):
        for angle in angles:
            if not any(abs(angle - old) < 1e-9 for old in seen):
                seen.append(float(angle))
                lines.append(_radial(plan, float(angle), belt=belt, number=len(lines)))
    return lines


def _radial(plan: Plan, angle: float, *, belt: int, number: int) -> Line:
    start_m = plan.rings_m[belt - 1] if belt else 30.0
    stop_m = plan.county_m * 0.99 if belt <= 1 else plan.radius_m
    along = np.linspace(start_m, stop_m, 600)
    x, y = bend(plan, along * np.cos(angle), along * np.sin(angle))
    old_bridge = belt == 0 and angle > np.radians(225)
    return Line(x, y, RADIAL, number, PRIMARY if belt <= 1 else SECONDARY, bridged=old_bridge)


def shore(plan: Plan) -> Line:
    """The road along the sea, as far as the county reaches."""
    y = np.linspace(plan.county_m, -plan.county_m, 6000)
    return Line(shore_x(plan, y) - INSET_M, y, SHORE, 0, SECONDARY)


def banks(plan: Plan) -> list[Line]:
    """The embankments, through the city only."""
    x = np.linspace(shore_x(plan, np.array([-1.3 * plan.centre_m]))[0], -0.95 * plan.radius_m, 2000)
    away = river_half_m(plan, x) + INSET_M
    return [Line(x, river_y(plan, x) + side * away, BANK, k, SECONDARY) for k, side in enumerate((1, -1))]


def piers(plan: Plan) -> list[Line]:
    """Piers from the dock basin and the old waterfront into the sea."""
    low, high = basin(plan)
    ys = np.append(np.linspace(low, high, 5)[1:4], [0.25 * plan.centre_m, 0.75 * plan.centre_m])
    length_m = 130.0 + 0.03 * plan.radius_m
    lines = []
    for k, y in enumerate(ys):
        x = float(shore_x(plan, np.array([y]))[0])
        reach = length_m if k < 3 else length_m * 0.6
        lines.append(Line(np.array([x - INSET_M, x + reach]), np.array([y, y]), PIER, k, LANE))
    return lines


def laid(plan: Plan, line: Line) -> Piece:
    """A road as nodes and edges: cut by the sea, and by the river unless it has a bridge."""
    x, y = resampled(line.x, line.y, step_m=_steps(plan, line))
    sea = coast_distance(plan, x, y)
    dry: Flags = (sea > INSET_M * 0.8) | (line.kind in (PIER, SHORE))
    wet_river: Flags = river_distance(plan, x, y) < INSET_M * 0.6
    keep = dry & (~wet_river | line.bridged)
    side = river_side(plan, x, y)
    linked = keep[:-1] & keep[1:] & ((side[:-1] == side[1:]) | line.bridged)
    at = np.cumsum(keep) - 1
    a = at[:-1][linked]
    k = len(a)
    return Piece(
        u=x[keep], v=y[keep], x=x[keep], y=y[keep], zone=_zones(plan, x[keep], y[keep], line.kind),
        a=a, b=a + 1, road_class=np.full(k, line.road_class), street=np.zeros(k, dtype=np.int64),
        along=np.flatnonzero(linked), directed=np.zeros(k, dtype=np.int64),
        street_kind=np.array([line.kind]), street_number=np.array([line.number]), **no_loose_ends(),
    )  # fmt: skip


def _steps(plan: Plan, line: Line) -> Floats:
    """Metres from node to node along a road: a block in the city, several in the county."""
    step_m = 75.0 if line.kind == PIER else BLOCK_M
    far = np.hypot(line.x, line.y) > plan.radius_m * 1.12
    return np.where(far, 3.5 * BLOCK_M, step_m)[1:]


def no_loose_ends() -> Columns:
    """The empty columns of a piece that reaches for nothing."""
    none, nowhere = np.zeros(0, dtype=np.int64), np.zeros(0)
    return {"loose": none, "loose_street": none, "loose_along": none, "loose_x": nowhere, "loose_y": nowhere}


def _zones(plan: Plan, x: Floats, y: Floats, kind: int) -> Ints:
    away = np.hypot(x, y)
    zone = np.where(away < plan.centre_m * 2, INNER, np.where(away < plan.radius_m * 1.03, SUBURB, RURAL))
    return np.full(len(x), PORT) if kind == PIER else zone.astype(np.int64)


def merged(plan: Plan, roads: Piece) -> Piece:
    """Let a road use the node of an earlier road where it comes near one, so that roads cross at a node.

    0.72 of a block is the most that two roads at right angles can miss each other's nearest nodes by.
    """
    n = len(roads.x)
    owner = _owner(roads)
    first_of_owner = np.searchsorted(owner, owner)
    on_bridge: Flags = river_distance(plan, roads.x, roads.y) < 0
    reach = np.where(on_bridge, 0, first_of_owner)
    into = nearest(roads.x, roads.y, to_x=roads.x, to_y=roads.y, within_m=0.72 * BLOCK_M, allowed=reach)
    into = np.where((into >= 0) & ~on_bridge[into], into, np.arange(n))
    while np.any(into[into] != into):
        into = into[into]
    return without(replace(roads, a=into[roads.a], b=into[roads.b]), keep=into == np.arange(n))


def _owner(roads: Piece) -> Ints:
    """The street of each node (nodes lie street by street)."""
    owner = np.full(len(roads.x), -1, dtype=np.int64)
    owner[roads.a] = roads.street
    owner[roads.b] = roads.street
    return np.maximum.accumulate(owner)


def without(piece: Piece, *, keep: Flags) -> Piece:
    """Only the kept nodes, and the edges and loose ends that still have them, each pair of nodes joined once."""
    at = np.cumsum(keep) - 1
    low, high = np.minimum(piece.a, piece.b), np.maximum(piece.a, piece.b)
    good = keep[low] & keep[high] & (low != high)
    edge = np.flatnonzero(good)
    edge = edge[np.unique(low[edge] * len(keep) + high[edge], return_index=True)[1]]
    edge.sort()
    loose = keep[piece.loose]
    columns: Columns = {name: getattr(piece, name)[keep] for name in ("u", "v", "x", "y", "zone")}
    columns |= {name: getattr(piece, name)[edge] for name in ("road_class", "street", "along", "directed")}
    columns |= {name: getattr(piece, name)[loose] for name in ("loose_x", "loose_y", "loose_street", "loose_along")}
    return replace(piece, **columns, a=at[piece.a[edge]], b=at[piece.b[edge]], loose=at[piece.loose[loose]])

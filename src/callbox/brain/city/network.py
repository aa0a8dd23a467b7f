"""From pieces to one strongly connected network with exactly the nodes asked for."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from .blocks import country_mesh_m, dry_between, fill, quarters, villages
from .facts import COUNTRY, RURAL, SPEED_KMH, STREET, TRUNK, Flags, Floats, Ints, Roads
from .mainroads import main_roads, no_loose_ends, without
from .pieces import COUNTRY_ROAD, Columns, Piece, joined, nearest
from .plan import BLOCK_M, Plan, draw_plan, river_distance, river_side, shore_x

TRIES: Final = 12
SURPLUS: Final = 1.015
"""At most so much land too much, where the county has dead ends enough to take off."""


def network(seed: int, nodes: int) -> tuple[Plan, Piece]:
    """A plan and its streets: exactly `nodes` nodes, in the order they are reached from the market square.

    The land is made larger or smaller until it holds a little more than enough; the rest is taken off at its far edge.
    A small town grows by whole streets and may miss that mark: then the tightest land that was enough serves.
    """
    radius_m = (62.0 + 6.0 * float(np.log10(nodes / 1000))) * float(np.sqrt(nodes))
    enough: dict[float, float] = {}
    for _ in range(TRIES):
        plan, piece, order = surveyed(seed, nodes, radius_m=radius_m)
        surplus = len(order) / nodes
        if 1.0 <= surplus <= SURPLUS:
            return plan, trimmed(piece, order, nodes=nodes)
        if surplus > 1.0:
            enough[surplus] = radius_m
        radius_m *= float(np.sqrt(1.007 / surplus))
    plan, piece, order = surveyed(seed, nodes, radius_m=enough[min(enough)] if enough else 1.5 * radius_m)
    return plan, trimmed(piece, order, nodes=nodes)


def surveyed(seed: int, nodes: int, *, radius_m: float) -> tuple[Plan, Piece, Ints]:
    """The streets on land of one size, and their nodes in the order they are reached."""
    plan = draw_plan(np.random.default_rng([seed, 1]), nodes=nodes, radius_m=radius_m)
    piece = linked(plan, np.random.default_rng([seed, 2]))
    return plan, piece, reached(piece)


def linked(plan: Plan, rng: np.random.Generator) -> Piece:
    """Main roads, quarters and villages, their loose ends tied to the roads around them."""
    laid = main_roads(plan)
    main = tied(plan, laid, targets=len(laid.x), reach_m=1.1 * BLOCK_M)
    *city, country = [fill(plan, quarter, rng) for quarter in quarters(plan, rng)]
    hamlets = joined(villages(plan, rng) or [main])
    near = nearest(country.x, country.y, to_x=hamlets.x, to_y=hamlets.y, within_m=260.0)
    country = without(country, keep=near < 0)
    town = tied(plan, joined([main, *city]), targets=len(main.x), reach_m=1.4 * BLOCK_M)
    county = tied(plan, joined([town, country]), targets=len(main.x), reach_m=0.8 * country_mesh_m(plan))
    everything = joined([county, hamlets])
    return tied(plan, everything, targets=len(county.x), reach_m=1.2 * country_mesh_m(plan), only=RURAL)


def tied(plan: Plan, piece: Piece, *, targets: int, reach_m: float, only: int | None = None) -> Piece:
    """Tie loose ends to the nearest of the first `targets` nodes, where no water lies between."""
    good: Flags = river_distance(plan, piece.x[:targets], piece.y[:targets]) > 0
    if only is not None:
        good &= piece.zone[:targets] == only
    target = np.flatnonzero(good)
    found = nearest(piece.loose_x, piece.loose_y, to_x=piece.x[target], to_y=piece.y[target], within_m=reach_m)
    hit = np.flatnonzero(found >= 0)
    a, b = piece.loose[hit], target[found[hit]]
    dry = dry_between(plan, piece.x[a], piece.y[a], piece.x[b], piece.y[b])
    return with_edges(piece, a=a[dry], b=b[dry], loose=hit[dry])


def with_edges(piece: Piece, *, a: Ints, b: Ints, loose: Ints) -> Piece:
    """The piece with these two-way edges more, as part of the streets of their loose ends, and no loose end left."""
    usual = np.where(piece.street_kind == COUNTRY_ROAD, COUNTRY, STREET)
    usual[piece.street] = piece.road_class
    street = piece.loose_street[loose]
    more: Columns = {
        "a": a, "b": b, "street": street, "road_class": usual[street], "along": piece.loose_along[loose],
        "directed": np.zeros(len(a), dtype=np.int64),
    }  # fmt: skip
    columns: Columns = {name: np.concatenate([getattr(piece, name), column]) for name, column in more.items()}
    full = replace(piece, **columns, **no_loose_ends())
    return without(full, keep=np.ones(len(piece.x), dtype=np.bool_))


def reached(piece: Piece) -> Ints:
    """Nodes in the order a walk on two-way edges reaches them from the market square, ring by ring."""
    both = piece.directed == 0
    start = int(np.argmin(np.hypot(piece.x, piece.y)))
    return breadth_first(len(piece.x), a=piece.a[both], b=piece.b[both], start=start)


def breadth_first(nodes: int, *, a: Ints, b: Ints, start: int) -> Ints:
    """Nodes reachable over undirected edges, in breadth-first order; each level at once."""
    first, heads = adjacency(nodes, tail=np.concatenate([a, b]), head=np.concatenate([b, a]))
    seen = np.zeros(nodes, dtype=np.bool_)
    seen[start] = True
    level, levels = np.array([start]), [np.array([start])]
    while len(level):
        level = np.unique(heads[ranges(first[level], first[level + 1])])
        level = level[~seen[level]]
        seen[level] = True
        levels.append(level)
    return np.concatenate(levels)


def adjacency(nodes: int, *, tail: Ints, head: Ints) -> tuple[Ints, Ints]:
    """Offsets (nodes + 1) and heads sorted by tail."""
    first = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=nodes))])
    return first, head[np.argsort(tail, kind="stable")]


def ranges(start: Ints, stop: Ints) -> Ints:
    """All integers of the ranges start[k] : stop[k], one after another."""
    size = stop - start
    ends = np.cumsum(size)
    total = int(ends[-1]) if len(ends) else 0
    out: Ints = np.arange(total) - np.repeat(ends - size - start, size)
    return out


def trimmed(piece: Piece, order: Ints, *, nodes: int) -> Piece:
    """The first `nodes` of the order, after dead ends in the county were taken off as far as there are any."""
    dropped = peeled(piece, order, surplus=len(order) - nodes)
    left = renumbered(piece, order[~dropped[order]])
    return left if len(left.x) == nodes else renumbered(left, reached(left)[:nodes])


def peeled(piece: Piece, order: Ints, *, surplus: int) -> Flags:
    """Marks up to `surplus` dead ends of small roads in the county, the farthest first, again and again.

    A dead end may go without parting the rest; this leaves no gaps in main roads, as cutting off the far edge would.
    """
    n = len(piece.x)
    dropped = np.zeros(n, dtype=np.bool_)
    inside = np.zeros(n, dtype=np.bool_)
    inside[order] = True
    away = np.hypot(piece.x, piece.y)
    small = (piece.road_class >= STREET) & (piece.zone[piece.a] == RURAL) & (piece.zone[piece.b] == RURAL)
    while surplus > 0:
        edge = np.flatnonzero(inside[piece.a] & inside[piece.b])
        degree = np.bincount(piece.a[edge], minlength=n) + np.bincount(piece.b[edge], minlength=n)
        ends = np.concatenate([piece.a[edge[small[edge]]], piece.b[edge[small[edge]]]])
        leaves = np.unique(ends[degree[ends] == 1])
        if not len(leaves):
            break
        leaves = leaves[np.argsort(-away[leaves], kind="stable")][:surplus]
        inside[leaves], dropped[leaves] = False, True
        surplus -= len(leaves)
    return dropped


def renumbered(piece: Piece, order: Ints) -> Piece:
    """Only the nodes of `order`, numbered in that order."""
    keep = np.zeros(len(piece.x), dtype=np.bool_)
    keep[order] = True
    rank = np.full(len(piece.x), -1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    edge = keep[piece.a] & keep[piece.b]
    columns: Columns = {name: getattr(piece, name)[order] for name in ("u", "v", "x", "y", "zone")}
    columns |= {name: getattr(piece, name)[edge] for name in ("road_class", "street", "along", "directed")}
    return replace(piece, **columns, a=rank[piece.a[edge]], b=rank[piece.b[edge]])


@dataclass(frozen=True, slots=True)
class Arcs:
    """Directed arcs and the edge each came from."""

    tail: Ints
    head: Ints
    edge: Ints


def arcs(piece: Piece) -> Arcs:
    """Two arcs for a two-way edge, one for a one-way one, sorted by tail.

    Strong: `trimmed` keeps a walk over two-way edges without its dead ends and its tail, so those connect every node.
    """
    forth, back = np.flatnonzero(piece.directed >= 0), np.flatnonzero(piece.directed <= 0)
    tail = np.concatenate([piece.a[forth], piece.b[back]])
    head = np.concatenate([piece.b[forth], piece.a[back]])
    order = np.lexsort((head, tail))
    return Arcs(tail[order], head[order], np.concatenate([forth, back])[order])


def finished(plan: Plan, piece: Piece, *, district: Ints, street: Ints) -> Roads:
    """The finished network; `district` per node, `street` per edge."""
    found = arcs(piece)
    n = len(piece.x)
    first = np.concatenate([[0], np.cumsum(np.bincount(found.tail, minlength=n))])
    road_class = piece.road_class[found.edge]
    speed: Floats = np.array(SPEED_KMH)[road_class]
    speed = np.where((piece.zone[found.tail] == RURAL) & (road_class != TRUNK), np.maximum(speed, 40.0), speed)
    dx, dy = piece.x[found.tail] - piece.x[found.head], piece.y[found.tail] - piece.y[found.head]
    side, wet = river_side(plan, piece.x, piece.y), river_distance(plan, piece.x, piece.y) < 0
    crossing: Flags = (side[found.tail] != side[found.head]) & (
        piece.x[found.tail] < shore_x(plan, piece.y[found.tail])
    )
    return Roads(
        x_m=piece.x, y_m=piece.y, district=district, zone=piece.zone, first=first, tail=found.tail, head=found.head,
        length_m=np.maximum(np.hypot(dx, dy), 1.0), road_class=road_class, speed_kmh=speed,
        one_way=piece.directed[found.edge] != 0, bridge=wet[found.tail] | wet[found.head] | crossing,
        street=street[found.edge], along=piece.along[found.edge],
    )  # fmt: skip

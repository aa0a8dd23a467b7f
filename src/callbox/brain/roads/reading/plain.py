"""A draft of a file that gives nodes and straight arcs by number: what DIMACS and JEMSS have in common."""

from dataclasses import dataclass

import numpy as np

from callbox.brain.roads.facts import ORDINARY, Floats

from .draft import Draft, Longs, Marks, paired, straight_m, without_shapes
from .facts import Flags, Form, Note, Unreadable
from .repair import note
from .speeds import class_of_speed


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainNodes:
    """n nodes with the file's own numbers, no number twice."""

    number: Longs
    longitude_deg: Floats
    latitude_deg: Floats
    off_road: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainArcs:
    """m arcs between numbers; both ends may be unknown, lengths NaN."""

    tail_number: Longs
    head_number: Longs
    length_m: Floats
    travel_ms: Floats
    at: Longs
    both_ways: bool
    """Whether each row is a street open both ways (then the draft has two arcs for it)."""


def drafted(form: Form, nodes: PlainNodes, arcs: PlainArcs) -> tuple[Draft, list[Note]]:
    """The draft, without the arcs that name a node the file does not have. Raises Unreadable (roads.none)."""
    if not len(nodes.number) or not len(arcs.tail_number):
        raise Unreadable("roads.none")
    tail, tail_known = places_of(nodes.number, arcs.tail_number)
    head, head_known = places_of(nodes.number, arcs.head_number)
    known = tail_known & head_known
    notes = note("dropped", "arc.unknown_node", ~known, Marks(arcs.at, "line"))
    rows = np.flatnonzero(known)
    draft = _draft(form, nodes, arcs, ends=(tail[rows], head[rows]), rows=rows)
    return draft, notes


def places_of(numbers: Longs, wanted: Longs) -> tuple[Longs, Flags]:
    """(k,) where each wanted number stands among the numbers, and whether it does at all."""
    plain = np.array_equal(numbers, np.arange(numbers[0], numbers[0] + len(numbers)))
    order = np.arange(len(numbers)) if plain else np.argsort(numbers, kind="stable")
    rank = wanted - numbers[0] if plain else np.searchsorted(numbers, wanted, sorter=order)
    place = order[np.clip(rank, 0, len(numbers) - 1)]
    return place, numbers[place] == wanted


def _draft(form: Form, nodes: PlainNodes, arcs: PlainArcs, *, ends: tuple[Longs, Longs], rows: Longs) -> Draft:
    (tail, head), travel_ms = ends, arcs.travel_ms[:, rows]
    length_m, at = arcs.length_m[rows], arcs.at[rows]
    count = len(rows)
    if arcs.both_ways:
        tail, head = np.concatenate([tail, head]), np.concatenate([head, tail])
        travel_ms, length_m, at = np.tile(travel_ms, 2), np.tile(length_m, 2), np.tile(at, 2)
    drawn_m = straight_m(nodes.longitude_deg, nodes.latitude_deg, tail, head)
    known_m = np.where(np.isfinite(length_m), length_m, drawn_m)
    twin = np.roll(np.arange(2 * count), count) if arcs.both_ways else paired(tail, head, known_m)
    with np.errstate(invalid="ignore", divide="ignore"):
        kmh = known_m / travel_ms[ORDINARY] * 3600.0
    shape_first, shape_deg = without_shapes(len(tail))
    return Draft(
        form=form,
        marking="line",
        longitude_deg=nodes.longitude_deg,
        latitude_deg=nodes.latitude_deg,
        off_road=nodes.off_road,
        source_node=nodes.number,
        tail=tail,
        head=head,
        twin=twin,
        length_m=length_m,
        road_class=class_of_speed(kmh, known_m),
        travel_ms=travel_ms,
        street=np.full(len(tail), -1, dtype=np.int32),
        names=(),
        shape_first=shape_first,
        shape_deg=shape_deg,
        at=at,
    )


def whole(values: Floats, *, column: str, at: Longs) -> Longs:
    """Numbers of nodes as integers. Raises Unreadable (line.not_whole) with the line of one that is none."""
    with np.errstate(invalid="ignore"):
        wrong = ~((values == np.floor(values)) & (np.abs(values) < 2**53))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise Unreadable("line.not_whole", line=int(at[row]), column=column, value=float(values[row]))
    return values.astype(np.int64)


def once(nodes: PlainNodes, at: Longs) -> tuple[PlainNodes, list[Note]]:
    """Nodes whose number comes again are dropped; the first stays."""
    order = np.argsort(nodes.number, kind="stable")
    again = np.zeros(len(order), dtype=np.bool_)
    again[order[1:]] = nodes.number[order[1:]] == nodes.number[order[:-1]]
    if not again.any():
        return nodes, []
    rows = np.flatnonzero(~again)
    kept = PlainNodes(
        number=nodes.number[rows],
        longitude_deg=nodes.longitude_deg[rows],
        latitude_deg=nodes.latitude_deg[rows],
        off_road=nodes.off_road[rows],
    )
    return kept, note("dropped", "node.again", again, Marks(at, "line"))

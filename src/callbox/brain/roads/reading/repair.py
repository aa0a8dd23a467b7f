"""What is wrong with a network and can be put right, step by step; each step says what it dropped or repaired.

Repairs keep to what cannot be true: a place off the globe, a street shorter than the straight line between its ends,
a negative time, a car at 300 km/h. What is only odd stays, for the file knows more than a rule does.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from callbox.brain.roads.facts import ORDINARY, SIREN, TURN, Floats

from .assemble import only_arcs, only_nodes
from .draft import Draft, Longs, Marks, line_m
from .facts import EXAMPLES, Flags, Kind, Note, Unreadable
from .speeds import FASTEST_KMH, KMH_TO_MPS, Speeds, class_ms

NO_LINES: Final = np.empty((0, 4))


class Step(NamedTuple):
    """A draft, what was done to it, and where: straight lines (k, 4) in degrees, for the picture."""

    draft: Draft
    notes: list[Note]
    islands_deg: Floats = NO_LINES
    repairs_deg: Floats = NO_LINES


SLOWEST_KMH: Final = 0.5
JUDGED_FROM_M: Final = 20.0
"""Shorter arcs are not judged by their speed: rounding alone makes them look fast or slow."""


def repaired(draft: Draft, speeds: Speeds, *, keep_islands: bool = False) -> Step:
    """The draft put right, and what was done to it. Every length and time is known afterwards.

    Of several strongly connected parts (for the mode that may use most, the siren) only the largest is kept, unless
    `keep_islands`; islands are never joined. Raises Unreadable (roads.none) if nothing is left.
    """
    steps: tuple[Callable[[Draft], Step], ...] = (
        places_off_the_globe,
        loops,
        lengths,
        lambda d: times(d, speeds),
        duplicates,
        lambda d: islands(d, keep=keep_islands),
        lambda d: ways_out(d, speeds),
        lonely_nodes,
        lambda d: Step(d, dead_ends(d)),
    )
    done = []
    for take in steps:
        done.append(take(_some(draft)))
        draft = done[-1].draft
    return Step(
        _some(draft),
        [seen for step in done for seen in step.notes],
        np.concatenate([step.islands_deg for step in done]),
        np.concatenate([step.repairs_deg for step in done]),
    )


def _some(draft: Draft) -> Draft:
    if not len(draft.tail):
        raise Unreadable("roads.none")
    return draft


def _where(draft: Draft, which: Flags) -> Floats:
    """(k, 4) longitude and latitude of the tails and heads of some arcs."""
    tail, head = draft.tail[which], draft.head[which]
    lon, lat = draft.longitude_deg, draft.latitude_deg
    return np.column_stack([lon[tail], lat[tail], lon[head], lat[head]])


def note(kind: Kind, code: str, which: Flags, marks: Marks) -> list[Note]:
    """A note of the rows in `which`, with the first few places; none if there are no such rows."""
    rows = np.flatnonzero(which)
    if not len(rows):
        return []
    places = tuple(dict.fromkeys(marks.at[rows[: 4 * EXAMPLES]].tolist()))[:EXAMPLES]
    return [Note(kind=kind, code=code, count=len(rows), marking=marks.marking, at=places)]


def places_off_the_globe(draft: Draft) -> Step:
    """Nodes whose longitude or latitude is no number or beyond 180 and 90 degrees go, and their arcs with them."""
    with np.errstate(invalid="ignore"):
        good = (np.abs(draft.longitude_deg) <= 180.0) & (np.abs(draft.latitude_deg) <= 90.0)
    if good.all():
        return Step(draft, [])
    lost = ~(good[draft.tail] & good[draft.head])
    notes = note("dropped", "node.off_globe", ~good, draft.node_marks)
    return Step(only_nodes(draft, good), notes + note("dropped", "arc.off_globe", lost, draft.arc_marks))


def loops(draft: Draft) -> Step:
    """An arc from a node to itself leads nowhere; readers of drawn streets cut loops before they come here."""
    loop = draft.tail == draft.head
    if not loop.any():
        return Step(draft, [])
    return Step(only_arcs(draft, np.flatnonzero(~loop)), note("dropped", "arc.loop", loop, draft.arc_marks))


def lengths(draft: Draft) -> Step:
    """A length that is negative, endless, or shorter than the line it is drawn as, becomes that line's."""
    drawn_m = line_m(draft)
    unknown = np.isnan(draft.length_m)
    with np.errstate(invalid="ignore"):
        wrong = ~unknown & ~((draft.length_m >= 0.97 * drawn_m - 1.0) & (draft.length_m <= 20 * drawn_m + 1000.0))
    wrong &= draft.road_class != TURN
    length_m = np.where(unknown | wrong, drawn_m, draft.length_m)
    notes = note("repaired", "arc.length", wrong, draft.arc_marks)
    return Step(replace(draft, length_m=length_m), notes, repairs_deg=_where(draft, wrong))


def times(draft: Draft, speeds: Speeds) -> Step:
    """A time that is negative, nothing on a real length, or an impossible speed, becomes that of the road's class."""
    usual_ms = class_ms(draft.length_m, draft.road_class, speeds)
    given, unknown, shut = draft.travel_ms, np.isnan(draft.travel_ms), np.isposinf(draft.travel_ms)
    with np.errstate(invalid="ignore", divide="ignore"):
        kmh = draft.length_m / given * 3600.0
        stopped = ~unknown & ~shut & (given <= 0) & (draft.length_m > 1.0) | (given < 0)
        odd = ~unknown & ~shut & ~stopped & (draft.length_m >= JUDGED_FROM_M)
        odd &= (kmh > FASTEST_KMH) | (kmh < SLOWEST_KMH)
    street = draft.road_class != TURN
    travel_ms = np.where((unknown | stopped | odd) & street, usual_ms, given)
    notes = note("repaired", "arc.no_speed", (stopped & street).any(axis=0), draft.arc_marks)
    notes += note("repaired", "arc.odd_speed", (odd & street).any(axis=0), draft.arc_marks)
    wrong = ((stopped | odd) & street).any(axis=0)
    return Step(replace(draft, travel_ms=travel_ms), notes, repairs_deg=_where(draft, wrong))


def duplicates(draft: Draft) -> Step:
    """Of arcs alike in ends, length, times and number of points drawn, the first stays. Other parallels are streets."""
    rows = _parallel(draft)
    points = np.diff(draft.shape_first).astype(np.float64)
    columns = np.stack([draft.tail, draft.head, points, draft.length_m, *draft.travel_ms, _middle(draft)])[:, rows]
    by_likeness = np.lexsort(columns[::-1])
    order, ordered = rows[by_likeness], columns[:, by_likeness]
    alike = np.concatenate([[False], (ordered[:, 1:] == ordered[:, :-1]).all(axis=0)])[: len(order)]
    alike &= draft.road_class[order] != TURN
    if not alike.any():
        return Step(draft, [])
    again = np.zeros(len(draft.tail), dtype=np.bool_)
    again[order[alike]] = True
    notes = note("dropped", "arc.duplicate", again, draft.arc_marks)
    return Step(only_arcs(_with_twins_kept(draft, order, alike), np.flatnonzero(~again)), notes)


def _parallel(draft: Draft) -> Longs:
    """The arcs that share both ends with another, in their own order."""
    key = draft.tail * len(draft.longitude_deg) + draft.head
    ordered = np.sort(key)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.flatnonzero(np.isin(key, twice, kind="sort"))


def _middle(draft: Draft) -> Floats:
    """(m,) a number that tells lines with the same ends apart: the longitude of the middle point; 0 where straight."""
    first, count = draft.shape_first[:-1], np.diff(draft.shape_first)
    middle = np.zeros(len(count))
    drawn = count > 0
    middle[drawn] = draft.shape_deg[(first + count // 2)[drawn], 0]
    return middle


def _with_twins_kept(draft: Draft, order: Longs, alike: Flags) -> Draft:
    """The draft in which an arc whose twin goes is twin to the arc that stays in its stead, if that one agrees."""
    stays = np.arange(len(draft.tail))
    stays[order] = order[np.maximum.accumulate(np.where(alike, 0, np.arange(len(order))))]
    twin = np.where(draft.twin >= 0, stays[draft.twin], -1)
    mutual = (twin >= 0) & (twin[twin] == np.arange(len(twin)))
    return replace(draft, twin=np.where(mutual, twin, -1))


def parts(draft: Draft, mode: int) -> tuple[int, Longs]:
    """How many strongly connected parts there are over the arcs open in a mode, and (n,) the part of each node."""
    open_arcs = np.flatnonzero(np.isfinite(draft.travel_ms[mode]))
    nodes = len(draft.longitude_deg)
    ends = (draft.tail[open_arcs], draft.head[open_arcs])
    graph = csr_array((np.ones(len(open_arcs), dtype=np.int8), ends), shape=(nodes, nodes))
    count, part = connected_components(graph, directed=True, connection="strong")
    return int(count), part.astype(np.int64)


def islands(draft: Draft, *, keep: bool) -> Step:
    """Whatever can't be reached from, and reach, most of the network; dropped unless `keep`."""
    count, part = parts(draft, SIREN)
    if count == 1:
        return Step(draft, [])
    sizes = np.bincount(part)
    apart = part != np.argmax(sizes)
    notes = [Note(kind="found", code="islands", count=count - 1, marking="node")]
    kind: Kind = "found" if keep else "dropped"
    notes += note(kind, "node.island", apart, draft.node_marks)
    lost = apart[draft.tail] | apart[draft.head]
    notes += note(kind, "arc.island", lost, draft.arc_marks)
    return Step(draft if keep else only_nodes(draft, ~apart), notes, islands_deg=_where(draft, lost))


def ways_out(draft: Draft, speeds: Speeds) -> Step:
    """What only a siren may pass opens for all where there is no other way: who answered there must get out again.

    So it is unless `speeds.crawl_kmh` is None. Streets open at that speed; within a junction nothing costs time.
    """
    count, part = parts(draft, ORDINARY)
    if count == 1 or speeds.crawl_kmh is None:
        return Step(draft, [])
    apart = part != np.argmax(np.bincount(part))
    siren_only = np.isposinf(draft.travel_ms[ORDINARY]) & np.isfinite(draft.travel_ms[SIREN])
    opened = siren_only & (apart[draft.tail] | apart[draft.head])
    if not opened.any():
        return Step(draft, [])
    travel_ms = draft.travel_ms.copy()
    travel_ms[ORDINARY, opened] = draft.length_m[opened] / (speeds.crawl_kmh * KMH_TO_MPS) * 1000.0
    return Step(replace(draft, travel_ms=travel_ms), note("repaired", "arc.way_out", opened, draft.arc_marks))


def lonely_nodes(draft: Draft) -> Step:
    """Nodes that no arc touches."""
    touched = np.zeros(len(draft.longitude_deg), dtype=np.bool_)
    touched[draft.tail] = touched[draft.head] = True
    if touched.all():
        return Step(draft, [])
    return Step(only_nodes(draft, touched), note("dropped", "node.without_arcs", ~touched, draft.node_marks))


def dead_ends(draft: Draft) -> list[Note]:
    """Nodes with one neighbour only: nothing is wrong with them, a planner wants to know."""
    nodes = len(draft.longitude_deg)
    ends = np.sort(np.concatenate([draft.tail * nodes + draft.head, draft.head * nodes + draft.tail]))
    once = np.concatenate([[True], ends[1:] != ends[:-1]])  # sorted here: np.unique hashes, 30 times slower
    neighbours = np.bincount(ends[once] // nodes, minlength=nodes)
    split = np.zeros(
        nodes, dtype=np.bool_
    )  # parts of a junction with forbidden turns: no ends, whatever they look like
    turns = draft.road_class == TURN
    split[draft.tail[turns]] = split[draft.head[turns]] = True
    return note("found", "node.dead_end", (neighbours == 1) & ~split, draft.node_marks)

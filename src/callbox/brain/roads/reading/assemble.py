"""From a repaired draft to the network that the engine takes: sorted by tail, whole milliseconds, read-only."""

from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.facts import TURN, Floats, Ints, RoadNetwork

from .draft import Draft, Longs, with_arcs
from .facts import Flags

Kind = TypeVar("Kind", bound=np.generic)


def assembled(draft: Draft) -> RoadNetwork:
    """The network of a draft in which every length and time is known."""
    d = only_arcs(draft, np.argsort(draft.tail, kind="stable"))
    return RoadNetwork(
        longitude_deg=frozen(d.longitude_deg),
        latitude_deg=frozen(d.latitude_deg),
        tail=frozen(d.tail.astype(np.int32)),
        head=frozen(d.head.astype(np.int32)),
        twin=frozen(d.twin.astype(np.int32)),
        length_m=frozen(d.length_m),
        road_class=frozen(d.road_class),
        travel_ms=frozen(whole_ms(d.travel_ms, d.road_class)),
        street=frozen(d.street),
        names=d.names,
        shape_first=frozen(d.shape_first),
        shape_deg=frozen(d.shape_deg),
    )


def whole_ms(travel_ms: Floats, road_class: NDArray[np.int8]) -> Ints:
    """Rounded, at least 1 ms on a street (so that a way is never free), UNREACHABLE_MS where closed."""
    least = np.where(road_class == TURN, 0.0, 1.0)
    return np.clip(np.rint(travel_ms), least, UNREACHABLE_MS).astype(np.int32)


def only_arcs(draft: Draft, rows: Longs) -> Draft:
    """The draft with the arcs in `rows`, in that order. An arc whose twin is left out has none."""
    place = np.full(len(draft.tail) + 1, -1, dtype=np.int64)  # the last entry stands for "no twin"
    place[rows] = np.arange(len(rows))
    return with_arcs(draft, rows, twin=place[draft.twin[rows]])


def only_nodes(draft: Draft, kept: Flags) -> Draft:
    """The draft with some nodes, and the arcs that both begin and end at one of them."""
    d = only_arcs(draft, np.flatnonzero(kept[draft.tail] & kept[draft.head]))
    number = np.cumsum(kept) - 1
    return replace(
        d,
        longitude_deg=d.longitude_deg[kept],
        latitude_deg=d.latitude_deg[kept],
        off_road=d.off_road[kept],
        source_node=d.source_node[kept],
        tail=number[d.tail],
        head=number[d.head],
    )


def frozen(values: NDArray[Kind]) -> NDArray[Kind]:
    """The same values, packed and read-only."""
    packed = np.ascontiguousarray(values)
    packed.flags.writeable = False
    return packed

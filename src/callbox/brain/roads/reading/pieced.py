"""From stretches of drawn lines to the arcs of a draft: what OpenStreetMap and centrelines have in common."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from callbox.brain.roads.facts import Ints

from .draft import Draft, Longs
from .facts import Flags, Form, Marking
from .ways import Lines, Pieces, shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class Directed:
    """m arcs: first those that run as their stretch is drawn, then those that run against it."""

    piece: Longs
    """(m,) the stretch of each arc."""
    turned: Flags
    """(m,) whether it runs against the drawing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What is known of each of s stretches."""

    road_class: NDArray[np.int8]
    street: Ints
    names: tuple[str, ...]
    at: Longs


def directed(forth: Flags, back: Flags) -> Directed:
    """An arc for every open direction of s stretches."""
    piece = np.concatenate([np.flatnonzero(forth), np.flatnonzero(back)])
    return Directed(piece=piece, turned=np.repeat([False, True], [int(forth.sum()), int(back.sum())]))


def drafted(form: Form, marking: Marking, *, lines: Lines, pieces: Pieces, arcs: Directed, named: Named) -> Draft:
    """The draft of all arcs, with lengths and times still unknown."""
    piece, turned = arcs.piece, arcs.turned
    shape_first, shape_deg = shapes(lines, pieces.start[piece], pieces.end[piece], turned)
    return Draft(
        form=form,
        marking=marking,
        longitude_deg=lines.longitude_deg[pieces.node_point],
        latitude_deg=lines.latitude_deg[pieces.node_point],
        off_road=np.ones(len(pieces.node_ref), dtype=np.bool_),
        source_node=pieces.node_ref,
        tail=np.where(turned, pieces.head[piece], pieces.tail[piece]),
        head=np.where(turned, pieces.tail[piece], pieces.head[piece]),
        twin=_twins(arcs, len(pieces.line)),
        length_m=np.full(len(piece), np.nan),
        road_class=named.road_class[piece],
        travel_ms=np.full((2, len(piece)), np.nan),
        street=named.street[piece],
        names=named.names,
        shape_first=shape_first,
        shape_deg=shape_deg,
        at=named.at[piece],
    )


def _twins(arcs: Directed, pieces: int) -> Longs:
    way = arcs.turned.astype(np.int64)
    arc = np.full((2, pieces), -1, dtype=np.int64)
    arc[way, arcs.piece] = np.arange(len(way))
    twins: Longs = arc[1 - way, arcs.piece]
    return twins

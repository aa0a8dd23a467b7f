"""A way in words' stead: which street, how far, and which turn into it, for whoever drives and cannot look at a map."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np

from callbox.brain.roads.facts import TURN, Floats, RoadNetwork
from callbox.brain.roads.lines import arc_deg
from callbox.brain.roads.route import Route

TURNS: Final = ("straight", "slight_right", "right", "back", "left", "slight_left")
HEADINGS: Final = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
STRAIGHT_DEG: Final = 20.0
SLIGHT_DEG: Final = 50.0
BACK_DEG: Final = 150.0
TELLING_M: Final = 15.0
"""A nameless piece no longer than this joins two streets and is not told."""


class Stretch(NamedTuple):
    """One street of a way. `turn`: how one comes into it, of TURNS, or `begin`; `heading`: whither, of HEADINGS."""

    street: str
    length_m: float
    turn: str
    heading: str


class _Piece(NamedTuple):
    street: int
    length_m: float
    begins_deg: float
    ends_deg: float


def directions(network: RoadNetwork, way: Route) -> list[Stretch]:
    """The streets of a way in driving order; none without a way."""
    told: list[Stretch] = []
    before: float | None = None
    for piece in _telling(_merged(_pieces(network, way))):
        turn = "begin" if before is None else turn_of(piece.begins_deg - before)
        name = network.names[piece.street] if piece.street >= 0 else ""
        told.append(Stretch(name, piece.length_m, turn, heading_of(piece.begins_deg)))
        before = piece.ends_deg
    return told


def turn_of(change_deg: float) -> str:
    """The turn that a change of heading makes; clockwise is positive."""
    change = (change_deg + 180) % 360 - 180
    if abs(change) >= BACK_DEG:
        return "back"
    if abs(change) <= STRAIGHT_DEG:
        return "straight"
    side = "right" if change > 0 else "left"
    return f"slight_{side}" if abs(change) <= SLIGHT_DEG else side


def heading_of(bearing_deg: float) -> str:
    """The eighth of the compass that a bearing lies in; 0 is north, 90 east."""
    return HEADINGS[round(bearing_deg / 45) % len(HEADINGS)]


def _pieces(network: RoadNetwork, way: Route) -> Iterator[_Piece]:
    """Each arc of the way as far as it is driven, without those that only forbid a turn."""
    last = len(way.arc) - 1
    for at, arc in enumerate(way.arc.tolist()):
        if int(network.road_class[arc]) == TURN:
            continue
        share = (way.end if at == last else 1.0) - (way.begin if at == 0 else 0.0)
        bearings = _bearings(arc_deg(network, arc))
        length_m = abs(share) * float(network.length_m[arc])
        yield _Piece(int(network.street[arc]), length_m, float(bearings[0]), float(bearings[-1]))


def _bearings(line_deg: Floats) -> Floats:
    """(k - 1,) degrees clockwise from north of each step of a line that does not stand still; one 0 where it does."""
    steps = np.diff(line_deg, axis=0) * np.array([np.cos(np.radians(line_deg[0, 1])), 1.0])
    moving = steps[(steps != 0).any(axis=1)]
    return np.degrees(np.arctan2(moving[:, 0], moving[:, 1])) % 360 if len(moving) else np.zeros(1)


def _merged(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Pieces of one street, one after the other, as one."""
    found: list[_Piece] = []
    for piece in pieces:
        if found and found[-1].street == piece.street:
            before = found.pop()
            piece = before._replace(length_m=before.length_m + piece.length_m, ends_deg=piece.ends_deg)  # noqa: PLW2901
        found.append(piece)
    return found


def _telling(pieces: list[_Piece]) -> list[_Piece]:
    """Without the nameless pieces between two streets: what is driven on them counts to the next."""
    found: list[_Piece] = []
    more_m = 0.0
    for at, piece in enumerate(pieces):
        if piece.street < 0 and piece.length_m <= TELLING_M and 0 < at < len(pieces) - 1:
            more_m += piece.length_m
        else:
            found.append(piece._replace(length_m=piece.length_m + more_m))
            more_m = 0.0
    return _merged(found)

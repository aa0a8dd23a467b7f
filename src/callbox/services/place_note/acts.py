"""What whoever goes to a place is told of it: the notes about that house, and those within 50 metres.

Rules in words. What is at a place concerns whoever goes there, whichever organisation keeps the note; so nobody looks
through them, but those who work on a case are told what is at its place, and that is a recorded read. What opens a door is
told to those who are sent and those who send them; a call taker hears only that there is something.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from math import cos, radians
from typing import Any, Final

from callbox.kernel import permission, read, registry
from callbox.kernel.facts import Actor, Id, Refused
from callbox.kernel.globe import EARTH_RADIUS_M, Place, place, straight_line_m
from callbox.kernel.read import Condition
from callbox.kernel.search import letters
from callbox.kernel.sifting import handed
from callbox.services.place_note.facts import GUARDED, SORTS, PlaceNote
from callbox.services.place_note.rules import SQUARE_DEG, square_of

NEAR_M: Final = 50.0
GROUNDS_M: Final = 250.0
"""A house is known by its name as far from its door as this."""
SENDERS: Final = frozenset({"dispatcher", "supervisor"})
SHOWN_MOST: Final = 30
METRES_PER_DEGREE: Final = radians(1) * EARTH_RADIUS_M
MACHINE = Actor(organisation="", roles=frozenset({"machine"}), via="place notes")


@dataclass(frozen=True, kw_only=True)
class There:
    """A note about a place. `withheld`: what it says is told only to those who are sent and who send them."""

    note: PlaceNote
    distance_m: float
    same_house: bool
    withheld: bool

    @property
    def is_expired(self) -> bool:
        return self.note.status == "expired"


def near(actor: Actor, where: Place, address: str, *, purpose: str, known: Collection[Id] = ()) -> list[There]:
    """What is at a place (latitude, longitude) that somebody chose while taking a call. The look is recorded.

    `known` are the notes that they were told of for the same call a moment ago: they are not entered again.

    Raises:
        Refused: for those who may set no notes, and so need none; or when no purpose is given.
    """
    if not permission.may(actor, registry.act("place_note.set").grants, None):
        raise Refused("not_allowed", act="place_note.set")
    return _told(actor, where, address, purpose=purpose, known=known)


def at_case(actor: Actor, case: Any, *, purpose: str) -> list[There]:
    """What is at the place of a case that this actor has opened. The look is recorded. None where its place is not known.

    Raises:
        Refused: `not_found` where the case is not there for this actor; or when no purpose is given.
    """
    read.reaching(actor, case.ref)
    where = place(case.latitude_deg, case.longitude_deg)
    return [] if where is None else _told(actor, where, case.address or "", purpose=purpose, case=case)


def _told(
    actor: Actor, where: Place, address: str, *, purpose: str, case: Any = None, known: Collection[Id] = ()
) -> list[There]:
    shown = Condition("square = ANY(%s) AND status IN ('in_force', 'expired')", (list(squares(where, GROUNDS_M)),))
    found = handed(
        actor,
        "place_note",
        seen_by=MACHINE,
        where=[shown],
        fits=lambda note: there(note, where, address),
        purpose=purpose,
        case=case and case.ref,
        known=known,
    )
    told = sorted((one for _, one in found), key=_rank)[:SHOWN_MOST]
    return told if _goes_there(actor, case) else [_guarded(one) for one in told]


def _goes_there(actor: Actor, case: Any) -> bool:
    """Whether somebody is sent to the case, or sends others there."""
    return bool(actor.roles & SENDERS) or (actor.unit is not None and actor.unit in getattr(case, "units", ()))


def there(note: PlaceNote, where: Place, address: str) -> There | None:
    """An opened note as it stands to a place; None where it is about another one."""
    its = place(note.latitude_deg, note.longitude_deg)
    if its is None:
        return None
    distance_m, same_house = straight_line_m(where, its), _is_same(note.address or "", address)
    if distance_m > (GROUNDS_M if same_house else NEAR_M):
        return None
    return There(note=note, distance_m=distance_m, same_house=same_house, withheld=False)


def squares(where: Place, reach_m: float) -> Iterator[str]:
    """The squares of the map that lie within so many metres of a place, no further than a square's side."""
    latitude, longitude = where
    tall = reach_m / METRES_PER_DEGREE
    wide = min(tall / max(0.01, cos(radians(latitude))), 180.0)
    rows = {latitude - tall, latitude, latitude + tall}
    steps = int(2 * wide / SQUARE_DEG) + 1
    columns = {longitude - wide + 2 * wide * step / steps for step in range(steps + 1)}
    yield from sorted({square_of((row, (side + 180) % 360 - 180)) for row in rows for side in columns})


def _is_same(one: str, other: str) -> bool:
    """Whether both name the same house: letters and digits alike, however they are spaced."""
    return bool(letters(one)) and letters(one) == letters(other)


def _guarded(one: There) -> There:
    if one.note.sort not in GUARDED:
        return one
    return replace(one, note=replace(one.note, text=""), withheld=True)


def _rank(one: There) -> tuple[bool, bool, int, float]:
    return not one.same_house, one.is_expired, SORTS.index(one.note.sort), one.distance_m

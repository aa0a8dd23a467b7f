"""What the page of place notes shows: those of one area, what is about to end first. Looking through them is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from callbox.faces.console.board import reads
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.permission import may
from callbox.kernel.read import Condition, opened, opened_all, select
from callbox.kernel.registry import act as spec_of
from callbox.kernel.words import say
from callbox.services.organisation.facts import Organisation
from callbox.services.place_note.facts import GUARDED, PlaceNote

SHOWN_MOST: Final = 200
SOON: Final = timedelta(days=14)
SHOWN: Final = Condition("status IN ('in_force', 'expired')")
EXPIRING: Final = "expiring"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One place note on the page. `withheld`: what it says opens a door, and is shown one by one."""

    note: PlaceNote
    withheld: bool
    look: str

    @property
    def is_due(self) -> bool:
        return self.look != "calm"


def must_set(actor: Actor) -> None:
    """Hold back whoever may set no place notes, and crews, who set theirs where they are.

    Raises:
        Refused: `not_allowed`.
    """
    if actor.unit is not None or not may(actor, spec_of("place_note.set").grants, None):
        raise Refused("not_allowed", act="place_note.set")


def kept(actor: Actor, *, now: datetime, area: str = "", only: str = "", one: Id = "", language: str) -> Sequence[Kept]:
    """The notes of an area, sealed no longer: a recorded look. `one` is the note whose every word was asked for."""
    if not reads(actor, PlaceNote):
        return []
    where = [SHOWN]
    if area:
        where.append(Condition("(organisation = %s OR starts_with(organisation, %s))", (area, f"{area}/")))
    if only == EXPIRING:
        where.append(Condition("expires_at < %s", (now + SOON,)))
    purpose = say("purpose.place_notes", language)
    found = opened_all(actor, "place_note", purpose=purpose, where=where, order="expires_at, id", most=SHOWN_MOST)
    if one:
        opened(actor, Ref("place_note", one), purpose=purpose)
    return [_kept(note, now, is_open=note.id == one) for note in found]


def _kept(note: PlaceNote, now: datetime, *, is_open: bool) -> Kept:
    soon = "soon" if note.expires_at < now + SOON else "calm"
    look = "late" if note.status == "expired" else soon
    return Kept(note=note, withheld=note.sort in GUARDED and not is_open, look=look)


def areas(actor: Actor) -> Sequence[Organisation]:
    """The organisations whose notes this actor may keep."""
    found: Sequence[Organisation] = select(actor, "organisation", order="id", most=SHOWN_MOST)
    return [one for one in found if one.id == actor.organisation or one.id.startswith(f"{actor.organisation}/")]

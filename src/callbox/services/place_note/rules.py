"""The rules of a place note.

1. It is about a place and about nothing else. It has no field for a name, and a text in which there is a number by which a
   person is known (telephone, identity, passport, mail) is refused.
2. It says from where it is known, and until when it holds: 366 days at most, counted from when that is said.
3. At its end it is not hidden: silence about gas would be a lie. It is shown as expired, for 90 days, while somebody is
   asked to look; whoever does confirms it, replaces what it says, or withdraws it and says why.
4. What nobody has looked at for those 90 days ends: a register that forgets nothing becomes one of whoever lives there.
5. What has ended stays ended: what is so again is another note.
"""

from datetime import datetime, timedelta
from math import floor, isfinite
from typing import Final

from callbox.kernel.clocks import RUNNING, STOPPED, fired, written
from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.kernel.globe import Place
from callbox.kernel.persons import points_at_a_person
from callbox.services.organisation.facts import Organisation
from callbox.services.place_note.facts import PlaceNote
from callbox.services.place_note.inputs import Confirm, Due, Replace, SetNote, Withdraw

EXPIRY, LAPSE = "expiry", "lapse"
DAYS_MOST: Final = 366
SHOWN_AFTER: Final = timedelta(days=90)
LETTERS_MOST: Final = 500
SQUARE_DEG: Final = 0.005
SHOWN: Final = ("in_force", "expired")


def set_note(act: Act[SetNote], *, organisation: Organisation) -> Changes:
    """There is something at a place."""
    told = act.inputs
    _check_place(told.latitude_deg, told.longitude_deg)
    _check_text(told.text, told.address)
    _check_end(told.expires_at, act.at)
    note = PlaceNote(
        id=told.id,
        status="in_force",
        organisation=organisation.id,
        sort=told.sort,
        source=told.source,
        square=square_of((told.latitude_deg, told.longitude_deg)),
        set_at=act.at,
        confirmed_at=act.at,
        expires_at=told.expires_at,
        latitude_deg=told.latitude_deg,
        longitude_deg=told.longitude_deg,
        address=told.address.strip(),
        text=told.text.strip(),
    )
    return [New(note, "place_note.set")]


def confirm(act: Act[Confirm], *, place_note: PlaceNote) -> Changes:
    """It is still so."""
    return _said_again(act, place_note, event="place_note.confirmed", sets={})


def replace(act: Act[Replace], *, place_note: PlaceNote) -> Changes:
    """Something else is so."""
    _check_text(act.inputs.text)
    sets: dict[str, Value] = {"sort": act.inputs.sort, "text": act.inputs.text.strip()}
    return _said_again(act, place_note, event="place_note.replaced", sets=sets)


def withdraw(act: Act[Withdraw], *, place_note: PlaceNote) -> Changes:
    """It is so no longer."""
    _must_be_shown(place_note)
    return [Change(place_note, "place_note.withdrawn", {"status": "withdrawn", "ended_at": act.at})]


def run_out(act: Act[Due], *, place_note: PlaceNote) -> Changes:
    """The end that was named has come: from now on it is shown as expired."""
    if place_note.status != "in_force":
        raise Refused("place_note.ended")
    clocks = fired(place_note.clocks, act.inputs.clock, act.at)
    return [Change(place_note, "place_note.expired", {"status": "expired", "clocks": clocks})]


def lapse(act: Act[Due], *, place_note: PlaceNote) -> Changes:
    """Nobody has looked at it since it expired."""
    if place_note.status != "expired":
        raise Refused("place_note.ended")
    sets: dict[str, Value] = {"status": "ended", "ended_at": act.at}
    return [Change(place_note, "place_note.lapsed", sets | {"clocks": fired(place_note.clocks, LAPSE, act.at)})]


def length_s(place_note: PlaceNote) -> float:
    """Seconds from when somebody last said so to its end."""
    return (place_note.expires_at - place_note.confirmed_at).total_seconds()


def square_of(place: Place) -> str:
    """The square of the map that a place (latitude, longitude in degrees) lies in: `row.column`, each 0.005 degrees."""
    return ".".join(str(floor(round(side / SQUARE_DEG, 6))) for side in place)


def _said_again(
    act: Act[Confirm] | Act[Replace], place_note: PlaceNote, *, event: str, sets: dict[str, Value]
) -> Changes:
    _must_be_shown(place_note)
    if act.at < place_note.confirmed_at:
        raise Refused("at.before_start", at=act.at, start=place_note.confirmed_at)
    ends_at = act.inputs.expires_at
    _check_end(ends_at, act.at)
    again: dict[str, Value] = {"source": act.inputs.source, "confirmed_at": act.at, "expires_at": ends_at}
    again |= {"status": "in_force", "clocks": _clocks(place_note, ends_at, act.at)}
    return [Change(place_note, event, sets | again)]


def _clocks(place_note: PlaceNote, ends_at: datetime, at: datetime) -> dict[str, Value]:
    """Its end is another one now, and what was to come after the old one does not."""
    clocks: dict[str, Value] = {name: dict(clock) for name, clock in place_note.clocks.items()}
    clocks[EXPIRY] = {"state": RUNNING, "started": written(at), "due": written(ends_at)}
    if place_note.clocks.get(LAPSE, {}).get("state") == RUNNING:
        clocks[LAPSE] = {**place_note.clocks[LAPSE], "state": STOPPED, "stopped": written(at)}
    return clocks


def _must_be_shown(place_note: PlaceNote) -> None:
    if place_note.status not in SHOWN:
        raise Refused("place_note.ended")


def _check_place(latitude_deg: float, longitude_deg: float) -> None:
    on_earth = isfinite(latitude_deg) and isfinite(longitude_deg) and abs(latitude_deg) <= 90
    if not on_earth or abs(longitude_deg) > 180:
        raise Refused("place_note.place")


def _check_text(text: str, address: str = "") -> None:
    if not text.strip():
        raise Refused("field.empty", field="text")
    if len(text) > LETTERS_MOST:
        raise Refused("place_note.long", most=LETTERS_MOST)
    for field, told in (("text", text), ("address", address)):
        if what := points_at_a_person(told):
            raise Refused("place_note.person", field=field, points=what)


def _check_end(expires_at: datetime, at: datetime) -> None:
    if expires_at.tzinfo is None:
        raise Refused("at.zone")
    if not at < expires_at <= at + timedelta(days=DAYS_MOST):
        raise Refused("place_note.expiry", most=DAYS_MOST)

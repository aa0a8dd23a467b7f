from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.worlds.pure import EAST, NOON, applied, asked, events, refusal

from callbox.kernel.clocks import turn
from callbox.kernel.facts import Changes
from callbox.services.organisation.facts import Organisation
from callbox.services.place_note import rules
from callbox.services.place_note.facts import PlaceNote
from callbox.services.place_note.inputs import Confirm, Due, Replace, SetNote, Withdraw
from callbox.services.place_note.service import CLOCKS

BUREAU = Organisation(id=EAST, status="active", name="East", level="county")


def days(count: float) -> datetime:
    return NOON + timedelta(days=count)


def setting(**more: Any) -> SetNote:
    told: dict[str, Any] = {"id": "n", "organisation": EAST, "sort": "gas", "source": "inspection"}
    told |= {"latitude_deg": 22.5431, "longitude_deg": 114.0579, "address": " 9 Harbour Road ", "expires_at": days(30)}
    return SetNote(**(told | {"text": "gas main in the yard"} | more))


def turned(changes: Changes, note: PlaceNote | None = None, *, at: datetime = NOON) -> PlaceNote:
    """The note as the gate leaves it, its clocks turned."""
    [left] = applied(changes, {note.ref: note} if note else {}).values()
    assert isinstance(left, PlaceNote)
    [event] = events(changes)
    return replace(left, clocks=turn(CLOCKS, left, before=left.clocks, event=event, at=at, calendar=None))


def set_one(**more: Any) -> PlaceNote:
    return turned(rules.set_note(asked(setting(**more)), organisation=BUREAU))


def due(clock: str, at: datetime) -> Any:
    return asked(Due(place_note="n", clock=clock), at=at)


def expired() -> PlaceNote:
    note = set_one()
    return turned(rules.run_out(due("expiry", days(30)), place_note=note), note, at=days(30))


def test_a_note_says_what_there_is_where_from_whom_and_until_when() -> None:
    note = set_one()

    assert (note.status, note.sort, note.source, note.text) == ("in_force", "gas", "inspection", "gas main in the yard")
    assert (note.address, note.square, note.expires_at) == ("9 Harbour Road", "4508.22811", days(30))
    assert note.clocks["expiry"]["state"] == "running"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"text": "  "}, "field.empty"),
        ({"text": "x" * 501}, "place_note.long"),
        ({"latitude_deg": 91.0}, "place_note.place"),
        ({"longitude_deg": float("nan")}, "place_note.place"),
        ({"expires_at": NOON}, "place_note.expiry"),
        ({"expires_at": days(367)}, "place_note.expiry"),
        ({"expires_at": datetime(2026, 3, 9)}, "at.zone"),  # noqa: DTZ001  a time without a zone is the point
        ({"text": "dog; ring 138 0013 8000"}, "place_note.person"),
        ({"address": "110101199003074518"}, "place_note.person"),
    ],
)
def test_a_note_that_cannot_be_is_refused(told: dict[str, object], code: str) -> None:
    assert refusal(rules.set_note, asked(setting(**told)), organisation=BUREAU) == code


def test_a_note_holds_for_a_year_at_most() -> None:
    assert set_one(expires_at=days(366)).expires_at == days(366)


def test_at_its_end_a_note_is_shown_as_expired_and_not_a_second_before() -> None:
    early = due("expiry", days(30) - timedelta(seconds=1))

    assert refusal(rules.run_out, early, place_note=set_one()) == "clock.not_due"
    note = expired()
    assert (note.status, note.text, note.ended_at) == ("expired", "gas main in the yard", None)


def test_an_expired_note_that_nobody_looks_at_for_ninety_days_ends() -> None:
    note = expired()
    assert refusal(rules.lapse, due("lapse", days(119)), place_note=note) == "clock.not_due"

    ended = turned(rules.lapse(due("lapse", days(120)), place_note=note), note, at=days(120))

    assert (ended.status, ended.ended_at) == ("ended", days(120))
    assert refusal(rules.confirm, confirmed(days(130), at=days(121)), place_note=ended) == "place_note.ended"


def confirmed(until: datetime, *, at: datetime) -> Any:
    return asked(Confirm(place_note="n", source="crew", expires_at=until), at=at)


def test_whoever_confirms_a_note_gives_it_another_end() -> None:
    note = set_one()
    again = turned(rules.confirm(confirmed(days(60), at=days(10)), place_note=note), note, at=days(10))

    assert (again.source, again.confirmed_at, again.expires_at) == ("crew", days(10), days(60))
    assert refusal(rules.run_out, due("expiry", days(30)), place_note=again) == "clock.not_due"
    assert rules.run_out(due("expiry", days(60)), place_note=again)


def test_a_note_that_expired_holds_again_once_somebody_looked() -> None:
    note = expired()
    again = turned(rules.confirm(confirmed(days(80), at=days(40)), place_note=note), note, at=days(40))

    assert (again.status, again.clocks["lapse"]["state"]) == ("in_force", "stopped")
    assert refusal(rules.lapse, due("lapse", days(120)), place_note=again) == "place_note.ended"
    late = turned(rules.run_out(due("expiry", days(80)), place_note=again), again, at=days(80))
    assert late.clocks["lapse"]["due"] == days(170).isoformat()


def test_what_is_otherwise_now_takes_the_place_of_what_was_said() -> None:
    note = set_one()
    told = Replace(place_note="n", sort="chemicals", source="inspection", text="chlorine store", expires_at=days(90))
    after = turned(rules.replace(asked(told, at=days(1)), place_note=note), note, at=days(1))

    assert (after.sort, after.text, after.square, after.expires_at) == (
        "chemicals",
        "chlorine store",
        note.square,
        days(90),
    )
    person = replace(told, text="mail li@example.com")
    assert refusal(rules.replace, asked(person, at=days(1)), place_note=note) == "place_note.person"


def test_a_note_is_withdrawn_once_and_stays_so() -> None:
    note = set_one()
    gone = turned(rules.withdraw(asked(Withdraw(place_note="n"), at=days(2)), place_note=note), note, at=days(2))

    assert (gone.status, gone.ended_at, gone.clocks["expiry"]["state"]) == ("withdrawn", days(2), "stopped")
    assert refusal(rules.withdraw, asked(Withdraw(place_note="n"), at=days(3)), place_note=gone) == "place_note.ended"
    assert refusal(rules.confirm, confirmed(days(9), at=days(3)), place_note=gone) == "place_note.ended"
    assert refusal(rules.run_out, due("expiry", days(30)), place_note=gone) == "place_note.ended"


def test_nothing_is_confirmed_before_it_was_said() -> None:
    assert refusal(rules.confirm, confirmed(days(9), at=days(-1)), place_note=set_one()) == "at.before_start"

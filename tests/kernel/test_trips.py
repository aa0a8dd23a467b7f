"""Trips are read out of the ledger's own rows, with one recorded look, and units' busy time out of their shifts."""

import json
from datetime import timedelta

import pytest
from tests.worlds.city import CENTRE, EAST, NOON, OVERSIGHT, Town, actor

from callbox.kernel.facts import Refused
from callbox.kernel.read import listing
from callbox.services.access.facts import Reading
from callbox.services.incident.learning import Time, Trip, times, trips

DISPATCHER = actor("dispatcher", CENTRE)
WEEK = timedelta(days=7)


def sent(town: Town, sign: str, *, hours: int, minutes: int, known: bool) -> None:
    """A unit is sent by an accepted proposal, is there after so many minutes, and is done half an hour later."""
    unit, begin = town.units[sign], NOON + timedelta(hours=hours)
    town.clock.put(begin)
    told = {
        "priority": "emergency",
        "units": {unit: [town.record("unit", unit).status, None]},
        "driven": {unit: {"mode": "siren", "free_ms": {"street": 60_000}}} if known else {},
    }
    given = {"incident": town.incident(), "unit": unit, "proposal": json.dumps(told)}
    assignment = town.done("incident.assign", DISPATCHER, **given)
    for step, at in (("dispatched", 1), ("en_route", 2), ("on_scene", 2 + minutes), ("available", 30)):
        town.clock.put(begin + timedelta(minutes=at))
        town.done(f"assignment.{step}", DISPATCHER, assignment=assignment)


def test_trips_of_accepted_proposals_are_found_and_the_look_is_recorded_once(town: Town) -> None:
    sent(town, "E1", hours=0, minutes=5, known=True)
    sent(town, "E2", hours=1, minutes=6, known=False)
    before = len(looks())

    found = list(trips(since=NOON - WEEK, until=NOON + WEEK, zone="Asia/Shanghai", purpose="winter speeds"))

    assert found == [Trip(mode="siren", hour=20, free_ms={"street": 60_000}, taken_ms=300_000)]
    assert len(looks()) == before + 1
    assert list(trips(since=NOON - WEEK, until=NOON, zone="UTC", purpose="winter speeds")) == []
    with pytest.raises(Refused):
        list(trips(since=NOON - WEEK, until=NOON + WEEK, zone="UTC", purpose=""))


def looks() -> tuple[Reading, ...]:
    found: tuple[Reading, ...] = listing(actor("oversight", OVERSIGHT), "reading").records
    return found


def test_a_unit_is_busy_for_its_assignments_share_of_its_shift(town: Town) -> None:
    by = actor("dispatcher", EAST)
    town.done("shift.sign_on", by, unit=town.units["E1"], ends_at=NOON + timedelta(hours=8), crew=("person-1",))
    sent(town, "E1", hours=0, minutes=5, known=True)
    sent(town, "E2", hours=1, minutes=5, known=True)

    found = times(since=NOON - WEEK, until=NOON + timedelta(hours=2))

    assert found == {town.units["E1"]: Time(duty_s=7_200.0, busy_s=1_800.0)}

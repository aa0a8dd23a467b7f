"""The demo's player against a real world: what it does is entered as it happens, and its crews come and go."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.worlds.city import Town

from callbox.brain.city import City, generate
from callbox.kernel.chain import read_body
from callbox.kernel.facts import Ref
from callbox.kernel.read import Condition, opened, select
from callbox.kernel.story import story
from callbox.kernel.tables import LedgerEntry
from callbox.site.demo import making, offices, player
from callbox.site.demo.cast import PLAYER, assemble
from callbox.site.demo.day import Script
from callbox.site.demo.player import Player

PLAYED = ("report", "incident", "assignment", "request", "shift")


@pytest.fixture(scope="module")
def city() -> City:
    return generate(7, 1000)


@pytest.fixture
def playing(town: Town, city: City, monkeypatch: pytest.MonkeyPatch) -> Player:
    """The player of a city that was just made and lived through its last two minutes."""
    monkeypatch.setattr(player, "CATCH_UP", timedelta(minutes=2))
    making.settle(town.node, city)
    its = Player(town.node, Script(city, 10.0, ZoneInfo("UTC")), assemble(offices.paths(city)["c"]))
    its.wake()
    return its


def test_what_happens_in_the_demo_is_entered_as_it_happens(town: Town, playing: Player) -> None:
    now = town.clock.now()
    playing.tick()
    entries = [read_body(row.body) for row in LedgerEntry.objects.filter(kind__in=PLAYED)]
    assert {entry.kind for entry in entries} >= {"report", "incident", "assignment", "shift"}
    assert [entry.recorded_at - entry.at for entry in entries] == [timedelta(0)] * len(entries)
    assert min(entry.at for entry in entries if entry.kind == "report") > now - timedelta(minutes=2)
    assert town.clock.now() == now  # the world's own clock stands where it stood
    (incident, *_) = select(PLAYER, "incident", order="opened_at", most=1)
    assert not [line for line in story(PLAYER, incident.ref).lines if line.late_s]


def test_every_unit_of_the_demo_has_a_crew_and_the_next_one_when_the_watch_is_over(
    town: Town, city: City, playing: Player
) -> None:
    signs = {unit.call_sign for unit in city.units}
    units = [one for one in select(PLAYER, "unit", most=500) if one.call_sign in signs]
    first = {one.id: one.shift for one in units}
    assert all(first.values())
    shift = opened(playing.cast.find("supervisor"), Ref("shift", first[units[0].id] or ""), purpose="a test")
    assert playing.cast.find("crew", unit=units[0].id).organisation == shift.organisation
    assert [one.person for one in playing.cast.crews[units[0].id]].count(shift.crew[0]) == 1

    town.clock.put(town.clock.now() + timedelta(hours=8))
    for _ in range(2):
        playing.tick()
    over = select(PLAYER, "shift", where=[Condition("status = 'ended'")], most=500)
    free = [one for one in select(PLAYER, "unit", most=500) if one.id in first and one.assignment is None]
    assert free
    assert {one.unit for one in over} >= {one.id for one in free}
    assert all(one.shift not in (None, first[one.id]) for one in free)

"""When the demo's crews come on and go off: pure, so nothing runs here."""

from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from callbox.services.shift.facts import Shift
from callbox.services.unit.facts import Unit
from callbox.site.demo import watches
from callbox.site.demo.watches import EARLY, LONG, Roster

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
NUMBERS = count(1)
ROSTER = Roster(zone=SHANGHAI, person=lambda unit, number: f"{unit}-{number}", new=lambda: f"new-{next(NUMBERS)}")


def unit(sign: str = "E1", **more: object) -> Unit:
    told: dict[str, object] = {"organisation": "coast/harbour/east/station-1", "status": "available"} | more
    return Unit(id=sign, call_sign=sign, unit_kind="engine", **told)  # type: ignore[arg-type]


def shift(of: Unit, ends_at: datetime, **more: object) -> Shift:
    told: dict[str, object] = {"id": "s", "status": "on", "began_at": ends_at - LONG} | more
    return Shift(organisation=of.organisation, unit=of.id, starts_at=ends_at - LONG, ends_at=ends_at, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "UTC"])
def test_a_day_has_three_watches_that_follow_each_other_without_a_gap(zone: str) -> None:
    numbers, at = [], NOON
    for _ in range(3):
        found = watches.watch("a/b", at, zone=ZoneInfo(zone))
        assert found.begins <= at < found.ends
        assert watches.watch("a/b", found.begins, zone=ZoneInfo(zone)) == found
        numbers.append(found.number)
        at = found.ends
    assert sorted(numbers) == [0, 1, 2]
    assert numbers[1] == (numbers[0] + 1) % 3


def test_no_watch_of_any_day_is_longer_than_a_shift_may_be() -> None:
    hours = [NOON + timedelta(hours=hour) for hour in range(0, 24 * 366, 5)]
    lengths = {
        (one.ends - one.begins) for at in hours for one in [watches.watch("a", at, zone=ZoneInfo("Europe/Rome"))]
    }
    assert {LONG - timedelta(hours=1), LONG, LONG + timedelta(hours=1)} >= lengths


def test_stations_change_one_after_the_other() -> None:
    ends = {watches.watch(f"a/station-{number}", NOON, zone=SHANGHAI).ends for number in range(10)}
    assert len(ends) == watches.STATIONS_IN_TURN


def test_a_crew_comes_on_for_the_rest_of_its_watch() -> None:
    (step,) = watches.coming_on([unit()], [], NOON, roster=ROSTER)
    its = watches.on_duty(unit().organisation, NOON, zone=SHANGHAI)
    assert (step.name, step.role, step.unit) == ("shift.sign_on", "crew", "E1")
    assert (step.inputs["ends_at"], step.inputs["crew"]) == (its.ends, (f"E1-{its.number}",))


def test_a_unit_that_has_a_crew_gets_no_second_one() -> None:
    assert not list(watches.coming_on([unit(shift="s")], [], NOON, roster=ROSTER))


def test_a_unit_that_was_signed_off_by_hand_stays_off_until_its_watch_is_over() -> None:
    ended = shift(unit(), NOON + timedelta(hours=2), status="ended")
    assert not list(watches.coming_on([unit()], [ended], NOON, roster=ROSTER))
    assert list(watches.coming_on([unit()], [ended], NOON + timedelta(hours=2) - EARLY, roster=ROSTER))


def test_a_crew_goes_off_when_its_time_is_over_and_its_unit_is_on_nothing() -> None:
    free, out = unit("E1"), unit("E2", status="on_scene", assignment="a")
    on = [shift(free, NOON, id="s1"), shift(out, NOON, id="s2"), shift(unit("E3"), NOON + LONG, id="s3")]
    gone = [step.inputs["shift"] for step in watches.going_off({"E1": free, "E2": out, "E3": unit("E3")}, on, NOON)]
    assert gone == ["s1"]


def test_a_city_that_was_just_made_has_its_crews_on_since_their_watch_began() -> None:
    units = [unit(f"E{number}", organisation=f"a/station-{number}") for number in range(10)]
    found = watches.begun(units, NOON, zone=SHANGHAI)
    assert list(found) == sorted(found)
    assert all(NOON - LONG <= at <= NOON for at in found)
    assert sum(map(len, found.values())) == len(units)

"""Recorded calls played again: who needs what, who is on, and from when on a unit could be sent."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from tests.brain.roads.files import DATA
from tests.worlds.simulated import simulate

from callbox.faces.command.underway import Wrong
from callbox.site.simulating.history import (
    Came,
    Crew,
    Happened,
    History,
    ahead_ms,
    demand_of,
    joined,
    kinds_of,
    shifts_of,
    told_of,
)
from callbox.site.simulating.san_francisco import history_of, model_of, of_trips

# Compiling what these need takes longer than all they do: `make prove` runs them.
pytestmark = pytest.mark.slow

ZONE = ZoneInfo("America/Los_Angeles")
TUESDAY = datetime(2020, 4, 7, 8, 0, tzinfo=ZONE)
HOUR_MS = 3_600_000
WEEK = DATA / "sf_fire_calls" / "calls_2020-04-07_to_13.csv"
STATIONS = DATA / "sf_fire_stations"


def call(minutes: float, *units: str, priority: str = "emergency", told: float = 3.0) -> Happened:
    at = TUESDAY + timedelta(minutes=minutes)
    came = tuple(
        Came(
            unit=unit,
            told=at + timedelta(minutes=told),
            rolling=at + timedelta(minutes=told + 1),
            arrived=at + timedelta(minutes=told + 5),
            free=at + timedelta(minutes=told + 30),
        )
        for unit in units
    )
    return Happened(received=at, entered=at + timedelta(minutes=2), priority=priority, place=(37.7, -122.4), came=came)


def history(*calls: Happened) -> History:
    crews = {
        "E1": Crew(kind="ENGINE", place=(37.7, -122.4)),
        "E2": Crew(kind="ENGINE", place=(37.8, -122.4)),
        "M1": Crew(kind="MEDIC", place=(37.7, -122.4), in_shifts=True),
    }
    return History(calls=calls, crews=crews, priorities=("emergency", "routine"), zone=ZONE)


def test_the_clock_starts_on_the_monday_before_by_the_wall_of_the_place() -> None:
    one = history(call(0.0, "E1"), call(60.0 * 24 * 2, "E1"))

    assert one.monday == datetime(2020, 4, 6, tzinfo=ZONE)
    assert one.ms(TUESDAY) == 32 * HOUR_MS
    assert (one.first_day, one.days) == (1, 3)


def test_a_call_needs_the_units_that_arrived() -> None:
    one = history(call(0.0, "E1", "E2", "M1"), call(9.0, "M1", priority="routine"))

    told = told_of(one, np.zeros(2, np.int32), np.array([0, 0, 1], np.int8))

    assert kinds_of(one) == {"ENGINE": 0, "MEDIC": 1}
    assert told.calls.need.tolist() == [[2, 1], [0, 1]]
    assert told.calls.priority.tolist() == [0, 1]
    assert told.calls.turnout_ms.tolist() == [60_000, 60_000]
    assert told.calls.on_scene_ms.tolist() == [25 * 60_000] * 2
    assert told.response_ms.tolist() == [8 * 60_000] * 2


def test_no_policy_is_charged_with_the_queue_of_the_past() -> None:
    calls = [call(60.0 * number, "E1", told=2.5) for number in range(5)]

    waits = ahead_ms(history(*calls, call(600.0, "E1", told=90.0)))

    assert waits.tolist() == [150_000] * 6


def test_a_unit_in_shifts_is_on_from_an_hour_before_its_first_answer_to_an_hour_after_its_last() -> None:
    one = history(call(0.0, "M1"), call(120.0, "M1"), call(60.0 * 20, "M1"))

    unit, on_ms, off_ms = shifts_of(one)

    assert unit.tolist() == [2, 2]
    first = one.ms(TUESDAY) + 3 * 60_000
    assert on_ms.tolist() == [first - HOUR_MS, first + 19 * HOUR_MS]
    assert off_ms.tolist()[0] == first + 3 * HOUR_MS + 30 * 60_000


def test_answers_close_together_are_one_shift() -> None:
    hour = 3_600_000

    assert joined([(0, hour), (2 * hour, 3 * hour), (20 * hour, 21 * hour)]) == [(0, 3 * hour), (20 * hour, 21 * hour)]


def test_the_demand_of_a_history_has_as_many_calls_a_day_as_it_had() -> None:
    one = history(*(call(60.0 * number, "E1") for number in range(48)), call(60.0 * 50, "E1", priority="routine"))

    demand = demand_of(one)

    assert demand.rate_per_h.sum() * one.days / 7 == pytest.approx(49)
    assert demand.weight.sum(axis=1).tolist() == pytest.approx([1.0, 1.0])


def test_nothing_to_play_again_is_told() -> None:
    with pytest.raises(Wrong, match="no_calls"):
        History(calls=(), crews={}, priorities=(), zone=ZONE)


def test_recorded_calls_keep_to_their_own_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert simulate(tmp_path, "run", tmp_path, "--calls", "week.csv", "--load", "2") == 2
    assert "leave --load and --loads at 1" in capsys.readouterr().err


@pytest.mark.skipif(not WEEK.exists(), reason=f"{WEEK.name} is missing")
def test_engines_and_trucks_of_the_real_week_wait_at_their_own_stations_at_all_hours() -> None:
    crews = history_of(WEEK, model_of(STATIONS).stations).crews

    standing = {unit for unit, crew in crews.items() if not crew.in_shifts}
    assert {"E07", "T07", "RS1"} <= standing
    assert crews["E07"].place == crews["T07"].place != crews["E01"].place
    assert of_trips(history_of(WEEK, model_of(STATIONS).stations), ("emergency",)) is not None


def test_the_real_week_of_san_francisco_comes_out_near_its_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Emergencies, from receipt to the first arrival: the mean as simulated within a minute of the recorded one."""
    for needed in (WEEK, STATIONS / "demand.csv"):
        if not needed.exists():
            pytest.skip(
                f"{needed.name} is missing: put the data under ../shared/data or name its folder in CALLBOX_DATA"
            )

    assert simulate(tmp_path, "run", STATIONS, "--calls", WEEK) == 0

    told = capsys.readouterr().out
    simulated, recorded = told.split("as it was recorded")
    assert "2,683 recorded incidents from 2020-04-07 to 2020-04-13" in told
    assert abs(mean_s(simulated) - mean_s(recorded)) < 60


def mean_s(told: str) -> int:
    """The mean of emergencies in a table."""
    line = next(line for line in told.splitlines() if line.startswith("emergency"))
    minutes, seconds = next(word for word in line.split() if ":" in word and "±" not in word).split(":")
    return 60 * int(minutes) + int(seconds)

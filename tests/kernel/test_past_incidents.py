"""Past incidents are handed to the simulator with a recorded look, and played again on the world's own roads."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.worlds.city import NOON, SYSTEM, Town, actor
from tests.worlds.simulated import simulate_world

from callbox.kernel import read
from callbox.kernel.facts import Actor, Refused
from callbox.services.incident.past import past_incidents, waiting_places

ANALYST = Actor(organisation="", roles=frozenset({"analyst"}), via="command")
DISPATCHER = actor("dispatcher")
STEPS = (("dispatched", 1), ("en_route", 2), ("on_scene", 7), ("available", 30))


def answered(town: Town, *, hours: int, unit: str = "E1", at: tuple[float, float] = (0.03, 0.02)) -> str:
    """An incident that one unit came to and that is closed."""
    town.clock.put(NOON + timedelta(hours=hours))
    incident = town.incident("life_threat", latitude_deg=at[0], longitude_deg=at[1])
    sent = town.done("incident.assign", DISPATCHER, incident=incident, unit=town.units[unit])
    for step, minutes in STEPS:
        town.clock.put(NOON + timedelta(hours=hours, minutes=minutes))
        town.done(f"assignment.{step}", DISPATCHER, assignment=sent)
    return town.done("incident.close", DISPATCHER, incident=incident, disposition="done")


def housed(town: Town) -> None:
    """Every unit waits somewhere."""
    for number, unit in enumerate(town.units.values()):
        town.done(
            "unit.describe", SYSTEM, unit=unit, unit_kind="engine",
            home_latitude_deg=0.01 + 0.02 * number, home_longitude_deg=0.05,
        )  # fmt: skip


def test_every_look_at_where_people_were_is_recorded_with_its_purpose(town: Town) -> None:
    incidents = [answered(town, hours=hour) for hour in (1, 2)]

    past = past_incidents(ANALYST, since=None, until=None, purpose="simulation")

    assert [one.place for one in past] == [(0.03, 0.02)] * 2
    [reading] = read.listing(actor("oversight", "coast/oversight"), "reading").records
    assert (reading.of_kind, set(reading.found)) == ("incident", set(incidents))


def test_without_a_purpose_nothing_is_handed_out(town: Town) -> None:
    answered(town, hours=1)

    with pytest.raises(Refused):
        past_incidents(ANALYST, since=None, until=None, purpose="")


def test_an_incident_tells_who_came_and_when_but_not_what_was_said(town: Town) -> None:
    answered(town, hours=1)

    [past] = past_incidents(ANALYST, since=None, until=None, purpose="simulation")

    [came] = past.answers
    opened = NOON + timedelta(hours=1)
    assert past.priority == "life_threat"
    assert [came.told, came.rolling, came.arrived, came.free] == [
        opened + timedelta(minutes=minutes) for _, minutes in STEPS
    ]
    assert not {"address", "summary"} & set(type(past).__dataclass_fields__)


def test_only_incidents_of_the_days_asked_for_are_looked_at(town: Town) -> None:
    answered(town, hours=1)
    later = answered(town, hours=30)

    past_incidents(ANALYST, since=NOON + timedelta(days=1), until=NOON + timedelta(days=2), purpose="simulation")

    [reading] = read.listing(actor("oversight", "coast/oversight"), "reading").records
    assert reading.found == (later,)


@pytest.mark.slow  # it compiles the whole simulator
def test_a_world_is_played_again_on_its_own_roads(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    housed(town)
    for hour in range(1, 60, 3):
        answered(town, hours=hour, unit=("E1", "E2")[hour % 2], at=(0.01 * (hour % 7), 0.01 * (hour % 5)))

    assert simulate_world(town.node, tmp_path, "run", "--world", "town", "--zones", "20") == 0

    told = capsys.readouterr().out
    assert "20 recorded incidents from 2026-03-02 to 2026-03-04" in told
    assert "as it was recorded" in told
    assert "7:00" in told.split("as it was recorded")[1]
    assert waiting_places(ANALYST).keys() == set(town.units.values())


@pytest.mark.slow  # it compiles what orders the roads
def test_a_world_without_anything_to_play_again_says_so(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert simulate_world(town.node, tmp_path, "run", "--world", "town") == 1
    assert "no units with a place" in capsys.readouterr().err
    housed(town)
    assert simulate_world(town.node, tmp_path, "run", "--world", "town") == 1
    assert "no incidents with a place" in capsys.readouterr().err


@pytest.mark.slow  # it compiles what orders the roads
def test_a_world_is_never_shown_on_a_page(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert simulate_world(town.node, tmp_path, "watch", "--world", "town", "--out", tmp_path / "page.html") == 2
    assert "where people called from" in capsys.readouterr().err
    assert not (tmp_path / "page.html").exists()

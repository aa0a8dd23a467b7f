"""The demo city's offices, its days and what its people do next: pure, so nothing runs here."""

from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from callbox.brain.city import City, generate
from callbox.services.boundary.rings import distance_m
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.request.facts import group_of, questions_of
from callbox.services.unit.facts import Unit
from callbox.site.demo import moving, neighbour, offices, story
from callbox.site.demo.asked import ASKED
from callbox.site.demo.day import Script, Scripted
from callbox.site.demo.outlines import outlines
from callbox.site.demo.people import OFFICES, seats
from callbox.site.demo.story import Board, Step

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NUMBERS = count(1)


@pytest.fixture(scope="module")
def city() -> City:
    return generate(7, 1000)


@pytest.fixture(scope="module")
def script(city: City) -> Script:
    return Script(city, 10.0, ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def scripted(script: Script) -> Scripted:
    """A call that one ambulance is needed for, and that ends as it should."""
    calls = script.between(NOON, NOON + timedelta(hours=6))
    return next(one for one in calls if one.needs == ("ambulance",) and one.call.disposition == "done")


def ambulance(sign: str, latitude_deg: float, longitude_deg: float, **more: object) -> Unit:
    told: dict[str, object] = {"status": "available", "unit_kind": "ambulance"} | more
    return Unit(
        id=sign,
        organisation="a/b",
        call_sign=sign,
        home_latitude_deg=latitude_deg,
        home_longitude_deg=longitude_deg,
        **told,  # type: ignore[arg-type]
    )


def incident(scripted: Scripted, **more: object) -> Incident:
    told: dict[str, object] = {"status": "open", "received_at": NOON, "opened_at": NOON} | more
    return Incident(
        id="i",
        organisation="a",
        category="medical.ill",
        priority="routine",
        source_number=scripted.number,
        **told,  # type: ignore[arg-type]
    )


def due(board: Board, scripted: Scripted, *, after: timedelta) -> list[Step]:
    (one,) = board.incidents
    return list(story.next_steps(board, one, scripted, NOON + after, new=lambda: f"new-{next(NUMBERS)}"))


def board(one: Incident, *units: Unit, assignments: tuple[Assignment, ...] = ()) -> Board:
    held = {assignment.id: assignment for assignment in assignments}
    return Board(incidents=[one], assignments=held, units={unit.id: unit for unit in units}, speed=10.0)


def test_every_office_lies_below_its_higher_one_in_at_most_four_levels(city: City) -> None:
    founded: set[str] = set()
    for told in offices.foundings(city, calendar="days", zone="UTC"):
        assert told["above"] is None or told["above"] in founded
        assert told["id"].rpartition("/")[0] == (told["above"] or "")
        assert told["id"].count("/") <= 3
        founded.add(told["id"])
    assert len(founded) == len(offices.paths(city))


def test_a_station_lies_in_its_county_and_oversight_beside_the_city(city: City) -> None:
    where = offices.paths(city)
    station = city.stations[0]
    assert where[station.organisation].startswith(where[f"d{station.district}"] + "/")
    assert not where["c.oversight"].startswith(where["c"])


def test_every_role_has_a_post_with_published_duties_and_somebody_in_it(city: City) -> None:
    staff = list(seats(city))
    assert {seat.role for seat in staff} == set(OFFICES)
    assert len({seat.sign_in for seat in staff}) == len(staff)
    assert {seat.unit for seat in staff if seat.unit} == {unit.call_sign for unit in city.units}


def test_the_neighbour_lies_beside_the_city_and_its_units_are_not_sent_by_the_city_itself(city: City) -> None:
    where = offices.paths(city)
    there = neighbour.paths(where["p"])
    told = list(neighbour.units(city, {sign: sign for sign in neighbour.UNITS}, where["p"]))
    units = {one["id"]: Unit(status="available", **one) for one in told}
    own = Unit(id="E01", status="available", organisation=f"{where['c']}/x", call_sign="E01")
    assert not any(path.startswith(where["c"] + "/") for path in there.values())
    assert neighbour.theirs({**units, "E01": own}, where["c"]) == set(neighbour.UNITS)
    assert {seat.unit for seat in neighbour.seats() if seat.unit} == set(neighbour.UNITS)
    assert max(one["home_longitude_deg"] for one in told) < city.place(int(city.roads.x_m.argmin()))[0]


def test_a_call_is_found_again_by_its_number_alone(city: City, script: Script) -> None:
    calls = list(script.between(NOON, NOON + timedelta(minutes=30)))
    later = Script(city, 10.0, ZoneInfo("Asia/Shanghai"))
    assert calls
    assert [later.find(one.number) for one in calls] == calls


@pytest.mark.parametrize("number", ["", "x", "20260302-10", "20260302-5-1", "20260302-10-9999999", "20261302-10-1"])
def test_a_number_that_is_not_of_this_city_is_no_call(script: Script, number: str) -> None:
    assert script.find(number) is None


def test_days_join_without_a_gap_or_a_double(script: Script) -> None:
    midnight = datetime(2026, 3, 2, 16, tzinfo=UTC)
    whole = [one.number for one in script.between(midnight - timedelta(hours=1), midnight + timedelta(hours=1))]
    before = [one.number for one in script.between(midnight - timedelta(hours=1), midnight)]
    after = [one.number for one in script.between(midnight, midnight + timedelta(hours=1))]
    assert whole == before + after


def test_the_nearest_free_unit_of_the_kind_is_sent_once_the_dispatcher_has_read_the_case(scripted: Scripted) -> None:
    call = scripted.call
    near = ambulance("A1", call.latitude_deg + 0.001, call.longitude_deg)
    far = ambulance("A2", call.latitude_deg + 0.01, call.longitude_deg)
    engine = ambulance("E1", call.latitude_deg, call.longitude_deg, unit_kind="engine")
    stood = board(incident(scripted), far, near, engine)

    assert due(stood, scripted, after=timedelta(0)) == []
    (sent,) = due(stood, scripted, after=timedelta(minutes=5))

    assert (sent.name, sent.role, sent.inputs["unit"]) == ("incident.assign", "dispatcher", "A1")


def test_a_case_waits_in_the_queue_of_a_busy_unit_when_none_is_free(scripted: Scripted) -> None:
    busy = ambulance("A1", 0.0, 0.0, status="on_scene", assignment="other")
    fuller = ambulance("A0", 0.0, 0.0, status="on_scene", assignment="another", queue=("next",))

    (sent,) = due(board(incident(scripted), fuller, busy), scripted, after=timedelta(minutes=5))

    assert sent.inputs["unit"] == "A1"


def test_a_case_with_nobody_on_it_any_more_is_closed_and_no_unit_is_sent_after_it(scripted: Scripted) -> None:
    done = incident(scripted, units=("A1",))
    (ended,) = due(board(done, ambulance("A1", 0.0, 0.0)), scripted, after=timedelta(hours=1))
    assert (ended.name, ended.inputs["disposition"]) == ("incident.close", "done")


def test_another_person_agrees_where_the_disposition_needs_it(scripted: Scripted) -> None:
    (agreed,) = due(board(incident(scripted, status="to_confirm", units=("A1",))), scripted, after=timedelta(hours=1))
    assert (agreed.name, agreed.role) == ("incident.confirm", "supervisor")


def test_a_unit_goes_on_step_by_step_at_the_time_its_work_takes(scripted: Scripted) -> None:
    unit = ambulance("A1", scripted.call.latitude_deg, scripted.call.longitude_deg, status="dispatched", assignment="x")
    sent = Assignment(
        id="x", status="dispatched", organisation="a", incident="i", unit="A1", assigned_at=NOON, dispatched_at=NOON
    )
    stood = board(incident(scripted, units=("A1",), assignments=("x",)), unit, assignments=(sent,))

    assert due(stood, scripted, after=timedelta(0)) == []
    (step,) = due(stood, scripted, after=timedelta(hours=1))

    assert (step.name, step.unit) == ("assignment.en_route", "A1")
    assert NOON < step.at < NOON + timedelta(minutes=2)


def test_a_unit_is_at_its_goal_when_it_is_to_be_there_and_never_beyond() -> None:
    goal = moving.Goal((1.0, 1.0), by=NOON + timedelta(seconds=10))

    half = moving.moved((0.0, 0.0), goal, since=NOON, now=NOON + timedelta(seconds=5), speed=10)
    late = moving.moved((0.0, 0.0), goal, since=NOON, now=NOON + timedelta(seconds=50), speed=10)
    home = moving.moved((0.0, 0.0), moving.Goal((0.0001, 0.0)), since=NOON, now=NOON + timedelta(hours=1), speed=10)

    assert half == (0.5, 0.5)
    assert late == (1.0, 1.0)
    assert home == (0.0001, 0.0)


def test_every_category_of_the_city_says_what_residents_call_it_and_asks_what_can_be_read(city: City) -> None:
    assert {category.code for category in city.categories} == set(ASKED)
    for asked in ASKED.values():
        questions = questions_of(asked)
        assert asked.keywords
        assert all(one.text_zh for one in questions)
        assert group_of(asked.group, "zh") != group_of(asked.group, "en")


def test_every_crossing_lies_in_the_outline_of_its_own_district_and_in_no_other(city: City) -> None:
    drawn = dict(outlines(city))
    for node in range(0, city.roads.nodes, 97):
        longitude_deg, latitude_deg = city.place(node)
        away = {
            one: distance_m(rings, latitude_deg=latitude_deg, longitude_deg=longitude_deg)
            for one, rings in drawn.items()
        }
        assert [one for one, away_m in away.items() if not away_m] == [int(city.roads.district[node])]

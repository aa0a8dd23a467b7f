from dataclasses import replace

from tests.worlds.pure import EAST, NOON, applied, asked, events, minute, refusal, somebody

from callbox.kernel.facts import Ref
from callbox.services.incident import area_watching, rules
from callbox.services.incident.inputs import LeaveArea, Open, StandInArea, WatchArea
from callbox.services.organisation.facts import Organisation, Post

DANA = somebody("dispatcher", post="desk-1")
DISTRICT = Organisation(id=EAST, status="active", name="east", level="county")
HERS = replace(DISTRICT, watcher="desk-1")
DESK_1, DESK_2 = (
    Post(id=name, status="active", organisation="coast/harbour", title="", roles=("dispatcher",), person=name)
    for name in ("desk-1", "desk-2")
)
OPENED = Ref("incident", "fire")
FIRE = Open(id="fire", category="fire", priority="emergency", area=EAST)


def test_what_opens_in_a_watched_district_is_watched_from_its_first_moment() -> None:
    act = asked(FIRE, by=somebody("call_taker"), at=minute(3))

    opened = applied(rules.open_incident(act, report=None, watcher=DESK_1))[OPENED]
    alone = applied(rules.open_incident(act, report=None, watcher=replace(DESK_1, person=None)))[OPENED]

    assert (opened.watcher, opened.watched_since) == ("desk-1", minute(3))
    assert alone.watcher is None


def test_a_district_is_taken_also_from_a_colleague_and_left() -> None:
    taken = area_watching.watch_area(asked(WatchArea(area=EAST), by=DANA), area=replace(DISTRICT, watcher="desk-2"))
    assert applied(taken)[DISTRICT.ref].watcher == "desk-1"
    assert (
        refusal(area_watching.watch_area, asked(WatchArea(area=EAST), by=DANA), area=HERS) == "incident.watched_already"
    )

    left = area_watching.leave_area(asked(LeaveArea(area=EAST), by=DANA), area=HERS)
    assert applied(left)[DISTRICT.ref].watcher is None
    no = refusal(area_watching.leave_area, asked(LeaveArea(area=EAST), by=DANA), area=DISTRICT)
    assert no == "incident.area_unwatched"


def test_whose_watcher_went_away_is_given_to_somebody_there_or_to_nobody() -> None:
    act = asked(StandInArea(area=EAST, gone="desk-1", to="desk-2"), at=NOON)
    assert applied(area_watching.stand_in_area(act, area=HERS, to=DESK_2))[DISTRICT.ref].watcher == "desk-2"
    nobody = area_watching.stand_in_area(asked(StandInArea(area=EAST, gone="desk-1")), area=HERS, to=None)
    assert events(nobody) == ["organisation.watch_left"]
    elsewhere = replace(DESK_2, organisation="coast/other")
    assert refusal(area_watching.stand_in_area, act, area=HERS, to=elsewhere) == "incident.watch_changed"


def test_a_station_lies_in_its_watched_district() -> None:
    assert area_watching.watcher_of(f"{EAST}/station-1", {EAST: "desk-1"}) == "desk-1"
    assert area_watching.watcher_of("Pier Road", {EAST: "desk-1"}) is None
    assert area_watching.watcher_of("", {EAST: "desk-1"}) is None

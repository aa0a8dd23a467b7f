"""Which units are proposed at all, and what is said of them."""

from dataclasses import replace

import numpy as np
import pytest
from tests.brain.dispatch.floor import NEVER, asked, codes, engine, fire, floor, ranked, sent, told

from callbox.brain.dispatch import Need, Settings, recommend


def test_only_a_crew_with_the_skill_and_a_vehicle_that_fits_is_proposed() -> None:
    case = fire(skills=frozenset({"chemicals"}), limits={"height_m": 3.2})
    engines = [
        engine("E1", measures={"height_m": 3.0}),
        engine("E2", skills=frozenset({"chemicals"}), measures={"height_m": 3.6}),
        engine("E3", skills=frozenset({"chemicals", "ropes"}), measures={"height_m": 3.2}),
    ]

    proposal = recommend(floor(engines, {"fire": [1, 2, 9]}, cases=[case]), case)

    assert ranked(proposal) == [["E3"]]
    assert codes(proposal) == ["only"]


def test_a_vehicle_of_unknown_height_is_asked_for_and_not_sent_under_a_bridge() -> None:
    case = fire(limits={"height_m": 3.2})

    proposal = recommend(floor([engine("E1")], {"fire": [1]}, cases=[case]), case)

    assert ranked(proposal) == []
    assert proposal.asked == (("E1", ("advice.ask_unmeasured", {"unit": "E1", "measure": "height_m"})),)


def test_an_ambulance_is_no_engine() -> None:
    now = floor([replace(engine("A1"), kind="ambulance"), engine("E1")], {"fire": [1, 9]})

    assert ranked(recommend(now, fire())) == [["E1"]]


@pytest.mark.parametrize("state", ["off_shift", "out_of_service"])
def test_a_unit_off_shift_or_out_of_service_is_not_sent(state: str) -> None:
    now = floor([engine("E1", state=state), engine("E2")], {"fire": [1, 9]})

    assert ranked(recommend(now, fire())) == [["E2"]]


def test_a_shift_that_ends_before_arrival_keeps_a_unit_back_and_one_that_ends_soon_is_told() -> None:
    ending = engine("E1", on_shift_until_ms=5 * 60_000)
    soon = engine("E2", on_shift_until_ms=20 * 60_000)
    now = floor([ending, soon], {"fire": [6, 9]})

    proposal = recommend(now, fire())

    assert ranked(proposal) == [["E2"]]
    assert proposal.ways[0].reasons[1] == ("advice.shift_ends", {"unit": "E2", "minutes": 20})


def test_a_tired_crew_stays_while_a_rested_one_can_be_there_in_the_stated_time() -> None:
    now = floor([engine("E1", rested=False), engine("E2")], {"fire": [2, 9.5]})

    proposal = recommend(now, fire(), settings=Settings(rested_within_ms=600_000))

    assert ranked(proposal) == [["E2"]]
    assert proposal.ways[0].reasons[1] == ("advice.rested_first", {"unit": "E2", "other": "E1", "seconds": 450})


def test_a_tired_crew_goes_when_no_rested_one_can_be_there_in_the_stated_time() -> None:
    now = floor([engine("E1", rested=False), engine("E2")], {"fire": [2, 11]})

    proposal = recommend(now, fire(), settings=Settings(rested_within_ms=600_000))

    assert ranked(proposal) == [["E1"], ["E2"]]
    assert proposal.ways[0].reasons[-1] == ("advice.unrested", {"unit": "E1", "minutes": 10})


def test_of_two_engines_needed_only_one_is_tired_when_one_rested_is_in_time() -> None:
    case = fire(engines=2)
    engines = [engine("E1", rested=False), engine("E2", rested=False), engine("E3")]

    proposal = recommend(floor(engines, {"fire": [1, 2, 8]}, cases=[case]), case)

    assert ranked(proposal) == [["E1", "E3"], ["E2", "E3"]]


def test_a_unit_without_a_position_is_ranked_from_its_station_and_says_so() -> None:
    now = floor([engine("E1", position="home"), engine("E2")], {"fire": [3, 4]})

    assert codes(recommend(now, fire())) == ["closest", "from_home"]


def test_a_unit_without_position_or_station_comes_last_and_says_so() -> None:
    now = floor([engine("E1", position="nowhere"), engine("E2")], {"fire": [NEVER, 40]})

    proposal = recommend(now, fire())

    assert ranked(proposal) == [["E2"], ["E1"]]
    assert codes(proposal, 1) == ["no_arrival", "no_position"]
    assert proposal.ways[1].first is None


def test_a_neighbour_comes_by_agreement_and_is_asked_without_one() -> None:
    by_agreement = engine("N1", neighbour="Harbour County")
    without = engine("N2", neighbour="Hill County", agreed=False)
    now = floor([by_agreement, without], {"fire": [6, 2]}, cases=[fire(engines=2)])

    proposal = recommend(now, fire(engines=2))

    assert ranked(proposal) == [["N1"]]
    assert codes(proposal) == ["only", "neighbour"]
    assert asked(proposal) == [("N2", "ask_neighbour")]


def test_when_no_unit_is_left_those_who_could_be_asked_come_in_the_order_of_their_promise() -> None:
    engines = [
        engine("E1", state="off_shift"),
        engine("E2", state="on_scene", on_case="bin", clears_in_ms=600_000),
        engine("E3", state="on_scene", on_case="bin"),
        engine("E4", state="en_route", on_case="bin", on_priority=0),
        engine("E5", neighbour="Hill County", agreed=False),
        engine("E6", state="out_of_service"),
        engine("E7", on_shift_until_ms=60_000),
    ]

    proposal = recommend(floor(engines, {"fire": [5, 5, 5, 5, 5, 5, 5]}), fire())

    assert proposal.ways == ()
    assert told(proposal) == ["lacking"]
    assert asked(proposal) == [
        ("E2", "ask_clearing"),
        ("E4", "ask_under_way"),
        ("E3", "ask_clearing_unknown"),
        ("E7", "ask_shift_end"),
        ("E5", "ask_neighbour"),
        ("E1", "ask_off_shift"),
    ]


def test_a_case_without_a_place_says_so_and_lets_free_units_stand_by() -> None:
    case = replace(fire(), longitude_deg=None, latitude_deg=None)
    now = floor([engine("E1"), engine("E2", state="off_shift")], {"fire": [1, 1]}, cases=[case])
    now = replace(now, straight_m=np.full((1, 2), np.nan))

    proposal = recommend(now, case)

    assert proposal.ways == ()
    assert told(proposal) == ["no_place", "lacking"]
    assert asked(proposal) == [("E1", "ask_stand_by"), ("E2", "ask_off_shift")]


def test_a_case_at_sea_says_that_no_road_is_near_and_names_the_nearest_by_straight_line() -> None:
    case = replace(fire(), off_road_m=None)
    now = floor([engine("E1"), engine("E2")], {"fire": [1, 1]}, cases=[case], straight_m=[[5000, 3000]])

    proposal = recommend(now, case)

    assert told(proposal) == ["no_road", "lacking"]
    assert asked(proposal) == [("E2", "ask_by_line"), ("E1", "ask_by_line")]


def test_an_island_without_a_road_says_that_there_is_no_way() -> None:
    now = floor([engine("E1")], {"fire": [NEVER]}, straight_m=[[4000]])

    proposal = recommend(now, fire())

    assert proposal.ways == ()
    assert told(proposal) == ["no_way", "lacking"]
    assert asked(proposal) == [("E1", "ask_by_line")]


def test_without_road_times_units_are_ranked_by_straight_line_and_the_case_says_so() -> None:
    now = floor([engine("E1"), engine("E2")], {"fire": [1, 1]}, straight_m=[[5000, 3000]])

    proposal = recommend(replace(now, travel_ms=None), fire())

    assert ranked(proposal) == [["E2"], ["E1"]]
    assert told(proposal) == ["no_road_times"]
    assert proposal.ways[0].sent[0].road_ms is None


def test_of_three_engines_needed_the_two_there_are_go_and_the_third_is_missing() -> None:
    case = fire(engines=3)
    proposal = recommend(floor([engine("E1"), engine("E2")], {"fire": [4, 2]}, cases=[case]), case)

    assert [one.unit for one in proposal.ways[0].sent] == ["E2", "E1"]
    assert [(one.need.kind, one.count) for one in proposal.missing] == [("engine", 1)]
    assert proposal.reasons[0] == ("advice.lacking", {"count": 1, "unit_kind": "engine"})


def test_a_crew_that_can_do_two_things_goes_where_nobody_else_can() -> None:
    # E1 is closest for both needs, but only E1 can handle ropes.
    case = replace(fire(), needs=(Need(kind="engine"), Need(kind="engine", skills=frozenset({"ropes"}))))
    engines = [engine("E1", skills=frozenset({"ropes"})), engine("E2")]

    proposal = recommend(floor(engines, {"fire": [1, 9]}, cases=[case]), case)

    assert [(one.unit, one.need) for one in proposal.ways[0].sent] == [("E2", 0), ("E1", 1)]
    assert proposal.missing == ()
    assert proposal.ways[0].reasons[0] == (
        "advice.together",
        {"count": 2, "first_seconds": 60, "last_seconds": 540},
    )


def test_a_way_tells_first_and_last_arrival_straight_line_and_road() -> None:
    case = fire(engines=2)
    now = floor([engine("E1"), engine("E2")], {"fire": [4, 2]}, cases=[case], straight_m=[[900, 700]])

    best = recommend(now, case).ways[0]

    assert best.first is not None
    assert best.last is not None
    assert (best.first.expected_ms, best.last.expected_ms) == (120_000, 240_000)
    assert best.first.low_ms < best.first.expected_ms < best.first.high_ms
    assert [(one.road_ms, one.straight_m) for one in best.sent] == [(120_000, 700.0), (240_000, 900.0)]


def test_a_runner_up_as_good_as_the_best_is_told_as_even() -> None:
    now = floor([engine("E1"), engine("E2")], {"fire": [4, 4.1]})

    proposal = recommend(now, fire())

    assert proposal.even
    assert proposal.reasons == (("advice.even", {"unit": "E1", "other": "E2"}),)
    assert proposal.runner_up == proposal.ways[1]
    assert not recommend(floor([engine("E1"), engine("E2")], {"fire": [4, 5]}), fire()).even


def test_a_unit_on_the_case_already_is_not_proposed_for_it_again() -> None:
    there = engine("E1", state="on_scene", on_case="fire", on_priority=0, clears_in_ms=1)
    now = floor([there, engine("E2")], {"fire": [0, 9]})

    assert sent(recommend(now, fire(), "priority_preemption")) == ["E2"]


def test_a_situation_that_does_not_fit_together_is_refused_with_the_field() -> None:
    now = floor([engine("E1")], {"fire": [1]})

    with pytest.raises(ValueError, match=r"^travel_ms: has shape \(1, 1\), \(1, 2\) \(cases, units\) would be right$"):
        replace(now, units=(engine("E1"), engine("E2")))
    with pytest.raises(ValueError, match=r"^units: two have the same id$"):
        floor([engine("E1"), engine("E1")], {"fire": [1, 2]})
    with pytest.raises(ValueError, match=r"^state: 'asleep' of unit E1 is none of idle, "):
        floor([engine("E1", state="asleep")], {"fire": [1]})
    with pytest.raises(ValueError, match=r"^case: flood is not among"):
        recommend(now, fire("flood"))

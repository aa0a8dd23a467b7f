"""Each policy on situations small enough to be answered by hand."""

import numpy as np
import pytest
from tests.brain.dispatch.floor import codes, cover, engine, fire, floor, ranked, sent

from callbox.brain.dispatch import POLICIES, Question, Settings, named, recommend, with_look_ahead
from callbox.brain.dispatch.facts import Bools, Floats


def test_the_closest_free_engine_by_road_goes_and_says_by_how_much() -> None:
    now = floor([engine("E1"), engine("E2"), engine("E3")], {"fire": [6, 4, 9]})

    proposal = recommend(now, fire(), "closest_idle")

    assert ranked(proposal) == [["E2"], ["E1"], ["E3"]]
    assert proposal.ways[0].reasons[0] == ("advice.closest", {"unit": "E2", "other": "E1", "seconds": 120})
    assert proposal.ways[1].reasons[0] == ("advice.later", {"unit": "E1", "other": "E2", "seconds": 120})


def test_by_straight_line_the_engine_across_the_water_goes_and_says_what_that_costs() -> None:
    now = floor([engine("E1"), engine("E2")], {"fire": [14, 5]}, straight_m=[[800, 2000]])

    proposal = recommend(now, fire(), "closest_straight_line")

    assert sent(proposal) == ["E1"]
    assert proposal.ways[0].reasons[0] == (
        "advice.by_line",
        {"unit": "E1", "other": "E2", "seconds": 540, "metres": 1200},
    )


def test_closest_idle_leaves_an_engine_alone_that_is_on_its_way_elsewhere() -> None:
    under_way = engine("E1", state="en_route", on_case="bin", on_priority=3)
    now = floor([under_way, engine("E2")], {"fire": [1, 9]})

    assert ranked(recommend(now, fire(), "closest_idle")) == [["E2"]]


def test_an_engine_is_taken_from_a_less_urgent_case_which_then_gets_another() -> None:
    under_way = engine("E1", state="en_route", on_case="bin", on_priority=3)
    cases = [fire(), fire("bin", priority=3, engines=0)]
    now = floor([under_way, engine("E2"), engine("E3")], {"fire": [2, 9, 12], "bin": [3, 7, 5]}, cases=cases)

    proposal = recommend(now, cases[0], "priority_preemption")

    assert sent(proposal) == ["E1"]
    assert codes(proposal) == ["closest", "taken_from"]
    assert [(one.unit, one.case, one.priority) for one in proposal.ways[0].taken] == [("E1", "bin", 3)]
    assert [(one.case, sent(one)) for one in proposal.then] == [("bin", ["E3"])]


def test_no_engine_is_taken_for_less_than_the_stated_gain() -> None:
    under_way = engine("E1", state="en_route", on_case="bin", on_priority=3)
    now = floor([under_way, engine("E2")], {"fire": [5, 5.5]})

    proposal = recommend(now, fire(), "priority_preemption", settings=Settings(take_gain_ms=60_000))

    assert sent(proposal) == ["E2"]
    assert codes(proposal) == ["leaves_other"]


@pytest.mark.parametrize("on_priority", [0, 1])
def test_no_engine_is_taken_from_a_case_as_urgent_or_more(on_priority: int) -> None:
    under_way = engine("E1", state="assigned", on_case="crash", on_priority=on_priority)
    now = floor([under_way, engine("E2")], {"fire": [1, 20]}, cases=[fire(priority=1)])

    assert sent(recommend(now, fire(priority=1), "priority_preemption")) == ["E2"]


def test_an_engine_about_to_clear_arrives_after_the_rest_of_its_work_and_less_certainly() -> None:
    clearing = engine("E1", state="on_scene", on_case="bin", on_priority=0, clears_in_ms=120_000)
    now = floor([clearing, engine("E2")], {"fire": [2, 9]})

    proposal = recommend(now, fire(), "priority_preemption")
    first, second = (way.first for way in proposal.ways)

    assert ranked(proposal) == [["E1"], ["E2"]]
    assert codes(proposal) == ["closest", "clearing"]
    assert first is not None
    assert second is not None
    assert first.expected_ms == 240_000
    assert (first.high_ms - first.low_ms) / first.expected_ms > (second.high_ms - second.low_ms) / second.expected_ms


def test_dmexclp_keeps_the_only_engine_of_a_quarter_while_another_is_in_time() -> None:
    # E1 alone covers the first quarter; E2 and E3 cover the second.
    served = cover([[1, 0], [0, 1], [0, 1]], calls_per_h=[1.0, 1.0])
    now = floor([engine("E1"), engine("E2"), engine("E3")], {"fire": [3, 6, 7]}, cover=served)

    proposal = recommend(now, fire(), "dmexclp")

    assert ranked(proposal) == [["E2"], ["E3"], ["E1"]]
    # One mean busy fraction 0.3: E1 keeps 0.7 of a call an hour, E2 and E3 0.7 x 0.3 each.
    assert [way.cover_lost_per_h for way in proposal.ways] == pytest.approx([0.21, 0.21, 0.7], rel=1e-6)
    assert proposal.ways[0].reasons[0] == (
        "advice.keeps_cover",
        {"unit": "E2", "other": "E1", "seconds": 180, "calls": 49},
    )


def test_dmexclp_sends_the_one_in_time_before_those_that_cost_less_cover() -> None:
    served = cover([[1, 0], [0, 1], [0, 1]], calls_per_h=[1.0, 1.0])
    now = floor([engine("E1"), engine("E2"), engine("E3")], {"fire": [8, 8.1, 9]}, cover=served)

    assert sent(recommend(now, fire(), "dmexclp")) == ["E1"]


def test_expected_cover_spends_seconds_for_cover_up_to_the_cap_for_the_most_urgent() -> None:
    served = cover([[1, 0], [0, 1], [0, 1]], calls_per_h=[1.0, 1.0])
    cases = [fire("now", priority=0), fire("later", priority=1)]
    engines = [engine("E1"), engine("E2"), engine("E3")]
    now = floor(engines, {"now": [3, 5, 6], "later": [3, 5, 6]}, cases=cases, cover=served)
    settings = Settings(cap_ms=(60_000,), cover_ms_per_call_h=600_000.0)

    # E2 is two minutes behind E1 and keeps 0.49 calls an hour, worth 294 s: too late for the most urgent only.
    assert ranked(recommend(now, cases[0], "expected_cover", settings=settings))[0] == ["E1"]
    assert ranked(recommend(now, cases[1], "expected_cover", settings=settings))[0] == ["E2"]


def test_the_cap_counts_from_the_second_closest_for_the_second_engine() -> None:
    served = cover([[1, 0], [1, 0], [0, 1], [0, 1]], calls_per_h=[5.0, 0.1])
    engines = [engine("E1"), engine("E2"), engine("E3"), engine("E4")]
    case = fire(engines=2)
    now = floor(engines, {"fire": [2, 5, 5.5, 9]}, cases=[case], cover=served)

    assert sent(recommend(now, case, "expected_cover", settings=Settings(cap_ms=(60_000,)))) == ["E1", "E3"]


def test_busier_engines_are_worth_less_at_their_post() -> None:
    # Both cover the same quarter; E1 is hardly ever free, so sending it loses less.
    served = cover([[1], [1]], calls_per_h=[2.0], busy=[0.9, 0.1])
    now = floor([engine("E1"), engine("E2")], {"fire": [5, 4.9]}, cases=[fire(priority=1)], cover=served)

    assert sent(recommend(now, fire(priority=1), "expected_cover")) == ["E1"]


def test_without_figures_on_cover_a_cover_policy_goes_by_time_and_says_so() -> None:
    now = floor([engine("E1"), engine("E2")], {"fire": [6, 4]})

    for policy in ("dmexclp", "expected_cover"):
        proposal = recommend(now, fire(), policy)
        assert sent(proposal) == ["E2"]
        assert proposal.reasons == (("advice.no_cover_data", {"policy": policy}),)


def test_look_ahead_simulates_only_the_short_list_and_follows_the_futures() -> None:
    seen: list[list[bool]] = []

    def futures(question: Question, units: Bools, /) -> Floats:
        seen.append(units.tolist())
        return np.where(units, np.array([9_000.0, 1_000.0, 5_000.0]), np.inf)

    now = floor([engine("E1"), engine("E2"), engine("E3")], {"fire": [3, 4, 9]})
    policy = named("look_ahead", with_look_ahead(futures))

    proposal = recommend(now, fire(), policy, settings=Settings(shortlist=2))

    assert seen[0] == [True, True, False]
    assert ranked(proposal) == [["E2"], ["E1"], ["E3"]]
    assert proposal.policy == "look_ahead"
    assert codes(proposal) == ["by_policy"]


def test_a_policy_of_ones_own_is_a_function_of_the_question() -> None:
    def last_in_the_book(question: Question, /) -> Floats:
        return np.where(question.idle, 1000.0 - np.arange(len(question.idle)), np.inf)

    now = floor([engine("E1"), engine("E2")], {"fire": [1, 2]})

    assert sent(recommend(now, fire(), last_in_the_book)) == ["E2"]


def test_an_unknown_policy_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"^policy: 'nearest' is none of closest_idle, .*priority_preemption$"):
        named("nearest")


def test_every_policy_says_where_it_comes_from() -> None:
    assert [name for name, policy in POLICIES.items() if not (policy.__doc__ or "").strip()] == []

"""What makes a proposal stale, and what does not."""

from dataclasses import replace

from tests.brain.dispatch.floor import engine, fire, floor

from callbox.brain.dispatch import Situation, recommend, still_holds, versions


def now() -> Situation:
    under_way = engine("E1", state="en_route", on_case="bin", on_priority=3, version=4)
    cases = [fire(), fire("bin", priority=3, engines=0)]
    minutes = {"fire": [2, 9, 12], "bin": [1, 2, 3]}
    return floor([under_way, engine("E2", version=7), engine("E3", state="off_shift")], minutes, cases=cases)


def test_a_proposal_holds_while_nothing_it_rests_on_has_changed() -> None:
    proposal = recommend(now(), fire(), "priority_preemption")

    assert still_holds(proposal, versions(now())) == []


def test_a_new_position_changes_nothing() -> None:
    proposal = recommend(now(), fire(), "priority_preemption")
    before = now()
    assert before.travel_ms is not None
    moved = replace(before, travel_ms=before.travel_ms + 60_000, straight_m=before.straight_m + 500)

    assert still_holds(proposal, versions(moved)) == []


def test_a_changed_unit_case_or_closure_is_named() -> None:
    proposal = recommend(now(), fire(), "priority_preemption")
    units = (replace(now().units[0], version=5), *now().units[1:])
    cases = (replace(now().cases[0], version=1), replace(now().cases[1], version=2))
    later = replace(now(), units=units, cases=cases, closures_version=1)

    assert still_holds(proposal, versions(later)) == [
        ("case", "bin"),
        ("case", "fire"),
        ("unit", "E1"),
        ("closures", ""),
    ]


def test_one_way_rests_only_on_its_own_units() -> None:
    proposal = recommend(now(), fire(), "priority_preemption")
    later = replace(now(), units=(replace(now().units[0], version=5), *now().units[1:]))

    assert still_holds(proposal, versions(later), way=proposal.ways[0]) == [("unit", "E1")]
    assert still_holds(proposal, versions(later), way=proposal.ways[1]) == []


def test_a_unit_that_is_not_proposed_may_change() -> None:
    proposal = recommend(now(), fire(), "priority_preemption")
    later = replace(now(), units=(*now().units[:2], replace(now().units[2], state="idle", version=1)))

    assert still_holds(proposal, versions(later)) == []


def test_a_unit_that_is_gone_has_changed() -> None:
    proposal = recommend(now(), fire(), "priority_preemption")
    known = versions(now())

    assert still_holds(proposal, replace(known, units={"E1": 4})) == [("unit", "E2")]

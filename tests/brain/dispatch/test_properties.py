"""What holds for every policy and every situation."""

from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.brain.dispatch.drawn import MINUTE_MS, shuffled, situations

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.dispatch import (
    POLICIES,
    Case,
    Need,
    Proposal,
    Settings,
    Situation,
    UnitState,
    recommend,
    recommend_all,
)

RESTED_WITHIN_MS = 10 * MINUTE_MS
policies = st.sampled_from(sorted(POLICIES))
few = settings(max_examples=60, deadline=None)
IDLE = ("idle", "returning")


def fits(unit: UnitState, need: Need) -> bool:
    """The trade's rule, said once more and in other words."""
    height_m = need.limits.get("height_m")
    low_enough = height_m is None or ("height_m" in unit.measures and unit.measures["height_m"] <= height_m)
    return unit.kind == need.kind and not need.skills - unit.skills and low_enough


def arrival_ms(now: Situation, case: Case, unit: UnitState) -> float:
    """When a unit would be there; infinite if it cannot be, in its shift."""
    assert now.travel_ms is not None
    travel_ms = int(now.travel_ms[now.cases.index(case), now.units.index(unit)])
    if travel_ms >= UNREACHABLE_MS or unit.position == "nowhere":
        return np.inf
    rest_ms = unit.clears_in_ms or 0 if unit.state in ("on_scene", "transporting", "at_hospital") else 0
    until_ms = np.inf if unit.on_shift_until_ms is None else unit.on_shift_until_ms - now.at_ms
    return travel_ms + rest_ms if travel_ms + rest_ms < until_ms else np.inf


def may_be_idle(now: Situation, case: Case, need: Need, unit: UnitState) -> bool:
    lent = not unit.neighbour or unit.agreed
    return unit.state in IDLE and fits(unit, need) and lent and unit.on_case != case.id


def each_sent(now: Situation, proposal: Proposal) -> list[tuple[Case, Need, UnitState, frozenset[str]]]:
    """(case, need, unit, all units of the way) for every unit of every way."""
    case = next(one for one in now.cases if one.id == proposal.case)
    units = {unit.id: unit for unit in now.units}
    return [(case, case.needs[one.need], units[one.unit], way.units) for way in proposal.ways for one in way.sent]


@few
@given(situations(), policies)
def test_nobody_is_proposed_who_lacks_what_is_needed_or_is_off_shift(now: Situation, policy: str) -> None:
    for proposal in recommend_all(now, now.cases, policy):
        for case, need, unit, _ in each_sent(now, proposal):
            assert fits(unit, need)
            assert unit.state not in ("off_shift", "out_of_service")
            assert unit.on_shift_until_ms is None or unit.on_shift_until_ms > now.at_ms
            assert unit.on_case != case.id
            assert not unit.neighbour or unit.agreed


@few
@given(situations(), policies)
def test_nobody_without_a_way_is_proposed_and_nobody_of_unknown_place_before_one_who_can_come(
    now: Situation, policy: str
) -> None:
    for proposal in recommend_all(now, now.cases, policy):
        for case, need, unit, way in each_sent(now, proposal):
            assert unit.position == "nowhere" or np.isfinite(arrival_ms(now, case, unit))
            if unit.position == "nowhere" and way == (proposal.best and proposal.best.units):
                taken = {
                    one for other in recommend_all(now, now.cases, policy) if other.best for one in other.best.units
                }
                idle = [one for one in now.units if may_be_idle(now, case, need, one) and one.id not in taken]
                assert not any(np.isfinite(arrival_ms(now, case, one)) for one in idle)


@few
@given(situations(), policies)
def test_no_tired_crew_is_proposed_while_an_idle_rested_one_can_be_there_in_time(now: Situation, policy: str) -> None:
    proposals = recommend_all(now, now.cases, policy)
    for proposal in proposals:
        others = {unit for one in proposals if one is not proposal and one.best for unit in one.best.units}
        for case, need, unit, way in each_sent(now, proposal):
            unused = [one for one in now.units if one.id not in way | others and one.rested]
            in_time = [
                one.id
                for one in unused
                if may_be_idle(now, case, need, one) and arrival_ms(now, case, one) <= RESTED_WITHIN_MS
            ]
            assert unit.rested or not in_time


@few
@given(situations(most_cases=1))
def test_closest_idle_is_whom_a_search_through_all_finds(now: Situation) -> None:
    rested = replace(now, units=tuple(replace(unit, rested=True, position="here") for unit in now.units))
    case = replace(now.cases[0], needs=(replace(now.cases[0].needs[0], count=1),))
    rested = replace(rested, cases=(case,))

    found = [way.sent[0].unit for way in recommend(rested, case, "closest_idle").ways]

    able = [unit for unit in rested.units if may_be_idle(rested, case, case.needs[0], unit)]
    timed = [(arrival_ms(rested, case, unit), unit.id) for unit in able]
    assert found == [name for time_ms, name in sorted(timed) if np.isfinite(time_ms)][:5]


@few
@given(situations(), policies, st.randoms(use_true_random=False))
def test_the_order_in_which_units_and_cases_are_told_decides_nothing(
    now: Situation, policy: str, chance: Random
) -> None:
    order = list(range(len(now.units)))
    chance.shuffle(order)

    other = shuffled(now, order)

    assert recommend_all(other, other.cases, policy) == recommend_all(now, now.cases, policy)
    assert recommend_all(now, now.cases[::-1], policy) == recommend_all(now, now.cases, policy)[::-1]


@few
@given(situations(most_cases=1), st.sampled_from([0, MINUTE_MS, 4 * MINUTE_MS]))
def test_no_cover_is_bought_with_more_than_the_cap_from_the_most_urgent(now: Situation, cap_ms: int) -> None:
    case = replace(now.cases[0], priority=0, needs=(replace(now.cases[0].needs[0], count=1),))
    now = replace(simple(now), cases=(case,))
    decided = Settings(cap_ms=(cap_ms,), cover_ms_per_call_h=1e7)

    best = recommend(now, case, "expected_cover", settings=decided).best

    idle = [arrival_ms(now, case, one) for one in now.units if may_be_idle(now, case, case.needs[0], one)]
    if best is not None and np.isfinite(min(idle, default=np.inf)):
        assert best.first is not None
        assert best.first.expected_ms <= min(idle) + cap_ms


@few
@given(situations(), policies)
def test_no_unit_goes_to_two_cases_and_none_twice_to_one(now: Situation, policy: str) -> None:
    proposals = recommend_all(now, now.cases, policy)
    again = [then for one in proposals for then in one.then]
    sent = [one.unit for proposal in (*proposals, *again) if proposal.best for one in proposal.best.sent]

    assert len(sent) == len(set(sent))


@few
@given(situations(), policies)
def test_what_is_sent_and_what_is_missing_are_what_is_needed(now: Situation, policy: str) -> None:
    for case, proposal in zip(now.cases, recommend_all(now, now.cases, policy), strict=True):
        sent = len(proposal.best.sent) if proposal.best else 0
        assert sent + sum(lack.count for lack in proposal.missing) == sum(need.count for need in case.needs)
        assert (proposal.asked == ()) or proposal.missing


# Together and one by one


def misery(now: Situation, proposals: dict[str, Proposal]) -> list[tuple[float, ...]]:
    """For each class, most urgent first: needs with nobody and units missing (twice and once), then minutes in all."""
    told: list[tuple[float, ...]] = []
    for priority in sorted({case.priority for case in now.cases}):
        cases = [case for case in now.cases if case.priority == priority]
        unmet = sum(_unmet(case, proposals[case.id]) for case in cases)
        told.append((unmet, sum(_minutes(case, proposals[case.id], now) for case in cases)))
    return told


def _unmet(case: Case, proposal: Proposal) -> int:
    missing = [(lack.need, lack.count) for lack in proposal.missing]
    return sum(count + (count == need.count) for need, count in missing)


def _minutes(case: Case, proposal: Proposal, now: Situation) -> float:
    return sum(one.arrival.expected_ms for one in proposal.best.sent if one.arrival) if proposal.best else 0.0


def one_by_one(now: Situation) -> dict[str, Proposal]:
    """Each case in turn takes its best, most urgent first."""
    found: dict[str, Proposal] = {}
    for case in sorted(now.cases, key=lambda one: (one.priority, one.waiting_since_ms, one.id)):
        found[case.id] = recommend(now, case)
        best = found[case.id].best
        gone = best.units if best else frozenset()
        units = (replace(one, state="out_of_service") if one.id in gone else one for one in now.units)
        now = replace(now, units=tuple(units))
    return found


def simple(now: Situation) -> Situation:
    """Without what stands before time: rest and unknown places; all cases begun at once."""
    units = tuple(replace(unit, rested=True, position="here") for unit in now.units)
    return replace(now, units=units, cases=tuple(replace(case, waiting_since_ms=now.at_ms) for case in now.cases))


@few
@given(situations())
def test_together_no_class_is_worse_off_than_one_by_one_unless_a_more_urgent_one_is_better(now: Situation) -> None:
    now = simple(now)
    together = dict(zip((case.id for case in now.cases), recommend_all(now, now.cases), strict=True))

    assert misery(now, together) <= misery(now, one_by_one(now))


@few
@given(situations(most_units=4, most_cases=2))
def test_together_is_the_best_of_all_that_could_be_done(now: Situation) -> None:
    now = simple(now)
    together = dict(zip((case.id for case in now.cases), recommend_all(now, now.cases), strict=True))

    assert misery(now, together) == best_of_all(now)


def best_of_all(now: Situation) -> list[tuple[float, ...]]:
    """By trying every way to give each seat another unit, or nobody."""
    seats = [(case, need) for case in now.cases for need in case.needs for _ in range(need.count)]
    tried: list[tuple[int, ...]] = [()]
    for case, need in seats:
        able = [at for at, unit in enumerate(now.units) if may_come(now, case, need, unit)]
        tried = [(*before, at) for before in tried for at in (*able, -1) if at < 0 or at not in before]
    return min(_misery_of(now, seats, drawn) for drawn in tried)


def may_come(now: Situation, case: Case, need: Need, unit: UnitState) -> bool:
    return may_be_idle(now, case, need, unit) and bool(np.isfinite(arrival_ms(now, case, unit)))


def _misery_of(now: Situation, seats: list[tuple[Case, Need]], drawn: tuple[int, ...]) -> list[tuple[float, ...]]:
    told: dict[int, tuple[float, ...]] = {case.priority: (0, 0.0) for case in now.cases}
    met: set[tuple[str, int]] = set()
    for (case, need), at in sorted(zip(seats, drawn, strict=True), key=lambda one: one[1] < 0):
        unmet, time_ms = told[case.priority]
        if at >= 0:
            met.add((case.id, id(need)))
            told[case.priority] = (unmet, time_ms + arrival_ms(now, case, now.units[at]))
        else:
            told[case.priority] = (unmet + 1 + ((case.id, id(need)) not in met), time_ms)
            met.add((case.id, id(need)))
    return [told[priority] for priority in sorted(told)]

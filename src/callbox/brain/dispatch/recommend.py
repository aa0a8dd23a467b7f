"""Whom to send: one case, or several at once as one problem.

The most urgent class is served first: nothing that helps a less urgent case may cost a more urgent one anything. Within
a class as many needs as possible are met, the first unit of each before a second of any, and then the sum of the
policy's costs is least. Of equal answers: the longer-waiting case, then the lower id of case and unit, is served better.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from callbox.brain.dispatch.asking import asked, lacking
from callbox.brain.dispatch.facts import Bools, Case, Cover, Floats, Need, Settings, Situation
from callbox.brain.dispatch.fleet import Roster, fleet, roster
from callbox.brain.dispatch.matching import in_order, match_in_turn, with_unmet
from callbox.brain.dispatch.policies import Policy, name_of, named
from callbox.brain.dispatch.proposal import Depends, Proposal, Reason, Way
from callbox.brain.dispatch.reasons import because, sign
from callbox.brain.dispatch.seats import Seats, seats
from callbox.brain.dispatch.telling import of_case, why
from callbox.brain.dispatch.ways import Chosen, ranked, taken, way

USUAL: Final = Settings()


def recommend(
    situation: Situation, case: Case, policy: str | Policy = "closest_idle", *, settings: Settings = USUAL
) -> Proposal:
    """Ranked ways to meet what a case needs. `case` is one of the situation's.

    Raises ValueError for a policy by a name that there is not, and for a case that is not in the situation.
    """
    return recommend_all(situation, (case,), policy, settings=settings)[0]


def recommend_all(
    situation: Situation, cases: Sequence[Case], policy: str | Policy = "closest_idle", *, settings: Settings = USUAL
) -> tuple[Proposal, ...]:
    """One proposal for each of these cases, in their order; no unit is in the best way of two of them."""
    situation = in_order_of_ids(situation)
    rows = [_row(situation, case) for case in cases]
    first = sorted(range(len(rows)), key=lambda at: _urgency(situation.cases[rows[at]]))
    judge = named(policy) if isinstance(policy, str) else policy
    nobody = np.zeros(len(situation.units), dtype=np.bool_)
    found = _together(situation, [rows[at] for at in first], policy=judge, settings=settings, barred=nobody)
    by_place = dict(zip(first, found, strict=True))
    return tuple(by_place[at] for at in range(len(rows)))


def in_order_of_ids(situation: Situation) -> Situation:
    """The same situation with its units in the order of their ids, so that the order they came in decides nothing."""
    if isinstance(situation.units, Roster):
        return situation
    ids = [unit.id for unit in situation.units]
    if all(one < other for one, other in pairwise(ids)):
        return replace(situation, units=roster(situation.units))
    order = sorted(range(len(ids)), key=ids.__getitem__)
    return replace(
        situation,
        units=roster(situation.units),
        travel_ms=None if situation.travel_ms is None else situation.travel_ms[:, order],
        straight_m=situation.straight_m[:, order],
        cover=None if situation.cover is None else _cover_of(situation.cover, order),
    )


def _cover_of(cover: Cover, order: list[int]) -> Cover:
    return replace(cover, travel_ms=cover.travel_ms[order], busy=cover.busy[order], serves=cover.serves[order])


def _row(situation: Situation, case: Case) -> int:
    for row, known in enumerate(situation.cases):
        if known.id == case.id:
            return row
    raise ValueError(f"case: {case.id} is not among the situation's cases: {len(situation.cases)} are")


def _urgency(case: Case) -> tuple[int, int, str]:
    return (case.priority, case.waiting_since_ms, case.id)


def _together(
    situation: Situation, rows: list[int], *, policy: Policy, settings: Settings, barred: Bools
) -> list[Proposal]:
    """The proposals for the cases in these rows, most urgent first; `barred` (n,) are not to be sent."""
    units = fleet(situation, barred)
    asking = [seats(situation, row, fleet=units, policy=policy, settings=settings) for row in rows]
    ways = _ways_of_one(asking[0]) if len(asking) == 1 else _ways_of_all(asking)
    used = barred.copy()
    used[[unit for chosen in ways for _, unit in (chosen[0] if chosen else ())]] = True
    proposals = [_proposal(one, chosen) for one, chosen in zip(asking, ways, strict=True)]
    return _with_then(proposals, situation, policy=policy, settings=settings, barred=used)


def _ways_of_one(one: Seats) -> list[list[Chosen]]:
    return [ranked(one)]


def _ways_of_all(asking: list[Seats]) -> list[list[Chosen]]:
    """For each case its part of the best answer to all, then what it could do without the others' units."""
    bests = _best_of_all(asking)
    every = {unit for best in bests for _, unit in best}
    return [_with_alternatives(one, best, every) for one, best in zip(asking, bests, strict=True)]


def _with_alternatives(one: Seats, best: Chosen, every: set[int]) -> list[Chosen]:
    if not best:
        return []
    others = every - {unit for _, unit in best}
    alone = replace(one, able=tuple(able & ~_mask(others, len(able)) for able in one.able))
    alternatives = [way for way in ranked(alone) if _units(way) != _units(best) and len(way) == len(best)]
    return [best, *alternatives[: one.settings.most_ways - 1]]


def _mask(units: set[int], count: int) -> Bools:
    mask = np.zeros(count, dtype=np.bool_)
    mask[list(units)] = True
    return mask


def _units(way: Chosen) -> set[int]:
    return {unit for _, unit in way}


def _best_of_all(asking: list[Seats]) -> list[Chosen]:
    """For each case which unit takes which seat, all together, class by class."""
    owner = [at for at, one in enumerate(asking) for _ in one.of]
    if not owner:
        return [() for _ in asking]
    costs = with_unmet(np.concatenate([one.costs for one in asking]), np.concatenate([one.unmet for one in asking]))
    priority = np.array([asking[at].case.priority for at in owner])
    columns = match_in_turn(_objectives(costs, priority), np.isfinite(costs))
    count = len(asking[0].situation.units)
    ways: list[list[tuple[int, int]]] = [[] for _ in asking]
    for row, (at, column) in enumerate(zip(owner, columns, strict=True)):
        if column < count:
            ways[at].append((row - owner.index(at), int(column)))
    return [tuple(way) for way in ways]


def _objectives(costs: Floats, priority: Floats) -> Iterator[Floats]:
    """What is made least, one after the other: each class's sum, then each case's own."""
    finite = np.where(np.isfinite(costs), costs, 0.0)
    for level in np.unique(priority):
        yield np.where((priority == level)[:, None], finite, 0.0)
    yield from in_order(finite, np.isfinite(costs))


def _proposal(one: Seats, ways: list[Chosen]) -> Proposal:
    best = ways[0] if ways else ()
    lacks = lacking(one, best)
    told = tuple(way(one, chosen, why(one, chosen, best)) for chosen in ways)
    even = _even(told, one.settings.even_ms)
    return Proposal(
        case=one.case.id,
        policy=name_of(one.policy),
        ways=told,
        missing=lacks,
        asked=asked(one, lacks, best) if lacks else (),
        then=(),
        reasons=(
            *of_case(one),
            *(because("advice.lacking", count=lack.count, unit_kind=lack.need.kind) for lack in lacks),
            *_reasons_of_even(one, ways, even),
        ),
        even=even,
        depends=_depends(one, ways),
    )


def _even(ways: tuple[Way, ...], even_ms: int) -> bool:
    """Whether the runner-up is there as soon, first and last, and costs as little."""
    if len(ways) < 2 or abs(ways[0].cost - ways[1].cost) > even_ms:
        return False
    pairs = ((ways[0].first, ways[1].first), (ways[0].last, ways[1].last))
    return all(one and other and abs(one.expected_ms - other.expected_ms) <= even_ms for one, other in pairs)


def _reasons_of_even(one: Seats, ways: list[Chosen], even: bool) -> tuple[Reason, ...]:
    if not even:
        return ()
    units = one.situation.units
    apart = [sorted(_units(ways[a]) - _units(ways[b])) for a, b in ((0, 1), (1, 0))]
    unit, other = (", ".join(sign(units[at]) for at in side) for side in apart)
    return (because("advice.even", unit=unit, other=other),)


def _depends(one: Seats, ways: list[Chosen]) -> Depends:
    units = {unit for way in ways for _, unit in way}
    cases = {one.case.id, *(taken(one, unit).case for unit in units if one.fleet.under_way[unit])}
    return Depends(
        units={one.situation.units[unit].id: one.situation.units[unit].version for unit in sorted(units)},
        cases={case.id: case.version for case in one.situation.cases if case.id in cases},
        closures=one.situation.closures_version,
    )


def _with_then(
    proposals: list[Proposal], situation: Situation, *, policy: Policy, settings: Settings, barred: Bools
) -> list[Proposal]:
    """Each proposal that takes units from less urgent cases, with whom to send there instead: all these at once."""
    lost = _lost_by_case(proposals, situation)
    if not lost:
        return proposals
    cases = tuple(replace(one, needs=lost.get(one.id, one.needs)) for one in situation.cases)
    rows = sorted((row for row, one in enumerate(cases) if one.id in lost), key=lambda row: _urgency(cases[row]))
    again = _together(replace(situation, cases=cases), rows, policy=policy, settings=settings, barred=barred)
    left = {proposal.case: proposal for proposal in again}
    return [replace(one, then=tuple(_taken_first(one, left))) for one in proposals]


def _lost_by_case(proposals: list[Proposal], situation: Situation) -> dict[str, tuple[Need, ...]]:
    """What each less urgent case loses, as needs; only cases of which the situation knows the way."""
    if not any(proposal.best and proposal.best.taken for proposal in proposals):
        return {}
    known = {case.id for case in situation.cases}
    units = {unit.id: unit for unit in situation.units}
    lost: dict[str, tuple[Need, ...]] = {}
    for proposal in proposals:
        for one in proposal.best.taken if proposal.best else ():
            if one.case in known:
                unit = units[one.unit]
                need = replace(unit.on_need, count=1) if unit.on_need else Need(kind=unit.kind)
                lost[one.case] = (*lost.get(one.case, ()), need)
    return lost


def _taken_first(proposal: Proposal, left: dict[str, Proposal]) -> Iterator[Proposal]:
    """The new proposals for the cases it takes from; one that two take from stands with the first."""
    for name in dict.fromkeys(one.case for one in (proposal.best.taken if proposal.best else ())):
        if name in left:
            yield left.pop(name)

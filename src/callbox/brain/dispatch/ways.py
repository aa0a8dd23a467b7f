"""From costs to ways: which sets of units, ranked, and when each unit would be there."""

from collections.abc import Iterator, Sequence
from math import hypot, inf

import numpy as np

from callbox.brain.dispatch.facts import CLEARS_SPREAD
from callbox.brain.dispatch.matching import best_sets
from callbox.brain.dispatch.proposal import Interval, Reason, Sent, Taken, Way
from callbox.brain.dispatch.seats import Seats

Chosen = tuple[tuple[int, int], ...]
"""(seat, unit) for each seat that is filled."""


def ranked(one: Seats) -> list[Chosen]:
    """Up to `most_ways` ways, best first, each with another set of units and as many seats filled as the best."""
    found = _single(one) if len(one.of) == 1 else _several(one)
    ways: list[Chosen] = []
    for way in found:
        if ways and len(way) < len(ways[0]):
            break
        if not passes_over_rested(one, way):
            ways.append(way)
        if len(ways) == one.settings.most_ways:
            break
    return ways


def _single(one: Seats) -> Iterator[Chosen]:
    costs = one.costs[0]
    for unit in np.argsort(costs, kind="stable")[: np.count_nonzero(np.isfinite(costs))]:
        yield ((0, int(unit)),)


def _several(one: Seats) -> Iterator[Chosen]:
    """The best sets, sought among the units that may be in one: of s seats and k sets, the s + k cheapest of each seat."""
    if not np.any(np.isfinite(one.costs)):
        return
    most = one.settings.most_ways
    reach = len(one.of) + most
    cheapest = np.argsort(one.costs, axis=1, kind="stable")[:, :reach]
    units = np.unique(cheapest)
    for columns in best_sets(one.costs[:, units], one.unmet, most=most):
        yield tuple((seat, int(units[column])) for seat, column in enumerate(columns) if column >= 0)


def passes_over_rested(one: Seats, way: Chosen) -> bool:
    """Whether a way sends a crew that has not rested while one that has, and is in time, stays unused."""
    rested = one.fleet.rested
    if one.fleet.all_rested or all(rested[unit] for _, unit in way):
        return False
    unused = one.in_time.copy()
    unused[[unit for _, unit in way]] = False
    return any(not rested[unit] and np.any(unused & np.isfinite(one.costs[seat])) for seat, unit in way)


def way(one: Seats, chosen: Chosen, reasons: tuple[Reason, ...]) -> Way:
    """The way with its arrivals and what it costs."""
    sent = _in_order(one, chosen)
    units = [unit for _, unit in chosen]
    return Way(
        sent=sent,
        first=_earliest([one.arrival for one in sent]),
        last=_latest([one.arrival for one in sent]),
        cover_lost_per_h=_lost_per_h(one, units),
        taken=tuple(taken(one, unit) for unit in sorted(units) if one.fleet.under_way[unit]),
        cost=int(sum(one.costs[seat, unit] for seat, unit in chosen)),
        reasons=reasons,
    )


def taken(one: Seats, unit: int) -> Taken:
    """What a unit under way is taken from."""
    state = one.situation.units[unit]
    return Taken(unit=state.id, case=state.on_case, priority=int(one.fleet.priority[unit]))


def arrival(one: Seats, unit: int, travel_ms: int) -> Interval:
    """When a unit would be there: expected, and an interval; wider for one that must clear first.

    Its two times are off independently, so the ends lie apart by the root of the squares.
    """
    rest_ms = int(one.fleet.clears_in_ms[unit]) if one.fleet.clearing[unit] else 0
    travel, rest = one.situation.travel_spread, one.situation.units[unit].clears_spread or CLEARS_SPREAD
    expected_ms = travel_ms + rest_ms
    early_ms = hypot(travel_ms * (1.0 - travel.low), rest_ms * (1.0 - rest.low))
    late_ms = hypot(travel_ms * (travel.high - 1.0), rest_ms * (rest.high - 1.0))
    return Interval(expected_ms, max(round(expected_ms - early_ms), 0), round(expected_ms + late_ms))


def _travel_ms(one: Seats, unit: int) -> int | None:
    """How long it drives, as expected; None if nobody knows where it is."""
    arrival_ms = float(one.arrival_ms[unit])
    if arrival_ms == inf:
        return None
    return round(arrival_ms - float(one.fleet.clears_in_ms[unit]) if one.fleet.clearing[unit] else arrival_ms)


def _in_order(one: Seats, chosen: Chosen) -> tuple[Sent, ...]:
    """The units by need, the closest first within each; seats of one need are alike."""
    order = sorted(chosen, key=lambda pair: (one.of[pair[0]][0], one.arrival_ms[pair[1]], pair[1]))
    return tuple(_sent(one, need=one.of[seat][0], unit=unit) for seat, unit in order)


def _sent(one: Seats, *, need: int, unit: int) -> Sent:
    straight_m = float(one.situation.straight_m[one.row, unit])
    travel_ms = _travel_ms(one, unit)
    return Sent(
        unit=one.situation.units[unit].id,
        need=need,
        arrival=None if travel_ms is None else arrival(one, unit, travel_ms),
        road_ms=travel_ms if one.situation.travel_ms is not None else None,
        straight_m=None if np.isnan(straight_m) else straight_m,
    )


def _earliest(times: Sequence[Interval | None]) -> Interval | None:
    """The first arrival; its interval ends where the first of the ends lies."""
    known = [time for time in times if time is not None]
    return Interval(*(min(ends) for ends in zip(*known, strict=True))) if known else None


def _latest(times: Sequence[Interval | None]) -> Interval | None:
    """The last arrival; None while nobody knows when one of them is there."""
    known = [time for time in times if time is not None]
    return Interval(*(max(ends) for ends in zip(*known, strict=True))) if known and len(known) == len(times) else None


def _lost_per_h(one: Seats, units: list[int]) -> float | None:
    lost_per_h = one.fleet.lost_per_h
    if len(units) == 1:
        return None if lost_per_h is None else float(lost_per_h[units[0]])
    return one.fleet.lost_together_per_h(units)

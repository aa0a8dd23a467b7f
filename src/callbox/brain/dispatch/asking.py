"""The next best answer where a need cannot be met: which units could be asked, and how each could help."""

from collections.abc import Iterator

import numpy as np

from callbox.brain.dispatch.facts import OFF_SHIFT, OUT_OF_SERVICE, Need, UnitState
from callbox.brain.dispatch.fleet import FOREVER_MS, meets
from callbox.brain.dispatch.proposal import Lack, Reason
from callbox.brain.dispatch.question import has_place
from callbox.brain.dispatch.reasons import because, minutes, sign
from callbox.brain.dispatch.seats import Seats
from callbox.brain.dispatch.telling import case_of
from callbox.brain.dispatch.ways import Chosen

Answer = tuple[tuple[int, float], Reason]
"""How promising (lower first), and what to say."""
MOST = 8


def lacking(one: Seats, best: Chosen) -> tuple[Lack, ...]:
    """What the best way leaves unmet."""
    met = [one.of[seat][0] for seat, _ in best]
    left = [(need, need.count - met.count(index)) for index, need in enumerate(one.case.needs)]
    return tuple(Lack(need=need, count=count) for need, count in left if count > 0)


def asked(one: Seats, lacks: tuple[Lack, ...], best: Chosen) -> tuple[tuple[str, Reason], ...]:
    """(unit, reason) of those who could be asked, most promising first; none twice."""
    sent = {unit for _, unit in best}
    answers = sorted(
        (order, one.situation.units[unit].id, reason)
        for lack in lacks
        for unit in range(len(one.situation.units))
        if unit not in sent
        for order, reason in _answer(one, lack.need, unit)
    )
    first: dict[str, Reason] = {}
    for _, name, reason in answers:
        first.setdefault(name, reason)
    return tuple(first.items())[:MOST]


def _answer(one: Seats, need: Need, unit: int) -> Iterator[Answer]:
    state = one.situation.units[unit]
    if state.state == OUT_OF_SERVICE or state.on_case == one.case.id or state.kind != need.kind:
        return
    if not meets(state, need):
        yield from _unmeasured(state, need)
    elif state.state == OFF_SHIFT or one.fleet.shift_left_ms[unit] <= 0:
        yield (6, 0.0), because("advice.ask_off_shift", unit=sign(state))
    elif not one.fleet.lent[unit]:
        order = (4, float(one.arrival_ms[unit]))
        yield order, because("advice.ask_neighbour", unit=sign(state), organisation=state.neighbour)
    else:
        yield from _busy(one, unit)


def _unmeasured(state: UnitState, need: Need) -> Iterator[Answer]:
    """A vehicle that would do but for a measure that nobody has noted."""
    known = {**state.measures}
    unknown = sorted(name for name in need.limits if name not in known)
    fits = all(known[name] <= most for name, most in need.limits.items() if name in known)
    if unknown and fits and need.skills <= state.skills:
        yield (5, 0.0), because("advice.ask_unmeasured", unit=sign(state), measure=unknown[0])


def _busy(one: Seats, unit: int) -> Iterator[Answer]:
    """A unit that may be sent in itself, and is on something, or has no way."""
    name, fleet = sign(one.situation.units[unit]), one.fleet
    arrival_ms = float(one.arrival_ms[unit])
    if not has_place(one.case) or not np.isfinite(arrival_ms):
        yield from _by_line(one, unit)
    elif fleet.clearing[unit] and fleet.clears_in_ms[unit] >= FOREVER_MS:
        yield (2, 0.0), because("advice.ask_clearing_unknown", unit=name)
    elif arrival_ms >= fleet.shift_left_ms[unit]:
        left = minutes(float(fleet.shift_left_ms[unit]))
        yield (3, arrival_ms), because("advice.ask_shift_end", unit=name, minutes=left)
    elif fleet.clearing[unit]:
        yield (0, arrival_ms), because("advice.ask_clearing", unit=name, minutes=minutes(arrival_ms))
    elif fleet.under_way[unit]:
        yield (1, arrival_ms), because("advice.ask_under_way", unit=name, case=case_of(one, unit))


def _by_line(one: Seats, unit: int) -> Iterator[Answer]:
    """No road time to rank by: the straight line if there is one, else whoever is free can stand by."""
    name, straight_m = sign(one.situation.units[unit]), float(one.situation.straight_m[one.row, unit])
    if not np.isnan(straight_m):
        order = (0 if one.fleet.free[unit] else 1, straight_m)
        yield order, because("advice.ask_by_line", unit=name, metres=round(straight_m))
    elif one.fleet.free[unit]:
        yield (1, np.inf), because("advice.ask_stand_by", unit=name)

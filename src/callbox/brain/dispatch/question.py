"""The question a policy answers: one seat of one need of one case, and every unit that could take it.

Who could take it at all is decided here, alike for every policy: kind, skills, size of the vehicle, shift, agreement.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.dispatch import facts
from callbox.brain.dispatch.covering import lost_by_each_per_h
from callbox.brain.dispatch.facts import Bools, Case, Cover, Floats, Need, Settings, Situation, UnitState

FOREVER_MS = 2**40
_STATE = {state: number for number, state in enumerate(facts.STATES)}
_IDLE_TO = len(facts.FREE)
_UNDER_WAY_TO = _IDLE_TO + len(facts.UNDER_WAY)
_CLEARING_TO = _UNDER_WAY_TO + len(facts.CLEARING)


@dataclass(frozen=True, kw_only=True)
class Fleet:
    """The units of a situation as columns, each (n,)."""

    cover: Cover | None
    state: Floats
    priority: Floats
    """Of the case a unit is on; -1 for none."""
    clears_in_ms: Floats
    shift_left_ms: Floats
    rested: Bools
    placed: Bools
    """Whether its road times start from somewhere."""
    lent: Bools
    """Its own, or a neighbour's by agreement."""

    @cached_property
    def free(self) -> Bools:
        return self.state < _IDLE_TO

    @cached_property
    def under_way(self) -> Bools:
        return (self.state >= _IDLE_TO) & (self.state < _UNDER_WAY_TO)

    @cached_property
    def clearing(self) -> Bools:
        return (self.state >= _UNDER_WAY_TO) & (self.state < _CLEARING_TO)

    @cached_property
    def lost_per_h(self) -> Floats | None:
        """Expected calls an hour out of cover for sending each; None without cover data."""
        return None if self.cover is None else lost_by_each_per_h(self.cover, self.free)


def fleet(situation: Situation) -> Fleet:
    """The columns of a situation's units."""
    at_ms = situation.at_ms
    rows = np.array([_row(unit, at_ms) for unit in situation.units], dtype=np.float64).reshape(-1, 7).T.copy()
    state, priority, clears_in_ms, shift_left_ms, rested, placed, lent = rows
    return Fleet(
        cover=situation.cover,
        state=state,
        priority=priority,
        clears_in_ms=clears_in_ms,
        shift_left_ms=shift_left_ms,
        rested=rested > 0,
        placed=placed > 0,
        lent=lent > 0,
    )


def _row(unit: UnitState, at_ms: int) -> tuple[float, ...]:
    until_ms = unit.on_shift_until_ms
    return (
        _STATE[unit.state],
        -1 if unit.on_priority is None else unit.on_priority,
        FOREVER_MS if unit.clears_in_ms is None else unit.clears_in_ms,
        FOREVER_MS if until_ms is None else until_ms - at_ms,
        unit.rested,
        unit.position != facts.NOWHERE,
        not unit.neighbour or unit.agreed,
    )


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a policy is asked. It answers with a cost for each of the n units: lowest first, infinite for never.

    Units are in the order of their ids; every mask and array is (n,).
    """

    situation: Situation
    case: Case
    need: Need
    nth: int
    """Which of the need's units is asked for: 0 for the first."""
    settings: Settings
    fleet: Fleet
    arrival_ms: Floats
    """From now until it is at the case, the rest of what it is on included; infinite if it cannot get there by road."""
    straight_m: Floats
    idle: Bools
    """Able to take the seat, and free."""
    clearing: Bools
    """Able to take the seat, and about to clear."""
    takeable: Bools
    """Able to take the seat, and under way to something less urgent."""

    @property
    def cover(self) -> Cover | None:
        return self.situation.cover

    @property
    def lost_per_h(self) -> Floats | None:
        """Expected calls an hour out of cover for sending each unit; None without cover data."""
        return self.fleet.lost_per_h

    def only(self, units: Bools) -> "Question":
        """The same question with these units alone."""
        return replace(self, idle=self.idle & units, clearing=self.clearing & units, takeable=self.takeable & units)


def arrivals_ms(situation: Situation, units: Fleet, *, row: int, settings: Settings) -> Floats:
    """(n,) when each unit would be at the case of that row, ms from now; infinite if there is no way."""
    if not has_place(situation.cases[row]):
        return np.full(len(situation.units), np.inf)
    travel_ms = _travel_ms(situation, row, settings)
    travel_ms[~units.placed] = np.inf
    return np.where(units.clearing, travel_ms + units.clears_in_ms, travel_ms)


def _travel_ms(situation: Situation, row: int, settings: Settings) -> Floats:
    """(n,) by road, or without road times guessed from the straight line; infinite where there is neither."""
    travel_ms: Floats
    if situation.travel_ms is None:
        travel_ms = situation.straight_m[row] * (1000.0 * settings.straight_factor / settings.straight_mps)
        return np.where(np.isnan(travel_ms), np.inf, travel_ms)
    travel_ms = situation.travel_ms[row].astype(np.float64)
    travel_ms[travel_ms >= UNREACHABLE_MS] = np.inf
    return travel_ms


def has_place(case: Case) -> bool:
    """Whether units can be led to it by road."""
    return case.longitude_deg is not None and case.latitude_deg is not None and case.off_road_m is not None


def meets(unit: UnitState, need: Need) -> bool:
    """Whether a unit is of the kind, its crew can do what is needed, and its vehicle is known to fit."""
    if unit.kind != need.kind or not need.skills <= unit.skills:
        return False
    return all(unit.measures.get(name, np.inf) <= most for name, most in need.limits.items())


def meeting(situation: Situation, need: Need) -> Bools:
    """(n,) which units meet a need, whatever they are doing."""
    return np.array([meets(unit, need) for unit in situation.units], dtype=np.bool_)

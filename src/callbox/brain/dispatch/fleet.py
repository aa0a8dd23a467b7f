"""The units of a situation as columns, so that a question about two hundred of them is a few array operations."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from callbox.brain.dispatch import facts
from callbox.brain.dispatch.covering import lost_by_each_per_h, lost_together_per_h, shares, uncovered
from callbox.brain.dispatch.facts import Bools, Cover, Floats, Need, Situation, UnitState

FOREVER_MS = 2**40
_STATE = {state: number for number, state in enumerate(facts.STATES)}
_FREE_TO = len(facts.FREE)
_UNDER_WAY_TO = _FREE_TO + len(facts.UNDER_WAY)
_CLEARING_TO = _UNDER_WAY_TO + len(facts.CLEARING)


class Roster(tuple[UnitState, ...]):  # noqa: SLOT001  # it remembers, so it has a dictionary
    """Units in the order of their ids, with what follows from them alone worked out once.

    A caller that asks often makes one (`roster`) and keeps it until a unit changes; a new position changes none of it.
    The columns of the situation's arrays are in the same order.
    """

    @cached_property
    def columns(self) -> NDArray[np.float64]:
        """(7, n) the numbers of `Fleet`, in its order; the end of the shift in place of what is left of it."""
        return np.array([_row(unit) for unit in self], dtype=np.float64).reshape(-1, 7).T.copy()

    @cached_property
    def on_case(self) -> dict[str, list[int]]:
        """The units on each case."""
        found: dict[str, list[int]] = {}
        for index, unit in enumerate(self):
            found.setdefault(unit.on_case, []).append(index)
        return found

    @cached_property
    def _meeting(self) -> dict[tuple[object, ...], Bools]:
        return {}

    def meeting(self, need: Need) -> Bools:
        """(n,) which units meet a need, whatever they are doing; not to be written to."""
        key = (need.kind, need.skills, tuple(sorted(need.limits.items())))
        if key not in self._meeting:
            self._meeting[key] = np.array([meets(unit, need) for unit in self], dtype=np.bool_)
        return self._meeting[key]


def roster(units: tuple[UnitState, ...]) -> Roster:
    """These units by id; the same object if it is a roster already."""
    return units if isinstance(units, Roster) else Roster(sorted(units, key=lambda unit: unit.id))


@dataclass(frozen=True, kw_only=True)
class Fleet:
    """The units of a situation as columns, each (n,), in the order of their ids."""

    roster: Roster
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
    barred: Bools
    """Not to be sent, whatever the policy."""

    @cached_property
    def free(self) -> Bools:
        return self.state < _FREE_TO

    @cached_property
    def under_way(self) -> Bools:
        return (self.state >= _FREE_TO) & (self.state < _UNDER_WAY_TO)

    @cached_property
    def clearing(self) -> Bools:
        return (self.state >= _UNDER_WAY_TO) & (self.state < _CLEARING_TO)

    @cached_property
    def counted(self) -> Bools:
        """Those that cover rests on: free, and not sent to a more urgent case in the same breath."""
        return self.free & ~self.barred

    @cached_property
    def all_rested(self) -> bool:
        return bool(np.all(self.rested))

    @cached_property
    def uncovered(self) -> Floats | None:
        """(k, p) the probability that nobody is there in time; None without cover data."""
        return None if self.cover is None else uncovered(self.cover, self.counted, shares(self.cover.busy))

    @cached_property
    def lost_per_h(self) -> Floats | None:
        """Expected calls an hour out of cover for sending each; None without cover data."""
        if self.cover is None or self.uncovered is None:
            return None
        return lost_by_each_per_h(self.cover, self.counted, shares(self.cover.busy), self.uncovered)

    @cached_property
    def lost_if_alike_per_h(self) -> Floats | None:
        """As `lost_per_h`, with one busy fraction for all, the mean."""
        if self.cover is None:
            return None
        mean = shares(np.full(len(self.roster), np.mean(self.cover.busy)))
        return lost_by_each_per_h(self.cover, self.counted, mean, uncovered(self.cover, self.counted, mean))

    def lost_together_per_h(self, units: list[int]) -> float | None:
        """The same for sending all of these."""
        if self.cover is None or self.uncovered is None:
            return None
        return lost_together_per_h(self.cover, self.counted, units, self.uncovered)

    def able(self, need: Need, case: str) -> Bools:
        """(n,) who may be sent for a need of that case, as far as it does not depend on the way there."""
        able = self.roster.meeting(need) & self.lent & ~self.barred
        able[self.roster.on_case.get(case, [])] = False
        return able


def fleet(situation: Situation, barred: Bools) -> Fleet:
    """The columns of a situation whose units are in the order of their ids; `barred` (n,)."""
    units = roster(situation.units)
    state, priority, clears_in_ms, shift_until_ms, rested, placed, lent = units.columns
    return Fleet(
        roster=units,
        cover=situation.cover,
        state=state,
        priority=priority,
        clears_in_ms=clears_in_ms,
        shift_left_ms=shift_until_ms - situation.at_ms,
        rested=rested > 0,
        placed=placed > 0,
        lent=lent > 0,
        barred=barred,
    )


def meets(unit: UnitState, need: Need) -> bool:
    """Whether a unit is of the kind, its crew can do what is needed, and its vehicle is known to fit."""
    if unit.kind != need.kind or not need.skills <= unit.skills:
        return False
    return all(unit.measures.get(name, np.inf) <= most for name, most in need.limits.items())


def _row(unit: UnitState) -> tuple[float, ...]:
    return (
        _STATE[unit.state],
        -1 if unit.on_priority is None else unit.on_priority,
        FOREVER_MS if unit.clears_in_ms is None else unit.clears_in_ms,
        np.inf if unit.on_shift_until_ms is None else unit.on_shift_until_ms,
        unit.rested,
        unit.position != facts.NOWHERE,
        not unit.neighbour or unit.agreed,
    )

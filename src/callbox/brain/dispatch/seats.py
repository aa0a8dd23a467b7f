"""The seats of a case (one for each unit it still needs) and what it costs to fill each with each unit.

What no policy decides is settled here: nobody is costed who cannot get there in the shift, a crew that has not rested
comes after every rested one that can be there in a stated time, and a unit that nobody can place comes last.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from callbox.brain.dispatch.facts import Bools, Case, Floats, Settings, Situation
from callbox.brain.dispatch.fleet import Fleet
from callbox.brain.dispatch.matching import UNMET
from callbox.brain.dispatch.policies import Policy
from callbox.brain.dispatch.question import Question, arrivals_ms, has_place

TIRED = float(2**30)
"""Above whatever a policy can say (it is cut to below 2**30): no rested crew in time."""
BLIND = float(2**31)
"""Above that: nobody knows where it is."""


@dataclass(frozen=True, kw_only=True)
class Seats:
    """One case as a problem: s seats, n units in the order of their ids."""

    situation: Situation
    row: int
    settings: Settings
    fleet: Fleet
    policy: Policy
    able: tuple[Bools, ...]
    """For each need, (n,) who meets it and is not barred."""
    arrival_ms: Floats
    """(n,)"""

    @property
    def case(self) -> Case:
        return self.situation.cases[self.row]

    @cached_property
    def of(self) -> tuple[tuple[int, int], ...]:
        """For each seat (which need, which unit of that need)."""
        return tuple((index, nth) for index, need in enumerate(self.case.needs) for nth in range(need.count))

    @cached_property
    def costs(self) -> Floats:
        """(s, n) whole numbers, infinite where a unit may not take a seat."""
        if not self.situation.units:
            return np.zeros((len(self.of), 0))
        return np.array([_costs(self, index, nth) for index, nth in self.of]).reshape(-1, len(self.situation.units))

    @cached_property
    def unmet(self) -> Floats:
        """(s,) what it costs to leave a seat empty: the first of a need twice as much, and the longer the case waits."""
        waited_ms = max(self.situation.at_ms - self.case.waiting_since_ms, 0)
        return np.array([(2.0 if nth == 0 else 1.0) * UNMET + min(waited_ms, 2**31) for _, nth in self.of])

    @cached_property
    def reaching(self) -> Bools:
        """(n,) who can get there by road before the shift ends."""
        return np.isfinite(self.arrival_ms) & (self.arrival_ms < self.fleet.shift_left_ms)

    @cached_property
    def in_time(self) -> Bools:
        """(n,) rested crews that can be there in the stated time."""
        return self.fleet.rested & (self.arrival_ms <= self.settings.rested_within_ms)

    def question(self, index: int, nth: int) -> Question:
        """What the policy is asked for one seat."""
        fleet = self.fleet
        able = self.able[index] & self.reaching
        soon = fleet.clears_in_ms <= self.settings.clearing_within_ms
        return Question(
            situation=self.situation,
            case=self.case,
            need=self.case.needs[index],
            nth=nth,
            settings=self.settings,
            fleet=fleet,
            arrival_ms=self.arrival_ms,
            straight_m=self.situation.straight_m[self.row],
            idle=able & fleet.free,
            clearing=able & fleet.clearing & soon,
            takeable=able & fleet.under_way & (fleet.priority > self.case.priority),
        )


def seats(situation: Situation, row: int, *, fleet: Fleet, policy: Policy, settings: Settings) -> Seats:
    """The seats of the case in that row."""
    case = situation.cases[row]
    return Seats(
        situation=situation,
        row=row,
        settings=settings,
        fleet=fleet,
        policy=policy,
        able=tuple(fleet.able(need, case.id) for need in case.needs),
        arrival_ms=arrivals_ms(situation, fleet, row=row, settings=settings),
    )


def _costs(one: Seats, index: int, nth: int) -> Floats:
    question = one.question(index, nth)
    costs = _rested_first(one, question, one.policy(question))
    blind = one.able[index] & one.fleet.free & ~one.fleet.placed & (one.fleet.shift_left_ms > 0)
    return np.where(blind & has_place(one.case), BLIND, costs)


def _rested_first(one: Seats, question: Question, costs: Floats) -> Floats:
    """The policy's costs as whole numbers, with every crew that has not rested after those that have and are in time.

    The rested are costed as if there were no others, so that no cap counts from a crew that may not be sent.
    """
    rested = one.fleet.rested
    if one.fleet.all_rested or not np.any(np.isfinite(costs) & ~rested):
        return _whole(costs)
    of_rested = _whole(one.policy(question.only(rested)))
    in_time = np.isfinite(of_rested) & one.in_time
    scarce = np.count_nonzero(in_time) < len(one.of)
    later = np.where(in_time | ~np.bool_(scarce), 0.0, TIRED)
    return np.where(rested, of_rested + later, _whole(costs) + TIRED)


def _whole(costs: Floats) -> Floats:
    """Whole ms, from 0 to below TIRED; what has no number comes last."""
    known = np.where(np.isnan(costs), TIRED, costs)
    return np.where(np.isinf(known), np.inf, np.clip(np.rint(known), 0.0, TIRED - 1.0))

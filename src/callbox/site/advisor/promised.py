"""Which units are on a dispatcher's screen at this moment, so that a second one is not shown the same.

Cases that wait at once are solved together where a question tells of them (together.py); where they are is not kept here.
So between two questions what is kept for some seconds is which units were proposed for which case, and how urgent that was.
A case that is less urgent, or as urgent and later, is proposed others if there are others, and is told so. Nothing is
refused: whoever accepts first has the unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Final

import numpy as np

from callbox.brain.dispatch import Policy, Proposal, Question, Situation, named, recommend, recommend_all, roster
from callbox.brain.dispatch.facts import Bools, Floats
from callbox.brain.dispatch.policies import BEHIND
from callbox.brain.dispatch.proposal import Reason
from callbox.brain.dispatch.reasons import because, sign

HELD_S: Final = 20.0
CASES_MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The best way that was proposed for a case."""

    at_s: float
    priority: int
    units: frozenset[str]


class Promised:
    """What was proposed in the last seconds, by case."""

    def __init__(self) -> None:
        self._shown: dict[str, Shown] = {}

    def note(self, case: str, *, priority: int, units: Iterable[str], now_s: float) -> None:
        """These units are proposed for a case now, and no others."""
        self._forget(now_s)
        self._shown[case] = Shown(at_s=now_s, priority=priority, units=frozenset(units))

    def before(self, case: str, *, priority: int, now_s: float) -> frozenset[str]:
        """The units that are proposed for other cases, as urgent or more."""
        self._forget(now_s)
        others = (shown for other, shown in self._shown.items() if other != case and shown.priority <= priority)
        return frozenset(unit for shown in others for unit in shown.units)

    def _forget(self, now_s: float) -> None:
        old = [case for case, shown in self._shown.items() if now_s - shown.at_s > HELD_S]
        for case in old or list(self._shown)[: max(0, len(self._shown) - CASES_MOST)]:
            del self._shown[case]


def proposed(
    situation: Situation, policy: str, promised: Promised, *, now_s: float
) -> tuple[Proposal, tuple[Reason, ...]]:
    """The proposal for the situation's first case, which is noted, and what is to be said of units left to others."""
    case = situation.cases[0]
    found, *others = recommend_all(situation, situation.cases, policy)
    theirs = frozenset(unit for one in others if one.best for unit in one.best.units)
    before = promised.before(case.id, priority=case.priority, now_s=now_s)
    both = found.best.units & before if found.best else frozenset()
    remarks = _left_to(situation, policy, theirs)
    if both:
        spared = np.array([unit.id in before | theirs for unit in roster(situation.units)], dtype=np.bool_)
        found = recommend(situation, case, sparing(named(policy), spared))
        remarks += (because("advice.promised", unit=_signs(situation, both)),)
    promised.note(case.id, priority=case.priority, units=found.best.units if found.best else (), now_s=now_s)
    return found, remarks


def _left_to(situation: Situation, policy: str, theirs: frozenset[str]) -> tuple[Reason, ...]:
    """Which units the first case would be sent if it waited alone, and others are."""
    alone = recommend(situation, situation.cases[0], policy).best if theirs else None
    left = alone.units & theirs if alone else frozenset()
    return (because("advice.left_for", unit=_signs(situation, left)),) if left else ()


def _signs(situation: Situation, units: frozenset[str]) -> str:
    return ", ".join(sign(unit) for unit in situation.units if unit.id in units)


def sparing(policy: Policy, spared: Bools) -> Policy:
    """The same policy, by which these units (n,) are sent only when no other is left."""

    @wraps(policy)
    def judged(question: Question, /) -> Floats:
        cost = policy(question)
        return np.where(spared & np.isfinite(cost), BEHIND + np.minimum(cost, BEHIND - 1.0), cost)

    return judged

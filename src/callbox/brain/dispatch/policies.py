"""Policies: each a function from a question to a cost for every unit. Lowest is sent first, infinite is never sent.

A policy decides which of the units that are able it considers, and by what. What no policy decides (skills, shifts,
rest, who can get there) is settled before and after it is asked. Write one in twenty lines: take a `Question`, return
a float for each unit.
"""

from collections.abc import Mapping
from functools import partial, wraps
from types import MappingProxyType
from typing import Final, Protocol

import numpy as np

from callbox.brain.dispatch.facts import Bools, Floats
from callbox.brain.dispatch.question import Question

BEHIND: Final = float(2**28)
"""Added to the cost of a unit that a policy would send only when no other is left; more than any time (74 hours)."""
LOSS_BEFORE_TIME: Final = 1_000_000.0
"""Where cover alone decides: 0.001 expected calls an hour outweigh a thousand seconds, which then break ties."""


class Policy(Protocol):
    """Costs (n,) of sending each unit: from 0 up, in ms or what is held equal to them; below BEHIND, or that added."""

    def __call__(self, question: Question, /) -> Floats: ...


class Futures(Protocol):
    """What a simulator answers: the cost in ms (n,) of sending each of these units (n,), infinite for the others."""

    def __call__(self, question: Question, units: Bools, /) -> Floats: ...


def closest_idle(question: Question, /) -> Floats:
    """The unit that is free and soonest there by road. What most dispatch systems do."""
    return _for(question.idle, question.arrival_ms)


def closest_straight_line(question: Question, /) -> Floats:
    """The free unit that is nearest as the crow flies: what systems without roads do. Costs are metres."""
    return _for(question.idle, question.straight_m)


def priority_preemption(question: Question, /) -> Floats:
    """The soonest there of all: free, about to clear, or under way to something less urgent, which then is proposed anew.

    A unit is taken only if it gains `take_gain_ms` over leaving it: a queue with preemption as in Larson and Odoni,
    "Urban Operations Research" (1981), chapter 5.
    """
    return _for(_all(question), question.arrival_ms + _taking_ms(question))


def dmexclp(question: Question, /) -> Floats:
    """Among the free units that are there in time, the one whose leaving costs the least expected cover.

    If none is there in time, among all free ones. One busy fraction for all, the mean. Jagtenberg, Bhulai and van der
    Mei, "Dynamic ambulance dispatching: is the closest-idle policy always optimal?", Health Care Management Science 20
    (2017) 517-531: 18 % fewer late, and a mean response 37 % longer. Without cover data: closest idle.
    """
    cover, lost_per_h = question.cover, question.fleet.lost_if_alike_per_h
    if cover is None or lost_per_h is None:
        return closest_idle(question)
    late = question.arrival_ms > cover.threshold_ms
    cost = lost_per_h * LOSS_BEFORE_TIME + question.arrival_ms / 1000.0
    return _for(question.idle, np.where(late, BEHIND, 0.0) + cost)


def expected_cover(question: Question, /) -> Floats:
    """Arrival time + w x expected cover lost, with a busy fraction for each unit, and a cap behind the closest.

    For a priority with a cap, nobody who would arrive later than the closest by more than the cap goes before those
    within it. Units about to clear and under way to something less urgent count, as in `priority_preemption`. The trade
    of time against cover follows DMEXCLP (see `dmexclp`); the cap keeps it from being bought with the most urgent.
    """
    pool = _all(question)
    time_ms = question.arrival_ms + _taking_ms(question)
    lost_per_h = question.lost_per_h
    if lost_per_h is None:
        return _for(pool, time_ms)
    cost = time_ms + question.settings.cover_ms_per_call_h * lost_per_h
    return _for(pool, np.where(_beyond_cap(question, pool, time_ms), BEHIND, 0.0) + cost)


def look_ahead(question: Question, /, *, futures: Futures, base: Policy = expected_cover) -> Floats:
    """Of the first few by another policy, the one that does best in simulated futures; the rest come after them.

    A rollout: Bertsekas, Tsitsiklis and Wu, Journal of Heuristics 3 (1997) 245-262; for ambulances Guigues, Kleywegt
    and Nascimento (2024). `futures` simulates; it must be seeded, so that the same question has the same answer.
    """
    first = base(question)
    short = np.zeros(len(first), dtype=np.bool_)
    short[np.argsort(first, kind="stable")[: question.settings.shortlist]] = True
    short &= first < BEHIND
    return np.where(short, futures(question, short), BEHIND + first)


def with_look_ahead(futures: Futures) -> Mapping[str, Policy]:
    """All policies by name, look-ahead with this simulation among them."""
    return MappingProxyType({**POLICIES, "look_ahead": wraps(look_ahead)(partial(look_ahead, futures=futures))})


def named(name: str, policies: Mapping[str, Policy] | None = None) -> Policy:
    """The policy of that name. Raises ValueError, with the names there are, for another."""
    known = POLICIES if policies is None else policies
    if name not in known:
        raise ValueError(f"policy: {name!r} is none of {', '.join(sorted(known))}")
    return known[name]


def name_of(policy: Policy) -> str:
    """What a policy is called: the name of its function."""
    return str(getattr(policy, "__name__", type(policy).__name__))


def code_of(name: str) -> str:
    """The code of the words that a policy is shown with."""
    return f"policy.{name}"


def _for(units: Bools, costs: Floats) -> Floats:
    return np.where(units, costs, np.inf)


def _all(question: Question) -> Bools:
    return question.idle | question.clearing | question.takeable


def _taking_ms(question: Question) -> Floats:
    return np.where(question.takeable, float(question.settings.take_gain_ms), 0.0)


def _beyond_cap(question: Question, pool: Bools, time_ms: Floats) -> Bools:
    """Which units arrive too late behind the closest for a case so urgent; one worth taking counts with what that costs."""
    caps_ms, priority = question.settings.cap_ms, question.case.priority
    if priority >= len(caps_ms):
        return np.zeros(len(time_ms), dtype=np.bool_)
    return time_ms > _nth_lowest(time_ms[pool], question.nth) + caps_ms[priority]


def _nth_lowest(times_ms: Floats, nth: int) -> float:
    """The closest, or for the second unit of a need the second closest, and so on."""
    return float(np.partition(times_ms, nth)[nth]) if len(times_ms) > nth else np.inf


POLICIES: Final[Mapping[str, Policy]] = MappingProxyType(
    {
        policy.__name__: policy
        for policy in (closest_idle, closest_straight_line, priority_preemption, dmexclp, expected_cover)
    }
)

"""Looking ahead by simulation: what would come of each answer, over many drawn futures of the same moment.

Rollout: from now on the base policy decides (Bertsekas and Castañon, Journal of Heuristics 5 (1999) 89-108). All answers
meet the same futures, so that their differences are the answers' own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from callbox.brain.simulate.binding import at_desk, bind
from callbox.brain.simulate.facts import NOBODY, Calls, Ints, Longs
from callbox.brain.simulate.full import Model, with_other_calls
from callbox.brain.simulate.future_loops import run_futures
from callbox.brain.simulate.layout import (
    CARRYING,
    PROGRESS,
    RESPONDING,
    TO_DISPATCH,
    Records,
    State,
    fork,
)
from callbox.brain.simulate.policy import ASKED, STATIC, Policy
from callbox.brain.simulate.tables import call_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Futures:
    """What may come: calls of f futures one after the other, future i being rows first[i] to first[i + 1]."""

    calls: Calls
    first: Longs
    """(f + 1,)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What comes of each of a answers in each of f futures, open calls included."""

    late: Longs
    """(a, f) calls answered later than their target."""
    response_ms: Longs
    """(a, f) total time from call to first arrival."""


def together(futures: Sequence[Calls]) -> Futures:
    """Drawn futures side by side; each in order of time, none before the moment they are used at."""
    calls = Calls(**{name: np.concatenate([getattr(one, name) for one in futures]) for name in Calls._fields})
    return Futures(calls=calls, first=np.cumsum([0, *(len(one.time_ms) for one in futures)]))


def open_calls(state: State) -> Ints:
    """Numbers of the calls that somebody is still busy with, or that wait for somebody, ascending."""
    busy = np.isin(state.units["status"], (RESPONDING, CARRYING))
    todo = state.lists[TO_DISPATCH]
    queued = state.queue[: int(state.world["queued"][0])]
    return np.unique(np.concatenate([state.units["call"][busy], queued, todo[: todo[-1]]])).astype(np.int32)


def only_open(model: Model, state: State) -> tuple[Model, State]:
    """The same moment with the open calls alone, numbered anew: small enough to be copied a thousand times."""
    kept = open_calls(state)
    number = np.full(len(model.calls.time_ms) + 1, NOBODY, np.int32)
    number[kept] = np.arange(len(kept))
    small = state._replace(queue=state.queue[:0], trace=state.trace[:0])
    small = fork(small._replace(progress=state.progress[kept], remaining=state.remaining[kept]))
    queued, todo = int(state.world["queued"][0]), small.lists[TO_DISPATCH]
    small = small._replace(queue=np.append(number[state.queue[:queued]], np.zeros(len(kept) - queued, np.int32)))
    todo[: todo[-1]] = number[todo[: todo[-1]]]
    small.units["call"] = number[small.units["call"]]
    small.world["next_call"] = len(kept)
    small.world["asked"] = number[state.world["asked"]] if todo[-1] else state.world["asked"]
    calls = Calls(**{name: getattr(model.calls, name)[kept] for name in Calls._fields})
    return with_other_calls(model, calls), small


def look_ahead(
    model: Model, state: State, *, answers: Sequence[tuple[int, int]], futures: Futures, until_ms: int,
    target_ms: Longs, policy: Policy = STATIC,
) -> Foreseen:  # fmt: skip
    """Try each answer to the question the run stopped at: (unit, NO_ANSWER) or (NO_ANSWER, station).

    `target_ms` (p,) says from when on a call is late. `policy` decides whatever comes after, so it can't ask itself;
    raises ValueError if it does. `state` stays as it is.
    """
    if ASKED in {policy.dispatch, policy.place, policy.move}:
        raise ValueError("policy: what is asked cannot look ahead; give a compiled one")
    policy = at_desk(policy, tables=model.tables, units=len(state.units))
    small, now = only_open(model, state)
    rows, scratch = call_rows(futures.calls), with_room(now, int(np.diff(futures.first).max(initial=0)))
    room = replace(small, tables=small.tables._replace(calls=np.resize(rows, len(scratch.progress))))
    worlds = np.concatenate([bind_all(small, now, policy), bind_all(room, scratch, policy)])
    costs = np.zeros((len(answers), len(futures.first) - 1, 2), np.int64)
    asked = np.array(answers, np.int64).reshape(-1, 2)
    run_futures(worlds, asked, rows, futures.calls.need, futures.first, target_ms, until_ms, costs)
    return Foreseen(late=costs[:, :, 0], response_ms=costs[:, :, 1])


def with_room(state: State, more: int) -> State:
    """A copy with room for that many more calls."""
    calls, kinds = state.remaining.shape
    grown = fork(state)
    return grown._replace(
        queue=np.zeros(calls + more, np.int32),
        progress=np.zeros(calls + more, PROGRESS),
        remaining=np.zeros((calls + more, kinds), np.int8),
    )


def bind_all(model: Model, state: State, policy: Policy) -> Records:
    """A bound WORLD."""
    return bind(state, tables=model.tables, terms=model.terms, policy=policy)

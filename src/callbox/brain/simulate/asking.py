"""A policy of one's own, in Python: what it is shown, what it answers, and a run that asks it.

Slower than a compiled policy (every question leaves the loops), and twenty lines to write.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from callbox.brain.simulate.facts import NEVER_MS, NOBODY, Ints
from callbox.brain.simulate.full import Model, advance
from callbox.brain.simulate.layout import ASKS_MOVE, ASKS_STATION, ASKS_UNIT, ROLLING, WAITING, State
from callbox.brain.simulate.policy import ASKED, CLOSEST, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One unit that could be sent."""

    unit: int
    eta_ms: int
    """From now to the scene, turnout included."""
    leaves: int = NOBODY
    """The less urgent call it would be called off; NOBODY: it is idle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known at a decision."""

    at_ms: int
    idle: Ints
    """(s, k) idle units by the station where they wait or are going to wait, and by kind."""
    stations: Mapping[int, int]
    """The station of every idle unit, in order of number."""
    call: int = NOBODY
    """The call that lacks a unit, where one is to be chosen."""
    candidates: tuple[Candidate, ...] = field(default=())
    """In order of number."""
    unit: int = NOBODY
    """The unit that is free, where its station is to be chosen."""


class Decider(Protocol):
    """A policy in Python. It is shown a copy and can change nothing."""

    def send(self, situation: Situation) -> int:
        """One of the candidates, or NOBODY: the call waits until a unit becomes free."""

    def place(self, situation: Situation) -> int:
        """The station where a freed unit goes to wait."""

    def move(self, situation: Situation) -> tuple[int, int]:
        """(idle unit, another station); (NOBODY, NOBODY): nobody moves now. Asked again after each move."""


def advance_asking(
    model: Model, state: State, *, decider: Decider, sends: bool = True, places: bool = True, moves: bool = True,
    until_ms: int = NEVER_MS,
) -> int:  # fmt: skip
    """As `full.advance`, asking `decider` what it is to decide; the closest, the own station, nobody elsewhere.

    Raises ValueError for an answer that was not among the possible ones.
    """
    send, place, move = (ASKED if asked else CLOSEST for asked in (sends, places, moves))
    policy = Policy(dispatch=send, place=place, move=move)
    while (reason := advance(model, state, policy=policy, until_ms=until_ms)) in {ASKS_UNIT, ASKS_STATION, ASKS_MOVE}:
        answer(state, decider, reason)
    return reason


def answer(state: State, decider: Decider, reason: int) -> None:
    """Put the decider's answer where the loops find it."""
    world, shown = state.world[0], situation(state, reason)
    if reason == ASKS_UNIT:
        world["answer"] = chosen(decider.send(shown), {NOBODY, *(one.unit for one in shown.candidates)}, "send")
    elif reason == ASKS_STATION:
        world["answer_station"] = chosen(decider.place(shown), range(len(shown.idle)), "place")
    else:
        unit, station = decider.move(shown)
        world["answer"] = chosen(unit, {NOBODY, *shown.stations}, "move")
        world["answer_station"] = chosen(station, range(NOBODY, len(shown.idle)), "move")


def chosen(value: int, possible: range | set[int], question: str) -> int:
    """The answer, if it is one."""
    if value not in possible:
        raise ValueError(f"{question}: {value} was not among the possible answers")
    return value


def situation(state: State, reason: int) -> Situation:
    """What the decider is shown."""
    world, units = state.world[0], state.units
    asked = int(world["asked"])
    idle = np.flatnonzero((units["status"] == WAITING) | (units["status"] == ROLLING))
    return Situation(
        at_ms=int(world["now_ms"]),
        idle=state.idle.copy(),
        stations=dict(zip(idle.tolist(), units["station"][idle].tolist(), strict=True)),
        call=asked if reason == ASKS_UNIT else NOBODY,
        candidates=candidates(state) if reason == ASKS_UNIT else (),
        unit=asked if reason == ASKS_STATION else NOBODY,
    )


def candidates(state: State) -> tuple[Candidate, ...]:
    """Who can be sent, in order of number."""
    rows = state.candidates[: int(state.world["candidates"][0])]
    found = [Candidate(unit=int(row["unit"]), eta_ms=int(row["eta_ms"]), leaves=int(row["call"])) for row in rows]
    return tuple(sorted(found, key=lambda one: one.unit))

"""A run from any moment: where every unit stands and which calls lack one, told in plain values.

`standing_of` reads them off a run, `begin_from` begins a run with them; what a live node knows of its units fits as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from callbox.brain.simulate.facts import NEVER_MS, NOBODY, ORDINARY
from callbox.brain.simulate.full import Model, begin, place_at_rest
from callbox.brain.simulate.layout import (
    CARRYING,
    EN_ROUTE,
    OFF,
    ON_THE_MOVE,
    RESPONDING,
    ROLLING,
    TO_DISPATCH,
    WAITING,
    State,
)
from callbox.brain.simulate.motion_loops import TREE_SHIFT

Doing = Literal["off", "waiting", "rolling", "responding", "carrying"]
STATUS: Final[dict[Doing, int]] = {
    "off": OFF, "waiting": WAITING, "rolling": ROLLING, "responding": RESPONDING, "carrying": CARRYING,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One unit at one moment."""

    unit: int
    doing: Doing
    on_shift: bool = True
    station: int = NOBODY
    """Where it waits, or is going to wait."""
    zone: int = NOBODY
    """Under way or where it went: a table point of its route that it has not passed by more than needed ..."""
    at_ms: int = 0
    """... and when it is there."""
    goal_zone: int = NOBODY
    goal_ms: int = 0
    """Where it is going, or has gone, and when it arrives there."""
    metric: int = 0
    mode: int = ORDINARY
    """By which table and how it drives."""
    call: int = NOBODY
    told_ms: int = 0
    leaves_ms: int = NEVER_MS
    """Responding, when it leaves the scene; carrying, when it leaves the hospital."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Everything that matters for what comes."""

    at_ms: int
    units: tuple[Standing, ...]
    """One for each unit of the city, in order of number."""
    lacking: Mapping[int, tuple[int, ...]]
    """By number of an open call: units still to be sent, by kind."""
    carried: frozenset[int] = frozenset()
    """Open calls whose patient is on the way or in hospital already."""


def standing_of(state: State) -> Moment:
    """What `begin_from` needs to go on from this moment; open calls are those that a unit is busy with or that lack one."""
    names = {status: doing for doing, status in STATUS.items()}
    units = tuple(
        Standing(
            unit=number, doing=names[int(one["status"])], on_shift=bool(one["on"]), station=int(one["station"]),
            zone=int(one["at_zone"]), at_ms=int(one["at_ms"]), goal_zone=int(one["goal_zone"]),
            goal_ms=int(one["goal_ms"]), metric=int(one["metric"]), mode=int(one["mode"]), call=int(one["call"]),
            told_ms=int(one["told_ms"]), leaves_ms=int(one["next_ms"]),
        )
        for number, one in enumerate(state.units)
    )  # fmt: skip
    queued = state.queue[: int(state.world["queued"][0])].tolist()
    carried = np.flatnonzero(state.progress["carried"]).tolist()
    return Moment(
        at_ms=int(state.world["now_ms"][0]),
        units=units,
        lacking={call: tuple(state.remaining[call].tolist()) for call in queued},
        carried=frozenset(carried),
    )


def begin_from(model: Model, moment: Moment, *, dispatch_lacking: bool = False) -> State:
    """A state at that moment. Calls before it that nobody is busy with and that lack nothing are done with.

    Calls that lack a unit wait in the queue; with `dispatch_lacking` the policy is asked about them at once, as it must be
    when it is another one than before. Raises ValueError where the units are not those of the city.
    """
    if [one.unit for one in moment.units] != list(range(model.city.units)):
        raise ValueError(f"units: give one standing for each of the {model.city.units} units, in order of number")
    state = begin(model, from_ms=moment.at_ms)
    state = state._replace(lists=np.zeros((4, model.city.units + len(moment.lacking) + 3), np.int32))
    open_lacking(state, model, moment, at_once=dispatch_lacking)
    state.waiting[:], state.idle[:] = NOBODY, 0
    for one in reversed(moment.units):
        stand(state, one)
    for call in moment.carried:
        state.progress["carried"][call] = 1
    plan_all(state)
    return state


def open_lacking(state: State, model: Model, moment: Moment, *, at_once: bool) -> None:
    """Calls before the moment lack what they are said to lack, and nothing else."""
    past = slice(0, int(state.world["next_call"][0]))
    state.remaining[past], state.progress["missing"][past] = 0, 0
    priority = model.calls.priority
    for call, lacks in sorted(moment.lacking.items(), key=lambda item: (priority[item[0]], item[0])):
        state.remaining[call, : len(lacks)] = lacks
        state.progress["missing"][call] = sum(lacks)
        if at_once:
            append(state, TO_DISPATCH, call)
        else:
            state.queue[int(state.world["queued"][0])] = call
            state.world["queued"] += 1
            state.progress["queued"][call] = 1


def append(state: State, row: int, number: int) -> int:
    """Put a number at the end of a list; its place."""
    mine = state.lists[row]
    place = int(mine[-1])
    mine[place] = number
    mine[-1] = place + 1
    return place


def stand(state: State, one: Standing) -> None:
    """Put one unit where it stands; called from the highest number down."""
    unit = state.units[one.unit]
    unit["status"], unit["on"], unit["station"] = STATUS[one.doing], one.on_shift, max(one.station, 0)
    unit["at_zone"], unit["at_ms"] = one.zone, one.at_ms
    unit["goal_zone"], unit["goal_ms"] = one.goal_zone, one.goal_ms
    unit["metric"], unit["mode"], unit["call"] = one.metric, one.mode, one.call
    unit["told_ms"], unit["next_ms"] = one.told_ms, one.leaves_ms
    if one.doing == "waiting":
        place_at_rest(state, one.unit)
    elif one.doing == "rolling":
        state.idle[unit["station"], unit["kind"]] += 1
        unit["row"], unit["place"] = ON_THE_MOVE, append(state, ON_THE_MOVE, one.unit)
    elif one.doing == "responding":
        unit["row"], unit["place"] = EN_ROUTE, append(state, EN_ROUTE, one.unit)
        state.progress["missing"][one.call] += 1
        progress = state.progress["assigned_ms"]
        progress[one.call] = min(progress[one.call], one.told_ms)


def plan_all(state: State) -> None:
    """Play the tournament of next events from its leaves."""
    leaves = len(state.tree) // 2
    for number, next_ms in enumerate(state.units["next_ms"].tolist()):
        if next_ms < NEVER_MS:
            state.tree[leaves + number] = next_ms * TREE_SHIFT + number
    for place in range(leaves - 1, 0, -1):
        state.tree[place] = min(state.tree[2 * place], state.tree[2 * place + 1])

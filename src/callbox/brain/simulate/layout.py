"""How the full simulator lies in memory: a few flat arrays, so that a state is copied in a microsecond.

A unit, a call and the run itself are records (structured arrays): what is used together lies together. Everything that
changes during a run is in `State`; copying its arrays forks the future.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Records = NDArray[np.void]
Shorts = NDArray[np.int16]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bytes = NDArray[np.int8]

# What a unit is doing.
OFF, WAITING, ROLLING, RESPONDING, CARRYING, FREED = range(6)
# The lists of units and calls that a decision looks through, rows of State.lists.
ON_THE_MOVE, EN_ROUTE, TO_DISPATCH, TO_PLACE = range(4)
# What a list of changes may hold, in the order in which changes of one millisecond are made.
NEW_VERSION, SHIFT_ENDS, SHIFT_BEGINS = range(3)
# Why a run came back.
UNTIL, FINISHED, ASKS_UNIT, ASKS_STATION, ASKS_MOVE, TRACE_FULL = range(6)
# What a row of the trace tells; see `trace.MEANING` for what its last number is.
OPENED, CONSIDERED, ASSIGNED, CALLED_OFF, QUEUED, FREE, CARRIED, PLACED, MOVED, CHANGED, DRIVES, LOST = range(12)
# Why a unit was assigned.
WAS_CHOSEN, WAS_CALLED_OFF, WAS_NEXT, TAKES_OVER = range(4)

CALL: Final = np.dtype(
    [
        ("time_ms", np.int64), ("zone", np.int32), ("turnout_ms", np.int32), ("on_scene_ms", np.int32),
        ("handover_ms", np.int32), ("priority", np.int8), ("hospital_kind", np.int8),
    ],
    align=True,
)  # fmt: skip
CHANGE: Final = np.dtype([("at_ms", np.int64), ("what", np.int32), ("which", np.int32)])
UNIT: Final = np.dtype(
    [
        ("next_ms", np.int64),  # when it leaves the scene or the hospital
        ("at_ms", np.int64), ("goal_ms", np.int64),  # under way: at which moment it is at at_zone, and at goal_zone
        ("at_zone", np.int32), ("goal_zone", np.int32),
        ("status", np.int8), ("kind", np.int8), ("mode", np.int8), ("on", np.int8), ("metric", np.int16),
        ("call", np.int32),
        ("station", np.int32),  # where it waits or is going to wait
        ("following", np.int32),  # the next unit that waits at the same station
        ("row", np.int32), ("place", np.int32),  # in which list it stands, and where in it
        ("home", np.int32), ("moved", np.int32), ("span", np.int32),  # move-ups in this shift, or span of time
        ("moved_ms", np.int64),
        ("told_ms", np.int64), ("busy_ms", np.int64), ("driven_ms", np.int64, (2,)),
        ("answered", np.int32), ("moves", np.int32),
    ],
    align=True,
)  # fmt: skip
PROGRESS: Final = np.dtype(
    [
        ("assigned_ms", np.int64), ("first_ms", np.int64), ("last_ms", np.int64), ("unit", np.int32),
        ("missing", np.int16), ("carried", np.int8),
        ("queued", np.int8),  # 1: it lacks a unit, ASK_AGAIN: and somebody may be able to come now
        ("due_ms", np.int64),  # by when a policy with a cap lets the first unit be there
    ],
    align=True,
)  # fmt: skip
CANDIDATE: Final = np.dtype([("eta_ms", np.int64), ("cost", np.float64), ("unit", np.int32), ("call", np.int32)])
TRACE: Final = np.dtype(
    [("at_ms", np.int64), ("what", np.int32), ("call", np.int32), ("unit", np.int32), ("zone", np.int32),
     ("goal", np.int32), ("metric", np.int32),
     ("from_ms", np.int64), ("other", np.int64)],
)  # fmt: skip
ASK_AGAIN: Final = 2
NO_ANSWER: Final = -2
"""Nothing was answered yet; NOBODY is an answer."""


class Tables(NamedTuple):
    """What the loops look up; nothing here changes during a run. m tables, z zones, s stations, u units."""

    to_ms: Ints
    """(m, z, z) by which units drive."""
    taken_ms: Ints
    """(m, z, z) by which they are chosen: the same, unless somebody is mistaken about it."""
    via: Shorts
    """(m, z, z) `via[metric, goal, at]`: the next point of the fastest route, NOBODY where there is none."""
    station_rank: Shorts
    """(m, z, s) stations by their time to the zone, ties by number."""
    station_ms: Ints
    """(m, z, s) that time, in the same order."""
    hospital: Shorts
    """(m, z, hospital kinds) the nearest that takes this kind, NOBODY."""
    dominates: Bytes
    """(m, m) 1 where the first table is nowhere slower than the second."""
    metric_at: Shorts
    """(versions, 2, 168)"""
    station_zone: Ints
    hospital_zone: Ints
    capacity: Ints
    """(s,)"""
    changes: Records
    """CHANGE in order of time."""
    calls: Records
    """CALL in order of time."""


class Terms(NamedTuple):
    """`Params` as the loops read them."""

    answer_mode: Bytes
    carry_mode: Bytes
    preempts_from: Bytes
    reassigns: Bytes
    preempt_gain_ms: int
    reassign_gain_ms: int
    carrying_kinds: int
    answers_rolling: int
    queues: int
    moves_at_most: int
    move_span_ms: int


class State(NamedTuple):
    """All that changes during a run. k unit kinds, c calls."""

    world: Records
    """(1,) `world.WORLD`: the clock, and what `bind` fills in anew."""
    units: Records
    """(u,) UNIT"""
    tree: Longs
    """A tournament over `next_ms` and number of the units: [1] is the next event of all, [n + u] the unit's own."""
    lists: Ints
    """(4, u + 3) rows ON_THE_MOVE, EN_ROUTE, TO_DISPATCH, TO_PLACE; the last column counts."""
    waiting: Ints
    """(s, k) the first unit that waits there, NOBODY; units follow in order of number."""
    idle: Ints
    """(s, k) how many idle units wait there or are on their way there."""
    queue: Ints
    """(c,) calls that lack a unit, the most urgent first, then the oldest."""
    progress: Records
    """(c,) PROGRESS"""
    remaining: Bytes
    """(c, k) units still to be sent."""
    candidates: Records
    """(u,) CANDIDATE: whom the last decision could choose from."""
    trace: Records
    """(t,) TRACE, empty where nobody watches."""


def fork(state: State) -> State:
    """A copy that lives on by itself."""
    return State(**{name: array.copy() for name, array in state._asdict().items()})

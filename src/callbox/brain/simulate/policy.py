"""What a policy is to the simulator: three numbers that name how it decides, and what it looks up."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from callbox.brain.simulate.ahead import NO_LOOKOUT, Lookout
from callbox.brain.simulate.facts import Floats

CLOSEST, COVER, ASKED, AHEAD = range(4)
"""`dispatch`: the closest; the lowest time plus weighted loss of cover; the run stops and asks; see `ahead_loops`.
`place`: the unit's own station (CLOSEST); where it adds most cover; asked; the same with cover at moments ahead.
`move`: nobody (CLOSEST); the move that gains most cover; asked; the same with cover at moments ahead."""
NO_TABLE: Final = np.zeros((1, 1))
NO_HOURS: Final = np.zeros((0, 0))
NO_ROOM: Final = np.zeros(0)


class Policy(NamedTuple):
    """How units are sent, placed and moved; z zones, s stations."""

    dispatch: int = CLOSEST
    place: int = CLOSEST
    move: int = CLOSEST
    tick_ms: int = 0
    """How often, apart from what happens, move-ups are thought of; 0: only when something happened."""
    weight: Floats = NO_TABLE
    """(1 or 168, z) expected calls an hour by zone."""
    reach: NDArray[np.int8] = np.zeros((1, 1), np.int8)
    """(z, s) 1 where a unit that waits at the station reaches the zone in time."""
    busy_fraction: float = 0.3
    """The chance that an idle unit is not idle any more when it is needed."""
    busy: Floats = NO_HOURS
    """(hours, u) the same by unit and hour, where one number for all is not enough; hours repeat from midnight on."""
    cover_weight_ms: float = 0.0
    """Milliseconds that one covered call an hour is worth when a unit is chosen."""
    move_gain: float = 0.0
    """Covered calls an hour that a move-up must gain."""
    lookout: Lookout = NO_LOOKOUT
    """What AHEAD looks up."""
    gone: Floats = NO_ROOM
    """(s,) and ..."""
    uncovered: Floats = NO_ROOM
    """... (z,): room to reckon in."""


STATIC: Final = Policy()
"""Closest idle, back to one's own station, no move-ups: what all others are measured against."""

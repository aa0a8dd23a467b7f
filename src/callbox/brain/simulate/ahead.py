"""What a policy that looks at cover some moments ahead is given: points, times, grades, and a desk to work on.

The policy is named AHEAD in `policy`; how it decides stands in `ahead_loops`, and what it rests on in `cover`.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from callbox.brain.cover.facts import LEAST_BUSY, MOST_BUSY, Grades
from callbox.brain.cover.moving import Outlook
from callbox.brain.simulate.facts import Floats, Ints

NO_LIMIT_MS: Final = 2**40
Grade = NDArray[np.uint8]


class Lookout(NamedTuple):
    """z zones, s stations, p points that calls come from, g grades, h moments ahead, u units."""

    point_weight: Floats
    """(1 or 168, p) how many calls come from each, adding up to 1 in every row."""
    zone_ms: Ints
    """(z, p) from each zone to each point, with siren."""
    station_point_ms: Ints
    """(s, p)"""
    station_grade: Grade
    """(s, p)"""
    within_ms: Ints
    """(g,)"""
    grade_cost: Floats
    """(g,)"""
    ahead_ms: Ints
    """(h,)"""
    ahead_share: Floats
    """(h,)"""
    ahead_busy: Floats
    """(h,) the chance that a unit that is idle now is not idle any more."""
    late_ms: int = 480_000
    mean_weight: float = 0.1
    """What `late_ms` of response cost, against 1 for a late call."""
    loss_weight: float = 1.0
    """How many calls' worth the cover counts that a unit takes along when it is sent."""
    cap_ms: int = NO_LIMIT_MS
    """To a call of priority 0 nobody comes this much later than the first idle unit could have when it was first decided
    about: not by a choice, and not by leaving it to another. Kept for calls that need one unit."""
    swap_cost: float = 0.02
    """What it costs to call a unit off a call that another then takes over."""
    least_gain: float = 0.003
    """What a move-up must gain, in late calls a call."""
    most_moves: int = 2
    """How many move-ups one event may lead to."""
    rest_ms: int = 0
    """A unit that was told to move up stays for so long."""
    clears_ms: int = 720_000
    """The mean time at a scene, and again at a hospital: what is reckoned until a busy unit is free. 0: never."""
    seen: Grade = np.zeros((1, 1, 1), np.uint8)
    """(h, 2u, p) the desk: written and read within one decision."""
    seen_busy: Floats = np.zeros((1, 1))
    """(h, 2u)"""
    left: Floats = np.zeros((1, 1, 1))
    """(h, p, g + 1)"""
    trial: Grade = np.zeros((1, 1), np.uint8)
    """(h, p)"""
    row_of: Ints = np.zeros(1, np.int32)
    """(u,) where a unit stands in `seen`, NOBODY."""


NO_LOOKOUT: Final = Lookout(
    point_weight=np.zeros((1, 1)),
    zone_ms=np.zeros((1, 1), np.int32),
    station_point_ms=np.zeros((1, 1), np.int32),
    station_grade=np.zeros((1, 1), np.uint8),
    within_ms=np.zeros(1, np.int32),
    grade_cost=np.zeros(1),
    ahead_ms=np.zeros(1, np.int32),
    ahead_share=np.zeros(1),
    ahead_busy=np.zeros(1),
)


def lookout(
    *, point_zone: Ints, point_weight: Floats, station_zone: Ints, siren_ms: Ints, grades: Grades, outlook: Outlook
) -> Lookout:
    """Look from every zone and station at points that stand in zones (p,), with weights (1 or 168, p).

    `siren_ms` (z, z) is one travel table [to, from].
    """
    zone_ms = np.ascontiguousarray(siren_ms[point_zone].T)
    station_point_ms = np.ascontiguousarray(zone_ms[station_zone])
    return Lookout(
        point_weight=np.ascontiguousarray(point_weight / point_weight.sum(axis=1, keepdims=True)),
        zone_ms=zone_ms,
        station_point_ms=station_point_ms,
        station_grade=np.searchsorted(grades.within_ms, station_point_ms).astype(np.uint8),
        within_ms=grades.within_ms,
        grade_cost=grades.cost,
        ahead_ms=np.array(outlook.ahead_ms, np.int32),
        ahead_share=np.array(outlook.share, np.float64),
        ahead_busy=np.clip(np.array(outlook.busy, np.float64), LEAST_BUSY, MOST_BUSY),
        clears_ms=outlook.clears_in_ms,
    )


def at_own_desk(one: Lookout, units: int) -> Lookout:
    """The same with a desk of its own for so many units, so that runs side by side do not disturb each other."""
    moments, points = len(one.ahead_ms), one.point_weight.shape[1]
    return one._replace(
        seen=np.zeros((moments, 2 * units, points), np.uint8),
        seen_busy=np.zeros((moments, 2 * units)),
        left=np.zeros((moments, points, len(one.grade_cost) + 1)),
        trial=np.zeros((moments, points), np.uint8),
        row_of=np.zeros(units, np.int32),
    )

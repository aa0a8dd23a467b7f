"""The next best answer where a closed area lies around a unit, or around the place it is to go to.

A unit within it drives out: its time is the one without the closures on its own street. To a place within it nobody gets:
the time is the one to the edge. Both are told with the answer.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.edge import times_to_edge
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import Ints, Places
from callbox.site.advisor.asked import Closing, Conditions
from callbox.site.advisor.driving import Driving, holding
from callbox.site.advisor.fleet import Fleet
from callbox.site.advisor.shutting import Shut

Flags = NDArray[np.bool_]
Slots = NDArray[np.int64]
Closings = tuple[Closing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Led:
    """Times from n units to a place, and what they rest on."""

    road_ms: Ints
    """(n,) UNREACHABLE_MS where there is no way."""
    leaves: Flags
    """(n,) the unit stands inside a closed area, and its time counts on streets there that are closed to others."""
    to_edge: Flags
    """(n,) the place lies inside a closed area, and the time is to its edge."""

    @staticmethod
    def by_road(road_ms: Ints) -> "Led":
        """Times that rest on nothing but the roads."""
        return Led(road_ms=road_ms, leaves=np.zeros(len(road_ms), np.bool_), to_edge=np.zeros(len(road_ms), np.bool_))

    @staticmethod
    def nowhere(count: int) -> "Led":
        """Nobody gets there."""
        return Led.by_road(np.full(count, UNREACHABLE_MS, np.int32))


@dataclass(frozen=True, slots=True)
class Inside:
    """Times on one city's roads for units of one fleet, closed areas considered."""

    engine: RoadEngine
    fleet: Fleet
    shut: Shut
    driving: Driving

    def times(self, slots: Slots, there: Places, how: Conditions) -> Led:
        """Times from (n,) units to a place that is on a road."""
        led = Led.by_road(self.fleet.times(self.driving.metric(how), slots, there))
        lost = np.flatnonzero((led.road_ms >= UNREACHABLE_MS) & (self.fleet.places.arc[slots] >= 0))
        closings = holding(how)
        if len(lost) and closings:
            streets = np.append(self.fleet.places.arc[slots[lost]], there.arc[0])
            held = self.shut.holding(closings, streets)
            around = picked(closings, held[:, -1])
            for own in np.unique(held[:, :-1], axis=1).T:
                rows = lost[(held[:, :-1] == own[:, None]).all(axis=0)]
                self._look_again(
                    led, there, rows=rows, slots=slots[rows], how=how, own=picked(closings, own), around=around
                )
        return led

    def _look_again(
        self, led: Led, there: Places, *, rows: Slots, slots: Slots, how: Conditions, own: Closings, around: Closings
    ) -> None:
        """Note what is found for units inside the same closures, once these are left out."""
        how, around = without(how, own), tuple(one for one in around if one not in own)
        found_ms = self.fleet.times(self.driving.metric(how), slots, there) if own else led.road_ms[rows]
        cut_off = found_ms >= UNREACHABLE_MS
        if around and cut_off.any():
            found_ms = np.where(cut_off, self._to_edge(there, how, around)[slots], found_ms)
        reached = found_ms < UNREACHABLE_MS
        led.road_ms[rows], led.leaves[rows], led.to_edge[rows] = found_ms, reached & bool(own), reached & cut_off

    def _to_edge(self, there: Places, how: Conditions, around: Closings) -> Ints:
        """(k,) times from all slots of the fleet to the edge of what lies around a place."""
        closed = np.unique(np.concatenate([self.shut.arcs(one) for one in around]))
        labels, through = self.fleet.labelled(self.driving.metric(how)), self.driving.metric(without(how, around))
        return times_to_edge(self.engine, labels, there, closed=closed, through=through)


def picked(closings: Closings, which: Flags) -> Closings:
    """Some closures."""
    return tuple(one for one, wanted in zip(closings, which.tolist(), strict=True) if wanted)


def without(how: Conditions, some: Closings) -> Conditions:
    """The same conditions but for some closures."""
    return replace(how, closings=tuple(one for one in how.closings if one not in some))

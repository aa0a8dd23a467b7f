"""Closed, flooded and slowed streets: in force for the next question in every metric they concern, and undone as quickly.

Where several hold for a street, the slowest does. A closed street carries nobody through; whoever stands on it can still
leave it, and whoever is called to it can still enter it, as on a free road.
"""

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.customise import LONGEST_MS, Metric
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import Ints, RoadNetwork


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Streets that nobody passes, or only slowly."""

    name: str
    arcs: Ints
    """(k,) arcs of the road network."""
    speed_factor: float = 0.0
    """What is left of the speed: 0 closed, 0.25 a quarter; at most 1."""
    metrics: frozenset[str] | None = None
    """The names of the metrics it concerns, None for all: a closure may let the fire service through."""


@dataclass(slots=True, kw_only=True)
class Closures:
    """The closures in force on one engine. Metrics added later are told by `catch_up`."""

    engine: RoadEngine
    in_force: dict[str, Closure] = field(default_factory=dict)

    def close(self, closure: Closure) -> None:
        """Put a closure in force (in place of the one of the same name); raises ValueError for what is none."""
        _checked(closure, arcs=self.engine.network.arcs)
        before = self.in_force.get(closure.name)
        self.in_force[closure.name] = closure
        self._renew(closure.arcs if before is None else np.concatenate([before.arcs, closure.arcs]))

    def lift(self, name: str) -> None:
        """End a closure; raises KeyError where none of the name is in force."""
        self._renew(self.in_force.pop(name).arcs)

    def catch_up(self, metric: Metric) -> None:
        """Put all closures in force in a metric that was added after them."""
        arcs = [closure.arcs for closure in self.in_force.values()]
        if arcs:
            self._renew_in(metric, np.unique(np.concatenate(arcs)))

    def _renew(self, arcs: Ints) -> None:
        arcs = np.unique(arcs)
        for metric in self.engine.metrics.values():
            self._renew_in(metric, arcs)

    def _renew_in(self, metric: Metric, arcs: Ints) -> None:
        factor = np.ones(len(arcs))
        for closure in self.in_force.values():
            if closure.metrics is None or metric.name in closure.metrics:
                held = np.isin(arcs, closure.arcs)
                factor[held] = np.minimum(factor[held], closure.speed_factor)
        self.engine.amend(metric, arcs=arcs, travel_ms=slowed(metric.free_ms[arcs], factor))


def slowed(free_ms: Ints, speed_factor: NDArray[np.float64]) -> Ints:
    """(k,) milliseconds at what is left of the speed; UNREACHABLE_MS where nothing is, or where nobody passed before."""
    open_ = (speed_factor > 0) & (free_ms < UNREACHABLE_MS)
    slow_ms = np.minimum(np.rint(free_ms / np.where(open_, speed_factor, 1.0)), LONGEST_MS)
    return np.where(open_, slow_ms, UNREACHABLE_MS).astype(np.int32)


def _checked(closure: Closure, *, arcs: int) -> None:
    if not 0 <= closure.speed_factor <= 1:
        raise ValueError(f"speed_factor: {closure.speed_factor} is not between 0 (closed) and 1 (free)")
    if len(closure.arcs) and not 0 <= closure.arcs.min() <= closure.arcs.max() < arcs:
        raise ValueError(f"arcs: a number is not between 0 and {arcs - 1}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """The lines of all arcs and the boxes around them, so that areas find their streets quickly."""

    points_deg: NDArray[np.float64]
    """(p, 2) longitude, latitude: of each arc its tail, its shape, its head."""
    first: NDArray[np.int64]
    """(m + 1,) where each arc's points begin."""
    least_deg: NDArray[np.float64]
    """(m, 2) the western and southern ends."""
    most_deg: NDArray[np.float64]
    """(m, 2) the eastern and northern ends."""

    def touching(self, area: shapely.Geometry) -> Ints:
        """(k,) the arcs whose line meets an area (longitude, latitude degrees); arcs of forbidden turns included."""
        area = shapely.make_valid(area)
        if shapely.is_empty(area):
            return np.empty(0, np.int32)
        west, south, east, north = shapely.bounds(area)
        near = np.flatnonzero((self.least_deg[:, 0] <= east) & (self.most_deg[:, 0] >= west))
        near = near[(self.least_deg[near, 1] <= north) & (self.most_deg[near, 1] >= south)]
        counts = self.first[near + 1] - self.first[near]
        owner = np.repeat(np.arange(len(near)), counts)
        taken = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
        lines = shapely.linestrings(self.points_deg[taken + np.repeat(self.first[near], counts)], indices=owner)
        shapely.prepare(area)
        met: Ints = near[shapely.intersects(area, lines)].astype(np.int32)
        return met


def outlines(network: RoadNetwork) -> Outlines:
    """The outlines of all arcs of a network: made once, asked for every area."""
    first = network.shape_first + 2 * np.arange(network.arcs + 1)
    points = np.empty((int(first[-1]), 2))
    middle = np.ones(len(points), np.bool_)
    middle[first[:-1]] = middle[first[1:] - 1] = False
    points[middle] = network.shape_deg
    for axis, at_deg in enumerate((network.longitude_deg, network.latitude_deg)):
        points[first[:-1], axis], points[first[1:] - 1, axis] = at_deg[network.tail], at_deg[network.head]
    if not network.arcs:
        return Outlines(points_deg=points, first=first, least_deg=points, most_deg=points)
    # Column by column: each question goes through all of one.
    least = np.asfortranarray(np.minimum.reduceat(points, first[:-1]))
    most = np.asfortranarray(np.maximum.reduceat(points, first[:-1]))
    return Outlines(points_deg=points, first=first, least_deg=least, most_deg=most)

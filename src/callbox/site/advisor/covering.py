"""What sending a unit costs in cover: each unit's times to the points of demand, kept, and renewed when it moves.

The rows are exact for where each unit is told to be and for the closures in force. A unit nobody knows the place of covers
nothing.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.demand.points import ANY_KIND, Points
from callbox.brain.dispatch import Cover, UnitState
from callbox.brain.roads.customise import Metric
from callbox.brain.roads.facts import Ints, Places
from callbox.brain.roads.hierarchy import Hierarchy
from callbox.brain.roads.snap import Snapper
from callbox.brain.roads.targets import Targets
from callbox.site.advisor.fleet import SNAP_MAX_M, Fleet

POLICY: Final = "closest_idle"
BUSY_USUAL: Final = 0.3
"""The share of time that a unit is taken to be busy, where the node's own past does not say."""
LATE_MS: Final = 480_000
KEPT_MOST: Final = 4
"""Metrics whose rows are kept: sirens and not, now and as it was before the last closure."""
NEVER: Final = -2

Slots = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Standard:
    """What a node has decided: its policy by name, and that a place is covered by who is there in so long."""

    policy: str = POLICY
    late_ms: int = LATE_MS


USUAL: Final = Standard()


def shares(busy: Mapping[str, float], units: Sequence[UnitState]) -> NDArray[np.float64]:
    """(n,) the share of time that each unit is busy, as far as it is known."""
    return np.array([busy.get(one.id, BUSY_USUAL) for one in units], dtype=np.float64)


@dataclass(slots=True, kw_only=True)
class Kept:
    """Rows by one metric: for each slot of the fleet, (p,) milliseconds and the place on the roads they were made for."""

    targets: Targets
    version: int
    row_ms: Ints
    arc: Ints
    fraction: NDArray[np.float64]


class Ground:
    """The points of demand of one city, on its roads."""

    def __init__(self, hierarchy: Hierarchy, snapper: Snapper, points: Points) -> None:
        snapped = snapper.snap(points.longitude_deg, points.latitude_deg, SNAP_MAX_M)
        on_road = np.flatnonzero(snapped.arc >= 0)
        self._hierarchy = hierarchy
        self._places = Places(
            arc=snapped.arc[on_road], fraction=snapped.fraction[on_road], walk_m=snapped.walk_m[on_road]
        )
        self._calls_per_h = np.ascontiguousarray(points.calls_per_h[:, on_road])
        self._hours = points.hours
        self._row_of = {kind: row for row, kind in enumerate(points.kinds)}
        self._by_hour: dict[int, NDArray[np.float64]] = {}
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._in_a_row: tuple[Slots, bool] = np.empty(0, np.int64), False
        self._served: tuple[Sequence[str], Slots] = (), np.empty(0, np.int64)

    def __len__(self) -> int:
        return len(self._places.arc)

    def serves(self, kinds: Sequence[str]) -> Slots:
        """(n,) the calls that units of each kind serve, as `Cover` has them."""
        if kinds is not self._served[0]:
            usual = self._row_of.get(ANY_KIND, -1)
            self._served = kinds, np.array([self._row_of.get(kind, usual) for kind in kinds], dtype=np.int64)
        return self._served[1]

    def cover(
        self,
        metric: Metric,
        fleet: Fleet,
        slots: Slots,
        *,
        serves: Slots,
        busy: NDArray[np.float64],
        hour: int,
        late_ms: int,
    ) -> Cover:
        """The cover of units in slots of the fleet, in their order."""
        return Cover(
            calls_per_h=self._calls_in(hour),
            serves=serves,
            travel_ms=self._rows(metric, fleet, slots),
            busy=busy,
            threshold_ms=late_ms,
        )

    def renew(self, fleet: Fleet, slots: Slots) -> None:
        """Reckon anew the rows of (m,) units that moved, by every metric they are kept by."""
        for kept in self._kept.values():
            if len(kept.arc) >= fleet.room and kept.version == kept.targets.labels.metric.version:
                self._renewed(kept, fleet, slots)

    def _calls_in(self, hour: int) -> NDArray[np.float64]:
        if hour not in self._by_hour:
            self._by_hour[hour] = self._calls_per_h * self._hours[hour]
        return self._by_hour[hour]

    def _rows(self, metric: Metric, fleet: Fleet, slots: Slots) -> Ints:
        kept = self._of(metric, fleet.room)
        self._renewed(kept, fleet, slots)
        if slots is not self._in_a_row[0]:
            self._in_a_row = slots, bool((np.diff(slots) == 1).all())
        return kept.row_ms[slots[0] : slots[-1] + 1] if self._in_a_row[1] else kept.row_ms[slots]

    def _renewed(self, kept: Kept, fleet: Fleet, slots: Slots) -> None:
        """Reckon anew the rows of those of (m,) units that are elsewhere."""
        at = fleet.places
        moved = slots[(kept.arc[slots] != at.arc[slots]) | (kept.fraction[slots] != at.fraction[slots])]
        if len(moved):
            kept.targets.times(fleet.labelled(kept.targets.labels.metric), moved, out=kept.row_ms)
        kept.arc[moved], kept.fraction[moved] = at.arc[moved], at.fraction[moved]

    def _of(self, metric: Metric, room: int) -> Kept:
        kept = self._kept.get(metric.name)
        if kept is None or kept.targets.labels.metric is not metric or kept.version != metric.version:
            kept = self._kept[metric.name] = self._empty(metric)
        self._kept.move_to_end(metric.name)
        while len(self._kept) > KEPT_MOST:
            self._kept.popitem(last=False)
        if len(kept.arc) < room:
            _grow(kept, room)
        return kept

    def _empty(self, metric: Metric) -> Kept:
        return Kept(
            targets=Targets.of(self._hierarchy, self._places, metric=metric),
            version=metric.version,
            row_ms=np.empty((0, len(self)), np.int32),
            arc=np.empty(0, np.int32),
            fraction=np.empty(0),
        )


def _grow(kept: Kept, room: int) -> None:
    more = room - len(kept.arc)
    kept.row_ms = np.concatenate([kept.row_ms, np.full((more, kept.row_ms.shape[1]), UNREACHABLE_MS, np.int32)])
    kept.arc = np.concatenate([kept.arc, np.full(more, NEVER, np.int32)])
    kept.fraction = np.concatenate([kept.fraction, np.zeros(more)])

"""Where the units that were asked about are on the roads, and their labels, renewed only when a unit moves.

A position is forgotten as everywhere: fifteen minutes after it was last asked about, nothing of it is left here.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from callbox.brain.roads.customise import Metric
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import Ints, Places
from callbox.brain.roads.labels import Labels
from callbox.brain.roads.moving import follow
from callbox.brain.roads.snap import NOWHERE, Snapper
from callbox.site.advisor.asked import Place, Placed

FORGET_AFTER_S: Final = 900.0
SNAP_MAX_M: Final = 1_000.0
"""Farther than this from any street, a place is on no road."""
ROOM: Final = 64
NOT_KNOWN: Final = (np.nan, np.nan)


class Put(NamedTuple):
    """The units that were put last, and their slots."""

    units: Sequence[Placed]
    ids: tuple[str, ...]
    slots: NDArray[np.int64]


NOBODY: Final = Put((), (), np.empty(0, dtype=np.int64))


class Fleet:
    """The units of one world on its roads. Times are exact for where each unit was told to be in the question itself."""

    def __init__(self, engine: RoadEngine, snapper: Snapper) -> None:
        self._engine, self._snapper = engine, snapper
        self._slot: dict[str, int] = {}
        self._at: dict[str, Place | None] = {}
        self._asked_s: dict[str, float] = {}
        self._free: list[int] = []
        self._places = _nowhere(0)
        self._labels: dict[str, Labels] = {}
        self._moved: dict[str, set[int]] = {}
        self._last = NOBODY
        self._oldest_s, self._put_s = -np.inf, -np.inf

    def __len__(self) -> int:
        return len(self._slot)

    def put(self, units: Sequence[Placed], *, now_s: float) -> NDArray[np.int64]:
        """Note where units are; (n,) their places among all that are known, for `times` and `streets`."""
        self._forget(now_s)
        again = self._moved_since(units)
        if again is None:
            self._make_room([unit.id for unit in units if unit.id not in self._slot])
            again = [unit for unit in units if unit.place != self._at[unit.id]]
            self._note()
            ids = tuple(unit.id for unit in units)
            self._last = Put(units, ids, np.array([self._slot[one] for one in ids], dtype=np.int64))
        self._move(again)
        self._last = self._last._replace(units=units)
        self._put_s = now_s
        return self._last.slots

    def moved(self, units: Sequence[Placed]) -> NDArray[np.int64]:
        """Note where units are that were asked about before, and renew every label now: (m,) the slots of those elsewhere.

        So the next question finds nothing to be done. Nobody is known longer for having moved.
        """
        known = [unit for unit in units if unit.id in self._at and unit.place != self._at[unit.id]]
        self._move(known)
        for held in list(self._labels.values()) if known else ():
            self.labelled(held.metric)
        return np.array([self._slot[unit.id] for unit in known], dtype=np.int64)

    def _moved_since(self, units: Sequence[Placed]) -> list[Placed] | None:
        """Those of the units last put that are elsewhere (who is not mostly is the same object); None where others are."""
        last = self._last.units
        if units is last:
            return []
        if len(units) != len(last):
            return None
        other = [(new, old) for new, old in zip(units, last, strict=True) if new is not old]
        if any(new.id != old.id for new, old in other):
            return None
        return [new for new, _ in other if new.place != self._at[new.id]]

    @property
    def room(self) -> int:
        """How many slots there are; some may be empty."""
        return len(self._places.arc)

    @property
    def places(self) -> Places:
        """Where the unit in each slot is on the roads; not to be written to."""
        return self._places

    def times(self, metric: Metric, slots: NDArray[np.int64], to: Places) -> Ints:
        """(n,) milliseconds from units to a place."""
        if not len(slots):
            return np.empty(0, dtype=np.int32)
        found_ms: Ints = self._engine.times(self.labelled(metric), to)[slots]
        return found_ms

    def arcs(self, slots: NDArray[np.int64]) -> list[int]:
        """The arc that each unit stands on; -1 for none."""
        found: list[int] = self._places.arc[slots].tolist()
        return found

    def labelled(self, metric: Metric) -> Labels:
        """The labels of all slots by a metric, true for where the units are now."""
        held = self._labels.get(metric.name)
        if held is None or held.metric is not metric:
            held = self._labels[metric.name] = self._engine.labels(self._places, metric)
            self._moved[metric.name] = set()
        moved = self._moved[metric.name]
        if moved:
            rows = np.fromiter(moved, dtype=np.int64, count=len(moved))
            follow(self._engine.hierarchy, held, self._places, moved=rows)
            moved.clear()
        return held

    def drop(self, metric: str) -> None:
        """Forget the labels by a metric that is held no longer."""
        self._labels.pop(metric, None)
        self._moved.pop(metric, None)

    def _make_room(self, new: Sequence[str]) -> None:
        lacking = len(new) - len(self._free)
        if lacking > 0:
            there = len(self._places.arc)
            more = max(lacking, there, ROOM)
            self._places = _joined(self._places, _nowhere(more))
            self._free.extend(range(there + more - 1, there - 1, -1))
            self._labels.clear()
        for one in new:
            self._slot[one], self._at[one] = self._free.pop(), None

    def _move(self, units: Sequence[Placed]) -> None:
        """Note where these units are now."""
        if not units:
            return
        place_deg = np.array([unit.place or NOT_KNOWN for unit in units], dtype=np.float64)
        known = np.flatnonzero(~np.isnan(place_deg[:, 0]))
        lon, lat = np.ascontiguousarray(place_deg[known].T)
        found = self._snapper.snap(lon, lat, SNAP_MAX_M) if len(known) else _nowhere(0)
        slots = np.array([self._slot[unit.id] for unit in units], dtype=np.int64)
        held, nowhere = self._places, _nowhere(len(units))
        for mine, new, lost in (
            (held.arc, found.arc, nowhere.arc),
            (held.fraction, found.fraction, nowhere.fraction),
            (held.walk_m, found.walk_m, nowhere.walk_m),
        ):
            lost[known] = new
            mine[slots] = lost
        self._at.update((unit.id, unit.place) for unit in units)
        for moved in self._moved.values():
            moved.update(slots.tolist())

    def _note(self) -> None:
        """When the units last put were asked about: noted for all at once, before others are put."""
        self._asked_s.update(dict.fromkeys(self._last.ids, self._put_s))

    def _forget(self, now_s: float) -> None:
        if now_s - self._oldest_s <= FORGET_AFTER_S:
            return
        self._note()
        gone = [one for one, asked_s in self._asked_s.items() if now_s - asked_s > FORGET_AFTER_S]
        self._move([Placed(id=one, place=None) for one in gone])
        for one in gone:
            self._free.append(self._slot.pop(one))
            del self._at[one], self._asked_s[one]
        self._oldest_s = min(self._asked_s.values(), default=now_s)
        self._last = NOBODY if gone else self._last


def _nowhere(count: int) -> Places:
    return Places(arc=np.full(count, NOWHERE, dtype=np.int32), fraction=np.zeros(count), walk_m=np.full(count, np.inf))


def _joined(one: Places, other: Places) -> Places:
    return Places(
        arc=np.concatenate([one.arc, other.arc]),
        fraction=np.concatenate([one.fraction, other.fraction]),
        walk_m=np.concatenate([one.walk_m, other.walk_m]),
    )

"""Which idle unit should wait where: cover/moving asked with the places, roads and closures of this moment.

Rules in words. Units of one kind cover the calls for that kind and no others, and wait only where units of that kind are at
home. Gains are told in calls: of a hundred calls to come, so many fewer are answered late. It has a fleet of its own, so
that what is kept for recommending stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from callbox.brain.cover import facts
from callbox.brain.cover.grades import late_after
from callbox.brain.cover.moving import Bounds, Idle, Outlook, plan_moves
from callbox.brain.roads.customise import Metric
from callbox.brain.roads.facts import Places
from callbox.kernel.chain import Json
from callbox.site.advisor.asked import Conditions, NotUnderstood, Placed, Told, a_place, an_object, listed, text, whole
from callbox.site.advisor.covering import Ground
from callbox.site.advisor.fleet import Fleet

UNITS_MOST: Final = 400
STATIONS_MOST: Final = 100
MS_MAX: Final = 2**40
LONG_AGO_MS: Final = 2**40
BOUNDS: Final = Bounds(least_gain=0.005)
OUTLOOK: Final = Outlook()


@dataclass(frozen=True, kw_only=True)
class Free:
    """An idle unit: where it is, the station it waits at or goes to, and how it was moved before."""

    placed: Placed
    kind: str
    station: str
    moved_ago_ms: int
    moves_left: int


@dataclass(frozen=True, kw_only=True)
class Station:
    """A place to wait, for units of some kinds."""

    placed: Placed
    kinds: frozenset[str]
    room: int


class Timing(Protocol):
    """Whoever knows the metrics."""

    def metric(self, how: Conditions) -> Metric:
        """The metric of these conditions."""


def free_units(told: Told) -> list[Free]:
    """The idle units of a question."""
    return [_free(an_object(one, "units")) for one in listed(told.get("units", []), "units", most=UNITS_MOST)]


def _free(one: Told) -> Free:
    return Free(
        placed=Placed(id=text(one.get("id", ""), "id"), place=a_place(one.get("place"), "place")),
        kind=text(one.get("kind", ""), "kind"),
        station=text(one.get("station", ""), "station"),
        moved_ago_ms=whole(one.get("moved_ago_ms", LONG_AGO_MS), "moved_ago_ms", most=MS_MAX),
        moves_left=whole(one.get("moves_left", 100), "moves_left", most=100),
    )


def stations(told: Told) -> list[Station]:
    """The stations of a question."""
    rows = (an_object(one, "stations") for one in listed(told.get("stations", []), "stations", most=STATIONS_MOST))
    return [
        Station(
            placed=Placed(id=f"station {text(one.get('id', ''), 'id')}", place=a_place(one.get("place"), "place")),
            kinds=frozenset(text(kind, "kinds") for kind in listed(one.get("kinds", []), "kinds", most=50)),
            room=whole(one.get("room", 1_000), "room", most=1_000),
        )
        for one in rows
    ]


class Redeploying:
    """Proposes moves on the roads of one city."""

    def __init__(self, fleet: Fleet, ground: Ground, timing: Timing) -> None:
        self.fleet, self._ground, self._timing = fleet, ground, timing

    def moves(self, told: Told, how: Conditions, *, late_ms: int, now_s: float) -> list[Json]:
        """The moves that gain most, one for each kind of unit.

        Raises:
            NotUnderstood: naming the field.
        """
        units, places = free_units(told), stations(told)
        known = {one.placed.id for one in places}
        units = [one for one in units if f"station {one.station}" in known]
        if not units or not places or not len(self._ground):
            return []
        everywhere = [*(one.placed for one in units), *(one.placed for one in places)]
        if len({one.id for one in everywhere}) != len(everywhere):
            raise NotUnderstood("field.wrong", "units, stations: two have the same id")
        slots = self.fleet.put(everywhere, now_s=now_s)
        found: list[Json] = []
        for kind in sorted({one.kind for one in units}):
            found += self._of_kind(kind, units, places, slots=slots, how=how, late_ms=late_ms)
        return found

    def _of_kind(
        self,
        kind: str,
        units: Sequence[Free],
        places: Sequence[Station],
        *,
        slots: NDArray[np.int64],
        how: Conditions,
        late_ms: int,
    ) -> list[Json]:
        mine = [at for at, one in enumerate(units) if one.kind == kind]
        homes = [at for at, one in enumerate(places) if kind in one.kinds]
        at_home = {places[at].placed.id: number for number, at in enumerate(homes)}
        mine = [at for at in mine if f"station {units[at].station}" in at_home]
        [row] = self._ground.serves([kind])
        if row < 0 or not mine or len(homes) < 2:
            return []
        rows = np.concatenate([slots[mine], slots[[len(units) + at for at in homes]]])
        ground, from_ms = self._seen(rows, len(mine), row=int(row), how=how, late_ms=late_ms)
        if ground is None:
            return []
        ground_room = facts.Ground(
            weight=ground.weight,
            station_ms=ground.station_ms,
            grades=ground.grades,
            capacity=np.array([places[at].room for at in homes], np.int32),
        )
        idle = self._idle([units[at] for at in mine], from_ms, at_home, slots=rows, how=how)
        return [
            _told(move.gain, move.drive_ms, units[mine[move.unit]], places[homes[move.station]])
            for move in plan_moves(ground_room, idle, outlook=OUTLOOK, bounds=BOUNDS)
        ]

    def _seen(
        self, rows: NDArray[np.int64], units: int, *, row: int, how: Conditions, late_ms: int
    ) -> tuple[facts.Ground | None, facts.Ints]:
        """What stations see of the demand, and (n, z) times of the units to it."""
        cover = self._ground.cover(
            self._timing.metric(how),
            self.fleet,
            rows,
            serves=np.full(len(rows), row, np.int64),
            busy=np.zeros(len(rows)),
            hour=how.hour,
            late_ms=late_ms,
        )
        calls = cover.calls_per_h[row]
        some = np.flatnonzero(calls > 0)
        if not len(some):
            return None, np.empty((0, 0), np.int32)
        times_ms = np.ascontiguousarray(cover.travel_ms[:, some])
        weight = np.ascontiguousarray(calls[some] / calls[some].sum())
        seen = facts.Ground(
            weight=weight, station_ms=np.ascontiguousarray(times_ms[units:]), grades=late_after(late_ms)
        )
        return seen, np.ascontiguousarray(times_ms[:units])

    def _idle(
        self,
        units: Sequence[Free],
        from_ms: facts.Ints,
        at_home: dict[str, int],
        *,
        slots: NDArray[np.int64],
        how: Conditions,
    ) -> Idle:
        count = len(units)
        drive_ms = np.empty((count, len(at_home)), np.int32)
        for number, slot in enumerate(slots[count:].tolist()):
            drive_ms[:, number] = self.fleet.times(self._timing.metric(how), slots[:count], self._at(slot))
        return Idle(
            from_ms=from_ms,
            station=np.array([at_home[f"station {one.station}"] for one in units], np.int32),
            drive_ms=drive_ms,
            first_ms=np.zeros(count, np.int32),
            moved_ago_ms=tuple(one.moved_ago_ms for one in units),
            moves_left=tuple(one.moves_left for one in units),
        )

    def _at(self, slot: int) -> Places:
        held, one = self.fleet.places, slice(slot, slot + 1)
        return Places(arc=held.arc[one].copy(), fraction=held.fraction[one].copy(), walk_m=held.walk_m[one].copy())


def _told(gain: float, drive_ms: int, unit: Free, station: Station) -> Json:
    return {
        "unit": unit.placed.id,
        "station": station.placed.id.removeprefix("station "),
        "fewer_late_per_100": round(100 * gain, 2),
        "drive_ms": int(drive_ms),
    }

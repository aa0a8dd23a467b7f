"""The roads of one city, ready to answer: network, hierarchy, a metric for each way of driving, units' labels, closures."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.dispatch import Cover, Need, Roster
from callbox.brain.roads.directions import directions
from callbox.brain.roads.driven import class_times
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import MODES, ROAD_CLASSES, Ints, Places
from callbox.brain.roads.hierarchy import from_order
from callbox.brain.roads.lines import line_deg
from callbox.brain.roads.snap import Snapper
from callbox.kernel.chain import Json
from callbox.kernel.globe import straight_line_m
from callbox.site.advisor.areas import area_of
from callbox.site.advisor.asked import Closing, Conditions, Place, Placed, Told
from callbox.site.advisor.covering import Ground, Standard, shares
from callbox.site.advisor.driving import Driving
from callbox.site.advisor.fleet import SNAP_MAX_M, Fleet
from callbox.site.advisor.inside import Inside, Led
from callbox.site.advisor.recommending import Times
from callbox.site.advisor.redeploying import Redeploying
from callbox.site.advisor.shutting import Shut
from callbox.site.advisor.units import Units
from callbox.site.city import store
from callbox.site.city.demand import points_of
from callbox.site.city.learning import NOTHING, Learnt
from callbox.site.city.searching import Index

LINE_DIGITS: Final = 6
"""Of a degree, in the lines of ways: a tenth of a metre."""


class RoadsOfCity:
    """Whatever is asked about one city's roads is answered here, on one thread."""

    def __init__(self, city: store.City, learnt: Learnt = NOTHING) -> None:
        self.digest = city.digest
        self._network = city.network
        self._engine = RoadEngine(network=city.network, hierarchy=from_order(city.network, city.order))
        self._snapper = Snapper.build(city.network)
        self._fleet = Fleet(self._engine, self._snapper)
        self._shut = Shut(city.network, city.digest)
        self._points = points_of(city.told, city.network)
        self._ground = Ground(self._engine.hierarchy, self._snapper, self._points)
        self._learnt = learnt
        self._driving = Driving(self._engine, self._shut, learnt, dropped=self._dropped)
        # Moves are proposed over a fleet and rows of their own: what recommending keeps stays as it is.
        apart = Ground(self._engine.hierarchy, self._snapper, self._points)
        self._redeploying = Redeploying(Fleet(self._engine, self._snapper), apart, self._driving)
        self._inside = Inside(self._engine, self._fleet, self._shut, self._driving)
        self._streets_of = StreetsOf()
        self._shares_of = Roster(), np.empty(0)
        self._gazetteer = city.gazetteer
        self.needs = _needs(city.told.get("needs", {}))

    @cached_property
    def names(self) -> Index:
        """The city's names, for whoever has no others (`Answers.know`)."""
        return Index(self._gazetteer)

    def _dropped(self, metric: str) -> None:
        self._fleet.drop(metric)
        self._redeploying.fleet.drop(metric)

    def moves(self, told: Told, how: Conditions, *, standard: Standard, now_s: float) -> dict[str, Json]:
        """Which idle units should wait elsewhere; see `redeploying`."""
        found = self._redeploying.moves(told, how, late_ms=standard.late_ms, now_s=now_s)
        return {"moves": found, "network": self.digest, "late_ms": standard.late_ms, "points": self.points}

    def warm(self) -> Place | None:
        """Drive everywhere once, so that the first question finds compiled code and metrics; some place, if there is any."""
        network = self._network
        if not network.nodes:
            return None
        middle = float(network.longitude_deg[0]), float(network.latitude_deg[0])
        other = network.nodes // 2
        far = float(network.longitude_deg[other]), float(network.latitude_deg[other])
        for mode in range(len(MODES)):
            how = Conditions(mode=mode, hour=0, closings=())
            self.times([Placed(id="", place=middle)], middle, how, now_s=-1e9)
            self.times([Placed(id="", place=None)], middle, how, now_s=0.0)
            self.driven([Placed(id="", place=middle)], far, how)
        self.isochrone(middle, [1.0], Conditions(mode=0, hour=0, closings=()), towards=False)
        self._rehearse_moves(middle, far)
        shut = Closing(id="", speed_factor=0.0, modes=(0,), arcs=(0,), network=self.digest)
        self.times([], middle, Conditions(mode=0, hour=0, closings=(shut,)), now_s=0.0)
        return middle

    def _rehearse_moves(self, one: Place, other: Place) -> None:
        """Ask once who should wait where, if it is known where calls come from."""
        kind = next(iter(self._points.kinds), "")
        ends: list[Json] = [{"id": name, "place": list(at), "kinds": [kind]} for name, at in (("a", one), ("b", other))]
        idle: list[Json] = [{"id": name, "place": list(one), "kind": kind, "station": "a"} for name in ("", " ")]
        how = Conditions(mode=0, hour=0, closings=())
        self.moves({"units": idle, "stations": ends}, how, standard=Standard(), now_s=-1e9)

    def times(self, units: Sequence[Placed], to: Place, how: Conditions, *, now_s: float) -> Times:
        """Road times from units to a place."""
        slots = self._fleet.put(units, now_s=now_s)
        there = self._snapped(to)
        off_road = int(there.arc[0]) < 0
        led = Led.nowhere(len(units)) if off_road else self._inside.times(slots, there, how)
        return Times(
            led=led,
            streets=self._streets(slots),
            case_street=self._street(int(there.arc[0])),
            case_walk_m=None if off_road else float(there.walk_m[0]),
            there=there,
            slots=slots,
        )

    def moved(self, units: Sequence[Placed]) -> int:
        """Note where units are now, before anybody asks; how many of those asked about before are elsewhere."""
        slots = self._fleet.moved(units)
        if len(slots):
            self._ground.renew(self._fleet, slots)
        return len(slots)

    def cover(self, times: Times, units: Units, how: Conditions, *, standard: Standard) -> Cover | None:
        """What these units cover from where they are; None where nobody knows where calls come from."""
        if not len(self._ground) or not len(times.slots):
            return None
        return self._ground.cover(
            self._driving.metric(how),
            self._fleet,
            times.slots,
            serves=self._ground.serves(units.kinds),
            busy=self._shares(units.roster),
            hour=how.hour,
            late_ms=standard.late_ms,
        )

    def driven(self, units: Sequence[Placed], to: Place, how: Conditions) -> dict[str, Json]:
        """What each unit's way would take on free roads: the mode, and milliseconds by road class."""
        there, metric, found = self._snapped(to), self._driving.metric(how), dict[str, Json]()
        for unit in units:
            if unit.place is not None:
                way = self._engine.path(self._snapped(unit.place), there, metric)
                by_class_ms = zip(ROAD_CLASSES, class_times(self._network, way, mode=how.mode), strict=True)
                free_ms: dict[str, Json] = {name: int(ms) for name, ms in by_class_ms if ms > 0}
                found[unit.id] = {"mode": MODES[how.mode], "free_ms": free_ms}
        return found

    def ways(self, units: Sequence[Placed], to: Place, how: Conditions) -> dict[str, Json]:
        """The line of each unit's way, [longitude, latitude] point by point; without one, nobody drives there from it."""
        there, metric, found = self._snapped(to), self._driving.metric(how), dict[str, Json]()
        for unit in units:
            begin = None if unit.place is None else self._snapped(unit.place)
            if begin is not None and int(begin.arc[0]) >= 0 and int(there.arc[0]) >= 0:
                line = line_deg(self._network, self._engine.path(begin, there, metric))
                found[unit.id] = line.round(LINE_DIGITS).tolist()
        return found

    def way(self, start: Place, to: Place, how: Conditions) -> dict[str, Json]:
        """One way with all that somebody who drives it needs: its line, streets and turns, metres, and milliseconds.

        Without a way, or with no road near an end of it, `road_ms` is null.
        """
        begin, there = self._snapped(start), self._snapped(to)
        if int(begin.arc[0]) < 0 or int(there.arc[0]) < 0:
            return {"road_ms": None}
        found = self._engine.path(begin, there, self._driving.metric(how))
        if found.time_ms >= UNREACHABLE_MS:
            return {"road_ms": None}
        streets = directions(self._network, found)
        return {
            "road_ms": found.time_ms,
            "length_m": sum(one.length_m for one in streets),
            "streets": [list(one) for one in streets],
            "line": line_deg(self._network, found).round(LINE_DIGITS).tolist(),
        }

    def told_times(self, units: Sequence[Placed], to: Place, how: Conditions, *, now_s: float) -> dict[str, Json]:
        """The same in plain values, with the straight line of each unit."""
        found = self.times(units, to, how, now_s=now_s)
        there = to[1], to[0]
        told: list[Json] = []
        for at, unit in enumerate(units):
            road_ms = int(found.led.road_ms[at])
            told.append(
                {
                    "id": unit.id,
                    "road_ms": None if road_ms >= UNREACHABLE_MS else road_ms,
                    "straight_m": straight_line_m((unit.place[1], unit.place[0]), there) if unit.place else None,
                    "street": found.streets[at],
                    "leaves": bool(found.led.leaves[at]),
                    "to_edge": bool(found.led.to_edge[at]),
                }
            )
        case: dict[str, Json] = {"street": found.case_street, "walk_m": found.case_walk_m}
        return {"units": told, "case": case, "network": self.digest}

    def isochrone(self, start: Place, minutes: Sequence[float], how: Conditions, *, towards: bool) -> dict[str, Json]:
        """The areas within so many minutes of a place, as GeoJSON, nearest first; none from where no road is near."""
        there = self._snapped(start)
        if int(there.arc[0]) < 0:
            return {"bands": [], "street": "", "network": self.digest}
        node_ms = self._engine.sweep(there, self._driving.metric(how), towards=towards)
        bands: list[Json] = []
        for one in minutes:
            near = node_ms <= one * 60_000
            points = np.column_stack([self._network.longitude_deg[near], self._network.latitude_deg[near]])
            bands.append({"minutes": one, "crossings": int(near.sum()), "area": area_of(points)})
        return {"bands": bands, "street": self._street(int(there.arc[0])), "network": self.digest}

    def status(self) -> dict[str, Json]:
        """What is held."""
        return {
            "network": self.digest,
            "nodes": self._network.nodes,
            "arcs": self._network.arcs,
            "metrics": len(self._driving),
            "units": len(self._fleet),
            "points": self.points,
            "learnt": [MODES[mode] for mode in self._learnt.speeds],
        }

    @property
    def nodes(self) -> int:
        return self._network.nodes

    @property
    def arcs(self) -> int:
        return self._network.arcs

    @property
    def points(self) -> int:
        """Of demand, on its roads."""
        return len(self._ground)

    def _shares(self, units: Roster) -> NDArray[np.float64]:
        """(n,) the share of time that each unit is busy; reckoned once for the same units."""
        if units is not self._shares_of[0]:
            self._shares_of = units, shares(self._learnt.busy, units)
        return self._shares_of[1]

    def _snapped(self, place: Place) -> Places:
        return self._snapper.snap(np.array([place[0]]), np.array([place[1]]), SNAP_MAX_M)

    def _streets(self, slots: NDArray[np.int64]) -> list[str]:
        """The names of the streets that units stand on."""
        return self._streets_of(self._fleet.places.arc[slots], self._street)

    def _street(self, arc: int) -> str:
        name = int(self._network.street[arc]) if arc >= 0 else -1
        return self._network.names[name] if name >= 0 else ""


class StreetsOf:
    """The streets of the same units as the last time are looked up again only for those that stand on another arc."""

    def __init__(self) -> None:
        self._arcs, self._names = np.empty(0, np.int32), list[str]()

    def __call__(self, arcs: Ints, name_of: Callable[[int], str]) -> list[str]:
        """The name for each of these (n,) arcs; a list of its own."""
        if len(arcs) != len(self._arcs):
            self._arcs, self._names = np.full(len(arcs), -1, np.int32), [""] * len(arcs)
        for at in np.flatnonzero(arcs != self._arcs).tolist():
            self._names[at] = name_of(int(arcs[at]))
        self._arcs = arcs.copy()
        return self._names.copy()


def _needs(told: Mapping[str, Any]) -> dict[str, tuple[Need, ...]]:
    """What each category needs, as a city's file says it."""
    return {
        str(category): tuple(Need(kind=str(one["kind"]), count=int(one["count"])) for one in needs)
        for category, needs in told.items()
    }

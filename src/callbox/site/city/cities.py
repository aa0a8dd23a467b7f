"""The roads of this node's worlds, for the commands that ask through a protocol."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from callbox.brain.roads.facts import ROAD_CLASSES, TURN, RoadNetwork
from callbox.brain.roads.picture import picture
from callbox.brain.roads.reading.facts import Found, Reading
from callbox.faces.command.cities import Asked, Driven, Lesson, Note, OnDuty, Told
from callbox.faces.command.underway import Watch
from callbox.site import start
from callbox.site.city import demand, learning, reading, store
from callbox.site.city.folding import folded
from callbox.site.city.of_demo import city_of_demo

LIKE_MOST = 5


class CitiesHere:
    """The cities of one node."""

    def __init__(self, home: Path, *, at: str) -> None:
        self._home, self._at = home, at

    def bring_in(self, world: str, asked: Asked, *, watch: Watch) -> Told:
        start.told(start.folder_of(self._home, world))
        city = reading.city_of(asked, at=self._at, watch=watch)
        watch("city.step.keeping", 0.95)
        store.save(store.folder_of(self._home, world), city)
        return _told(world, city)

    def told(self, world: str) -> Told | None:
        city = self._city(world)
        return None if city is None else _told(world, city)

    def picture(self, world: str, *, words: Mapping[str, str]) -> str:
        city = self._city(world)
        return "" if city is None else picture(_as_read(city), words=words, title=world)

    def streets_like(self, world: str, name: str) -> Sequence[str] | None:
        city = self._city(world)
        if city is None:
            return None
        wanted = folded(name)
        same = [street for street in city.network.names if folded(street) == wanted]
        if same:
            return same
        by_fold = {folded(street): street for street in city.network.names}
        begins = [street for its, street in by_fold.items() if wanted and its.startswith(wanted)]
        close = [by_fold[its] for its in get_close_matches(wanted, by_fold, n=LIKE_MOST)]
        return list(dict.fromkeys(begins + close))[:LIKE_MOST]

    def learn(self, world: str, driven: Sequence[Driven], duty: Mapping[str, OnDuty]) -> Lesson:
        folder = store.folder_of(self._home, world)
        known, lesson = learning.learn(driven, duty, learning.load(folder))
        learning.save(folder, known, at=self._at)
        return lesson

    def _city(self, world: str) -> store.City | None:
        start.told(start.folder_of(self._home, world))
        return _loaded(self._home, world, store.stamp(store.folder_of(self._home, world)))


@lru_cache(maxsize=1)
def _loaded(home: Path, world: str, stamp: str) -> store.City | None:  # noqa: ARG001  another stamp, another city
    found = store.load(store.folder_of(home, world))
    return found if found is not None else city_of_demo(home, world)


def _as_read(city: store.City) -> Reading:
    """The city as its picture wants it."""
    nodes = city.network.nodes
    return Reading(
        network=city.network,
        found=Found(form="osm", nodes=nodes, arcs=city.network.arcs, notes=()),
        gazetteer=city.gazetteer,
        scars=city.scars,
        off_road=np.ones(nodes, dtype=np.bool_),
        source_node=np.full(nodes, -1),
    )


def _told(world: str, city: store.City) -> Told:
    network, known = city.network, city.told
    return Told(
        world=world,
        form=str(known.get("form", "")),
        files=tuple(known.get("files", ())),
        read_at=str(known.get("read_at", "")),
        digest=city.digest,
        nodes=network.nodes,
        arcs=network.arcs,
        length_km=float(sum(by_class_km(network).values())),
        by_class_km=by_class_km(network),
        bounds_deg=_bounds(network),
        names={
            "streets": len(city.gazetteer.streets),
            "addresses": len(city.gazetteer.addresses),
            "crossings": len(city.gazetteer.crossings),
            "landmarks": len(city.gazetteer.landmarks),
        },
        notes=tuple(_note(one) for one in known.get("notes", ())),
        **_called(city),
    )


def _called(city: store.City) -> dict[str, Any]:
    """What cover is reckoned from."""
    found = demand.points_of(city.told, city.network)
    source = city.told.get("demand", {}).get("source", demand.FROM_ROADS)
    return {"demand": source, "points": len(found), "calls_per_h": float(found.calls_per_h.sum())}


def by_class_km(network: RoadNetwork) -> dict[str, float]:
    """Kilometres of road by class; a street open both ways counts once."""
    once = (network.twin < 0) | (np.arange(network.arcs) < network.twin)
    counted = once & (network.road_class != TURN)
    metres = np.bincount(network.road_class[counted], network.length_m[counted], minlength=len(ROAD_CLASSES))
    return {name: round(float(length_m) / 1000, 3) for name, length_m in zip(ROAD_CLASSES, metres, strict=True)}


def _bounds(network: RoadNetwork) -> tuple[float, float, float, float] | None:
    if not network.nodes:
        return None
    lon, lat = network.longitude_deg, network.latitude_deg
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def _note(told: Mapping[str, Any]) -> Note:
    return Note(**{**told, "at": tuple(told.get("at", ()))})

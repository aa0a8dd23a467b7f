"""From files to a city: their bytes go to the brain's readers, what comes back is ordered for routing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

from callbox.brain.demand.reading import points
from callbox.brain.roads.order import dissection_order
from callbox.brain.roads.reading import centrelines, dimacs, gazetteer, jemss, osm, read
from callbox.brain.roads.reading.facts import Gazetteer, Note, Reading, Unreadable
from callbox.faces.command.cities import Asked
from callbox.faces.command.underway import Watch, Wrong
from callbox.site.city import demand, mapping, store

FORMS: Final[Mapping[str, str]] = {
    "osm": "osm",
    "jemss": "jemss",
    "dimacs arcs": "dimacs",
    "dimacs coordinates": "dimacs",
    "centrelines": "centrelines",
}
FILES: Final[Mapping[str, int]] = {"osm": 1, "dimacs": 2, "jemss": 1, "centrelines": 1}


def city_of(asked: Asked, *, at: str, watch: Watch) -> store.City:
    """The city that these files hold.

    Raises:
        Wrong: naming what is wrong with them.
    """
    watch("city.step.reading", 0.02)
    data = [_bytes(path) for path in asked.files]
    form = asked.form or form_of(data)
    if len(asked.files) != FILES[form]:
        raise Wrong("count", {"form": form, "wanted": FILES[form], "given": len(asked.files)})
    try:
        reading = READERS[form](asked, data)
        names, notes = _names(asked, reading.gazetteer)
        calls = _demand(asked)
    except Unreadable as wrong:
        raise Wrong(wrong.code, wrong.details) from wrong
    watch("city.step.ordering", 0.6)
    told: dict[str, object] = {
        "form": form,
        "files": [path.name for path in asked.files],
        "read_at": at,
        "notes": [asdict(one) for one in (*reading.found.notes, *notes)],
        **calls,
    }
    network = reading.network
    return store.City(
        network=network,
        order=dissection_order(network),
        gazetteer=names,
        scars=reading.scars,
        digest=store.digest_of(network),
        told=told,
    )


def _demand(asked: Asked) -> dict[str, object]:
    """The points of demand, where a file tells them."""
    if asked.demand is None:
        return {}
    return {"demand": demand.in_plain(points.read(_bytes(asked.demand)), demand.FROM_FILE)}


def _names(asked: Asked, known: Gazetteer) -> tuple[Gazetteer, tuple[Note, ...]]:
    """The place names of the roads' file, and those of one's own beside them."""
    if asked.gazetteer is None:
        return known, ()
    more, notes = gazetteer.read(_bytes(asked.gazetteer))
    return replace(known, addresses=known.addresses + more.addresses, landmarks=known.landmarks + more.landmarks), notes


def form_of(data: Sequence[bytes]) -> str:
    """What files are, by what is in them.

    Raises:
        Wrong: where they are of different kinds.
    """
    forms = {FORMS[read.sort_of(one)] for one in data}
    if len(forms) != 1:
        raise Wrong("format", {})
    return forms.pop()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as wrong:
        raise Wrong("unreadable", {"path": str(path), "reason": wrong.strerror or str(wrong)}) from wrong


def _osm(asked: Asked, data: Sequence[bytes]) -> Reading:  # noqa: ARG001  every reader has one signature
    return osm.read(data[0])


def _dimacs(asked: Asked, data: Sequence[bytes]) -> Reading:  # noqa: ARG001  as above
    """Which file is which is told by what is in them."""
    arcs, coordinates = sorted(data, key=lambda one: read.sort_of(one) == "dimacs coordinates")
    return dimacs.read(arcs, coordinates)


def _centrelines(asked: Asked, data: Sequence[bytes]) -> Reading:
    told = mapping.of(asked.mapping)
    return centrelines.read(data[0], told.fields, join_m=told.join_m, meet_inside=told.meet_inside)


def _jemss(asked: Asked, data: Sequence[bytes]) -> Reading:  # noqa: ARG001  as above
    return jemss.read(data[0])


READERS: Final[Mapping[str, Callable[[Asked, Sequence[bytes]], Reading]]] = {
    "osm": _osm,
    "dimacs": _dimacs,
    "jemss": _jemss,
    "centrelines": _centrelines,
}

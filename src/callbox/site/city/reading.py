"""From files to a city: their bytes go to the brain's readers, what comes back is ordered for routing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

from callbox.brain.roads.order import dissection_order
from callbox.brain.roads.reading import centrelines, dimacs, gazetteer, jemss, osm
from callbox.brain.roads.reading.facts import Gazetteer, Note, Reading, Unreadable
from callbox.faces.command.cities import Asked, Watch, Wrong
from callbox.site.city import mapping, store

BY_NAME: Final[Mapping[str, str]] = {
    ".osm.pbf": "osm",
    ".pbf": "osm",
    ".osm": "osm",
    ".osm.gz": "osm",
    ".gr": "dimacs",
    ".gr.gz": "dimacs",
    ".co": "dimacs",
    ".co.gz": "dimacs",
    ".zip": "jemss",
    ".geojson": "centrelines",
    ".json": "centrelines",
    ".csv": "centrelines",
}
FILES: Final[Mapping[str, int]] = {"osm": 1, "dimacs": 2, "jemss": 1, "centrelines": 1}


def city_of(asked: Asked, *, at: str, watch: Watch) -> store.City:
    """The city that these files hold.

    Raises:
        Wrong: naming what is wrong with them.
    """
    form = asked.form or form_of(asked.files)
    if len(asked.files) != FILES[form]:
        raise Wrong("count", {"form": form, "wanted": FILES[form], "given": len(asked.files)})
    watch("city.step.reading", 0.02)
    data = [_bytes(path) for path in asked.files]
    try:
        reading = READERS[form](asked, data)
        names, notes = _names(asked, reading.gazetteer)
    except Unreadable as wrong:
        raise Wrong(wrong.code, wrong.details) from wrong
    watch("city.step.ordering", 0.6)
    told = {
        "form": form,
        "files": [path.name for path in asked.files],
        "read_at": at,
        "notes": [asdict(one) for one in (*reading.found.notes, *notes)],
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


def _names(asked: Asked, known: Gazetteer) -> tuple[Gazetteer, tuple[Note, ...]]:
    """The place names of the roads' file, and those of one's own beside them."""
    if asked.gazetteer is None:
        return known, ()
    more, notes = gazetteer.read(_bytes(asked.gazetteer))
    return replace(known, addresses=known.addresses + more.addresses, landmarks=known.landmarks + more.landmarks), notes


def form_of(files: Sequence[Path]) -> str:
    """What the files are, by the ends of their names.

    Raises:
        Wrong: where these do not tell.
    """
    forms = {BY_NAME.get(_suffix(path)) for path in files}
    if len(forms) != 1 or None in forms:
        raise Wrong("format", {})
    return str(forms.pop())


def _suffix(path: Path) -> str:
    name = path.name.casefold()
    return next((end for end in sorted(BY_NAME, key=len, reverse=True) if name.endswith(end)), "")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as wrong:
        raise Wrong("unreadable", {"path": str(path), "reason": wrong.strerror or str(wrong)}) from wrong


def _osm(asked: Asked, data: Sequence[bytes]) -> Reading:  # noqa: ARG001  every reader has one signature
    return osm.read(data[0])


def _dimacs(asked: Asked, data: Sequence[bytes]) -> Reading:
    """Which file is which is told by the names: the one with the coordinates ends in .co."""
    pairs = sorted(zip(asked.files, data, strict=True), key=lambda pair: ".co" in pair[0].name.casefold())
    return dimacs.read(pairs[0][1], pairs[1][1])


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

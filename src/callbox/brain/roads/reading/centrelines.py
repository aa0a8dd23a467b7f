"""Street centrelines, as GeoJSON or CSV, with a mapping from their fields to ours.

Every city publishes its centrelines with field names of its own; `Fields` says which field holds what. Lines meet at
their ends, as surveys draw them: a bridge crosses a street without touching it. With `meet_inside` they also meet where
they share an inner point.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from callbox.brain.roads.facts import ROAD_CLASSES, TURN, Floats

from .centreline_rows import Rows, rows
from .draft import Draft, line_m
from .facts import EXAMPLES, Flags, Gazetteer, Kind, Note, Reading, Unreadable
from .finish import finished
from .joining import numbered
from .naming import with_streets
from .numbers import is_number
from .osm_speeds import MPH_KMH
from .osm_tags import HIGHWAYS
from .pieced import Named, directed, drafted
from .speeds import KMH_TO_MPS, Speeds
from .ways import Lines, Pieces, cut, without_repeats

OSM_CLASSES: Final = {name: ROAD_CLASSES[number] for name, (number, _) in HIGHWAYS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Which field holds what; "" where the file does not say. Values are compared without capitals."""

    name: str = ""
    road_class: str = ""
    classes: Mapping[str, str] = field(default_factory=lambda: OSM_CLASSES)
    """From the file's values to names in ROAD_CLASSES; without it, values are highway names of OpenStreetMap."""
    usual_class: str = "street"
    """Of rows whose value is empty or not in `classes`."""
    speed: str = ""
    """The posted limit."""
    speed_unit: Literal["km/h", "mph"] = "km/h"
    one_way: str = ""
    forward: frozenset[str] = frozenset({"yes", "y", "true", "1", "ft", "f"})
    backward: frozenset[str] = frozenset({"-1", "tf", "reverse", "r"})
    wkt: str = ""
    """Of a CSV: the column with LINESTRING or MULTILINESTRING in longitude and latitude."""
    ends: tuple[str, str, str, str] = ("", "", "", "")
    """Of a CSV without one: the columns of longitude and latitude at the start, then at the end."""


def read(
    data: bytes,
    fields: Fields,
    *,
    join_m: float = 1.0,
    meet_inside: bool = False,
    speeds: Speeds | None = None,
    keep_islands: bool = False,
) -> Reading:
    """The network of a file. Ends within `join_m` metres meet.

    Raises Unreadable: what `centreline_rows.rows` raises, mapping.unknown_class, centrelines.projected, roads.none.
    """
    speeds = speeds or Speeds()
    table = _classes(fields)
    wanted = [name for name in (fields.name, fields.road_class, fields.speed, fields.one_way) if name]
    found = rows(data, wanted=wanted, wkt=fields.wkt, ends=fields.ends)
    _on_the_globe(found.places_deg)
    ref, places_deg = numbered(found.first, found.places_deg, join_m=join_m, meet_inside=meet_inside)
    lines = Lines(
        first=found.first, ref=ref, longitude_deg=places_deg[:, 0].copy(), latitude_deg=places_deg[:, 1].copy()
    )
    lines = without_repeats(lines)
    streets, notes = _streets(found, fields, table, speeds)
    draft = _draft(found, streets, lines, cut(lines, also_at=np.empty(0, dtype=np.int64)))
    gazetteer = with_streets(Gazetteer(), draft)
    return finished(draft, speeds=speeds, notes=notes, gazetteer=gazetteer, keep_islands=keep_islands)


def _classes(fields: Fields) -> dict[str, int]:
    for name in (*fields.classes.values(), fields.usual_class):
        if name not in ROAD_CLASSES[:TURN]:
            raise Unreadable("mapping.unknown_class", value=name, known=", ".join(ROAD_CLASSES[:TURN]))
    return {value.lower(): ROAD_CLASSES.index(name) for value, name in fields.classes.items()}


def _on_the_globe(places_deg: Floats) -> None:
    """Metres of a national grid are the usual mistake, and every place is wrong then."""
    if not len(places_deg):
        raise Unreadable("roads.none")
    with np.errstate(invalid="ignore"):
        good = (np.abs(places_deg) <= [180.0, 90.0]).all(axis=1)
    if good.mean() < 0.5:
        x, y = places_deg[int(np.argmin(good))].tolist()
        raise Unreadable("centrelines.projected", x=x, y=y)


@dataclass(frozen=True, slots=True, kw_only=True)
class Streets:
    """What the cells of r rows say."""

    road_class: NDArray[np.int8]
    ordinary_kmh: Floats
    """(r,) NaN where only the class says."""
    forth: Flags
    back: Flags
    siren_factor: float
    street: NDArray[np.int32]
    names: tuple[str, ...]


def _streets(found: Rows, fields: Fields, table: Mapping[str, int], speeds: Speeds) -> tuple[Streets, list[Note]]:
    count = len(found.at)
    empty = [""] * count
    kinds = [value.lower() for value in found.cells.get(fields.road_class, empty)]
    ways = [value.lower() for value in found.cells.get(fields.one_way, empty)]
    limits = found.cells.get(fields.speed, empty)
    names = found.cells.get(fields.name, empty)
    road_class = np.array([table.get(kind, ROAD_CLASSES.index(fields.usual_class)) for kind in kinds], dtype=np.int8)
    unit = MPH_KMH if fields.speed_unit == "mph" else 1.0
    posted_kmh = np.array([float(limit.strip('"')) * unit if is_number(limit) else np.nan for limit in limits])
    with np.errstate(invalid="ignore"):
        sound = (posted_kmh >= 5.0) & (posted_kmh <= 200.0)
    known = {name: k for k, name in enumerate(dict.fromkeys(name for name in names if name))}
    streets = Streets(
        road_class=road_class,
        ordinary_kmh=np.where(sound, posted_kmh * speeds.limit_share, np.nan),
        forth=np.array([way not in fields.backward for way in ways], dtype=np.bool_),
        back=np.array([way not in fields.forward for way in ways], dtype=np.bool_),
        siren_factor=speeds.siren_factor,
        street=np.array([known.get(name, -1) for name in names], dtype=np.int32),
        names=tuple(known),
    )
    drawn = np.bincount(found.row, minlength=count) > 0
    unknown = np.array([bool(kind) and kind not in table for kind in kinds], dtype=np.bool_)
    unread = np.array([bool(limit) for limit in limits], dtype=np.bool_) & ~sound
    notes = [
        *_note("dropped", "row.without_line", ~drawn, found),
        *_note("found", "row.unknown_class", unknown, found),
        *_note("repaired", "row.speed_unread", unread, found),
        *_note("found", "way.one_way", streets.forth != streets.back, found),
    ]
    return streets, notes


def _note(kind: Kind, code: str, which: Flags, found: Rows) -> list[Note]:
    at: Sequence[int] = found.at[which][:EXAMPLES].tolist()
    return [Note(kind=kind, code=code, count=int(which.sum()), marking=found.marking, at=tuple(at))] if len(at) else []


def _draft(found: Rows, streets: Streets, lines: Lines, pieces: Pieces) -> Draft:
    """Arcs for every open direction of every stretch; where no limit is posted, the class gives the time later."""
    row = found.row[pieces.line]
    arcs = directed(streets.forth[row], streets.back[row])
    named = Named(road_class=streets.road_class[row], street=streets.street[row], names=streets.names, at=found.at[row])
    draft = drafted(found.form, found.marking, lines=lines, pieces=pieces, arcs=arcs, named=named)
    length_m = line_m(draft)
    ordinary_ms = length_m / (streets.ordinary_kmh[row[arcs.piece]] * KMH_TO_MPS) * 1000.0
    return replace(draft, length_m=length_m, travel_ms=np.stack([ordinary_ms / streets.siren_factor, ordinary_ms]))

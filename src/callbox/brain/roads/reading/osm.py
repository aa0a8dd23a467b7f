"""OpenStreetMap extracts (`.osm.pbf`, also `.osm` and `.osm.gz`) as road networks.

Points between junctions become the lines of arcs, so that the graph stays small; forbidden turns and barriers become
copies of junctions (see `turns`). What each tag means stands in `osm_tags`.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from callbox.brain.roads.facts import Floats

from .bounded import GZIP, plain
from .draft import Draft, Longs, line_m
from .facts import Gazetteer, Reading, Unreadable
from .finish import finished
from .naming import with_streets
from .osm_scan import Scan, scan
from .osm_turns import Ends, Streets, bans
from .osm_vias import with_vias
from .pieced import Named, directed, drafted
from .speeds import KMH_TO_MPS, Speeds
from .turns import with_bans
from .ways import Lines, Pieces, cut, without_repeats

LEFT_OUT: Final = frozenset(
    {
        "way.no_road",
        "way.path",
        "way.closed",
        "way.ferry_on_foot",
        "way.without_line",
        "restriction.by_time",
        "name.without_place",
    }
)
PBF_HEADER: Final = b"OSMHeader"


def read(data: bytes, *, speeds: Speeds | None = None, keep_islands: bool = False) -> Reading:
    """The network and gazetteer of an extract.

    Raises Unreadable (file.empty, osm.unknown_form, osm.damaged, roads.none and what `bounded.plain` raises).
    """
    speeds = speeds or Speeds()
    content, form = _form(data)
    found = scan(content, form, speeds)
    if not len(found.way_id):
        raise Unreadable("roads.none")
    lines = _lines(found)
    pieces = cut(lines, also_at=_junctions(found))
    draft, streets = _draft(found, lines, pieces)
    forbidden, vias, notes = bans(found.restrictions, found.barriers, streets)
    doubled, forbidden = with_vias(draft, forbidden, vias)
    known = Gazetteer(addresses=tuple(found.addresses), landmarks=tuple(found.landmarks))
    translations = [(en, zh) for _, en, zh in found.streets.values()]
    return finished(
        with_bans(doubled, forbidden),
        speeds=speeds,
        notes=[*found.notes(LEFT_OUT), *notes],
        gazetteer=with_streets(known, draft, translations),
        keep_islands=keep_islands,
    )


def _form(data: bytes) -> tuple[bytes, str]:
    """The unpacked file and how osmium names its form."""
    if not data:
        raise Unreadable("file.empty")
    if PBF_HEADER in data[:64]:
        return data, "osm.pbf"
    content = plain(data) if data.startswith(GZIP) else data
    start = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith((b"<?xml", b"<osm")):
        return content, "osm"
    raise Unreadable("osm.unknown_form")


def _lines(found: Scan) -> Lines:
    """All ways as lines."""
    counts = np.array(found.way_points, dtype=np.int64)
    places = np.frombuffer(bytes(found.places), dtype="<f8").reshape(-1, 2)
    lines = Lines(
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        ref=np.array(found.refs, dtype=np.int64),
        longitude_deg=places[:, 0].copy(),
        latitude_deg=places[:, 1].copy(),
    )
    return without_repeats(lines)


def _junctions(found: Scan) -> Longs:
    """Points at which streets are cut though only one may pass: barriers that stop somebody, and where turns are told."""
    refs = [ref for ref, passage in found.barriers.items() if not passage.ordinary]
    refs += [ref for restriction in found.restrictions for ref in restriction.via_nodes]
    return np.unique(np.array(refs, dtype=np.int64))


def _draft(found: Scan, lines: Lines, pieces: Pieces) -> tuple[Draft, Streets]:
    """Arcs for every direction of every stretch that is open to somebody, and how to find them by way."""
    rule = np.array(found.way_rule)[pieces.line]
    kmh = np.array([row.speeds_kmh for row in found.rules])[rule]
    arcs = directed((kmh[:, :2] > 0).any(axis=1), (kmh[:, 2:] > 0).any(axis=1))
    named = Named(
        road_class=np.array([row.road_class for row in found.rules], dtype=np.int8)[rule],
        street=np.array(found.way_street, dtype=np.int32)[pieces.line],
        names=tuple(found.streets),
        at=np.array(found.way_id, dtype=np.int64)[pieces.line],
    )
    draft = drafted("osm", "way", lines=lines, pieces=pieces, arcs=arcs, named=named)
    heads, tails = Ends.of(draft.head), Ends.of(draft.tail)
    streets = Streets(pieces=pieces, tails=tails, heads=heads, twin=draft.twin, way=draft.at)
    speeds_kmh = np.where(arcs.turned, kmh[arcs.piece, 2:].T, kmh[arcs.piece, :2].T)
    return _timed(draft, speeds_kmh, _crossing_s(found, pieces.line[arcs.piece])), streets


def _crossing_s(found: Scan, line: Longs) -> Floats:
    """(m,) seconds that the whole ferry takes which an arc is part of; 0 for streets."""
    seconds: Floats = np.array([rule.duration_s for rule in found.rules])[np.array(found.way_rule)[line]]
    return seconds


def _timed(draft: Draft, speeds_kmh: Floats, crossing_s: Floats) -> Draft:
    """Times from lengths and speeds; 0 km/h is closed. A ferry's arcs share its crossing time by their length."""
    length_m = line_m(draft)
    with np.errstate(divide="ignore", invalid="ignore"):
        travel_ms = np.where(speeds_kmh > 0, length_m / (speeds_kmh * KMH_TO_MPS) * 1000.0, np.inf)
    ferry = crossing_s > 0
    if ferry.any():
        _, way = np.unique(draft.at[ferry], return_inverse=True)
        forth = draft.twin[ferry] < np.arange(len(ferry))[ferry]  # each stretch once
        whole_m = np.bincount(way, weights=length_m[ferry] * np.where(draft.twin[ferry] < 0, 1.0, forth))
        share_ms = crossing_s[ferry] * 1000.0 * length_m[ferry] / np.maximum(whole_m[way], 1.0)
        travel_ms[:, ferry] = np.where(np.isfinite(travel_ms[:, ferry]), share_ms, np.inf)
    return replace(draft, length_m=length_m, travel_ms=travel_ms)

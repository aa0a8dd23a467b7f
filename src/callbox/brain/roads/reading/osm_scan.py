"""One pass over an OpenStreetMap file: what the network and the gazetteer need, in flat columns.

pyosmium filters and locates in C++; Python sees each road, barrier, restriction and named thing once.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import osmium
from osmium.osm import Node, Relation, Way

from .facts import EXAMPLES, Address, Landmark, Marking, Note, Unreadable
from .osm_tags import USED, Passage, Rule, Tags, barrier, rule
from .speeds import Speeds

Thing = Node | Way | Relation
KEYS: Final = ("highway", "route", "barrier", "restriction", "restriction:conditional", "addr:housenumber", "name")
KINDS: Final = (
    "amenity", "healthcare", "emergency", "railway", "aeroway", "public_transport", "tourism", "leisure",
    "historic", "office", "shop", "place", "building",
)  # fmt: skip
"""Tags that make a named thing a landmark; the first one present says its kind."""
WKB_HEADER_BYTES: Final = 9
"""Byte order, kind of geometry and count, before the coordinates of a line in well-known binary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """A turn restriction: ids of its members, and whether a siren is exempt."""

    id: int
    kind: str
    from_ways: tuple[int, ...]
    via_nodes: tuple[int, ...]
    via_ways: tuple[int, ...]
    to_ways: tuple[int, ...]
    siren_free: bool


@dataclass(slots=True)
class Scan:
    """What a pass has collected. Points of all ways lie one after another."""

    speeds: Speeds
    way_id: "array[int]" = field(default_factory=lambda: array("q"))
    way_rule: "array[int]" = field(default_factory=lambda: array("q"))
    way_street: "array[int]" = field(default_factory=lambda: array("q"))
    way_points: "array[int]" = field(default_factory=lambda: array("q"))
    refs: "array[int]" = field(default_factory=lambda: array("q"))
    places: bytearray = field(default_factory=bytearray)
    """Longitude and latitude of each point, two doubles each."""
    rules: list[Rule] = field(default_factory=list)
    rule_of: dict[tuple[str, ...], int | str] = field(default_factory=dict)
    streets: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    """By name: its number, name:en, name:zh."""
    barriers: dict[int, Passage] = field(default_factory=dict)
    restrictions: list[Restriction] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    landmarks: list[Landmark] = field(default_factory=list)
    counts: dict[tuple[str, Marking], list[int]] = field(default_factory=dict)
    """By code: how many, then the first few ids."""
    wkb: osmium.geom.WKBFactory = field(default_factory=osmium.geom.WKBFactory)

    def saw(self, code: str, marking: Marking, number: int) -> None:
        """Count one thing, and remember the first few."""
        row = self.counts.setdefault((code, marking), [0])
        row[0] += 1
        if len(row) <= EXAMPLES:
            row.append(number)

    def notes(self, dropped: Iterable[str]) -> list[Note]:
        """What was counted; the codes in `dropped` say what did not become part of the network."""
        left_out = set(dropped)
        return [
            Note(
                kind="dropped" if code in left_out else "found",
                code=code,
                count=row[0],
                marking=marking,
                at=tuple(row[1:]),
            )
            for (code, marking), row in self.counts.items()
        ]


def scan(data: bytes, form: str, speeds: Speeds) -> Scan:
    """The whole file; `form` as osmium names it (osm.pbf, osm). Raises Unreadable (file.empty, osm.damaged)."""
    if not data:
        raise Unreadable("file.empty")
    found = Scan(speeds)
    try:
        things = osmium.FileProcessor(osmium.io.FileBuffer(data, form)).with_locations()
        for thing in things.with_filter(osmium.filter.KeyFilter(*KEYS)):
            if isinstance(thing, Node | Way | Relation):
                _take(found, thing)
    except (RuntimeError, ValueError, MemoryError, osmium.InvalidLocationError) as error:
        raise Unreadable("osm.damaged") from error  # libosmium's own words name places in the code, not in the file
    return found


def _take(found: Scan, thing: Thing) -> None:
    tags = dict(thing.tags)
    if isinstance(thing, Relation):
        if tags.get("type", "").startswith("restriction"):
            _restriction(found, thing, tags)
        return
    if isinstance(thing, Way) and ("highway" in tags or tags.get("route") == "ferry"):
        _way(found, thing, tags)
    elif isinstance(thing, Node) and "barrier" in tags:
        found.barriers[thing.id] = barrier(tags)
    if "addr:housenumber" in tags or ("name" in tags and "highway" not in tags):
        _named(found, thing, tags)


def _way(found: Scan, way: Way, tags: Tags) -> None:
    key = tuple([tags.get(name, "") for name in USED])  # a list is quicker than a generator, and this runs often
    meaning = found.rule_of.get(key)
    if meaning is None:
        meaning = _rule(found, {name: value for name, value in zip(USED, key, strict=True) if value})
        found.rule_of[key] = meaning
    if isinstance(meaning, str):
        found.saw(meaning, "way", way.id)
        return
    refs, places = _points(found, way)
    if len(refs) < 2:
        found.saw("way.without_line", "way", way.id)
        return
    for code in found.rules[meaning].seen:
        found.saw(code, "way", way.id)
    found.way_id.append(way.id)
    found.way_rule.append(meaning)
    found.way_street.append(_street(found, tags))
    found.way_points.append(len(refs))
    found.refs.extend(refs)
    found.places += places


def _rule(found: Scan, tags: Tags) -> int | str:
    meaning = rule(tags, found.speeds)
    if isinstance(meaning, str):
        return meaning
    found.rules.append(meaning)
    return len(found.rules) - 1


def _points(found: Scan, way: Way) -> tuple[list[int], bytes]:
    """Ids and coordinates. Of a way that leaves the extract, the points that are in it, if they are next to each other."""
    nodes = way.nodes
    try:
        line = found.wkb.create_linestring(nodes, osmium.geom.use_nodes.ALL)
        return [node.ref for node in nodes], bytes.fromhex(line)[WKB_HEADER_BYTES:]
    except (RuntimeError, osmium.InvalidLocationError):
        found.saw("way.lacks_nodes", "way", way.id)
    inside: list[tuple[int, float, float]] = []
    for node in nodes:
        if node.location.valid():
            inside.append((node.ref, node.location.lon, node.location.lat))
        elif len(inside) >= 2:
            break
        else:
            inside.clear()
    places = array("d", [degrees for _, lon, lat in inside for degrees in (lon, lat)])
    return [ref for ref, _, _ in inside], places.tobytes()


def _street(found: Scan, tags: Tags) -> int:
    name = tags.get("name") or tags.get("ref") or ""
    if not name:
        return -1
    number, en, zh = found.streets.get(name, (len(found.streets), "", ""))
    found.streets[name] = (number, en or tags.get("name:en", ""), zh or tags.get("name:zh", ""))
    return number


def _restriction(found: Scan, relation: Relation, tags: Tags) -> None:
    kind = tags.get("restriction")
    if kind is None:
        found.saw("restriction.by_time", "relation", relation.id)
        return
    roles: dict[tuple[str, str], list[int]] = {}
    for member in relation.members:
        roles.setdefault((member.role, member.type), []).append(member.ref)
    found.restrictions.append(
        Restriction(
            id=relation.id,
            kind=kind,
            from_ways=tuple(roles.get(("from", "w"), ())),
            via_nodes=tuple(roles.get(("via", "n"), ())),
            via_ways=tuple(roles.get(("via", "w"), ())),
            to_ways=tuple(roles.get(("to", "w"), ())),
            siren_free="emergency" in tags.get("except", ""),
        )
    )


def _named(found: Scan, thing: Node | Way, tags: Tags) -> None:
    place = _place(thing)
    if place is None:
        found.saw("name.without_place", "node" if isinstance(thing, Node) else "way", thing.id)
        return
    lon, lat = place
    number, name = tags.get("addr:housenumber"), tags.get("name", "")
    if number:
        street = tags.get("addr:street") or tags.get("addr:place") or ""
        found.addresses.append(Address(number=number, street=street, longitude_deg=lon, latitude_deg=lat))
    kind = next((tags[key] for key in KINDS if key in tags), "")
    if name and kind:
        en, zh = tags.get("name:en", ""), tags.get("name:zh", "")
        found.landmarks.append(
            Landmark(name=name, name_en=en, name_zh=zh, kind=kind, longitude_deg=lon, latitude_deg=lat)
        )


def _place(thing: Node | Way) -> tuple[float, float] | None:
    """A node's own place, or the middle of a way's nodes."""
    if isinstance(thing, Node):
        location = thing.location
        return (location.lon, location.lat) if location.valid() else None
    spots = [node.location for node in thing.nodes if node.location.valid()]
    if not spots:
        return None
    return sum(spot.lon for spot in spots) / len(spots), sum(spot.lat for spot in spots) / len(spots)

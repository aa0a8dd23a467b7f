"""What the tags of OpenStreetMap mean for an emergency vehicle, as tables and pure functions.

1. A way is a road if its `highway` is one for cars, if it is a ferry for cars, or if it is opened to emergency vehicles.
2. Of access tags the most special one counts: motorcar, motor_vehicle, vehicle, access.
3. `emergency=yes` opens for the siren what is closed to others; so do bus lanes and busways. Private roads are open.
   Pedestrian streets are open to the siren at walking pace. `emergency=no` closes for both modes.
4. One-way: as tagged (also -1), on roundabouts and motorways without a tag. `oneway:emergency=no` and one-ways that are
   none for buses let the siren through against it.
5. A barrier stops both modes, or only the ordinary one, by its own access tags; see `barrier`.

Source: the wiki's "OSM tags for routing/Access restrictions", "Key:oneway", "Key:barrier", "Key:emergency".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from callbox.brain.roads.facts import (
    MOTORWAY,
    PRIMARY,
    SECONDARY,
    SERVICE,
    STREET,
    TERTIARY,
    TRACK,
    TRUNK,
)

from .osm_speeds import duration_s, limit_kmh
from .speeds import Speeds

Tags = Mapping[str, str]

HIGHWAYS: Final[dict[str, tuple[int, float | None]]] = {
    "motorway": (MOTORWAY, None),
    "motorway_link": (MOTORWAY, 60.0),
    "trunk": (TRUNK, None),
    "trunk_link": (TRUNK, 50.0),
    "primary": (PRIMARY, None),
    "primary_link": (PRIMARY, 40.0),
    "secondary": (SECONDARY, None),
    "secondary_link": (SECONDARY, 35.0),
    "tertiary": (TERTIARY, None),
    "tertiary_link": (TERTIARY, 30.0),
    "unclassified": (STREET, None),
    "residential": (STREET, None),
    "road": (STREET, None),
    "living_street": (STREET, 15.0),
    "pedestrian": (STREET, None),
    "busway": (SERVICE, 30.0),
    "service": (SERVICE, None),
    "track": (TRACK, None),
}
"""Class, and the ordinary speed in km/h where it is not the class's own."""
PATHS: Final = frozenset({"footway", "path", "cycleway", "bridleway"})
STAIRS: Final = frozenset({"steps", "corridor", "elevator", "platform", "via_ferrata"})
YES: Final = frozenset(
    {"yes", "designated", "official", "permissive", "destination", "delivery", "customers", "true", "1"}
)
PRIVATE: Final = frozenset({"private", "residents", "permit", "employees", "key"})
NO: Final = frozenset({"no", "agricultural", "forestry", "military", "emergency", "psv", "bus", "use_sidepath", "foot"})
FORWARD: Final = frozenset({"yes", "true", "1", "reversible", "alternating"})
BACKWARD: Final = frozenset({"-1", "reverse"})
STOPS: Final = frozenset({
    "block", "bollard", "bus_trap", "cable_barrier", "chain", "cycle_barrier", "debris", "fence", "full-height_turnstile",
    "horse_stile", "jersey_barrier", "kissing_gate", "log", "motorcycle_barrier", "planter", "rope", "spikes", "stile",
    "sump_buster", "turnstile", "wall", "wedge",
})  # fmt: skip
"""Barriers that stop a car unless their own tags say otherwise. Gates, lift gates and toll booths do not."""
USED: Final = (
    "highway", "route", "access", "vehicle", "motor_vehicle", "motorcar", "emergency", "psv", "bus", "oneway",
    "oneway:emergency", "oneway:psv", "oneway:bus", "junction", "maxspeed", "maxspeed:forward", "maxspeed:backward",
    "service", "area", "duration", "busway", "bridge", "tunnel",
)  # fmt: skip
"""The tags that a way's rule depends on, so that it is worked out once for each combination."""


class Rule(NamedTuple):
    """What a way is. Speeds in km/h by direction: (siren, ordinary) forward, then backward; 0 is closed."""

    road_class: int
    speeds_kmh: tuple[float, float, float, float]
    seen: tuple[str, ...]
    """Words for what the report counts."""
    duration_s: float
    """Of a ferry's whole way; 0 where the speeds hold."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Whom a way or a barrier lets through."""

    siren: bool
    ordinary: bool
    private: bool = False


def rule(tags: Tags, speeds: Speeds) -> Rule | str:
    """The rule of a way, or the words code of why it is no road."""
    highway = tags.get("highway", "")
    if tags.get("route") == "ferry" and not highway:
        return _ferry(tags, speeds)
    if highway in STAIRS:
        return "way.path"
    if (highway not in HIGHWAYS and highway not in PATHS) or tags.get("area") == "yes":
        return "way.no_road"
    passage = _passage(tags, highway)
    if not passage.siren and not passage.ordinary:
        return "way.closed" if highway in HIGHWAYS else "way.path"
    return _road(tags, highway, passage, speeds)


def _passage(tags: Tags, highway: str) -> Passage:
    """Whom a way lets through, by its access tags and what its kind implies."""
    opened = next((tags[key] for key in ("motorcar", "motor_vehicle", "vehicle", "access") if key in tags), "")
    walked = highway == "pedestrian" or highway in PATHS
    ordinary = opened in YES if walked or highway == "busway" else opened not in NO | PRIVATE
    private = opened in PRIVATE
    emergency = tags.get("emergency", "")
    bus = highway == "busway" or any(tags.get(key) in YES for key in ("psv", "bus"))
    siren = ordinary or private or bus or opened == "emergency" or (highway == "pedestrian" and opened != "no")
    if highway in PATHS and not ordinary:
        siren = False
    if emergency in YES:
        siren = True
    if emergency == "no":
        return Passage(siren=False, ordinary=False)
    return Passage(siren=siren, ordinary=ordinary, private=private)


def _road(tags: Tags, highway: str, passage: Passage, speeds: Speeds) -> Rule:
    road_class, usual_kmh = HIGHWAYS.get(highway, (TRACK, None))
    ways = _directions(tags, highway)
    walked = highway == "pedestrian" or highway in PATHS
    found: list[float] = []
    for direction, siren_way, ordinary_way in (("forward", ways[0], ways[1]), ("backward", ways[2], ways[3])):
        ordinary_kmh = _ordinary_kmh(tags, direction, speeds.ordinary_kmh[road_class], usual_kmh, speeds)
        siren_kmh = speeds.walking_kmh if walked and not passage.ordinary else ordinary_kmh * speeds.siren_factor
        slow_kmh = min(speeds.crawl_kmh or 0.0, ordinary_kmh)
        found.append(siren_kmh if siren_way and passage.siren else 0.0)
        found.append((ordinary_kmh if passage.ordinary else slow_kmh) if ordinary_way else 0.0)
    return Rule(road_class, (found[0], found[1], found[2], found[3]), _seen(tags, passage, ways), 0.0)


def _directions(tags: Tags, highway: str) -> tuple[bool, bool, bool, bool]:
    """Whether the siren, and others, may go forward; then the same backward."""
    oneway = tags.get("oneway", "")
    implied = highway == "motorway" or tags.get("junction") in {"roundabout", "circular"}
    forward_only = oneway in FORWARD or (implied and oneway not in BACKWARD | {"no", "false", "0"})
    backward_only = oneway in BACKWARD
    against = any(tags.get(key) == "no" for key in ("oneway:emergency", "oneway:psv", "oneway:bus"))
    against = against or tags.get("busway", "").startswith("opposite")
    return (not backward_only or against, not backward_only, not forward_only or against, not forward_only)


def _ordinary_kmh(tags: Tags, direction: str, class_kmh: float, usual_kmh: float | None, speeds: Speeds) -> float:  # noqa: PLR0917 # one speed has five reasons
    """The posted limit counts, up to what such a road lets one drive; without one the class's own speed."""
    posted = tags.get(f"maxspeed:{direction}") or tags.get("maxspeed")
    own_kmh = usual_kmh or class_kmh
    if tags.get("highway") == "service" and tags.get("service") in {"driveway", "parking_aisle", "drive-through"}:
        own_kmh = min(own_kmh, 10.0)
    limit = limit_kmh(posted, speeds) if posted else None
    return own_kmh if limit is None else min(limit * speeds.limit_share, own_kmh * 1.5)


def _seen(tags: Tags, passage: Passage, ways: tuple[bool, bool, bool, bool]) -> tuple[str, ...]:
    posted = tags.get("maxspeed")
    facts = {
        "way.one_way": ways[1] != ways[3],
        "way.against_for_siren": ways[0] != ways[1] or ways[2] != ways[3],
        "way.roundabout": tags.get("junction") in {"roundabout", "circular"},
        "way.private": passage.private,
        "way.siren_only": not passage.ordinary and not passage.private,
        "way.not_for_siren": not passage.siren,
        "way.tunnel": tags.get("tunnel", "no") != "no",
        "way.bridge": tags.get("bridge", "no") != "no",
        "way.speed_posted": posted is not None,
        "way.speed_unread": posted is not None and limit_kmh(posted, Speeds()) is None,
    }
    return tuple(code for code, true in facts.items() if true)


def _ferry(tags: Tags, speeds: Speeds) -> Rule | str:
    opened = next((tags[key] for key in ("motorcar", "motor_vehicle", "vehicle") if key in tags), "")
    if opened not in YES or tags.get("access") in NO:
        return "way.ferry_on_foot"
    kmh = speeds.ferry_kmh
    forward, backward = tags.get("oneway") not in BACKWARD, tags.get("oneway") not in FORWARD
    rates = (kmh * forward, kmh * forward, kmh * backward, kmh * backward)
    return Rule(TRACK, rates, ("way.ferry",), duration_s(tags.get("duration", "")) or 0.0)


def barrier(tags: Tags) -> Passage:
    """Whom a barrier on a road lets through. Private gates open for the siren: there is a key, or a call ahead."""
    opened = next((tags[key] for key in ("motorcar", "motor_vehicle", "vehicle", "access") if key in tags), "")
    stops = tags.get("barrier") in STOPS
    ordinary = opened in YES if stops else opened not in NO | PRIVATE
    emergency = tags.get("emergency", "")
    siren = (ordinary or opened in PRIVATE or emergency in YES) and emergency != "no"
    return Passage(siren=siren, ordinary=ordinary and emergency != "no", private=opened in PRIVATE)

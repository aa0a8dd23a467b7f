"""Monaco, read whole: held against a direct look at its tags."""

import numpy as np
import osmium
import pytest
from numpy.typing import NDArray
from tests.brain.roads.drawn import checked
from tests.brain.roads.files import needed

from callbox.brain.roads.facts import TURN, RoadNetwork
from callbox.brain.roads.reading import osm
from callbox.brain.roads.reading.facts import Unreadable
from callbox.brain.roads.snap import line_of

KEYS = osmium.filter.KeyFilter("highway", "restriction")


@pytest.mark.parametrize("share", [0.001, 0.3, 0.999])
def test_a_truncated_extract_is_refused(share: float) -> None:
    data = needed("roads_monaco/monaco.osm.pbf")
    with pytest.raises(Unreadable):
        osm.read(data[: int(len(data) * share)])


def test_monaco_holds_what_a_direct_count_of_its_tags_says() -> None:
    data = needed("roads_monaco/monaco.osm.pbf")
    reading = osm.read(data)
    checked(reading.network)
    one_way, restrictions, roundabouts = 0, 0, 0
    cars = {"motorway", "motorway_link", "primary", "primary_link", "secondary", "secondary_link", "tertiary"}
    cars |= {"tertiary_link", "unclassified", "residential", "service", "track", "living_street", "road", "pedestrian"}
    for thing in osmium.FileProcessor(osmium.io.FileBuffer(data, "osm.pbf")).with_filter(KEYS):
        tags = dict(thing.tags)
        restrictions += tags.get("type") == "restriction"
        shut = "no" in {tags.get(key) for key in ("access", "motor_vehicle", "motorcar")} and tags.get("psv") != "yes"
        driven = tags.get("highway") in cars or tags.get("motor_vehicle") in {"yes", "permissive"}
        if "highway" in tags and driven and not shut:
            ring = tags.get("junction") == "roundabout"
            roundabouts += ring
            one_way += ring or tags["highway"] == "motorway" or tags.get("oneway") in {"yes", "-1"}
    found = reading.found
    assert found.count("restriction.kept") == restrictions == 27
    assert found.count("way.roundabout") == roundabouts
    assert found.count("way.one_way") == one_way
    assert len(reading.gazetteer.streets) > 400
    assert {landmark.kind for landmark in reading.gazetteer.landmarks} >= {"hospital", "school"}


def test_no_route_in_monaco_takes_a_turn_that_is_forbidden() -> None:
    data = needed("roads_monaco/monaco.osm.pbf")
    network = osm.read(data, keep_islands=True).network
    ways, bans = {}, []
    for thing in osmium.FileProcessor(osmium.io.FileBuffer(data, "osm.pbf")).with_locations().with_filter(KEYS):
        if isinstance(thing, osmium.osm.Way):
            ways[thing.id] = [
                (node.ref, (node.location.lon, node.location.lat)) for node in thing.nodes if node.location.valid()
            ]
        elif isinstance(thing, osmium.osm.Relation):
            bans.append((thing.tags["restriction"], {member.role: member.ref for member in thing.members}))
    held = 0
    for kind, members in bans:
        before, spot = beside(ways[members["from"]], members["via"])
        after, _ = beside(ways[members["to"]], members["via"])
        for arriving in arcs(network, before, spot):
            for leaving in arcs_at(network, network.tail, spot):
                chosen = leaving in arcs(network, spot, after)
                allowed = chosen == kind.startswith("only_")
                assert follows(network, arriving, leaving) <= allowed
                held += not allowed
    assert held >= len(bans)


Spot = tuple[float, float]


def beside(way: list[tuple[int, Spot]], via: int) -> tuple[Spot, Spot]:
    """The places of the point next to a way's end, and of the end itself."""
    line = way if way[-1][0] == via else way[::-1]
    assert line[-1][0] == via
    return line[-2][1], line[-1][1]


def arcs(network: RoadNetwork, start: Spot, end: Spot) -> set[int]:
    """Arcs whose line begins or ends with the step from one place to another."""
    found = set()
    for arc in {*arcs_at(network, network.tail, start), *arcs_at(network, network.head, end)}:
        steps = [tuple(point) for point in line_of(network, arc).tolist()]
        if start in {steps[0], steps[-2]} and end in {steps[1], steps[-1]}:
            found.add(arc)
    return found


def arcs_at(network: RoadNetwork, ends: NDArray[np.int32], place: Spot) -> list[int]:
    """Streets that begin, or end, at a place, at whichever copy of its junction."""
    here = (network.longitude_deg == place[0]) & (network.latitude_deg == place[1])
    found: list[int] = np.flatnonzero(here[ends] & (network.road_class != TURN)).tolist()
    return found


def follows(network: RoadNetwork, arc: int, other: int) -> bool:
    """Whether a street may be driven after another, through the junction between them."""
    inside = network.head[(network.tail == network.head[arc]) & (network.road_class == TURN)].tolist()
    return int(network.tail[other]) in {int(network.head[arc]), *inside}

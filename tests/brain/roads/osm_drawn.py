"""OpenStreetMap files drawn by hand, as XML."""

from xml.sax.saxutils import quoteattr

import numpy as np
from tests.brain.roads.drawn import travel_ms

from callbox.brain.roads.facts import ORDINARY, RoadNetwork
from callbox.brain.roads.reading.facts import Reading

Tags = dict[str, str]


def drawn(
    nodes: dict[int, tuple[float, float]],
    ways: dict[int, tuple[list[int], Tags]],
    *,
    relations: list[tuple[list[tuple[str, int, str]], Tags]] | None = None,
    tagged: dict[int, Tags] | None = None,
) -> bytes:
    """A file: nodes by id with longitude and latitude, ways by id, relations with members (type, id, role)."""
    rows = [
        f'<node id="{k}" lon="{lon}" lat="{lat}" version="1">{_tags((tagged or {}).get(k, {}))}</node>'
        for k, (lon, lat) in sorted(nodes.items())
    ]
    rows += [
        f'<way id="{k}" version="1">{"".join(f"<nd ref={quoteattr(str(ref))}/>" for ref in refs)}{_tags(tags)}</way>'
        for k, (refs, tags) in sorted(ways.items())
    ]
    for k, (members, tags) in enumerate(relations or [], start=1):
        told = "".join(f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in members)
        rows.append(f'<relation id="{k}" version="1">{told}{_tags(tags)}</relation>')
    return f'<?xml version="1.0"?><osm version="0.6">{"".join(rows)}</osm>'.encode()


def _tags(tags: Tags) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())


def restriction(
    kind: str, *, start: int, via: int, end: int, over: str = "node", **more: str
) -> tuple[list[tuple[str, int, str]], Tags]:
    """A turn restriction from a way over a node (or a way) into a way."""
    members = [("way", start, "from"), (over, via, "via"), ("way", end, "to")]
    return members, {"type": "restriction", "restriction": kind, **more}


def way_s(reading: Reading, start: int, end: int, mode: int = ORDINARY) -> float:
    """Seconds from the streets that leave one node of the file to any that arrive at another; inf if there is no way."""
    network = reading.network
    found = [
        travel_ms(network, copy, mode)[copies(network, reading, end)].min() for copy in copies(network, reading, start)
    ]
    return float(min(found)) / 1000.0


def copies(network: RoadNetwork, reading: Reading, node: int) -> list[int]:
    """All nodes of the network that lie where a node of the file lies."""
    k = int(np.flatnonzero(reading.source_node == node)[0])
    same = (network.longitude_deg == network.longitude_deg[k]) & (network.latitude_deg == network.latitude_deg[k])
    return [int(row) for row in np.flatnonzero(same)]

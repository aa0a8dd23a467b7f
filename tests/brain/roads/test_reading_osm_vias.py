"""Restrictions over ways: who came from one street, along others, may not go into a third; everybody else may."""

import heapq
from collections.abc import Callable
from itertools import count, pairwise
from pathlib import Path

import numpy as np
import osmium
import pytest
from tests.brain.roads.drawn import checked
from tests.brain.roads.osm_drawn import Tags, drawn, way_s

from callbox.brain.roads.facts import ORDINARY, SIREN, TURN
from callbox.brain.roads.reading import osm
from callbox.brain.roads.reading.facts import Reading
from callbox.brain.roads.snap import Snapper

SIDE = 5
Member = tuple[str, int, str]
Street = tuple[int, int]
Along = Callable[[tuple[int, ...], Street, Street | None], tuple[int, ...] | None]
Route = tuple[int, ...]
"""Nodes: of the `from` street, of the junctions of the via ways, of the `to` street."""


class Town:
    """A square of streets of one stretch each, some of them one-way, with restrictions over the streets of routes."""

    def __init__(self, seed: int, *, one_ways: float = 0.2) -> None:
        self.draw = np.random.default_rng(seed)
        at = [(k % SIDE, k // SIDE) for k in range(SIDE * SIDE)]
        jitter = self.draw.uniform(-0.2, 0.2, (len(at), 2))
        self.nodes = {
            k + 1: (7.0 + 0.002 * (x + dx), 43.0 + 0.0015 * (y + dy))
            for k, ((x, y), (dx, dy)) in enumerate(zip(at, jitter.tolist(), strict=True))
        }
        pairs = [(k, k + 1) for k in range(1, SIDE * SIDE) if k % SIDE] + [
            (k, k + SIDE) for k in range(1, SIDE * (SIDE - 1) + 1)
        ]
        self.ways: dict[int, tuple[list[int], Tags]] = {}
        self.way_of: dict[tuple[int, int], int] = {}
        for number, pair in enumerate(pairs, start=100):
            tags = {"highway": "residential"}
            if self.draw.random() < one_ways:
                tags["oneway"] = "yes"
            else:
                self.way_of[pair[::-1]] = number
            self.way_of[pair] = number
            self.ways[number] = (list(pair), tags)

    def route(self, length: int) -> Route:
        """A drive over so many streets without turning back, whose inner junctions lie within the square."""
        while True:
            row = [int(self.draw.integers(1, SIDE * SIDE + 1))]
            while len(row) <= length:
                onward = [b for a, b in self.way_of if a == row[-1] and b not in row]
                if not onward:
                    break
                row.append(onward[int(self.draw.integers(len(onward)))])
            inner = all(1 < k % SIDE < SIDE < k <= SIDE * (SIDE - 1) for k in row[1:-1])
            if len(row) == length + 1 and (inner or length == 1):
                return tuple(row)

    def relation(self, kind: str, route: Route, **more: str) -> tuple[list[Member], Tags]:
        ways = [self.way_of[pair] for pair in pairwise(route)]
        members = [("way", ways[0], "from"), *(("way", one, "via") for one in ways[1:-1]), ("way", ways[-1], "to")]
        return members, {"type": "restriction", "restriction": kind, **more}

    def read(self, relations: list[tuple[list[Member], Tags]]) -> Reading:
        return osm.read(drawn(self.nodes, self.ways, relations=relations), keep_islands=True)


def by_hand(town: Town, kinds: list[tuple[str, Route]]) -> dict[tuple[int, int], float]:
    """Seconds between any two junctions by Dijkstra's algorithm over drives that remember where they came from."""
    network = (plain := town.read([])).network
    ref = plain.source_node
    took = {
        (int(ref[a]), int(ref[b])): int(ms)
        for a, b, ms in zip(network.tail, network.head, network.travel_ms[ORDINARY], strict=True)
    }

    def along(past: tuple[int, ...], street: Street, drive: Street | None) -> tuple[int, ...] | None:
        """On which street of each route one is then, having come along it, -1: on none; None where that is forbidden."""
        found = []
        for step, (kind, route) in zip(past, kinds, strict=True):
            streets = list(pairwise(route))
            onward = step >= 1 and street == streets[step + 1]
            last = step == len(streets) - 2
            if step >= 1 and (onward and last if kind == "no_u_turn" else not onward):
                return None
            place = streets.index(street, 1, -1) if street in streets[1:-1] else -1
            came = place > 0 and (drive == street[::-1] or (drive == streets[0] if place == 1 else step == place - 1))
            found.append(place if came else -1)
        return tuple(found)

    return {
        (start, end): least
        for start in town.nodes
        for end, least in dijkstra(took, start, along, routes=len(kinds)).items()
    }


def dijkstra(took: dict[Street, int], start: int, along: Along, *, routes: int) -> dict[int, float]:
    """Least seconds from a junction to each other."""
    best: dict[int, float] = {}
    number = count(1)
    seen: set[tuple[int, Street | None, tuple[int, ...]]] = set()
    heap: list[tuple[int, int, int, Street | None, tuple[int, ...]]] = [(0, 0, start, None, (-1,) * routes)]
    while heap:
        ms, _, node, drive, past = heapq.heappop(heap)
        if (node, drive, past) in seen:
            continue
        seen.add((node, drive, past))
        best.setdefault(node, ms / 1000.0)
        for (a, b), more in took.items():
            if a == node and (now := along(past, (a, b), drive)) is not None:
                heapq.heappush(heap, (ms + more, next(number), b, (a, b), now))
    return best


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 30))])
def test_ways_past_restrictions_over_ways_are_those_found_by_remembering_where_one_came_from(seed: int) -> None:
    town = Town(seed)
    kinds: list[tuple[str, Route]] = []
    taken: set[tuple[int, int]] = set()
    while len(kinds) < 4:
        route = town.route(int(town.draw.integers(3, 5)))
        chain = set(pairwise(route[1:-1]))
        if not chain & taken:
            kinds.append((str(town.draw.choice(["no_u_turn", "only_straight_on"])), route))
            taken |= chain | {pair[::-1] for pair in chain} | set(pairwise(route))
    reading = town.read([town.relation(kind, route) for kind, route in kinds])
    checked(reading.network)

    assert reading.found.count("restriction.kept") == 4
    wanted = by_hand(town, kinds)
    pairs = [(a, b) for a in town.nodes for b in town.nodes if a != b]
    found = {(a, b): way_s(reading, a, b) for a, b in pairs}
    assert {pair: found[pair] for pair in pairs} == {pair: wanted.get(pair, np.inf) for pair in pairs}


def test_a_restriction_over_ways_that_exempts_emergencies_holds_for_the_others() -> None:
    town = Town(3, one_ways=0.0)
    route = (7, 8, 13, 12)
    plain, reading = town.read([]), town.read([town.relation("no_u_turn", route, **{"except": "emergency"})])

    same = [(way_s(reading, a, b, SIREN), way_s(plain, a, b, SIREN)) for a in town.nodes for b in town.nodes if a != b]
    assert all(ours == other for ours, other in same)
    assert reading.network.arcs - (reading.network.road_class == TURN).sum() == plain.network.arcs + 1


def test_places_on_a_street_that_is_there_twice_are_on_the_one_that_everybody_may_enter() -> None:
    for seed, route in enumerate([(7, 8, 13, 12), (12, 13, 8, 7), (7, 8, 9, 14), (14, 9, 8, 7)]):
        town = Town(seed, one_ways=0.0)
        reading = town.read([town.relation("no_u_turn", route)])
        (lon, lat), (other_lon, other_lat) = town.nodes[route[1]], town.nodes[route[2]]
        rows = [
            (lon + share * (other_lon - lon), lat + share * (other_lat - lat)) for share in np.linspace(0.2, 0.8, 200)
        ]

        places = Snapper.build(reading.network).snap(np.array(rows)[:, 0], np.array(rows)[:, 1], 50.0)

        assert (reading.network.twin[places.arc] >= 0).all()
        assert len(set(places.arc.tolist())) == 1


def test_a_restriction_over_ways_is_kept_from_a_pbf_file_too(tmp_path: Path) -> None:
    town, path = Town(5, one_ways=0.0), tmp_path / "town.osm.pbf"
    relation = town.relation("no_u_turn", (7, 8, 13, 12))
    with osmium.SimpleWriter(str(path)) as file:
        for ref, place in town.nodes.items():
            file.add_node(osmium.osm.mutable.Node(id=ref, location=place, version=1))
        for ref, (nodes, tags) in town.ways.items():
            file.add_way(osmium.osm.mutable.Way(id=ref, nodes=nodes, tags=tags, version=1))
        members = [(kind[0], ref, role) for kind, ref, role in relation[0]]
        file.add_relation(osmium.osm.mutable.Relation(id=1, members=members, tags=relation[1], version=1))

    reading = osm.read(path.read_bytes())

    assert reading.found.count("restriction.kept") == 1
    drawn_alike = town.read([relation])
    assert reading.network.arcs == drawn_alike.network.arcs
    assert way_s(reading, 3, 12) == pytest.approx(way_s(drawn_alike, 3, 12), rel=1e-3)


def test_a_restriction_over_ways_that_do_not_join_its_streets_is_dropped_and_counted() -> None:
    town = Town(3, one_ways=0.0)
    members, tags = town.relation("no_u_turn", (7, 8, 13, 12))
    elsewhere = [members[0], ("way", town.way_of[18, 19], "via"), members[2]]

    found = town.read([(elsewhere, tags)]).found

    assert (found.count("restriction.kept"), found.count("restriction.via_way")) == (0, 1)

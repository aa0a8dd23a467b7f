"""Points snap to the nearest street."""

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from callbox.brain.roads.facts import STREET, TURN, Places, RoadNetwork
from callbox.brain.roads.snap import METRES_PER_DEGREE, NOWHERE, Snapper, line_of, positions


def network(nodes: NDArray[np.float64], arcs: list[tuple[int, int]], **more: object) -> RoadNetwork:
    """A network of straight streets of ten seconds each, or as told."""
    ends = np.array(sorted(arcs), dtype=np.int32).reshape(-1, 2)
    pairs = {tuple(pair): k for k, pair in enumerate(ends.tolist())}
    m = len(ends)
    columns: dict[str, object] = {
        "longitude_deg": nodes[:, 0].copy(),
        "latitude_deg": nodes[:, 1].copy(),
        "tail": ends[:, 0].copy(),
        "head": ends[:, 1].copy(),
        "twin": np.array([pairs.get((b, a), -1) for a, b in ends.tolist()], dtype=np.int32),
        "length_m": np.full(m, 100.0),
        "road_class": np.full(m, STREET, dtype=np.int8),
        "travel_ms": np.full((2, m), 10_000, dtype=np.int32),
        "street": np.full(m, -1, dtype=np.int32),
        "names": (),
        "shape_first": np.zeros(m + 1, dtype=np.int64),
        "shape_deg": np.empty((0, 2)),
    }
    return RoadNetwork(**(columns | more))  # type: ignore[arg-type]


CROSS = np.array([[7.0, 43.0], [7.01, 43.0], [7.0, 43.01], [7.01, 43.01]])


def by_hand(roads: RoadNetwork, lon: float, lat: float) -> tuple[float, int]:
    """The least distance over all segments of all streets, and the lowest arc that has it."""
    scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(lat)), 1.0])
    best = (np.inf, -1)
    for arc in np.flatnonzero(roads.road_class != TURN).tolist():
        points = (line_of(roads, arc) - [lon, lat]) * scale
        for a, b in itertools.pairwise(points):
            along = b - a
            t = min(1.0, max(0.0, -float(a @ along) / float(along @ along))) if along.any() else 0.0
            best = min(best, (float(np.hypot(*(a + t * along))), arc), key=lambda found: (round(found[0], 9), found[1]))
    return best


def test_a_point_snaps_to_the_middle_of_a_street_and_the_walk_is_counted() -> None:
    snapper = Snapper.build(network(CROSS, [(0, 1), (1, 0)]))
    places = snapper.snap(7.0025, 43.001, 500.0)
    assert places.arc.tolist() == [0]
    assert places.fraction[0] == pytest.approx(0.25)
    assert places.walk_m[0] == pytest.approx(0.001 * METRES_PER_DEGREE)


def test_a_case_in_the_sea_is_nowhere() -> None:
    snapper = Snapper.build(network(CROSS, [(0, 1)]))
    places = snapper.snap([7.0, 9.0, np.nan, np.inf], [43.02, 41.0, 43.0, 43.0], 1000.0)
    assert places.arc.tolist() == [NOWHERE] * 4
    assert np.isinf(places.walk_m).all()
    assert snapper.snap(9.0, 41.0, np.inf).arc.tolist() == [0]


def test_the_greatest_walk_is_a_bound_and_not_a_guess() -> None:
    snapper = Snapper.build(network(CROSS, [(0, 1)]))
    walk_m = float(snapper.snap(7.005, 43.004, 1e6).walk_m[0])
    assert snapper.snap(7.005, 43.004, walk_m + 1e-6).arc.tolist() == [0]
    assert snapper.snap(7.005, 43.004, walk_m - 1e-6).arc.tolist() == [NOWHERE]


def test_nothing_snaps_to_the_arcs_inside_a_junction() -> None:
    classes = np.array([TURN, STREET], dtype=np.int8)
    snapper = Snapper.build(network(CROSS, [(0, 1), (2, 3)], road_class=classes))
    assert snapper.snap(7.005, 43.0, 1e5).arc.tolist() == [1]


def test_a_snapper_of_some_streets_sees_no_others() -> None:
    roads = network(CROSS, [(0, 1), (1, 0), (2, 3), (3, 2)])
    only = np.array([False, False, True, True])
    assert Snapper.build(roads, only).snap(7.005, 43.0, 1e5).arc.tolist() == [2]
    assert Snapper.build(roads, np.array([False, True, False, False])).snap(7.005, 43.01, 1e5).arc.tolist() == [1]


def test_of_streets_equally_near_the_lowest_is_taken_every_time() -> None:
    snapper = Snapper.build(network(CROSS, [(0, 1), (2, 0), (3, 0), (0, 3)]))
    assert snapper.snap(6.999, 42.999, 1e5).arc.tolist() == [0]


def test_a_bent_street_is_measured_along_its_line() -> None:
    bent = network(CROSS, [(0, 1)], shape_first=np.array([0, 2]), shape_deg=np.array([[7.0, 43.01], [7.01, 43.01]]))
    places = Snapper.build(bent).snap(7.005, 43.011, 500.0)
    assert places.fraction[0] == pytest.approx(0.5, abs=1e-3)
    assert np.column_stack(positions(bent, places)) == pytest.approx(np.array([[7.005, 43.01]]), abs=1e-6)


def test_a_town_may_lie_across_the_180th_meridian() -> None:
    fiji = network(np.array([[179.99, -17.0], [-179.99, -17.0]]), [(0, 1)])
    places = Snapper.build(fiji).snap([-179.995, 179.995], [-17.0, -17.0], 100.0)
    assert places.fraction.tolist() == pytest.approx([0.75, 0.25])


def test_a_street_of_no_length_is_a_place_too() -> None:
    point = network(np.array([[7.0, 43.0], [7.0, 43.0]]), [(0, 1)])
    places = Snapper.build(point).snap(7.0, 43.0, 10.0)
    assert (places.arc.tolist(), places.fraction.tolist(), places.walk_m.tolist()) == ([0], [0.0], [0.0])


def test_a_network_without_streets_has_no_place() -> None:
    assert Snapper.build(network(CROSS, [])).snap(7.0, 43.0, np.inf).arc.tolist() == [NOWHERE]


def test_a_bound_below_zero_and_rows_of_two_lengths_are_refused() -> None:
    snapper = Snapper.build(network(CROSS, [(0, 1)]))
    with pytest.raises(ValueError, match="max_m"):
        snapper.snap(7.0, 43.0, -1.0)
    with pytest.raises(ValueError, match="same length"):
        snapper.snap([7.0, 7.1], [43.0], 1.0)


@pytest.mark.parametrize("seed", range(8))
def test_on_random_networks_no_street_is_nearer_than_the_one_found(seed: int) -> None:
    chance = np.random.default_rng(seed)
    nodes = chance.uniform(-0.02, 0.02, (12, 2)) * [1.0, 0.02 if seed == 3 else 1.0] + [7.0, 43.0 + 5 * seed]
    arcs = {(int(a), int(b)) for a, b in chance.integers(0, 12, (20, 2)) if a != b}
    bends = chance.integers(0, 4, len(arcs))
    roads = network(
        nodes,
        list(arcs),
        shape_first=np.concatenate([[0], np.cumsum(bends)]),
        shape_deg=nodes[chance.integers(0, 12, bends.sum())] + chance.normal(0, 0.002, (bends.sum(), 2)),
        twin=np.full(len(arcs), -1, dtype=np.int32),
    )
    snapper = Snapper.build(roads)
    lon, lat = nodes[chance.integers(0, 12, 40)].T + chance.normal(0, 0.01, (2, 40))
    places = snapper.snap(lon, lat, np.inf)
    for k in range(40):
        walk_m, arc = by_hand(roads, lon[k], lat[k])
        assert places.walk_m[k] == pytest.approx(walk_m, abs=1e-6)
        assert places.arc[k] == arc
    back = Snapper.build(roads).snap(*positions(roads, places), 1.0)
    assert back.walk_m.max() < 0.01


def test_a_place_is_where_positions_says() -> None:
    roads = network(CROSS, [(0, 1)])
    nowhere = Places(arc=np.array([-1], dtype=np.int32), fraction=np.zeros(1), walk_m=np.array([np.inf]))
    assert np.isnan(positions(roads, nowhere)).all()

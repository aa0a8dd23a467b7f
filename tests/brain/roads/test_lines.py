"""The line of a way runs from the one place to the other, through every bend of the streets between."""

from dataclasses import replace

import numpy as np
import pytest
from tests.brain.roads.networks import network

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.facts import RoadNetwork
from callbox.brain.roads.lines import arc_deg, line_deg
from callbox.brain.roads.route import Route


@pytest.fixture
def bent() -> RoadNetwork:
    """Two streets on the equator, 0 to 2 degrees east and from there 2 degrees north; the second bends outward."""
    made = network([(0, 1, 9), (1, 2, 9)], nodes=3)
    return replace(
        made,
        longitude_deg=np.array([0.0, 2.0, 2.0]),
        latitude_deg=np.array([0.0, 0.0, 2.0]),
        shape_first=np.array([0, 0, 1]),
        shape_deg=np.array([[3.0, 1.0]]),
    )


def way(arcs: list[int], *, begin: float, end: float) -> Route:
    return Route(arc=np.array(arcs, np.int32), begin=begin, end=end, time_ms=1)


def test_an_arc_runs_through_its_bends(bent: RoadNetwork) -> None:
    assert arc_deg(bent, 1).tolist() == [[2, 0], [3, 1], [2, 2]]


def test_a_way_begins_and_ends_within_its_streets_and_turns_at_the_corner_once(bent: RoadNetwork) -> None:
    found = line_deg(bent, way([0, 1], begin=0.5, end=0.5))
    assert found == pytest.approx(np.array([[1.0, 0.0], [2.0, 0.0], [3.0, 1.0]]), abs=1e-9)


def test_a_way_on_one_street_is_the_part_between_both_places(bent: RoadNetwork) -> None:
    assert line_deg(bent, way([0], begin=0.25, end=0.75)) == pytest.approx(np.array([[0.5, 0.0], [1.5, 0.0]]))


def test_where_no_way_leads_there_is_no_line(bent: RoadNetwork) -> None:
    assert len(line_deg(bent, Route(arc=np.empty(0, np.int32), begin=0, end=0, time_ms=UNREACHABLE_MS))) == 0

"""The streets and turns of a way."""

from typing import Any

import numpy as np
import pytest

from callbox.brain.roads.directions import directions, heading_of, turn_of
from callbox.brain.roads.facts import STREET, TURN, RoadNetwork
from callbox.brain.roads.route import Route

BLOCK_DEG = 0.001


def network(
    points: list[tuple[float, float]], streets: list[int], *, road_class: list[int] | None = None
) -> RoadNetwork:
    """One row of arcs over these points, east and north in blocks."""
    at = np.array(points) * BLOCK_DEG
    count = len(streets)
    lengths = np.hypot(*np.diff(at, axis=0).T) * 111_195
    nothing: Any = np.zeros((2, count), np.int32)
    return RoadNetwork(
        longitude_deg=at[:, 0],
        latitude_deg=at[:, 1],
        tail=np.arange(count, dtype=np.int32),
        head=np.arange(1, count + 1, dtype=np.int32),
        twin=np.full(count, -1, np.int32),
        length_m=lengths,
        road_class=np.array(road_class or [STREET] * count, np.int8),
        travel_ms=nothing,
        street=np.array(streets, np.int32),
        names=("Quay", "Bell Road", "Mill Lane"),
        shape_first=np.zeros(count + 1, np.int64),
        shape_deg=np.empty((0, 2)),
    )


def whole(count: int, *, begin: float = 0.0, end: float = 1.0) -> Route:
    return Route(arc=np.arange(count, dtype=np.int32), begin=begin, end=end, time_ms=1)


def test_a_way_is_told_street_by_street_with_its_turns() -> None:
    roads = network([(0, 0), (0, 1), (0, 2), (1, 2), (1, 1)], [0, 0, 1, 2])

    told = directions(roads, whole(4))

    assert [(one.street, one.turn, one.heading) for one in told] == [
        ("Quay", "begin", "n"),
        ("Bell Road", "right", "e"),
        ("Mill Lane", "right", "s"),
    ]
    assert [round(one.length_m) for one in told] == [222, 111, 111]


def test_only_what_is_driven_of_the_first_and_the_last_street_counts() -> None:
    roads = network([(0, 0), (0, 1), (1, 1)], [0, 1])
    assert [round(one.length_m) for one in directions(roads, whole(2, begin=0.5, end=0.25))] == [56, 28]
    assert [
        round(one.length_m)
        for one in directions(roads, Route(arc=np.array([0], np.int32), begin=0.2, end=0.7, time_ms=1))
    ] == [56]


def test_a_short_nameless_piece_between_two_streets_is_not_told_but_its_turn_is() -> None:
    roads = network([(0, 0), (0, 1), (-0.05, 1.05), (-1, 1.05)], [0, -1, 1])
    told = directions(roads, whole(3))
    assert [(one.street, one.turn) for one in told] == [("Quay", "begin"), ("Bell Road", "left")]


def test_a_long_nameless_piece_is_told() -> None:
    told = directions(network([(0, 0), (0, 1), (1, 1), (1, 2)], [0, -1, 1]), whole(3))
    assert [(one.street, one.turn) for one in told] == [("Quay", "begin"), ("", "right"), ("Bell Road", "left")]


def test_what_only_forbids_a_turn_is_no_street() -> None:
    roads = network([(0, 0), (0, 1), (0, 1), (0, 2)], [0, -1, 0], road_class=[STREET, TURN, STREET])
    assert [one.street for one in directions(roads, whole(3))] == ["Quay"]


def test_without_a_way_nothing_is_told() -> None:
    nowhere = Route(arc=np.empty(0, np.int32), begin=0.0, end=0.0, time_ms=2**30 - 1)
    assert directions(network([(0, 0), (0, 1)], [0]), nowhere) == []


@pytest.mark.parametrize(
    ("change_deg", "turn"),
    [
        (0, "straight"),
        (-15, "straight"),
        (30, "slight_right"),
        (-45, "slight_left"),
        (90, "right"),
        (-90, "left"),
        (180, "back"),
        (-170, "back"),
        (350, "straight"),
        (270, "left"),
    ],
)
def test_a_turn_is_called_by_how_far_one_turns(change_deg: float, turn: str) -> None:
    assert turn_of(change_deg) == turn


@pytest.mark.parametrize(("bearing_deg", "heading"), [(0, "n"), (44, "ne"), (90, "e"), (200, "s"), (350, "n")])
def test_a_heading_is_an_eighth_of_the_compass(bearing_deg: float, heading: str) -> None:
    assert heading_of(bearing_deg) == heading

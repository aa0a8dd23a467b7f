"""Demand brought together into a few points keeps its calls and its places, and a wrong file says where it is wrong."""

import numpy as np
import pytest

from callbox.brain.demand.points import Points, gathered
from callbox.brain.demand.reading.points import read
from callbox.brain.roads.reading.facts import Unreadable


def scattered(count: int) -> Points:
    draw = np.random.default_rng(4)
    return Points(
        kinds=("ambulance", "engine"),
        longitude_deg=114.0 + draw.random(count),
        latitude_deg=22.0 + draw.random(count) / 2,
        calls_per_h=draw.random((2, count)) * (draw.random(count) < 0.7),
    )


@pytest.mark.parametrize("count", [1, 7, 3_000])
def test_points_are_brought_together_without_losing_a_call_or_leaving_its_quarter(count: int) -> None:
    given = scattered(count)
    few = gathered(given, most=100)

    assert len(few) <= 100
    assert np.allclose(few.calls_per_h.sum(axis=1), given.calls_per_h.sum(axis=1))
    weight, kept = given.calls_per_h.sum(axis=0), few.calls_per_h.sum(axis=0)
    assert (kept > 0).all()
    if weight.sum():
        assert np.isclose(np.average(few.longitude_deg, weights=kept), np.average(given.longitude_deg, weights=weight))
        assert np.isclose(np.average(few.latitude_deg, weights=kept), np.average(given.latitude_deg, weights=weight))
    assert len(few) >= 50 or count < 100


def test_points_alike_become_one_and_others_stay_where_they_are() -> None:
    place = np.array([1.0, 1.0, 2.0])
    few = gathered(
        Points(kinds=("",), longitude_deg=place, latitude_deg=place, calls_per_h=np.array([[1.0, 2.0, 4.0]]))
    )

    assert few.longitude_deg.tolist() == [1.0, 2.0]
    assert few.calls_per_h.tolist() == [[3.0, 4.0]]


def test_a_file_tells_calls_by_place_and_kind_of_unit() -> None:
    told = "Longitude,latitude,calls_per_h,kind,note\n1,2,0.5,engine,a\n1,2,0.25,,b\n3,4,1,engine,\n"
    points = read(told.encode())

    assert points.kinds == ("", "engine")
    assert points.longitude_deg.tolist() == [1.0, 3.0]
    assert points.calls_per_h.tolist() == [[0.25, 0.0], [0.5, 1.0]]


@pytest.mark.parametrize(
    ("told", "code", "details"),
    [
        ("longitude,latitude\n1,2\n", "table.lacks_column", {"table": "demand", "column": "calls_per_h"}),
        ("longitude,latitude,calls_per_h\n1,2,\n", "line.not_a_number", {"line": 2, "column": "calls_per_h", "value": ""}),
        ("longitude,latitude,calls_per_h\n1,2,nan\n", "demand.wrong", None),
        ("longitude,latitude,calls_per_h\n1,95,3\n", "line.off_globe", {"line": 2}),
        ("longitude,latitude,calls_per_h\n1,5,1e9\n", "demand.wrong", None),
        ("longitude,latitude,calls_per_h\n1,5,-1\n", "demand.wrong", None),
        ("longitude,latitude,calls_per_h\n1,5,0\n", "demand.no_places", {}),
        ("longitude,latitude,calls_per_h\n", "demand.no_places", {}),
        ('longitude,latitude,calls_per_h\n"1,2,3\n', "line.not_a_number", None),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_says_where(told: str, code: str, details: dict[str, object] | None) -> None:
    with pytest.raises(Unreadable) as wrong:
        read(told.encode())
    assert wrong.value.code == code
    assert details is None or wrong.value.details == details

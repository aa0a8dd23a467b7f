"""What a boundary must be before it routes anything, on plain values."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from callbox.kernel.facts import Act, Actor, Change, New, Refused
from callbox.services.boundary import rules
from callbox.services.boundary.facts import Boundary
from callbox.services.boundary.inputs import Draw, OfBoundary, Redraw
from callbox.services.boundary.rings import CORNERS_MOST, METRES_PER_DEGREE
from callbox.services.organisation.facts import Organisation

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BOSS = Actor(organisation="coast", roles=frozenset({"administrator"}))
WATER = Organisation(id="coast/water", status="active", name="Water", level="county")
SQUARE = {"type": "Polygon", "coordinates": [[[10.0, 50.0], [10.1, 50.0], [10.1, 50.1], [10.0, 50.1], [10.0, 50.0]]]}


def drawn(rings: Any = SQUARE, **more: Any) -> Boundary:
    given = Draw(id="b", **({"organisation": WATER.id, "name": "Old town", "rings": rings} | more))
    [new] = rules.draw(Act(name="x", by=BOSS, at=NOON, inputs=given), organisation=WATER, categories=())
    assert isinstance(new, New)
    assert isinstance(new.record, Boundary)
    return new.record


def ring(*places: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(place) for place in places]]}


@pytest.mark.parametrize(
    ("rings", "why"),
    [
        ({"type": "Point", "coordinates": [10, 50]}, "kind"),
        ({"type": "Polygon"}, "corners"),
        ({"type": "Polygon", "coordinates": "everywhere"}, "corners"),
        (ring((10, 50), (11, 50)), "corners"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        (ring((10, 50), (11, 50), (12, 50), (10, 50)), "crossing"),
        (ring((500_000, 5_500_000), (500_100, 5_500_000), (500_100, 5_500_100), (500_000, 5_500_000)), "off_earth"),
        (ring((10, 50), (11, 51), (11, 50), (10, 51), (10, 50)), "crossing"),
        (ring(*((10 + place / 100_000, 50) for place in range(CORNERS_MOST + 1)), (10, 51), (10, 50)), "many"),
    ],
)
def test_a_polygon_that_is_none_is_refused_with_what_is_wrong(rings: Any, why: str) -> None:
    with pytest.raises(Refused) as refused:
        drawn(rings)

    assert refused.value.code == f"boundary.{why}"


def test_a_boundary_knows_its_sides_and_keeps_a_tenth_of_a_metre() -> None:
    one = drawn(ring((10.00000049, 50), (10.1, 50), (10.1, 50.1), (10.00000049, 50)))

    assert (one.west_longitude_deg, one.south_latitude_deg) == (10.0, 50.0)
    assert (one.east_longitude_deg, one.north_latitude_deg) == (10.1, 50.1)


def test_a_place_inside_is_no_metre_away_and_one_outside_as_far_as_it_is() -> None:
    one = drawn()

    assert one.distance_m(latitude_deg=50.05, longitude_deg=10.05) == 0
    assert one.distance_m(latitude_deg=49.99, longitude_deg=10.05) == pytest.approx(0.01 * METRES_PER_DEGREE, rel=1e-4)


def test_a_hole_is_outside() -> None:
    hole = [[10.04, 50.04], [10.06, 50.04], [10.06, 50.06], [10.04, 50.06], [10.04, 50.04]]
    one = drawn({"type": "Polygon", "coordinates": [*SQUARE["coordinates"], hole]})

    assert one.distance_m(latitude_deg=50.05, longitude_deg=10.05) > 500
    longitude_deg, latitude_deg = one.inside_deg()
    assert one.distance_m(latitude_deg=latitude_deg, longitude_deg=longitude_deg) == 0


def redrawn(of: Boundary, **more: Any) -> dict[str, Any]:
    given = Act(name="x", by=BOSS, at=NOON, inputs=Redraw(boundary="b", **more))
    [change] = rules.redraw(given, boundary=of, organisation=None, categories=())
    assert isinstance(change, Change)
    return dict(change.sets)


def test_drawing_anew_makes_a_version_and_moves_the_sides() -> None:
    further = ring((20, 50), (21, 50), (21, 51), (20, 50))

    sets = redrawn(drawn(), rings=further)

    assert (sets["version"], sets["west_longitude_deg"], sets["east_longitude_deg"]) == (2, 20.0, 21.0)


def test_the_same_polygon_is_no_new_version() -> None:
    with pytest.raises(Refused, match="nothing_changed"):
        redrawn(drawn(), rings=SQUARE, name="Old town")


def test_a_retired_boundary_serves_nobody_and_is_not_drawn_again() -> None:
    one = drawn()
    given = Act(name="x", by=BOSS, at=NOON, inputs=OfBoundary(boundary="b"))
    [change] = rules.retire(given, boundary=one)
    assert isinstance(change, Change)
    retired = replace(one, status=str(change.sets["status"]))

    assert one.serves("leak")
    assert not retired.serves("leak")
    with pytest.raises(Refused, match=r"boundary\.retired"):
        redrawn(retired, name="New town")


def test_a_boundary_for_one_category_serves_no_other() -> None:
    one = drawn(categories=("leak",))

    assert one.serves("leak")
    assert not one.serves("tree")


def test_nobody_gives_a_boundary_to_an_organisation_outside_their_own() -> None:
    strange = Organisation(id="hills/water", status="active", name="x", level="county")
    given = Act(name="x", by=BOSS, at=NOON, inputs=Redraw(boundary="b", organisation=strange.id))

    with pytest.raises(Refused, match="not_found"):
        rules.redraw(given, boundary=drawn(), organisation=strange, categories=())

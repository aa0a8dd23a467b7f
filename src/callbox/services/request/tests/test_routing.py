"""Who serves a place, on plain boundaries."""

from typing import Any

from callbox.services.boundary.facts import Boundary
from callbox.services.request.routing import BORDER_M, served_by
from callbox.services.request.tests.people import category

METRE_DEG = 1 / 111_195
TREES = category(id="tree", by_area=True)


def square(organisation: str, west: float, **more: Any) -> Boundary:
    """A tenth of a degree east of `west`, from the equator northwards."""
    east = west + 0.1
    ring = [[west, 0.0], [east, 0.0], [east, 0.1], [west, 0.1], [west, 0.0]]
    told: dict[str, Any] = {"id": organisation, "status": "active", "name": organisation, "organisation": organisation}
    sides = {"west_longitude_deg": west, "south_latitude_deg": 0.0}
    sides |= {"east_longitude_deg": east, "north_latitude_deg": 0.1}
    return Boundary(**(told | sides | {"rings": {"type": "Polygon", "coordinates": [ring]}} | more))


WEST, EAST = square("w", 10.0), square("e", 10.1)


def served(longitude_deg: float, *, of: Any = TREES, boundaries: Any = (WEST, EAST)) -> tuple[str, ...]:
    return served_by(of, latitude_deg=0.05, longitude_deg=longitude_deg, boundaries=boundaries)


def test_a_place_goes_to_the_organisation_whose_boundary_it_lies_in() -> None:
    assert (served(10.05), served(10.15)) == (("w",), ("e",))


def test_on_the_border_both_are_named_the_one_it_lies_in_first() -> None:
    assert set(served(10.1)) == {"w", "e"}
    assert served(10.1 - (BORDER_M - 1) * METRE_DEG) == ("w", "e")
    assert served(10.1 - (BORDER_M + 1) * METRE_DEG) == ("w",)


def test_where_boundaries_overlap_all_of_them_are_named() -> None:
    assert served(10.05, boundaries=(WEST, EAST, square("county", 10.0))) == ("county", "w")


def test_two_boundaries_of_one_organisation_ask_nobody() -> None:
    assert served(10.1, boundaries=(WEST, square("w", 10.1, id="w2"))) == ("w",)


def test_an_edge_with_nobody_beyond_it_is_no_border() -> None:
    assert served(10.0 - 5 * METRE_DEG) == ("w",)


def test_outside_of_all_nobody_is_named() -> None:
    assert served(11.0) == ()


def test_a_boundary_of_another_category_or_a_retired_one_routes_nothing() -> None:
    assert (
        served(10.05, boundaries=(square("w", 10.0, categories=("leak",)), square("x", 10.0, status="retired"))) == ()
    )


def test_a_category_that_does_not_go_by_place_and_a_place_nobody_knows_ask_no_boundary() -> None:
    assert served(10.05, of=category()) == ()
    assert served_by(TREES, latitude_deg=None, longitude_deg=None, boundaries=(WEST,)) == ()

"""Requests that belong together, on plain values."""

from typing import Any

import pytest

from callbox.kernel.facts import Refused
from callbox.services.boundary.facts import Boundary
from callbox.services.organisation.facts import Organisation
from callbox.services.request import rules, rules_gathering
from callbox.services.request.facts import ELSEWHERE, Request
from callbox.services.request.inputs import CloseRequest, OfRequest, OpenRequest, PutUnder
from callbox.services.request.tests.people import LINE, WATER, act, actor, category, made, report, request, sets


def put(part: Request, above: Request, **more: Any) -> Any:
    return rules_gathering.put_under(
        act(PutUnder(request=part.id, part_of=above.id), **more), request=part, above=above
    )


def test_a_part_knows_its_whole_and_the_whole_counts_its_parts() -> None:
    changes = put(request(), request(id="storm", parts=3))

    assert sets(changes, "request.put_under") == {"part_of": "storm"}
    assert sets(changes, "request.gathered") == {"parts": 4}


def test_taking_a_part_out_counts_down() -> None:
    storm, tree = request(id="storm", parts=3), request(part_of="storm")

    changes = rules_gathering.take_out(act(OfRequest(request="q")), request=tree, above=storm)

    assert (sets(changes, "request.taken_out"), sets(changes, "request.gathered")) == ({"part_of": None}, {"parts": 2})


@pytest.mark.parametrize(
    ("part", "above", "why"),
    [
        (request(), request(), "request.part_of_itself"),
        (request(part_of="x"), request(id="storm"), "request.part_already"),
        (request(parts=1), request(id="storm"), "request.parts_deep"),
        (request(), request(id="storm", part_of="x"), "request.parts_deep"),
        (request(), request(id="storm", organisation="hills"), "not_found"),
        (request(), request(id="storm", protected=True), "not_found"),
    ],
)
def test_what_cannot_be_a_part_says_why(part: Request, above: Request, why: str) -> None:
    with pytest.raises(Refused) as refused:
        put(part, above)

    assert refused.value.code == why


def test_a_duplicate_names_the_one_that_survives_not_another_duplicate() -> None:
    gone = request(id="other", status="closed", same_as="first")

    with pytest.raises(Refused) as refused:
        rules.close(
            act(CloseRequest(request="q", disposition="duplicate", same_as="other")), request=request(), same_as=gone
        )

    assert (refused.value.code, refused.value.details) == ("request.merged_already", {"same_as": "first"})


EAST = Organisation(id="coast/harbour/east/parks", status="active", name="East Parks", level="county")
PLACE = {"latitude_deg": 1.5, "longitude_deg": 103.5}


def serves(organisation: str = EAST.id, *, west_longitude_deg: float = 103.0, **more: Any) -> Boundary:
    """A boundary of one degree by one; the place lies in its middle unless it lies elsewhere."""
    ring = [[west_longitude_deg + x, 1.0 + y] for x, y in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]
    told: dict[str, Any] = {
        "id": "b",
        "status": "active",
        "organisation": organisation,
        "name": "East",
        "rings": {"type": "Polygon", "coordinates": [ring]},
        "west_longitude_deg": west_longitude_deg,
        "south_latitude_deg": 1.0,
        "east_longitude_deg": west_longitude_deg + 1.0,
        "north_latitude_deg": 2.0,
    }
    return Boundary(**told | more)


def opened(
    *,
    by_area: bool = True,
    department: Organisation | None = EAST,
    about: Organisation | None = None,
    boundary: Boundary | None = None,
    **asked: Any,
) -> Request:
    given = OpenRequest(id="q", category="leak", about=about.id if about else None, **{**PLACE, **asked})
    changes = rules.open_request(
        act(given, actor("call_taker", LINE)),
        report=None,
        category=category(by_area=by_area),
        about=about,
        calendar=None,
        department=department,
        boundary=boundary,
    )
    opened: Request = made(changes, Request)
    return opened


def test_where_a_category_goes_by_place_the_named_department_has_it_and_else_its_own() -> None:
    assert (opened(boundary=serves()).organisation, opened(department=None).organisation) == (EAST.id, WATER)


def test_a_department_that_no_boundary_gives_the_place_to_gets_it_only_for_a_named_reason() -> None:
    beyond: tuple[dict[str, Any], ...] = (
        {},
        {"boundary": serves("coast/harbour/west/parks")},
        {"boundary": serves(west_longitude_deg=110.0)},
        {"boundary": serves(categories=("tree",))},
        {"boundary": serves(status="retired")},
        {"boundary": serves(), "latitude_deg": None, "longitude_deg": None},
    )
    for told in beyond:
        with pytest.raises(Refused, match=r"request\.department_beyond"):
            opened(**told)
        for reason in ELSEWHERE:
            new = opened(**told, elsewhere_for=reason)
            assert (new.organisation, new.elsewhere_for) == (EAST.id, reason)


def test_no_reason_is_named_where_the_boundaries_say_the_same() -> None:
    told: tuple[dict[str, Any], ...] = ({"boundary": serves()}, {"department": None})
    for one in told:
        with pytest.raises(Refused, match=r"request\.not_elsewhere"):
            opened(**one, elsewhere_for="agreed_between")


def test_a_report_says_where_it_is_unless_whoever_opens_the_request_knows_better() -> None:
    far = report(latitude_deg=40.0, longitude_deg=10.0)
    given: dict[str, Any] = {"report": far, "category": category(by_area=True), "about": None, "calendar": None}
    given |= {"department": EAST, "boundary": serves()}

    with pytest.raises(Refused, match=r"request\.department_beyond"):
        rules.open_request(act(OpenRequest(id="q", category="leak", report="r"), actor("call_taker", LINE)), **given)
    there = OpenRequest(id="q", category="leak", report="r", latitude_deg=1.5, longitude_deg=103.5)
    better = act(there, actor("call_taker", LINE))
    assert made(rules.open_request(better, **given), Request).latitude_deg == PLACE["latitude_deg"]


def test_a_category_of_one_department_goes_to_no_other() -> None:
    with pytest.raises(Refused, match=r"request\.department_fixed"):
        opened(by_area=False)


def test_a_dissolved_department_gets_nothing() -> None:
    gone = Organisation(id=EAST.id, status="dissolved", name="x", level="county")

    with pytest.raises(Refused, match=r"request\.department_retired"):
        opened(department=gone)


def test_a_request_about_the_department_that_serves_the_place_goes_above_it() -> None:
    assert opened(about=EAST, boundary=serves()).organisation == "coast/harbour/east"

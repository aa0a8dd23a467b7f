"""Where something is: coordinates are read as they stand, names are looked up, and a device never overrules a person."""

from collections.abc import Mapping
from typing import Any

import pytest

from callbox.kernel import advisor
from callbox.kernel.advisor import Away
from callbox.services.report.placing import Found, coordinates, disagreement_m, places


class Telling:
    """An advisor that answers this, or is away."""

    def __init__(self, answer: Mapping[str, Any] | None) -> None:
        self.answer, self.asked = answer, list[Mapping[str, Any]]()

    def ask(self, question: str, told: Mapping[str, Any], *, within_s: float = 0.1) -> Mapping[str, Any]:  # noqa: ARG002
        self.asked.append(told)
        if self.answer is None:
            raise Away("late")
        return self.answer


@pytest.mark.parametrize(
    ("typed", "pair"),
    [
        ("22.5431, 114.0579", (22.5431, 114.0579)),
        ("22.5431 114.0579", (22.5431, 114.0579)),
        ("22.5431，114.0579", (22.5431, 114.0579)),
        ("33.86S 151.2E", (-33.86, 151.2)),
        ("51.5 N, 0.12 W", (51.5, -0.12)),
        ("12 Pier Road", None),
        ("91, 114", None),
        ("22.5431", None),
        ("", None),
    ],
)
def test_coordinates_are_read_as_they_stand(typed: str, pair: tuple[float, float] | None) -> None:
    assert coordinates(typed) == pair


def test_coordinates_are_found_without_anybody_to_ask() -> None:
    with advisor.using(Telling(None)):
        [found] = places("22.5431, 114.0579").found
    assert (found.kind, found.latitude_deg, found.longitude_deg) == ("coordinates", 22.5431, 114.0579)


def test_a_name_is_looked_up_near_where_one_is() -> None:
    told = {
        "kind": "street",
        "label": "Pier Road",
        "place": [114.1, 22.5],
        "same": 2,
        "near": "Mill Street",
        "sure": False,
    }
    telling = Telling({"places": [told]})
    with advisor.using(telling):
        [found] = places(" pier rd ", near=(22.0, 114.0)).found
    assert telling.asked == [{"text": "pier rd", "most": 8, "near": [114.0, 22.0]}]
    assert found == Found(
        kind="street", label="Pier Road", longitude_deg=114.1, latitude_deg=22.5, near="Mill Street", same=2, sure=False
    )


def test_that_nobody_can_look_names_up_is_said_and_nothing_waits_for_it() -> None:
    with advisor.using(Telling(None)):
        assert (places("pier").found, places("pier").away) == ((), "late")
        assert places("  ").away == ""


def test_a_device_disagrees_only_beyond_what_it_may_be_wrong_by() -> None:
    here, there = (22.5, 114.1), (22.51, 114.1)
    assert disagreement_m(here, there, radius_m=50.0) == pytest.approx(1112, abs=2)
    assert disagreement_m(here, there, radius_m=700.0) is None
    assert disagreement_m(None, there, radius_m=50.0) is None
    assert disagreement_m(here, None, radius_m=50.0) is None

"""The lines that the advisor draws of ways: from the unit to the case, along streets, around what is closed."""

from typing import Any

import pytest
from tests.unit.test_advisor_answers import Asking, city  # noqa: F401  a fixture comes by name

from callbox.site.advisor.asked import NotUnderstood
from callbox.site.city import store

# The advisor takes longer to compile than these take to run: `make prove` runs them.
pytestmark = pytest.mark.slow


def ways(asking: Asking, **told: Any) -> dict[str, Any]:
    found: Any = asking.answers.answer("ways", told)["ways"]
    return dict(found)


def test_a_way_runs_from_the_unit_to_the_case_and_around_a_closed_street(city: store.City) -> None:  # noqa: F811
    network = city.network
    begin = [float(network.longitude_deg[0]), float(network.latitude_deg[0])]
    far = network.nodes - 1
    there = [float(network.longitude_deg[far]), float(network.latitude_deg[far])]
    asking = Asking(city)
    units: Any = [{"id": "E1", "place": begin}, {"id": "E2", "place": None}]

    free = ways(asking, units=units, case=there)
    assert list(free) == ["E1"]
    assert (free["E1"][0], free["E1"][-1]) == (pytest.approx(begin, abs=1e-4), pytest.approx(there, abs=1e-4))

    passed = free["E1"][len(free["E1"]) // 2]
    reach = 1e-4
    ring = [passed[0] - reach, passed[1] - reach, passed[0] + reach, passed[1] - reach, passed[0], passed[1] + reach]
    closed = {"id": "c", "outline_deg": ring, "drivers": ["siren"], "speed_factor": 0.0}
    around = ways(asking, units=units, case=there, closures=[closed])["E1"]
    assert passed in free["E1"]
    assert passed not in around


def test_a_way_needs_a_case(city: store.City) -> None:  # noqa: F811
    with pytest.raises(NotUnderstood, match="case"):
        ways(Asking(city), units=[])


def test_one_way_is_told_with_its_streets_its_metres_and_its_time(city: store.City) -> None:  # noqa: F811
    network = city.network
    far = network.nodes - 1
    begin: Any
    there: Any
    begin, there = ([float(network.longitude_deg[node]), float(network.latitude_deg[node])] for node in (0, far))
    asking = Asking(city)

    told: Any = asking.answers.answer("way", {"from": begin, "case": there})

    times: Any = asking.answers.answer("times", {"units": [{"id": "E1", "place": begin}], "case": there})
    assert told["road_ms"] == times["units"][0]["road_ms"]
    assert told["length_m"] == pytest.approx(sum(street[1] for street in told["streets"]))
    assert told["streets"][0][2] == "begin"
    assert asking.answers.answer("way", {"from": [9.0, 9.0], "case": there}) == {"road_ms": None}

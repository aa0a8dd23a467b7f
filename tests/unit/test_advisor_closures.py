"""What the advisor answers while roads close and open again, and for those whom a closed area lies around."""

from typing import Any

import numpy as np
import pytest
import shapely
from tests.unit.test_advisor_answers import SIDE, Asking, dijkstra, spot
from tests.unit.test_advisor_answers import city as city  # noqa: PLC0414  a fixture

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.closures import outlines
from callbox.brain.roads.facts import MODES
from callbox.site.advisor.driving import FREE_MAX, SHUT_MAX
from callbox.site.city import store

# The advisor takes longer to compile than these take to run: `make prove` runs them.
pytestmark = pytest.mark.slow

CORNER = {"id": "flood", "speed_factor": 0.0, "drivers": ["siren", "ordinary"]}
CORNER |= {"outline_deg": [-0.01, -0.01, 0.0042, -0.01, 0.0042, 0.0042, -0.01, 0.0042]}
DEEP, OPEN = [0.0015, 0.001], [0.0075, 0.007]


@pytest.fixture
def asking(city: store.City) -> Asking:
    return Asking(city)


def box(draw: np.random.Generator, name: int) -> dict[str, Any]:
    """A closure, or a slow zone, somewhere."""
    (west, south), (wide, high) = draw.random(2) * SIDE * 0.001, draw.random(2) * 0.003
    corners = [west, south, west + wide, south, west + wide, south + high, west, south + high]
    factor = float(draw.choice([0.0, 0.25, 0.5]))
    return {"id": str(name), "speed_factor": factor, "drivers": list(MODES), "outline_deg": corners}


def test_times_stay_dijkstras_while_closures_come_and_go(asking: Asking, city: store.City) -> None:
    draw, net = np.random.default_rng(11), city.network
    lines, in_force, exact = outlines(net), list[dict[str, Any]](), 0
    units = {f"u{n}": spot(draw) for n in range(8)}
    for turn in range(30):
        in_force = [one for one in in_force if draw.random() < 0.8] + [box(draw, turn)]
        mode, case = turn % 2, spot(draw)
        free_ms = net.travel_ms[mode]
        factor = np.ones(net.arcs)
        for one in in_force:
            held = lines.touching(shapely.Polygon(np.reshape(one["outline_deg"], (-1, 2))))
            factor[held] = np.minimum(factor[held], one["speed_factor"])
        slow_ms = np.rint(free_ms / np.where(factor > 0, factor, 1)).astype(np.int32)
        wanted = dijkstra(
            net, units, case, travel_ms=np.where(factor > 0, slow_ms, UNREACHABLE_MS).astype(np.int32), free_ms=free_ms
        )
        told = asking.times(units, case, mode=MODES[mode], closures=in_force)
        open_ = [at for at, time_ms in enumerate(wanted) if time_ms < UNREACHABLE_MS]
        assert [told[at] for at in open_] == [wanted[at] for at in open_]
        exact += len(open_)
    assert exact > 150
    assert asking.answers.answer("status", {})["metrics"] <= FREE_MAX + SHUT_MAX  # type: ignore[operator]


def test_a_unit_inside_a_closed_area_drives_out_of_it_and_that_is_said(asking: Asking, city: store.City) -> None:
    units = {"in": DEEP, "out": [0.0065, 0.0005]}
    answer: Any = asking.answers.answer("times", asked(units, OPEN))
    free_ms = city.network.travel_ms[0]
    closed_ms = free_ms.copy()
    closed_ms[corner(city)] = UNREACHABLE_MS

    found = {one["id"]: (one["road_ms"], one["leaves"], one["to_edge"]) for one in answer["units"]}
    assert found["in"] == (dijkstra(city.network, {"in": DEEP}, OPEN, travel_ms=free_ms)[0], True, False)
    past = dijkstra(city.network, {"out": units["out"]}, OPEN, travel_ms=closed_ms, free_ms=free_ms)[0]
    assert found["out"] == (past, False, False)

    proposal: Any = asking.answers.answer("recommend", whom(units, OPEN))
    notes = {way["units"][0]: [one["code"] for one in way["reasons"]] for way in proposal["ways"]}
    assert "advice.inside_closure" in notes["in"]
    assert "advice.inside_closure" not in notes["out"]


def test_to_a_case_inside_a_closed_area_times_are_to_its_edge_and_that_is_said(
    asking: Asking, city: store.City
) -> None:
    units = {"east": [0.0065, 0.0005], "north": [0.0005, 0.0075], "within": [0.002, 0.003]}
    answer: Any = asking.answers.answer("times", asked(units, DEEP))
    whole = asking.times(units, DEEP)

    found = {one["id"]: (one["leaves"], one["to_edge"]) for one in answer["units"]}
    assert found == {"east": (False, True), "north": (False, True), "within": (True, False)}
    told = [one["road_ms"] for one in answer["units"]]
    assert 0 < told[0] < whole[0]
    assert 0 < told[1] < whole[1]
    assert told[2] == whole[2]

    proposal: Any = asking.answers.answer("recommend", whom(units, DEEP))
    assert "advice.to_edge" in [one["code"] for one in proposal["reasons"]]
    assert "advice.no_way" not in [one["code"] for one in proposal["reasons"]]


def test_where_nothing_is_closed_around_anybody_no_way_stays_no_way(asking: Asking, city: store.City) -> None:
    far = {"id": "far", "speed_factor": 0.0, "drivers": ["siren"], "arcs": [0], "network": city.digest}
    answer: Any = asking.answers.answer("times", asked({"a": OPEN, "b": None}, DEEP) | {"closures": [far]})
    assert [(one["leaves"], one["to_edge"]) for one in answer["units"]] == [(False, False)] * 2
    assert answer["units"][1]["road_ms"] is None


def corner(city: store.City) -> Any:
    """Arcs that the flood touches."""
    net = city.network
    inside = (net.longitude_deg < 0.0042) & (net.latitude_deg < 0.0042)
    return inside[net.tail] | inside[net.head]


def asked(units: dict[str, Any], case: list[float]) -> dict[str, Any]:
    return {"units": [{"id": one, "place": at} for one, at in units.items()], "case": case, "closures": [CORNER]}


def whom(units: dict[str, Any], case: list[float]) -> dict[str, Any]:
    told = [{"id": one, "call_sign": one, "state": "idle", "place": at} for one, at in units.items()]
    return {"case": {"id": "case", "priority": 0, "place": case}, "units": told, "closures": [CORNER]}

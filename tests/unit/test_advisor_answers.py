"""What the advisor answers is what the roads say: as units move, as roads close, and where there are no roads at all."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.brain.roads.networks import city_grid, expected

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.facts import MODES, ROAD_CLASSES, Ints, Places, RoadNetwork
from callbox.brain.roads.order import dissection_order
from callbox.brain.roads.reading.facts import Address, Crossing, Gazetteer, Landmark, Scars, StreetName
from callbox.brain.roads.snap import Snapper
from callbox.brain.roads.speeds import Speeds
from callbox.site.advisor.answering import Answers
from callbox.site.advisor.asked import NotUnderstood
from callbox.site.advisor.covering import USUAL, Standard
from callbox.site.advisor.fleet import FORGET_AFTER_S, SNAP_MAX_M
from callbox.site.advisor.promised import HELD_S
from callbox.site.advisor.roads import RoadsOfCity
from callbox.site.city import store
from callbox.site.city.learning import Learnt, groups

# The advisor takes longer to compile than these take to run: `make prove` runs them.
pytestmark = pytest.mark.slow

SIDE = 9
PIER = {"longitude_deg": 0.001, "latitude_deg": 0.002}
GAZETTEER = Gazetteer(
    streets=(StreetName(name="Quay", name_en="Quay", name_zh="码头路", **PIER),),
    addresses=(Address(number="12", street="Quay", **PIER),),
    crossings=(Crossing(street="Quay", other="Bell Road", **PIER),),
    landmarks=(Landmark(name="Quay Hospital", name_en="", name_zh="", kind="hospital", **PIER),),
)


def named_grid() -> RoadNetwork:
    """A grid whose southernmost street is called Quay."""
    grid = city_grid(np.random.default_rng(7), side=SIDE)
    along = (grid.latitude_deg[grid.tail] == 0) & (grid.latitude_deg[grid.head] == 0)
    return replace(grid, street=np.where(along, 0, -1).astype(np.int32), names=("Quay",))


@pytest.fixture(scope="module")
def city() -> store.City:
    network = named_grid()
    return store.City(
        network=network,
        order=dissection_order(network),
        gazetteer=GAZETTEER,
        scars=Scars(islands_deg=np.empty((0, 4)), repairs_deg=np.empty((0, 4))),
        digest="d" * 64,
        told={"needs": {}},
    )


class Asking:
    """The advisor with one city, and a clock that is moved by hand."""

    def __init__(self, city: store.City, standard: Standard = USUAL) -> None:
        self.now_s = 0.0
        self.roads = RoadsOfCity(city)
        self.answers = Answers(steady_s=lambda: self.now_s, standard=standard)
        self.answers.use(self.roads)

    def times(self, units: dict[str, Any], case: list[float], **told: Any) -> list[int]:
        """Milliseconds by unit, in their order; UNREACHABLE_MS where there is no way."""
        asked: Any = [{"id": one, "place": place} for one, place in units.items()]
        there: Any = case
        answer: Any = self.answers.answer("times", {"units": asked, "case": there, **told})
        assert [one["id"] for one in answer["units"]] == list(units)
        return [UNREACHABLE_MS if one["road_ms"] is None else one["road_ms"] for one in answer["units"]]


@pytest.fixture(scope="module")
def asking(city: store.City) -> Asking:
    return Asking(city)


def dijkstra(
    net: RoadNetwork, units: dict[str, Any], case: list[float], *, travel_ms: Ints, free_ms: Ints | None = None
) -> list[int]:
    snapper = Snapper.build(net)

    def snapped(places: list[list[float]]) -> Places:
        lon, lat = np.array(places).T
        return snapper.snap(lon, lat, SNAP_MAX_M)

    found = expected(net, travel_ms, sources=snapped(list(units.values())), targets=snapped([case]), free_ms=free_ms)
    told: list[int] = found[:, 0].tolist()
    return told


def spot(draw: np.random.Generator) -> list[float]:
    lon, lat = draw.random(2) * SIDE * 0.001
    return [float(lon), float(lat)]


def test_times_are_dijkstras_while_units_move_and_come_and_go(asking: Asking, city: store.City) -> None:
    draw, net = np.random.default_rng(3), city.network
    units = {f"u{n}": spot(draw) for n in range(12)}
    for turn in range(12):
        for one in draw.integers(0, 12, 3):
            units[f"u{one}"] = spot(draw)
        asked = {one: place for one, place in units.items() if draw.random() < 0.8}
        mode = turn % 2
        free_ms = net.travel_ms[mode]
        case = spot(draw)
        assert asking.times(asked, case, mode=MODES[mode]) == dijkstra(net, asked, case, travel_ms=free_ms)


Rows = Callable[[RoadNetwork], Any]


def inside(net: RoadNetwork) -> Any:
    """Both ends within the south-western quarter; the outline is drawn beside every crossing."""
    corner = (net.longitude_deg < 0.0035) & (net.latitude_deg < 0.0035)
    return corner[net.tail] | corner[net.head]


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ({"street": "Quay"}, lambda net: net.street == 0),
        ({"street": "Nowhere Street"}, lambda net: net.street == 99),
        ({"arcs": [3, 40], "network": "d" * 64}, lambda net: np.isin(np.arange(net.arcs), [3, 40])),
        ({"arcs": [3, 40], "network": "of another city"}, lambda net: net.street == 99),
        ({"outline_deg": [-0.01, -0.01, 0.0035, -0.01, 0.0035, 0.0035, -0.01, 0.0035]}, inside),
    ],
    ids=["street", "unknown street", "arcs", "arcs of another network", "area"],
)
@pytest.mark.parametrize("factor", [0.0, 0.3])
def test_a_closure_holds_from_the_next_question_for_whom_it_is_said(  # noqa: PLR0917
    asking: Asking, city: store.City, where: dict[str, Any], rows: Rows, factor: float
) -> None:
    draw, net = np.random.default_rng(5), city.network
    units, case = {f"c{n}": spot(draw) for n in range(8)}, spot(draw)
    closure = {"id": "x", "speed_factor": factor, "drivers": ["siren"], **where}
    free_ms = net.travel_ms[0]
    slow_ms = np.rint(free_ms / factor).astype(np.int32) if factor else np.full(net.arcs, UNREACHABLE_MS, np.int32)
    closed_ms = np.where(rows(net), slow_ms, free_ms)

    wanted = dijkstra(net, units, case, travel_ms=closed_ms, free_ms=free_ms)
    told = asking.times(units, case, closures=[closure])
    # What is told where a closed area lies around a unit or a case stands in test_advisor_closures.
    reached = [at for at, time_ms in enumerate(wanted) if time_ms < UNREACHABLE_MS]
    assert len(reached) >= 4
    assert [told[at] for at in reached] == [wanted[at] for at in reached]
    assert asking.times(units, case) == dijkstra(net, units, case, travel_ms=free_ms)
    ordinary = net.travel_ms[1]
    assert asking.times(units, case, mode="ordinary", closures=[closure]) == dijkstra(
        net, units, case, travel_ms=ordinary
    )


def test_nothing_is_left_of_a_unit_that_was_not_asked_about_for_fifteen_minutes(city: store.City) -> None:
    asking = Asking(city)
    asking.times({"a": [0.001, 0.001], "b": [0.002, 0.002]}, [0.003, 0.003])
    asking.now_s = FORGET_AFTER_S / 2
    asking.times({"a": [0.001, 0.001]}, [0.003, 0.003])
    asking.now_s = FORGET_AFTER_S + 1
    asking.times({"a": [0.001, 0.001]}, [0.003, 0.003])

    assert asking.answers.answer("status", {})["units"] == 1


def question(**more: Any) -> dict[str, Any]:
    units = [
        {"id": "a", "call_sign": "E1", "state": "idle", "place": [0.001, 0.001]},
        {"id": "b", "call_sign": "E2", "state": "idle", "place": [0.006, 0.006]},
        {"id": "c", "call_sign": "E3", "state": "off_shift", "place": [0.002, 0.002]},
        {"id": "d", "call_sign": "E4", "state": "idle", "place": None, "position": "nowhere"},
    ]
    return {"case": {"id": "case", "priority": 0, "place": [0.002, 0.002]}, "units": units, **more}


def test_whom_to_send_is_ranked_by_road_and_says_why(asking: Asking) -> None:
    answer: Any = asking.answers.answer("recommend", question())

    road_ms = dict(zip(answer["ranked"]["id"], answer["ranked"]["road_ms"], strict=True))
    told = asking.times({"a": [0.001, 0.001], "b": [0.006, 0.006]}, [0.002, 0.002])
    assert [road_ms[one] for one in "abd"] == [*told, None]
    assert answer["ranked"]["id"] == ["a", "b", "d", "c"]
    assert [way["units"] for way in answer["ways"]] == [["a"], ["b"], ["d"]]
    assert answer["ways"][0]["reasons"][0]["code"] == "advice.closest"
    assert (answer["basis"], answer["why"], answer["network"]) == ("road", "", "d" * 64)


def test_what_a_category_is_known_to_need_is_proposed_but_for_what_is_on_its_way(city: store.City) -> None:
    needs = {"fire": [{"kind": "engine", "count": 2}, {"kind": "ladder", "count": 1}]}
    asking = Asking(replace(city, told={"needs": needs}))
    units = [dict(one, kind=kind) for one, kind in zip(question()["units"], ["engine", "ladder"] * 2, strict=True)]
    told = question(units=units)
    told["case"] |= {"category": "fire", "sent": ["engine", "foot"]}
    answer: Any = asking.answers.answer("recommend", told)

    assert sorted(answer["ways"][0]["units"]) == ["a", "b"]
    told["case"] |= {"sent": ["engine", "engine"]}
    answer = asking.answers.answer("recommend", told)
    assert answer["ways"][0]["units"] == ["b"]


def test_every_way_says_what_it_costs_in_cover_and_a_policy_that_weighs_it_sends_another(city: store.City) -> None:
    """Two units near each other and one alone in a corner with calls: closest idle takes that one, cover keeps it there."""
    calls = {
        "kinds": [""],
        "longitude_deg": [0.007],
        "latitude_deg": [0.007],
        "calls_per_h": [[1.0]],
        "hours": [1.0] * 168,
    }
    asking = Asking(replace(city, told={"demand": calls}), Standard(late_ms=90_000))
    places = {"alone": [0.007, 0.006], "one": [0.0, 0.0], "other": [0.001, 0.0]}
    units: Any = [{"id": one, "kind": "engine", "state": "idle", "place": place} for one, place in places.items()]
    told = question(units=units, case={"id": "case", "priority": 1, "place": [0.006, 0.005]})

    closest: Any = asking.answers.answer("recommend", told)
    weighed: Any = asking.answers.answer("recommend", told | {"policy": "expected_cover"})

    lost = {way["units"][0]: way["cover_lost_per_h"] for way in closest["ways"]}
    assert closest["ways"][0]["units"] == ["alone"]
    assert lost == {"alone": pytest.approx(0.7), "one": 0.0, "other": 0.0}
    assert weighed["ways"][0]["units"] != ["alone"]
    assert "advice.keeps_cover" in [reason["code"] for reason in weighed["ways"][0]["reasons"]]


def test_the_best_way_of_units_is_told_by_class_of_road_alone(asking: Asking) -> None:
    answer: Any = asking.answers.answer("recommend", question(driven=2))

    road_ms = dict(zip(answer["ranked"]["id"], answer["ranked"]["road_ms"], strict=True))
    free_ms = {one: sum(way["free_ms"].values()) for one, way in answer["driven"].items()}
    assert free_ms == {one: pytest.approx(road_ms[one], abs=2) for one in answer["ways"][0]["units"]}
    assert {(way["mode"], *way["free_ms"]) for way in answer["driven"].values()} == {("siren", "street")}
    assert "driven" not in asking.answers.answer("recommend", question())


def test_speeds_that_were_learnt_hold_at_their_hours_and_for_their_mode(city: store.City) -> None:
    factor = np.ones((5, len(ROAD_CLASSES)))
    factor[1] = 2.0
    speeds = Speeds(group=groups(), factor=factor, trips=factor)
    asking = Asking(city)
    asking.roads = RoadsOfCity(city, Learnt(speeds={0: speeds}))
    asking.answers.use(asking.roads)
    units, case, net = {"a": [0.001, 0.001]}, [0.006, 0.007], city.network

    morning, night = 7 * 24 - 17, 2
    assert asking.times(units, case, hour=morning) == dijkstra(net, units, case, travel_ms=2 * net.travel_ms[0])
    assert asking.times(units, case, hour=night) == dijkstra(net, units, case, travel_ms=net.travel_ms[0])
    assert asking.times(units, case, hour=morning, mode="ordinary") == dijkstra(
        net, units, case, travel_ms=net.travel_ms[1]
    )


def first_for(asking: Asking, case: str, *, priority: int) -> tuple[list[str], list[str]]:
    """The best way for a case near unit a, and what is remarked."""
    told = question(case={"id": case, "priority": priority, "place": [0.002, 0.002]})
    answer: Any = asking.answers.answer("recommend", told)
    return answer["ways"][0]["units"], [one["code"] for one in answer["reasons"]]


def test_two_dispatchers_at_once_are_not_shown_the_same_unit_unless_the_second_case_is_more_urgent(
    city: store.City,
) -> None:
    asking = Asking(city)
    assert first_for(asking, "one", priority=1) == (["a"], [])
    assert first_for(asking, "two", priority=1) == (["b"], ["advice.promised"])
    assert first_for(asking, "one", priority=1) == (["a"], [])
    asking.now_s += HELD_S + 1
    assert first_for(asking, "two", priority=1) == (["a"], [])
    assert first_for(asking, "urgent", priority=0) == (["a"], [])
    assert first_for(asking, "two", priority=1) == (["b"], ["advice.promised"])


def beside(asking: Asking, *others: dict[str, Any], priority: int = 1) -> tuple[list[str], list[str]]:
    """The best way for a case near unit a while others wait, and what is remarked."""
    case = {"id": "mine", "priority": priority, "place": [0.002, 0.002], "waiting_since_ms": 60_000}
    told = question(case=case, others=list(others))
    answer: Any = asking.answers.answer("recommend", told)
    asking.now_s += HELD_S + 1
    return answer["ways"][0]["units"], [one["code"] for one in answer["reasons"]]


def test_a_unit_is_left_for_a_more_urgent_case_that_waits_and_that_is_said(city: store.City) -> None:
    asking, urgent = Asking(city), {"id": "urgent", "priority": 0, "place": [0.002, 0.0021]}

    assert beside(asking) == (["a"], [])
    assert beside(asking, urgent) == (["b"], ["advice.left_for"])
    assert beside(asking, urgent | {"priority": 2}) == (["a"], [])
    assert beside(asking, urgent | {"place": [5.0, 5.0]}) == (["a"], [])
    assert beside(asking, urgent | {"needs": [{"kind": "engine"}]}) == (["a"], [])
    # Nothing of it was kept.
    assert beside(asking) == (["a"], [])


def test_of_two_cases_as_urgent_the_one_that_waits_longer_has_the_unit_that_both_want(city: store.City) -> None:
    asking, other = Asking(city), {"id": "other", "priority": 1, "place": [0.002, 0.002]}

    assert beside(asking, other | {"waiting_since_ms": 59_000}) == (["b"], ["advice.left_for"])
    assert beside(asking, other | {"waiting_since_ms": 61_000}) == (["a"], [])


def test_only_a_few_waiting_cases_are_taken_and_each_is_looked_at(asking: Asking) -> None:
    waits = {"id": "w", "priority": 0, "place": [0.002, 0.002]}
    for wrong in ([waits] * 9, [1], [waits | {"place": [200, 0]}], [waits | {"waiting_since_ms": -1}]):
        with pytest.raises(NotUnderstood):
            asking.answers.answer("recommend", question(others=wrong))


def test_where_only_units_shown_elsewhere_are_left_they_are_proposed_all_the_same(city: store.City) -> None:
    asking = Asking(city)
    first_for(asking, "one", priority=1)
    first_for(asking, "two", priority=1)

    assert first_for(asking, "three", priority=1) == (["a"], ["advice.promised"])


@pytest.mark.parametrize(
    ("place", "why"), [(None, "no_place"), ([5.0, 5.0], "no_road")], ids=["place not known", "at sea"]
)
def test_a_case_that_no_road_leads_to_is_ranked_by_straight_line_and_says_so(
    asking: Asking, place: Any, why: str
) -> None:
    answer: Any = asking.answers.answer("recommend", question(case={"id": "case", "priority": 0, "place": place}))

    assert (answer["basis"], answer["why"]) == ("straight_line", why)


def test_without_roads_the_ranking_is_by_straight_line_and_says_so() -> None:
    answers = Answers(steady_s=lambda: 0.0)
    answers.without_roads("none")
    answer: Any = answers.answer("recommend", question())

    assert (answer["basis"], answer["why"], answer["ways"][0]["units"]) == ("straight_line", "no_city", ["a"])
    with pytest.raises(NotUnderstood, match=r"city\.none"):
        answers.answer("search", {"text": "Quay"})


def test_what_is_reached_within_a_time_grows_with_it_and_shrinks_with_closures(asking: Asking) -> None:
    asked: dict[str, Any] = {"from": [0.004, 0.004], "minutes": [3, 1, 1000 / 60]}
    answer: Any = asking.answers.answer("isochrone", asked)
    shut = {"id": "x", "outline_deg": [-1, -1, 1, -1, 1, 1, -1, 1], "speed_factor": 0.5, "drivers": ["siren"]}
    slow: Any = asking.answers.answer("isochrone", asked | {"closures": [shut]})

    reached = [band["crossings"] for band in answer["bands"]]
    assert [band["minutes"] for band in answer["bands"]] == [1, 3, 1000 / 60]
    assert 0 < reached[0] < reached[1] < reached[2] <= SIDE * SIDE
    assert all(few["crossings"] <= many for few, many in zip(slow["bands"], reached, strict=True))
    assert slow["bands"][1]["crossings"] < reached[1]
    assert [band["area"]["type"] for band in answer["bands"]] == ["Polygon"] * 3
    assert asking.answers.answer("isochrone", asked | {"from": [9.0, 9.0]})["bands"] == []


@pytest.mark.parametrize(
    ("name", "told", "code"),
    [
        ("divine", {}, "question.unknown"),
        ("times", {}, "field.missing"),
        ("times", {"case": [0.0]}, "field.wrong"),
        ("times", {"case": [0.0, 91.0]}, "field.wrong"),
        ("times", {"case": [0.0, True]}, "field.wrong"),
        ("times", {"case": [0.0, 0.0], "units": [1]}, "field.wrong"),
        ("times", {"case": [0.0, 0.0], "units": [{"id": 5}]}, "field.wrong"),
        ("times", {"case": [0.0, 0.0], "mode": "flying"}, "field.wrong"),
        ("times", {"case": [0.0, 0.0], "hour": 168}, "field.wrong"),
        ("times", {"case": [0.0, 0.0], "closures": [{"outline_deg": [1, 2, 3]}]}, "field.wrong"),
        ("times", {"case": [0.0, 0.0], "closures": [{"speed_factor": 2}]}, "field.wrong"),
        ("recommend", question(units=[{"id": "a", "state": "asleep"}]), "field.wrong"),
        ("recommend", question(units=question()["units"] * 2), "field.wrong"),
        ("recommend", question(policy="dice"), "field.wrong"),
        ("search", {"text": "x" * 1000}, "field.wrong"),
        ("isochrone", {"from": [0.0, 0.0]}, "field.wrong"),
        ("isochrone", {"from": [0.0, 0.0], "minutes": [999]}, "field.wrong"),
    ],
)
def test_a_question_that_cannot_be_is_refused_with_its_field(asking: Asking, name: str, told: Any, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        asking.answers.answer(name, told)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("quay", ["street", "landmark"]),
        ("码头路", ["street"]),
        ("12 Quay", ["address"]),
        ("码头路12号", ["address"]),
        ("Bell Road & Quay", ["crossing"]),
        ("quay and bell", ["crossing"]),
        ("hospital", ["landmark"]),
        ("nowhere", []),
        (" .,", []),
    ],
)
def test_a_place_is_found_by_what_people_call_it(asking: Asking, text: str, found: list[str]) -> None:
    answer: Any = asking.answers.answer("search", {"text": text})

    assert [one["kind"] for one in answer["places"]] == found

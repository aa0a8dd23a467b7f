from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from callbox.brain.city import City, demand, generate, lonlat, picture, streets, told
from callbox.brain.city.catalogue import UNIT_KINDS
from callbox.brain.city.demand import DISPOSITIONS, INCIDENT, NEVER_SENT, REQUEST, hour_slots
from callbox.brain.city.facts import RURAL, ZONES
from callbox.brain.city.pieces import nearest
from callbox.brain.city.voices import SAID

MONDAY = datetime(2026, 3, 2, 0, 0)  # noqa: DTZ001  a city keeps local wall time; its zone is the node's business
SIZES = [(1, 1_000), (2, 1_000), (3, 1_234), (7, 10_000), (11, 10_000)]


@cache
def city_of(seed: int, nodes: int) -> City:
    return generate(seed, nodes)


def arrays(holder: object) -> list[tuple[str, NDArray[np.generic]]]:
    """Every array of a city, however deep, with its path."""
    found: list[tuple[str, NDArray[np.generic]]] = []
    if is_dataclass(holder):
        for field in fields(holder):
            found += [(f"{field.name}.{path}", a) for path, a in arrays(getattr(holder, field.name))]
    elif isinstance(holder, tuple):
        found = [(f"{k}.{path}", a) for k, item in enumerate(holder) for path, a in arrays(item)]
    elif isinstance(holder, np.ndarray):
        found = [("", holder)]
    return found


def reachable(city: City, *, backwards: bool) -> int:
    r = city.roads
    out: dict[int, list[int]] = {}
    for tail, head in zip(r.tail.tolist(), r.head.tolist(), strict=True):
        a, b = (head, tail) if backwards else (tail, head)
        out.setdefault(a, []).append(b)
    seen, todo = {0}, [0]
    while todo:
        for node in out.get(todo.pop(), []):
            if node not in seen:
                seen.add(node)
                todo.append(node)
    return len(seen)


def test_the_same_seed_builds_the_same_city_bit_for_bit() -> None:
    one, other = generate(5, 1_000), generate(5, 1_000)
    pairs = zip(arrays(one), arrays(other), strict=True)
    assert all(p == q and a.dtype == b.dtype and a.tobytes() == b.tobytes() for (p, a), (q, b) in pairs)
    assert one.streets.names == other.streets.names
    assert (one.stations, one.units, one.organisations) == (other.stations, other.units, other.organisations)


def test_another_seed_builds_another_city() -> None:
    assert city_of(1, 1_000).roads.x_m.tobytes() != city_of(2, 1_000).roads.x_m.tobytes()


def test_nobody_can_change_a_city_for_everybody() -> None:
    city = city_of(1, 1_000)
    assert len(arrays(city)) > 20
    assert not [path for path, a in arrays(city) if a.flags.writeable]


@pytest.mark.parametrize(("seed", "nodes"), SIZES)
def test_every_crossing_can_be_driven_to_and_left(seed: int, nodes: int) -> None:
    city = city_of(seed, nodes)
    assert city.roads.nodes == nodes
    assert reachable(city, backwards=False) == nodes
    assert reachable(city, backwards=True) == nodes


@pytest.mark.parametrize(("seed", "nodes"), SIZES)
def test_the_arcs_are_sorted_single_and_as_long_as_the_way_between_their_ends(seed: int, nodes: int) -> None:
    r = city_of(seed, nodes).roads
    pair = r.tail * nodes + r.head
    assert np.all(np.diff(pair) > 0)
    assert np.array_equal(r.first, np.searchsorted(r.tail, np.arange(nodes + 1)))
    assert not np.any(r.tail == r.head)
    straight = np.hypot(r.x_m[r.tail] - r.x_m[r.head], r.y_m[r.tail] - r.y_m[r.head])
    assert np.all(r.length_m >= straight - 1e-6)
    assert np.all((r.length_m >= 1.0) & (r.length_m < 3_000))
    assert set(np.unique(r.speed_kmh)) <= {20.0, 30.0, 40.0, 50.0, 60.0, 80.0}


@pytest.mark.parametrize(("seed", "nodes"), SIZES)
def test_one_way_streets_have_no_way_back_and_others_do(seed: int, nodes: int) -> None:
    r = city_of(seed, nodes).roads
    back = np.isin(r.head * nodes + r.tail, r.tail * nodes + r.head)
    assert np.array_equal(back, ~r.one_way)
    assert 0 < r.one_way.sum() < 0.15 * r.arcs


@pytest.mark.parametrize(("seed", "nodes"), SIZES)
def test_the_river_parts_the_city_and_few_bridges_join_it(seed: int, nodes: int) -> None:
    city = city_of(seed, nodes)
    r = city.roads
    bridges = len(np.unique(r.street[r.bridge]))
    assert 2 <= bridges <= 12
    dry = ~r.bridge
    joined = {frozenset((a, b)) for a, b in zip(r.tail[dry].tolist(), r.head[dry].tolist(), strict=True)}
    near: dict[int, list[int]] = {}
    seen, todo = {0}, [0]
    for edge in joined:
        a, b = edge
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    while todo:
        for node in near.get(todo.pop(), []):
            if node not in seen:
                seen.add(node)
                todo.append(node)
    assert 0.3 * nodes < len(seen) < 0.9 * nodes


def test_a_city_has_a_centre_suburbs_a_port_and_a_county() -> None:
    count = Counter(city_of(7, 10_000).roads.zone.tolist())
    assert set(count) == set(range(len(ZONES)))
    assert 0.04 < count[RURAL] / 10_000 < 0.2
    assert any(d.rural for d in city_of(7, 10_000).districts)


def test_a_town_of_a_thousand_crossings_has_about_ten_stations_and_twenty_five_units() -> None:
    city = city_of(1, 1_000)
    assert len(city.stations) == 10
    assert 23 <= len(city.units) <= 28
    assert set(UNIT_KINDS) == {unit.kind for unit in city.units}


def test_ten_times_the_city_has_more_than_twice_but_less_than_four_times_the_units() -> None:
    small, large = city_of(1, 1_000), city_of(7, 10_000)
    assert 2 * len(small.units) < len(large.units) < 4 * len(small.units)


@pytest.mark.parametrize(("seed", "nodes"), SIZES)
def test_every_unit_stands_at_a_station_of_its_own_trade(seed: int, nodes: int) -> None:
    city = city_of(seed, nodes)
    stations = {s.organisation: s for s in city.stations}
    assert len({unit.call_sign for unit in city.units}) == len(city.units)
    for unit in city.units:
        assert stations[unit.station].node == unit.node
        assert stations[unit.station].trade == UNIT_KINDS[unit.kind][2]


@pytest.mark.parametrize(("seed", "nodes"), SIZES)
def test_organisations_form_one_tree_of_four_levels(seed: int, nodes: int) -> None:
    city = city_of(seed, nodes)
    offices = {o.id: o for o in city.organisations}
    assert len(offices) == len(city.organisations)
    order = ("province", "city", "district", "station")
    assert {o.level for o in offices.values()} == set(order)
    assert [o.id for o in offices.values() if o.parent is None] == ["p"]
    for o in offices.values():
        if o.parent is not None:
            assert order.index(offices[o.parent].level) <= order.index(o.level)
    assert all(s.organisation in offices and offices[s.organisation].level == "station" for s in city.stations)
    assert offices["c.oversight"].parent == "p.oversight"


def test_each_category_has_a_department_one_deadline_and_only_staff_complaints_are_protected() -> None:
    city = city_of(1, 1_000)
    offices = {o.id for o in city.organisations}
    for category in city.categories:
        assert f"c.{category.department}" in offices
        assert (category.deadline_hours is None) != (category.deadline_working_days is None)
    assert [(c.code, c.department) for c in city.categories if c.protected] == [("oversight.staff", "oversight")]
    assert sum(c.share for c in city.categories) == pytest.approx(1.0)


def test_each_incident_type_needs_kinds_of_unit_that_exist() -> None:
    types = city_of(1, 1_000).incident_types
    assert all(need.kind in UNIT_KINDS and need.count > 0 for kind in types for need in kind.needs)
    assert sum(kind.share for kind in types) == pytest.approx(1.0)
    assert {kind.priority for kind in types} == {1, 2, 3, 4}


def test_everything_has_a_name_in_both_languages() -> None:
    city = city_of(7, 10_000)
    holders = (city.districts, city.organisations, city.stations, city.hospitals, city.units, city.categories)
    named = [thing.name for held in (*holders, city.incident_types) for thing in held]
    for name in (*named, *city.streets.names, city.name):
        assert name.en.isascii()
        assert name.en.strip() == name.en != ""
        assert any("\u4e00" <= letter <= "\u9fff" for letter in name.zh)


def test_callers_have_words_for_every_type_and_category() -> None:
    city = city_of(1, 1_000)
    assert set(SAID) == {t.code for t in city.incident_types} | {c.code for c in city.categories}
    assert all("{place}" in text for said in SAID.values() for pair in said for text in pair)


def test_no_two_streets_of_a_city_share_a_name() -> None:
    for count in Counter(city_of(7, 10_000).streets.names).most_common(1):
        assert count[1] == 1, count


def test_the_list_of_streets_covers_every_block_once() -> None:
    city = city_of(1, 1_000)
    r = city.roads
    told_blocks = [frozenset(pair) for s in streets(city) for part in s.nodes for pair in pairwise(part.tolist())]
    blocks = {frozenset(pair) for pair in zip(r.tail.tolist(), r.head.tolist(), strict=True)}
    assert len(told_blocks) == len(blocks)
    assert set(told_blocks) == blocks


def test_the_city_lies_in_the_open_sea() -> None:
    city = city_of(7, 10_000)
    lon, lat = lonlat(city.anchor, city.roads.x_m, city.roads.y_m)
    assert (lon.min() > -125, lon.max() < -122, lat.min() > -50, lat.max() < -48) == (True,) * 4
    assert city.place(17) == (lon[17], lat[17])


def test_calls_follow_the_factors_of_the_hours_of_the_week() -> None:
    city = city_of(1, 1_000)
    weeks, per_day = 40, 2_000.0
    calls = demand(city, seed=1, start=MONDAY, hours=168 * weeks, calls_per_day=per_day)
    hour = (calls.offset_s // 3600).astype(int) % 168
    for kind, share, factors in ((INCIDENT, 0.65, city.incident_hours), (REQUEST, 0.35, city.request_hours)):
        want = per_day / 24 * share * weeks * factors
        got = np.bincount(hour[calls.kind == kind], minlength=168)
        assert np.all(np.abs(got - want) < 5 * np.sqrt(want))  # five standard deviations of a Poisson count
        assert abs(got.sum() - want.sum()) < 4 * np.sqrt(want.sum())


def test_calls_come_from_where_the_weights_are() -> None:
    city = city_of(1, 1_000)
    calls = demand(city, seed=2, start=MONDAY, hours=24, calls_per_day=100_000, request_share=0.0)
    want = len(calls) * city.incident_weight
    got = np.bincount(calls.node, minlength=1_000)
    assert np.sum((got - want) ** 2 / want) < 1_000 + 6 * np.sqrt(2 * 1_000)  # chi squared, six deviations


def test_a_stretch_may_begin_and_end_within_an_hour() -> None:
    begin, end, hour = hour_slots(datetime(2026, 3, 8, 23, 45), 1.0)  # noqa: DTZ001  a Sunday night
    assert begin.tolist() == [0.0, 900.0]
    assert end.tolist() == [900.0, 3600.0]
    assert hour.tolist() == [167, 0]


def test_the_same_seed_gives_the_same_calls_and_another_seed_others() -> None:
    city = city_of(1, 1_000)
    one, same, other = (demand(city, seed=s, start=MONDAY, hours=24, calls_per_day=300) for s in (1, 1, 2))
    assert all(a.tobytes() == b.tobytes() for (_, a), (_, b) in zip(arrays(one), arrays(same), strict=True))
    assert one.offset_s.tobytes() != other.offset_s.tobytes()


def test_a_day_can_be_told_call_by_call() -> None:
    city = city_of(7, 10_000)
    calls = list(told(city, demand(city, seed=3, start=MONDAY, hours=24, calls_per_day=500)))
    assert 380 < len(calls) < 620
    assert [c.offset_s for c in calls] == sorted(c.offset_s for c in calls)
    for call in calls:
        number, street = call.address.en.split(" ", 1)
        assert call.address.zh.endswith(f"{number}号")
        assert street in {name.en for name in city.streets.names}
        assert call.address.en in call.narrative.en
        assert call.address.zh in call.narrative.zh
        assert call.phone.startswith("555-01")
        assert len(call.phone) == 8


def test_steps_that_were_not_taken_last_no_time_and_the_others_do() -> None:
    city = city_of(1, 1_000)
    calls = demand(city, seed=4, start=MONDAY, hours=24 * 30, calls_per_day=500)
    unsent = np.isin(calls.disposition, [DISPOSITIONS.index(code) for code in NEVER_SENT])
    sent = (calls.kind == INCIDENT) & ~unsent
    assert np.all(calls.dispatch_s[sent] > 0)
    assert np.all(calls.travel_s[~sent] == 0)
    assert np.array_equal(calls.transport_s > 0, calls.hospital_s > 0)
    assert np.array_equal(calls.transport_s > 0, calls.hospital >= 0)
    assert np.all(calls.on_scene_s[calls.transport_s > 0] > 0)
    assert np.array_equal(calls.answer_share > 0, calls.kind == REQUEST)
    assert 60 < np.median(calls.travel_s[calls.travel_s > 0]) < 600


@pytest.mark.parametrize(("seed", "nodes", "word"), [(-1, 1_000, "seed"), (1, 999, "nodes"), (1, 1_000_001, "nodes")])
def test_a_city_that_cannot_be_is_refused_by_the_argument_s_name(seed: int, nodes: int, word: str) -> None:
    with pytest.raises(ValueError, match=f"^{word}: "):
        generate(seed, nodes)


@pytest.mark.parametrize(
    ("change", "word"),
    [({"hours": -1.0}, "hours"), ({"calls_per_day": -1.0}, "calls_per_day"), ({"request_share": 1.5}, "request_share"),
     ({"hours": float("nan")}, "hours"), ({"seed": -1}, "seed")],
)  # fmt: skip
def test_demand_that_cannot_be_is_refused_by_the_argument_s_name(change: dict[str, float], word: str) -> None:
    asked: dict[str, float] = {"seed": 1, "hours": 1.0, "calls_per_day": 10.0, "request_share": 0.3} | change
    with pytest.raises(ValueError, match=f"^{word}: "):
        demand(
            city_of(1, 1_000), start=MONDAY, seed=int(asked["seed"]), hours=asked["hours"],
            calls_per_day=asked["calls_per_day"], request_share=asked["request_share"],
        )  # fmt: skip


def test_the_picture_is_one_svg_with_every_station() -> None:
    city = city_of(1, 1_000)
    text = picture(city)
    assert text.startswith("<svg ")
    assert text.rstrip().endswith("</svg>")
    assert text.count("<circle") == len(city.stations)


def test_the_nearest_point_is_the_one_that_looking_at_all_finds() -> None:
    rng = np.random.default_rng(9)
    a, b = rng.uniform(-500, 500, (2, 300)), rng.uniform(-500, 500, (2, 200))
    found = nearest(a[0], a[1], to_x=b[0], to_y=b[1], within_m=60.0)
    away = np.hypot(a[0][:, None] - b[0], a[1][:, None] - b[1])
    want = np.where(away.min(axis=1) < 60.0, away.argmin(axis=1), -1)
    assert (want == -1).any()
    assert np.array_equal(found, want)


@pytest.mark.slow
@pytest.mark.parametrize("nodes", [100_000, 1_000_000])
def test_a_large_city_is_strongly_connected_and_staffed_in_measure(nodes: int) -> None:
    city = generate(7, nodes)
    assert city.roads.nodes == nodes
    assert reachable(city, backwards=False) == nodes
    assert reachable(city, backwards=True) == nodes
    assert 40 <= len(city.stations) <= 120
    assert 100 <= len(city.units) <= 320

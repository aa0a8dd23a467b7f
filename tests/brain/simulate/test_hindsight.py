"""What could have been: no policy beats hindsight, and hindsight is exact where everything can be tried."""

from itertools import permutations, product

import pytest
from tests.brain.simulate.worlds import demand, plain_city

from callbox.brain.simulate.calls import draw_calls
from callbox.brain.simulate.facts import HOUR_MS, NEVER_MS, Calls, City, Ints, Params
from callbox.brain.simulate.full import prepare, simulate
from callbox.brain.simulate.hindsight import hindsight
from callbox.brain.simulate.plain import plain
from callbox.brain.simulate.tables import plain_tables

# The whole simulator takes longer to compile than these take to run: `make prove` runs them.
pytestmark = pytest.mark.slow

TARGET_MS = 420_000


def small(seed: int, *, units: int, count: int, calls_per_h: float) -> tuple[City, Calls]:
    """One table, a few units, the first calls of a busy day."""
    city = plain_city(seed, zones=15, stations=3, units=units, minutes_across=9.0)
    city = City(to_ms=city.to_ms[1:2], station_zone=city.station_zone, unit_station=city.unit_station)
    told = demand(seed, city.zones, calls_per_h=calls_per_h)
    calls = draw_calls(told, seed=seed, from_ms=0, until_ms=24 * HOUR_MS)
    return city, Calls(**{name: array[:count] for name, array in calls._asdict().items()})


def fewest_late(city: City, calls: Calls) -> int:
    """Every way to leave calls out, share the others and order them, tried."""
    to_ms, best = city.to_ms[0], len(calls.zone)
    homes = city.station_zone[city.unit_station]
    for share in product(range(-1, city.units), repeat=len(calls.zone)):
        if share.count(-1) >= best:
            continue
        mine = [[call for call, unit in enumerate(share) if unit == one] for one in range(city.units)]
        if all(any(feasible(order, int(homes[one]), to_ms, calls) for order in permutations(mine[one]))
               for one in range(city.units)):  # fmt: skip
            best = share.count(-1)
    return best


def feasible(order: tuple[int, ...], home: int, to_ms: Ints, calls: Calls) -> bool:
    free_ms = 0
    for call in order:
        zone = calls.zone[call]
        arrival_ms = max(free_ms, int(calls.time_ms[call])) + int(calls.turnout_ms[call]) + int(to_ms[zone, home])
        if arrival_ms > calls.time_ms[call] + TARGET_MS:
            return False
        free_ms = arrival_ms + int(calls.on_scene_ms[call]) + int(to_ms[home, zone])
    return True


@pytest.mark.parametrize("seed", range(6))
def test_hindsight_is_the_best_of_all_ways(seed: int) -> None:
    city, calls = small(seed, units=2, count=7, calls_per_h=5.0)
    found = hindsight(city, calls, target_ms=TARGET_MS)

    assert found.proven
    assert found.late == fewest_late(city, calls) == (found.answered_by < 0).sum()


@pytest.mark.parametrize("seed", range(4))
def test_no_policy_is_late_less_often_than_hindsight(seed: int) -> None:
    city, calls = small(seed, units=4, count=30, calls_per_h=6.0)
    station_bound = hindsight(city, calls, target_ms=TARGET_MS, seconds_at_most=5.0).late
    any_bound = hindsight(city, calls, target_ms=TARGET_MS, moves=True, seconds_at_most=5.0).late
    closest = plain(plain_tables(city), calls)
    params = Params(preempts_from=(-1, -1, -1), reassigns=(False,) * 3, reassign_gain_ms=NEVER_MS)
    rolling = simulate(prepare(city, calls, params))

    assert any_bound <= station_bound <= (closest.arrival_ms - calls.time_ms > TARGET_MS).sum()
    assert any_bound <= (rolling.response_ms > TARGET_MS).sum()


def test_a_quiet_day_is_late_for_nobody_in_reach() -> None:
    city, calls = small(3, units=4, count=10, calls_per_h=0.2)
    closest = plain(plain_tables(city), calls)
    late = (closest.arrival_ms - calls.time_ms > 2 * TARGET_MS).sum()

    assert hindsight(city, calls, target_ms=2 * TARGET_MS).late == late == 0


def test_a_city_of_many_tables_is_told() -> None:
    city = plain_city(1)
    _, calls = small(1, units=2, count=3, calls_per_h=5.0)
    with pytest.raises(ValueError, match="to_ms: hindsight looks at one table"):
        hindsight(city, calls, target_ms=TARGET_MS)

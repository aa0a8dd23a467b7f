"""Calls per second of the simulator, against the plain model in SimPy on the same city, calls and machine.

    python -m benchmarks.simulate

The city is drawn: points on a plane and the streets between neighbours, three tables of travel times. A year is 110,000
calls, a fleet 60 units. SimPy answers a part of the same year; its answers must be ours to the last millisecond.
Limits: plain not under 3,000,000 calls/s and not under 50 x SimPy.
"""

import time
from collections.abc import Callable
from statistics import median

import numpy as np
from tests.brain.simulate.simpy_model import SimpyCity
from tests.brain.simulate.worlds import demand, plain_city

from callbox.brain.simulate.calls import draw_calls
from callbox.brain.simulate.facts import HOUR_MS, WEEK_MS, Calls, City
from callbox.brain.simulate.plain import plain
from callbox.brain.simulate.tables import plain_tables

ROUNDS = 7
ZONES, STATIONS, UNITS, CALLS_A_YEAR = 1000, 25, 60, 110_000
SIMPY_CALLS = 11_000


def seconds(work: Callable[[], object]) -> float:
    """The median of a few rounds."""

    def once() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    once()
    return median(once() for _ in range(ROUNDS))


def a_year(zones: int = ZONES, units: int = UNITS, calls_a_year: int = CALLS_A_YEAR) -> tuple[City, Calls]:
    city = plain_city(1, zones=zones, stations=STATIONS, units=units)
    told = demand(1, zones, calls_per_h=calls_a_year / 8760)
    return city, draw_calls(told, seed=1, from_ms=0, until_ms=8760 * HOUR_MS // WEEK_MS * WEEK_MS + WEEK_MS)


def first(calls: Calls, count: int) -> Calls:
    return Calls(*(array[:count] for array in calls))


def plain_against_simpy() -> None:
    city, calls = a_year()
    tables = plain_tables(city)
    few = first(calls, SIMPY_CALLS)
    peer = SimpyCity(city, few)
    start = time.perf_counter()
    peer.run()
    simpy_rate = SIMPY_CALLS / (time.perf_counter() - start)
    ours = plain(tables, few)
    equal = ours.unit.tolist() == peer.unit and ours.arrival_ms.tolist() == peer.arrival_ms
    rate = len(calls.zone) / seconds(lambda: plain(tables, calls))
    print(f"plain   {rate:>12,.0f} calls/s, {len(calls.zone):,} calls, {city.units} units, {city.zones} zones")
    print(f"  SimPy {simpy_rate:>12,.0f} calls/s; ratio {rate / simpy_rate:,.0f}; answers equal: {equal}")
    print(f"  tables made in {seconds(lambda: plain_tables(city)) * 1e3:.1f} ms")
    kept = equal and rate >= 3e6 and rate >= 50 * simpy_rate
    print(f"  limit: 3,000,000 calls/s and 50 x SimPy, equal: {'kept' if kept else 'NOT KEPT'}")


if __name__ == "__main__":
    np.set_printoptions(precision=3)
    plain_against_simpy()

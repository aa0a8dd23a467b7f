"""Calls per second of the simulator, against the plain model in SimPy on the same city, calls and machine.

    python -m benchmarks.simulate

The city is drawn: points on a plane and the streets between neighbours, tables by day, night, mode and closure. A year is
110,000 calls, a fleet 60 units. SimPy answers a part of the same year; its answers must be ours to the last millisecond.
"Full" has two kinds of units, one or two for a call, three priorities with units called off and relieved on their way,
transport, half the fleet in shifts, a closure at midsummer. Seconds are of this process: others on the machine count less.
Limits: plain not under 3,000,000 calls/s and 50 x SimPy; full not under 1,000,000 calls/s; 100 futures of 2 h for each of
10 answers within 50 ms. Time and memory against size: `benchmarks.simulate_sizes`.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import numpy as np
from tests.brain.simulate.simpy_model import SimpyCity
from tests.brain.simulate.worlds import demand, full_city, plain_city

from callbox.brain.simulate.calls import draw_calls
from callbox.brain.simulate.facts import HOUR_MS, WEEK_MS, Calls, City, Params
from callbox.brain.simulate.full import Model, advance, begin, prepare, simulate
from callbox.brain.simulate.futures import look_ahead, together
from callbox.brain.simulate.layout import ASKS_UNIT, NO_ANSWER
from callbox.brain.simulate.plain import plain
from callbox.brain.simulate.policy import ASKED, Policy
from callbox.brain.simulate.shifts import weekly
from callbox.brain.simulate.tables import plain_tables

ROUNDS = 7
ZONES, STATIONS, UNITS, CALLS_A_YEAR = 1000, 25, 60, 110_000
SIMPY_CALLS = 11_000


def seconds(work: Callable[[], object]) -> float:
    """The median of a few rounds."""

    def once() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

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
    start = time.process_time()
    peer.run()
    simpy_rate = SIMPY_CALLS / (time.process_time() - start)
    ours = plain(tables, few)
    equal = ours.unit.tolist() == peer.unit and ours.arrival_ms.tolist() == peer.arrival_ms
    rate = len(calls.zone) / seconds(lambda: plain(tables, calls))
    print(f"plain   {rate:>12,.0f} calls/s, {len(calls.zone):,} calls, {city.units} units, {city.zones} zones")
    print(f"  SimPy {simpy_rate:>12,.0f} calls/s; ratio {rate / simpy_rate:,.0f}; answers equal: {equal}")
    print(f"  tables made in {seconds(lambda: plain_tables(city)) * 1e3:.1f} ms")
    kept = equal and rate >= 3e6 and rate >= 50 * simpy_rate
    print(f"  limit: 3,000,000 calls/s and 50 x SimPy, equal: {'kept' if kept else 'NOT KEPT'}")


def full_model(zones: int = ZONES, units: int = UNITS, calls_a_year: int = CALLS_A_YEAR) -> Model:
    """A year with every mechanic in it."""
    city = full_city(1, zones=zones, stations=STATIONS, units=units, shifts=False)
    in_shifts = np.repeat(np.arange(0, units, 2, dtype=np.int32), 7)
    on_ms = (np.tile(np.arange(7), len(in_shifts) // 7) * 24 + in_shifts % 3 * 8) * HOUR_MS
    shift_unit, shift_on_ms, shift_off_ms = weekly(unit=in_shifts, on_ms=on_ms, off_ms=on_ms + 12 * HOUR_MS, weeks=53)
    city = replace(
        city, shift_unit=shift_unit, shift_on_ms=shift_on_ms, shift_off_ms=shift_off_ms,
        # Of its versions the first two: the year, and from its middle on with streets closed.
        to_ms=city.to_ms[:4], metric_at=city.metric_at[:2], version_from_ms=np.array([0, 26 * WEEK_MS]),
    )  # fmt: skip
    told = replace(
        demand(1, zones, calls_per_h=calls_a_year / 8760, transport=0.6),
        need=np.array([[1, 0], [0, 1], [1, 1]], np.int8), need_share=np.array([[0.5, 0.35, 0.15]]),
    )  # fmt: skip
    return prepare(city, draw_calls(told, seed=1, from_ms=0, until_ms=53 * WEEK_MS), Params())


def full_year(model: Model) -> float:
    """Calls per second."""
    runs = [begin(model) for _ in range(ROUNDS + 1)]
    return len(model.calls.zone) / seconds(lambda: advance(model, runs.pop()))


def full_run() -> None:
    model = full_model()
    rate, outcome = full_year(model), simulate(model)
    answered = int(outcome.answered.sum())
    print(
        f"full    {rate:>12,.0f} calls/s, {answered:,} units sent; {'kept' if rate >= 1e6 else 'NOT KEPT'}: 1,000,000"
    )


def look_ahead_from_noon() -> None:
    """100 futures of 2 h for each of the 10 closest units at the first call after noon of the third day."""
    model = full_model()
    state = begin(model)
    advance(model, state, until_ms=60 * HOUR_MS)
    assert advance(model, state, policy=Policy(dispatch=ASKED)) == ASKS_UNIT
    told = demand(1, ZONES, calls_per_h=CALLS_A_YEAR / 8760, transport=0.6)
    drawn = [draw_calls(told, seed=seed, from_ms=61 * HOUR_MS, until_ms=63 * HOUR_MS) for seed in range(100)]
    futures = together(drawn)
    rows = np.sort(state.candidates[: int(state.world["candidates"][0])], order="eta_ms")[:10]
    answers = [(int(unit), NO_ANSWER) for unit in rows["unit"]]

    def foresee() -> None:
        look_ahead(model, state, answers=answers, futures=futures, until_ms=63 * HOUR_MS, target_ms=np.full(3, 480_000))

    took_ms = seconds(foresee) * 1e3
    print(
        f"ahead   {took_ms:>12.1f} ms for {len(answers)} answers x 100 futures, {len(futures.calls.zone) / 100:.0f} calls "
        f"each; {'kept' if took_ms <= 50 else 'NOT KEPT'}: 50 ms"
    )


if __name__ == "__main__":
    plain_against_simpy()
    full_run()
    look_ahead_from_noon()

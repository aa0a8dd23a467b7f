"""How far from perfect: late calls of two policies against the fewest that anybody could have had who knew the future.

    python -m benchmarks.hindsight [DAYS]

Small drawn cities (15 zones, 3 stations, 4 units), the first 30 calls of a busy day each. The bounds are exact optima
(HiGHS) for units that wait at stations only, and for units that may be anywhere beforehand; where the solver stops early the
bound is still one, only lower, and that is said. Intervals: 2,000 bootstrap samples of the days. For orientation: closest
idle had 2.7 times the clairvoyant optimum in Jagtenberg, van den Berg, van der Mei (2017), on other cities.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tests.brain.simulate.worlds import demand, plain_city

from callbox.brain.simulate.calls import draw_calls
from callbox.brain.simulate.facts import HOUR_MS, NEVER_MS, Calls, City, Params
from callbox.brain.simulate.full import prepare, simulate
from callbox.brain.simulate.hindsight import hindsight
from callbox.brain.simulate.plain import plain
from callbox.brain.simulate.tables import plain_tables

DAYS, CALLS, UNITS, CALLS_PER_H = 40, 30, 4, 6.0
TARGET_MS = 420_000
SECONDS_AT_MOST = 5.0
SAMPLES = 2_000
ROLLING = Params(preempts_from=(-1, -1, -1), reassigns=(False,) * 3, reassign_gain_ms=NEVER_MS)


@dataclass(frozen=True, kw_only=True)
class Day:
    """Late calls of one day."""

    closest: int
    rolling: int
    from_stations: int
    from_anywhere: int
    proven: bool


def town(seed: int) -> tuple[City, Calls]:
    """A small city with one table, and the first calls of its day."""
    city = plain_city(seed, zones=15, stations=3, units=UNITS, minutes_across=9.0)
    city = City(to_ms=city.to_ms[1:2], station_zone=city.station_zone, unit_station=city.unit_station)
    drawn = draw_calls(demand(seed, city.zones, calls_per_h=CALLS_PER_H), seed=seed, from_ms=0, until_ms=24 * HOUR_MS)
    return city, Calls(**{name: array[:CALLS] for name, array in drawn._asdict().items()})


def days(count: int) -> Iterator[Day]:
    """What came of each day."""
    for seed in range(count):
        city, calls = town(seed)
        stations = hindsight(city, calls, target_ms=TARGET_MS, seconds_at_most=SECONDS_AT_MOST)
        anywhere = hindsight(city, calls, target_ms=TARGET_MS, moves=True, seconds_at_most=SECONDS_AT_MOST)
        closest = plain(plain_tables(city), calls)
        rolling = simulate(prepare(city, calls, ROLLING))
        yield Day(
            closest=int((closest.arrival_ms - calls.time_ms > TARGET_MS).sum()),
            rolling=int((rolling.response_ms > TARGET_MS).sum()),
            from_stations=stations.late,
            from_anywhere=anywhere.late,
            proven=stations.proven and anywhere.proven,
        )


def interval(over: NDArray[np.int64], under: NDArray[np.int64]) -> tuple[float, float]:
    """95 % of the ratio of sums."""
    picked = np.random.default_rng(1).integers(0, len(over), (SAMPLES, len(over)))
    low, high = np.quantile(over[picked].sum(axis=1) / np.maximum(1, under[picked].sum(axis=1)), [0.025, 0.975])
    return float(low), float(high)


def main() -> None:
    found = list(days(int(sys.argv[1]) if len(sys.argv) > 1 else DAYS))
    late = {
        name: np.array([getattr(day, name) for day in found]) for name in Day.__dataclass_fields__ if name != "proven"
    }
    print(f"{len(found)} days of {CALLS} calls, {UNITS} units; optimum proven on {sum(day.proven for day in found)}")
    for name in ("closest", "rolling"):
        for bound in ("from_stations", "from_anywhere"):
            low, high = interval(late[name], late[bound])
            ratio = late[name].sum() / max(1, late[bound].sum())
            print(
                f"{name:<8} {late[name].sum():>4} late, fewest {bound.replace('_', ' '):<14} {late[bound].sum():>4}: "
                f"{ratio:.2f} times ({low:.2f} to {high:.2f})"
            )


if __name__ == "__main__":
    main()

"""Time of one recommendation, against a plain sort of the same units by straight line, which is what peers do.

    python -m benchmarks.recommend

200 units of three kinds, a third of them on something, 1,000 demand points; each question comes with new travel times
and a new cover table, as after every unit has moved. The peer works out each distance on the sphere in Python and sorts;
it knows no roads, no cover and no reasons. Processor time of the thread, so that other work on the machine does not
count. Limit: a case under 1 ms (median), whatever the policy.
"""

import gc
import time
from collections.abc import Callable, Sequence
from math import asin, cos, radians, sin, sqrt

import numpy as np

from callbox.brain.dispatch import (
    POLICIES,
    Case,
    Cover,
    Need,
    Roster,
    Situation,
    UnitState,
    recommend,
    recommend_all,
    roster,
)

ROUNDS = 500
UNITS, POINTS, CASES = 200, 1000, 10
MINUTE_MS = 60_000
LIMIT_S = 0.001
KINDS = ("engine", "ambulance", "patrol")


def fleet(chance: np.random.Generator) -> Roster:
    return roster(
        tuple(
            UnitState(
                id=f"U{number:03d}",
                kind=KINDS[number % 3],
                state=str(chance.choice(["idle", "idle", "returning", "en_route", "on_scene", "idle"])),
                skills=frozenset({"ropes"}) if number % 5 == 0 else frozenset(),
                on_case="other",
                on_priority=int(chance.integers(0, 4)),
                clears_in_ms=int(chance.integers(0, 30) * MINUTE_MS),
                on_shift_until_ms=int(chance.integers(1, 12) * 60 * MINUTE_MS),
                rested=number % 20 != 0,
            )
            for number in range(UNITS)
        )
    )


def situation(chance: np.random.Generator, units: Roster, needs: Sequence[Need], *, cases: int) -> Situation:
    """The same units somewhere else."""
    travel_ms = chance.integers(MINUTE_MS, 40 * MINUTE_MS, (cases, UNITS)).astype(np.int32)
    known = tuple(
        Case(id=f"c{row}", priority=row % 3, needs=tuple(needs), longitude_deg=174.8, latitude_deg=-36.9)
        for row in range(cases)
    )
    cover = Cover(
        calls_per_h=chance.random((len(KINDS), POINTS)) / 50.0,
        serves=np.arange(UNITS) % len(KINDS),
        travel_ms=chance.integers(MINUTE_MS, 40 * MINUTE_MS, (UNITS, POINTS)).astype(np.int32),
        busy=chance.uniform(0.1, 0.5, UNITS),
        threshold_ms=8 * MINUTE_MS,
    )
    return Situation(at_ms=0, units=units, cases=known, travel_ms=travel_ms, straight_m=travel_ms / 60.0, cover=cover)


def nearest_by_line(at: tuple[float, float], places: Sequence[tuple[str, float, float]]) -> list[str]:
    """The peer: great-circle distances in metres, sorted."""
    longitude, latitude = radians(at[0]), radians(at[1])

    def distance_m(place: tuple[str, float, float]) -> float:
        there = radians(place[2])
        half = sin((there - latitude) / 2.0) ** 2
        half += cos(latitude) * cos(there) * sin((radians(place[1]) - longitude) / 2.0) ** 2
        return 12_742_000.0 * asin(sqrt(half))

    return [place[0] for place in sorted(places, key=distance_m)]


def times_s(work: Callable[[int], object]) -> tuple[float, float]:
    """(median, 99th percentile); what each round is given was made before."""
    took = []
    for number in range(ROUNDS):
        start = time.thread_time()
        work(number)
        took.append(time.thread_time() - start)
    return float(np.median(took)), float(np.quantile(took, 0.99))


def say(name: str, took: tuple[float, float], peer_s: float) -> None:
    print(f"{name:<44} {took[0] * 1e6:>7,.0f} us, p99 {took[1] * 1e6:>7,.0f} us; {took[0] / peer_s:4.1f} x the peer")


def main() -> None:
    chance = np.random.default_rng(1)
    units = fleet(chance)
    one, three = [Need(kind="engine")], [Need(kind="engine", count=2), Need(kind="ambulance")]
    single = [situation(chance, units, one, cases=1) for _ in range(20)]
    several = [situation(chance, units, three, cases=1) for _ in range(20)]
    many = [situation(chance, units, one, cases=CASES) for _ in range(20)]
    places = [(unit.id, *chance.uniform((174.6, -37.0), (175.0, -36.7))) for unit in units]
    gc.freeze()
    peer = times_s(lambda _: nearest_by_line((174.8, -36.9), places))
    say("the peer: a plain sort by straight line", peer, peer[0])
    worst_s = 0.0
    for name in POLICIES:
        took = times_s(lambda at, name=name: _asked(single[at % 20], name))  # type: ignore[misc]  # a default binds it
        say(f"one case, one engine: {name}", took, peer[0])
        worst_s = max(worst_s, took[0])
    say(
        "one case, two engines and an ambulance",
        times_s(lambda at: _asked(several[at % 20], "expected_cover")),
        peer[0],
    )
    together = times_s(lambda at: recommend_all(many[at % 20], many[at % 20].cases, "expected_cover"))
    say(f"{CASES} cases together", together, peer[0])
    kept = worst_s <= LIMIT_S
    print(f"limit: {LIMIT_S * 1e3:.0f} ms for one case: {'kept' if kept else 'NOT KEPT'}")


def _asked(now: Situation, policy: str) -> object:
    return recommend(now, now.cases[0], policy)


if __name__ == "__main__":
    main()

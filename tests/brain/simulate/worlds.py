"""Small cities with real geometry for the simulator's tests: points on a plane, joined to their neighbours by streets."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.simulate.facts import HOUR_MS, HOURS_OF_WEEK, SIREN, City, Demand, Ints, Rates
from callbox.brain.simulate.tables import travel_table


def street_table(rng: np.random.Generator, zones: int, *, minutes_across: float) -> Ints:
    """(z, z) times on the streets between neighbouring points, some of them one-way and slower."""
    points = rng.random((zones, 2))
    corners = Delaunay(points).simplices
    pairs = np.unique(
        np.sort(np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]]), axis=1), axis=0
    )
    tail, head = np.concatenate([pairs, pairs[:, ::-1]]).T
    length = np.hypot(*(points[tail] - points[head]).T)
    travel_ms = np.maximum(1, length * minutes_across * 60_000 * rng.uniform(1.0, 1.6, len(tail))).astype(np.int32)
    return travel_table(
        tail=tail.astype(np.int32), head=head.astype(np.int32), travel_ms=travel_ms,
        places=np.arange(zones, dtype=np.int32), nodes=zones,
    )  # fmt: skip


def hours(day: int, night: int) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """(168,) one table from seven to seven, another at night."""
    hour = np.arange(HOURS_OF_WEEK) % 24
    return np.where((hour >= 7) & (hour < 19), day, night).astype(np.int16)


def plain_city(seed: int, *, zones: int = 40, stations: int = 6, units: int = 10, minutes_across: float = 15.0) -> City:
    """One siren table by day, one by night, one without siren."""
    rng = np.random.default_rng(seed)
    night = street_table(rng, zones, minutes_across=minutes_across)
    to_ms = np.stack([(night * 1.25).astype(np.int32), night, (night * 1.5).astype(np.int32)])
    metric_at = np.empty((1, 2, HOURS_OF_WEEK), np.int16)
    metric_at[0, SIREN], metric_at[0, 1] = hours(0, 1), 2
    return City(
        to_ms=to_ms,
        metric_at=metric_at,
        station_zone=rng.choice(zones, stations, replace=False).astype(np.int32),
        unit_station=np.sort(rng.integers(0, stations, units)).astype(np.int32),
    )


def demand(seed: int, zones: int, *, calls_per_h: float, priorities: int = 3, transport: float = 0.0) -> Demand:
    """Places of unequal weight, fewer calls at night, the most urgent the rarest."""
    rng = np.random.default_rng(seed)
    by_hour = 1.0 + 0.6 * np.sin((np.arange(HOURS_OF_WEEK) % 24 - 9) / 24 * 2 * np.pi)
    by_priority = np.arange(1.0, priorities + 1)
    shape = by_hour[:, None, None] * rng.gamma(1.0, size=zones)[None, :, None] * by_priority[None, None, :]
    return Demand(
        rate_per_h=shape * (calls_per_h * HOURS_OF_WEEK / shape.sum()),
        turnout=Rates(np.full(priorities, 45.0), np.full(priorities, 0.4)),
        on_scene=Rates(np.full(priorities, 1500.0), np.full(priorities, 0.6)),
        handover=Rates(np.full(priorities, 900.0), np.full(priorities, 0.5)),
        transport_share=np.full(priorities, transport),
    )


def cut_off(to_ms: Ints, away: NDArray[np.bool_]) -> Ints:
    """(m, z, z) the tables without any way between these places and the others."""
    return np.where(away[:, None] == away[None, :], to_ms, UNREACHABLE_MS).astype(np.int32)


def full_city(seed: int, *, zones: int = 40, stations: int = 6, units: int = 12, shifts: bool = True) -> City:
    """Two kinds of units, three hospitals, day and night, and shifts; streets closed from noon on the first day on.

    At an hour of its own a quarter of the places is cut off from the others, and joined to them again at another.
    """
    rng = np.random.default_rng(seed)
    to_ms = np.stack(
        [street_table(np.random.default_rng(seed), zones, minutes_across=minutes) for minutes in (14, 11, 19)]
    )
    closed = street_table(np.random.default_rng(seed + 1000), zones, minutes_across=20)
    cut = cut_off(to_ms[:1], np.random.default_rng(seed + 2000).random(zones) < 0.25)
    metric_at = np.empty((4, 2, HOURS_OF_WEEK), np.int16)
    metric_at[0, SIREN], metric_at[0, 1] = hours(0, 1), 2
    metric_at[1, SIREN], metric_at[1, 1] = 3, hours(3, 2)
    metric_at[2], metric_at[3] = 4, metric_at[1]
    from_ms = np.random.default_rng(seed + 3000).choice(np.arange(25, 50), 2, replace=False) * (HOUR_MS // 2)
    in_shifts = np.flatnonzero(rng.random(units) < 0.5) if shifts else np.zeros(0, np.int64)
    on_ms = rng.integers(0, 20, len(in_shifts)) * HOUR_MS
    return City(
        to_ms=np.concatenate([to_ms, closed[None], cut]),
        metric_at=metric_at,
        version_from_ms=np.array([0, 12 * HOUR_MS, *np.sort(from_ms)]),
        station_zone=rng.choice(zones, stations, replace=False).astype(np.int32),
        unit_station=np.sort(rng.integers(0, stations, units)).astype(np.int32),
        unit_kind=rng.integers(0, 2, units).astype(np.int8),
        hospital_zone=rng.choice(zones, 3, replace=False).astype(np.int32),
        hospital_takes=np.array([1, 2, 3], np.int32),
        shift_unit=in_shifts.astype(np.int32),
        shift_on_ms=on_ms,
        shift_off_ms=on_ms + rng.integers(2, 12, len(in_shifts)) * HOUR_MS,
    )

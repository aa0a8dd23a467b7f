"""What the loops look up, derived once from a city: ranks of stations, next points of routes, nearest hospitals."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.simulate.facts import NEVER_MS, NOBODY, Calls, City, Ints
from callbox.brain.simulate.layout import CALL, CHANGE, NEW_VERSION, SHIFT_BEGINS, SHIFT_ENDS, Records, Shorts, Tables
from callbox.brain.simulate.prepare_loops import is_metric, next_points


class PlainTables(NamedTuple):
    """For the plain model. Times are those of `City.to_ms`; u units, each at its own station."""

    unit_rank: Shorts
    """(m, z, u) units by time from their own station, ties by number."""
    answer_ms: Ints
    """(m, z, u) that time, in the same order."""
    home_ms: Ints
    """(m, z, u) the way back to the station of unit u, in order of units."""
    metric_at: Shorts
    """(2, 168) of the first version."""


def plain_tables(city: City) -> PlainTables:
    """Rank every unit for every zone; raises ValueError where a unit and a zone do not reach each other."""
    homes = city.station_zone[city.unit_station]
    answer, home = city.to_ms[:, :, homes], np.ascontiguousarray(city.to_ms[:, homes, :].transpose(0, 2, 1))
    if (answer >= UNREACHABLE_MS).any() or (home >= UNREACHABLE_MS).any():
        raise ValueError("to_ms: the plain model needs a way from every station to every zone and back")
    rank = np.argsort(answer, axis=2, kind="stable")
    return PlainTables(
        rank.astype(np.int16),
        np.ascontiguousarray(np.take_along_axis(answer, rank, axis=2)),
        home,
        city.metric_at[0].astype(np.int16),
    )


def city_tables(city: City) -> Tables:
    """Everything the full simulator looks up in a city, without calls (see `with_calls`).

    Raises ValueError where a table is not of fastest times: a detour over a third zone would beat it.
    """
    if not all(is_metric(table) for table in city.to_ms):
        raise ValueError("to_ms: give fastest times; here a detour over a third zone is quicker")
    via = np.empty(city.to_ms.shape, np.int16)
    for table, steps in zip(city.to_ms, via, strict=True):
        next_points(table, steps)
    answer = city.taken_ms[:, :, city.station_zone]
    rank = np.argsort(answer, axis=2, kind="stable")
    no_bound = np.full(city.stations, 2**30, np.int32)
    return Tables(
        to_ms=city.to_ms,
        taken_ms=city.taken_ms,
        via=via,
        station_rank=rank.astype(np.int16),
        station_ms=np.ascontiguousarray(np.take_along_axis(answer, rank, axis=2)),
        hospital=nearest_hospitals(city),
        dominates=domination(city),
        metric_at=city.metric_at.astype(np.int16),
        station_zone=city.station_zone,
        hospital_zone=city.hospital_zone if len(city.hospital_zone) else np.zeros(1, np.int32),
        capacity=city.station_capacity if len(city.station_capacity) else no_bound,
        changes=changes(city),
        calls=np.zeros(0, CALL),
    )


def domination(city: City) -> NDArray[np.int8]:
    """(m, m) 1 where units chosen by the first table are nowhere slower than units that drive by the second.

    Nobody dominates where the times that are decided by are not those that are driven: they tell nothing of each other.
    """
    if len(city.reckoned_ms):
        return np.zeros((len(city.to_ms), len(city.to_ms)), np.int8)
    return np.array([[bool((one <= other).all()) for other in city.to_ms] for one in city.to_ms], np.int8)


def nearest_hospitals(city: City) -> Shorts:
    """(m, z, kinds) the nearest hospital that takes each kind of patient, ties by number, NOBODY."""
    count = len(city.hospital_zone)
    takes = city.hospital_takes if len(city.hospital_takes) else np.full(count, 255, np.int32)
    kinds = max(1, int(np.bitwise_or.reduce(takes, initial=0)).bit_length())
    found = np.full((*city.to_ms.shape[:2], kinds), NOBODY, np.int16)
    for kind in range(kinds):
        able = np.flatnonzero(takes >> kind & 1)
        if len(able):
            times = city.to_ms[:, city.hospital_zone[able], :]
            nearest = able[times.argmin(axis=1)]
            found[:, :, kind] = np.where(times.min(axis=1) < UNREACHABLE_MS, nearest, NOBODY)
    return found


def changes(city: City) -> Records:
    """Versions and shifts in order of time, then one that never comes; a shift that follows another at once goes on."""
    begins = set(zip(city.shift_on_ms.tolist(), city.shift_unit.tolist(), strict=True))
    ends = set(zip(city.shift_off_ms.tolist(), city.shift_unit.tolist(), strict=True))
    rows = [(at_ms, NEW_VERSION, version) for version, at_ms in enumerate(city.version_from_ms.tolist()) if version]
    rows += [(at_ms, SHIFT_ENDS, unit) for at_ms, unit in ends - begins]
    rows += [(at_ms, SHIFT_BEGINS, unit) for at_ms, unit in begins - ends]
    return np.array([*sorted(rows), (NEVER_MS, NEW_VERSION, 0)], CHANGE)


def with_calls(tables: Tables, calls: Calls) -> Tables:
    """The same tables for these calls. Raises ValueError where calls do not come in order of time."""
    if (np.diff(calls.time_ms) < 0).any():
        raise ValueError("time_ms: give calls in order of time")
    return tables._replace(calls=call_rows(calls))


def call_rows(calls: Calls) -> Records:
    """Calls as the loops read them, (c,) CALL."""
    rows = np.empty(len(calls.time_ms), CALL)
    for name in CALL.names or ():
        rows[name] = getattr(calls, name)
    return rows


def travel_table(*, tail: Ints, head: Ints, travel_ms: Ints, places: Ints, nodes: int) -> Ints:
    """(z, z) milliseconds [to, from] between `places`, nodes of a directed graph, by Dijkstra's algorithm.

    Parallel arcs count as their fastest; an arc of 0 ms counts as 1 ms, since a sparse matrix cannot hold a 0.
    """
    fastest_first = np.argsort(travel_ms, kind="stable")
    key = tail[fastest_first].astype(np.int64) * nodes + head[fastest_first]
    _, first = np.unique(key, return_index=True)
    arcs = fastest_first[first]
    weights = np.maximum(travel_ms[arcs], 1).astype(np.float64)
    graph = csr_array((weights, (tail[arcs], head[arcs])), shape=(nodes, nodes))
    found = dijkstra(graph, indices=places)[:, places].T
    return np.where(np.isfinite(found), found, UNREACHABLE_MS).astype(np.int32)

"""Where units should wait when nobody moves: the plan of stations with the least expected cost.

MEXCLP (Daskin, "A maximum expected covering location model", Transportation Science 17 (1983) 48-70) with any grades in
place of covered or not. Small questions are solved exactly by HiGHS; large ones by exchange from greedy and seeded
starts, with the bound of the linear relaxation left to whoever wants to pay for it.
"""

from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array

from callbox.brain.cover.expected import at_stations, cost, gain_of_each, gain_of_moves, graded
from callbox.brain.cover.facts import Bytes, Floats, Ground, Ints

EXACT_VARIABLES = 6_000
"""Up to how many variables a question is solved exactly: a second or so."""


class Plan(NamedTuple):
    """Where n units wait."""

    stations: Ints
    """(n,) ascending; several may wait at one."""
    cost: float
    """Expected cost of a call, or of all, as the ground's weights say."""
    exact: bool
    """Whether it is proven to be the best."""


def best_stations(ground: Ground, *, units: int, busy: float, seed: int = 0, starts: int = 4) -> Plan:
    """Stations for so many units. Raises ValueError where they find no room."""
    if units < 1 or int(np.minimum(ground.room, units).sum()) < units:
        raise ValueError(f"units: give from 1 to the room at the stations, {int(np.minimum(ground.room, 10**6).sum())}")
    size = len(ground.weight) * len(ground.grades.cost) * units
    found = exchanged(ground, units=units, busy=busy, seed=seed, starts=starts)
    if size > EXACT_VARIABLES:
        return found
    proven = solved(ground, units=units, busy=busy)
    return proven if proven is not None else found


def exchanged(ground: Ground, *, units: int, busy: float, seed: int = 0, starts: int = 4) -> Plan:
    """The best of some local optima: no single unit can wait anywhere better in any of them."""
    if starts < 1:
        raise ValueError("starts: give 1 or more")
    grade = graded(ground.station_ms, ground.grades)
    chance = np.random.default_rng(seed)
    first = [greedy(ground, grade, units=units, busy=busy)]
    others = [drawn(ground, units=units, chance=chance) for _ in range(starts - 1)]
    plans = [improved(ground, grade, stations, busy=busy) for stations in (*first, *others)]
    best = min(plans, key=lambda plan: (plan[1], plan[0].tolist()))
    return Plan(np.sort(best[0]).astype(np.int32), best[1], exact=False)


def greedy(ground: Ground, grade: Bytes, *, units: int, busy: float) -> Ints:
    """One unit after another, each where it adds most."""
    stations = np.zeros(0, np.int32)
    for _ in range(units):
        gains = gain_of_each(at_stations(ground, stations, busy), grade, busy)
        gains[full(ground, stations)] = -np.inf
        stations = np.append(stations, np.argmax(gains)).astype(np.int32)
    return stations


def drawn(ground: Ground, *, units: int, chance: np.random.Generator) -> Ints:
    """A plan at random that finds room."""
    seats = np.repeat(np.arange(len(ground.room)), np.minimum(ground.room, units))
    return chance.choice(seats, units, replace=False).astype(np.int32)


def improved(ground: Ground, grade: Bytes, stations: Ints, *, busy: Floats | float) -> tuple[Ints, float]:
    """Move the unit whose move gains most until none gains; (stations, cost). `busy` (n,), or one for all."""
    stations = stations.copy()
    while True:
        now = at_stations(ground, stations, busy)
        gains = np.array([gain_of_moves(now, unit, grade) for unit in range(len(stations))])
        gains[:, full(ground, stations)] = -np.inf
        unit, station = np.unravel_index(int(np.argmax(gains)), gains.shape)
        if gains[unit, station] <= 1e-12 * ground.grades.worst * float(ground.weight.sum()):
            return stations, cost(now)
        stations[unit] = station


def full(ground: Ground, stations: Ints) -> Ints:
    """Stations without room for one more."""
    counts = np.bincount(stations, minlength=len(ground.room))
    return np.flatnonzero(counts >= ground.room).astype(np.int32)


def solved(ground: Ground, *, units: int, busy: float, seconds: float = 60.0) -> Plan | None:
    """The optimum by HiGHS; None if it is not proven within that time.

    Whole numbers x[s] of units at stations; y[z, g, k] in 0..1 says that at least k units reach point z within grade g,
    which is worth weight[z] * cost[g] * (1 - q) * q^(k - 1): falling in k, so that y fills up in order by itself.
    """
    worth = (ground.weight[:, None] * ground.grades.cost)[:, :, None] * (1.0 - busy) * busy ** np.arange(units)
    stations, rows = len(ground.station_ms), worth.shape[0] * worth.shape[1]
    answer = milp(
        np.concatenate([np.zeros(stations), -worth.ravel()]),
        integrality=np.concatenate([np.ones(stations), np.zeros(worth.size)]),
        bounds=Bounds(0.0, np.concatenate([np.minimum(ground.room, units), np.ones(worth.size)])),
        constraints=[
            LinearConstraint(reaching(ground, units), -np.inf, np.zeros(rows)),
            LinearConstraint(counting(stations, worth.size), units, units),
        ],
        options={"time_limit": seconds, "mip_rel_gap": 1e-9},
    )
    if answer.status != 0:
        return None
    counts = np.rint(answer.x[:stations]).astype(np.int64)
    found = np.repeat(np.arange(stations), counts).astype(np.int32)
    return Plan(found, cost(at_stations(ground, found, busy)), exact=True)


def reaching(ground: Ground, units: int) -> csr_array:
    """Rows (z x g): the y of a point and grade are no more than the units at stations within it."""
    near = (ground.station_ms[:, :, None] <= ground.grades.within_ms).reshape(len(ground.station_ms), -1).T
    row, station = np.nonzero(near)
    filled = np.arange(near.shape[0] * units)
    rows = np.concatenate([row, filled // units])
    columns = np.concatenate([station, near.shape[1] + filled])
    values = np.concatenate([-np.ones(len(row)), np.ones(len(filled))])
    return csr_array(coo_array((values, (rows, columns)), shape=(near.shape[0], near.shape[1] + len(filled))))


def counting(stations: int, others: int) -> csr_array:
    """One row that adds up the units."""
    values: Floats = np.concatenate([np.ones(stations), np.zeros(others)])
    return csr_array(values[None, :])

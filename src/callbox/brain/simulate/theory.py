"""What queueing theory says of small systems exactly: the measure the simulator is held against.

A. K. Erlang, "Løsning af nogle Problemer fra Sandsynlighedsregningen" (1917), in the recursive form of every textbook;
R. C. Larson, "A hypercube queuing model for facility location and redistricting in urban emergency services", Computers
and Operations Research 1 (1974) 67-95. `load` is the mean number of busy servers that would be needed: rate x service.
"""

from dataclasses import dataclass

import numpy as np

from callbox.brain.simulate.facts import Floats, Ints


def erlang_b(servers: int, load: float) -> float:
    """Chance that a call finds all servers busy and is lost (M/G/c/c: whatever the distribution of service)."""
    lost = 1.0
    for count in range(1, servers + 1):
        lost = load * lost / (count + load * lost)
    return lost


def erlang_c(servers: int, load: float) -> float:
    """Chance that a call must wait (M/M/c); 1 where the servers can't keep up."""
    if load >= servers:
        return 1.0
    lost = erlang_b(servers, load)
    return servers * lost / (servers - load * (1.0 - lost))


def mean_wait_s(servers: int, *, rate_per_s: float, service_s: float) -> float:
    """Mean time that a call waits, those that do not wait included (M/M/c); infinite where servers can't keep up."""
    load = rate_per_s * service_s
    return erlang_c(servers, load) * service_s / (servers - load) if load < servers else float("inf")


def waiting_share(servers: int, *, rate_per_s: float, service_s: float, longer_than_s: float) -> float:
    """Share of calls that wait longer than this (M/M/c, first come first served)."""
    load = rate_per_s * service_s
    return float(erlang_c(servers, load) * np.exp(-(servers - load) * longer_than_s / service_s))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypercube:
    """n units, z zones, each zone with its own order of units; calls wait where all are busy."""

    busy: Floats
    """(n,) share of time each unit is busy."""
    sent: Floats
    """(z, n) share of a zone's calls that go to each unit at once; what is missing of 1 waits."""


def hypercube(rank: Ints, *, rate_per_s: Floats, service_s: float) -> Hypercube:
    """Larson's chain over the 2^n states of busy and free, solved exactly; n of about 10 at most.

    `rank` (z, n) orders units by preference, `rate_per_s` (z,); service is exponential and the same for all. The tail of
    waiting calls hangs on the state in which all are busy, and leaves the others' proportions alone.
    Raises ValueError where the units can't keep up.
    """
    units = rank.shape[1]
    total = float(rate_per_s.sum())
    if total * service_s >= units:
        raise ValueError(f"rate_per_s: {units} units can't keep up with {total * service_s:.2f} busy on average")
    chance = proportions(chain(rank, rate_per_s=rate_per_s, service_s=service_s))
    used = total * service_s / units
    waiting = chance[-1] * used / (1.0 - used)
    states = np.arange(2**units)
    is_busy = states[:, None] >> np.arange(units) & 1
    sent = np.array([[chance[first_free(row, states) == unit].sum() for unit in range(units)] for row in rank])
    return Hypercube(busy=(chance @ is_busy + waiting) / (1 + waiting), sent=sent / (1 + waiting))


def first_free(row: Ints, states: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Ints:
    """(2^n,) the unit that a zone gets in each state; -1 where all are busy."""
    found = np.full(len(states), -1, np.int32)
    for unit in row[::-1].tolist():
        found = np.where(states >> unit & 1 == 0, unit, found).astype(np.int32)
    return found


def chain(rank: Ints, *, rate_per_s: Floats, service_s: float) -> Floats:
    """(2^n, 2^n) rates from state to state, rows adding up to 0."""
    units = rank.shape[1]
    states = np.arange(2**units)
    rates = np.zeros((2**units, 2**units))
    for row, rate in zip(rank, rate_per_s.tolist(), strict=True):
        sent = first_free(row, states)
        some = sent >= 0
        np.add.at(rates, (states[some], states[some] | 1 << sent[some]), rate)
    for unit in range(units):
        busy = states[states >> unit & 1 == 1]
        rates[busy, busy - (1 << unit)] += 1.0 / service_s
    np.fill_diagonal(rates, -rates.sum(axis=1))
    return rates


def proportions(rates: Floats) -> Floats:
    """The stationary distribution of a chain."""
    system = np.vstack([rates.T, np.ones(len(rates))])
    wanted = np.append(np.zeros(len(rates)), 1.0)
    found: Floats = np.linalg.lstsq(system, wanted, rcond=None)[0]
    return found

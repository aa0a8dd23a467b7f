"""How busy each unit is when the first free one on a point's list is sent: Larson's hypercube, exact and approximated.

R. C. Larson, "A hypercube queuing model for facility location and redistricting in urban emergency services", Computers
and Operations Research 1 (1974) 67-95; the approximation of "Approximating the performance of urban emergency service
systems", Operations Research 23 (1975) 845-868, in the form of J. P. Jarvis, "Approximating the equilibrium behavior of
multi-server loss systems", Management Science 31 (1985) 235-239, where units may take different times. Calls that find
everybody busy are lost here, that is, answered by somebody else.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.linalg import spsolve

from callbox.brain.cover.facts import Floats, Ints

EXACT_UNITS = 12
"""Up to how many units the exact model is asked for: its states are 2 to that power."""


class Workload(NamedTuple):
    """n units that share the calls of z points."""

    busy: Floats
    """(n,) the share of time each is busy."""
    sent: Floats
    """(z, n) the share of all calls that come from the point and go to the unit; what is missing of 1 was lost."""
    lost: float
    """The share of calls that find everybody busy."""
    rounds: int
    """How many rounds it took; 1 for the exact model."""


def check(rate_per_h: Floats, service_h: Floats, rank: Ints) -> None:
    """Raise ValueError naming what is wrong."""
    points, units = rank.shape
    if (np.sort(rank, axis=1) != np.arange(units)).any():
        raise ValueError(f"rank: give for each point all units 0..{units - 1}, the one sent first at the front")
    if rate_per_h.shape != (points,) or (rate_per_h < 0).any() or rate_per_h.sum() <= 0:
        raise ValueError(f"rate_per_h: give {points} rates, none negative, not all 0")
    if service_h.shape != (units,) or (service_h <= 0).any():
        raise ValueError(f"service_h: give {units} positive times")


def exact(rate_per_h: Floats, service_h: Floats, rank: Ints) -> Workload:
    """The equilibrium of all 2^n states; exponential service. rate (z,), service (n,), rank (z, n) of units.

    Raises ValueError for more than EXACT_UNITS units.
    """
    check(rate_per_h, service_h, rank)
    units = len(service_h)
    if units > EXACT_UNITS:
        raise ValueError(f"service_h: give at most {EXACT_UNITS} units, or ask for the approximation")
    chance = equilibrium(rate_per_h, service_h, rank)
    is_busy = (np.arange(2**units)[:, None] >> np.arange(units)) & 1
    first = first_free(rank, is_busy)
    sent = np.zeros((len(rank), units))
    for point, firsts in enumerate(first):
        free = firsts < units
        np.add.at(sent[point], firsts[free], chance[free])
    share = rate_per_h / rate_per_h.sum()
    return Workload(chance @ is_busy, sent * share[:, None], float(chance[-1]), 1)


def first_free(rank: Ints, is_busy: NDArray[np.int64]) -> NDArray[np.int64]:
    """(z, states) the first unit on each point's list that is free; n where all are busy."""
    units = rank.shape[1]
    found = np.full((len(rank), len(is_busy)), units, np.int64)
    for place in reversed(range(units)):
        unit = rank[:, place].astype(np.int64)
        found = np.where(is_busy[:, unit].T == 0, unit[:, None], found)
    return found


def equilibrium(rate_per_h: Floats, service_h: Floats, rank: Ints) -> Floats:
    """(2^n,) how often each state holds; bit k says that unit k is busy."""
    units = len(service_h)
    states = np.arange(2**units)
    is_busy = (states[:, None] >> np.arange(units)) & 1
    first = first_free(rank, is_busy)
    point, state = np.nonzero(first < units)
    done, unit = np.nonzero(is_busy)
    origin = np.concatenate([state, done])
    target = np.concatenate([state | (1 << first[point, state]), done & ~(1 << unit)])
    speed = np.concatenate([rate_per_h[point], 1.0 / service_h[unit]])
    return stationary(csr_array(coo_array((speed, (target, origin)), shape=(len(states), len(states)))))


def stationary(inflow: csr_array) -> Floats:
    """(m,) the distribution that a Markov process keeps; `inflow[to, from]` are rates."""
    size = inflow.shape[0]
    outflow = np.asarray(inflow.sum(axis=0)).ravel()
    balance = (inflow - csr_array((outflow, (np.arange(size), np.arange(size))))).tolil()
    balance[0, :] = 1.0
    right = np.zeros(size)
    right[0] = 1.0
    return np.asarray(spsolve(balance.tocsr(), right), np.float64)


def approximate(
    rate_per_h: Floats, service_h: Floats, rank: Ints, *, within: float = 1e-6, most_rounds: int = 500
) -> Workload:
    """Jarvis's approximation for any number of units; service times of any distribution, as means (n,).

    Assumes units busy independently, corrected for their sharing one load. Raises ValueError if it does not settle.
    """
    check(rate_per_h, service_h, rank)
    units, total = len(service_h), float(rate_per_h.sum())
    load = total * float(service_h.mean())
    busy = np.full(units, load / units * (1.0 - erlang_loss(units, load)))
    for done in range(1, most_rounds + 1):
        sent, lost = shares(rate_per_h / total, rank, busy, mean_load=total * mean_service(busy, service_h))
        wanted = total * sent.sum(axis=0) * service_h / (1.0 - busy)  # as if it were always free to be sent
        renewed = wanted / (1.0 + wanted)
        settled = float(np.abs(renewed - busy).max()) < within
        busy = renewed
        if settled:
            return Workload(busy, sent, lost, done)
    raise ValueError(f"rate_per_h: no equilibrium was found within {most_rounds} rounds")


def mean_service(busy: Floats, service_h: Floats) -> float:
    """The mean service time over calls, when units are busy for these shares."""
    return float(busy.sum() / (busy / service_h).sum())


def shares(share: Floats, rank: Ints, busy: Floats, *, mean_load: float) -> tuple[Floats, float]:
    """(z, n) of all calls, who answers which, and the share lost, for units busy for such shares of time."""
    units = len(busy)
    lost = erlang_loss(units, mean_load)
    factor = corrections(units, mean_load * (1.0 - lost) / units)
    ordered = busy[rank]
    before = np.cumprod(np.concatenate([np.ones((len(rank), 1)), ordered[:, :-1]], axis=1), axis=1)
    raw = factor * before * (1.0 - ordered)
    raw *= ((1.0 - lost) / raw.sum(axis=1))[:, None]
    sent = np.zeros_like(raw)
    np.put_along_axis(sent, rank.astype(np.int64), raw * share[:, None], axis=1)
    return sent, lost


def corrections(units: int, busy: float) -> Floats:
    """(n,) Larson's Q: how much likelier j units are busy and the next free than if they were busy independently."""
    load = solve_load(units, busy)
    terms = np.cumprod(np.concatenate([[1.0], load / np.arange(1, units + 1)]))
    chance = terms / terms.sum()
    count = np.arange(units + 1)
    found = np.empty(units)
    for place in range(units):
        # drawn without putting back from the busy: the first `place` busy, the next one free
        ways = np.ones(units + 1)
        for step in range(place):
            ways *= np.maximum(count - step, 0) / (units - step)
        together = float((chance * ways * (units - count) / (units - place)).sum())
        found[place] = together / (busy**place * (1.0 - busy))
    return found


def solve_load(units: int, busy: float) -> float:
    """The load in erlangs under which each of the units is busy for this share in a loss system."""
    low, high = 0.0, units * busy / max(1.0 - busy, 1e-9) + units
    for _ in range(80):
        middle = (low + high) / 2.0
        carried = middle * (1.0 - erlang_loss(units, middle)) / units
        low, high = (middle, high) if carried < busy else (low, middle)
    return (low + high) / 2.0


def erlang_loss(units: int, load: float) -> float:
    """Erlang's B: the chance that all are busy, for a load in erlangs."""
    lost = 1.0
    for count in range(1, units + 1):
        lost = load * lost / (count + load * lost)
    return lost

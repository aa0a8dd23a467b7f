"""Calls drawn from a demand.

Whatever chance decides about a call is drawn with it, once, so that policies differ only in what they do: common random
numbers.
"""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from callbox.brain.simulate.facts import HOUR_MS, HOURS_OF_WEEK, NOBODY, Calls, Demand, Floats, Ints, Longs, Rates


def draw_calls(demand: Demand, *, seed: int, from_ms: int, until_ms: int) -> Calls:
    """All calls in [from_ms, until_ms), both at full hours.

    Each attribute has a stream of its own, so that changing one distribution leaves the draws of the others alone.
    Raises ValueError where the span is empty or not in full hours.
    """
    if until_ms <= from_ms or from_ms % HOUR_MS or until_ms % HOUR_MS:
        raise ValueError("until_ms: give a full hour after from_ms, which is a full hour too")
    streams = [np.random.Generator(np.random.PCG64(one)) for one in np.random.SeedSequence(seed).spawn(8)]
    time_ms = moments(demand, streams[0], from_ms, until_ms)
    zone, priority = places(demand, streams[1], time_ms)
    return Calls(
        time_ms,
        zone,
        priority,
        needs(demand, streams[2], priority),
        lognormal_ms(demand.turnout, streams[3], priority),
        lognormal_ms(demand.on_scene, streams[4], priority),
        hospital_kinds(demand, streams[5:7], priority),
        lognormal_ms(demand.handover, streams[7], priority),
    )


def moments(demand: Demand, rng: Generator, from_ms: int, until_ms: int) -> Longs:
    """Moments of calls: Poisson counts in each hour, uniform within it, ascending."""
    hours = np.arange(from_ms // HOUR_MS, until_ms // HOUR_MS)
    by_hour = demand.rate_per_h.sum(axis=(1, 2))
    counts = rng.poisson(by_hour[hours % HOURS_OF_WEEK])
    starts = np.repeat(hours * HOUR_MS, counts)
    return np.sort(starts + rng.integers(0, HOUR_MS, len(starts)))


def places(demand: Demand, rng: Generator, time_ms: Longs) -> tuple[Ints, NDArray[np.int8]]:
    """A zone and a priority for each moment, by the rates of its hour of the week."""
    hour = time_ms // HOUR_MS % HOURS_OF_WEEK
    chance = rng.random(len(time_ms))
    cell = np.zeros(len(time_ms), np.int64)
    for one in np.unique(hour):
        mine = hour == one
        upto = np.cumsum(demand.rate_per_h[one].ravel())
        cell[mine] = np.searchsorted(upto, chance[mine] * upto[-1], side="right")
    zone, priority = np.divmod(cell, demand.rate_per_h.shape[2])
    return zone.astype(np.int32), priority.astype(np.int8)


def needs(demand: Demand, rng: Generator, priority: NDArray[np.int8]) -> NDArray[np.int8]:
    """(c, kinds) a variant of `demand.need` for each call."""
    upto = np.cumsum(demand.need_share, axis=1)
    rows = upto[priority if len(upto) > 1 else np.zeros(len(priority), np.int8)]
    variant = (rows <= rng.random((len(priority), 1))).sum(axis=1)
    chosen: NDArray[np.int8] = demand.need[np.minimum(variant, len(demand.need) - 1)]
    return chosen


def hospital_kinds(demand: Demand, rngs: list[Generator], priority: NDArray[np.int8]) -> NDArray[np.int8]:
    """(c,) the kind of hospital, NOBODY where nobody is transported."""
    kind = np.searchsorted(np.cumsum(demand.hospital_kind_share), rngs[1].random(len(priority)), side="right")
    kind = np.minimum(kind, len(demand.hospital_kind_share) - 1)
    taken = rngs[0].random(len(priority)) < demand.transport_share[priority]
    return np.where(taken, kind, NOBODY).astype(np.int8)


def lognormal_ms(rates: Rates, rng: Generator, priority: NDArray[np.int8]) -> Ints:
    """(c,) durations with the mean and cv of each call's priority, at least 1 ms, at most 2^30."""
    variance = np.log1p(np.square(rates.cv))
    location: Floats = np.log(np.maximum(rates.mean_s, 1e-3) * 1000.0) - variance / 2
    normal = rng.standard_normal(len(priority))
    drawn = np.exp(location[priority] + np.sqrt(variance)[priority] * normal)
    return np.clip(np.rint(drawn), 1, 2**30).astype(np.int32)

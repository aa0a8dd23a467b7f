"""What runs of policies on the same days come to: shares, means, percentiles, differences, each with an interval.

Intervals: the bootstrap over whole days (Efron and Tibshirani, An Introduction to the Bootstrap, 1993): days are drawn
with replacement, the same for every policy, and the middle 95 % of what they come to is given. Calls within a day hang
together, days hardly do; and two policies on the same days differ by less than each by itself.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from callbox.brain.simulate.facts import Bytes, Floats, Ints

RESAMPLES: Final = 1000
BIN_MS: Final = 1000
BINS: Final = 7200
"""Responses are counted in bins of a second; those of two hours and more are in the last."""
EVERY: Final = -1
"""All priorities together."""
MIDDLE: Final = (2.5, 97.5)


class Estimate(NamedTuple):
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One run of a policy over d days: c answered calls, u units."""

    day: Ints
    """(c,) 0..d-1"""
    priority: Bytes
    """(c,)"""
    response_ms: Floats
    """(c,) from the call to the first arrival, infinite where nobody came."""
    moves: Ints
    """(d,) move-ups on each day."""
    busy_by_hour: Floats
    """(d, 24, u) share of each hour of each day that each unit was busy."""

    @property
    def busy(self) -> Floats:
        """(d, u) share of each day that each unit was busy."""
        share: Floats = self.busy_by_hour.mean(axis=1)
        return share

    @property
    def days(self) -> int:
        return len(self.moves)

    @property
    def calls(self) -> int:
        return len(self.day)


class Group(NamedTuple):
    """Of the calls of one priority, or of all: by day."""

    calls: Floats
    """(d,)"""
    late: Floats
    """(d,)"""
    total_s: Floats
    """(d,) responses added up."""
    counts: Floats
    """(d, BINS) calls by response."""


class Drawn(NamedTuple):
    """What the resamples of days come to; the first of each row is the days as they were."""

    late: Floats
    mean_s: Floats
    p90_s: Floats


def resampled(days: int, *, seed: int, count: int = RESAMPLES) -> Floats:
    """(1 + count, days) how often each day is in each resample; the first row is every day once."""
    rng = np.random.Generator(np.random.PCG64(seed))
    drawn = rng.multinomial(days, np.full(days, 1.0 / days), size=count)
    return np.vstack([np.ones(days), drawn])


def grouped_by_day(sample: Sample, *, priority: int, late_ms: int) -> Group:
    """The calls of one priority (EVERY: of all) by day; calls that nobody came to are late and in no mean."""
    mine = np.full(sample.calls, True) if priority == EVERY else sample.priority == priority
    day, response_ms = sample.day[mine], sample.response_ms[mine]
    came = np.isfinite(response_ms)
    place = np.minimum(np.where(came, response_ms, 0.0) // BIN_MS, BINS - 1).astype(np.int64)
    place[~came] = BINS - 1
    counts = np.bincount(day * BINS + place, minlength=sample.days * BINS).reshape(sample.days, BINS)
    return Group(
        calls=np.bincount(day, minlength=sample.days).astype(np.float64),
        late=np.bincount(day, (response_ms > late_ms).astype(np.float64), sample.days).astype(np.float64),
        total_s=np.bincount(day[came], response_ms[came] / 1000.0, sample.days).astype(np.float64),
        counts=counts.astype(np.float64),
    )


def drawn_from(group: Group, weights: Floats) -> Drawn:
    """Share late, mean and 90th percentile in each resample."""
    calls = np.maximum(weights @ group.calls, 1e-9)
    return Drawn(weights @ group.late / calls, weights @ group.total_s / calls, percentile_s(group, weights, 0.9))


def percentile_s(group: Group, weights: Floats, share: float) -> Floats:
    """(w,) the response that this share of calls did not exceed, within its bin by straight line."""
    last = int(np.flatnonzero(group.counts.sum(axis=0))[-1]) + 1 if group.counts.any() else 1
    upto = np.cumsum(weights @ group.counts[:, :last], axis=1)
    wanted = share * upto[:, -1:]
    place = np.minimum((upto < wanted).sum(axis=1), last - 1)
    row = np.arange(len(upto))
    before = np.where(place > 0, upto[row, place - 1], 0.0)
    within = (wanted[:, 0] - before) / np.maximum(upto[row, place] - before, 1e-9)
    seconds: Floats = (place + np.clip(within, 0.0, 1.0)) * (BIN_MS / 1000.0)
    return seconds


def estimate(values: NDArray[np.float64]) -> Estimate:
    """The figure (first) and the middle 95 % of its resamples."""
    low, high = np.percentile(values[1:], MIDDLE)
    return Estimate(float(values[0]), float(min(low, values[0])), float(max(high, values[0])))


def change(values: Floats, against: Floats) -> Floats:
    """Relative change in each resample; 0 where both are nothing."""
    return np.where(against > 0, values / np.where(against > 0, against, 1.0) - 1.0, np.where(values > 0, np.inf, 0.0))


def shares_below(group: Group, seconds: NDArray[np.int64]) -> Floats:
    """The share of calls answered within so many seconds."""
    upto = np.cumsum(group.counts.sum(axis=0)) / max(1.0, float(group.calls.sum()))
    return np.where(seconds > 0, upto[np.clip(seconds - 1, 0, BINS - 1)], 0.0)

"""How fast each class of road really is by hour and mode, learnt from the trips that units took.

A trip says how its time compared with that of its route, not street by street: the logarithm of the ratio is shared out
to the classes it drove on, by their parts of the time, and shared out anew with the factors so found until they stand.
A class and hour with few trips borrows from the class at all hours, and that from all classes: partial pooling with a
weight of the observations against the scatter between groups (empirical Bayes: Efron, Morris, "Data analysis using
Stein's estimator and its generalizations", JASA 70 (1975); Gelman, Hill, "Data analysis using regression and
multilevel/hierarchical models" (2007), chapter 12).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.customise import LONGEST_MS
from callbox.brain.roads.facts import ROAD_CLASSES, Ints
from callbox.brain.statistics.drawing import drawn

Floats = NDArray[np.float64]

ROUNDS: Final = 30
"""How often what trips took is shared out anew to their classes; further rounds change factors by less than a percent."""
FASTEST, SLOWEST = 0.25, 10.0
"""Factors beyond these are errors of clocks and positions, not of traffic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trips:
    """t trips that units took in one mode."""

    hour: Ints
    """(t,) local hour at departure, 0 to 23."""
    free_ms: Floats
    """(t, c) free-flow milliseconds of the trip's route on each road class."""
    taken_ms: Floats
    """(t,) what the trip took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speeds:
    """Travel time as a multiple of free flow by hour group and road class, in one mode."""

    group: Ints
    """(24,) the hour group of each hour."""
    factor: Floats
    """(g, c) time is free-flow time by this."""
    trips: Floats
    """(g, c) how many trips' worth of driving each factor rests on."""


def free_speeds(group: Ints) -> Speeds:
    """No trips yet: free flow at every hour."""
    shape = int(group.max()) + 1, len(ROAD_CLASSES)
    return Speeds(group=group, factor=np.ones(shape), trips=np.zeros(shape))


def learnt(trips: Trips, *, group: Ints) -> Speeds:
    """Factors by hour group and class from trips of one mode; 1 where nothing was driven at all.

    `group` (24,) gives each hour its group, 0 to g - 1. Trips that took no time or less, and routes without length, say
    nothing and are left out.
    """
    said = (trips.taken_ms > 0) & (trips.free_ms.sum(axis=1) > 0)
    free_ms, of = trips.free_ms[said], group[trips.hour[said]]
    ratio = np.clip(trips.taken_ms[said] / free_ms.sum(axis=1), FASTEST, SLOWEST)
    taken_ms = ratio * free_ms.sum(axis=1)
    log_factor = weight = np.zeros((int(group.max()) + 1, free_ms.shape[1]))
    for _ in range(ROUNDS):
        log_factor, weight = _round(free_ms, taken_ms, of=of, log_factor=log_factor)
    return Speeds(group=group, factor=np.clip(np.exp(log_factor), FASTEST, SLOWEST), trips=weight)


def _round(free_ms: Floats, taken_ms: Floats, *, of: Ints, log_factor: Floats) -> tuple[Floats, Floats]:
    """Share what each trip took beyond the last estimate out to its classes, average, and pool."""
    driven_ms = free_ms * np.exp(log_factor[of])
    told_ms = driven_ms.sum(axis=1)
    share = driven_ms / told_ms[:, None]
    slower = log_factor[of] + np.log(taken_ms / told_ms)[:, None]
    weight, mean = np.zeros(log_factor.shape), np.zeros(log_factor.shape)
    np.add.at(weight, of, share)
    np.add.at(mean, of, share * slower)
    mean = np.divide(mean, weight, out=mean, where=weight > 0)
    return _pooled(mean, weight, within=_scatter(share, slower, mean=mean[of])), weight


def _scatter(share: Floats, slower: Floats, *, mean: Floats) -> float:
    """The variance of single trips around the mean of their hour group and class."""
    if not len(slower):
        return 1.0
    return max(float((share * (slower - mean) ** 2).sum() / max(share.sum(), 1.0)), 1e-6)


def _pooled(mean: Floats, weight: Floats, *, within: float) -> Floats:
    """(g, c) each mean drawn towards its class, and each class towards all, as far as its trips are few."""
    all_ = float((mean * weight).sum() / weight.sum()) if weight.sum() else 0.0
    of_class, class_weight = _over(mean, weight)
    of_class = drawn(of_class, class_weight, towards=np.full(len(of_class), all_), within=within)
    return drawn(mean, weight, towards=np.broadcast_to(of_class, mean.shape), within=within)


def _over(mean: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """(c,) means and weights over all hour groups."""
    total = weight.sum(axis=0)
    return np.divide((mean * weight).sum(axis=0), total, out=np.zeros(len(total)), where=total > 0), total


def travel_at(free_ms: Ints, road_class: NDArray[np.int8], *, speeds: Speeds, group: int) -> Ints:
    """(m,) milliseconds along each arc in an hour group; UNREACHABLE_MS stays."""
    slow_ms = np.minimum(np.rint(free_ms * speeds.factor[group][road_class]), LONGEST_MS)
    return np.where(free_ms < UNREACHABLE_MS, slow_ms, UNREACHABLE_MS).astype(np.int32)

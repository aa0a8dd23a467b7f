"""How busy each unit is at each hour of the day, as runs have shown, scant sight of one eked out by what was seen of all."""

from typing import Final

import numpy as np

from callbox.brain.simulate.facts import HOUR_MS, City, Floats
from callbox.brain.statistics.drawing import drawn

HOURS: Final = 24
LEAST_BUSY, MOST_BUSY = 0.01, 0.95


def busy_fractions(busy: Floats, on: Floats) -> Floats:
    """(24, u) the share of its time on shift that each unit is busy, by hour of the day, within LEAST_BUSY..MOST_BUSY.

    `busy` and `on` (d, 24, u) are the shares of each hour of d days that each unit was busy, and on shift. A unit's share
    over all hours and an hour's over all units, each drawn towards that of all together, give q_u q_h / q; what was seen of
    the unit at this hour is drawn towards that. How far, its scatter from day to day says (see `statistics.drawing`).
    """
    all_ = pooled(busy, on)
    of_unit = credible(busy.sum(axis=1), on.sum(axis=1), towards=np.full(busy.shape[2], all_))
    of_hour = credible(busy.sum(axis=2), on.sum(axis=2), towards=np.full(HOURS, all_))
    days, hours, units = busy.shape
    apart = (days, hours * units)
    towards = np.outer(of_hour, of_unit).ravel() / all_
    found = credible(busy.reshape(apart), on.reshape(apart), towards=towards).reshape(hours, units)
    bounded: Floats = np.clip(found, LEAST_BUSY, MOST_BUSY)
    return bounded


def pooled(busy: Floats, on: Floats) -> float:
    """The share of all units' time on shift that they are busy, within LEAST_BUSY..MOST_BUSY."""
    return float(np.clip(busy.sum() / max(float(on.sum()), 1e-9), LEAST_BUSY, MOST_BUSY))


def credible(busy: Floats, on: Floats, *, towards: Floats) -> Floats:
    """(k,) shares of k groups seen on d days (d, k), drawn towards others as far as the days' own scatter explains them."""
    weight = on.sum(axis=0)
    mean = np.divide(busy.sum(axis=0), weight, out=np.array(towards, np.float64), where=weight > 0)
    share = np.divide(busy, on, out=np.broadcast_to(mean, busy.shape).copy(), where=on > 0)
    free = ((on > 0).sum(axis=0) - 1).clip(0).sum()
    within = float((on * (share - mean) ** 2).sum() / free) if free else np.inf
    return drawn(mean, weight, towards=towards, within=within)


def on_shift(city: City, *, from_hour: int, days: int) -> Floats:
    """(d, 24, u) the share of each hour that each unit is on shift."""
    begin_ms = (from_hour + np.arange(days * HOURS))[:, None] * HOUR_MS
    on = np.ones((days * HOURS, city.units))
    on[:, city.shift_unit] = 0.0
    shifts = zip(city.shift_unit.tolist(), city.shift_on_ms.tolist(), city.shift_off_ms.tolist(), strict=True)
    for unit, on_ms, off_ms in shifts:
        shared_ms = np.minimum(off_ms, begin_ms[:, 0] + HOUR_MS) - np.maximum(on_ms, begin_ms[:, 0])
        on[:, unit] += np.clip(shared_ms, 0, HOUR_MS) / HOUR_MS
    return on.reshape(days, HOURS, city.units)

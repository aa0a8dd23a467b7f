"""The usual ways to grade an answer: late or not, late by class of call with the mean in view, survival."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from callbox.brain.cover.facts import Floats, Grades, Ints


class Class(NamedTuple):
    """A class of calls as cover sees it."""

    share: float
    """Of all calls."""
    slowness: float = 1.0
    """How many times as long a unit takes on its way to it, against the times that cover is reckoned in."""
    late_ms: int = 480_000
    """From when its answer is late."""


def late_after(threshold_ms: int) -> Grades:
    """Late or not: what MEXCLP counts (Daskin, Transportation Science 17 (1983) 48-70)."""
    return Grades(within_ms=np.array([threshold_ms], np.int32), cost=np.ones(1))


def by_class(
    classes: Sequence[Class], *, mean_weight: float, step_ms: int = 60_000, until_ms: int = 2_400_000
) -> Grades:
    """Late calls by class, plus `mean_weight` for each `late_ms` that an answer takes; flat after `until_ms`.

    A weight of 0 counts late calls alone; the more weight, the more cover is kept where it shortens every answer.
    """
    ends = {round(one.late_ms / one.slowness) for one in classes}
    within = np.array(sorted(ends | set(range(step_ms, until_ms + 1, step_ms))), np.int32)
    late = sum(one.share * (middles(within) > one.late_ms / one.slowness) for one in classes)
    slope_per_ms = sum(one.share * one.slowness / one.late_ms for one in classes)
    return rising(within, late + mean_weight * slope_per_ms * middles(within))


def survival(*, steepness_per_min: float = 0.26, offset: float = 0.679, until_ms: int = 1_800_000) -> Grades:
    """The chance of not surviving a cardiac arrest that it adds to come after t minutes: 1 - 1 / (1 + exp(a + b t)).

    De Maio, Stiell, Wells and Spaite, Annals of Emergency Medicine 42 (2003) 242-250, as used for cover by Erkut,
    Ingolfsson and Erdogan, Naval Research Logistics 55 (2008) 42-58: a = 0.679, b = 0.262.
    """
    within = np.arange(30_000, until_ms + 1, 30_000, dtype=np.int32)
    return rising(within, 1.0 - 1.0 / (1.0 + np.exp(offset + steepness_per_min * middles(within) / 60_000.0)))


def middles(within_ms: Ints) -> Floats:
    """(g + 1,) a moment within each grade: halfway, and the last end for whatever lies beyond."""
    ends = np.concatenate([[0.0], within_ms.astype(np.float64)])
    return np.append((ends[:-1] + ends[1:]) / 2.0, ends[-1] + 1.0)


def rising(within_ms: Ints, worth: Floats) -> Grades:
    """Grades of a curve given in the middle of each (g + 1,); a grade that costs nothing more is left out."""
    cost = np.maximum(np.diff(worth), 0.0)
    kept = cost > 0.0
    return Grades(within_ms=within_ms[kept], cost=cost[kept])

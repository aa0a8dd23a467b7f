"""Medians and 90th percentiles of durations, each with the count it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Summary:
    """How many durations, and their median and 90th percentile in seconds; None where there is nothing to rest on."""

    count: int
    median_s: float | None
    p90_s: float | None


def quantile(durations_s: Iterable[float], share: float) -> float | None:
    """The duration that `share` (0 to 1) of all do not exceed; None of none.

    Linear between order statistics at 1 + share * (n - 1): definition 7 of Hyndman and Fan, "Sample Quantiles in
    Statistical Packages", The American Statistician 50 (1996) 361-365. Spreadsheets, R and NumPy give the same number.
    Raises ValueError for a share outside 0 to 1 and for a duration that is not a number.
    """
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"share: {share} is outside 0 to 1")
    values = np.fromiter(durations_s, dtype=np.float64)
    if not np.all(np.isfinite(values)):
        raise ValueError("durations_s: holds a value that is not a finite number; leave unknown durations out")
    return float(np.quantile(values, share, method="linear")) if len(values) else None


def summary(durations_s: Iterable[float]) -> Summary:
    """Count, median and 90th percentile of some durations; unknown ones must be left out before."""
    values = list(durations_s)
    return Summary(len(values), quantile(values, 0.5), quantile(values, 0.9))


def table(groups: Mapping[Key, Iterable[float]]) -> dict[Key, Summary]:
    """A summary for each group, such as each priority."""
    return {key: summary(durations_s) for key, durations_s in groups.items()}

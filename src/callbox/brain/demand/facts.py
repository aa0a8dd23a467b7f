"""Demand on a map: where people call from, and how often in each hour of the week. Every array is read-only."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HOURS_OF_WEEK: Final = 168


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """k places and p priorities, the most urgent first. Raises ValueError naming the field that is wrong."""

    priorities: tuple[str, ...]
    """(p,) their names, as the file has them."""
    longitude_deg: Floats
    """(k,)"""
    latitude_deg: Floats
    """(k,)"""
    weight: Floats
    """(p, k) the chance that a call of a priority comes from each place; each row adds up to 1."""
    rate_per_h: Floats
    """(p, 168) calls of a priority in each hour of the week, Monday 00:00 local first."""

    def __post_init__(self) -> None:
        shape = (len(self.priorities), len(self.longitude_deg))
        if self.weight.shape != shape or len(self.latitude_deg) != shape[1]:
            raise ValueError(f"weight: give shape {shape}, priorities by places")
        if not (self.weight >= 0).all() or not np.allclose(self.weight.sum(axis=1), 1.0):
            raise ValueError("weight: give chances that add up to 1 for each priority")
        if self.rate_per_h.shape != (shape[0], HOURS_OF_WEEK) or not (self.rate_per_h >= 0).all():
            raise ValueError(f"rate_per_h: give calls an hour of shape ({shape[0]}, {HOURS_OF_WEEK})")

"""What cover is reckoned from: where calls come from, where units wait, how bad an answer's delay is.

Points are 0..z-1, stations 0..s-1, units 0..n-1. Times are int32 milliseconds of road; UNREACHABLE_MS: no way.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Bools = NDArray[np.bool_]

LEAST_BUSY, MOST_BUSY = 0.001, 0.999
"""A unit that is never, or always, busy would make a product 0 or a quotient infinite."""
MOST_GRADES: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """How bad an answer after t is: the sum of `cost[g]` over every g with t > `within_ms[g]`, so 0 at best.

    One grade is MEXCLP's "covered or not"; many approach any curve that only rises (gradual cover: Berman, Krass and
    Drezner, "The gradual covering decay location problem", EJOR 151 (2003) 474-480). See `grades` for the usual ones.
    """

    within_ms: Ints
    """(g,) ascending."""
    cost: Floats
    """(g,) 0 or more."""

    def __post_init__(self) -> None:
        if not 1 <= len(self.within_ms) <= MOST_GRADES or (np.diff(self.within_ms) <= 0).any():
            raise ValueError(f"within_ms: give 1..{MOST_GRADES} ascending times")
        if len(self.cost) != len(self.within_ms) or (self.cost < 0).any():
            raise ValueError("cost: give as many as within_ms, none negative")

    @property
    def worst(self) -> float:
        """What it costs when nobody comes."""
        return float(self.cost.sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where calls come from and where units may wait. Raises ValueError naming a field that is wrong."""

    weight: Floats
    """(z,) expected calls at each point: a rate, or a share of all."""
    station_ms: Ints
    """(s, z) from each station to each point."""
    grades: Grades
    capacity: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    """(s,) how many units find room; empty: no bound."""

    def __post_init__(self) -> None:
        stations, points = self.station_ms.shape
        if self.weight.shape != (points,) or (self.weight < 0).any():
            raise ValueError(f"weight: give {points} values, none negative")
        if stations == 0 or points == 0 or self.station_ms.dtype != np.int32 or (self.station_ms < 0).any():
            raise ValueError("station_ms: give int32 of shape (stations, points), none negative")
        if len(self.capacity) not in {0, stations}:
            raise ValueError(f"capacity: give {stations} values, or none")

    @property
    def room(self) -> Ints:
        """(s,) how many units find room at each station."""
        return self.capacity if len(self.capacity) else np.full(len(self.station_ms), 2**30, np.int32)

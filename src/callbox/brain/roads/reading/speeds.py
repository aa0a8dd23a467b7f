"""How fast a road is driven where the file does not say, and what class a road is where it gives only speeds."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from callbox.brain.roads.facts import MOTORWAY, PRIMARY, SECONDARY, SERVICE, STREET, Floats

KMH_TO_MPS: Final = 1 / 3.6
FASTEST_KMH: Final = 250.0
"""Nothing on a road is faster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speeds:
    """Free-flow speeds. They are a beginning: a node learns factors on them from what its own trips took."""

    ordinary_kmh: tuple[float, ...] = (95.0, 75.0, 50.0, 45.0, 40.0, 30.0, 15.0, 15.0)
    """By class, motorway to track; junctions and lights are in it."""
    siren_factor: float = 1.25
    """Siren over ordinary speed; 1.33 and 1.42 in the JEMSS models of Manhattan and Auckland."""
    limit_share: float = 0.85
    """Ordinary mean speed as a share of the posted limit."""
    walking_kmh: float = 6.0
    """Streets that are posted `walk`, and pedestrian streets under siren."""
    crawl_kmh: float | None = 4.0
    """Without siren, out of streets that only a siren opens: a unit that answered there must get out. None closes."""
    ferry_kmh: float = 15.0


def class_of_speed(ordinary_kmh: Floats, length_m: Floats) -> NDArray[np.int8]:
    """(m,) a class for files that give times only, by each speed over the median by length, which is a street's."""
    with np.errstate(invalid="ignore"):
        known = (ordinary_kmh > 0) & (ordinary_kmh <= FASTEST_KMH) & (length_m > 0)
    classes = np.full(len(ordinary_kmh), STREET, dtype=np.int8)
    if not known.any():
        return classes
    ratio = ordinary_kmh[known] / _median(ordinary_kmh[known], length_m[known])
    steps = np.array([SERVICE, STREET, SECONDARY, PRIMARY, MOTORWAY], dtype=np.int8)
    classes[known] = steps[np.digitize(ratio, [0.6, 1.3, 1.75, 2.3])]
    return classes


def _median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values, kind="stable")
    running = np.cumsum(weights[order])
    return max(float(values[order][np.searchsorted(running, running[-1] / 2)]), 1e-9)


def class_ms(length_m: Floats, road_class: NDArray[np.int8], speeds: Speeds) -> Floats:
    """(2, m) milliseconds by class alone."""
    kmh = np.array([*speeds.ordinary_kmh, np.inf])[road_class]
    ordinary_ms = length_m / (kmh * KMH_TO_MPS) * 1000.0
    return np.stack([ordinary_ms / speeds.siren_factor, ordinary_ms])

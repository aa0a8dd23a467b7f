"""What such files say, as plain values. Every array is read-only; numbers of stations and hospitals count from 0."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from callbox.brain.demand.facts import Floats

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stations:
    """s places units leave from."""

    names: tuple[str, ...]
    longitude_deg: Floats
    latitude_deg: Floats
    capacity: Ints
    """(s,) how many units it holds; 0 where the file does not say."""
    number: tuple[str, ...]
    """(s,) what other files call it by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hospitals:
    """h places patients are taken to."""

    names: tuple[str, ...]
    longitude_deg: Floats
    latitude_deg: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """u units."""

    station: Ints
    """(u,) index of each unit's station."""
    kind: tuple[str, ...]
    """(u,) the file's own word for the kind of vehicle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """How many calls there are, by priority and hour of the week."""

    priorities: tuple[str, ...]
    rate_per_h: Floats
    """(p, 168)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """How units drive: the road file's travel mode (from 1) of each priority, and the speed beside the roads."""

    priorities: tuple[str, ...]
    mode: tuple[int, ...]
    """(p,)"""
    off_road_kmh: tuple[float, ...]
    """By travel mode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """z parts of a city, in the order of the file."""

    number: Ints
    longitude_deg: Floats
    """(z,) of the centroid."""
    latitude_deg: Floats
    outline_deg: tuple[Floats, ...]
    """(z,) outer rings, (k, 2) longitude and latitude each."""

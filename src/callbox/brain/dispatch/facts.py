"""What a question about whom to send consists of: needs, cases, units, and what is known of roads and cover.

Plain values throughout. Times are whole milliseconds, on whatever clock the caller keeps; priority 0 is the most urgent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import exp
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Times = NDArray[np.int32]
"""Travel times in ms; UNREACHABLE_MS (callbox.brain.compiled) stands for no way."""

IDLE, RETURNING = FREE = ("idle", "returning")
ASSIGNED, EN_ROUTE = UNDER_WAY = ("assigned", "en_route")
ON_SCENE, TRANSPORTING, AT_HOSPITAL = CLEARING = ("on_scene", "transporting", "at_hospital")
OFF_SHIFT, OUT_OF_SERVICE = ("off_shift", "out_of_service")
STATES: Final = (*FREE, *UNDER_WAY, *CLEARING, OFF_SHIFT, OUT_OF_SERVICE)

HERE, HOME, NOWHERE = POSITIONS = ("here", "home", "nowhere")
"""What a unit's road times start from: where it is, where it waits (its position is not known), or nothing at all."""

MEASURES: Final = ("height_m", "width_m", "length_m", "weight_t")
"""The measures of vehicles that there are words for; a node may name more."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The ends of an interval of times, as factors of the time that is expected."""

    low: float
    high: float


def lognormal(sigma: float, share: float = 0.8) -> Spread:
    """The spread that holds `share` of all times whose logarithm is off by `sigma` (standard deviation)."""
    reach = NormalDist().inv_cdf((1.0 + share) / 2.0) * sigma
    return Spread(exp(-reach), exp(reach))


TRAVEL_SPREAD: Final = lognormal(0.25)
CLEARS_SPREAD: Final = lognormal(0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Units of one kind that a case still needs; those already on it are not counted."""

    kind: str
    count: int = 1
    skills: frozenset[str] = frozenset()
    """What every one of these crews must be able to do."""
    limits: Mapping[str, float] = field(default_factory=dict)
    """What the vehicle may measure at most, such as {"height_m": 3.2, "weight_t": 12.0} for the bridge on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case that needs units now."""

    id: str
    priority: int
    needs: tuple[Need, ...]
    longitude_deg: float | None
    latitude_deg: float | None
    off_road_m: float | None = 0.0
    """Straight from the place to the nearest road; None when no road is near enough, as at sea."""
    waiting_since_ms: int = 0
    name: str = ""
    """What it is called in sentences; its id when empty."""
    version: int = 0
    """Counts changes of its place and need, and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitState:
    """A unit as it is at this moment. Raises ValueError for a state or position that there is not."""

    id: str
    kind: str
    state: str
    """One of STATES."""
    call_sign: str = ""
    """What it is called in sentences; its id when empty."""
    skills: frozenset[str] = frozenset()
    measures: Mapping[str, float] = field(default_factory=dict)
    """What its vehicle measures, in the names that needs limit."""
    on_case: str = ""
    """The case it is on."""
    on_priority: int | None = None
    """How urgent that case is."""
    on_need: Need | None = None
    """What it meets there, to be met by another if it is taken; None: any unit of its kind."""
    clears_in_ms: int | None = None
    """For a unit on scene, transporting or at hospital: how long until it is free, as expected; None: not known."""
    clears_spread: Spread | None = None
    """How far that may be off; None: CLEARS_SPREAD."""
    on_shift_until_ms: int | None = None
    """On the clock of `Situation.at_ms`; None: no end is known."""
    rested: bool = True
    neighbour: str = ""
    """The neighbouring organisation that it belongs to; empty for one's own."""
    agreed: bool = True
    """Whether an agreement lets us send the neighbour's unit without asking."""
    position: str = HERE
    """One of POSITIONS."""
    version: int = 0
    """Counts changes of its status and assignment, and nothing else: never of its position."""

    def __post_init__(self) -> None:
        for name, value, known in (("state", self.state, STATES), ("position", self.position, POSITIONS)):
            if value not in known:
                raise ValueError(f"{name}: {value!r} of unit {self.id} is none of {', '.join(known)}")


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What stays covered: p demand points with calls of k kinds, and the n units of the situation that would serve them."""

    calls_per_h: Floats
    """(k, p) calls an hour of each kind expected at each point."""
    serves: NDArray[np.int64]
    """(n,) the kind of calls (row of `calls_per_h`) that each unit serves; -1 for none."""
    travel_ms: Times
    """(n, p) from each unit, at its present place, to each point."""
    busy: Floats
    """(n,) the share of time that each unit is busy, 0 to 1; from the simulation of the node's own year, not guessed."""
    threshold_ms: int
    """A call is covered in time by a unit that is free and no farther away than this."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Everything that one question rests on: n units, c open cases, and the times between them.

    Raises ValueError, with the field and what would be right, if sizes, names or values do not fit together.
    """

    at_ms: int
    units: tuple[UnitState, ...]
    cases: tuple[Case, ...]
    """Those to send units to, and those that units under way are on, if these may be taken from them."""
    travel_ms: Times | None
    """(c, n) road time from each unit to each case, UNREACHABLE_MS where there is no way; None: no road times at all."""
    straight_m: Floats
    """(c, n) NaN where either place is not known."""
    travel_spread: Spread = TRAVEL_SPREAD
    cover: Cover | None = None
    closures_version: int = 0
    """Counts changes of closures and slow zones."""

    def __post_init__(self) -> None:
        fault = next(faults(self), None)
        if fault is not None:
            raise ValueError(fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a node decides once for all its questions. A default is a starting point, not a finding."""

    cap_ms: tuple[int, ...] = (60_000,)
    """By priority: how far behind the closest a unit may arrive for the sake of cover; no cap beyond the last."""
    cover_ms_per_call_h: float = 600_000.0
    """How much later one expected call an hour less out of cover is worth (w of expected_cover)."""
    take_gain_ms: int = 60_000
    """How much sooner a unit under way to something less urgent must be there before it is taken from it."""
    clearing_within_ms: int = 1_200_000
    """A unit counts as about to clear when it is expected to be free within this time."""
    rested_within_ms: int = 600_000
    """No crew that has not rested is proposed while a rested one can be there within this time."""
    shift_soon_ms: int = 1_800_000
    """A shift that ends this soon after arrival is told."""
    even_ms: int = 15_000
    """Two ways whose first units arrive within this of each other are told as even."""
    most_ways: int = 5
    shortlist: int = 8
    """How many units are looked ahead for."""
    straight_factor: float = 1.4
    """Without road times: the road is taken to be this much longer than the straight line,"""
    straight_mps: float = 10.0
    """and travelled at this speed."""


def faults(situation: Situation) -> Iterator[str]:
    """Each thing that does not fit, in one line."""
    shape = (len(situation.cases), len(situation.units))
    for name, array in (("travel_ms", situation.travel_ms), ("straight_m", situation.straight_m)):
        if array is not None and array.shape != shape:
            yield f"{name}: has shape {array.shape}, {shape} (cases, units) would be right"
    for name, ids in (("units", [one.id for one in situation.units]), ("cases", [one.id for one in situation.cases])):
        if len(set(ids)) != len(ids):
            yield f"{name}: two have the same id"
    yield from _faults_of_cover(situation)


def _faults_of_cover(situation: Situation) -> Iterator[str]:
    cover = situation.cover
    if cover is None:
        return
    units, points = len(situation.units), cover.calls_per_h.shape[-1]
    for name, array, shape, axes in (
        ("travel_ms", cover.travel_ms, (units, points), "units, points"),
        ("busy", cover.busy, (units,), "units"),
        ("serves", cover.serves, (units,), "units"),
        ("calls_per_h", cover.calls_per_h, (len(cover.calls_per_h), points), "kinds, points"),
    ):
        if array.shape != shape:
            yield f"cover.{name}: has shape {array.shape}, {shape} ({axes}) would be right"

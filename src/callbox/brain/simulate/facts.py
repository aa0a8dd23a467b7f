"""What a simulated city consists of, what is called in, and what came of it.

Places are zones 0..z-1; stations and hospitals stand in zones. Travel times are int32 milliseconds, the clock is int64
milliseconds from the start of a Monday. Arrays are read-only by agreement.
"""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import UNREACHABLE_MS

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bytes = NDArray[np.int8]

SIREN, ORDINARY = range(2)
HOURS_OF_WEEK: Final = 168
HOUR_MS: Final = 3_600_000
WEEK_MS: Final = HOURS_OF_WEEK * HOUR_MS
YEAR_MS: Final = 365 * 24 * HOUR_MS
NEVER_MS: Final = 2**62
"""A moment that never comes."""
NOBODY: Final = -1


def one_metric() -> NDArray[np.int16]:
    """The schedule of a city that has one travel-time table for every mode and hour."""
    return np.zeros((1, 2, HOURS_OF_WEEK), np.int16)


def no_tables() -> Ints:
    """No travel times."""
    return np.zeros((0, 0, 0), np.int32)


def none_yet() -> Longs:
    """No moments."""
    return np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """z zones, s stations, h hospitals, u units, m travel-time tables. Raises ValueError naming a field that is wrong.

    Which table holds is read from `metric_at` by version, mode and hour of the week; version v is in force from
    `version_from_ms[v]`, so that a closure is a version of its own.
    """

    to_ms: Ints
    """(m, z, z) milliseconds `to_ms[metric, to zone, from zone]`, UNREACHABLE_MS where there is no way."""
    station_zone: Ints
    """(s,) zones where units may wait: stations, and posts at street corners."""
    unit_station: Ints
    """(u,) each unit's own station."""
    unit_kind: Bytes = field(default_factory=lambda: np.zeros(0, np.int8))
    """(u,) 0..7: engine, ambulance, patrol ... as the caller numbers them; empty: all of kind 0."""
    station_capacity: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    """(s,) how many units a move-up may bring together there; empty: no bound. Its own units always find room."""
    hospital_zone: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    """(h,)"""
    hospital_takes: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    """(h,) bit k is set where the hospital takes patients of hospital kind k; empty: every kind."""
    metric_at: NDArray[np.int16] = field(default_factory=one_metric)
    """(versions, 2, 168) which table holds, by version, mode (SIREN, ORDINARY) and hour of the week."""
    version_from_ms: Longs = field(default_factory=lambda: np.zeros(1, np.int64))
    """(versions,) when each version comes into force, ascending; the first holds from the start."""
    shift_unit: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    """(k,) units that work in shifts; a unit that is not named here is always on."""
    shift_on_ms: Longs = field(default_factory=none_yet)
    """(k,) absolute; `shifts.weekly` makes them of a plan that repeats."""
    shift_off_ms: Longs = field(default_factory=none_yet)
    """(k,) after the start; two shifts of one unit do not overlap."""
    reckoned_ms: Ints = field(default_factory=no_tables)
    """(m, z, z) what whoever decides takes `to_ms` for; units drive by `to_ms`. Empty: they know it."""

    def __post_init__(self) -> None:
        for name, wrong, right in faults_of_city(self):
            if wrong:
                raise ValueError(f"{name}: {right}")

    @property
    def taken_ms(self) -> Ints:
        """(m, z, z) the times that are decided by."""
        return self.reckoned_ms if len(self.reckoned_ms) else self.to_ms

    @property
    def zones(self) -> int:
        return int(self.to_ms.shape[1])

    @property
    def stations(self) -> int:
        return len(self.station_zone)

    @property
    def units(self) -> int:
        return len(self.unit_station)

    @property
    def kinds(self) -> Bytes:
        """(u,) the kind of each unit."""
        return self.unit_kind if len(self.unit_kind) else np.zeros(self.units, np.int8)


def outside(values: NDArray[np.integer], limit: int) -> bool:
    """Whether any value is not in 0..limit-1."""
    return bool(len(values) and (values.min() < 0 or values.max() >= limit))


def alike(reckoned_ms: Ints, to_ms: Ints) -> bool:
    """Whether one table can be taken for the other: of one shape, with a way where there is one."""
    if reckoned_ms.dtype != np.int32 or reckoned_ms.shape != to_ms.shape or (reckoned_ms < 0).any():
        return False
    return bool(((reckoned_ms >= UNREACHABLE_MS) == (to_ms >= UNREACHABLE_MS)).all())


def faults_of_city(city: City) -> list[tuple[str, bool, str]]:
    """(field, whether it is wrong, what would be right), in the order a reader would check."""
    metrics, zones, _ = city.to_ms.shape
    optional = (
        ("unit_kind", city.unit_kind, city.units), ("station_capacity", city.station_capacity, city.stations),
        ("hospital_takes", city.hospital_takes, len(city.hospital_zone)),
    )  # fmt: skip
    return [
        ("to_ms", city.to_ms.dtype != np.int32 or zones != city.to_ms.shape[2], "give int32 of shape (m, z, z)"),
        ("to_ms", bool((city.to_ms < 0).any() or (city.to_ms > UNREACHABLE_MS).any()), "give 0..UNREACHABLE_MS"),
        ("reckoned_ms", bool(len(city.reckoned_ms)) and not alike(city.reckoned_ms, city.to_ms),
         "give int32 of the shape of to_ms, UNREACHABLE_MS where that is"),
        ("station_zone", city.stations == 0 or outside(city.station_zone, zones), f"give zones 0..{zones - 1}"),
        ("unit_station", city.units == 0 or outside(city.unit_station, city.stations), "give numbers of stations"),
        ("unit_kind", outside(city.unit_kind, 8), "give kinds 0..7"),
        ("hospital_zone", outside(city.hospital_zone, zones), f"give zones 0..{zones - 1}"),
        ("metric_at", outside(city.metric_at.ravel(), metrics), f"give tables 0..{metrics - 1}"),
        ("metric_at", city.metric_at.shape[1:] != (2, HOURS_OF_WEEK), "give shape (versions, 2, 168)"),
        ("version_from_ms", len(city.version_from_ms) != len(city.metric_at), "give one moment for each version"),
        ("version_from_ms", bool((np.diff(city.version_from_ms) <= 0).any()), "give ascending moments"),
        ("shift_unit", outside(city.shift_unit, city.units), "give numbers of units"),
        ("shift_off_ms", len({len(city.shift_unit), len(city.shift_on_ms), len(city.shift_off_ms)}) > 1,
         "give as many as shift_unit and shift_on_ms"),
        ("shift_off_ms", bool((city.shift_off_ms <= city.shift_on_ms).any()), "give ends after the starts"),
        *((name, len(array) not in {0, count}, f"give {count} values, or none") for name, array, count in optional),
    ]  # fmt: skip


class Calls(NamedTuple):
    """c calls for help in order of time, with whatever chance decides about each: every policy meets the same calls."""

    time_ms: Longs
    """(c,) when a unit may first be sent, ascending."""
    zone: Ints
    """(c,)"""
    priority: Bytes
    """(c,) 0 is the most urgent."""
    need: Bytes
    """(c, kinds) how many units of each kind."""
    turnout_ms: Ints
    """(c,) from being told to rolling, for a unit that waits at a station."""
    on_scene_ms: Ints
    """(c,) each unit's time at the scene, from its own arrival."""
    hospital_kind: Bytes
    """(c,) what the hospital must take; NOBODY: nobody is taken to hospital."""
    handover_ms: Ints
    """(c,) time at the hospital."""


class Rates(NamedTuple):
    """A positive duration as a lognormal distribution, for each priority; cv is standard deviation over mean."""

    mean_s: Floats
    cv: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """How calls come about, p priorities. Poisson in each hour of the week, zone and priority."""

    rate_per_h: Floats
    """(168, z, p) expected calls."""
    turnout: Rates
    on_scene: Rates
    handover: Rates
    transport_share: Floats
    """(p,) of the calls, how many end at a hospital."""
    hospital_kind_share: Floats = field(default_factory=lambda: np.ones(1))
    """(hospital kinds,) adds up to 1."""
    need: Bytes = field(default_factory=lambda: np.ones((1, 1), np.int8))
    """(variants, unit kinds) what a call may need."""
    need_share: Floats = field(default_factory=lambda: np.ones((1, 1)))
    """(p or 1, variants) how often, adding up to 1 along variants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """The rules of the floor. p priorities, 0 the most urgent. Raises ValueError naming a field that is wrong."""

    answer_mode: tuple[int, ...] = (SIREN, SIREN, ORDINARY)
    """(p,) SIREN or ORDINARY on the way to a call."""
    carry_mode: tuple[int, ...] = (SIREN, ORDINARY, ORDINARY)
    """(p,) and to the hospital."""
    preempts_from: tuple[int, ...] = (1, 2, NOBODY)
    """(p,) a call may take units under way to calls of this priority and less urgent ones; NOBODY: it takes none."""
    preempt_gain_ms: int = 60_000
    """What that must save against the closest idle unit."""
    reassigns: tuple[bool, ...] = (True, True, False)
    """(p,) whether a unit that becomes free may relieve one under way to such a call."""
    reassign_gain_ms: int = 120_000
    """What that must save; NEVER_MS: nobody is relieved."""
    carrying_kinds: tuple[int, ...] = (0,)
    """Kinds of units that take patients to hospital."""
    answers_rolling: bool = True
    """Whether a unit on its way back is sent like any other; else only where nobody waits at a station."""
    queues: bool = True
    """Whether a call that finds nobody waits; else somebody else answers it, and it is lost here."""
    moves_a_span: int = 8
    """How often a unit may be moved up in a shift, and within each `move_span_ms` of the clock."""
    move_span_ms: int = 12 * HOUR_MS

    def __post_init__(self) -> None:
        lengths = {len(self.answer_mode), len(self.carry_mode), len(self.preempts_from), len(self.reassigns)}
        if len(lengths) != 1:
            raise ValueError("preempts_from: give as many values as answer_mode, carry_mode and reassigns")
        if any(lowest != NOBODY and lowest <= mine for mine, lowest in enumerate(self.preempts_from)):
            raise ValueError("preempts_from: a call takes units only from less urgent ones, so give higher numbers")
        if self.preempt_gain_ms < 1 or self.reassign_gain_ms < 1:
            raise ValueError(
                "preempt_gain_ms, reassign_gain_ms: give at least 1, so that units are not sent to and fro"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of c calls and u units until the run ended; NEVER_MS stands for what did not happen until then."""

    calls: Calls
    assigned_ms: Longs
    """(c,) when the first unit was told."""
    first_arrival_ms: Longs
    """(c,)"""
    all_arrived_ms: Longs
    """(c,) when the last of the units it needs arrived."""
    unit: Ints
    """(c,) the unit that arrived first, NOBODY."""
    busy_ms: Longs
    """(u,) from being told to being free again."""
    answered: Longs
    """(u,) scenes reached."""
    driven_ms: Longs
    """(u, 2) time under way by mode, as decided until the end."""
    moves: Longs
    """(u,) move-ups to another station."""

    @property
    def reached(self) -> NDArray[np.bool_]:
        """(c,) whether anybody arrived before the end."""
        return self.first_arrival_ms < NEVER_MS

    @property
    def queued_ms(self) -> Longs:
        """(c,) from the call to the first unit told, NEVER_MS and more where none was."""
        return self.assigned_ms - self.calls.time_ms

    @property
    def response_ms(self) -> Longs:
        """(c,) from the call to the first arrival; only `reached` calls have one."""
        return self.first_arrival_ms - self.calls.time_ms

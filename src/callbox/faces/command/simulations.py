"""What the commands that simulate need of the site, as a protocol: plain values in, plain values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from callbox.faces.command.underway import Watch

BUSY = ("one", "unit-hour")
EVERY = "every"
"""All priorities together."""


@dataclass(frozen=True, kw_only=True)
class Closing:
    """Streets that are closed, or slow, at the same hours of every day."""

    told: str
    """As it was typed."""
    where: str
    """The part of it that says where."""
    street: str = ""
    """A street's name, else ..."""
    rings: tuple[tuple[float, ...], ...] = ()
    """... areas: longitude, latitude, corner after corner."""
    hours: tuple[int, int] = (0, 24)
    """From the beginning of the first to that of the second, over midnight where that is the lower."""
    speed_factor: float = 0.0
    """What is left of the speed: 0 closed."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be simulated. `city`: a folder of files, a world's name, or `demo[:NODES]`; empty with `world`."""

    city: str = ""
    calls: str = ""
    """A file of recorded calls, as `callbox replay` reads them."""
    world: str = ""
    """A world whose own ledger is played again."""
    since: str = ""
    until: str = ""
    policies: tuple[str, ...] = ()
    loads: tuple[float, ...] = (1.0,)
    days: int = 28
    seed: int = 1
    zones: int = 500
    turning: int = 500
    crowding: float = 0.0
    late_s: float = 480.0
    turnout_s: float | None = None
    on_scene_min: float | None = None
    handover_min: float | None = None
    transport: float | None = None
    units: int | None = None
    stations: int | None = None
    calls_a_day: float | None = None
    posts: int = 0
    """Street posts beside the stations."""
    speeds_by_hour: tuple[float, ...] = ()
    """(24,) so many times the speeds of free roads; empty: free roads all day."""
    demand_wrong: float = 1.0
    """Policies reckon with so many times the calls that come."""
    demand_scatter: float = 0.0
    """And with that share more or fewer in each quarter of the city."""
    speeds_wrong: float = 1.0
    speeds_scatter: float = 0.0
    busy: str = "one"
    """What policies that ask for cover reckon with, of BUSY: one busy fraction, or each unit's at each hour."""
    close_stations: int = 0
    """Stations that are shut after the plan was made."""
    closings: tuple[Closing, ...] = ()


class Figure(NamedTuple):
    """A figure and its 95 % interval; the ends are equal to it where nothing was drawn by chance."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The calls of one priority, or of EVERY one. Changes are against the baseline, on the same days."""

    priority: str
    calls: int
    unreached: int
    late: Figure
    mean_s: Figure
    p90_s: Figure
    late_change: Figure | None = None
    mean_change: Figure | None = None
    p90_change: Figure | None = None


@dataclass(frozen=True, kw_only=True)
class OfPolicy:
    """What one policy came to at one load."""

    policy: str
    answered: tuple[Answered, ...]
    """EVERY first, then each priority, the most urgent first."""
    moves_a_day: Figure
    busy: Figure
    busy_by_unit: tuple[float, ...]
    busy_by_hour: tuple[float, ...]
    """(24,) of all units' time in each hour of the day."""
    within: tuple[float, ...]
    """Share of all calls answered within each of `Comparison.within_s`."""


@dataclass(frozen=True, kw_only=True)
class AtLoad:
    """All policies at one load."""

    load: float
    calls: int
    busy_fraction: float
    """That policies reckoned with, from days of their own."""
    policies: tuple[OfPolicy, ...]


@dataclass(frozen=True, kw_only=True)
class Assumed:
    """One thing that the files leave open: the code of its words (`simulate.assumed.…`), and what fills them."""

    code: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What really happened, where the calls are recorded ones: responses from call to first arrival."""

    answered: tuple[Answered, ...]
    within: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything a report says, beside how it was asked for."""

    city: str
    form: str
    days: int
    seed: int
    late_s: float
    zones: int
    stations: int
    hospitals: int
    units: int
    nodes: int
    baseline: str
    priorities: tuple[str, ...]
    within_s: tuple[int, ...]
    loads: tuple[AtLoad, ...]
    assumed: tuple[Assumed, ...]
    recorded: Recorded | None = None
    posts: int = 0


@dataclass(frozen=True, kw_only=True)
class Leg:
    """A unit's stretch: from a place to a place, or a stay where both are one. Seconds from midnight."""

    unit: int
    begin_s: float
    end_s: float
    start: tuple[float, float]
    end: tuple[float, float]
    doing: str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One line of the list beside the map: the code of its words (`simulate.said.…`), and what fills them."""

    at_s: float
    code: str
    details: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A call on the map: from its opening until its last unit left. `arrived_s` is None where nobody came."""

    number: int
    priority: str
    at_s: float
    arrived_s: float | None
    done_s: float
    place: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Day:
    """One simulated day, to be watched. Places are longitude and latitude in degrees."""

    city: str
    policy: str
    load: float
    seed: int
    late_s: float
    priorities: tuple[str, ...]
    stations: tuple[tuple[float, float], ...]
    hospitals: tuple[tuple[float, float], ...]
    roads: tuple[tuple[float, float, float, float], ...]
    """Stretches for the background: longitude and latitude of both ends."""
    units: int
    legs: tuple[Leg, ...]
    calls: tuple[Heard, ...]
    decisions: tuple[Decision, ...]
    posts: tuple[tuple[float, float], ...] = ()


class Simulations(Protocol):
    """The simulator, as commands see it."""

    def policies(self) -> Sequence[str]:
        """Their names, the baseline first."""

    def compare(self, asked: Asked, *, watch: Watch) -> Comparison:
        """Let policies meet the same days.

        Raises:
            Wrong: naming what cannot be simulated.
        """

    def day(self, asked: Asked, *, watch: Watch) -> Day:
        """One day of the first policy at the first load.

        Raises:
            Wrong: naming what cannot be simulated.
        """

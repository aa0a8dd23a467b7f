"""What the commands about a city need of the site, as a protocol."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from callbox.faces.command.underway import Watch


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be brought in. `form`: osm, dimacs, jemss or centrelines; None: told by the files' names."""

    files: Sequence[Path]
    form: str | None = None
    mapping: Path | None = None
    gazetteer: Path | None = None
    demand: Path | None = None
    """Where calls come from; None: as dense as the crossings."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """One thing found, dropped or repaired while reading. `at` are the first few places, counted as `marking` says."""

    kind: str
    code: str
    count: int
    marking: str = "line"
    at: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known of a world's city."""

    world: str
    form: str
    files: tuple[str, ...]
    read_at: str
    digest: str
    nodes: int
    arcs: int
    length_km: float
    by_class_km: Mapping[str, float]
    bounds_deg: tuple[float, float, float, float] | None
    """West, south, east, north."""
    names: Mapping[str, int]
    """How many streets, addresses, crossings and landmarks can be searched for."""
    notes: tuple[Note, ...] = field(default=())
    demand: str = "roads"
    """What cover is reckoned from: `file`, `city` (its generator) or `roads` (the density of crossings)."""
    points: int = 0
    calls_per_h: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Driven:
    """One way of one unit: what it would take on free roads, by class, and what it took."""

    mode: str
    hour: int
    free_ms: Mapping[str, int]
    taken_ms: int


@dataclass(frozen=True, kw_only=True)
class OnDuty:
    """How long a unit was on duty, and how much of that on an assignment."""

    duty_s: float
    busy_s: float


@dataclass(frozen=True, kw_only=True)
class Cell:
    """How much longer than on a free road one class of road takes in some hours, before and after learning."""

    mode: str
    road_class: str
    begin: int
    end: int
    trips: float
    """So many trips' worth of driving."""
    before: float
    after: float


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """What was learnt. Errors are shares, the typical one of half of all trips; after: on trips not learnt from."""

    trips: int
    least: int
    """Fewer trips of a mode teach nothing."""
    cells: tuple[Cell, ...]
    units: int
    busy: float | None
    """The mean share of time that units are busy; None: no shift says when they were on duty."""
    error_before: float | None
    error_after: float | None


class Cities(Protocol):
    """The roads of this node's worlds."""

    def bring_in(self, world: str, asked: Asked, *, watch: Watch) -> Told:
        """Read files, put right what can be, and keep the result as the world's city.

        Raises:
            Wrong: naming the file's fault.
        """

    def told(self, world: str) -> Told | None:
        """What is known of a world's city; None where there is none."""

    def picture(self, world: str, *, words: Mapping[str, str]) -> str:
        """The city's roads as SVG; empty where there is none. `words`: the legend's, by road class, `island`, `repair`."""

    def streets_like(self, world: str, name: str) -> Sequence[str] | None:
        """The streets of that name, each as the map spells it, or else those most like it; None without a city."""

    def learn(self, world: str, driven: Sequence[Driven], duty: Mapping[str, OnDuty]) -> Lesson:
        """Learn speeds and busy shares (by unit) from a world's own past, and keep them for its advisor."""

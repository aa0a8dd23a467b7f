"""What the brain proposes: ranked ways to meet what a case needs, each with its reasons, and what it rests on.

A reason is a code and its details; whoever shows it has the words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from callbox.brain.dispatch.facts import Need


class Interval(NamedTuple):
    """An expected time and the ends of the interval it is told with, ms from now."""

    expected_ms: int
    low_ms: int
    high_ms: int


class Reason(NamedTuple):
    """Why, as the code of a sentence and the details put into it."""

    code: str
    details: Mapping[str, float | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One unit of a way."""

    unit: str
    need: int
    """Which of the case's needs it meets."""
    arrival: Interval | None
    """None: nobody knows where it is."""
    road_ms: int | None
    straight_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A unit taken from a less urgent case that it was under way to."""

    unit: str
    case: str
    priority: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to meet what a case needs, or as much of it as can be met."""

    sent: tuple[Sent, ...]
    """In the order of the case's needs, the closest first within each."""
    first: Interval | None
    last: Interval | None
    """Arrival of the first and the last of them; None while nobody knows where one of them is."""
    cover_lost_per_h: float | None
    """Expected calls an hour that are no longer covered in time once these are away; None without cover data."""
    taken: tuple[Taken, ...]
    cost: int
    """What the policy ranks by, lowest first: ms, or what it holds equal to them."""
    reasons: tuple[Reason, ...]
    """The first says why in one sentence."""

    @property
    def units(self) -> frozenset[str]:
        return frozenset(one.unit for one in self.sent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """Units of a need that nobody can be sent for."""

    need: Need
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Depends:
    """What must be unchanged for a proposal to hold: versions by id. Positions are not among them."""

    units: Mapping[str, int]
    cases: Mapping[str, int]
    closures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Whom to send to one case."""

    case: str
    policy: str
    ways: tuple[Way, ...]
    """Best first; none if nobody at all can be sent."""
    missing: tuple[Lack, ...]
    """What even the best way does not meet."""
    asked: tuple[tuple[str, Reason], ...]
    """The next best answer to what is missing: (unit, why and how it could help), most promising first."""
    then: tuple["Proposal", ...]
    """For each less urgent case that the best way takes a unit from: whom to send there instead."""
    reasons: tuple[Reason, ...]
    """What is to be said of the case itself, such as that nobody knows where it is."""
    even: bool
    """Whether the runner-up is as good as the best: a person chooses between the two."""
    depends: Depends

    @property
    def best(self) -> Way | None:
        return self.ways[0] if self.ways else None

    @property
    def runner_up(self) -> Way | None:
        """To be shown with the same weight as the best."""
        return self.ways[1] if len(self.ways) > 1 else None

"""How requests were dealt with, from the records that an actor may see: how many, how fast, and against which deadlines.

A deadline is kept where the request was answered or ended no later than when it fell due. One that is neither is late from
that moment on; a clock that stands still is late for nobody. Figures of a department are for those who answer for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from callbox.brain.statistics import Summary, quantile, summary
from callbox.kernel import read
from callbox.kernel.clocks import PAUSED, STOPPED, One, when
from callbox.kernel.facts import Actor, Id
from callbox.services.report.facts import Report
from callbox.services.request.facts import Request

ALL = 1_000_000_000
# The date promised to whoever asked; the other clocks are the category's.
PROMISED = "promised"
# Reports so flagged do not say when it came in or when it ended: how long it took is not known.
UNKNOWN_TIMES = frozenset({"received_missing", "no_time", "end_unknown"})


@dataclass(frozen=True, slots=True)
class Kept:
    """Requests with one deadline: how many, how many were late and are done, how many are late and open, and how late.

    `lateness` is over both kinds, in seconds; `longest_s` is None where none is late.
    """

    count: int
    late_done: int
    late_open: int
    lateness: Summary
    longest_s: float | None

    @property
    def late(self) -> int:
        """How many missed it."""
        return self.late_done + self.late_open


@dataclass(frozen=True, slots=True)
class Handled:
    """Requests of one department, or all: how many, how many are done, how long those took, and each deadline by name."""

    count: int
    done: int
    duration: Summary
    deadlines: Mapping[str, Kept]

    @property
    def category_late(self) -> tuple[int, int]:
        """(requests with a deadline of their category, how many of them missed it), the first word left aside."""
        kept = [one for name, one in self.deadlines.items() if name.startswith("deadline")]
        return sum(one.count for one in kept), sum(one.late for one in kept)


@dataclass(frozen=True, slots=True)
class Handling:
    """All requests that the actor may see, and those of each department by its id."""

    every: Handled
    by_department: Mapping[Id, Handled]
    escalations: int
    still_open: int


def handling(actor: Actor, *, now: datetime) -> Handling:
    """The figures as they stand at `now`."""
    requests: tuple[Request, ...] = read.select(actor, "request", most=ALL)
    reports: tuple[Report, ...] = read.select(actor, "report", most=ALL)
    unknown = {one.request for one in reports if one.request and UNKNOWN_TIMES & set(one.flags)}
    by_department: dict[Id, list[Request]] = defaultdict(list)
    for request in requests:
        by_department[request.organisation].append(request)
    return Handling(
        every=handled(requests, unknown, now=now),
        by_department={name: handled(some, unknown, now=now) for name, some in sorted(by_department.items())},
        escalations=sum(request.escalations for request in requests),
        still_open=sum(request.status != "closed" for request in requests),
    )


def handled(requests: Iterable[Request], unknown: Iterable[Id], *, now: datetime) -> Handled:
    """The same of some requests. `unknown` are those whose times say nothing of how long they took. Pure."""
    some, unsure = list(requests), set(unknown)
    took = [(done - one.received_at).total_seconds() for one in some if one.id not in unsure and (done := done_at(one))]
    return Handled(
        count=len(some),
        done=sum(done_at(one) is not None for one in some),
        duration=summary(took),
        deadlines=_deadlines(some, now),
    )


def done_at(request: Request) -> datetime | None:
    """When it was answered, or ended without an answer; None while it is worked on."""
    if request.status not in ("answered", "closed"):
        return None
    return request.answered_at or request.closed_at


def late_s(clock: One, request: Request, *, now: datetime) -> float:
    """By how much a deadline was missed, or is being missed; 0 where it is not."""
    due = when(clock, "due")
    if due is None or clock["state"] == PAUSED:
        return 0.0
    ended = when(clock, "stopped") if clock["state"] == STOPPED else done_at(request)
    return max(0.0, ((ended or now) - due).total_seconds())


def _deadlines(requests: Iterable[Request], now: datetime) -> dict[str, Kept]:
    found: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for request in requests:
        for name, clock in request.clocks.items():
            found[name].append((done_at(request) is not None, late_s(clock, request, now=now)))
    return {name: _kept(told) for name, told in sorted(found.items())}


def _kept(told: list[tuple[bool, float]]) -> Kept:
    late = [(done, seconds) for done, seconds in told if seconds > 0]
    seconds = [one for _, one in late]
    done = sum(ended for ended, _ in late)
    return Kept(len(told), done, len(late) - done, summary(seconds), quantile(seconds, 1.0))

"""What a leader looks at: what is open, who waits longest, who is free, what is about to break, what is on the way.

Each figure opens down to the records it counts. Nothing personal is read.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from callbox.faces.console.board import Board, Line, Standing, board, reads
from callbox.faces.console.countdown import Countdown, countdowns
from callbox.faces.console.language import language_for
from callbox.faces.console.naming import names, offices
from callbox.faces.console.pages import signed_in
from callbox.kernel.facts import Actor, Id, Record
from callbox.kernel.node import current
from callbox.kernel.read import Condition, select
from callbox.services.incident.facts import PRIORITIES
from callbox.services.request.facts import Request
from callbox.services.transfer.facts import OPEN, Transfer

TRANSFERS_MOST = REQUESTS_MOST = 300
OLDEST_SHOWN = 5
# Looks of a deadline that a leader has to know of.
PRESSING = ("late", "soon")


@dataclass(frozen=True, kw_only=True)
class Station:
    """The units of one organisation, and how many of them can be sent."""

    organisation: Id
    units: Sequence[Standing]

    @property
    def free(self) -> int:
        return sum(one.look == "free" for one in self.units)


@dataclass(frozen=True, kw_only=True)
class Pressing:
    """One deadline that passed or soon will, and the case it is about."""

    case: Id
    kind: str
    category: str
    clock: Countdown


@dataclass(frozen=True, kw_only=True)
class Handing:
    """One transfer that nobody has answered or decided yet."""

    transfer: Transfer
    clocks: Sequence[Countdown]

    @property
    def case(self) -> Id:
        return self.transfer.incident or self.transfer.request or ""


@require_GET
@signed_in
def now(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The whole page."""
    return render(request, "console/now.html", _shown(request, actor))


@require_GET
@signed_in
def part(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What of the page changes."""
    return render(request, "console/_now.html", _shown(request, actor))


def _shown(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    language = language_for(request)
    shown = board(actor, current().world.clock.now())
    stations, handing, pressing = _stations(shown), _handing(actor), list(_pressing(actor, shown))
    ids = [one.incident.area for one in shown.lines]
    ids += [one.organisation for one in stations]
    ids += [side for one in handing for side in (one.transfer.organisation, one.transfer.to)]
    return {
        "actor": actor,
        "board": shown,
        "by_priority": by_priority(shown.lines),
        "waiting": waiting(shown.lines),
        "oldest_shown": OLDEST_SHOWN,
        "stations": stations,
        "pressing": sorted(pressing, key=lambda one: one.clock.left_s),
        "passed": sum(one.clock.look == "late" for one in pressing),
        "handing": handing,
        "categories": names(
            actor, "category", (one.category for one in pressing if one.kind == "request"), language=language
        ),
        **offices(actor, ids, language=language),
    }


def by_priority(lines: Sequence[Line]) -> list[tuple[str, Sequence[Line]]]:
    """Every priority, the most urgent first, with its open incidents; also those that have none."""
    return [(name, [line for line in lines if line.incident.priority == name]) for name in PRIORITIES]


def waiting(lines: Sequence[Line]) -> list[Line]:
    """Incidents that no unit has ever been sent to, those that wait longest first."""
    return sorted((one for one in lines if not one.incident.units), key=lambda one: one.incident.received_at)


def _stations(shown: Board) -> list[Station]:
    """Where the units are from; those with the fewest free first."""
    found: dict[Id, list[Standing]] = defaultdict(list)
    for one in shown.units:
        found[one.unit.organisation].append(one)
    stations = [Station(organisation=where, units=units) for where, units in found.items()]
    return sorted(stations, key=lambda one: (one.free, one.organisation))


def _pressing(actor: Actor, shown: Board) -> Iterator[Pressing]:
    """Every deadline of an open incident, waiting report or open request that passed or soon will."""
    running: list[tuple[Record, str, Sequence[Countdown]]]
    running = [(one.incident, one.incident.category, one.clocks) for one in shown.lines]
    running += [(one, one.channel, clocks) for one, clocks in shown.reports]
    running += [(one, one.category, clocks) for one, clocks in _requests(actor)]
    for record, category, clocks in running:
        for clock in clocks:
            if clock.look in PRESSING:
                yield Pressing(case=record.id, kind=record.kind, category=category, clock=clock)


def _requests(actor: Actor) -> list[tuple[Request, Sequence[Countdown]]]:
    if not reads(actor, Request):
        return []
    at, still = current().world.clock.now(), [Condition("status <> 'closed'")]
    found: Sequence[Request] = select(actor, "request", where=still, order="received_at, id", most=REQUESTS_MOST)
    return [(one, countdowns(one.clocks, now=at, settled={})) for one in found]


def _handing(actor: Actor) -> list[Handing]:
    """Transfers without an answer, the oldest first."""
    if not reads(actor, Transfer):
        return []
    still = [Condition("status = ANY(%s)", (list(OPEN),))]
    found: Sequence[Transfer] = select(actor, "transfer", where=still, order="offered_at, id", most=TRANSFERS_MOST)
    at = current().world.clock.now()
    return [Handing(transfer=one, clocks=countdowns(one.clocks, now=at, settled={})) for one in found]

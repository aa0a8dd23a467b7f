"""What the page of an application shows: what was asked for and given, the appointment, the decision and what follows it.

A paper given for another application is opened by itself, and only while its use stands; that look is in the ledger as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from callbox.faces.console.board import choices
from callbox.faces.console.naming import names, offices
from callbox.faces.console.pages import powers
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.read import find
from callbox.kernel.words import say
from callbox.services.application.acts import Standing, lent, standing
from callbox.services.application.facts import COMING, Paper, PaperUse
from callbox.services.application.inputs import Decide
from callbox.services.request.facts import Request

POWERS = {
    "check": "paper.check",
    "give": "paper.give",
    "offer": "appointment.offer",
    "decide": "decision.give",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One paper: given here, or given before and used here; with what it says as long as it may be read."""

    record: Paper | PaperUse
    paper: Paper | None
    used: bool


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One paper that is asked for, with what was given as it."""

    code: str
    name: str
    required: bool
    lines: Sequence[Line]


def shown(actor: Actor, one: Id, *, language: str) -> dict[str, Any]:
    """What the page needs: a recorded look at the case, and at each paper of another case.

    Raises:
        Refused: `not_found` when the application is not there for this actor.
    """
    request = application_of(actor, one)
    purpose = say("purpose.decide", language)
    seen = standing(actor, request, purpose=purpose)
    if seen is None:
        raise Refused("not_found", kind="application", id=one)
    now = current().world.clock.now()
    appointment, decision = seen.appointment, seen.decision
    held = {request.organisation, _above(request.organisation), *([decision.remedy_to] if decision else [])}
    return {
        "actor": actor,
        "record": request,
        "seen": seen,
        "slots": [_slot(actor, seen, asked.code, purpose=purpose, language=language) for asked in seen.asked],
        "missing": [asked.said_in(language) for asked in seen.missing(now)],
        "may": powers(actor, POWERS, request) if seen.under_way else {},
        "appointment": appointment,
        "is_coming": appointment is not None and appointment.status in COMING,
        "is_past": appointment is not None and appointment.begins_at <= now,
        "decision": decision,
        "outcomes": choices(Decide, "outcome"),
        "remedy_to": _above(request.organisation),
        "purpose": purpose,
        "title": names(actor, "category", [request.category], language=language).get(request.category, ""),
        "key": current().ids.new(),
        **offices(actor, held, language=language),
    }


def application_of(actor: Actor, one: Id) -> Request:
    """The request of an application, sealed.

    Raises:
        Refused: `not_found` when it is not there for this actor, or is no application.
    """
    found = find(actor, Ref("request", one))
    if not isinstance(found, Request) or not found.decides:
        raise Refused("not_found", kind="application", id=one)
    return found


def _slot(actor: Actor, seen: Standing, code: str, *, purpose: str, language: str) -> Slot:
    asked = next(one for one in seen.asked if one.code == code)
    lines = [_line(actor, seen.request.ref, one, purpose=purpose) for one in seen.of(code)]
    return Slot(code=code, name=asked.said_in(language), required=asked.required, lines=lines)


def _line(actor: Actor, case: Ref, one: Paper | PaperUse, *, purpose: str) -> Line:
    if isinstance(one, Paper):
        return Line(record=one, paper=one, used=False)
    try:
        return Line(record=one, paper=lent(actor, case, one.id, purpose=purpose), used=True)
    except Refused:
        return Line(record=one, paper=None, used=True)


def _above(organisation: str) -> str:
    """Where an objection goes, as long as nothing else is said: one level up."""
    return organisation.rpartition("/")[0]

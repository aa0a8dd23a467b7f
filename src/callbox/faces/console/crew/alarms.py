"""Alarms: the button that is on every page, and what every page shows of those that sound."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from callbox.faces.console.board import choices, reads
from callbox.faces.console.crew import officer
from callbox.faces.console.crew.asking import answered, carried_out, given_in
from callbox.faces.console.pages import powers, signed_in
from callbox.kernel.facts import Actor, Refused
from callbox.kernel.node import current
from callbox.kernel.read import Condition, select
from callbox.services.safety.facts import Alarm
from callbox.services.safety.inputs import EndAlarm

ACTS = {"answer": "alarm.answer", "end": "alarm.end"}
SHOWN_MOST = 20


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One alarm, and what whoever raised it is called."""

    alarm: Alarm
    who: str
    may: bool


@require_GET
@signed_in
def alarms(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Those that have not ended, as every page shows them."""
    return render(request, "console/_alarms.html", told(actor))


@require_POST
@signed_in
def raise_one(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Help, now. It goes to the gate by itself and waits for no queue; pressed again while it sounds, it is the same one."""
    given = {**given_in(request), "unit": actor.unit or ""}
    if not _sounding(actor):
        carried_out("alarm.raise", actor, given)
    return answered(request, None, back=given.get("next") or "/")


@require_POST
@signed_in
def do(request: HttpRequest, actor: Actor, one: str) -> HttpResponse:
    """Somebody takes an alarm in hand, or ends it and says how."""
    given = {**given_in(request), "alarm": one}
    name = ACTS.get(given.get("what", ""))
    if name is None:
        raise Http404
    refused = None
    try:
        carried_out(name, actor, given)
    except Refused as spoken:
        refused = spoken
    return answered(request, refused, back="/")


def _sounding(actor: Actor) -> bool:
    """Whether an alarm of theirs sounds already and nobody has it in hand."""
    if not reads(actor, Alarm):
        return False
    where = Condition("status = 'sounding' AND (post = %s OR unit = %s)", (actor.post or "", actor.unit or ""))
    return bool(select(actor, "alarm", where=[where], most=1))


def told(actor: Actor) -> dict[str, Any]:
    """What the bar of alarms is given."""
    return {
        "alarms": _open(actor),
        "outcomes": choices(EndAlarm, "outcome"),
        "alarm_key": current().ids.new(),
        "paged": officer.waiting(actor),
    }


def _open(actor: Actor) -> Sequence[Shown]:
    if not reads(actor, Alarm):
        return []
    where = Condition("status <> 'ended'")
    found: Sequence[Alarm] = select(actor, "alarm", where=[where], order="raised_at, id", most=SHOWN_MOST)
    called = _called(actor, found)
    may = powers(actor, {"end": "alarm.end"}, None)["end"]
    return [Shown(alarm=one, who=called.get(one.unit or one.post or "", ""), may=may) for one in found]


def _called(actor: Actor, found: Sequence[Alarm]) -> dict[str, str]:
    """Call signs of units and titles of posts."""
    units, posts = ([getattr(one, name) for one in found if getattr(one, name)] for name in ("unit", "post"))
    called = {one.id: one.call_sign for one in _these(actor, "unit", units)}
    return called | {one.id: one.title for one in _these(actor, "post", posts)}


def _these(actor: Actor, kind: str, ids: list[str]) -> Sequence[Any]:
    return select(actor, kind, where=[Condition("id = ANY(%s)", (ids,))]) if ids else ()

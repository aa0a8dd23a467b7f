"""The working panel of one incident: who is on it, whom to send, how it goes on. Nothing personal is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from callbox.faces.console.board import Board, Line, Sent, Standing, choices, line, sent_to
from callbox.faces.console.pages import powers
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import within
from callbox.kernel.read import Condition, find, select
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.incident.inputs import Close, Reprioritise
from callbox.services.incident.undoing import UNDO_S, undoable
from callbox.services.unit.facts import STEPS, Unit

LEFT_MOST = 10
ACTS = {
    "assign": "incident.assign",
    "divert": "incident.divert",
    "reprioritise": "incident.reprioritise",
    "close": "incident.close",
    "confirm": "incident.confirm",
    "reopen": "incident.reopen",
    "step": "assignment.en_route",
    "watch": "incident.watch",
    "aid": "aid.ask",
}


@dataclass(frozen=True, kw_only=True)
class Note:
    """What came of a form: done, or refused and why; `form` says where on the page it belongs."""

    form: str = ""
    refused: str = ""
    done: str = ""
    typed: Mapping[str, Any] = field(default_factory=dict)


def panel(actor: Actor, on: Id, shown: Board) -> dict[str, Any]:
    """What the panel's template is given.

    Raises:
        Refused: `not_found`.
    """
    incident = find(actor, Ref("incident", on))
    if not isinstance(incident, Incident):
        raise Refused("not_found", kind="incident", id=on)
    its = next((one for one in shown.lines if one.incident.id == on), None) or _closed(actor, incident, shown)
    may = powers(actor, ACTS, incident)
    may["assign"] &= may["divert"]  # a crew may attach itself, and sends nobody else
    here, now = {one.assignment.unit for one in its.sent}, current().world.clock.now()
    return {
        "line": its,
        "may": may,
        "forms": _forms(may, its),
        "picks": [one for one in shown.units if one.unit.id not in here and _may_go(actor, one.unit, on)],
        "undo": [one.assignment.id for one in its.sent if undoable(one.assignment, now)],
        "left": _left(actor, on, shown, now) if may["step"] else (),
        "steps": (*STEPS[1:], "available", "stood_down"),
        "priorities": [one for one in choices(Reprioritise, "priority") if one != incident.priority],
        "dispositions": choices(Close, "disposition"),
        "key": current().ids.new(),
    }


def _left(actor: Actor, on: Id, shown: Board, now: datetime) -> list[Sent]:
    """The units that just left it, and may have left by mistake: to be taken back on it."""
    where = Condition("incident = %s AND available_at > %s", (on, now - timedelta(seconds=UNDO_S)))
    found: Sequence[Assignment] = select(actor, "assignment", where=[where], order="available_at, id", most=LEFT_MOST)
    free = {one.unit.id: one.unit.call_sign for one in shown.units if one.look == "free"}
    return [Sent(assignment=one, call_sign=free[one.unit]) for one in found if one.unit in free and undoable(one, now)]


def _may_go(actor: Actor, unit: Unit, on: Id) -> bool:
    """A neighbour's unit is there for the incident that it is lent for."""
    return unit.lent_for == on or within(unit.organisation, actor.organisation)


def _forms(may: Mapping[str, bool], its: Line) -> frozenset[str]:
    """The forms that the panel shows: what the actor may do and what can be done as things stand."""
    status = its.incident.status
    when = {"close": "open", "reprioritise": "open", "confirm": "to_confirm", "reopen": "closed"}
    shown = {name for name, needed in when.items() if may[name] and status == needed}
    shown |= {"aid"} if may["aid"] and status != "closed" else set()
    shown |= {"watch", "hand_watch"} if may["watch"] and status != "closed" else set()
    shown |= {"assign", "accept"} if may["assign"] and status != "closed" else set()
    shown |= {f"step-{one.assignment.id}" for one in its.sent} if may["step"] else set()
    return frozenset(shown)


def _closed(actor: Actor, incident: Incident, shown: Board) -> Line:
    call_signs = {one.unit.id: one.unit.call_sign for one in shown.units}
    sent = sent_to(actor, [incident.id], call_signs)
    return line(incident, now=current().world.clock.now(), sent=sent[incident.id])


def picked(units: Sequence[Standing], ids: Sequence[Id], typed: str) -> list[Standing]:
    """The units that were ticked, and those whose call signs were typed.

    Raises:
        Refused: naming a call sign that no unit has, or when nothing was picked.
    """
    by_sign = {one.unit.call_sign.casefold(): one for one in units}
    by_id = {one.unit.id: one for one in units}
    signs = typed.replace(",", " ").replace("，", " ").replace("、", " ").split()
    strange = [sign for sign in signs if sign.casefold() not in by_sign]
    if strange:
        raise Refused("console.call_sign", sign=strange[0])
    wanted = [by_id[one] for one in ids if one in by_id] + [by_sign[sign.casefold()] for sign in signs]
    if not wanted:
        raise Refused("console.no_unit")
    return list({one.unit.id: one for one in wanted}.values())

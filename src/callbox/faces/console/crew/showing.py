"""What the crew's page shows: the one incident that its unit is on, the way there, and what was said to it.

Being assigned gives the crew the case: it is opened for them, and that is a recorded read. Off an incident nothing personal
is read here but the messages that are for this unit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from callbox.faces.console.lasting import until
from callbox.faces.console.pages import powers
from callbox.kernel import parts
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.read import Condition, find, opened, opened_all, select
from callbox.kernel.words import say
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.incident.undoing import UNDO_S, undoable
from callbox.services.message.facts import Message
from callbox.services.note.facts import Attachment, Note
from callbox.services.place_note.acts import There, at_case
from callbox.services.safety.facts import Check
from callbox.services.unit.facts import Unit

MESSAGES_MOST = 30
# The step that usually follows; where a patient may be taken along, both ways stand side by side.
NEXT = {
    "assigned": "en_route",
    "dispatched": "en_route",
    "en_route": "on_scene",
    "on_scene": "available",
    "transporting": "at_hospital",
    "at_hospital": "available",
}
STEPS = ("en_route", "on_scene", "transporting", "at_hospital", "available")


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message as the crew sees it."""

    message: Message
    own: bool  # this unit said it
    to_see: bool  # it is for this unit, which has not said that it saw it


@dataclass(frozen=True, kw_only=True)
class Work:
    """What the unit is on, opened."""

    assignment: Assignment
    incident: Incident
    notes: Sequence[Note]
    photos: Sequence[Attachment]
    at_place: Sequence[There]

    @property
    def next(self) -> str:
        return NEXT.get(self.assignment.status, "available")

    @property
    def steps(self) -> Sequence[str]:
        """The other steps that may follow."""
        reached = STEPS.index(self.assignment.status) + 1 if self.assignment.status in STEPS else 0
        return [step for step in STEPS[reached:] if step != self.next]

    @property
    def way(self) -> str:
        """What a phone's own map is asked for (RFC 5870); empty where the place is not known."""
        if self.incident.latitude_deg is None or self.incident.longitude_deg is None:
            return ""
        return f"geo:{self.incident.latitude_deg:.6f},{self.incident.longitude_deg:.6f}"


def unit_of(actor: Actor) -> Unit:
    """The unit that this crew sits in.

    Raises:
        Refused: where the post one works in belongs to none.
    """
    if actor.unit is None:
        raise Refused("crew.no_unit")
    found = find(actor, Ref("unit", actor.unit))
    assert isinstance(found, Unit)
    return found


def work_of(actor: Actor, unit: Unit, *, language: str) -> Work | None:
    """What the unit is on; the case is opened for its crew, which is recorded."""
    if unit.assignment is None:
        return None
    assignment: Any = find(actor, Ref("assignment", unit.assignment))
    purpose = say("purpose.assigned", language)
    incident, belonging = parts.opened(actor, Ref("incident", assignment.incident), purpose=purpose)
    notes = [one for one in belonging if isinstance(one, Note) and one.status == "written"]
    photos = [one for one in belonging if isinstance(one, Attachment) and one.status == "added"]
    return Work(
        assignment=assignment,
        incident=incident,
        notes=sorted(notes, key=lambda one: one.written_at),
        photos=sorted(photos, key=lambda one: one.added_at),
        at_place=at_case(actor, incident, purpose=say("purpose.place", language)),
    )


def powers_of(actor: Actor, unit: Unit, work: Work | None) -> dict[str, bool]:
    """What of the page this crew may do, by the name of its button: what it may not is not shown."""
    case, assignment = (work.incident, work.assignment) if work else (None, None)
    may = powers(actor, {step: f"assignment.{step}" for step in STEPS}, assignment)
    may |= powers(actor, {name: f"unit.{name}" for name in ("out_of_service", "in_service")}, unit)
    may |= powers(actor, {"note": "note.write", "photo": "attachment.add", "message": "message.send"}, case)
    return may | powers(actor, {"place_note": "place_note.set"}, None)


def here(actor: Actor, given: Mapping[str, str]) -> dict[str, str]:
    """The place of the incident that the crew is at, for a note about it. The look is recorded.

    Raises:
        Refused: where nobody knows where it is.
    """
    purpose = say("purpose.place", "en")
    incident = opened(actor, Ref("incident", given.get("incident", "")), purpose=purpose)
    if incident.latitude_deg is None or incident.longitude_deg is None:
        raise Refused("console.no_place")
    told = {"latitude_deg": str(incident.latitude_deg), "longitude_deg": str(incident.longitude_deg)}
    told |= {"address": incident.address or "", "organisation": actor.organisation, "source": "crew"}
    return told | {"expires_at": until("90", given.get("at", ""))}


def undo_of(actor: Actor, unit: Unit, work: Work | None, now: datetime) -> Assignment | None:
    """The assignment whose last step can be taken back: what the unit is on, or was on a moment ago."""
    if work is not None:
        return work.assignment if undoable(work.assignment, now) else None
    where = Condition("unit = %s AND available_at > %s", (unit.id, now - timedelta(seconds=UNDO_S)))
    if unit.status != "available":
        return None
    found: Sequence[Assignment] = select(actor, "assignment", where=[where], order="available_at DESC", most=1)
    return next((one for one in found if undoable(one, now)), None)


def said_to(actor: Actor, unit: Unit, incident: Id | None, *, language: str) -> list[Said]:
    """What was said to this unit, and by it: in its case, and besides it what it has not seen yet. The oldest first."""
    open_ones = Condition(
        "sort <> 'page' AND status <> 'proposed' AND %s = ANY(units) AND (incident = %s OR incident IS NULL)"
        " AND (expires_at IS NULL OR status IN ('sent', 'seen'))",
        (unit.id, incident or ""),
    )
    purpose = say("purpose.assigned", language)
    order = "sent_at DESC, id"
    found = opened_all(actor, "message", purpose=purpose, where=[open_ones], order=order, most=MESSAGES_MOST)
    return [_said(one, unit) for one in reversed(found)]


def _said(message: Message, unit: Unit) -> Said:
    receipt = message.receipts.get(f"unit {unit.id}")
    to_see = receipt is not None and not receipt.get("seen") and message.status in ("sent", "seen")
    return Said(message=message, own=message.from_unit == unit.id, to_see=to_see)


def page_of(actor: Actor, assignment: Id) -> Message | None:
    """The page that told the crew of this assignment, while it has not said that it saw it."""
    where = Condition("assignment = %s AND sort = 'page' AND status = 'sent'", (assignment,))
    found: Sequence[Message] = select(actor, "message", where=[where], most=1)
    return found[0] if found else None


def move_page_of(actor: Actor, unit: Unit) -> Message | None:
    """The page that told the crew where to wait, while it has not said that it saw it."""
    where = Condition(
        "%s = ANY(units) AND assignment IS NULL AND cause IS NULL AND sort = 'page' AND status = 'sent'", (unit.id,)
    )
    found: Sequence[Message] = select(actor, "message", where=[where], order="sent_at DESC, id", most=1)
    return found[0] if found else None


def check_of(actor: Actor, unit: Unit) -> Check | None:
    """The check that runs on this crew."""
    where = Condition("unit = %s AND status <> 'ended'", (unit.id,))
    found: Sequence[Check] = select(actor, "check", where=[where], order="begun_at DESC", most=1)
    return found[0] if found else None

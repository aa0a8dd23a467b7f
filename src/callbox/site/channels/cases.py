"""What happened to a case, told to another system: which event, when, and how the case stands. No word of anybody's.

Only webhooks carry it, and only of cases that their organisation, or one below it, holds or has a part in. A protected case
and one about somebody are told to nobody. Whoever is told reads the rest through the API, with a token and a purpose.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from callbox.kernel import permission, registry
from callbox.kernel.facts import Actor, Ref
from callbox.kernel.outbox import Told
from callbox.kernel.read import Condition, select
from callbox.kernel.words import say
from callbox.services.message.facts import CASE, Channel
from callbox.services.message.wording import Telling
from callbox.site.channels.looking import CARRIER, address
from callbox.site.configuration import Configuration

KINDS: Final = frozenset({"incident", "request"})
READER: Final = frozenset({"handler", "dispatcher"})


@dataclass(frozen=True)
class Happening:
    """One event of a case, and when it was."""

    ref: Ref
    event: str
    at: datetime
    status: str


def happening(told: Told) -> Happening | None:
    """What an entry says of a case; None where it is of something else, or of an erasure."""
    entry = told.entry
    if entry.kind not in KINDS or entry.event.endswith((".erased", ".migrated")):
        return None
    return Happening(Ref(entry.kind, entry.record), entry.event, entry.at, str(entry.sets.get("status", "")))


def carries(channel: Channel, happened: Happening) -> bool:
    """Whether a channel tells of it."""
    if channel.carrier != "webhook" or CASE not in channel.tells or channel.unit is not None:
        return False
    case = _case(happened.ref)
    if case is None or case.protected or case.about:
        return False
    asks = Actor(organisation=channel.organisation, roles=READER, via="channels")
    return permission.may(asks, registry.kind(case.kind).reads, case)


def composed(happened: Happening, *, position: int, settings: Configuration) -> Telling | None:
    """What is told: an event's type, its time, and its data, as Standard Webhooks advises. None: the case is gone."""
    case = _case(happened.ref)
    if case is None or case.protected or case.about:
        return None
    data = {
        "kind": case.kind,
        "id": case.id,
        "status": happened.status or case.status,
        "category": str(case.category),
        "organisation": case.organisation,
        "link": f"{address(settings)}/api/cases/{case.id}",
    }
    name = f"callbox-{position}-{case.id}"
    fields: dict[str, Any] = {"type": happened.event, "timestamp": happened.at.isoformat(), "data": data}
    subject = say(f"event.{happened.event}", settings.language)
    return Telling(id=name, to=case.organisation, subject=subject, lines=(), fields=fields)


def _case(ref: Ref) -> Any:
    where = [Condition("id = %s AND NOT erased", (ref.id,))]
    return next(iter(select(CARRIER, ref.kind, where=where, most=1)), None)

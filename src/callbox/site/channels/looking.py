"""From an entry of the ledger to what a channel says: looked up as things stand when it is told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from callbox.kernel.facts import Actor, Id, Ref
from callbox.kernel.outbox import Told
from callbox.kernel.read import Condition, find, opened, select
from callbox.kernel.words import say
from callbox.services.incident.facts import Incident
from callbox.services.message.facts import Channel, Message
from callbox.services.message.wording import About, Telling, carries_words, telling
from callbox.services.message.wording import trial as trial_of
from callbox.services.unit.facts import Unit
from callbox.site.configuration import Configuration

CARRIER = Actor(organisation="", roles=frozenset({"machine"}), via="channels")
# After these somebody is told: what was said, and what nobody had seen in time.
TELLING = ("message.sent", "message.escalated")
CHANNELS_MOST = 500


def channels() -> Sequence[Channel]:
    """The channels that carry anything, sealed."""
    return select(CARRIER, "channel", where=[Condition("status <> 'ended'")], most=CHANNELS_MOST)


def opened_channel(one: Id, language: str) -> Channel:
    """A channel with where it leads; the look is recorded."""
    channel: Channel = opened(CARRIER, Ref("channel", one), purpose=say("purpose.channel", language))
    return channel


def newly_told(told: Told) -> list[Ref]:
    """Whom this entry tells: all of those a message is sent to, or the one it was brought to."""
    receipts: Any = told.entry.sets.get("receipts") or {}
    fresh = (to for to, receipt in receipts.items() if datetime.fromisoformat(receipt["told"]) == told.entry.at)
    return [Ref(*to.split(" ", 1)) for to in fresh]


def offices(refs: Sequence[Ref]) -> Mapping[Id, str]:
    """The organisation of each unit among those told."""
    wanted = [ref.id for ref in refs if ref.kind == "unit"]
    found: Sequence[Unit] = select(CARRIER, "unit", where=[Condition("id = ANY(%s)", (wanted,))]) if wanted else ()
    return {one.id: one.organisation for one in found}


def message_of(one: Id) -> Message:
    """A message as it stands, sealed."""
    found = find(CARRIER, Ref("message", one))
    assert isinstance(found, Message)
    return found


def still_tells(message: Message, to: Ref) -> bool:
    """Whether it is still worth telling: not withdrawn or overtaken, and not seen by them meanwhile."""
    return message.status in ("sent", "seen") and not message.receipts.get(str(to), {}).get("seen")


def told_at(message: Message, to: Ref) -> datetime:
    """When they were to be told."""
    return datetime.fromisoformat(str(message.receipts[str(to)]["told"]))


def composed(message: Message, to: Ref, *, channel: Channel, settings: Configuration, position: int) -> Telling:
    """What the channel says of it."""
    language = settings.language
    words = _words(message, language) if carries_words(channel, message) else None
    incident = find(CARRIER, Ref("incident", message.incident)) if message.incident else None
    about = About(
        message=message,
        to=_called(to, language),
        incident=incident if isinstance(incident, Incident) else None,
        area=_area(getattr(incident, "area", "") if incident else _station(to), language),
        unit=_called(Ref("unit", message.units[0]), language) if message.alarm and message.units else "",
    )
    return telling(about, id=f"callbox-{position}-{to.id}", words=words, link=_link(settings, to), language=language)


def trial(channel: Channel, *, settings: Configuration, position: int) -> Telling:
    """What the channel says when somebody tries it out."""
    to, language = _called(channel.serves, settings.language), settings.language
    one = f"callbox-{position}-trial"
    return trial_of(channel.name, id=one, to=to, link=f"{address(settings)}/channels", language=language)


def address(settings: Configuration) -> str:
    """The node's own address, as those outside reach it."""
    return settings.web_address or f"http://127.0.0.1:{settings.web_port}"


def _words(message: Message, language: str) -> str | None:
    """What somebody said; the look is recorded."""
    told: str | None = opened(CARRIER, message.ref, purpose=say("purpose.channel", language)).text
    return told


def _called(to: Ref, language: str) -> str:
    record: Any = find(CARRIER, to)
    if isinstance(record, Unit):
        return record.call_sign
    own = getattr(record, "name_zh", "") or getattr(record, "title_zh", "") if language == "zh" else ""
    return own or getattr(record, "name", "") or getattr(record, "title", "") or to.id


def _station(to: Ref) -> str:
    """Where a unit was told to wait."""
    return str(getattr(find(CARRIER, to), "waits_at", "")) if to.kind == "unit" else ""


def _area(area: str, language: str) -> str:
    """What an area is called; its own words where it is no organisation."""
    known = select(CARRIER, "organisation", where=[Condition("id = %s", (area,))], most=1) if area else ()
    return _called(known[0].ref, language) if known else area


def _link(settings: Configuration, to: Ref) -> str:
    return f"{address(settings)}/crew" if to.kind == "unit" else f"{address(settings)}/messages"

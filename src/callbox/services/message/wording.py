"""What a channel says of a message. Pure.

Rules in words: what leaves the node names the unit, the incident's number, how urgent it is, what happened, its area and
where to read on. The words of a message go along only where the channel is declared confidential, or the message was
declared to name nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from callbox.kernel.facts import Ref
from callbox.kernel.words import say, word
from callbox.services.incident.facts import Incident
from callbox.services.message.facts import Channel, Message

SUBJECT_MOST = 150


@dataclass(frozen=True, kw_only=True)
class About:
    """What a message is about, in names: nothing personal is in it."""

    message: Message
    to: str  # what the unit or organisation that is told is called
    incident: Incident | None
    area: str  # what the area is called
    unit: str = ""  # which unit an alarm is about


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One message as a channel says it. `id` is stable: told twice, it is the same thing told."""

    id: str
    to: str
    subject: str
    lines: tuple[str, ...]
    fields: Mapping[str, Any]

    @property
    def text(self) -> str:
        return "\n".join((self.subject, *self.lines)) + "\n"


def carries_words(channel: Channel, message: Message) -> bool:
    """Whether what somebody said goes out of this channel."""
    return message.sort != "page" and (channel.confidential or message.may_leave)


def telling(about: About, *, id: str, words: str | None, link: str, language: str) -> Telling:  # noqa: A002  its name
    """What is told. `words` is what somebody said, where that may leave the node."""
    message, incident = about.message, about.incident
    fields = {"sort": message.sort, "to": about.to, "link": link, "sent_at": message.sent_at.isoformat()}
    if incident is not None:
        fields |= {
            "incident": incident.source_number or incident.id,
            "priority": incident.priority,
            "category": incident.category,
            "area": about.area,
        }
    fields |= {"cause": message.cause} if message.cause else {}
    fields |= {"unit": about.unit} if about.unit else {}
    fields |= {"words": words} if words is not None else {}
    fields |= {"escalations": str(message.escalations)} if message.escalations else {}
    return Telling(
        id=id,
        to=about.to,
        subject=_subject(about, language)[:SUBJECT_MOST],
        lines=tuple(_lines(about, words=words, link=link, language=language)),
        fields=fields,
    )


def _subject(about: About, language: str) -> str:
    what = say(f"value.{about.message.sort}", language)
    parts = [what, about.to]
    if about.message.cause:
        parts += [_why(about.message, language), about.unit]
    if about.incident is not None:
        parts += [say(f"value.{about.incident.priority}", language), _category(about.incident, language), about.area]
    elif about.message.sort == "page" and about.area:
        parts.append(say("channel.wait_at", language, station=about.area))
    return " · ".join(" ".join(part.split()) for part in parts if part)


def trial(name: str, *, id: str, to: str, link: str, language: str) -> Telling:  # noqa: A002  its name
    """What is told when somebody tries a channel out."""
    subject = say("channel.trial", language, name=name)
    return Telling(id=id, to=to, subject=subject, lines=(link,), fields={"sort": "trial", "to": to, "link": link})


def spoken(told: Telling, language: str) -> str:
    """What a telephone reads aloud: no link, and which key says that somebody has it."""
    lines = [told.subject.replace(" · ", ", "), *(line for line in told.lines if "://" not in line)]
    if told.fields.get("sort") != "trial":
        lines.append(say("channel.press", language))
    return "\n".join(lines)


def _why(message: Message, language: str) -> str:
    """Why the officer on duty is paged."""
    return say(f"channel.{message.cause}", language)


def _lines(about: About, *, words: str | None, link: str, language: str) -> list[str]:
    lines = []
    if about.message.escalations:
        lines.append(say("channel.unseen", language))
    if about.incident is not None:
        number = about.incident.source_number or about.incident.id
        lines.append(f"{say('kind.incident', language)} {number}")
    if words is not None:
        lines += words.splitlines()
    elif about.message.sort != "page":
        lines.append(say("channel.words_inside", language))
    return [*lines, link]


def _category(incident: Incident, language: str) -> str:
    return word(f"category.{incident.category}", language) or incident.category


def unit_told(channel: Channel, to: Ref, *, offices: Mapping[str, str]) -> bool:
    """Whether a channel carries what this one is told; an organisation's carries what its units are told too.

    `offices` has the organisation of each unit.
    """
    if to.kind == "unit":
        return to.id == channel.unit or (channel.unit is None and offices.get(to.id) == channel.organisation)
    return to == channel.serves

"""From what is known to what the standard's documents say. Pure; what is not told is null, and every field is there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from callbox.faces.feeds.open311.formats import Said
from callbox.kernel import clocks
from callbox.kernel.happened import Happened
from callbox.kernel.words import language_of, say
from callbox.services.organisation.facts import Organisation
from callbox.services.request.facts import Category, Question, Request, group_of, name_of, questions_of

WORDS_MOST: Final = 4000
# What is told of a request's way; how it is passed up and offered round the house is not.
TOLD: Final = {
    "request.opened": "opened",
    "request.taken_up": "taken_up",
    "request.held": "held",
    "request.resumed": "resumed",
    "request.extended": "extended",
    "request.answered": "answered",
    "request.confirmed_done": "confirmed_done",
    "request.found_undone": "found_undone",
    "request.closed": "closed",
    "request.reopened": "reopened",
    "request.passed_on": "passed_on",
}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a person looked over and let be public of a request."""

    words: str | None = None
    area: str | None = None
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    photo: str | None = None


NOTHING_SEEN: Final = Seen()


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A request with what belongs to it."""

    request: Request
    category: Category | None
    holder: Organisation | None
    updated_at: datetime
    seen: Seen = NOTHING_SEEN


def moment(at: datetime | None) -> str | None:
    """A time as the standard writes it: UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def service(category: Category, language: str) -> Said:
    """One service of the list."""
    return {
        "service_code": category.id,
        "service_name": name_of(category, language),
        "description": category.closes_by or None,
        "metadata": bool(category.questions),
        "type": "realtime",
        "keywords": ", ".join(one.replace(",", " ") for one in category.keywords) or None,
        "group": group_of(category.group, language_of(language)) or None,
    }


def definition(category: Category, language: str) -> Said:
    """What a service asks."""
    asked = enumerate(questions_of(category), 1)
    return {"service_code": category.id, "attributes": [_attribute(one, place, language) for place, one in asked]}


def _attribute(question: Question, place: int, language: str) -> Said:
    spoken = language_of(language)
    return {
        "variable": True,
        "code": question.code,
        "datatype": question.datatype,
        "required": question.required,
        "datatype_description": say(f"open311.datatype.{question.datatype}", spoken),
        "order": place,
        "description": question.said_in(spoken),
        "values": [{"key": one.key, "name": one.said_in(spoken)} for one in question.options],
    }


def request(shown: Shown, language: str) -> dict[str, Said]:
    """One service request."""
    one, seen, spoken = shown.request, shown.seen, language_of(language)
    return {
        "service_request_id": one.id,
        "status": status(one.status),
        "status_notes": _notes(one, spoken),
        "service_name": name_of(shown.category, language) if shown.category else None,
        "service_code": one.category,
        "description": seen.words[:WORDS_MOST] if seen.words else None,
        "agency_responsible": _called(shown.holder, spoken),
        "service_notice": shown.category.closes_by or None if shown.category else None,
        "requested_datetime": moment(one.received_at),
        "updated_datetime": moment(one.closed_at if one.status == "closed" else shown.updated_at),
        "expected_datetime": moment(expected(one)),
        "address": seen.area,
        "address_id": None,
        "zipcode": None,
        "lat": seen.latitude_deg,
        "long": seen.longitude_deg,
        "media_url": seen.photo,
    }


def extended(shown: Shown, language: str) -> dict[str, Said]:
    """One service request with more than the standard knows, for those who ask for it."""
    one = shown.request
    more: Said = {
        "state": one.status,
        "disposition": one.disposition,
        "reopened": one.reopenings,
        "agency_id": one.organisation,
    }
    return {**request(shown, language), "extended_attributes": more}


def status(told: str) -> str:
    """The standard knows two."""
    return "closed" if told == "closed" else "open"


def _notes(one: Request, language: str) -> str:
    return say(f"open311.end.{one.disposition}" if one.status == "closed" else f"open311.state.{one.status}", language)


def _called(holder: Organisation | None, language: str) -> str | None:
    return None if holder is None else (holder.name_zh if language == "zh" else "") or holder.name


def expected(one: Request) -> datetime | None:
    """When it is to be answered: what was promised, else the clock that falls due first of those that run."""
    due = [
        at for name, clock in one.clocks.items() if name.startswith("deadline") and (at := clocks.when(clock, "due"))
    ]
    return one.due_at or min(due, default=None)


def update(happened: Happened, language: str) -> Said:
    """One thing that happened to a request."""
    return {
        "update_id": f"{happened.ref.id}-{happened.n}",
        "service_request_id": happened.ref.id,
        "status": status(happened.status),
        "updated_datetime": moment(happened.at),
        "description": say(f"open311.update.{TOLD[happened.event]}", language_of(language)),
        "media_url": None,
    }


def updated(chain: Iterable[Happened]) -> Mapping[str, datetime]:
    """When something that is told last happened to each request."""
    found: dict[str, datetime] = {}
    for one in chain:
        if one.event in TOLD:
            found[one.ref.id] = max(one.at, found.get(one.ref.id, one.at))
    return found

"""What is known of an application: what it needs, which papers were given, the appointment, the decision.

An application is a request whose category decides; it has the request's own name, and is part of it. Papers are seen through
their case, and through a standing use by another case; there is no list of them, no search, and no picture of a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar, Final

from callbox.kernel.facts import Choice, Id, Links, Personal, Record

OUTCOMES: Final = ("granted", "granted_in_part", "not_granted", "not_competent")
# Who said that a paper may be used again: whoever gave it, on their own page, or in person to somebody who wrote it down.
CONSENTS: Final = ("own_page", "in_person")
# The statuses of a paper and of a use in which it counts.
COUNTING: Final = frozenset({"handed_in", "accepted", "standing"})
# An appointment that is still to come.
COMING: Final = frozenset({"offered", "confirmed", "to_move"})


@dataclass(frozen=True, kw_only=True)
class Application(Record):
    """What belongs to a request as an application. It keeps what its category asked for when it was opened."""

    kind: ClassVar[str] = "application"

    organisation: Annotated[str, "The organisation that held it when it was opened", Links("organisation")]
    request: Annotated[Id, "The request", Links("request")]
    papers: Annotated[tuple[str, ...], "The papers it needs, as its category asked for them"] = ()
    objection_days: Annotated[int, "Days of the calendar in which its decision may be objected to"] = 60
    given: Annotated[tuple[Id, ...], "The papers given for it", Links("paper")] = ()
    uses: Annotated[
        tuple[Id, ...], "Papers given for other applications that may be used for it", Links("paper_use")
    ] = ()
    appointment: Annotated[Id | None, "Its last appointment", Links("appointment")] = None
    decision: Annotated[Id | None, "Its last decision", Links("decision")] = None


@dataclass(frozen=True, kw_only=True)
class Paper(Record):
    """A paper given for one application: a photo of it, or what it says. Never a picture of a person."""

    kind: ClassVar[str] = "paper"

    organisation: Annotated[str, "The organisation it was given to", Links("organisation")]
    request: Annotated[Id, "The request it was given for", Links("request")]
    which: Annotated[str, "Which of the category's papers it is, by code"]
    given_at: Annotated[datetime, "When it was given"]
    taken_by: Annotated[Id | None, "Who took it at a counter", Links("person")] = None
    valid_until: Annotated[datetime | None, "Until when it counts"] = None
    attachment: Annotated[Id | None, "The photo of it", Links("attachment")] = None
    checked_at: Annotated[datetime | None, "When somebody looked at it"] = None
    checked_by: Annotated[Id | None, "Who looked at it", Links("person")] = None
    text: Annotated[str | None, "What it says: a number, a reference", Personal()] = None
    wanting: Annotated[str | None, "Why it was not accepted", Personal()] = None
    word_sha256: Annotated[str | None, "SHA-256 of the word that lets it be used again, hex", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class PaperUse(Record):
    """A paper given for one application that may be used for another, for as long as whoever gave it agrees."""

    kind: ClassVar[str] = "paper_use"

    organisation: Annotated[str, "The organisation that may look at it", Links("organisation")]
    request: Annotated[Id, "The request it is used for", Links("request")]
    paper: Annotated[Id, "The paper", Links("paper")]
    which: Annotated[str, "Which of the category's papers it is there, by code"]
    consent: Annotated[str, "How whoever gave it agreed", Choice(CONSENTS)]
    begun_at: Annotated[datetime, "When they agreed"]
    begun_by: Annotated[Id | None, "Who wrote down that they agreed", Links("person")] = None
    valid_until: Annotated[datetime | None, "Until when the paper counts"] = None
    checked_at: Annotated[datetime | None, "When somebody looked at it"] = None
    checked_by: Annotated[Id | None, "Who looked at it", Links("person")] = None
    ended_at: Annotated[datetime | None, "When they took it back: it is seen no more"] = None
    wanting: Annotated[str | None, "Why it was not accepted", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Appointment(Record):
    """When and where somebody comes, or is come to, about their application."""

    kind: ClassVar[str] = "appointment"

    organisation: Annotated[str, "The organisation that offered it", Links("organisation")]
    request: Annotated[Id, "The request it is about", Links("request")]
    begins_at: Annotated[datetime, "When it begins"]
    offered_at: Annotated[datetime, "When it was offered"]
    offered_by: Annotated[Id | None, "Who offered it", Links("person")] = None
    place: Annotated[str | None, "Where it is", Personal()] = None
    bring: Annotated[str | None, "What to bring", Personal()] = None
    wish: Annotated[str | None, "When they would rather come", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Decision(Record):
    """What was decided on an application, by whom, on what it rests, and what can be done against it until when."""

    kind: ClassVar[str] = "decision"

    organisation: Annotated[str, "The organisation that decided", Links("organisation")]
    request: Annotated[Id, "The request it decides", Links("request")]
    outcome: Annotated[str, "What was decided", Choice(OUTCOMES)]
    rests_on: Annotated[str, "The published rule it rests on"]
    decided_at: Annotated[datetime, "When it was decided"]
    decided_by: Annotated[Id, "Who decided", Links("person")]
    remedy_to: Annotated[str, "The organisation that an objection goes to", Links("organisation", loose=True)] = ""
    remedy: Annotated[str, "Where else something can be done against it, in words"] = ""
    remedy_until: Annotated[datetime | None, "Until when"] = None
    objected_at: Annotated[datetime | None, "When it was objected to"] = None
    late: Annotated[bool, "The objection came after that"] = False
    objection: Annotated[Id | None, "The report that objects to it", Links("report")] = None
    reasons: Annotated[str | None, "Why, in plain words", Personal()] = None


def counts(one: Paper | PaperUse, at: datetime) -> bool:
    """Whether a paper, or a use of one, counts at this time: not refused, not taken back, not too old, not erased."""
    return one.status in COUNTING and not one.erased and (one.valid_until is None or at <= one.valid_until)


def there(papers: Iterable[Paper | PaperUse], at: datetime) -> frozenset[str]:
    """The codes of the papers that are there now."""
    return frozenset(one.which for one in papers if counts(one, at))

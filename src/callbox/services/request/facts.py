"""What is known of a category of requests, and of one request."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, ClassVar

from callbox.kernel.facts import Choice, Id, Links, Personal, Plain, Record, Value
from callbox.services.request.asking import Question, answered, faults, group_of, name_of, questions_of
from callbox.services.request.papers import PaperAsked, papers_of

# How a category is called and what it asks is read by `asking`, which papers by `papers`; other services know it from here.
__all__ = [
    "ELSEWHERE",
    "HOLDS",
    "REQUEST_ENDS",
    "Category",
    "Needed",
    "PaperAsked",
    "Question",
    "Request",
    "RequestEnd",
    "answered",
    "faults",
    "group_of",
    "name_of",
    "needed",
    "papers_of",
    "questions_of",
]

# Why another department than the boundaries name may have a request: its place is known in words alone, the boundary is
# wrong or old, the departments agreed, or the one stands in for the other.
ELSEWHERE = ("place_in_words", "boundary_wrong", "agreed_between", "standing_in")

# Why a request's clock may stand still. Nothing else stops it.
HOLDS = ("asker", "third_party", "weather", "appointment", "court")


@dataclass(frozen=True)
class RequestEnd:
    """How a request may end. `needs_answer`: only after an answer; `needs_reason`: the person closing says why."""

    name: str
    needs_answer: bool = False
    needs_reason: bool = False


REQUEST_ENDS = {
    end.name: end
    for end in (
        RequestEnd("done", needs_answer=True),
        RequestEnd("answered_at_contact", needs_answer=True),
        RequestEnd("duplicate"),
        RequestEnd("withdrawn"),
        RequestEnd("no_such_place"),
        RequestEnd("unreachable", needs_answer=True),
        RequestEnd("not_competent", needs_reason=True),
        RequestEnd("declined", needs_answer=True, needs_reason=True),
    )
}


NEED = re.compile(r"\s*([^:+\s][^:+]{0,59}?)\s*(?::\s*([1-9][0-9]?)\s*(?::\s*([^:]{1,200}?)\s*)?)?")
NEEDS_MOST = 20


@dataclass(frozen=True)
class Needed:
    """Units of one kind that an incident needs, and what each of their crews must be able to do."""

    kind: str
    count: int = 1
    skills: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ":".join([self.kind, str(self.count), *(["+".join(self.skills)] if self.skills else [])])


def needed(told: str) -> Needed | None:
    """What `engine:2`, `engine` (one) or `engine:1:rescue+hazmat` says; None where it says nothing of the kind."""
    found = NEED.fullmatch(told)
    if found is None:
        return None
    skills = tuple(one.strip() for one in (found[3] or "").split("+"))
    return Needed(found[1], int(found[2] or 1), tuple(one for one in skills if one))


@dataclass(frozen=True, kw_only=True)
class Category(Record):
    """A kind of request, as the administrator keeps it. Every change is a new version; requests keep their own."""

    kind: ClassVar[str] = "category"

    organisation: Annotated[str, "The organisation that keeps it", Links("organisation")]
    version: Annotated[int, "How often it was described, from 1"] = 1
    name: Annotated[str, "Its name in English"]
    name_zh: Annotated[str, "Its name in Chinese"] = ""
    names: Annotated[Mapping[str, str], "Its names in further languages, by language (BCP 47)"] = field(
        default_factory=dict
    )
    group: Annotated[str, "The group it is shown in: English / Chinese"] = ""
    keywords: Annotated[tuple[str, ...], "Words that residents use for it, in any language"] = ()
    department: Annotated[str, "The organisation that gets such requests", Links("organisation")]
    by_area: Annotated[bool, "Whether it goes to whoever serves the place, by the boundaries"] = False
    deadline_days: Annotated[int | None, "Working days in which it is answered"] = None
    deadline_hours: Annotated[float | None, "Working hours in which it is answered"] = None
    deadline_calendar_days: Annotated[
        int | None, "Days of the calendar in which it is answered; a last day off moves to the next working day"
    ] = None
    accept_days: Annotated[int | None, "Days of the calendar in which the department takes it up or answers"] = None
    extensions_max: Annotated[int, "How often the deadline may be extended"] = 1
    extension_days_max: Annotated[int, "Working days by which one extension may move it, at most"] = 10
    questions: Annotated[tuple[str, ...], "What is asked when one is opened"] = ()
    papers: Annotated[tuple[str, ...], "Papers that an application needs"] = ()
    decides: Annotated[bool, "Whether its requests are applications, which end by a decision"] = False
    objection_days: Annotated[int, "Days of the calendar in which a decision may be objected to"] = 60
    closes_by: Annotated[str, "What closes it, in words"] = ""
    public: Annotated[bool, "Whether residents may see its cases once looked over"] = False
    protects: Annotated[bool, "Whether its requests are hidden from all but the department"] = False
    danger_words: Annotated[tuple[str, ...], "Words that mean danger to life"] = ()
    needs: Annotated[
        tuple[str, ...], "What an incident of this name needs, each as kind:count or kind:count:skills"
    ] = ()


@dataclass(frozen=True, kw_only=True)
class Request(Record):
    """A case that asks a department for a service. It keeps the rules it was opened under."""

    kind: ClassVar[str] = "request"

    organisation: Annotated[str, "The department that holds it", Links("organisation")]
    parties: Annotated[tuple[str, ...], "Other organisations with a part in it"] = ()
    about: Annotated[str, "The organisation complained of: out of its reach", Links("organisation")] = ""
    protected: Annotated[bool, "Hidden from all but those who hold it and its parties"] = False
    category: Annotated[Id, "What is asked for", Links("category")]
    category_version: Annotated[int, "The version of the category it was opened under"]
    deadline_days: Annotated[int | None, "Working days in which it is answered"] = None
    deadline_hours: Annotated[float | None, "Working hours in which it is answered"] = None
    deadline_calendar_days: Annotated[
        int | None, "Days of the calendar in which it is answered; a last day off moves to the next working day"
    ] = None
    accept_days: Annotated[int | None, "Days of the calendar in which the department takes it up or answers"] = None
    extensions_max: Annotated[int, "How often the deadline may be extended"] = 1
    extension_days_max: Annotated[int, "Working days by which one extension may move it, at most"] = 10
    decides: Annotated[bool, "Whether it is an application, which ends by a decision"] = False
    due_at: Annotated[datetime | None, "The date promised to whoever asked, beside the category's deadline"] = None
    public: Annotated[bool, "Whether residents may see it once looked over"] = False
    report: Annotated[Id | None, "The report it opened from", Links("report")] = None
    elsewhere_for: Annotated[str | None, "Why a department has it that no boundary names", Choice(ELSEWHERE)] = None
    taken_by: Annotated[str, "The organisation that took it in", Links("organisation")]
    received_at: Annotated[datetime, "When it reached us"]
    opened_at: Annotated[datetime, "When it was opened"]
    area: Annotated[str, "The district it lies in, as its organisation's id or in words; never the address"] = ""
    handled_by: Annotated[Id | None, "Who works on it", Links("person")] = None
    held_for: Annotated[str | None, "Why its clock stands still", Choice(HOLDS)] = None
    extensions: Annotated[int, "How often the deadline was extended"] = 0
    answered_at: Annotated[datetime | None, "When it was answered"] = None
    answered_by: Annotated[Id | None, "Who answered", Links("person")] = None
    said_done: Annotated[bool | None, "Whether the person who asked says that it was done"] = None
    disposition: Annotated[str | None, "How it ended", Choice(tuple(REQUEST_ENDS))] = None
    closed_by: Annotated[Id | None, "Who closed it", Links("person")] = None
    closed_at: Annotated[datetime | None, "When it ended"] = None
    same_as: Annotated[Id | None, "The request that this one duplicates", Links("request")] = None
    part_of: Annotated[Id | None, "The larger request that this one is a part of", Links("request")] = None
    parts: Annotated[int, "How many requests are parts of it"] = 0
    reopenings: Annotated[int, "How often it was opened again"] = 0
    escalations: Annotated[int, "How often a deadline passed and it was brought to the next above"] = 0
    escalated_to: Annotated[str, "The organisation it was last brought to", Links("organisation")] = ""
    transfer: Annotated[Id | None, "The open transfer over it", Links("transfer")] = None
    returns: Annotated[int, "How often a transfer of it was returned"] = 0
    settled_between: Annotated[tuple[str, ...], "The two organisations between which an arbiter decided"] = ()
    shares: Annotated[tuple[Id, ...], "The parts that other organisations have in it now", Links("share")] = ()
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadlines"] = field(default_factory=dict)

    wanted: Annotated[str | None, "What the person asks for", Personal(searchable=True)] = None
    address: Annotated[str | None, "Where, in words", Personal(searchable=True)] = None
    latitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    longitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    answers: Annotated[Mapping[str, Value] | None, "Answers to the category's questions", Personal()] = None
    answer: Annotated[str | None, "What the department answered", Personal(searchable=True)] = None

    @property
    def hides(self) -> Mapping[str, Value]:
        """What a report that belongs to it becomes: its link would tell of the request, so it is hidden from the same."""
        about: dict[str, Value] = {"about": self.about} if self.about else {}
        held: dict[str, Value] = {"protected": True, "organisation": self.organisation, "parties": ()}
        return {**about, **(held if self.protected else {})}

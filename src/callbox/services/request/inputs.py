"""What each act on categories and requests is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links, Personal, Value
from callbox.services.request.facts import ELSEWHERE, HOLDS, REQUEST_ENDS


@dataclass(frozen=True, kw_only=True)
class CreateCategory(Inputs):
    """A new category of requests."""

    id: Annotated[Id, "The new category's name in the records"]
    organisation: Annotated[str, "The organisation that keeps it", Links("organisation")]
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
class DescribeCategory(Inputs):
    """A new version of a category; what is left out stays. Of the two deadlines, telling one ends the other."""

    category: Annotated[Id, "The category", Links("category")]
    name: Annotated[str | None, "Its name in English"] = None
    name_zh: Annotated[str | None, "Its name in Chinese"] = None
    names: Annotated[Mapping[str, str] | None, "Its names in further languages, by language (BCP 47)"] = None
    group: Annotated[str | None, "The group it is shown in: English / Chinese"] = None
    keywords: Annotated[tuple[str, ...] | None, "Words that residents use for it, in any language"] = None
    department: Annotated[str | None, "The organisation that gets such requests", Links("organisation")] = None
    by_area: Annotated[bool | None, "Whether it goes to whoever serves the place, by the boundaries"] = None
    deadline_days: Annotated[int | None, "Working days in which it is answered"] = None
    deadline_hours: Annotated[float | None, "Working hours in which it is answered"] = None
    deadline_calendar_days: Annotated[
        int | None, "Days of the calendar in which it is answered; a last day off moves to the next working day"
    ] = None
    accept_days: Annotated[int | None, "Days of the calendar in which the department takes it up or answers"] = None
    extensions_max: Annotated[int | None, "How often the deadline may be extended"] = None
    extension_days_max: Annotated[int | None, "Working days by which one extension may move it, at most"] = None
    questions: Annotated[tuple[str, ...] | None, "What is asked when one is opened"] = None
    papers: Annotated[tuple[str, ...] | None, "Papers that an application needs"] = None
    decides: Annotated[bool | None, "Whether its requests are applications, which end by a decision"] = None
    objection_days: Annotated[int | None, "Days of the calendar in which a decision may be objected to"] = None
    closes_by: Annotated[str | None, "What closes it, in words"] = None
    public: Annotated[bool | None, "Whether residents may see its cases once looked over"] = None
    danger_words: Annotated[tuple[str, ...] | None, "Words that mean danger to life"] = None
    needs: Annotated[
        tuple[str, ...] | None, "What an incident of this name needs, each as kind:count or kind:count:skills"
    ] = None


@dataclass(frozen=True, kw_only=True)
class OfCategory(Inputs):
    """A category is used no more."""

    category: Annotated[Id, "The category", Links("category")]


@dataclass(frozen=True, kw_only=True)
class OpenRequest(Inputs):
    """Open a request, from a report or without one. What is left out is taken from the report."""

    id: Annotated[Id, "The new request's name"]
    report: Annotated[Id | None, "The report that it opens from", Links("report")] = None
    category: Annotated[Id, "What is asked for", Links("category")]
    department: Annotated[
        str | None, "Who gets it, where the category goes by place: one of those that serve it", Links("organisation")
    ] = None
    boundary: Annotated[Id | None, "The boundary by which that department serves the place", Links("boundary")] = None
    elsewhere_for: Annotated[
        str | None, "Why a department gets it that no boundary names for the place", Choice(ELSEWHERE)
    ] = None
    about: Annotated[str | None, "The organisation complained of", Links("organisation")] = None
    due_at: Annotated[datetime | None, "The date promised to whoever asked, beside the category's deadline"] = None
    area: Annotated[str, "The district it lies in, as its organisation's id or in words; never the address"] = ""
    wanted: Annotated[str | None, "What the person asks for", Personal()] = None
    address: Annotated[str | None, "Where, in words", Personal()] = None
    latitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    longitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    answers: Annotated[Mapping[str, Value] | None, "Answers to the category's questions", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class OfRequest(Inputs):
    """Something happens to a request."""

    request: Annotated[Id, "The request", Links("request")]


@dataclass(frozen=True, kw_only=True)
class AnswerRequest(OfRequest):
    """The department answers."""

    answer: Annotated[str, "What the department answers", Personal()]


@dataclass(frozen=True, kw_only=True)
class HoldRequest(OfRequest):
    """The clock stands still until the request is resumed."""

    held_for: Annotated[str, "Why", Choice(HOLDS)]


@dataclass(frozen=True, kw_only=True)
class ExtendRequest(OfRequest):
    """More time is needed; the act's reason says why."""

    days: Annotated[int, "How many more working days"]


@dataclass(frozen=True, kw_only=True)
class CloseRequest(OfRequest):
    """End a request."""

    disposition: Annotated[str, "How it ended", Choice(tuple(REQUEST_ENDS))]
    same_as: Annotated[Id | None, "The request that this one duplicates", Links("request")] = None


@dataclass(frozen=True, kw_only=True)
class PutUnder(OfRequest):
    """The request is a part of a larger one: a street of fallen trees, one storm."""

    part_of: Annotated[Id, "The larger request", Links("request")]


@dataclass(frozen=True, kw_only=True)
class RequestDue(OfRequest):
    """A deadline of a request passed."""

    clock: Annotated[str, "Which deadline"]

"""From requests to acts in the order of time. Pure.

Rules in words:
1. Each request is reported, opened in its category and so sent to its department; it is answered and closed when the file
   says so, and stays open where the file does not.
2. The times are the file's. What ends by an answer needs one: where the file has no text of it, the answer says just that.
3. The date promised by the file is the request's own deadline; the category's runs beside it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from callbox.faces.command.replay import stream
from callbox.faces.command.replay.request_profile import RequestProfile
from callbox.faces.command.replay.requests.reading import Asked
from callbox.faces.command.replay.requests.settling import Offices
from callbox.kernel import clocks
from callbox.kernel.calendar import Calendar
from callbox.kernel.facts import Act, Id, Value
from callbox.services.report.inputs import Receive
from callbox.services.request.facts import REQUEST_ENDS, Request
from callbox.services.request.inputs import AnswerRequest, CloseRequest, OpenRequest
from callbox.services.request.service import CLOCKS

NO_TEXT = "The source tells when it was dealt with, not with what words."
ENDED_AS = "the source says: {status}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned(stream.Planned):
    """One act of the stream, and which of the request's times it is about."""

    asked: Asked
    step: str


@dataclass(frozen=True, slots=True)
class _Told:
    """One request and all that its acts need."""

    asked: Asked
    received: datetime
    offices: Offices
    profile: RequestProfile
    report: Id
    request: Id


def plan(
    requests: Sequence[Asked],
    received: Sequence[datetime],
    *,
    offices: Offices,
    profile: RequestProfile,
    new: Callable[[], Id],
) -> list[Planned]:
    """All acts of all requests, in order. `received` is the best time known of each."""
    steps = [
        step
        for asked, at in zip(requests, received, strict=True)
        for step in _steps(_Told(asked, at, offices, profile, new(), new()))
    ]
    return sorted(steps, key=lambda step: (step.moment, step.order))


def _steps(told: _Told) -> Iterator[Planned]:
    yield _step(told, "received", told.received, _received(told))
    yield _step(told, "opened", told.received, _opened(told))
    asked = told.asked
    handler = told.offices.handlers[asked.department]
    if answered := answered_at(asked):
        answer = AnswerRequest(request=told.request, answer=asked.answer or NO_TEXT)
        yield _step(told, "answered", answered, Act(name="request.answer", by=handler, at=answered, inputs=answer))
    if asked.closed and asked.done:
        because = ENDED_AS.format(status=asked.status) if REQUEST_ENDS[asked.done].needs_reason else ""
        close = CloseRequest(request=told.request, disposition=asked.done)
        act = Act(name="request.close", by=handler, at=asked.closed, inputs=close, because=because)
        yield _step(told, "closed", asked.closed, act)


def answered_at(asked: Asked) -> datetime | None:
    """When it was answered: as the file says; else when it ended, where such an end needs an answer."""
    if asked.answered:
        return asked.answered
    return asked.closed if asked.closed and asked.done and REQUEST_ENDS[asked.done].needs_answer else None


def _step(told: _Told, step: str, moment: datetime, act: Act) -> Planned:
    rank = ("received", "opened", "answered", "closed").index(step)
    order = (rank > 1, told.asked.line, rank)
    return Planned(moment=moment, order=order, act=act, line=told.asked.line, asked=told.asked, step=step)


def _received(told: _Told) -> Act:
    asked = told.asked
    latitude_deg, longitude_deg = asked.place or (None, None)
    inputs = Receive(
        id=told.report,
        channel=told.profile.channel,
        language=told.profile.language,
        source_number=asked.number,
        flags=asked.flags,
        address=asked.address,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        said_fact=asked.wanted,
        as_received=_as_received(asked),
    )
    return Act(name="report.receive", by=told.offices.crew.call_taker, at=told.received, inputs=inputs)


def _as_received(asked: Asked) -> Mapping[str, Value]:
    return {"rows": tuple({"line": row.line, "cells": dict(row.cells)} for row in asked.rows)}


def _opened(told: _Told) -> Act:
    asked = told.asked
    inputs = OpenRequest(
        id=told.request,
        report=told.report,
        category=told.offices.categories[asked.category, asked.department],
        area=asked.area,
        due_at=asked.due,
    )
    return Act(name="request.open", by=told.offices.crew.call_taker, at=told.received, inputs=inputs)


def hints(
    requests: Sequence[Asked],
    received: Sequence[datetime],
    *,
    profile: RequestProfile,
    working: Calendar | None,
    until: datetime,
) -> Iterator[datetime]:
    """When deadlines fall due before what stops them: where a batch must be cut. The clocks decide, from the records."""
    for asked, at in zip(requests, received, strict=True):
        ended = answered_at(asked) or asked.closed or until
        begun = clocks.turn(
            CLOCKS, _as_opened(asked, at, profile), before={}, event="request.opened", at=at, calendar=working
        )
        for clock in begun.values():
            due = clocks.when(clock, "due")
            if due is not None and due < ended:
                yield due


def _as_opened(asked: Asked, at: datetime, profile: RequestProfile) -> Request:
    request = Request(
        id="",
        status="open",
        organisation="",
        category="",
        category_version=1,
        taken_by="",
        received_at=at,
        opened_at=at,
        due_at=asked.due,
    )
    length: dict[str, Any] = profile.lengths(asked.category)
    return replace(request, **length)

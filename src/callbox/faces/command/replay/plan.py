"""From calls to acts in the order of time: the whole stream that the gate is given. Pure.

Rules in words:
1. Each call is received, opened, its units assigned, told, on their way, there, free again; then it is closed.
2. The times are the file's. A time that cannot be true is handed to the rule as it is, and refused by it.
3. A unit that the file shows at work on a second call while it is on a first, was diverted; one that is only told of it,
   was queued. What the file still says of the first call is entered late, over the rule, with that reason.
4. What the file leaves open is ended at the last time known, with that reason: an incident cannot stay open for ever.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from callbox.faces.command.replay import stream
from callbox.faces.command.replay.calls import Call, Leg
from callbox.faces.command.replay.profile import TIMED
from callbox.kernel.facts import Act, Actor, Id, Inputs, Value
from callbox.services.incident.facts import DISPOSITIONS, PRIORITIES
from callbox.services.incident.inputs import Assign, Close, Confirm, Divert, Open, Release, Reprioritise, Step
from callbox.services.report.inputs import Receive

OPENING, WORKING, CLOSING = range(3)
DIVERTED = "the source shows the unit at work on another call from then on"
LEFT = "the source shows the unit at work on this call while the one before had not ended"
QUEUED = "the source shows that the unit was told while it was still on another call"
NO_END = "the source does not say when the unit was free: the last time known"
IMPOSSIBLE_END = "the source says that the unit was free before it was sent: the last time known"
LOWERED = "the source ends with this priority"
SET_LOWER = "the source set this priority after the first one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned(stream.Planned):
    """One act of the stream. `otherwise`: what to do if the rule says that the unit is free."""

    call: Call
    unit: str = ""
    step: str = ""
    record: Id = ""
    otherwise: Act | None = None
    repair: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Who acts in a replay."""

    call_taker: Actor
    dispatcher: Actor
    supervisor: Actor


@dataclass
class _Stay:
    """How long one leg keeps its unit; `left`: diverted from it then; `waits_until`: queued until its unit was free."""

    leg: Leg
    call: int
    start: datetime
    end: datetime
    left: datetime | None = None
    waits_until: datetime | None = None
    diverts: bool = False


@dataclass
class Plan:
    """The stream of acts, and the records it will make: report and incident ids by call."""

    steps: list[Planned] = field(default_factory=list)
    incidents: dict[Id, int] = field(default_factory=dict)
    reports: list[Id] = field(default_factory=list)


def plan(
    calls: Sequence[Call], received: Sequence[datetime], *, units: Mapping[str, Id], crew: Crew, new: Callable[[], Id]
) -> Plan:
    """All acts of all calls, in order. `received` is the best time known of each call; `units` names them by call sign."""
    made = Plan()
    stays = _stays(calls, received)
    for place, call in enumerate(calls):
        own = stays.get(place, [])
        _plan_call(made, _Told(call, place, received[place], own, units, crew, new))
    made.steps.sort(key=lambda step: (step.moment, step.order))
    return made


@dataclass(frozen=True, slots=True)
class _Told:
    """One call and all that its acts need."""

    call: Call
    place: int
    received: datetime
    stays: Sequence[_Stay]
    units: Mapping[str, Id]
    crew: Crew
    new: Callable[[], Id]


def _plan_call(made: Plan, told: _Told) -> None:
    report, incident = told.new(), told.new()
    made.reports.append(report)
    made.incidents[incident] = told.place
    opened = max(told.call.entry or told.received, told.received)
    steps = [*_opening(told, report=report, incident=incident, opened=opened)]
    for stay in told.stays:
        steps += _leg(told, stay, incident=incident, opened=opened)
    last = max([step.moment for step in steps] + ([told.call.closed] if told.call.closed else []))
    steps += _closing(told, incident=incident, last=max(last, opened))
    made.steps += steps


def _act(name: str, by: Actor, at: datetime, inputs: Inputs, *, because: str = "") -> Act:
    return Act(name=name, by=by, at=at, inputs=inputs, because=because)


def _opening(told: _Told, *, report: Id, incident: Id, opened: datetime) -> Iterator[Planned]:
    call = told.call
    latitude_deg, longitude_deg = call.place or (None, None)
    receive = Receive(
        id=report,
        channel="call",
        source_number=call.number,
        flags=call.flags,
        address=call.address,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        as_received=_as_received(call),
    )
    first, then = call.initial, call.current
    opening = Open(id=incident, report=report, category=call.category, priority=first, area=call.area)
    at_receipt = (OPENING, call.line, 0)
    yield Planned(
        moment=told.received,
        order=at_receipt,
        act=_act("report.receive", told.crew.call_taker, told.received, receive),
        call=call,
        line=call.line,
        step="received",
        record=report,
    )
    yield Planned(
        moment=opened,
        order=(OPENING, call.line, 1),
        act=_act("incident.open", told.crew.dispatcher, opened, opening),
        call=call,
        line=call.line,
        step="entry",
        record=incident,
    )
    if then != first:
        sent = min((stay.start for stay in told.stays), default=opened)
        yield _urgency(told, incident, at=max(opened, sent), words=(first, then), order=(OPENING, call.line, 2))


def _urgency(told: _Told, incident: Id, *, at: datetime, words: tuple[str, str], order: tuple[Any, ...]) -> Planned:
    before, after = words
    lower = PRIORITIES.index(after) > PRIORITIES.index(before)
    because = (LOWERED if order[0] == CLOSING else SET_LOWER) if lower else ""
    inputs = Reprioritise(incident=incident, priority=after)
    act = _act("incident.reprioritise", told.crew.dispatcher, at, inputs, because=because)
    return Planned(moment=at, order=order, act=act, call=told.call, line=told.call.line, step="priority")


def _as_received(call: Call) -> Mapping[str, Value]:
    return {"rows": tuple({"line": row.line, "cells": dict(row.cells)} for row in call.rows)}


def _closing(told: _Told, *, incident: Id, last: datetime) -> Iterator[Planned]:
    call, crew = told.call, told.crew
    if call.final != call.current:
        words = (call.current, call.final)
        yield _urgency(told, incident, at=last, words=words, order=(CLOSING, call.line, 0))
    close = Close(incident=incident, disposition=call.disposition)
    acts = [_act("incident.close", crew.dispatcher, last, close)]
    if DISPOSITIONS[call.disposition].second_person:
        acts.append(_act("incident.confirm", crew.supervisor, last, Confirm(incident=incident)))
    for place, act in enumerate(acts, start=1):
        yield Planned(
            moment=last,
            order=(CLOSING, call.line, place),
            act=act,
            call=call,
            line=call.line,
            step="close",
            record=incident,
        )


# Units


def _leg(told: _Told, stay: _Stay, *, incident: Id, opened: datetime) -> Iterator[Planned]:
    """One unit's part: assigned or diverted, each step, free again."""
    leg, sent = stay.leg, stay.leg.at.get("dispatched")
    begins = max(stay.start, opened)
    if sent is not None and sent < told.received and stay.start > sent:
        # The rule says that nobody is sent before the call came in; the unit is assigned by its next time instead.
        yield _assigned(told, stay, incident=incident, at=sent, assignment=told.new())
    assignment = told.new()
    yield _assigned(told, stay, incident=incident, at=stay.start, assignment=assignment)
    for name in TIMED:
        at = leg.at.get(name)
        if at is None or (name == "dispatched" and stay.start > at):
            continue
        yield _step(told, stay, name=name, at=at, assignment=assignment, begins=begins)
    yield from _release(told, stay, assignment=assignment, begins=begins)


def _planned(
    told: _Told, stay: _Stay, step: str, act: Act, *, moment: datetime, assignment: Id, **more: Any
) -> Planned:
    rank = ("assigned", *TIMED, "available").index(step)
    return Planned(
        moment=moment,
        order=(WORKING, stay.start, stay.leg.line, rank, 1 if more.get("repair") else 0),
        act=act,
        call=told.call,
        line=stay.leg.line,
        unit=stay.leg.unit,
        step=step,
        record=assignment,
        alone=more.pop("alone", False) or act.at < moment,
        **more,
    )


def _assigned(told: _Told, stay: _Stay, *, incident: Id, at: datetime, assignment: Id) -> Planned:
    unit = told.units[stay.leg.unit]
    opened = max(told.call.entry or told.received, told.received)
    assign = Assign(id=assignment, incident=incident, unit=unit)
    act = _act("incident.assign", told.crew.dispatcher, at, assign)
    moment = max(at, opened)
    if stay.diverts:
        divert = Divert(id=assignment, incident=incident, unit=unit)
        diverting = _act("incident.divert", told.crew.dispatcher, at, divert, because=LEFT)
        return _planned(
            told, stay, "assigned", diverting, moment=moment, assignment=assignment, alone=True, otherwise=act
        )
    return _planned(told, stay, "assigned", act, moment=moment, assignment=assignment)


def _step(told: _Told, stay: _Stay, *, name: str, at: datetime, assignment: Id, begins: datetime) -> Planned:
    over = _over(stay, at)
    inputs = Step(assignment=assignment, override=bool(over))
    act = _act(f"assignment.{name}", told.crew.dispatcher, at, inputs, because=over)
    moment = max(at, begins, stay.waits_until or begins)
    return _planned(told, stay, name, act, moment=moment, assignment=assignment)


def _over(stay: _Stay, at: datetime) -> str:
    """Why a step is entered over the rule; empty where it is not."""
    if stay.waits_until and at < stay.waits_until:
        return QUEUED
    return DIVERTED if stay.left and at > stay.left else ""


def _release(told: _Told, stay: _Stay, *, assignment: Id, begins: datetime) -> Iterator[Planned]:
    known = stay.leg.at.get("available")
    by, name = told.crew.dispatcher, "assignment.available"
    if known is not None:
        act = _act(name, by, known, Release(assignment=assignment))
        yield _planned(told, stay, "available", act, moment=max(known, begins), assignment=assignment)
        if known >= stay.start:
            return
    because = NO_END if known is None else IMPOSSIBLE_END
    last = max([begins, *stay.leg.at.values()])
    act = _act(name, by, last, Release(assignment=assignment, override=True), because=because)
    yield _planned(told, stay, "available", act, moment=last, assignment=assignment, repair=True)


def _stays(calls: Sequence[Call], received: Sequence[datetime]) -> dict[int, list[_Stay]]:
    """The legs of each call, each with what else its unit was on at the time."""
    by_call: dict[int, list[_Stay]] = {}
    by_unit: dict[str, list[_Stay]] = {}
    for place, call in enumerate(calls):
        for leg in call.legs:
            stay = _stay(leg, place, received[place])
            by_call.setdefault(place, []).append(stay)
            by_unit.setdefault(leg.unit, []).append(stay)
    for stays in by_unit.values():
        _in_turn(sorted(stays, key=lambda stay: (stay.start, stay.leg.line)))
    return by_call


def _stay(leg: Leg, place: int, received: datetime) -> _Stay:
    steps = [leg.at[name] for name in TIMED if name in leg.at]
    start = next((at for at in steps if at >= received), None) or max(steps)
    start = max(start, received)
    end = leg.at.get("available")
    return _Stay(leg, place, start, end if end is not None and end >= start else max([start, *leg.at.values()]))


def _in_turn(stays: Sequence[_Stay]) -> None:
    """A unit's legs by start: where two overlap, the file shows whether it left the first or waited with the second."""
    active: _Stay | None = None
    for stay in stays:
        if active is None or stay.start >= active.end or stay.call == active.call:
            active = stay
        elif _at_work(stay, active.end):
            stay.diverts, active.left = True, stay.start
            active = stay
        else:
            stay.waits_until = active.end
            active = stay if stay.end > active.end else active


def _at_work(stay: _Stay, before: datetime) -> bool:
    """Whether the unit did anything for this leg before then, other than being told."""
    return any(name in stay.leg.at and stay.leg.at[name] < before for name in TIMED[1:])

"""The rules of alarms and checks, asked by themselves."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.worlds.pure import CENTRE, EAST, NOON, applied, asked, events, minute, refusal, somebody

from callbox.kernel.clocks import turn
from callbox.kernel.facts import Changes
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.safety import rules
from callbox.services.safety.facts import Alarm, Check
from callbox.services.safety.inputs import AlarmDue, Answer, Begin, CheckDue, EndAlarm, OfCheck, Raise
from callbox.services.safety.service import ALARM_CLOCK, CHECK_CLOCKS
from callbox.services.shift.facts import Shift
from callbox.services.unit.facts import Unit

CREW = somebody("crew", EAST, unit="e1")
E1 = Unit(id="e1", status="on_scene", organisation=EAST, call_sign="E1")
FIRE = Incident(
    id="f", status="open", organisation=CENTRE, category="fire", priority="emergency", received_at=NOON, opened_at=NOON
)
ON = Assignment(id="a", status="on_scene", organisation=CENTRE, incident="f", unit="e1")


def told(changes: Changes, kind: type, *, before: Any = None) -> Any:
    """The record of a kind as it is after these changes, its clocks turned."""
    world = {before.ref: before} if before else {}
    new: Any = next(one for one in applied(changes, world).values() if isinstance(one, kind))
    specs = CHECK_CLOCKS if kind is Check else (ALARM_CLOCK,)
    event = next(one.event for one in changes if one.record.kind == new.kind)
    at = new.asked_at or new.safe_at or NOON if kind is Check else NOON
    return replace(new, clocks=turn(specs, new, before=new.clocks, event=event, at=at, calendar=None))


def begun(crew: tuple[str, ...] | None = None, *, incident: Incident = FIRE) -> Check:
    shift = (
        None
        if crew is None
        else Shift(id="s", status="on", organisation=EAST, unit="e1", starts_at=NOON, ends_at=minute(60), crew=crew)
    )
    act = asked(Begin(id="c", assignment="a"))
    check: Check = told(rules.begin(act, assignment=ON, unit=E1, incident=incident, shift=shift), Check)
    return check


def pressed() -> Alarm:
    act = asked(Raise(id="al", unit="e1"), by=CREW)
    alarm: Alarm = told(rules.sound(act, unit=E1, assignment=ON, incident=FIRE), Alarm)
    return alarm


def test_an_alarm_names_the_unit_and_is_heard_where_its_incident_is_held() -> None:
    alarm = pressed()
    assert (alarm.status, alarm.unit, alarm.incident, alarm.organisation) == ("sounding", "e1", "f", EAST)
    assert alarm.parties == (CENTRE,)


def test_anybody_may_raise_one_for_themselves_and_nobody_for_another_unit() -> None:
    own = rules.sound(asked(Raise(id="al"), by=somebody("call_taker")), unit=None, assignment=None, incident=None)
    assert events(own) == ["alarm.raised"]
    other = asked(Raise(id="al", unit="e1"), by=somebody("crew", unit="e2"))
    assert refusal(rules.sound, other, unit=E1, assignment=None, incident=None) == "alarm.own_unit"


def test_it_is_told_again_every_half_minute_until_a_named_person_has_it_in_hand() -> None:
    alarm = pressed()
    assert alarm.clocks["in_hand"]["due"] == (NOON + timedelta(seconds=30)).isoformat()
    again = rules.escalate(asked(AlarmDue(alarm="al", clock="in_hand"), at=minute(0.5)), alarm=alarm)
    assert told(again, Alarm, before=alarm).clocks["in_hand"]["state"] == "running"
    nobody = asked(Answer(alarm="al"), by=replace(somebody(), person=None))
    assert refusal(rules.answer, nobody, alarm=alarm) == "alarm.needs_person"
    answered = told(rules.answer(asked(Answer(alarm="al")), alarm=alarm), Alarm, before=alarm)
    assert (answered.status, answered.clocks["in_hand"]["state"]) == ("in_hand", "stopped")


def test_only_a_named_person_ends_it_and_says_how() -> None:
    alarm = pressed()
    machine = asked(EndAlarm(alarm="al", outcome="mistake"), by=replace(somebody(), person=None))
    assert refusal(rules.end, machine, alarm=alarm) == "alarm.needs_person"
    ended = told(rules.end(asked(EndAlarm(alarm="al", outcome="mistake")), alarm=alarm), Alarm, before=alarm)
    assert (ended.status, ended.outcome) == ("ended", "mistake")


@pytest.mark.parametrize(
    ("priority", "crew", "minutes"),
    [("emergency", ("one", "two"), 15), ("emergency", ("one",), 7.5), ("life_threat", None, 10), ("routine", None, 30)],
)
def test_a_crew_is_asked_sooner_the_more_urgent_and_twice_as_often_alone(
    priority: str, crew: tuple[str, ...] | None, minutes: float
) -> None:
    check = begun(crew, incident=replace(FIRE, priority=priority))
    assert check.clocks["ask"]["due"] == minute(minutes).isoformat()
    assert check.lone is (crew == ("one",))


def due(check: Check, clock: str, minutes: float) -> Any:
    return asked(CheckDue(check="c", clock=clock), at=minute(minutes))


def test_a_crew_that_does_not_answer_within_a_minute_raises_an_alarm() -> None:
    check = begun()
    waiting = told(rules.ask(due(check, "ask", 15), check=check), Check, before=check)
    assert waiting.clocks["crew_answer"]["due"] == minute(16).isoformat()

    changes = rules.unanswered(due(waiting, "crew_answer", 16), check=waiting)

    assert events(changes) == ["alarm.raised", "check.alarmed"]
    alarm = told(changes, Alarm)
    assert (alarm.cause, alarm.unit, alarm.raised_by) == ("no_answer", "e1", None)
    assert refusal(rules.unanswered, due(waiting, "crew_answer", 15.5), check=waiting) == "clock.not_due"


def test_a_crew_that_is_safe_is_asked_again_later_and_may_say_so_unasked() -> None:
    check = begun()
    for before in (check, told(rules.ask(due(check, "ask", 15), check=check), Check, before=check)):
        changes = rules.safe(asked(OfCheck(check="c"), by=CREW, at=minute(15.5)), check=before)
        assert events(changes) == ["check.safe"]
        assert told(changes, Check, before=before).status == "running"


def test_nobody_is_asked_who_has_left_and_nobody_stops_being_asked_who_has_not() -> None:
    assert refusal(rules.over, asked(OfCheck(check="c")), check=begun(), assignment=ON) == "check.on_scene"
    left = replace(ON, status="available")
    assert events(rules.over(asked(OfCheck(check="c")), check=begun(), assignment=left)) == ["check.ended"]

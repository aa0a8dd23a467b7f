"""Each rule of appointments and decisions and each of its refusals, on plain values."""

from datetime import timedelta
from typing import Any

import pytest

from callbox.kernel.facts import Changes, Refused
from callbox.services.application import rules_deciding as rules
from callbox.services.application.facts import Appointment, Decision
from callbox.services.application.inputs import Decide, EndAppointment, MoveAppointment, Object, OfAppointment
from callbox.services.application.inputs import OfferAppointment as Offer
from callbox.services.application.tests.people import (
    CITY,
    NOON,
    PARKS,
    VOICE,
    act,
    actor,
    application,
    appointment,
    calendar,
    day,
    decision,
    events,
    made,
    office,
    request,
    sets,
    waiting,
)
from callbox.services.report.facts import Report

TOMORROW = NOON + timedelta(days=1)


def offered(*, before: Appointment | None = None, by: Any = None, of: Any = None, **more: Any) -> Changes:
    told: dict[str, Any] = {"begins_at": TOMORROW, "place": "Room 2"} | more
    asked = Offer(id="new", application="q", **told)
    return rules.offer(
        act(asked, by), request=of or request(), application=application(), before=before, calendar=calendar()
    )


def test_an_appointment_is_offered_by_a_named_person_for_a_time_to_come() -> None:
    new = made(offered(bring="the deed"), Appointment)

    assert (new.status, new.begins_at, new.place, new.bring) == ("offered", TOMORROW, "Room 2", "the deed")
    with pytest.raises(Refused, match=r"appointment\.past"):
        offered(begins_at=NOON)
    with pytest.raises(Refused, match="needs_person"):
        offered(by=actor(person=None))
    with pytest.raises(Refused, match=r"field\.empty"):
        offered(place=" ")


@pytest.mark.parametrize(("status", "replaced"), [("offered", True), ("to_move", True), ("missed", False)])
def test_an_appointment_offered_anew_takes_the_place_of_one_still_to_come(status: str, replaced: bool) -> None:
    assert ("appointment.replaced" in events(offered(before=appointment(status=status)))) is replaced


def test_the_clock_stands_still_for_an_appointment_only_where_somebody_says_so_and_then_runs_on() -> None:
    assert "request.held" not in events(offered())
    assert sets(offered(wait=True), "request.held")["held_for"] == "appointment"
    ended = EndAppointment(appointment="a", came=True)
    for of, resumed in ((waiting("appointment"), True), (waiting("weather"), False)):
        done = rules.end(act(ended), request=of, appointment=appointment(), calendar=calendar())
        assert ("request.resumed" in events(done)) is resumed


def test_whoever_applied_confirms_it_or_asks_for_another() -> None:
    given = {"request": request(), "appointment": appointment()}
    will_come = rules.confirm(act(OfAppointment(appointment="a"), VOICE), **given)  # type: ignore[arg-type]
    another = rules.move(act(MoveAppointment(appointment="a", wish="in the afternoon"), VOICE), **given)  # type: ignore[arg-type]

    assert sets(will_come, "appointment.confirmed") == {"status": "confirmed"}
    assert sets(another, "appointment.to_move") == {"status": "to_move", "wish": "in the afternoon"}
    with pytest.raises(Refused, match=r"appointment\.status"):
        rules.confirm(act(OfAppointment(appointment="a")), request=request(), appointment=appointment(status="missed"))
    with pytest.raises(Refused, match=r"appointment\.status"):
        rules.move(
            act(MoveAppointment(appointment="a", wish="never")),
            request=request(),
            appointment=appointment(status="replaced"),
        )


def test_nobody_missed_an_appointment_before_it_began() -> None:
    def ended(*, came: bool, hours: int) -> Changes:
        at = TOMORROW + timedelta(hours=hours)
        asked = EndAppointment(appointment="a", came=came)
        return rules.end(act(asked, at=at), request=request(), appointment=appointment(), calendar=calendar())

    assert sets(ended(came=False, hours=1), "appointment.missed") == {"status": "missed"}
    assert sets(ended(came=True, hours=-1), "appointment.kept") == {"status": "came"}
    with pytest.raises(Refused, match=r"appointment\.not_yet"):
        ended(came=False, hours=-1)


def decided(
    outcome: str = "not_granted", *, by: Any = None, before: Any = None, of: Any = None, **more: Any
) -> Changes:
    told: dict[str, Any] = {"reasons": "It is healthy.", "rests_on": "Tree order, section 4"}
    told |= {"remedy_to": CITY} if outcome != "granted" else {}
    inputs = Decide(id="new", application="q", outcome=outcome, **(told | more))
    return rules.decide(
        act(inputs, by),
        request=of or request(),
        application=application(),
        before=before,
        remedy_to=office(inputs.remedy_to) if inputs.remedy_to else None,
        calendar=calendar(),
    )


def test_a_decision_answers_the_request_and_ends_its_clock() -> None:
    answered = sets(decided(of=waiting()), "request.answered")

    assert (answered["status"], answered["answer"], answered["held_for"]) == ("answered", "It is healthy.", None)
    assert (answered["answered_at"], answered["answered_by"]) == (NOON, "ann")


@pytest.mark.parametrize("outcome", ["granted_in_part", "not_granted", "not_competent"])
def test_what_is_not_wholly_granted_says_where_to_object_and_until_when(outcome: str) -> None:
    new = made(decided(outcome), Decision)

    # Sixty days after the second of March are the first of May, a Friday.
    assert (new.remedy_to, new.remedy_until) == (CITY, day(5, 1))
    with pytest.raises(Refused, match=r"decision\.remedy"):
        decided(outcome, remedy_to="")


def test_a_last_day_to_object_that_is_off_moves_to_the_next_working_day() -> None:
    told: dict[str, Any] = {"reasons": "r", "rests_on": "s", "remedy_to": CITY, "outcome": "not_granted"}
    done = rules.decide(
        act(Decide(id="new", application="q", **told)),
        request=request(),
        application=application(objection_days=60),
        before=None,
        remedy_to=office(),
        calendar=calendar(holidays=("2026-05-01",)),
    )
    assert made(done, Decision).remedy_until == day(5, 4)


def test_what_is_wholly_granted_needs_no_remedy() -> None:
    new = made(decided("granted"), Decision)
    assert (new.remedy_to, new.remedy, new.remedy_until) == ("", "", None)


def test_a_court_named_in_words_is_a_remedy_too() -> None:
    new = made(decided(remedy_to="", remedy="Harbour court, 12 Law Street"), Decision)
    assert (new.remedy_to, new.remedy, new.remedy_until) == ("", "Harbour court, 12 Law Street", day(5, 1))


def test_no_objection_goes_to_who_decided_or_to_whom_lies_below() -> None:
    for own in (PARKS, f"{PARKS}/north"):
        with pytest.raises(Refused, match=r"decision\.remedy_own"):
            decided(remedy_to=own)


def test_a_decision_says_why_and_by_which_rule_and_only_a_named_person_gives_it() -> None:
    for missing in ("reasons", "rests_on"):
        with pytest.raises(Refused, match=r"field\.empty"):
            decided(**{missing: "  "})
    with pytest.raises(Refused, match="needs_person"):
        decided(by=actor(person=None))
    with pytest.raises(Refused, match=r"application\.ended"):
        decided(of=request(status="closed"))


def test_a_decision_given_anew_takes_the_place_of_the_one_before() -> None:
    assert "decision.replaced" in events(decided(before=decision()))
    assert "decision.replaced" not in events(decided(before=decision(status="replaced")))


def objected(of: Decision, **more: Any) -> Changes:
    asked = Object(id="r", decision="d", said="Nobody came to look.", language="en")
    return rules.object_to(act(asked, VOICE, **more), request=request(), decision=of)


def test_an_objection_is_a_report_to_who_the_decision_names_and_about_no_person() -> None:
    done = objected(decision())
    report = made(done, Report)

    assert (report.organisation, report.objects_to, report.said_fact) == (CITY, "q", "Nobody came to look.")
    assert (report.about, report.parties, report.caller_name, report.request) == ("", (), None, None)
    assert sets(done, "decision.objected") == {"objection": "r", "objected_at": NOON, "late": False}


def test_a_late_objection_is_sent_and_said_to_be_late() -> None:
    late = objected(decision(), at=NOON + timedelta(days=61))
    assert sets(late, "decision.objected")["late"] is True


@pytest.mark.parametrize(
    ("of", "code"),
    [
        (decision(objection="r0"), "decision.objected"),
        (decision(status="replaced"), "decision.nothing_to_object"),
        (decision(remedy_to="", remedy="Harbour court"), "decision.nothing_to_object"),
        (decision(outcome="granted", remedy_to=""), "decision.nothing_to_object"),
        (decision(erased=True), "record.erased"),
    ],
)
def test_nothing_is_objected_to_twice_or_where_there_is_nothing(of: Decision, code: str) -> None:
    with pytest.raises(Refused) as refused:
        objected(of)
    assert refused.value.code == code

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.worlds.pure import CENTRE, NOON, applied, asked, events, minute, refusal, somebody

from callbox.kernel.clocks import written
from callbox.kernel.facts import Actor, Ref
from callbox.services.call import recording, rules
from callbox.services.call.facts import OPEN, OVER, RESULTS, Call
from callbox.services.call.inputs import (
    Answer,
    AskInterpreter,
    AttachRecording,
    Due,
    Identify,
    Locate,
    OfCall,
    OnLine,
    PassOn,
    Ring,
    TryBack,
)
from callbox.services.organisation.facts import Post
from callbox.services.report.facts import Report

EXCHANGE = Actor(organisation=CENTRE, roles=frozenset({"reporter"}), via="api")
TAKER = somebody("call_taker", post="desk-1")
SUPERVISOR = somebody("supervisor", post="watch")
RINGING = Call(
    id="c", status="ringing", organisation=CENTRE, taken_by=CENTRE, report="c", channel="call", line="l", rang_at=NOON
)
ANSWERED = replace(RINGING, status="answered", answered_at=NOON, taker="desk-1")
HELD = replace(ANSWERED, status="held")
ABANDONED = replace(RINGING, status="abandoned", ended_at=minute(1))
REPORT = Report(id="c", status="received", organisation=CENTRE, channel="call", received_at=NOON, call="c")
OF = OfCall(call="c")


def told(sequence: int = 0) -> OnLine:
    return OnLine(call="c", sequence=sequence)


def after(changes: Any) -> Any:
    """The call as it is then."""
    return applied(changes)[Ref("call", "c")]


def reported(changes: Any) -> Any:
    """Its report as it is then."""
    return applied(changes)[Ref("report", "c")]


# Ringing


def test_a_ringing_call_is_a_report_before_it_is_answered() -> None:
    rang = Ring(id="c", line="trunk-7", number="13800001111", language="zh", device_latitude_deg=31.2)
    changes = rules.ring(asked(rang, by=EXCHANGE, at=minute(1)))

    assert events(changes) == ["report.received", "call.rang"]
    report, call = reported(changes), after(changes)
    assert (report.status, report.call, report.caller_phone, report.received_at) == (
        "received",
        "c",
        "13800001111",
        minute(1),
    )
    assert (call.status, call.report, call.number, call.line, call.rang_at) == (
        "ringing",
        "c",
        "13800001111",
        "trunk-7",
        minute(1),
    )
    assert (call.device_latitude_deg, call.device_at) == (None, None), "half a place is none"


def test_what_a_text_session_begins_with_is_kept_as_told() -> None:
    changes = rules.ring(asked(Ring(id="c", line="t", channel="text", said="he is in the house"), by=EXCHANGE))

    assert (reported(changes).channel, reported(changes).said_fact) == ("text", "he is in the house")


@pytest.mark.parametrize("number", [None, "", "+8613800001111", "anonymous", "0" * 300])
def test_whoever_rings_is_taken_in_whatever_the_number_and_however_often(number: str | None) -> None:
    for times in range(20):
        changes = rules.ring(asked(Ring(id="c", line=f"l{times}", number=number), by=EXCHANGE))
        assert (after(changes).status, reported(changes).status) == ("ringing", "received")


def test_a_line_has_a_name_and_a_place_is_on_earth() -> None:
    assert refusal(rules.ring, asked(Ring(id="c", line=" "), by=EXCHANGE)) == "field.empty"
    nowhere = Ring(id="c", line="l", device_latitude_deg=91.0, device_longitude_deg=0.0)
    assert refusal(rules.ring, asked(nowhere, by=EXCHANGE)) == "call.no_place"


# On the line


def test_a_call_is_answered_held_taken_up_passed_on_and_ended() -> None:
    call = after(rules.answer(asked(Answer(call="c", extension="201"), by=TAKER, at=minute(1)), call=RINGING))
    assert (call.status, call.taker, call.extension, call.answered_at) == ("answered", "desk-1", "201", minute(1))
    call = after(rules.hold(asked(told(), by=TAKER), call=call))
    call = after(rules.resume(asked(told(), by=TAKER), call=call))
    post = Post(id="desk-2", status="active", organisation=CENTRE, title="Desk 2", roles=("call_taker",))
    call = after(rules.pass_on(asked(PassOn(call="c", post="desk-2"), by=TAKER), call=call, post=post))
    assert (call.status, call.taker, call.extension) == ("answered", "desk-2", "")
    call = after(rules.hang_up(asked(told(), by=EXCHANGE, at=minute(9)), call=call))
    assert (call.status, call.ended_at) == ("ended", minute(9))


def test_a_second_call_taker_is_told_who_has_it() -> None:
    assert refusal(rules.answer, asked(Answer(call="c"), by=TAKER), call=ANSWERED) == "call.answered"


def test_a_call_is_passed_to_somebody() -> None:
    assert refusal(rules.pass_on, asked(PassOn(call="c"), by=TAKER), call=ANSWERED, post=None) == "call.to_whom"


def test_nobody_declines_a_call() -> None:
    assert refusal(rules.hang_up, asked(told(), by=TAKER), call=RINGING) == "call.never_declined"


def test_who_hangs_up_before_an_answer_waits_to_be_called_back() -> None:
    call = after(rules.hang_up(asked(told(), by=EXCHANGE, at=minute(1)), call=RINGING))

    assert (call.status, call.ended_at) == ("abandoned", minute(1))


@pytest.mark.parametrize("status", [*OVER, "abandoned"])
@pytest.mark.parametrize("rule", [rules.hold, rules.resume, rules.hang_up])
def test_nothing_happens_on_a_line_that_is_over(status: str, rule: Any) -> None:
    over = replace(ANSWERED, status=status)

    assert refusal(rule, asked(told(), by=TAKER), call=over) == "call.over"
    assert refusal(rule, asked(told(9), by=EXCHANGE), call=over) == "call.over"


@pytest.mark.parametrize(("rule", "call"), [(rules.hold, RINGING), (rules.hold, HELD), (rules.resume, ANSWERED)])
def test_a_person_holds_only_whom_they_have_on_the_line(rule: Any, call: Call) -> None:
    assert refusal(rule, asked(told(), by=TAKER), call=call) == "call.not_so"


# What the exchange tells in the wrong order


def test_a_call_that_is_held_was_answered_though_nobody_told() -> None:
    held = after(rules.hold(asked(told(3), by=EXCHANGE), call=RINGING))
    assert (held.status, held.answered_at, held.sequence) == ("held", None, 3)

    call = after(rules.answer(asked(Answer(call="c", sequence=2), by=EXCHANGE, at=minute(1)), call=held))
    assert (call.status, call.answered_at, call.sequence) == ("held", minute(1), 3)


def test_what_is_told_too_late_changes_nothing() -> None:
    call = replace(ANSWERED, sequence=5)

    assert refusal(rules.hold, asked(told(4), by=EXCHANGE), call=call) == "call.told_late"
    assert after(rules.hold(asked(told(6), by=EXCHANGE), call=call)).sequence == 6


def test_a_call_told_to_be_answered_after_it_was_told_to_be_over_was_not_abandoned() -> None:
    told_late = asked(Answer(call="c", sequence=2), by=EXCHANGE, at=minute(0.5))

    assert after(rules.answer(told_late, call=ABANDONED)).status == "ended"
    back = replace(ABANDONED, status="called_back")
    assert after(rules.answer(told_late, call=back)).status == "called_back"
    assert refusal(rules.answer, asked(Answer(call="c"), by=TAKER), call=ABANDONED) == "call.not_ringing"


# What is known of the caller


def test_the_place_of_the_device_is_followed_and_never_taken_for_the_confirmed_place() -> None:
    near = Locate(call="c", device_latitude_deg=31.2, device_longitude_deg=121.4, device_radius_m=900.0)
    changes = rules.locate(asked(near, by=EXCHANGE, at=minute(1)), call=RINGING)
    assert [change.record.kind for change in changes] == ["call"]
    call = after(changes)
    assert (call.device_latitude_deg, call.device_radius_m, call.device_at) == (31.2, 900.0, minute(1))

    closer = replace(near, device_latitude_deg=31.3, device_radius_m=20.0, device_at=minute(2))
    assert after(rules.locate(asked(closer, by=EXCHANGE, at=minute(3)), call=call)).device_latitude_deg == 31.3
    older = replace(near, device_at=minute(1))
    assert refusal(rules.locate, asked(older, by=EXCHANGE, at=minute(4)), call=call) == "call.place_older"
    nowhere = replace(near, device_longitude_deg=181.0)
    assert refusal(rules.locate, asked(nowhere, by=EXCHANGE, at=minute(9)), call=call) == "call.no_place"


def test_a_number_told_late_does_not_replace_the_one_a_call_taker_wrote_down() -> None:
    number = asked(Identify(call="c", number="555"), by=EXCHANGE)

    assert reported(rules.identify(number, call=ANSWERED, report=REPORT)).caller_phone == "555"
    asked_for = replace(REPORT, caller_phone="777")
    changes = rules.identify(number, call=ANSWERED, report=asked_for)
    assert (events(changes), after(changes).number) == (["call.identified"], "555")
    known = replace(ANSWERED, number="555", language="en")
    assert refusal(rules.identify, number, call=known, report=REPORT) == "nothing_changed"


def test_one_key_asks_for_an_interpreter() -> None:
    call = after(rules.ask_interpreter(asked(AskInterpreter(call="c", language="ru"), by=TAKER), call=ANSWERED))

    assert (call.interpreter, call.language) == ("ru", "ru")
    again = asked(AskInterpreter(call="c", language="ru"), by=TAKER)
    assert refusal(rules.ask_interpreter, again, call=call) == "nothing_changed"
    assert refusal(rules.ask_interpreter, asked(AskInterpreter(call="c", language="")), call=call) == "field.empty"


def test_a_silent_caller_and_one_who_could_not_get_through_page_the_duty_officer() -> None:
    silent = rules.silent(asked(OF, by=TAKER, at=minute(1)), call=ANSWERED, report=REPORT)
    assert (after(silent).silent, after(silent).paged_at, reported(silent).flags) == (
        True,
        minute(1),
        ("silent_caller",),
    )
    assert refusal(rules.silent, asked(OF), call=after(silent), report=REPORT) == "nothing_changed"
    through = rules.could_not_get_through(asked(OF, at=minute(2)), call=after(silent), report=reported(silent))
    assert after(through).paged_at == minute(2)
    assert reported(through).flags == ("silent_caller", "could_not_get_through")
    again = rules.could_not_get_through(asked(OF, at=minute(3)), call=after(through), report=reported(through))
    assert events(again) == ["call.paged"]


# Calling back


@pytest.mark.parametrize("result", RESULTS)
def test_each_try_is_counted_and_only_who_was_reached_is_called_back(result: str) -> None:
    tried = after(rules.try_back(asked(TryBack(call="c", result=result), by=TAKER, at=minute(2)), call=ABANDONED))

    assert (tried.tries, tried.result, tried.tried_at) == (1, result, minute(2))
    assert tried.status == ("called_back" if result == "reached" else "abandoned")
    assert tried.closed_by == (TAKER.person if result == "reached" else None)


def test_a_named_person_says_why_nobody_can_be_reached() -> None:
    changes = rules.close_unreached(asked(OF, by=TAKER, because="no number"), call=ABANDONED, report=REPORT)
    assert (after(changes).status, after(changes).closed_by) == ("unreached", TAKER.person)
    assert (reported(changes).status, reported(changes).closed_as) == ("closed", "abandoned")

    taken_up = replace(REPORT, status="joined", incident="i")
    assert events(rules.close_unreached(asked(OF, by=TAKER), call=ABANDONED, report=taken_up)) == [
        "call.closed_unreached"
    ]


def test_no_machine_closes_a_call_that_waits_to_be_called_back() -> None:
    back = asked(TryBack(call="c", result="reached"), by=EXCHANGE)
    assert refusal(rules.try_back, back, call=ABANDONED) == "call.close_needs_person"
    assert refusal(rules.close_unreached, asked(OF, by=EXCHANGE), call=ABANDONED, report=REPORT) == (
        "call.close_needs_person"
    )


@pytest.mark.parametrize("call", [RINGING, ANSWERED, HELD, replace(ABANDONED, status="called_back")])
def test_only_who_waits_is_called_back(call: Call) -> None:
    back = asked(TryBack(call="c", result="busy"), by=TAKER)
    assert refusal(rules.try_back, back, call=call) == "call.not_waiting"


# Help and supervision


def test_a_call_taker_sees_which_supervisor_is_on_the_line_and_how() -> None:
    helped = after(rules.ask_help(asked(OF, by=TAKER, at=minute(1)), call=ANSWERED))
    assert helped.help_at == minute(1)
    assert refusal(rules.ask_help, asked(OF, by=TAKER), call=helped) == "nothing_changed"

    heard = after(rules.listen(asked(OF, by=SUPERVISOR), call=helped))
    assert (heard.supervision, heard.supervised_by, heard.help_at) == ("listening", "watch", None)
    told_softly = after(rules.whisper(asked(OF, by=SUPERVISOR), call=heard))
    assert (told_softly.supervision, told_softly.taker) == ("whispering", "desk-1")
    taken = after(rules.take_over(asked(OF, by=SUPERVISOR), call=told_softly))
    assert (taken.supervision, taken.taker) == ("taken_over", "watch")
    alone = after(rules.leave(asked(OF, by=SUPERVISOR), call=told_softly))
    assert (alone.supervision, alone.supervised_by) == ("none", None)
    assert refusal(rules.leave, asked(OF, by=SUPERVISOR), call=alone) == "nothing_changed"


def test_nobody_listens_without_a_name_twice_or_where_nobody_speaks() -> None:
    assert refusal(rules.listen, asked(OF, by=replace(SUPERVISOR, post=None)), call=ANSWERED) == (
        "call.supervisor_unnamed"
    )
    heard = replace(ANSWERED, supervision="listening", supervised_by="watch")
    assert refusal(rules.listen, asked(OF, by=SUPERVISOR), call=heard) == "nothing_changed"
    assert refusal(rules.listen, asked(OF, by=SUPERVISOR), call=RINGING) == "call.not_so"
    own = replace(ANSWERED, taker="watch")
    assert refusal(rules.whisper, asked(OF, by=SUPERVISOR), call=own) == "call.own"


def test_with_the_call_ends_every_supervision() -> None:
    heard = replace(ANSWERED, supervision="whispering", supervised_by="watch", help_at=NOON)
    over = after(rules.hang_up(asked(told(), by=EXCHANGE), call=heard))

    assert (over.supervision, over.supervised_by, over.help_at) == ("none", None, None)


@pytest.mark.parametrize("status", [*OVER, "abandoned"])
def test_help_is_for_who_has_somebody_on_the_line(status: str) -> None:
    assert refusal(rules.ask_help, asked(OF, by=TAKER), call=replace(ANSWERED, status=status)) == "call.over"


def test_a_call_that_nobody_picks_up_is_escalated_once() -> None:
    due = NOON + timedelta(seconds=20)
    late = replace(RINGING, clocks={"pick_up": {"state": "running", "started": written(NOON), "due": written(due)}})
    call = after(rules.overdue(asked(Due(call="c", clock="pick_up"), at=due), call=late))

    assert (call.escalations, call.status) == (1, "ringing")
    assert refusal(rules.overdue, asked(Due(call="c", clock="pick_up"), at=due), call=call) == "clock.not_due"


def test_every_status_is_either_waited_for_or_over() -> None:
    assert {*OPEN, *OVER} == {"ringing", "answered", "held", "abandoned", "ended", "called_back", "unreached"}


# Recordings

KEPT = AttachRecording(id="r", call="c", link="https://recorder.example/c", sha256="AB" * 32)


def test_a_recording_is_where_it_lies_and_what_it_hashes_to() -> None:
    kept = applied(recording.attach(asked(KEPT, by=EXCHANGE), call=ANSWERED))[Ref("recording", "r")]

    assert (kept.link, kept.sha256, kept.began_at, kept.report) == (KEPT.link, "ab" * 32, NOON, "c")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"link": "file:///etc/passwd"}, "recording.link"),
        ({"link": "https://a b"}, "recording.link"),
        ({"sha256": "ab"}, "recording.sha256"),
        ({"length_s": -1.0}, "recording.length"),
    ],
)
def test_a_recording_that_nobody_could_check_is_refused(wrong: dict[str, Any], code: str) -> None:
    assert refusal(recording.attach, asked(replace(KEPT, **wrong), by=EXCHANGE), call=ANSWERED) == code

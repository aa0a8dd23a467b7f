"""The rules of paging the officer on duty, asked by themselves."""

from dataclasses import replace
from typing import Any

import pytest
from tests.worlds.pure import CENTRE, EAST, NOON, applied, asked, events, refusal, somebody

from callbox.kernel.facts import Actor, Ref
from callbox.services.call.facts import Call
from callbox.services.message import rules, rules_channel, rules_officer
from callbox.services.message.facts import Channel, Message, is_quiet
from callbox.services.message.inputs import Acknowledge, Arrange, OfMessage, PageOfficer
from callbox.services.safety.facts import Alarm

MACHINE = Actor(organisation="", roles=frozenset({"machine"}), via="pager")
ALARM = Alarm(id="a", status="sounding", organisation=f"{EAST}/station-1", cause="panic", raised_at=NOON, unit="e1")
CALL = Call(
    id="c", status="answered", organisation=CENTRE, taken_by=CENTRE, report="c", channel="call", line="l", rang_at=NOON
)
DESK = Channel(id="d", status="working", organisation=CENTRE, name="Desk", carrier="voice")


def paged(by: Actor, cause: str, *, alarm: Alarm | None = None, call: Call | None = None) -> Message:
    act = asked(PageOfficer(id="m", cause=cause), by=by)
    message: Message = applied(rules_officer.page_officer(act, alarm=alarm, call=call))[Ref("message", "m")]
    return message


def test_an_alarm_pages_the_units_own_organisation_and_then_everybody_above() -> None:
    page = paged(MACHINE, "panic", alarm=ALARM)
    assert list(page.receipts) == [f"organisation {EAST}/station-1"]
    assert page.line == (EAST, "coast/harbour", "coast")
    assert (page.sort, page.cause, page.alarm, page.units, page.text) == ("page", "panic", "a", ("e1",), None)


def test_a_key_without_a_call_or_an_alarm_pages_all_the_same() -> None:
    page = paged(somebody("call_taker"), "could_not_get_through")
    assert (list(page.receipts), page.patience_s) == ([f"organisation {CENTRE}"], 30.0)
    assert list(paged(MACHINE, "silent", call=CALL).receipts) == [f"organisation {CENTRE}"]


def test_a_protected_call_is_brought_to_nobody_above() -> None:
    page = paged(MACHINE, "silent", call=replace(CALL, protected=True, about=EAST))
    assert (list(page.receipts), page.line) == ([f"organisation {CENTRE}"], ())
    assert (page.protected, page.about) == (True, EAST)


def test_the_officers_of_others_are_not_paged_about_what_one_has_no_part_in() -> None:
    act = asked(PageOfficer(id="m", cause="panic", alarm="a"), by=somebody("call_taker"))
    assert refusal(rules_officer.page_officer, act, alarm=ALARM, call=None) == "not_found"
    lent = replace(ALARM, parties=(CENTRE,))
    assert events(rules_officer.page_officer(act, alarm=lent, call=None)) == ["message.sent"]


def test_an_alarm_in_hand_pages_nobody_and_ends_its_page() -> None:
    in_hand = replace(ALARM, status="in_hand")
    act = asked(PageOfficer(id="m", cause="panic", alarm="a"), by=MACHINE)
    assert refusal(rules_officer.page_officer, act, alarm=in_hand, call=None) == "alarm.in_hand_already"
    page = paged(MACHINE, "panic", alarm=ALARM)
    over = asked(OfMessage(message="m"), by=MACHINE)
    assert refusal(rules.overtake, over, message=page, assignment=None, alarm=ALARM) == "message.status"
    assert events(rules.overtake(over, message=page, assignment=None, alarm=in_hand)) == ["message.overtaken"]


def test_a_key_pressed_is_as_good_as_seen_and_counts_once() -> None:
    page = paged(somebody("call_taker"), "silent")
    press = asked(Acknowledge(message="m", to=f"organisation {CENTRE}"), by=MACHINE)
    seen = applied(rules_officer.acknowledge(press, message=page), {page.ref: page})[page.ref]
    assert (seen.status, seen.receipts[f"organisation {CENTRE}"]["by"]) == ("seen", "voice")
    assert refusal(rules_officer.acknowledge, press, message=seen) == "message.seen_already"
    other = asked(Acknowledge(message="m", to="unit e9"), by=MACHINE)
    assert refusal(rules_officer.acknowledge, other, message=page) == "message.not_for_you"


@pytest.mark.parametrize(
    ("begin", "end", "quiet"), [(22, 7, {22, 23, 0, 6}), (9, 12, {9, 11}), (None, None, set()), (0, 0, set())]
)
def test_quiet_hours_go_over_midnight(begin: int | None, end: int | None, quiet: set[int]) -> None:
    channel = replace(DESK, quiet_from_h=begin, quiet_until_h=end)
    asked_of = (0, 6, 7, 9, 11, 12, 21, 22, 23)
    assert {hour for hour in asked_of if is_quiet(channel, hour)} == quiet


@pytest.mark.parametrize(
    ("times", "code"),
    [
        ({"after_s": -1.0}, "channel.after"),
        ({"after_s": 4000.0}, "channel.after"),
        ({"quiet_from_h": 22}, "channel.quiet"),
        ({"quiet_from_h": 22, "quiet_until_h": 24}, "channel.quiet"),
        ({}, "nothing_changed"),
    ],
)
def test_times_that_cannot_be_are_refused(times: dict[str, Any], code: str) -> None:
    assert refusal(rules_channel.arrange, asked(Arrange(channel="d", **times)), channel=DESK) == code

"""The rules of messages, asked by themselves."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.worlds.pure import CENTRE, EAST, NOON, applied, asked, events, minute, refusal, somebody

from callbox.kernel.clocks import turn
from callbox.kernel.facts import Actor, Changes, Ref
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.message import rules
from callbox.services.message.facts import Message, unseen
from callbox.services.message.inputs import Broadcast, Deliver, Due, OfMessage, PageCrew, Send
from callbox.services.message.service import CLOCKS
from callbox.services.organisation.facts import Organisation
from callbox.services.unit.facts import Unit

CITY = "coast/harbour"
STATION = f"{EAST}/station-1"
E1 = Unit(id="e1", status="assigned", organisation=STATION, call_sign="E1")
WEST = Organisation(id="coast/harbour/west", status="active", name="West", level="county")
FIRE = Incident(
    id="fire",
    status="open",
    organisation=CITY,
    parties=(STATION,),
    category="fire",
    priority="life_threat",
    received_at=NOON,
    opened_at=NOON,
    units=("e1",),
)
SENT = Assignment(id="a1", status="assigned", organisation=CITY, incident="fire", unit="e1")
CREW = somebody("crew", STATION, unit="e1")
NOBODY: dict[str, Any] = {"active": (), "units": (), "posts": (), "organisations": ()}


def said(changes: Changes) -> Message:
    """The message as it is after these changes, its clocks running."""
    [message] = [one for one in applied(changes).values() if isinstance(one, Message)]
    clocks = turn(CLOCKS, message, before={}, event="message.sent", at=NOON, calendar=None)
    return replace(message, clocks=clocks)


def paged(**more: Any) -> Message:
    act = asked(PageCrew(id="p", assignment="a1"), by=somebody("machine", ""))
    return replace(said(rules.page(act, incident=FIRE, assignment=SENT, unit=E1)), **more)


def after(message: Message, changes: Changes) -> Message:
    told: Message = applied(changes, {message.ref: message})[message.ref]
    return told


def seen_by(message: Message, by: Actor) -> Message:
    return after(message, rules.see(asked(OfMessage(message=message.id), by=by), message=message))


def escalated(message: Message, *, assignment: Assignment | None = SENT, at: float = 1) -> Message:
    act = asked(Due(message="p", clock="seen"), at=minute(at))
    changes = rules.escalate(act, message=message, assignment=assignment)
    new = after(message, changes)
    clocks = turn(CLOCKS, new, before=new.clocks, event=changes[0].event, at=act.at, calendar=None)
    return replace(new, clocks=clocks)


def test_a_message_that_names_nobody_goes_to_the_units_on_the_incident() -> None:
    act = asked(Send(id="m", incident="fire", text="back gate"), by=somebody(organisation=CITY))
    message = said(rules.send(act, incident=FIRE, **NOBODY | {"active": (SENT,)}))
    assert list(message.receipts) == ["unit e1"]
    assert message.units == ("e1",)


def test_from_a_unit_it_goes_to_whoever_holds_the_case() -> None:
    act = asked(Send(id="m", incident="fire", text="second floor"), by=CREW)
    message = said(rules.send(act, incident=FIRE, **NOBODY))
    assert list(message.receipts) == [f"organisation {CITY}"]
    assert (message.units, message.from_unit) == (("e1",), "e1")


def test_outside_a_case_nobody_speaks_sideways() -> None:
    act = asked(Send(id="m", organisations=(WEST.id,), text="hello"), by=somebody(organisation=EAST))
    assert refusal(rules.send, act, incident=None, **NOBODY | {"organisations": (WEST,)}) == "message.sideways"


def test_in_a_case_whoever_has_a_part_in_it_can_be_told() -> None:
    act = asked(Send(id="m", incident="fire", units=("e1",), text="gas"), by=somebody(organisation=CENTRE))
    message = said(rules.send(act, incident=FIRE, **NOBODY | {"units": (E1,)}))
    assert list(message.receipts) == ["unit e1"]


def test_a_message_to_nobody_on_an_incident_that_nobody_is_on_is_refused() -> None:
    act = asked(Send(id="m", incident="fire", text="hello"), by=somebody(organisation=CITY))
    assert refusal(rules.send, act, incident=FIRE, **NOBODY) == "message.nobody"


def test_a_crew_that_has_not_seen_its_page_is_overtaken_in_line_up_to_who_holds_the_case() -> None:
    first = paged()
    assert first.line == (STATION, EAST, CITY)

    second = escalated(first)
    third = escalated(second, at=2)
    last = escalated(third, at=3)

    assert list(last.receipts) == ["unit e1", *(f"organisation {one}" for one in (STATION, EAST, CITY))]
    assert unseen(last) == list(last.receipts)
    assert (last.status, last.line, last.escalations) == ("sent", (), 3)
    assert last.clocks["seen"]["state"] == "fired"


def test_a_page_is_answered_by_anybody_in_line_and_goes_on_saying_who_has_not_seen_it() -> None:
    page = seen_by(escalated(paged()), somebody("dispatcher", STATION))
    assert page.status == "seen"
    assert unseen(page) == ["unit e1"]


def test_setting_out_answers_a_page() -> None:
    page = escalated(paged(), assignment=replace(SENT, status="en_route"))
    assert (page.status, page.escalations) == ("overtaken", 0)


@pytest.mark.parametrize(("priority", "seconds"), [("life_threat", 30), ("routine", 600)])
def test_the_more_urgent_the_sooner_the_next_is_told(priority: str, seconds: int) -> None:
    act = asked(PageCrew(id="p", assignment="a1"))
    message = said(rules.page(act, incident=replace(FIRE, priority=priority), assignment=SENT, unit=E1))
    assert message.clocks["seen"]["due"] == (NOON + timedelta(seconds=seconds)).isoformat()


def test_who_was_not_told_cannot_say_to_have_seen_it() -> None:
    act = asked(OfMessage(message="p"), by=somebody("crew", STATION, unit="e2"))
    assert refusal(rules.see, act, message=paged()) == "message.not_for_you"


def test_a_message_to_several_is_seen_when_all_have_seen_it() -> None:
    e2 = replace(E1, id="e2", call_sign="E2")
    act = asked(Send(id="m", incident="fire", units=("e1", "e2"), text="gas"), by=somebody(organisation=CITY))
    message = said(rules.send(act, incident=FIRE, **NOBODY | {"units": (E1, e2)}))
    once = seen_by(message, CREW)
    assert (once.status, unseen(once)) == ("sent", ["unit e2"])
    assert seen_by(once, replace(CREW, unit="e2")).status == "seen"


def test_only_a_channel_or_they_themselves_say_that_it_reached_them() -> None:
    page, told = paged(), Deliver(message="p", to="unit e1", carrier="mail")
    assert refusal(rules.deliver, asked(told, by=somebody(organisation=CITY)), message=page) == "message.not_for_you"
    [change] = rules.deliver(asked(told, by=somebody("machine", "")), message=page)
    receipt = after(page, [change]).receipts["unit e1"]
    assert (receipt["delivered"], receipt["by"], receipt.get("seen")) == (NOON.isoformat(), "mail", None)


def broadcast(by: Actor) -> Changes:
    given = Broadcast(id="b", organisations=(EAST,), expires_at=minute(60), text="storm")
    east = Organisation(id=EAST, status="active", name="East", level="county")
    return rules.broadcast(asked(given, by=by), units=(), organisations=(east,))


def test_a_supervisor_answers_for_their_own_broadcast_and_others_wait_for_one() -> None:
    own, other = broadcast(somebody("supervisor", CITY)), broadcast(somebody("dispatcher", CITY))
    assert events(own) == ["message.sent"]
    assert said(own).approved_by == "supervisor-1"
    assert (said(other).status, said(other).approved_by) == ("proposed", None)

    approved = after(
        said(other), rules.approve(asked(OfMessage(message="b"), by=somebody("leader")), message=said(other))
    )

    assert (approved.status, approved.approved_by) == ("sent", "leader-1")


def test_a_broadcast_that_would_end_before_it_begins_is_refused() -> None:
    given = Broadcast(id="b", organisations=(EAST,), expires_at=NOON, text="storm")
    assert refusal(rules.broadcast, asked(given), units=(), organisations=()) == "message.expires_first"


def test_a_broadcast_ends_when_it_was_said_to() -> None:
    message = said(broadcast(somebody("supervisor", CITY)))
    act = asked(Due(message="b", clock="expiry"), at=minute(60))
    assert after(message, rules.expire(act, message=message)).status == "expired"
    early = asked(Due(message="b", clock="expiry"), at=minute(59))
    assert refusal(rules.expire, early, message=message) == "clock.not_due"


def test_a_page_tells_nothing_but_names() -> None:
    assert paged().text is None
    assert Ref("unit", "e1") == E1.ref

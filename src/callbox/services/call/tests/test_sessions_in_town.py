"""Text, relay and web-chat sessions, and callers who do not speak: what is said is kept in order and carried both ways."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.worlds.city import CENTRE, NOON, Town, actor

from callbox.kernel import erase, parts, read
from callbox.kernel.facts import Actor, Ref, Refused
from callbox.services.call import outgoing, page, port
from callbox.services.call.port import Told

EXCHANGE = Actor(organisation=CENTRE, roles=frozenset({"reporter"}), via="api")
TAKER = actor("call_taker")


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def tell(town: Town, *told: Told) -> list[str]:
    """What becomes of each."""
    return [one.outcome for one in port.told(EXCHANGE, told, now=town.clock.now())]


def event(sequence: int, what: str, **more: Any) -> Told:
    return Told(**{"line": "t1", "sequence": sequence, "event": what, "at": at(0), **more})


def begun(town: Town, **more: Any) -> Any:
    """A session that a call taker answered."""
    tell(town, event(1, "ringing", **({"channel": "text", "said": "a man is at my door"} | more)))
    (call,) = read.select(port.MACHINE, "call")
    town.done("call.answer", TAKER, call=call.id)
    return read.find(port.MACHINE, call.ref)


def words(call: Any) -> list[tuple[str, str | None]]:
    """Everything said, opened, in order: by whom, and what."""
    _, found = parts.opened(TAKER, Ref("report", call.report), purpose="to look")
    said = sorted((one for one in found if one.kind == "saying"), key=lambda one: one.number)
    return [(one.side, one.text or one.question) for one in said]


@pytest.mark.parametrize("channel", ["text", "relay", "web"])
def test_a_session_is_worked_like_a_call_and_its_words_stand_in_the_order_they_were_said(
    town: Town, channel: str
) -> None:
    call = begun(town, channel=channel)
    town.done("call.ask", TAKER, call=call.id, said="which floor?")
    assert tell(town, event(2, "said", said="third"), event(3, "pressed", keys="5")) == ["taken", "taken"]
    town.done("call.ask", TAKER, call=call.id, question="ask_hurt")

    assert words(call) == [
        ("from_caller", "a man is at my door"),
        ("from_taker", "which floor?"),
        ("from_caller", "third"),
        ("from_caller", "5"),
        ("from_taker", "ask_hurt"),
    ]
    report = read.opened(TAKER, Ref("report", call.report), purpose="to look")
    assert report.said_fact == "a man is at my door\nthird"
    assert tell(town, event(2, "said", said="third"), event(4, "hung_up")) == ["known", "taken"]
    with pytest.raises(Refused, match=r"call\.over"):
        town.done("call.ask", TAKER, call=call.id, question="ask_near")


def test_what_a_call_taker_says_waits_for_the_exchange_until_it_was_delivered(town: Town) -> None:
    call = begun(town, language="zh")
    town.done("call.ask", TAKER, call=call.id, said="which floor?")
    town.done("call.ask", TAKER, call=call.id, question="ask_hurt")
    waiting = outgoing.waiting(EXCHANGE)

    assert [(one.line, one.text, one.language) for one in waiting] == [
        ("t1", "which floor?", ""),
        ("t1", "有人受伤吗？", "zh"),
    ]
    translated = {"translation": "几楼？", "translated_by": "m1", "translated_to": "zh"}
    done = event(2, "delivered", saying=waiting[0].saying, **translated)
    assert tell(town, done, done) == ["taken", "known"]
    assert [one.saying for one in outgoing.waiting(EXCHANGE)] == [waiting[1].saying]
    assert town.record("saying", waiting[0].saying).translated_by == "m1"


def test_words_go_out_to_the_exchange_of_the_line_and_to_nobody_else(town: Town) -> None:
    call = begun(town)
    town.done("call.ask", TAKER, call=call.id, said="which floor?")

    assert outgoing.waiting(Actor(organisation="coast/harbour/east", roles=frozenset({"reporter"}), via="api")) == ()
    with pytest.raises(Refused, match="not_allowed"):
        outgoing.waiting(actor("analyst"))


def test_a_page_leads_to_its_call_while_it_lives_and_to_nothing_else(town: Town) -> None:
    call = begun(town, channel="call", said="")
    token = page.path_of(call).removeprefix(page.ROOT)
    assert page.call_of(token) is None, "nobody sent it"

    town.done("call.open_page", TAKER, call=call.id)
    [line] = port.lines(EXCHANGE)
    assert line.page == page.path_of(call)
    found = page.call_of(token)
    assert found is not None
    assert found.id == call.id
    forged = [token[:-1] + ("0" if token[-1] != "0" else "1"), token[:12], "", "x" * 36, token.upper()]
    assert [page.call_of(one) for one in forged] == [None] * 5

    tell(town, event(9, "hung_up"))
    assert page.call_of(token) is None


def test_taps_without_end_are_all_taken(town: Town) -> None:
    call = begun(town, channel="call", said="")
    town.done("call.open_page", TAKER, call=call.id)
    town.done("call.ask", TAKER, call=call.id, question="ask_hurt")
    answers = [page.tell(call, "call.say", answer="yes", answers=1) for _ in range(40)]
    assert all(answer.ok for answer in answers)
    assert town.record("call", call.id).said == 41


def test_with_the_report_everything_that_was_said_ends(town: Town) -> None:
    call = begun(town, said="canary at the door")
    tell(town, event(2, "hung_up"))
    town.done("report.close", TAKER, report=call.report, closed_as="answered")
    erase.erase(
        actor("administrator", CENTRE), Ref("report", call.report), reason="asked for", ground="asked_by_person"
    )

    _, found = parts.opened(TAKER, Ref("report", call.report), purpose="to look")
    assert [one.text for one in found if one.kind == "saying"] == [None]

from dataclasses import replace
from typing import Any

from tests.worlds.pure import CENTRE, NOON, applied, asked, events, refusal, somebody

from callbox.kernel.facts import Actor, Ref
from callbox.services.call import rules, rules_saying
from callbox.services.call.facts import LIVE, OVER, Call, Saying
from callbox.services.call.inputs import Ask, Blank, OfCall, Reach, Ring, Say
from callbox.services.report.facts import Report

EXCHANGE = Actor(organisation=CENTRE, roles=frozenset({"reporter"}), via="api")
TAKER = somebody("call_taker", post="desk-1")
CALL = Call(
    id="c", status="answered", organisation=CENTRE, taken_by=CENTRE, report="c", channel="text", line="l", rang_at=NOON
)
REPORT = Report(id="c", status="received", organisation=CENTRE, channel="text", received_at=NOON, call="c")
OF = OfCall(call="c")


def say(call: Call = CALL, report: Report = REPORT, **told: Any) -> Any:
    return rules_saying.say(asked(Say(id="s", call="c", **told), by=EXCHANGE), call=call, report=report)


def ask(call: Call = CALL, **told: Any) -> Any:
    return rules_saying.ask(asked(Ask(id="q", call="c", **told), by=TAKER), call=call, report=REPORT)


def saying(changes: Any, one: str = "s") -> Saying:
    found = applied(changes)[Ref("saying", one)]
    assert isinstance(found, Saying)
    return found


def test_what_the_caller_writes_is_kept_by_itself_and_joins_what_they_told() -> None:
    known = replace(REPORT, said_fact="he is in the house")
    changes = say(replace(CALL, said=3), known, said="upstairs")

    kept = saying(changes)
    assert (kept.number, kept.side, kept.sort, kept.text) == (4, "from_caller", "in_words", "upstairs")
    assert applied(changes)[Ref("report", "c")].said_fact == "he is in the house\nupstairs"
    assert applied(changes)[Ref("call", "c")].said == 4
    assert refusal(rules_saying.say, asked(Say(id="s", call="c", said=" ")), call=CALL, report=REPORT) == "field.empty"


def test_a_tap_and_a_key_are_kept_as_they_were_and_change_no_word_of_the_report() -> None:
    tapped, pressed = say(answer="yes", answers=2), say(keys="55")

    assert (saying(tapped).sort, saying(tapped).text, saying(tapped).answers) == ("by_tap", "yes", 2)
    assert (saying(pressed).sort, saying(pressed).text) == ("by_keys", "55")
    assert [events(one) for one in (tapped, pressed)] == [["call.wrote", "saying.said"]] * 2


def test_a_machines_translation_stands_beside_the_words_and_is_never_the_only_record() -> None:
    kept = saying(say(said="помогите", language="ru", translation="help", translated_by="m1", translated_to="en"))

    assert (kept.text, kept.translation, kept.translated_by) == ("помогите", "help", "m1")
    alone = Say(id="s", call="c", translation="help", translated_by="m1")
    assert refusal(rules_saying.say, asked(alone), call=CALL, report=REPORT) == "call.translation_alone"
    assert saying(say(said="help", translated_by="m1")).translated_by == "", "nothing was translated"


def test_a_session_that_begins_with_words_keeps_them_as_the_first_thing_said() -> None:
    rang = Ring(id="n", line="l", channel="text", said="there is a man at my door", language="en")
    changes = rules.ring(asked(rang, by=EXCHANGE))

    assert (saying(changes, "n").number, saying(changes, "n").text) == (1, "there is a man at my door")
    assert applied(changes)[Ref("call", "n")].said == 1
    assert events(rules.ring(asked(Ring(id="n", line="l"), by=EXCHANGE))) == ["report.received", "call.rang"]


def test_a_call_taker_asks_by_a_code_or_in_their_own_words_while_the_call_lives() -> None:
    assert (saying(ask(question="ask_hurt"), "q").question, saying(ask(question="ask_hurt"), "q").text) == (
        "ask_hurt",
        None,
    )
    own = saying(ask(said="which floor?"), "q")
    assert (own.text, own.said_by, own.sort) == ("which floor?", TAKER.person, "as_question")
    for status in (*OVER, "abandoned"):
        over = replace(CALL, status=status)
        assert (
            refusal(rules_saying.ask, asked(Ask(id="q", call="c", said="?")), call=over, report=REPORT) == "call.over"
        )


def test_what_reached_the_caller_is_said_once_and_marked_where_a_machine_translated_it() -> None:
    question = saying(ask(said="which floor?"), "q")
    told = Reach(saying="q", translation="几楼？", translated_by="m1", translated_to="zh")
    there = applied(rules_saying.reach(asked(told, by=EXCHANGE), saying=question))[Ref("saying", "q")]

    assert (there.text, there.translation, there.delivered_at) == ("which floor?", "几楼？", NOON)
    assert refusal(rules_saying.reach, asked(told), saying=there) == "nothing_changed"
    assert refusal(rules_saying.reach, asked(told), saying=saying(say(said="help"))) == "saying.own"


def test_a_caller_is_given_a_page_only_while_the_call_lives() -> None:
    for status in LIVE:
        changes = rules_saying.open_page(asked(OF, by=TAKER), call=replace(CALL, status=status))
        assert applied(changes)[Ref("call", "c")].page_at == NOON
    ended = replace(CALL, status="ended")
    assert refusal(rules_saying.open_page, asked(OF, by=TAKER), call=ended) == "call.over"


def test_a_black_page_is_known_to_the_call_taker_until_it_is_back() -> None:
    black = applied(rules_saying.blank(asked(Blank(call="c", black=True), by=EXCHANGE), call=CALL))[Ref("call", "c")]
    assert black.blank_at == NOON
    assert refusal(rules_saying.blank, asked(Blank(call="c", black=True)), call=black) == "nothing_changed"
    back = applied(rules_saying.blank(asked(Blank(call="c", black=False), by=EXCHANGE), call=black))[Ref("call", "c")]
    assert back.blank_at is None

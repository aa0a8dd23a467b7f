"""Calls in a real database: from what an exchange tells to the last caller called back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from tests.worlds.city import CENTRE, EAST, NOON, OVERSIGHT, Town, actor
from tests.worlds.requests import TAKER, offices, request

from callbox.kernel import due, erase, parts, read
from callbox.kernel.facts import Actor, Ref, Refused
from callbox.services.call import acts, port
from callbox.services.call.facts import RESULTS
from callbox.services.call.port import Told

EXCHANGE = Actor(organisation=CENTRE, roles=frozenset({"reporter"}), via="api")
SUPERVISOR = actor("supervisor", CENTRE)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def tell(town: Town, *told: Told) -> list[str]:
    """What becomes of each."""
    return [one.outcome for one in port.told(EXCHANGE, told, now=town.clock.now())]


def rings(line: str = "l1", **more: Any) -> Told:
    return Told(**{"line": line, "sequence": 1, "event": "ringing", "at": NOON, "number": "13800001111", **more})


def then(sequence: int, event: str, line: str = "l1", **more: Any) -> Told:
    return Told(**{"line": line, "sequence": sequence, "event": event, "at": at(sequence), **more})


def only(town: Town) -> Any:
    """The one call there is, opened."""
    (call,) = read.select(port.MACHINE, "call")
    return acts.opened(TAKER, call.id, purpose="to look")


def test_every_ringing_call_is_a_report_before_anybody_answers(town: Town) -> None:
    assert tell(town, rings(latitude_deg=31.2, longitude_deg=121.4, radius_m=30.0, age_s=5.0)) == ["taken"]

    call = only(town)
    report = read.opened(TAKER, Ref("report", call.report), purpose="to look")
    assert (call.status, report.status, report.call) == ("ringing", "received", call.id)
    assert (call.number, report.caller_phone, report.source_number) == ("13800001111", "13800001111", "l1")
    assert (call.device_latitude_deg, call.device_radius_m, call.device_at) == (31.2, 30.0, at(-5))
    assert report.latitude_deg is None, "the device's place is not the place of the matter"


def test_an_exchange_that_tells_everything_twice_changes_nothing_twice(town: Town) -> None:
    town.clock.put(at(60))
    story = [rings(), then(2, "answered", extension="201"), then(3, "held"), then(4, "resumed"), then(5, "hung_up")]

    assert tell(town, *story) == ["taken"] * 5
    first = only(town)
    assert tell(town, *story) == ["known"] * 5
    assert only(town) == first
    assert (first.status, first.extension) == ("ended", "201")


STORY = (
    rings(latitude_deg=31.2, longitude_deg=121.4),
    then(2, "located", latitude_deg=31.3, longitude_deg=121.4, radius_m=9.0),
    then(3, "answered", extension="201"),
    then(4, "held"),
    then(5, "resumed"),
    then(6, "hung_up"),
)


@pytest.mark.parametrize("seed", range(6))
def test_in_whatever_order_a_story_is_told_the_call_ends_the_same(seed: int, town: Town) -> None:
    print(f"seed {seed}")
    random = Random(seed)
    told = [*STORY, *random.sample(STORY, 3)]
    random.shuffle(told)
    town.clock.put(at(60))
    while told:
        part = told[: random.randint(1, 4)]
        told = told[len(part) :]
        assert "refused" not in tell(town, *part)

    call = only(town)
    assert (call.status, call.answered_at, call.number) == ("ended", at(3), "13800001111")
    assert (call.device_latitude_deg, call.device_at) == (31.3, at(2))


def test_neither_an_impossible_place_nor_a_clock_that_runs_ahead_nor_garbled_text_loses_a_call(town: Town) -> None:
    ahead = NOON + timedelta(days=2)

    nowhere: dict[str, Any] = {"latitude_deg": 999.0, "longitude_deg": 0.0, "radius_m": -5.0, "age_s": -1e12}
    assert tell(town, rings(**nowhere, at=ahead, number="138\0\ud800")) == ["taken"]
    assert (only(town).rang_at, only(town).device_at, only(town).number) == (NOON, None, "138")


def test_what_is_refused_of_one_line_loses_no_other(town: Town) -> None:
    wrong = then(1, "recorded", line="l2", link="no address", sha256="00")

    heard = port.told(EXCHANGE, [rings("l1"), wrong, rings("l3")], now=NOON)
    assert [one.outcome for one in heard] == ["taken", "refused", "taken"]
    assert heard[1].refused == Refused("recording.link")
    assert heard[1].call is not None, "the line itself was taken in"


def test_who_brings_no_calls_is_told_nothing(town: Town) -> None:
    for nobody in (actor("analyst"), actor("crew")):
        with pytest.raises(Refused, match="not_allowed"):
            port.told(nobody, [rings()], now=NOON)
        with pytest.raises(Refused, match="not_allowed"):
            port.lines(nobody)


def test_the_exchange_is_told_at_which_telephone_a_line_was_answered_and_that_it_is_over(town: Town) -> None:
    tell(town, rings("l1"), rings("l2"))
    assert {(one.line, one.status) for one in port.lines(EXCHANGE)} == {("l1", "ringing"), ("l2", "ringing")}
    (call,) = (one.call for one in port.lines(EXCHANGE) if one.line == "l1")
    town.done("call.answer", TAKER, call=call, extension="201")
    assert [(one.status, one.extension) for one in port.lines(EXCHANGE)] == [("answered", "201"), ("ringing", "")]

    town.done("call.hang_up", TAKER, call=call)
    assert [one.line for one in port.lines(EXCHANGE)] == ["l2"]
    assert port.lines(Actor(organisation=EAST, roles=frozenset({"reporter"}))) == ()


def test_the_device_is_followed_and_the_confirmed_place_stays(town: Town) -> None:
    tell(town, rings())
    call = only(town)
    confirmed = {"address": "12 Harbour Road", "latitude_deg": 31.0, "longitude_deg": 121.0}
    town.done("report.amend", TAKER, report=call.report, **confirmed)
    fire = town.done("incident.open", TAKER, report=call.report, category="fire", priority="emergency")

    town.clock.put(at(60))
    tell(
        town, *(then(n, "located", latitude_deg=31.0 + n / 100, longitude_deg=121.0, radius_m=50.0) for n in (2, 3, 4))
    )

    followed = only(town)
    assert (followed.device_latitude_deg, followed.device_at) == (31.04, at(4))
    for ref in (Ref("report", call.report), Ref("incident", fire)):
        assert (one := read.opened(TAKER, ref, purpose="to look")).latitude_deg == 31.0
        assert one.address == "12 Harbour Road"
    apart_m = acts.apart_m(followed, latitude_deg=31.0, longitude_deg=121.0)
    assert apart_m is not None
    assert 4_400 < apart_m < 4_500
    assert acts.apart_m(followed, latitude_deg=31.0401, longitude_deg=121.0) is None


def test_a_recording_is_opened_for_a_purpose_and_that_is_written_down(town: Town) -> None:
    tell(town, rings())
    call = only(town).id
    told = {"link": "https://recorder.example/1", "sha256": "ab" * 32}
    kept = town.done("call.attach_recording", EXCHANGE, call=call, **told)
    assert [one.id for one in acts.recordings(TAKER, call)] == [kept]
    assert repr(acts.recordings(TAKER, call)[0].link) == "<sealed>"

    with pytest.raises(Refused, match=r"reason\.missing"):
        acts.opened_recording(TAKER, call, kept, purpose="")
    before = read.count(actor("oversight", OVERSIGHT), "reading")
    opened = acts.opened_recording(TAKER, call, kept, purpose="to hear the address again")
    assert (opened.link, opened.sha256) == (told["link"], told["sha256"])
    (*_, reading) = read.select(actor("oversight", OVERSIGHT), "reading", where=[read.Condition("of = %s", (kept,))])
    assert (reading.of_kind, read.count(actor("oversight", OVERSIGHT), "reading")) == ("recording", before + 1)

    for stranger in (actor("call_taker", EAST), actor("crew")):
        with pytest.raises(Refused, match="not_found"):
            acts.opened_recording(stranger, call, kept, purpose="to listen")


def test_who_rings_stands_before_those_who_wait_to_be_called_back(town: Town) -> None:
    tell(town, rings("l1"), then(2, "hung_up", "l1", at=NOON), rings("l2"))

    assert [one.line for one in acts.on_the_floor(TAKER)] == ["l2", "l1"]
    assert [one.line for one in acts.on_the_floor(TAKER, most=1)] == ["l2"]
    assert [one.number for one in acts.opened_on_the_floor(TAKER, purpose="to answer")] == ["13800001111"] * 2


def test_a_call_taker_sees_that_a_supervisor_listens(town: Town) -> None:
    tell(town, rings(), then(2, "answered", extension="201", at=NOON))
    call = only(town).id
    town.done("call.listen", SUPERVISOR, call=call)

    (seen,) = acts.on_the_floor(TAKER)
    assert (seen.supervision, seen.supervised_by) == ("listening", SUPERVISOR.post)
    with pytest.raises(Refused, match="not_allowed"):
        town.done("call.listen", TAKER, call=call)


def test_deadlines_bring_a_call_that_nobody_picks_up_or_calls_back_to_the_next_above(town: Town) -> None:
    tell(town, rings())
    town.clock.put(at(21))
    assert due.fire(town.clock.now()) == 1
    tell(town, then(2, "hung_up", at=at(21)))
    town.clock.put(at(150))
    assert due.fire(town.clock.now()) == 1
    assert (only(town).escalations, only(town).status) == (2, "abandoned")

    town.done("call.try_back", TAKER, call=only(town).id, result="busy")
    town.clock.put(at(280))
    assert due.fire(town.clock.now()) == 1
    town.done("call.try_back", TAKER, call=only(town).id, result="reached")
    town.clock.put(at(1_000))
    due.fire(town.clock.now())
    assert (only(town).escalations, only(town).status, only(town).tries) == (3, "called_back", 2)


def test_a_call_is_hidden_with_its_report_and_can_still_end(town: Town) -> None:
    kept = offices(town)
    tell(town, rings(), then(2, "answered", at=NOON))
    call = only(town)
    town.done("call.attach_recording", EXCHANGE, call=call.id, link="https://recorder.example/1", sha256="ab" * 32)
    request(town, kept.conduct, report=call.report, about=EAST, wanted="An apology")

    for who in (TAKER, SUPERVISOR, actor("leader", EAST), actor("supervisor", "coast")):
        assert acts.on_the_floor(who) == ()
        with pytest.raises(Refused, match="not_found"):
            acts.recordings(who, call.id)
        with pytest.raises(Refused, match="not_found"):
            acts.opened(who, call.id, purpose="to look")
    assert tell(town, then(3, "held", at=NOON), then(4, "hung_up", at=NOON)) == ["refused", "taken"]
    (ended,) = read.select(port.MACHINE, "call")
    assert ended.status == "ended"


def test_a_call_joined_to_a_hidden_request_is_hidden_too(town: Town) -> None:
    kept = offices(town)
    first = request(town, kept.conduct, about=EAST, wanted="An apology")
    held_by = town.record("request", first)
    tell(town, rings())
    watcher = actor("supervisor", held_by.organisation)
    town.done("request.open", TAKER, report=only(town).report, category=kept.conduct, about=EAST, wanted="Another")

    assert acts.on_the_floor(TAKER) == ()
    assert [one.id for one in acts.on_the_floor(watcher)]


def test_with_a_report_its_call_and_recordings_end(town: Town) -> None:
    tell(town, rings(), then(2, "hung_up", at=NOON))
    call = only(town)
    town.done("call.attach_recording", EXCHANGE, call=call.id, link="https://recorder.example/1", sha256="ab" * 32)
    town.done("call.close_unreached", TAKER, call=call.id, because="number out of service")
    gone = erase.erase(
        actor("administrator", CENTRE), Ref("report", call.report), reason="asked for", ground="asked_by_person"
    )

    assert {ref.kind for ref in gone.records} >= {"report", "call", "recording"}
    assert read.opened(TAKER, call.ref, purpose="to look").number is None
    assert [part.kind for part in parts.of(TAKER, Ref("report", call.report))] == ["call", "recording"]


# One caller, or a thousand, who hang up before they are answered


def rung_and_dropped(town: Town, count: int) -> None:
    """So many callers ring and hang up; most from one number, which is never barred."""
    random = Random(count)
    for begin in range(0, count, 100):
        numbers = ["13800001111" if random.random() < 0.6 else str(random.randrange(10**10)) for _ in range(100)]
        lines = [f"drop-{begin + place}" for place in range(min(100, count - begin))]
        told = [rings(line, number=number) for line, number in zip(lines, numbers, strict=False)]
        assert set(tell(town, *told, *(then(2, "hung_up", line, at=NOON) for line in lines))) == {"taken"}


def called_back(town: Town, waiting: Sequence[Any]) -> None:
    """A call taker works through the queue: tries, and reaches some; of the others says why they cannot be."""
    random = Random(7)
    for call in waiting:
        results = [random.choice(RESULTS) for _ in range(random.randint(1, 2))]
        for result in results[: results.index("reached") + 1 if "reached" in results else None]:
            town.done("call.try_back", TAKER, call=call.id, result=result)
        if "reached" not in results:
            town.done("call.close_unreached", TAKER, call=call.id, because="tried, nobody answers")


def assert_nobody_is_forgotten(town: Town, count: int) -> None:
    rung_and_dropped(town, count)
    with pytest.raises(Refused, match="close_needs_person"):
        town.done("call.close_unreached", EXCHANGE_THAT_CLOSES, call=_waiting(town)[0].id, because="tidy")
    assert len(_waiting(town)) == count
    while waiting := _waiting(town):
        called_back(town, waiting)
    over = read.select(TAKER, "call", most=count + 1)
    assert len(over) == count
    assert {one.status for one in over} == {"called_back", "unreached"}
    assert {one.closed_by for one in over} == {TAKER.person}
    assert all(one.tries for one in over)
    assert len({one.report for one in over}) == read.count(TAKER, "report") == count


# A token with a call taker's role, but nobody's name.
EXCHANGE_THAT_CLOSES = Actor(organisation=CENTRE, roles=frozenset({"call_taker"}), via="api")


def _waiting(town: Town) -> Sequence[Any]:
    waiting = acts.on_the_floor(TAKER, most=2_000)
    assert [one.status for one in waiting if one.status != "abandoned"] == []
    return waiting


def test_each_of_forty_callers_who_hung_up_is_called_back_or_closed_by_a_named_person(town: Town) -> None:
    assert_nobody_is_forgotten(town, 40)


@pytest.mark.slow
def test_each_of_a_thousand_callers_who_hung_up_is_called_back_or_closed_by_a_named_person(town: Town) -> None:
    assert_nobody_is_forgotten(town, 1_000)

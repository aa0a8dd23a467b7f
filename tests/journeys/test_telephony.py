"""A telephone exchange tells of its lines over real HTTP, and is told how they stand."""

import threading
from typing import Any

import pytest
from tests.worlds.city import EAST
from tests.worlds.web import Served

from callbox.faces.command import program
from callbox.faces.command.phone import command
from callbox.kernel.read import select
from callbox.services.call import port

pytestmark = pytest.mark.enable_socket

PLACE = {"latitude_deg": 31.23, "longitude_deg": 121.47, "radius_m": 25.0, "age_s": 3.0}


def event(line: str, sequence: int, what: str, **more: Any) -> dict[str, Any]:
    return {"line": line, "sequence": sequence, "event": what, "at": "2026-03-02T12:00:00Z", **more}


def tell(served: Served, *events: dict[str, Any], **more: Any) -> Any:
    return served.post("/api/telephony/events", {"events": events}, **({"by": "reporter"} | more))


def test_a_call_rings_is_answered_at_the_desk_and_hung_up_by_the_caller(served: Served) -> None:
    rang = tell(served, event("t1", 1, "ringing", number="13800001111", place=PLACE)).told["events"]
    assert [(one["outcome"], one["code"]) for one in rang] == [("taken", None)]
    call = rang[0]["call"]
    assert served.get(f"/api/reports/{call}", by="call_taker").told["status"] == "received"

    served.post("/api/acts/call.answer", {"call": call, "extension": "201"}, by="call_taker")
    (line,) = served.get("/api/telephony/lines", by="reporter").told["lines"]
    assert (line["line"], line["call"], line["status"], line["extension"]) == ("t1", call, "answered", "201")

    again = tell(served, event("t1", 1, "ringing", number="13800001111"), event("t1", 3, "hung_up"))
    assert [one["outcome"] for one in again.told["events"]] == ["known", "taken"]
    late = tell(served, event("t1", 2, "held"))
    assert [one["outcome"] for one in late.told["events"]] == ["late"]
    assert served.get("/api/telephony/lines", by="reporter").told == {"lines": []}
    assert served.get(f"/api/calls/{call}", by="call_taker").told["status"] == "ended"


def test_no_list_and_no_answer_of_the_port_tells_who_rang(served: Served) -> None:
    told = tell(served, event("t1", 1, "ringing", number="13800001111", place=PLACE))
    texts = [told.text, served.get("/api/telephony/lines", by="reporter").text]
    texts += [served.get(f"/api/{kind}", by="call_taker").text for kind in ("calls", "reports")]
    assert [text for text in texts if "13800001111" in text or "31.23" in text] == []


def test_only_who_brings_calls_may_tell_and_ask(served: Served) -> None:
    for role in ("analyst", "crew", "leader"):
        assert tell(served, event("t1", 1, "ringing"), by=role).status == 403
        assert served.get("/api/telephony/lines", by=role).status == 403
    tell(served, event("t1", 1, "ringing"))
    assert served.get("/api/telephony/lines", by=served.secret("reporter", EAST)).told == {"lines": []}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"line": "two words"}, "events.0.line"),
        ({"sequence": 0}, "events.0.sequence"),
        ({"event": "barred"}, "events.0.event"),
        ({"at": "noon"}, "events.0.at"),
        ({"place": {"latitude_deg": 1.0}}, "events.0.place.longitude_deg"),
        ({"colour": "red"}, "events.0.colour"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_field(served: Served, wrong: dict[str, Any], field: str) -> None:
    reply = tell(served, event("t1", 1, "ringing") | wrong)
    assert (reply.status, reply.told["field"]) == (422, field)


# The exchange that is part of the product


def elsewhere() -> Any:
    """The node is another machine's: nothing here is opened."""
    return None


def phone(served: Served, monkeypatch: pytest.MonkeyPatch, *line: str) -> int:
    """Run `callbox phone` against the town's server."""
    monkeypatch.setenv("CALLBOX_TOKEN", served.secret("reporter"))
    arguments = ["phone", *line, "--every", "0", "--at", f"http://127.0.0.1:{served.port}"]
    return program.main(arguments, commands=[command], site=elsewhere)


def test_made_up_callers_who_drop_are_in_the_queue_to_be_called_back(
    served: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert phone(served, monkeypatch, "ring-and-drop", "--calls", "5", "--speed", "100") == program.DONE

    calls = served.get("/api/calls", by="call_taker").told["records"]
    assert [one["status"] for one in calls] == ["abandoned"] * 5
    assert capsys.readouterr().out.count("\n") == 11


def test_a_made_up_caller_is_answered_at_the_desk(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()

    def desk() -> None:
        while not done.wait(0.02):
            for line in served.get("/api/telephony/lines", by="reporter").told["lines"]:
                if line["status"] == "ringing":
                    served.post("/api/acts/call.answer", {"call": line["call"], "extension": "201"}, by="call_taker")

    monkeypatch.setenv("CALLBOX_LANGUAGE", "en")
    served.secret("call_taker"), served.secret("reporter")
    taker = threading.Thread(target=desk)
    taker.start()
    try:
        assert phone(served, monkeypatch, "hold", "--near", "31.2,121.4", "--speed", "60", "--patience", "900") == 0
    finally:
        done.set()
        taker.join()
    (call,) = served.get("/api/calls", by="call_taker").told["records"]
    assert (call["status"], call["extension"], call["device_radius_m"]) == ("ended", "201", 12.0)


@pytest.mark.slow
def test_a_chat_in_another_language_is_worked_from_the_first_word_to_the_last(
    served: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The caller writes Russian, a machine translates beside it; the call taker asks, and the caller has read it."""
    done = threading.Event()

    def desk() -> None:
        while not done.wait(0.02):
            for line in served.get("/api/telephony/lines", by="reporter").told["lines"]:
                if line["status"] == "ringing":
                    served.post("/api/acts/call.answer", {"call": line["call"]}, by="call_taker")
                    asked = {"call": line["call"], "question": "ask_get_out"}
                    served.post("/api/acts/call.ask", asked, by="call_taker")

    monkeypatch.setenv("CALLBOX_LANGUAGE", "en")
    served.secret("call_taker"), served.secret("reporter")
    taker = threading.Thread(target=desk)
    taker.start()
    try:
        assert phone(served, monkeypatch, "chat", "--speed", "30", "--patience", "3600") == 0
    finally:
        done.set()
        taker.join()
    (call,) = served.get("/api/calls", by="call_taker").told["records"]
    said = sorted(select(port.MACHINE, "saying"), key=lambda one: one.number)
    assert (call["channel"], call["status"], call["said"]) == ("web", "ended", len(said))
    assert [one.translated_by for one in said if one.sort == "in_words"] == ["", "made-up machine", "made-up machine"]
    assert [one.delivered_at is not None for one in said if one.side == "from_taker"] == [True]
    assert "reads: Can you get out safely?" in capsys.readouterr().out


def test_a_node_that_does_not_answer_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CALLBOX_TOKEN", "cbx_" + "0" * 64)
    line = ["phone", "talk", "--at", "http://127.0.0.1:9"]
    assert program.main(line, commands=[command], site=elsewhere) == program.WRONG
    assert capsys.readouterr().err.count("\n") == 1

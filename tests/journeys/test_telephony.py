"""A telephone exchange tells of its lines over real HTTP, and is told how they stand."""

from typing import Any

import pytest
from tests.worlds.city import EAST
from tests.worlds.web import Served

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
        ({"line": "two words"}, "events.line"),
        ({"sequence": 0}, "events.sequence"),
        ({"event": "barred"}, "events.event"),
        ({"at": "noon"}, "events.at"),
        ({"place": {"latitude_deg": 1.0}}, "events.place.longitude_deg"),
        ({"colour": "red"}, "events.colour"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_field(served: Served, wrong: dict[str, Any], field: str) -> None:
    reply = tell(served, event("t1", 1, "ringing") | wrong)
    assert (reply.status, reply.told["field"]) == (422, field)

"""SIP is understood as its standards have it, whatever a datagram holds."""

from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from tests.worlds.sip import HOLD, NOON, OFFER, SOURCE, Exchange, hostile, multipart, pidf, request

from callbox.site.telephony import sdp
from callbox.site.telephony.caller import language_of, number_of
from callbox.site.telephony.dialog import line_of
from callbox.site.telephony.geolocation import civic_of, place_of
from callbox.site.telephony.message import Message, NotSip, back_to, parse

# Messages


def test_short_names_folded_lines_and_bare_line_ends_are_read() -> None:
    told = "INVITE sip:110@x SIP/2.0\nv: SIP/2.0/UDP h;branch=b\nf: <sip:1@x>;tag=a\nt: <sip:110@x>\ni: c\n"
    told += "CSeq: 1\n INVITE\n\n"
    found = parse(told.encode())
    assert (found.method, found.call_id, found.cseq, found.branch) == ("INVITE", "c", (1, "INVITE"), "b")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"INVITE sip:x SIP/2.0\r\n\r\n",
        request("INVITE").replace(b"CSeq: 1 INVITE", b"CSeq: 1 BYE"),
        request("INVITE").replace(b"Content-Length: 0", b"Content-Length: 99"),
        request("INVITE").replace(b"Max-Forwards: 70", b"X" * 5_000 + b": 1"),
        request("INVITE").replace(b"Max-Forwards: 70", b"X: " + b"1" * 5_000),
        b"x" * 70_000,
    ],
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(NotSip):
        parse(data)


def test_nothing_a_caller_sends_splits_a_header_of_ours() -> None:
    exchange = Exchange()
    (answer, *_) = exchange.request("OPTIONS", From="<sip:a@x>;tag=1\x0bX-Evil: 1\x00")
    assert answer.status == 200
    assert answer.get("x-evil") == ""


def test_an_answer_goes_where_the_request_came_from() -> None:
    asked = parse(request("OPTIONS", Via="SIP/2.0/UDP 10.0.0.9:5099;branch=b"))
    assert back_to(asked, ("10.0.0.9", 1234)) == ("10.0.0.9", 5099)
    behind = parse(request("OPTIONS", Via="SIP/2.0/UDP 10.0.0.9:5099;rport;branch=b"))
    assert back_to(behind, ("10.0.0.9", 1234)) == ("10.0.0.9", 1234)


# Who calls, and from where


@pytest.mark.parametrize(
    ("headers", "number"),
    [
        ({}, "+8613800001111"),
        ({"P_Asserted_Identity": "<tel:+12025550123>"}, "+12025550123"),
        ({"From": "sip:%2B44163296@x;tag=1"}, "+44163296"),
        ({"From": '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1'}, None),
        ({"From": "<sip:x.example>;tag=1"}, None),
        ({"From": "<http://x>;tag=1"}, None),
    ],
)
def test_the_number_is_what_the_network_asserts_or_the_telephone_says(headers: Any, number: str | None) -> None:
    assert number_of(parse(request("INVITE", **headers))) == number


def test_the_language_is_the_first_that_is_asked_for() -> None:
    assert language_of(parse(request("INVITE", Accept_Language="zh-CN;q=0.9, en"))) == "zh-CN"
    assert language_of(parse(request("INVITE", Accept_Language="<script>"))) == ""


def placed(body: bytes, content_type: str = "application/pidf+xml") -> Any:
    return place_of(parse(request("INVITE", body=body, Content_Type=content_type)))


def test_a_circle_is_a_point_and_a_radius() -> None:
    found = placed(pidf())
    assert (found.latitude_deg, found.longitude_deg, found.radius_m) == (31.2304, 121.4737, 35.5)
    assert found.at == datetime(2026, 3, 2, 11, 59, 50, tzinfo=UTC)


def test_a_place_beside_the_sound_is_found() -> None:
    content_type, body = multipart()
    assert placed(body, content_type).latitude_deg == 31.2304


def test_of_two_places_the_one_that_the_header_names_counts() -> None:
    other = pidf("<gml:Point><gml:pos>1 2</gml:pos></gml:Point>")
    body = b"".join(
        b"--b\r\nContent-Type: application/pidf+xml\r\nContent-ID: <" + name + b">\r\n\r\n" + part + b"\r\n"
        for name, part in ((b"one", other), (b"two", pidf()))
    )
    told = {"Content_Type": "multipart/mixed; boundary=b", "Geolocation": "<cid:two>"}
    found = place_of(parse(request("INVITE", body=body + b"--b--\r\n", **told)))
    assert found is not None
    assert found.latitude_deg == 31.2304


@pytest.mark.parametrize(
    ("shape", "latitude_deg", "radius_m"),
    [
        ("<gml:Point><gml:pos>-33.86 151.2</gml:pos></gml:Point>", -33.86, None),
        ("<gs:Sphere><gml:pos>10 20 30</gml:pos><gs:radius>9</gs:radius></gs:Sphere>", 10.0, 9.0),
        (
            "<gs:Ellipse><gml:pos>42 -71</gml:pos><gs:semiMajorAxis>8.5</gs:semiMajorAxis></gs:Ellipse>",
            42.0,
            8.5,
        ),
    ],
)
def test_every_shape_becomes_a_point_and_a_radius(shape: str, latitude_deg: float, radius_m: float | None) -> None:
    found = placed(pidf(shape))
    assert (found.latitude_deg, found.radius_m) == (latitude_deg, radius_m)


def civic(parts: dict[str, str], language: str = "") -> str:
    """The address read out of a document with these parts."""
    spoken = f' xml:lang="{language}"' if language else ""
    inside = "".join(f"<c:{name}>{text}</c:{name}>" for name, text in parts.items())
    address = (
        f'<c:civicAddress xmlns:c="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr"{spoken}>{inside}</c:civicAddress>'
    )
    return civic_of(parse(request("INVITE", body=pidf(address), Content_Type="application/pidf+xml")))


def test_a_civic_address_is_written_as_people_of_its_country_write_one() -> None:
    """RFC 5139, section 3.1; the other from the large to the small."""
    told = {
        "country": "AU",
        "A1": "NSW",
        "A3": "Wollongong",
        "RD": "Corrimal",
        "STS": "Street",
        "HNO": "83",
        "FLR": "2",
    }
    assert civic(told, "en-AU") == "83 Corrimal Street, 2, Wollongong, NSW, AU"
    chinese = {"country": "CN", "A1": "上海市", "A3": "黄浦区", "RD": "中山东一路", "HNO": "12号", "FLR": "3楼"}
    assert civic(chinese) == civic(chinese, "zh") == "上海市黄浦区中山东一路12号3楼"
    assert civic({}) == civic({"PLC": "office"}) == ""


def test_a_line_with_an_address_alone_tells_it_with_its_first_ring_and_a_key_is_told_as_pressed() -> None:
    civic_space = "urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr"
    address = f'<c:civicAddress xmlns:c="{civic_space}"><c:RD>Pier Road</c:RD></c:civicAddress>'
    exchange = Exchange()
    exchange.request("INVITE", body=pidf(address), Content_Type="application/pidf+xml")
    exchange.request("INFO", body=b"Signal=5\r\nDuration=160\r\n", to_tag="t", Content_Type="application/dtmf-relay")
    exchange.request("INFO", body=b"#", to_tag="t", Content_Type="application/dtmf")
    told = [(one.event, one.civic_address, one.keys) for one in exchange.switch.told()]
    assert told == [("ringing", "Pier Road", ""), ("pressed", "", "5"), ("pressed", "", "#")]


def test_a_polygon_is_covered() -> None:
    corners = "0 0 0 0.02 0.02 0.02 0.02 0 0 0"
    found = placed(
        pidf(f"<gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>{corners}</gml:posList></gml:LinearRing>"
             "</gml:exterior></gml:Polygon>")
    )  # fmt: skip
    assert (found.latitude_deg, found.longitude_deg) == (0.01, 0.01)
    assert found.radius_m == pytest.approx(1_572.5, abs=1)


@pytest.mark.parametrize(
    "body",
    [
        b"<x",
        pidf("<gml:Point><gml:pos>91 0</gml:pos></gml:Point>"),
        pidf("<gml:Point><gml:pos>nan nan</gml:pos></gml:Point>"),
        pidf("<gml:Point><gml:pos>here</gml:pos></gml:Point>"),
        b'<!DOCTYPE p [<!ENTITY a "b">]>' + pidf(),
        b"<a>" * 10_000,
        pidf() + b" " * 70_000,
    ],
)
def test_what_is_no_place_is_none(body: bytes) -> None:
    asked = Message((("content-type", "application/pidf+xml"),), body)
    assert place_of(asked) is None


# Sound


@pytest.mark.parametrize(
    ("offer", "held"),
    [(OFFER, False), (HOLD, True), (OFFER + b"a=inactive", True), (b"c=IN IP4 0.0.0.0", True), (b"\xff\x00", False)],
)
def test_hold_is_told_by_the_direction_of_the_sound(offer: bytes, held: bool) -> None:
    assert sdp.is_hold(offer) is held


def test_one_sound_is_taken_in_its_own_formats_and_all_else_declined() -> None:
    told = sdp.answer(OFFER, host="192.0.2.1", port=40_000, version=1).decode().splitlines()
    assert "c=IN IP4 192.0.2.1" in told
    assert [line for line in told if line.startswith("m=")] == ["m=audio 40000 RTP/AVP 0 101", "m=video 0 RTP/AVP 99"]
    assert "a=rtpmap:101 telephone-event/8000" in told
    assert "a=rtpmap:99 H264/90000" not in told


# A line from its first ring


def test_a_call_rings_only_once_it_is_a_report() -> None:
    exchange = Exchange()
    content_type, body = multipart()
    (trying,) = exchange.request("INVITE", body=body, Content_Type=content_type, Accept_Language="zh")
    assert trying.status == 100
    (told,) = exchange.switch.told()
    assert (told.event, told.number, told.language, told.latitude_deg, told.radius_m, told.age_s) == (
        *("ringing", "+8613800001111", "zh"),
        *(31.2304, 35.5, 10.0),
    )
    (ringing,) = exchange.rings()
    assert (ringing.status, ringing.get("contact")) == (180, "<sip:callbox@127.0.0.1:5060>")


def test_who_cancels_hung_up_before_an_answer() -> None:
    exchange = Exchange()
    exchange.rings()
    cancelled, ended = exchange.request("CANCEL")
    assert (cancelled.status, cancelled.cseq, ended.status, ended.cseq) == (200, (1, "CANCEL"), 487, (1, "INVITE"))
    assert exchange.told() == ["ringing", "hung_up"]
    exchange.request("ACK")
    exchange.now_s = 10
    assert exchange.switch.due(exchange.now_s) == []


def test_who_answers_at_a_desk_brings_the_caller_through() -> None:
    exchange = Exchange()
    exchange.rings()
    (taken,) = exchange.stand("answered")
    assert (taken.status, taken.get("content-type")) == (200, "application/sdp")
    assert b"m=audio 40000" in taken.body
    exchange.now_s = 0.6
    assert [one.data[:15] for one in exchange.switch.due(0.6)] == [b"SIP/2.0 200 OK\r"], "no ACK came yet"
    exchange.request("ACK")
    assert exchange.switch.due(5.0) == []

    (held,) = exchange.request("INVITE", body=HOLD, to_tag="t1", CSeq="2 INVITE", Via="SIP/2.0/UDP h;branch=z2")
    assert (held.status, b"a=recvonly" in held.body) == (200, True)
    exchange.request("INVITE", body=OFFER, to_tag="t1", CSeq="3 INVITE", Via="SIP/2.0/UDP h;branch=z3")
    (over,) = exchange.request("BYE", to_tag="t1", CSeq="4 BYE")
    assert over.status == 200
    assert exchange.told() == ["ringing", "held", "resumed", "hung_up"]


def test_where_no_gateway_is_set_the_caller_is_redirected_to_the_telephone() -> None:
    exchange = Exchange(media=None)
    exchange.rings()
    (moved,) = exchange.stand("answered", extension="201")
    assert (moved.status, moved.get("contact")) == (302, "<sip:201@127.0.0.1:5070>")
    other = Exchange(media=None)
    other.rings()
    assert other.stand("answered", extension="201>\r\nX: y")[0].get("contact") == "<sip:desk@127.0.0.1:5070>"


def test_who_hangs_up_at_a_desk_ends_the_line() -> None:
    exchange = Exchange()
    exchange.rings(Record_Route="<sip:proxy;lr>")
    exchange.stand("answered")
    exchange.request("ACK")
    (bye,) = exchange.stand(None)
    assert (bye.method, bye.uri, bye.get("route")) == ("BYE", "sip:caller@127.0.0.1:5091", "<sip:proxy;lr>")
    assert bye.get("to") == '"A" <sip:+8613800001111@example.com>;tag=f1'
    exchange.now_s = 1
    assert len(exchange.switch.due(1.0)) == 1
    said = f"SIP/2.0 200 OK\r\nVia: {bye.get('via')}\r\nFrom: a\r\nTo: b\r\nCall-ID: c1@x\r\nCSeq: 1 BYE\r\n\r\n"
    exchange.send(said.encode())
    assert exchange.switch.due(9.0) == []


def test_an_invite_sent_again_gets_the_same_answer_and_rings_once() -> None:
    exchange = Exchange()
    exchange.rings()
    assert [one.status for one in exchange.request("INVITE")] == [180]
    assert exchange.told() == ["ringing"]


def test_a_place_that_moves_and_what_is_written_are_told() -> None:
    exchange = Exchange()
    exchange.rings()
    moved = pidf("<gml:Point><gml:pos>31.3 121.4</gml:pos></gml:Point>")
    exchange.request("UPDATE", body=moved, Content_Type="application/pidf+xml", to_tag="t1")
    exchange.request("MESSAGE", body="救命".encode(), Content_Type="text/plain", to_tag="t1")
    ringing, located, said = exchange.switch.told()
    assert (located.latitude_deg, said.said) == (31.3, "救命")
    assert ringing.sequence < located.sequence < said.sequence


@pytest.mark.parametrize("method", ["BYE", "CANCEL", "UPDATE"])
def test_a_line_that_nobody_knows_is_answered_as_unknown(method: str) -> None:
    assert [one.status for one in Exchange().request(method)] == [481]


def test_a_line_older_than_the_adapter_can_still_hang_up() -> None:
    exchange = Exchange()
    exchange.stand("answered")
    assert [one.status for one in exchange.request("BYE", to_tag="x")] == [200]
    assert exchange.told() == ["hung_up"]


def test_methods_we_do_not_know_are_told_which_we_do() -> None:
    (no,) = Exchange().request("REGISTER")
    assert (no.status, "INVITE" in no.get("allow")) == (405, True)


def test_a_name_that_could_not_be_kept_becomes_its_digest() -> None:
    assert line_of("c1@x") == "sip:c1@x"
    assert len(line_of("呼叫" * 200)) == 4 + 64


def test_lines_that_are_long_over_are_forgotten() -> None:
    exchange = Exchange()
    for number in range(50):
        exchange.request("INVITE", call_id=f"c{number}")
        exchange.request("CANCEL", call_id=f"c{number}")
    for now_s in (1, 5, 20, 40, 80, 81):
        exchange.switch.due(float(now_s))
    assert exchange.switch._lines == {}


# Hostile datagrams


def test_five_thousand_hostile_datagrams_end_nothing() -> None:
    random, exchange = Random(5_000), Exchange()
    answered = told = 0
    for number in range(5_000):
        at = NOON.replace(microsecond=number)
        answered += len(exchange.switch.heard(hostile(random), SOURCE, at=at, now_s=number / 100))
        if number % 100 == 0:
            told += len(exchange.told())
            exchange.switch.due(number / 100)
            exchange.stand(random.choice(["ringing", "answered", None]))
    print(f"{answered} answers, {told} things told")
    assert answered > 1_000
    assert told > 100
    assert exchange.request("OPTIONS", call_id="after")[0].status == 200

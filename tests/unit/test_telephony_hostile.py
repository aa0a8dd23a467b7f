"""Whatever an exchange sends, nothing ends the adapter: SIP and PIDF-LO drawn by rules that know where they break.

A few hundred in `make test`, 5,000 of each in `make prove`.
"""

from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.worlds.sip import NOON, OWN, SOURCE, multipart, pidf, request

from callbox.services.call.port import Told
from callbox.site.telephony.civic import ALL
from callbox.site.telephony.dialog import Place
from callbox.site.telephony.geolocation import civic_of, place_of
from callbox.site.telephony.message import NotSip, parse
from callbox.site.telephony.switch import Switch

PLACE = Place(own=OWN, media=("127.0.0.1", 40_000), telephone="sip:{extension}@10.0.0.2")
TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
NUMBER = st.one_of(st.floats().map(str), st.integers().map(str), TEXT)
METHODS = ("INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "UPDATE", "INFO", "MESSAGE", "PRACK", "")
HEADERS = ("From", "To", "Via", "Call-ID", "CSeq", "Contact", "P-Asserted-Identity", "Geolocation", "Accept-Language")


@st.composite
def places(draw: st.DrawFn) -> bytes:
    """A document that is almost a place: shapes, addresses and times that cannot be, at any depth."""
    names = draw(st.lists(st.sampled_from(sorted(ALL)), max_size=6))
    parts = "".join(f"<c:{name}>{escape(draw(TEXT))}</c:{name}>" for name in names)
    civic = f'<c:civicAddress xmlns:c="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr">{parts}</c:civicAddress>'
    shape = draw(st.sampled_from(("Circle", "Ellipse", "ArcBand", "Sphere", "Polygon", "Point")))
    space = "gml" if shape in ("Point", "Polygon") else "gs"
    pos = f"<gml:pos>{escape(draw(NUMBER))} {escape(draw(NUMBER))}</gml:pos>" * draw(st.integers(0, 4))
    radius = f"<gs:radius>{escape(draw(NUMBER))}</gs:radius>"
    body = pidf(f"{civic}<{space}:{shape}>{pos}{radius}</{space}:{shape}>", stamp=escape(draw(TEXT)))
    cut = draw(st.one_of(st.just(len(body)), st.integers(0, len(body))))
    return body[:cut] + draw(st.sampled_from((b"", b"<!DOCTYPE x>", b"\x00", b"<a>" * 50)))


@st.composite
def datagrams(draw: st.DrawFn) -> bytes:
    """A datagram that is almost SIP."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=400))
    kind, body = multipart(place=draw(places())) if draw(st.booleans()) else (draw(TEXT), draw(st.binary(max_size=200)))
    names = draw(st.lists(st.sampled_from(HEADERS), unique=True, max_size=4))
    told = {name.replace("-", "_"): draw(TEXT) for name in names}
    data = request(draw(st.sampled_from(METHODS)), body=body, Content_Type=kind, **told)
    if draw(st.integers(0, 4)):
        return data
    broken = draw(st.sampled_from((b"SIP/2.0", b"\r\n", b"Content-Length")))
    return data.replace(broken, draw(st.binary(max_size=8)), 1)


def quiet(count: int) -> settings:
    """So many examples, the same in every run, however busy the machine is."""
    return settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )


def nothing_ends_it(data: bytes) -> None:
    switch = Switch(PLACE, new_tag=lambda: "tag")
    switch.heard(data, SOURCE, at=NOON, now_s=0.0)
    for told in switch.told():
        assert isinstance(told, Told)
        assert len(told.civic_address) <= 500
    switch.due(1.0)


def no_place_breaks(body: bytes) -> None:
    try:
        message = parse(request("INVITE", body=body, Content_Type="application/pidf+xml"))
    except NotSip:
        return
    found, civic = place_of(message), civic_of(message)
    assert found is None or (-90 <= found.latitude_deg <= 90 and -180 <= found.longitude_deg <= 180)
    assert len(civic) <= 500


@quiet(60)
@given(datagrams())
def test_no_datagram_ends_the_adapter(data: bytes) -> None:
    nothing_ends_it(data)


@quiet(60)
@given(places())
def test_no_place_breaks_its_reader(body: bytes) -> None:
    no_place_breaks(body)


@pytest.mark.slow
@quiet(5_000)
@given(datagrams())
def test_none_of_five_thousand_datagrams_ends_the_adapter(data: bytes) -> None:
    nothing_ends_it(data)


@pytest.mark.slow
@quiet(5_000)
@given(places())
def test_none_of_five_thousand_places_breaks_its_reader(body: bytes) -> None:
    no_place_breaks(body)

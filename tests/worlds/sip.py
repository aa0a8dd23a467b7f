"""SIP messages as an exchange sends them, and a switch to send them to."""

from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from callbox.services.call.port import Line
from callbox.site.telephony.dialog import Out, Place, line_of
from callbox.site.telephony.message import Message, parse
from callbox.site.telephony.switch import Switch

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SOURCE = ("127.0.0.1", 5091)
OWN = ("127.0.0.1", 5060)
OFFER = (
    b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    b"m=audio 6000 RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
    b"m=video 6002 RTP/AVP 99\r\na=rtpmap:99 H264/90000\r\n"
)
HOLD = OFFER + b"a=sendonly\r\n"
CIRCLE = """<gs:Circle srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>31.2304 121.4737</gml:pos>
<gs:radius uom="urn:ogc:def:uom:EPSG::9001">35.5</gs:radius></gs:Circle>"""


def pidf(shape: str = CIRCLE, stamp: str = "2026-03-02T11:59:50Z") -> bytes:
    """A device's place (RFC 5491, section 5)."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"
 xmlns:gml="http://www.opengis.net/gml" xmlns:gs="http://www.opengis.net/pidflo/1.0" entity="pres:c@example.com">
<tuple id="t"><status><gp:geopriv><gp:location-info>{shape}</gp:location-info><gp:usage-rules/>
</gp:geopriv></status><timestamp>{stamp}</timestamp></tuple></presence>""".encode()


def multipart(sdp: bytes = OFFER, place: bytes = b"") -> tuple[str, bytes]:
    """(content type, body) of an INVITE that conveys sound and place (RFC 6442, section 5.1)."""
    parts = [
        b"--b1\r\nContent-Type: application/sdp\r\n\r\n" + sdp,
        b"--b1\r\nContent-Type: application/pidf+xml\r\nContent-ID: <here@example.com>\r\n\r\n" + (place or pidf()),
        b"--b1--\r\n",
    ]
    return "multipart/mixed; boundary=b1", b"\r\n".join(parts)


def request(method: str, *, call_id: str = "c1@x", body: bytes = b"", to_tag: str = "", **headers: str) -> bytes:
    """One request. Header names are written with underscores for hyphens."""
    told = {
        "Via": "SIP/2.0/UDP 127.0.0.1:5091;branch=z9hG4bK-1",
        "From": '"A" <sip:+8613800001111@example.com>;tag=f1',
        "To": f"<sip:110@127.0.0.1>{';tag=' + to_tag if to_tag else ''}",
        "Call-ID": call_id,
        "CSeq": f"1 {method}",
        "Contact": "<sip:caller@127.0.0.1:5091>",
        "Max-Forwards": "70",
    }
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    told["Content-Length"] = str(len(body))
    lines = [f"{method} sip:110@127.0.0.1 SIP/2.0", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    return "\r\n".join(lines).encode() + body


class Exchange:
    """A switch, the time, and short ways to send to it."""

    def __init__(self, *, media: tuple[str, int] | None = ("127.0.0.1", 40_000)) -> None:
        tags = count(1)
        place = Place(own=OWN, media=media, telephone="sip:{extension}@127.0.0.1:5070")
        self.switch = Switch(place, new_tag=lambda: f"t{next(tags)}")
        self.now_s = 0.0

    def send(self, data: bytes) -> list[Message]:
        """What comes back."""
        at = NOON + timedelta(seconds=self.now_s)
        return read(self.switch.heard(data, SOURCE, at=at, now_s=self.now_s))

    def request(self, method: str, **more: Any) -> list[Message]:
        return self.send(request(method, **more))

    def told(self) -> list[str]:
        return [one.event for one in self.switch.told()]

    def rings(self, **more: Any) -> list[Message]:
        """An INVITE that is a report by now."""
        more = {"Content_Type": "application/sdp", "body": OFFER} | more
        self.request("INVITE", **more)
        return read(self.switch.rang([line_of(more.get("call_id", "c1@x"))]))

    def stand(self, status: str | None, extension: str = "201") -> list[Message]:
        """The line stands so in the records; None: it is over."""
        record = Line(
            line=line_of("c1@x"),
            call="c",
            status=status or "",
            channel="call",
            extension=extension,
            transferred_to="",
            supervision="none",
        )
        return read(self.switch.stand({record.line: record} if status else {}, now_s=self.now_s))


def read(outs: list[Out]) -> list[Message]:
    """What was sent, as messages."""
    return [parse(out.data) for out in outs]


def hostile(random: Random) -> bytes:
    """Something that may look like SIP: cut, doubled, with bytes changed, or nothing of the kind."""
    content_type, body = multipart()
    method = random.choice(["INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "UPDATE", "MESSAGE", "INFO", "REGISTER", "X"])
    data = bytearray(
        request(
            method,
            call_id=f"c{random.randrange(40)}",
            to_tag=random.choice(["", "t1"]),
            body=random.choice([b"", body, OFFER, HOLD, pidf(), random.randbytes(300)]),
            Content_Type=random.choice(
                [content_type, "application/sdp", "application/pidf+xml", "multipart/x", "\xff"]
            ),
            Via=random.choice(["SIP/2.0/UDP h:99999;branch=1", ";;;rport;", "SIP/2.0/UDP [::1]:0;rport", "," * 50]),
            Geolocation=random.choice(["<cid:x>", "<cid:", "\x00"]),
        )
    )
    for _ in range(random.choice([0, 0, 1, 5, 50])):
        data[random.randrange(len(data))] = random.randrange(256)
    kind = random.randrange(8)
    if kind == 0:
        return bytes(data[: random.randrange(len(data))])
    if kind == 1:
        return random.randbytes(random.randrange(2_000))
    return bytes(data * 2) if kind == 2 else bytes(data)

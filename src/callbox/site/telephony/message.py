"""SIP messages out of bytes and into bytes (RFC 3261, sections 7, 18.3 and 20). Pure, and strict about size.

What is not a message is refused by one exception, whatever it is: a datagram comes from anybody.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MESSAGE_MAX = 65_535
HEADERS_MAX = 200
VALUE_MAX = 4_000
# The short forms of RFC 3261 (section 20) and of those that build on it.
COMPACT = {
    "i": "call-id",
    "m": "contact",
    "e": "content-encoding",
    "l": "content-length",
    "c": "content-type",
    "f": "from",
    "s": "subject",
    "k": "supported",
    "t": "to",
    "v": "via",
}
TOKEN = re.compile(r"[A-Za-z0-9.!%*_+`'~-]{1,60}")
REQUEST = re.compile(r"([A-Z]{1,30}) (\S{1,2000}) SIP/2\.0")
STATUS = re.compile(r"SIP/2\.0 ([1-6][0-9]{2}) ?(.{0,500})")
NEEDED = ("via", "from", "to", "call-id", "cseq")
CSEQ = re.compile(r"([0-9]{1,10})\s+([A-Z]{1,30})")
TAG = re.compile(r";\s*tag\s*=\s*([A-Za-z0-9.!%*_+`'~-]{1,200})", re.IGNORECASE)
ADDRESS = re.compile(r"<([^<>]{1,2000})>")


class NotSip(Exception):
    """These bytes are no SIP message that can be answered."""


@dataclass(frozen=True)
class Message:
    """One message: a request has a `method` and `uri`, an answer a `status`; header names in small letters, in order."""

    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    method: str = ""
    uri: str = ""
    status: int = 0

    def get(self, name: str) -> str:
        """The first value of a header; empty where there is none."""
        return next((value for known, value in self.headers if known == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a header, in order."""
        return tuple(value for known, value in self.headers if known == name)

    @property
    def call_id(self) -> str:
        return self.get("call-id")

    @property
    def cseq(self) -> tuple[int, str]:
        """The number within the dialog, and the method it numbers."""
        found = CSEQ.fullmatch(self.get("cseq"))
        return (int(found[1]), found[2]) if found else (0, "")

    @property
    def branch(self) -> str:
        """What tells a request that is sent again from a new one (section 17.2.3)."""
        found = re.search(r";\s*branch\s*=\s*([^;,\s]{1,300})", self.get("via"))
        return found[1] if found else ""

    @property
    def content_type(self) -> str:
        return self.get("content-type").partition(";")[0].strip().lower()


def tag_of(value: str) -> str:
    """The tag in a From or To; empty where there is none."""
    found = TAG.search(value.rpartition(">")[2] if ">" in value else value)
    return found[1] if found else ""


def address_of(value: str) -> str:
    """The address in a header such as From, without its name and parameters."""
    found = ADDRESS.search(value)
    return (found[1] if found else value.partition(";")[0]).strip()


def parse(data: bytes) -> Message:
    """A message out of a datagram.

    Raises:
        NotSip: whatever is wrong with it.
    """
    if len(data) > MESSAGE_MAX:
        raise NotSip("too long")
    head, gap, body = data.lstrip(b"\r\n").partition(b"\r\n\r\n")
    if not gap:
        head, gap, body = data.lstrip(b"\r\n").partition(b"\n\n")
    lines = head.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    message = _begun(lines[0])
    headers = tuple(_headers(lines[1:]))
    known = {name for name, _ in headers}
    if not known.issuperset(NEEDED):
        raise NotSip("a header is missing")
    found = Message(headers, _body(body, dict(headers)), message.method, message.uri, message.status)
    if not found.cseq[1] or (found.method and found.cseq[1] != found.method) or not found.call_id:
        raise NotSip("cseq")
    return found


def _begun(line: str) -> Message:
    if asked := REQUEST.fullmatch(line.strip()):
        return Message((), method=asked[1], uri=asked[2])
    if answered := STATUS.fullmatch(line.strip()):
        return Message((), status=int(answered[1]))
    raise NotSip("first line")


def _headers(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Names in small letters, folded lines put together (section 7.3.1)."""
    found: list[tuple[str, str]] = []
    for line in lines:
        if line[:1] in (" ", "\t") and found:
            name, before = found[-1]
            found[-1] = (name, _clean(f"{before} {line.strip()}"))
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if not colon or not TOKEN.fullmatch(name) or len(found) >= HEADERS_MAX:
            raise NotSip("header")
        found.append((COMPACT.get(name, name), _clean(value)))
    return found


def _clean(value: str) -> str:
    """A value that can be sent back: no control character splits a header of ours."""
    if len(value) > VALUE_MAX:
        raise NotSip("header too long")
    return "".join(letter if letter >= " " and letter != "\x7f" else " " for letter in value).strip()


def _body(body: bytes, headers: Mapping[str, str]) -> bytes:
    length = headers.get("content-length", "")
    if not length:
        return body
    if not (length.isascii() and length.isdigit()) or int(length[:9]) > len(body):
        raise NotSip("content-length")
    return body[: int(length[:9])]


def written(first: str, headers: Iterable[tuple[str, str]], body: bytes = b"") -> bytes:
    """The bytes of a message."""
    lines = [first, *(f"{name}: {value}" for name, value in headers), f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode("utf-8", "replace") + body


REASONS: Mapping[int, str] = {
    100: "Trying",
    180: "Ringing",
    200: "OK",
    302: "Moved Temporarily",
    400: "Bad Request",
    405: "Method Not Allowed",
    481: "Call/Transaction Does Not Exist",
    487: "Request Terminated",
    503: "Service Unavailable",
}


def answer(
    asked: Message,
    status: int,
    *,
    tag: str = "",
    more: Iterable[tuple[str, str]] = (),
    body: bytes = b"",
    source: tuple[str, int] | None = None,
) -> bytes:
    """An answer to a request (section 8.2.6): its Via, From, To, Call-ID and CSeq come back, To with our tag."""
    first, *others = asked.all("via")
    to = asked.get("to")
    to = f"{to};tag={tag}" if tag and not tag_of(to) and status > 100 else to
    headers = [("Via", _received(first, source)), *(("Via", other) for other in others)]
    headers += [("From", asked.get("from")), ("To", to), ("Call-ID", asked.call_id), ("CSeq", asked.get("cseq"))]
    headers += [("Record-Route", route) for route in asked.all("record-route")]
    return written(f"SIP/2.0 {status} {REASONS[status]}", [*headers, *more], body)


def _received(via: str, source: tuple[str, int] | None) -> str:
    """The top Via, with the place it really came from (section 18.2.1; RFC 3581)."""
    if source is None:
        return via
    via, comma, rest = via.partition(",")
    via = re.sub(r";\s*rport\s*(?=;|$)", f";rport={source[1]}", via)
    return f"{via};received={source[0]}{comma}{rest}"


def back_to(asked: Message, source: tuple[str, int]) -> tuple[str, int]:
    """Where an answer goes: back where it came from, at the port its Via names unless it asks for the real one."""
    via = asked.get("via").partition(",")[0]
    named = re.search(r"SIP/2\.0/\w+\s+(?:\[[^\]]{1,60}\]|[^:;\s]{1,255})(?::([0-9]{1,5}))?", via)
    if re.search(r";\s*rport\b", via) or named is None:
        return source
    port = int(named[1]) if named[1] else 5060
    return (source[0], port) if 0 < port < 65_536 else source

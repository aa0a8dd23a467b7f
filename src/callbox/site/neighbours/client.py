"""A client of another Open311 server: GeoReport v2 in XML, the one form that every server must speak.

What it says of a post is either that it arrived, that it certainly did not, or that nobody knows; and of what certainly did
not, whether another try could do better. Redirects are not followed: they could lead a key anywhere.
"""

import http.client
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree as ET

PATIENCE_S: Final = 20.0
ANSWER_MAX_BYTES: Final = 5_000_000
# Too early or too many: nothing was taken in, and it may be sent again.
LATER: Final = (425, 429)
FORM: Final = "application/x-www-form-urlencoded; charset=utf-8"
Fields = Sequence[tuple[str, str]]


class Failed(Exception):
    """It did not get through: a word of `FAULTS`. `unsure`: it may have arrived; `lasting`: another try is useless."""

    def __init__(self, fault: str, *, unsure: bool = False, lasting: bool = False) -> None:
        super().__init__(fault)
        self.fault, self.unsure, self.lasting = fault, unsure, lasting


@dataclass(frozen=True, kw_only=True)
class Server:
    """Where another server is, and what opens it."""

    address: str
    api_key: str = ""
    jurisdiction: str = ""

    @property
    def everywhere(self) -> list[tuple[str, str]]:
        """What each call carries."""
        told = (("api_key", self.api_key), ("jurisdiction_id", self.jurisdiction))
        return [(name, value) for name, value in told if value]


@dataclass(frozen=True)
class Taken:
    """What they gave for a request: its number, or a token that leads to one."""

    number: str = ""
    token: str = ""


def services(server: Server) -> list[Mapping[str, str]]:
    """What they offer.

    Raises:
        Failed: where that cannot be read.
    """
    return [_fields(one) for one in _get(server, "services.xml", []).iter("service")]


def post(server: Server, fields: Fields, *, key: str) -> Taken:
    """Ask them for something. `key` lets those who keep such keys take it in once.

    Raises:
        Failed: where they did not take it in, or nobody knows.
    """
    body = urlencode([*server.everywhere, *fields]).encode()
    headers = {"Content-Type": FORM, "Idempotency-Key": key}
    status, answer = _asked(server, "POST", "requests.xml", body=body, headers=headers)
    if not 200 <= status < 300:
        is_no = 400 <= status < 500 and status != 408
        raise Failed("turned_down", unsure=not is_no, lasting=is_no and status not in LATER)
    try:
        told = _fields(next(_read(answer).iter("request")))
    except (Failed, StopIteration):
        raise Failed("answered_badly", unsure=True) from None
    taken = Taken(told.get("service_request_id", "")[:200], told.get("token", "")[:200])
    if not (taken.number or taken.token):
        raise Failed("answered_badly", unsure=True)
    return taken


def number_of(server: Server, token: str) -> str:
    """The number that a token leads to; empty: there is none yet.

    Raises:
        Failed: where that cannot be read.
    """
    found = _get(server, f"tokens/{quote(token, safe='')}.xml", []).iter("request")
    return next((_fields(one).get("service_request_id", "") for one in found), "")[:200]


def standing(server: Server, number: str) -> str:
    """How a request stands with them: open, closed, or empty where they do not tell.

    Raises:
        Failed: where that cannot be read.
    """
    found = _get(server, f"requests/{quote(number, safe='')}.xml", []).iter("request")
    told = next((_fields(one).get("status", "") for one in found), "").casefold()
    return told if told in ("open", "closed") else ""


def found(server: Server, reference: str, *, since: datetime, code: str) -> str:
    """The number of the request whose description holds a reference; empty: they show none.

    Raises:
        Failed: where that cannot be read.
    """
    asked = [("service_code", code), ("start_date", since.strftime("%Y-%m-%dT%H:%M:%SZ"))]
    for one in _get(server, "requests.xml", asked).iter("request"):
        told = _fields(one)
        if reference in told.get("description", ""):
            return told.get("service_request_id", "")[:200]
    return ""


def _get(server: Server, path: str, asked: Fields) -> ET.Element:
    query = urlencode([*server.everywhere, *asked])
    status, answer = _asked(server, "GET", f"{path}?{query}" if query else path)
    if not 200 <= status < 300:
        raise Failed("turned_down", lasting=status in (403, 404))
    return _read(answer)


def _read(answer: bytes) -> ET.Element:
    """A document of theirs. One with a document type of its own is none: it could name files, or unfold without end."""
    if b"<!DOCTYPE" in answer or b"\0" in answer or len(answer) > ANSWER_MAX_BYTES:
        raise Failed("answered_badly")
    try:
        return ET.fromstring(answer)  # noqa: S314  it declares nothing of its own, and is not long
    except (ET.ParseError, ValueError, LookupError):
        raise Failed("answered_badly") from None


def _fields(element: ET.Element) -> dict[str, str]:
    return {one.tag: (one.text or "").strip() for one in element}


def _asked(
    server: Server, method: str, path: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """One call: its status, and what was answered."""
    where = urlsplit(server.address)
    caller = _caller(where.scheme, where.netloc)
    try:
        with _reaching(unsure=False):
            caller.connect()
        # From the first byte on it may have arrived.
        with _reaching(unsure=method == "POST"):
            named = {"Accept": "text/xml", "User-Agent": "Callbox", **(headers or {})}
            caller.request(method, f"{where.path}/{path}", body=body, headers=named)
            reply = caller.getresponse()
            return reply.status, reply.read(ANSWER_MAX_BYTES + 1)
    finally:
        caller.close()


def _caller(scheme: str, place: str) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(place, timeout=PATIENCE_S, context=ssl.create_default_context())
    return http.client.HTTPConnection(place, timeout=PATIENCE_S)


@contextmanager
def _reaching(*, unsure: bool) -> Iterator[None]:
    """Say in our own words what the network says; no text of another machine's is kept."""
    try:
        yield
    except ssl.SSLError:
        raise Failed("not_trusted", unsure=unsure) from None
    except TimeoutError:
        raise Failed("timed_out", unsure=unsure) from None
    except http.client.HTTPException:
        raise Failed("answered_badly", unsure=unsure) from None
    except OSError:
        raise Failed("cut_off" if unsure else "no_connection", unsure=unsure) from None

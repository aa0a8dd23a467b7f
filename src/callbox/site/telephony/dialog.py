"""One line of a SIP exchange, as far as we need to know it, and the messages we send on it by ourselves. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from callbox.services.call.port import Told
from callbox.site.telephony import sdp
from callbox.site.telephony.message import Message, address_of, answer, back_to, written

Address = tuple[str, int]
PREFIX = "sip:"
PLAIN = re.compile(r"[!-~]{1,140}")
EXTENSION = re.compile(r"[A-Za-z0-9._+*#-]{1,60}")
# Timers T1, T2 and 64*T1 of RFC 3261 (section 17).
FIRST_S, MOST_S, GIVE_UP_S = 0.5, 4.0, 32.0


def line_of(call_id: str) -> str:
    """What a session is called in our records; a name that could not be kept becomes its digest."""
    return PREFIX + (call_id if PLAIN.fullmatch(call_id) else sha256(call_id.encode()).hexdigest())


@dataclass(frozen=True)
class Out:
    """One datagram to send."""

    data: bytes
    to: Address


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where things are: our own signalling, the telephones' sound (None: calls are redirected), a telephone's address."""

    own: Address
    media: Address | None
    telephone: str

    @property
    def contact(self) -> str:
        host, port = self.own
        return f"<sip:callbox@{host}:{port}>"

    def telephone_at(self, extension: str) -> str:
        """The SIP address of an extension; one that cannot be one becomes the desk's."""
        return f"<{self.telephone.format(extension=extension if EXTENSION.fullmatch(extension) else 'desk')}>"


@dataclass
class Again:
    """What is sent until the other side says that it came."""

    out: Out
    began_s: float
    due_s: float
    wait_s: float = FIRST_S


@dataclass
class Dialog:
    """One line: the INVITE it began with (None: it began before we did), and where it stands."""

    line: str
    source: Address
    tag: str
    invite: Message | None = None
    state: str = "ringing"  # ringing, answered, redirected, over
    held: bool = False
    last: int = 0
    own_cseq: int = 0
    latest: Out | None = None
    again: Again | None = None
    quiet_s: float = 0.0
    told: list[Told] = field(default_factory=list)

    def tell(self, event: str, at: datetime, **more: Any) -> Told:
        """Something that happened, numbered by its time, so that numbers grow over a restart of ours too."""
        self.last = max(self.last + 1, int(at.timestamp() * 1000))
        return Told(line=self.line, sequence=self.last, event=event, at=at, **more)

    def answered_with(self, status: int, *, more: Mapping[str, str] | None = None, body: bytes = b"") -> list[Out]:
        """Our answer to the INVITE; the latest is what a repeated INVITE gets."""
        if self.invite is None:
            return []
        headers = list((more or {}).items())
        data = answer(self.invite, status, tag=self.tag, more=headers, body=body, source=self.source)
        self.latest = Out(data, back_to(self.invite, self.source))
        return [self.latest]

    def until_heard(self, outs: list[Out], now_s: float) -> list[Out]:
        """Send this again and again until the other side says that it came."""
        if outs:
            self.again = Again(outs[-1], began_s=now_s, due_s=now_s + FIRST_S)
        return outs

    def due(self, now_s: float) -> list[Out]:
        """What is to be sent again now."""
        if self.again is None or now_s < self.again.due_s:
            return []
        if now_s - self.again.began_s > GIVE_UP_S:
            self.again = None
            return []
        self.again.wait_s = min(2 * self.again.wait_s, MOST_S)
        self.again.due_s = now_s + self.again.wait_s
        return [self.again.out]

    def taken_up(self, place: Place, extension: str, now_s: float) -> list[Out]:
        """Somebody at a desk answered: the caller gets through to the telephone there."""
        if place.media is None:
            self.state = "redirected"
            return self.until_heard(self.answered_with(302, more={"Contact": place.telephone_at(extension)}), now_s)
        self.state = "answered"
        offered = self.invite.body if self.invite else b""
        body = self.sound(place, offered) if offered else sdp.offer(**self._media(place))
        more = {"Contact": place.contact, "Allow": ALLOW, "Content-Type": "application/sdp"}
        return self.until_heard(self.answered_with(200, more=more, body=body), now_s)

    def sound(self, place: Place, offered: bytes) -> bytes:
        """An answer to an offer, by which the sound goes to the telephones."""
        return sdp.answer(offered, **self._media(place))

    def _media(self, place: Place) -> dict[str, Any]:
        host, port = place.media or ("0.0.0.0", 0)  # noqa: S104  no sound is taken where none is configured
        return {"host": host, "port": port, "version": 1 + self.own_cseq}

    def bye(self, place: Place, now_s: float) -> list[Out]:
        """Our side hung up: so does the caller's (section 15.1.1)."""
        self.state = "over"
        if self.invite is None:
            return []
        self.own_cseq += 1
        host, port = place.own
        to, target = (
            self.invite.get("from"),
            address_of(self.invite.get("contact")) or address_of(self.invite.get("from")),
        )
        headers = [
            ("Via", f"SIP/2.0/UDP {host}:{port};rport;branch=z9hG4bK{self.tag}{self.own_cseq}"),
            ("Max-Forwards", "70"),
            *(("Route", route) for route in self.invite.all("record-route")),
            ("From", f"{self.invite.get('to')};tag={self.tag}"),
            ("To", to),
            ("Call-ID", self.invite.call_id),
            ("CSeq", f"{self.own_cseq} BYE"),
        ]
        return self.until_heard([Out(written(f"BYE {target} SIP/2.0", headers), self.source)], now_s)


ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, INFO, MESSAGE"

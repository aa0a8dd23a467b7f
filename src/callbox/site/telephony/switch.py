"""What every datagram means: which line it is on, what we answer, what the port is told. Socket and clock are others'.

Rules in words:
- A new INVITE rings. It is told at once that it was heard (100), and that it rings (180) only once it is a report.
- CANCEL and BYE hang up; an INVITE within a line holds or takes up again; a place conveyed with anything is followed.
- Whoever answers at a desk brings the caller through (200 or 302); who hangs up there ends the line (BYE).
- A line we do not know may be older than we are: it is answered as unknown, unless the records know it.
- No caller is turned away for who they are. Only a flood past all memory is asked to come again.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from callbox.services.call.port import Line, Told
from callbox.site.telephony import sdp
from callbox.site.telephony.caller import keys_of, language_of, number_of
from callbox.site.telephony.dialog import ALLOW, PREFIX, Address, Dialog, Out, Place, line_of
from callbox.site.telephony.geolocation import civic_of, place_of
from callbox.site.telephony.message import Message, NotSip, answer, back_to, parse, tag_of

LINES_MAX = 20_000
FORGET_S = 40.0
TEXT_MAX = 2_000


class Switch:
    """Every line there is."""

    def __init__(self, place: Place, *, new_tag: Callable[[], str]) -> None:
        self._place, self._new_tag = place, new_tag
        self._lines: dict[str, Dialog] = {}
        self._told: list[Told] = []
        self._methods: Mapping[str, Callable[..., list[Out]]] = {
            "INVITE": self._invite,
            "ACK": self._ack,
            "BYE": self._bye,
            "CANCEL": self._cancel,
            "OPTIONS": self._options,
            **dict.fromkeys(("UPDATE", "INFO", "MESSAGE"), self._within),
        }

    def told(self) -> list[Told]:
        """What the port is to be told, in order; each once."""
        told, self._told = self._told, []
        return told

    def heard(self, data: bytes, source: Address, *, at: datetime, now_s: float) -> list[Out]:
        """What to send for a datagram. `at` is the world's time, `now_s` runs steadily."""
        try:
            message = parse(data)
        except NotSip:
            return []
        line = self._lines.get(line_of(message.call_id))
        if message.status:
            return self._answered(message, line)
        serve = self._methods.get(message.method)
        if serve is None:
            return [self._say(message, source, 405, more=[("Allow", ALLOW)])]
        return serve(message, line, source=source, at=at, now_s=now_s)

    def rang(self, lines: Iterable[str]) -> list[Out]:
        """These lines are reports now: their callers hear it ring."""
        known = [one for name in lines if (one := self._lines.get(name)) is not None and one.state == "ringing"]
        return [out for one in known for out in one.answered_with(180, more={"Contact": self._place.contact})]

    def stand(self, records: Mapping[str, Line], *, now_s: float) -> list[Out]:
        """What to send because of how lines stand in the records; lines older than this process are learnt of."""
        out: list[Out] = []
        for name, record in records.items():
            one = self._lines.get(name)
            if one is None and name.startswith(PREFIX):
                state = "ringing" if record.status == "ringing" else "answered"
                self._lines[name] = Dialog(name, ("", 0), self._new_tag(), state=state, quiet_s=now_s)
            elif one is not None and one.state == "ringing" and record.status != "ringing":
                out += one.taken_up(self._place, record.extension, now_s)
        for name, one in self._lines.items():
            if one.state == "answered" and name not in records:
                one.quiet_s = now_s
                out += one.bye(self._place, now_s)
        return out

    def due(self, now_s: float) -> list[Out]:
        """What is to be sent again; lines that are long over are forgotten."""
        for name, one in list(self._lines.items()):
            if one.state in ("over", "redirected") and one.again is None and now_s - one.quiet_s > FORGET_S:
                del self._lines[name]
        return [out for one in self._lines.values() for out in one.due(now_s)]

    # Requests

    def _invite(self, asked: Message, line: Dialog | None, *, source: Address, at: datetime, now_s: float) -> list[Out]:
        if tag_of(asked.get("to")):
            return self._again(asked, line, source=source, at=at)
        if line is not None and line.state != "over":
            return [line.latest] if line.latest else []
        if line is not None and line.invite is not None and line.invite.branch == asked.branch:
            return [line.latest] if line.latest else []
        if len(self._lines) >= LINES_MAX:
            return [self._say(asked, source, 503, more=[("Retry-After", "2")])]
        name = line_of(asked.call_id)
        new = Dialog(name, source, self._new_tag(), invite=asked, quiet_s=now_s)
        new.last = line.last if line else 0
        self._lines[name] = new
        about = {"number": number_of(asked), "language": language_of(asked), **_placed(asked, at)}
        self._told.append(new.tell("ringing", at, **about))
        return new.answered_with(100)

    def _again(self, asked: Message, line: Dialog | None, *, source: Address, at: datetime) -> list[Out]:
        """An INVITE within a line: the caller's side holds, takes up again, or only says that it is there."""
        if line is None or line.state == "over":
            return [self._say(asked, source, 481)]
        held = bool(asked.body) and sdp.is_hold(asked.body)
        if held != line.held and line.state == "answered":
            line.held = held
            self._told.append(line.tell("held" if held else "resumed", at))
        self._follow(asked, line, at)
        more = [("Contact", self._place.contact), ("Content-Type", "application/sdp")]
        body = line.sound(self._place, asked.body)
        return [self._say(asked, source, 200, tag=line.tag, more=more, body=body)]

    def _cancel(self, asked: Message, line: Dialog | None, *, source: Address, at: datetime, now_s: float) -> list[Out]:
        if line is None:
            return [self._say(asked, source, 481)]
        out = [self._say(asked, source, 200, tag=line.tag)]
        if line.state == "ringing":
            self._over(line, at, now_s)
            out += line.until_heard(line.answered_with(487), now_s)
        return out

    def _bye(self, asked: Message, line: Dialog | None, *, source: Address, at: datetime, now_s: float) -> list[Out]:
        if line is None:
            return [self._say(asked, source, 481)]
        line.again = None
        if line.state != "over":
            self._over(line, at, now_s)
        return [self._say(asked, source, 200, tag=line.tag)]

    def _over(self, line: Dialog, at: datetime, now_s: float) -> None:
        line.state, line.quiet_s = "over", now_s
        self._told.append(line.tell("hung_up", at))

    def _ack(self, _asked: Message, line: Dialog | None, **_: Any) -> list[Out]:
        if line is not None:
            line.again = None
        return []

    def _options(self, asked: Message, _line: Dialog | None, *, source: Address, **_: Any) -> list[Out]:
        more = [("Allow", ALLOW), ("Accept", "application/sdp, application/pidf+xml"), ("Supported", "geolocation")]
        return [self._say(asked, source, 200, more=more)]

    def _within(self, asked: Message, line: Dialog | None, *, source: Address, at: datetime, **_: Any) -> list[Out]:
        """UPDATE, INFO and MESSAGE: a place that moved, or something written (RFC 3311, 6086, 3428)."""
        if line is None or line.state == "over":
            return [self._say(asked, source, 481)]
        self._follow(asked, line, at)
        if keys := keys_of(asked):
            self._told.append(line.tell("pressed", at, keys=keys))
        if asked.content_type == "text/plain" and (said := asked.body.decode("utf-8", "replace").strip()):
            self._told.append(line.tell("said", at, said=said[:TEXT_MAX]))
        return [self._say(asked, source, 200, tag=line.tag)]

    def _follow(self, asked: Message, line: Dialog, at: datetime) -> None:
        if placed := _placed(asked, at):
            self._told.append(line.tell("located", at, **placed))

    # Answers to what we asked ourselves

    def _answered(self, message: Message, line: Dialog | None) -> list[Out]:
        if line is not None and message.status >= 200 and message.cseq[1] == "BYE":
            line.again = None
        return []

    def _say(self, asked: Message, source: Address, status: int, *, tag: str = "", **more: Any) -> Out:
        data = answer(asked, status, tag=tag or self._new_tag(), source=source, **more)
        return Out(data, back_to(asked, source))


def _placed(asked: Message, at: datetime) -> dict[str, Any]:
    """The device's place and the line's address in a message, as the port is told them."""
    found, civic = place_of(asked), civic_of(asked)
    told = {"civic_address": civic} if civic else {}
    if found is None:
        return told
    return told | {
        "latitude_deg": found.latitude_deg,
        "longitude_deg": found.longitude_deg,
        "radius_m": found.radius_m,
        "age_s": max(0.0, (at - found.at).total_seconds()) if found.at else 0.0,
    }

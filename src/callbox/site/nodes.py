"""Says to other nodes how transfers stand here, and asks how they stand there, until both know the same.

One loop of the worker. Whoever does not answer is asked again, later each time, and holds up nobody else's transfers for
longer than one patience. What is said is in the ledger before, and what is answered is in the ledger after: to die between
is to say it again.
"""

import http.client
import json
import logging
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

from django.db import connection

from callbox.kernel.facts import Id, Refused, Value
from callbox.kernel.node import current
from callbox.services.transfer import acts
from callbox.services.transfer.acts import Heard, Message
from callbox.services.transfer.facts import Peer, Transfer

PATH = "/api/nodes/transfers"
PATIENCE_S = 20.0
AGAIN_S = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
# So often a node is asked about what is open there and was not told of.
ASK_EVERY_S = 20.0
# What a node turned down is said again after so long.
TURNED_DOWN_S = 60.0
ANSWER_MAX_BYTES = 2_000_000

log = logging.getLogger("callbox.nodes")
Post = Callable[[Peer, bytes], bytes]


class Unheard(Exception):
    """The other node did not answer, or not in a way that can be read: a word of `FAULTS`."""

    def __init__(self, fault: str = "no_connection") -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass
class Line:
    """What is kept of one node between rounds, in memory alone."""

    failures: int = 0
    # How many are said at once: fewer to a node that is too slow to answer many in time, or it would never be heard.
    most: int = acts.AT_ONCE
    silent_until_s: float = 0.0
    asked_at_s: float = 0.0
    words: dict[Id, Mapping[str, Value]] = field(default_factory=dict)
    turned_down: dict[Id, float] = field(default_factory=dict)

    def waiting(self, now_s: float) -> set[Id]:
        """Those that were turned down a short while ago."""
        self.turned_down = {one: until_s for one, until_s in self.turned_down.items() if now_s < until_s}
        return set(self.turned_down)

    def turn_down(self, peer: Peer, transfer: Transfer, now_s: float, *, code: str) -> None:
        """It is said again later, and the clock runs on; the ledger and the log have the code."""
        self.turned_down[transfer.id] = now_s + TURNED_DOWN_S
        log.warning("transfer %s with node %s: %s", transfer.id, peer.id, code[:60])
        if peer.turned_down.get(transfer.id, {}).get("code") != code:
            acts.was_turned_down(peer, transfer.id, code)


@dataclass
class Talk:
    """All the nodes we work with."""

    post: Post
    steady_s: Callable[[], float] = time.monotonic
    lines: dict[Id, Line] = field(default_factory=dict)

    def look(self) -> int:
        """Say what is to be said; how much changed here by what was answered."""
        if not current().world.may_reach_outside:
            return 0
        return sum(self._with(peer) for peer in acts.peers())

    def _with(self, peer: Peer) -> int:
        line = self.lines.setdefault(peer.id, Line())
        now_s = self.steady_s()
        found = [] if now_s < line.silent_until_s else _messages(peer, line, now_s)
        if not found:
            return 0
        try:
            replies = self._said(peer, [message for _, message in found])
        except Unheard as unheard:
            line.silent_until_s = now_s + AGAIN_S[min(line.failures, len(AGAIN_S) - 1)]
            line.failures += 1
            line.most = max(1, line.most // 4)
            log.warning("node %s does not answer: %s", peer.id, unheard.fault)
            acts.was_lost(peer, unheard.fault)
            return 0
        line.failures, line.most = 0, min(acts.AT_ONCE, 2 * line.most)
        said = [transfer for transfer, _ in found]
        acts.was_heard(peer, took=[one.id for one, reply in zip(said, replies, strict=True) if not reply.code])
        for transfer, reply in zip(said, replies, strict=True):
            if reply.code:
                line.turn_down(peer, transfer, now_s, code=reply.code)
        return acts.answered(said, replies, line.words)

    def _said(self, peer: Peer, messages: Sequence[Message]) -> list[Heard]:
        body = json.dumps({"said": [asdict(one) for one in messages]}, ensure_ascii=False, default=str).encode()
        connection.close()  # the network may take its time
        return _replies(self.post(peer, body), count=len(messages))


def _messages(peer: Peer, line: Line, now_s: float) -> list[tuple[Transfer, Message]]:
    """What is to be said and asked now. A case that cannot be told holds up no other."""
    asks = now_s - line.asked_at_s >= ASK_EVERY_S
    line.asked_at_s = now_s if asks else line.asked_at_s
    waiting = line.waiting(now_s)
    asked = [one for one in acts.to_ask(peer) if one.id not in waiting] if asks else []
    found: list[tuple[Transfer, Message]] = []
    for one in [*acts.to_say(peer, but=waiting), *asked][: line.most]:
        try:
            found.append((one, acts.message_of(one, line.words)))
        except Refused as refused:
            line.turn_down(peer, one, now_s, code=refused.code)
    return found


def _replies(body: bytes, *, count: int) -> list[Heard]:
    try:
        answered = json.loads(body)["answered"]
        replies = [_reply(one) for one in answered]
    except (ValueError, LookupError, TypeError):
        raise Unheard("answered_badly") from None
    if len(replies) != count:
        raise Unheard("answered_badly")
    return replies


def _reply(told: Mapping[str, object]) -> Heard:
    return Heard(**{name: str(told.get(name) or "") for name in ("note", "because", "code")})


def post(peer: Peer, body: bytes) -> bytes:
    """Post to another node; its answer.

    Raises:
        Unheard: where nothing came that can be read.
    """
    address = urlsplit(peer.address)
    try:
        caller = _caller(address.scheme, address.netloc)
        try:
            caller.request("POST", f"{address.path}{PATH}", body=body, headers={"Content-Type": "application/json"})
            answer = caller.getresponse()
            told = answer.read(ANSWER_MAX_BYTES)
        finally:
            caller.close()
    except ssl.SSLError:
        raise Unheard("not_trusted") from None
    except TimeoutError:
        raise Unheard("timed_out") from None
    except http.client.HTTPException:
        raise Unheard("answered_badly") from None
    except OSError:
        raise Unheard from None
    if answer.status != http.client.OK:
        raise Unheard("turned_down")
    return told


def _caller(scheme: str, place: str) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(place, timeout=PATIENCE_S, context=ssl.create_default_context())
    return http.client.HTTPConnection(place, timeout=PATIENCE_S)

"""Sends on what waits, and hears how it stands: the worker calls it again and again. Only a live world reaches outside.

That it is tried is written down before a word leaves. Whatever breaks in between leaves it as *being tried*: then it is
looked for at the neighbour by its reference; sent again under the same key only to those who keep keys; else a person looks.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from callbox.kernel import gate, registry
from callbox.kernel.facts import Act, Actor, Id, Ref
from callbox.kernel.node import current
from callbox.kernel.read import Condition, opened, select
from callbox.kernel.words import say
from callbox.services.neighbour.facts import Forward, Neighbour
from callbox.site.neighbours import client
from callbox.site.neighbours.client import Failed, Fields, Server, Taken

SENDER: Final = Actor(organisation="", roles=frozenset({"machine"}), via="neighbours")
HEARD_EVERY: Final = timedelta(minutes=10)
HEARD_FOR: Final = timedelta(days=180)
# So long a try may take; older ones were cut off with the worker that made them.
TRYING: Final = timedelta(seconds=90)
MOST: Final = 50
HEARD_MOST: Final = 2_000

log = logging.getLogger("callbox.neighbours")


@dataclass(frozen=True)
class Way:
    """A forward with its values, and where it goes."""

    forward: Forward
    neighbour: Neighbour

    @property
    def server(self) -> Server:
        """Where, and what opens it."""
        one = self.neighbour
        return Server(address=one.address, api_key=one.api_key or "", jurisdiction=one.jurisdiction)

    @property
    def reference(self) -> str:
        """What it is found by again."""
        return f"[{self.forward.id}]"

    @property
    def fields(self) -> Fields:
        """What they are told."""
        one = self.forward
        told: list[tuple[str, str]] = [
            ("service_code", one.service_code),
            ("description", f"{one.words}\n{self.reference}"),
            ("service_request_id_ext", one.id),
        ]
        told += [("address_string", one.address)] if one.address else []
        if one.latitude_deg is not None and one.longitude_deg is not None:
            told += [("lat", repr(one.latitude_deg)), ("long", repr(one.longitude_deg))]
        return told


@dataclass
class Forwarding:
    """What the worker does for neighbours, and when each was last asked how a request stands."""

    asked: dict[Id, datetime] = field(default_factory=dict)

    def look(self) -> int:
        """Send what is due, settle what was cut off, hear of what was sent; how many.

        Several workers may look: whoever writes a try down first makes it.
        """
        if not current().world.may_reach_outside:
            return 0
        now = current().world.clock.now()
        cut = [one for one in _under_way("trying", now) if _is_old(one, now)]
        due = [one for one in _under_way("waiting", now) if _is_due(one, now)]
        unheard = [one for one in _unheard(now) if self._is_time(one, now)]
        for one in cut:
            _settle(_way(one))
        for one in due:
            send(one)
        for one in unheard:
            self._hear(one, now)
        return len(cut) + len(due) + len(unheard)

    def _is_time(self, one: Forward, now: datetime) -> bool:
        last = self.asked.get(one.id)
        return last is None or now - last >= HEARD_EVERY

    def _hear(self, one: Forward, now: datetime) -> None:
        self.asked[one.id] = now
        hear(one)


def send(forward: Forward) -> None:
    """Try once to send one on."""
    if _act("forward.try", forward=forward.id) is None:
        return
    way = _way(forward)
    try:
        taken = client.post(way.server, way.fields, key=forward.id)
    except Failed as failed:
        _failed(way, failed)
    else:
        _arrived(way, taken)


def hear(forward: Forward) -> None:
    """Ask them how it stands."""
    way = _way(forward)
    try:
        number = forward.number or client.number_of(way.server, forward.token)
        if number and not forward.number:
            _arrived(way, Taken(number, forward.token))
        status = client.standing(way.server, number) if number else ""
    except Failed as failed:
        log.info("a neighbour was not heard: %s", failed.fault)
        return
    if status:
        _act("forward.hear", forward=forward.id, their_status=status)


def _failed(way: Way, failed: Failed) -> None:
    if failed.unsure:
        _settle(way, failed.fault)
    else:
        became = "declined" if failed.lasting else "waiting"
        _act("forward.fail", forward=way.forward.id, fault=failed.fault, became=became)


def _settle(way: Way, fault: str = "cut_off") -> None:
    """It may have arrived: look for it there, or send it again to those who take it in once, or ask a person."""
    number = _number_there(way)
    if number:
        _arrived(way, Taken(number))
        return
    became = "waiting" if way.neighbour.keeps_keys else "unsure"
    _act("forward.fail", forward=way.forward.id, fault=fault, became=became)


def _number_there(way: Way) -> str:
    since = way.forward.begun_at - timedelta(minutes=5)
    try:
        return client.found(way.server, way.reference, since=since, code=way.forward.service_code)
    except Failed:
        return ""


def _arrived(way: Way, taken: Taken) -> None:
    _act("forward.arrive", forward=way.forward.id, number=taken.number, token=taken.token)


def _way(forward: Forward) -> Way:
    """What is sent, and to whom; both looks are recorded."""
    full: Forward = opened(SENDER, forward.ref, purpose=say("purpose.forward"))
    whither: Neighbour = opened(SENDER, Ref("neighbour", forward.neighbour), purpose=say("purpose.neighbour"))
    connection.close() if not connection.in_atomic_block else None  # the network may take its time
    return Way(full, whither)


def _act(name: str, **told: Any) -> bool | None:
    """Whether it was written down; None: it is so already, or another was first."""
    inputs = registry.act(name).inputs(**told)
    answer = gate.act(Act(name=name, by=SENDER, at=current().world.clock.now(), inputs=inputs))
    return True if answer.ok else None


def _under_way(status: str, now: datetime) -> Sequence[Forward]:
    where = [Condition("status = %s AND NOT erased AND begun_at <= %s", (status, now))]
    found: Sequence[Forward] = select(SENDER, "forward", where=where, order="begun_at, id", most=MOST)
    return found


def _unheard(now: datetime) -> Sequence[Forward]:
    still = "status = 'sent' AND their_status <> 'closed' AND NOT erased AND begun_at > %s"
    where = [Condition(still, (now - HEARD_FOR,))]
    found: Sequence[Forward] = select(SENDER, "forward", where=where, order="begun_at, id", most=HEARD_MOST)
    return found


def _is_due(forward: Forward, now: datetime) -> bool:
    return forward.again_at is None or now >= forward.again_at


def _is_old(forward: Forward, now: datetime) -> bool:
    return forward.tried_at is not None and now - forward.tried_at >= TRYING

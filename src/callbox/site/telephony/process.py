"""The life of the SIP adapter: one socket, one thread that hears, answers and tells, until it is told to end.

What the port could not be told (the database was away) is told again until it was; meanwhile callers hear nothing ring.
"""

import logging
import secrets
import select
import signal
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.db import Error as DatabaseError
from django.db import connection

from callbox.kernel.facts import Actor
from callbox.kernel.node import current
from callbox.kernel.read import Condition
from callbox.kernel.read import select as select_records
from callbox.kernel.world import Clock
from callbox.services.call import port
from callbox.services.call.port import Heard, Line, Told
from callbox.site import configuration
from callbox.site.faults import where
from callbox.site.home import SetupError
from callbox.site.node_site import NodeSite
from callbox.site.telephony.dialog import Out, Place
from callbox.site.telephony.switch import Switch

LOOK_EVERY_S = 0.1
AFTER_FAILURE_S = 0.5
DATAGRAMS_A_TURN = 200
WAITING_MAX = 100_000
BATCH_MAX = 200

log = logging.getLogger("callbox.telephony")


class TelephonyError(SetupError):
    """The lines cannot be served as the settings have it."""

    words: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "telephony.organisation": {
            "en": "telephony.organisation = {organisation}: no such organisation is here, so nobody would see the calls",
            "zh": "telephony.organisation = {organisation}：此处没有这个机构，来电将无人看到",
        },
    }


@dataclass
class Adapter:
    """Between one socket and the port. `tell` and `ask` are the port's own, so that tests may stand between."""

    wire: socket.socket
    switch: Switch
    clock: Clock
    tell: Callable[[Sequence[Told]], Sequence[Heard]]
    ask: Callable[[], Sequence[Line]]
    waiting: list[Told] = field(default_factory=list)
    not_before_s: float = 0.0

    def __post_init__(self) -> None:
        self.wire.setblocking(False)

    def run(self, ending: threading.Event) -> None:
        """Hear and answer until the end is asked for."""
        while not ending.is_set():
            self.turn(LOOK_EVERY_S)
        connection.close()

    def turn(self, wait_s: float) -> None:
        """One turn: what was heard, what the port is told, how lines stand, what is sent again."""
        ready, _, _ = select.select([self.wire], [], [], wait_s)
        for _ in range(DATAGRAMS_A_TURN if ready else 0):
            if not self._hear():
                break
        now_s = time.monotonic()
        if now_s >= self.not_before_s:
            self._with_the_port(now_s)
        self._send(self.switch.due(now_s))

    def _hear(self) -> bool:
        """Take one datagram; whether there was one. Nothing that comes in ends the adapter."""
        try:
            data, source = self.wire.recvfrom(65_535)
        except BlockingIOError:
            return False
        except OSError:
            return True  # an answer of ours reached nobody, and this is how we hear of it
        try:
            now_s = time.monotonic()
            self._send(self.switch.heard(data, source[:2], at=self.clock.now(), now_s=now_s))
        except Exception as wrong:
            # Its place, never its text: that may hold a number.
            log.error("a datagram of %d bytes: %s", len(data), where(wrong))  # noqa: TRY400
        return True

    def _with_the_port(self, now_s: float) -> None:
        self.waiting += self.switch.told()[: WAITING_MAX - len(self.waiting)]
        try:
            while self.waiting:
                self._told(self.waiting[:BATCH_MAX])
                del self.waiting[:BATCH_MAX]
            self._send(self.switch.stand({one.line: one for one in self.ask()}, now_s=now_s))
        except DatabaseError as lost:
            log.warning("the records cannot be reached: %s; %d wait", where(lost), len(self.waiting))
            connection.close()
            self.not_before_s = now_s + AFTER_FAILURE_S

    def _told(self, batch: Sequence[Told]) -> None:
        for one, heard in zip(batch, self.tell(batch), strict=True):
            if heard.refused is not None:
                log.warning("%s of %s was refused: %s", one.event, heard.call or "a line", heard.refused.code)
            elif one.event == "ringing":
                self._send(self.switch.rang([one.line]))

    def _send(self, outs: Sequence[Out]) -> None:
        for out in outs:
            try:
                self.wire.sendto(out.data, out.to)
            except (OSError, OverflowError, UnicodeError):
                continue  # nobody is there, or the address is none; what matters is sent again


def opened(address: tuple[str, int]) -> socket.socket:
    """The socket that SIP is heard on.

    Raises:
        OSError: when the address is taken or not this machine's.
    """
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    wire = socket.socket(family, socket.SOCK_DGRAM)
    try:
        wire.bind(address)
    except OSError:
        wire.close()
        raise
    return wire


def adapter(wire: socket.socket, settings: configuration.Configuration) -> Adapter:
    """The adapter of the open world, by the node's settings."""
    by = Actor(organisation=settings.telephony_organisation, roles=frozenset({"reporter"}), via="telephony")
    clock = current().world.clock
    host, number = wire.getsockname()[:2]
    place = Place(own=(host, number), media=settings.telephony_sound, telephone=settings.telephony_telephone)
    return Adapter(
        wire,
        Switch(place, new_tag=lambda: secrets.token_hex(8)),
        clock,
        tell=lambda batch: port.told(by, batch, now=clock.now()),
        ask=lambda: port.lines(by),
    )


def check_somebody_answers(organisation: str) -> None:
    """Refuse lines of an organisation that is none: their calls would be seen by nobody.

    Raises:
        TelephonyError: naming the setting.
    """
    if not select_records(port.MACHINE, "organisation", where=[Condition("id = %s", (organisation,))], most=1):
        raise TelephonyError("telephony.organisation", organisation=organisation)


def run(site: NodeSite, world: str) -> None:
    """Serve a world's telephones until SIGTERM.

    Raises:
        TelephonyError: when nobody would see the calls.
    """
    site.open(world)
    settings = configuration.read(site.home)
    try:
        check_somebody_answers(settings.telephony_organisation)
    except TelephonyError as wrong:
        log.error("%s", wrong)  # noqa: TRY400  one line says it
        raise
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    wire = opened(settings.telephony_listens)
    with wire:
        log.info("SIP is heard on %s:%d", *wire.getsockname()[:2])
        adapter(wire, settings).run(ending)

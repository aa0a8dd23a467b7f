"""The office that hands on what is to be told: it reads the ledger once, and each channel works off its own queue.

At least once, in order for each channel, with a stable id. A channel's place in the ledger is kept, so a restart goes on
where it was; a new channel is told what comes after it. A dead channel waits by itself, longer each time, up to an hour for
one message: then it is too late, which is written down, and the next one's turn comes. Only a live world has an office, and
of several workers only one: whoever holds the lock.

A channel that is second in line waits until nobody has seen the message for so long; in quiet hours it carries pages only.
"""

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from callbox.kernel import gate, outbox, registry, sequencer
from callbox.kernel.facts import Act, Id, Ref
from callbox.kernel.node import current
from callbox.kernel.outbox import Told
from callbox.services.message import acknowledging
from callbox.services.message.facts import Channel, Message, is_quiet
from callbox.services.message.wording import Telling, unit_told
from callbox.site.channels import cases, looking, mail, printer, voice, webhook
from callbox.site.channels.carrying import Carried, Carrier, Failed
from callbox.site.configuration import Configuration
from callbox.site.faults import where

CARRIERS: Mapping[str, Carrier] = {
    "mail": mail.send,
    "webhook": webhook.send,
    "printer": printer.send,
    "voice": voice.send,
}
TRIAL, ARRANGED = "channel.tried", "channel.arranged"
LOOK_EVERY_S = 0.2
AGAIN_S = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
TOO_LATE = timedelta(hours=1)
# Another system wants to know of yesterday, too.
TOO_LATE_FOR_CASES = timedelta(days=1)
WAITING_MAX = 10_000
BATCH = 500
FAULTS_MAX = 5
LOCK = 0x63_61_6C_6C_62_6F_78  # any number, the same in every worker

log = logging.getLogger("callbox.channels")


@dataclass(frozen=True)
class Item:
    """One message for one of those told, and the entry that says so; `last` of those that the entry gives this channel.

    Without a message it is something that happened to a case, or else a trial of the channel.
    """

    position: int
    message: Id | None
    to: Ref
    last: bool
    case: cases.Happening | None = None


@dataclass
class Line:
    """One channel's queue, and the thread that works it off."""

    channel: Channel
    settings: Configuration
    ending: threading.Event
    since: int
    again_s: tuple[float, ...] = AGAIN_S
    waiting: "queue.Queue[Item]" = field(default_factory=lambda: queue.Queue(WAITING_MAX))
    item: Item | None = None
    faults: int = 0
    ended: bool = False

    @property
    def idle(self) -> bool:
        """Whether it was told everything it was given."""
        return self.waiting.unfinished_tasks == 0

    def start(self) -> None:
        threading.Thread(target=self.run, name=place(self.channel.id), daemon=True).start()

    def run(self) -> None:
        """Work until the end. What fails in a way that nobody foresaw is tried a few times, and then holds up no more."""
        while not self._over():
            try:
                self.next()
                self.faults = 0
            except Exception as failed:
                self.faults += 1
                log.warning("%s: %s", place(self.channel.id), where(failed))
                connection.close()
                self.ending.wait(self.again_s[min(self.faults, len(self.again_s)) - 1])
        connection.close()

    def next(self) -> None:
        """Tell the next one, if there is one."""
        self.item = self.item or self._taken()
        if self.item is None:
            return
        if self.faults >= FAULTS_MAX:
            self._note("channel.fail", fault="answered_badly", gives_up=True)
        elif not self._dealt_with(self.item):
            return
        if self.item.last:
            outbox.reach(place(self.channel.id), self.item.position)
        self.item = None
        self.waiting.task_done()

    def _dealt_with(self, item: Item) -> bool:
        if item.case is not None:
            return self._told_case(item, item.case)
        return self._told(item) if item.message else self._tried_out(item)

    def _told_case(self, item: Item, happened: cases.Happening) -> bool:
        """Tell what happened to a case until it is told, or a day has gone; False: the end came first."""
        tries = 0
        while not self._over():
            telling = cases.composed(happened, position=item.position, settings=self.settings)
            if telling is None:
                return True
            try:
                self._carried(telling)
            except Failed as failed:
                late = current().world.clock.now() - happened.at > TOO_LATE_FOR_CASES
                self._note("channel.fail", fault=failed.fault, gives_up=late or failed.lasting)
                if late or failed.lasting:
                    return True
            else:
                self._note("channel.recover")
                return True
            connection.close()
            self.ending.wait(self.again_s[min(tries, len(self.again_s) - 1)])
            tries += 1
        return False

    def _taken(self) -> Item | None:
        try:
            return self.waiting.get(timeout=0.5)
        except queue.Empty:
            connection.close()  # who has nothing to tell holds no connection
            return None

    def _over(self) -> bool:
        return self.ending.is_set() or self.ended

    def _told(self, item: Item) -> bool:
        """Tell it, again and again, until it is told, needless or too late; False: the end came first."""
        tries = 0
        while not self._over():
            message = looking.message_of(item.message or "")
            if not self._wanted(message, item.to):
                return True
            if not self._is_turn(message, item.to):
                connection.close()
                self.ending.wait(LOOK_EVERY_S)
                continue
            failed = self._tried(item, message)
            if failed is None or self._gives_up(failed, message, item.to):
                return True
            connection.close()
            self.ending.wait(self.again_s[min(tries, len(self.again_s) - 1)])
            tries += 1
        return False

    def _wanted(self, message: Message, to: Ref) -> bool:
        """Whether it is still worth telling here: not seen or overtaken meanwhile, and nobody asked for quiet."""
        hour = current().world.clock.now().astimezone(ZoneInfo(current().world.zone)).hour
        return looking.still_tells(message, to) and (message.sort == "page" or not is_quiet(self.channel, hour))

    def _is_turn(self, message: Message, to: Ref) -> bool:
        """Whether those before it in line had their time."""
        waited = current().world.clock.now() - looking.told_at(message, to)
        return waited.total_seconds() >= self.channel.after_s

    def _gives_up(self, failed: Failed, message: Message, to: Ref) -> bool:
        late = current().world.clock.now() - looking.told_at(message, to) > TOO_LATE
        self._note("channel.fail", fault=failed.fault, gives_up=late or failed.lasting)
        return late or failed.lasting

    def _tried(self, item: Item, message: Message) -> Failed | None:
        """Why it did not get through; None when it did."""
        to = str(item.to)
        telling = looking.composed(
            message, item.to, channel=self.channel, settings=self.settings, position=item.position
        )
        answer_at = looking.address(self.settings) + acknowledging.path_of(message.id, to)
        try:
            pressed = self._carried(telling, answer_at=answer_at)
        except Failed as failed:
            return failed
        _written("message.deliver", message=message.id, to=to, carrier=self.channel.carrier)
        if pressed == voice.ACKNOWLEDGED:
            acknowledging.acknowledge(message.id, to)
        self._note("channel.recover")
        return None

    def _tried_out(self, item: Item) -> bool:
        """One trial, once: somebody waits at a screen for what comes of it."""
        try:
            self._carried(looking.trial(self.channel, settings=self.settings, position=item.position))
        except Failed as failed:
            self._note("channel.fail", fault=failed.fault)
        else:
            self._note("channel.confirm")
        return True

    def _carried(self, telling: Telling, *, answer_at: str = "") -> str | None:
        """Carry it; the key that was pressed, where that is known at once.

        Raises:
            Failed: why it did not get through.
        """
        now = current().world.clock.now()
        connection.close()  # the network may take its time
        carry = CARRIERS[self.channel.carrier]
        return carry(
            Carried(channel=self.channel, telling=telling, settings=self.settings, at=now, answer_at=answer_at)
        )

    def _note(self, name: str, **told: Any) -> None:
        _written(name, channel=self.channel.id, **told)


def _written(name: str, **told: Any) -> None:
    """Enter it; what is known already is refused, and that is well."""
    inputs = registry.act(name).inputs(**told)
    answer = gate.act(Act(name=name, by=looking.CARRIER, at=current().world.clock.now(), inputs=inputs))
    if answer.refused is not None:
        log.debug("%s: %s", name, answer.refused.code)


@dataclass
class Office:
    """Reads the ledger and fills the queues."""

    settings: Callable[[], Configuration]
    ending: threading.Event
    again_s: tuple[float, ...] = AGAIN_S
    lines: dict[Id, Line] = field(default_factory=dict)
    position: int = 0
    _held_on: object = None

    def look(self) -> int:
        """Hand on what came since; how many entries. Called again and again on one thread."""
        if not current().world.may_reach_outside or not self._holds():
            return 0
        told = outbox.since(self.position, most=BATCH)
        if any(one.entry.kind == "channel" for one in told):
            self._tune()
            self._arrange(one.entry.record for one in told if one.entry.event == ARRANGED)
        for one in told:
            if one.entry.event in looking.TELLING:
                self._hand_on(one)
            elif one.entry.event == TRIAL:
                self._try_out(one)
            elif (happened := cases.happening(one)) is not None:
                self._tell_case(one, happened)
        if told:
            self.position = told[-1].position
            self._keep()
        return len(told)

    def _holds(self) -> bool:
        """Whether this worker has the office: the lock lives as long as the connection it was taken on."""
        connection.ensure_connection()
        if self._held_on is connection.connection:
            return True
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return False
        self._held_on = connection.connection
        self._begin()
        return True

    def _begin(self) -> None:
        """Begin, or begin anew, where the channels stand."""
        for line in self.lines.values():
            line.ended = True
        self.lines.clear()
        self.position = _head()
        self._tune()
        self.position = min((one.since for one in self.lines.values()), default=self.position)

    def _arrange(self, arranged: Iterable[Id]) -> None:
        """When channels are used has changed; what waits in their queues stays there."""
        for one in arranged:
            if (line := self.lines.get(one)) is not None:
                line.channel = looking.opened_channel(one, line.settings.language)

    def _tune(self) -> None:
        """Begin with channels that are new, and end those that ended."""
        known = {one.id for one in looking.channels()}
        for gone in self.lines.keys() - known:
            self.lines.pop(gone).ended = True
        for one in sorted(known - self.lines.keys()):
            settings = self.settings()
            since = outbox.reached(place(one))
            if since is None:
                outbox.reach(place(one), since := self.position)
            channel = looking.opened_channel(one, settings.language)
            self.lines[one] = line = Line(channel, settings, self.ending, since, self.again_s)
            line.start()

    def _hand_on(self, told: Told) -> None:
        refs = looking.newly_told(told)
        sort, offices = looking.message_of(told.entry.record).sort, looking.offices(refs)
        for line in self.lines.values():
            if sort not in line.channel.tells or told.position <= line.since:
                continue
            for_it = [to for to in refs if unit_told(line.channel, to, offices=offices)]
            for number, to in enumerate(for_it, start=1):
                _put(line, Item(told.position, told.entry.record, to, last=number == len(for_it)))

    def _tell_case(self, told: Told, happened: cases.Happening) -> None:
        for line in self.lines.values():
            if told.position > line.since and cases.carries(line.channel, happened):
                _put(line, Item(told.position, None, happened.ref, last=True, case=happened))

    def _try_out(self, told: Told) -> None:
        line = self.lines.get(told.entry.record)
        if line is not None and told.position > line.since:
            _put(line, Item(told.position, None, line.channel.serves, last=True))

    def _keep(self) -> None:
        """A channel that has nothing to say stands where the ledger was read to."""
        for one, line in self.lines.items():
            if line.idle:
                outbox.reach(place(one), self.position)


def _put(line: Line, item: Item) -> None:
    """Into the queue; a queue that is full gives the message up rather than hold up the others."""
    try:
        line.waiting.put_nowait(item)
    except queue.Full:
        _written("channel.fail", channel=line.channel.id, fault="timed_out", gives_up=True)


def place(channel: Id) -> str:
    """Under what name a channel's place in the ledger is kept."""
    return f"channel {channel}"


def _head() -> int:
    return sequencer.sequenced().size

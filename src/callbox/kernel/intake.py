"""Group commit: acts asked for by many threads are carried out in batches by one, so that a wait for the disk is shared.

One queue, one thread that drains it into the gate, one future for each act. The queue is bounded: when it is full, or an
answer takes too long, the act is refused as `overloaded` and whoever asked tries again (with an idempotency key nothing
is done twice). Where no intake is open (the command line, tests of the gate), an act goes straight to the gate.
"""

import logging
import queue
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as WaitedTooLong
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from callbox.kernel import checks, gate
from callbox.kernel.facts import Act, Answer, Refused
from callbox.kernel.idempotency import scope_of
from callbox.kernel.node import current

WAITING_MAX = 2_000
BATCH_MAX = 128
PATIENCE_S = 30.0
# While many ask at once, so long a batch is gathered before it is carried out; whoever asks alone never waits for it.
GATHER_S = 0.002

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """One act on its way, and where its answer goes."""

    act: Act
    answer: "Future[Answer]" = field(default_factory=Future)


class Intake:
    """The one queue into the gate of one process."""

    def __init__(self, *, waiting_max: int = WAITING_MAX, batch_max: int = BATCH_MAX) -> None:
        self.batches = self.acts = 0
        # Called after each batch, so that whoever serves many that wait is woken once.
        self.after_batch: Callable[[], None] = nothing
        self._many = False
        self._batch_max = batch_max
        self._waiting: queue.Queue[Asked | None] = queue.Queue(waiting_max)
        self._left: list[Asked] = []
        self._ending = False
        self._thread = Thread(target=self._run, name="intake", daemon=True)

    def start(self) -> None:
        """Take acts from now on."""
        self._thread.start()
        _open[:] = [self]

    def stop(self) -> None:
        """Carry out what waits, and end. Acts asked for after this go straight to the gate."""
        _open.clear()
        self._waiting.put(None)
        self._thread.join()

    def submit(self, one: Act, *, done: "Callable[[Future[Answer]], None] | None" = None) -> "Future[Answer]":
        """Ask for an act that `checks.check` let pass; its answer comes when it is on the disk.

        `done` is called with the answer on the intake's own thread, before `after_batch`.

        Raises:
            Refused: `overloaded`, at once, when too much waits already.
        """
        asked = Asked(one)
        if done is not None:
            asked.answer.add_done_callback(done)
        try:
            self._waiting.put_nowait(asked)
        except queue.Full:
            raise Refused("overloaded") from None
        return asked.answer

    def _run(self) -> None:
        try:
            while batch := list(self._batch()):
                close_old_connections()
                self._carry_out(batch)
                self.after_batch()
        finally:
            connections.close_all()

    def _batch(self) -> Iterator[Asked]:
        """What waits now, at least one; nothing when it is time to end."""
        taken, self._left = self._left, []
        keys: set[tuple[str, str]] = set()
        while len(taken) < self._batch_max:
            try:
                asked = self._waiting.get(block=not taken and not self._ending)
            except queue.Empty:
                break
            if asked is None:
                self._ending = True
            else:
                taken.append(asked)
                time.sleep(GATHER_S) if self._many and len(taken) == 1 else None
        self._many = len(taken) > 1
        for asked in taken:
            yield from self._now_or_next(asked, keys)

    def _now_or_next(self, asked: Asked, keys: set[tuple[str, str]]) -> Iterator[Asked]:
        """One key stands once in a batch: its second act is asked in the next, and so gets the first one's answer."""
        key = (scope_of(asked.act), asked.act.key)
        if key[1] is None:
            yield asked
        elif (keyed := (key[0], key[1])) in keys:
            self._left.append(asked)
        else:
            keys.add(keyed)
            yield asked

    def _carry_out(self, batch: Sequence[Asked]) -> None:
        self.batches, self.acts = self.batches + 1, self.acts + len(batch)
        try:
            answers = gate.perform([asked.act for asked in batch])
        except (OperationalError, InterfaceError) as lost:
            # It is not known whether the batch was committed, so nothing is tried again here.
            _fail(batch, lost)
        except Exception as wrong:
            if len(batch) == 1:
                _fail(batch, wrong)
            else:
                for asked in batch:
                    self._carry_out([asked])
        else:
            for asked, answer in zip(batch, answers, strict=True):
                asked.answer.set_result(answer)


def nothing() -> None:
    """Nobody waits to be woken."""


def _fail(batch: Sequence[Asked], wrong: Exception) -> None:
    for asked in batch:
        asked.answer.set_exception(wrong)


_open: list[Intake] = []


def act(one: Act) -> Answer:
    """Carry out one act, in a batch with others where an intake is open. Waits until it is on the disk.

    Raises:
        Refused: what speaks against it before it is even asked, or `overloaded`.
    """
    checks.check(one, current().world.clock.now())
    intake = next(iter(_open), None)
    if intake is None:
        return gate.act(one)
    with answering():
        return intake.submit(one).result(timeout=PATIENCE_S)


@contextmanager
def answering() -> Iterator[None]:
    """While an answer is waited for: one that does not come is a refusal like any other, and may be asked for again.

    Raises:
        Refused: `overloaded`.
    """
    try:
        yield
    except WaitedTooLong:
        raise Refused("overloaded") from None
    except (OperationalError, InterfaceError) as lost:
        log.warning("the database did not answer an act: %s", type(lost).__name__)
        raise Refused("overloaded") from lost

"""Carrying acts through the gate: batches in the order of time, deadlines at theirs, refusals kept with their row.

At full speed the clock stands where the stream is and moves with it; live, the stream waits for the clock.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heapify, heappop
from typing import Any, Generic, TypeVar

from callbox.faces.command.replay.noted import Reject
from callbox.kernel import due, gate, sequencer
from callbox.kernel.facts import Act, Answer
from callbox.kernel.node import current
from callbox.kernel.world import Clock, SteppedClock

BATCH = 300
TICK_S = 0.25
SEQUENCE_EVERY_S = 1.0

Watch = Callable[[int, datetime], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One act of the stream. `moment` is when it is entered; the act's own time may be earlier, never later.

    `alone`: it goes through the gate by itself.
    """

    moment: datetime
    order: tuple[Any, ...]
    act: Act
    line: int
    alone: bool = False


StepT = TypeVar("StepT", bound=Planned)


@dataclass
class Stream(ABC, Generic[StepT]):
    """One replay under way: its acts in the order of time, what was refused, and how far it has come.

    `deadlines` are the moments before which a batch must be cut; `until` is the last moment that the file knows of.
    """

    steps: Sequence[StepT]
    deadlines: Sequence[datetime] = ()
    until: datetime | None = None
    rejects: list[Reject] = field(default_factory=list)
    acts: int = 0
    closed: int = 0

    @abstractmethod
    def note(self, step: StepT, answer: Answer) -> None:
        """What came of one act."""

    def at_once(self, *, watch: Watch) -> None:
        """As fast as it goes."""
        clock = current().world.clock
        assert isinstance(clock, SteppedClock)
        deadlines = list(self.deadlines)
        heapify(deadlines)
        batch: list[StepT] = []
        for step in self.steps:
            if len(batch) >= BATCH or step.alone or (deadlines and deadlines[0] < step.moment):
                self._through(batch, clock)
                batch = []
                watch(self.closed, step.moment)
            # What is done at the very moment of a deadline is done in time.
            while deadlines and deadlines[0] < step.moment:
                clock.put(heappop(deadlines))
                due.fire(clock.now())
            batch.append(step)
            if step.alone:
                clock.put(step.moment)
                self._through(batch, clock)
                batch = []
        self._through(batch, clock)
        self._end(deadlines, clock)
        watch(self.closed, clock.now())

    def _end(self, deadlines: list[datetime], clock: SteppedClock) -> None:
        while deadlines and self.until and deadlines[0] <= self.until:
            clock.put(heappop(deadlines))
            due.fire(clock.now())
        if self.until:
            clock.put(self.until)
        due.fire(clock.now())

    def _through(self, batch: Sequence[StepT], clock: SteppedClock) -> None:
        if not batch:
            return
        clock.put(batch[0].moment)
        self._perform(batch)
        clock.put(batch[-1].moment)

    def live(self, clock: Clock, *, watch: Watch) -> None:
        """At the clock's own pace: what has come by now, then what fell due, then positions for those who watch."""
        sequenced_s = time.monotonic()
        place = 0
        while place < len(self.steps):
            now = clock.now()
            batch = _come(self.steps, place, now)
            self._perform(batch)
            place += len(batch)
            due.fire(now)
            if time.monotonic() - sequenced_s > SEQUENCE_EVERY_S:
                sequencer.run()
                sequenced_s = time.monotonic()
            watch(self.closed, now)
            if not batch:
                time.sleep(TICK_S)

    def _perform(self, batch: Sequence[StepT]) -> None:
        """One batch, those that must go alone by themselves."""
        together: list[StepT] = []
        for step in batch:
            if step.alone:
                self._ask(together)
                self._ask([step])
                together = []
            else:
                together.append(step)
        self._ask(together)

    def _ask(self, steps: Sequence[StepT]) -> None:
        if not steps:
            return
        for step, answer in zip(steps, gate.perform([step.act for step in steps]), strict=True):
            self.note(step, answer)


def _come(steps: Sequence[StepT], place: int, now: datetime) -> Sequence[StepT]:
    end = place
    while end < len(steps) and end - place < BATCH and steps[end].moment <= now:
        end += 1
    return steps[place:end]

"""The supervisor: starts PostgreSQL and the parts, watches them, brings back whatever dies, stops them in order."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from callbox.site import postgres
from callbox.site.home import SetupError
from callbox.site.running import hold
from callbox.site.running.parts import Part

LOOK_S = 0.1
LOOK_AT_POSTGRES_S = 0.3
STOP_LIMIT_S = 10.0
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Tell = Callable[..., None]


@dataclass
class Supervisor:
    """Watches the parts of one world in one home. `tell(code, **values)` writes a line for the person at the terminal."""

    home: Path
    world: str
    port: int
    parts: Sequence[Part]
    tell: Tell
    asked_to_end: bool = False
    _looked_s: float = 0.0
    _noted: dict[str, int | None] = field(default_factory=dict)

    def watch(self) -> None:
        """Run until a signal asks for the end; then stop the parts, the last in the list first."""
        with self._signals():
            while not self.asked_to_end:
                self._look(time.monotonic())
                time.sleep(LOOK_S)
            self.tell("stopping")
            for part in reversed(self.parts):
                part.stop(STOP_LIMIT_S)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self._end) for number in ENDING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_end = True

    def _look(self, now_s: float) -> None:
        if now_s - self._looked_s > LOOK_AT_POSTGRES_S:
            self._look_at_postgres()
            self._looked_s = now_s
        for part in self.parts:
            self._look_at(part, now_s)
        self._note()

    def _look_at(self, part: Part, now_s: float) -> None:
        how = part.ended()
        if how is not None:
            wait_s = part.put_off(now_s)
            self.tell("ended", part=part.name, how=_how(how), wait_s=wait_s, log=part.log)
        if part.process is None and now_s >= part.due_s:
            part.start(now_s)

    def _look_at_postgres(self) -> None:
        if postgres.status(self.home).state != "stopped":
            return
        try:
            postgres.ensure_running(self.home)
        except SetupError as wrong:
            self.tell("postgres_fails", reason=wrong)
        else:
            self.tell("postgres_back")

    def _note(self) -> None:
        parts = {part.name: part.process.pid if part.process else None for part in self.parts}
        if parts != self._noted:
            hold.note(self.home, hold.Running(pid=os.getpid(), world=self.world, port=self.port, parts=parts))
            self._noted = parts


def _how(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else str(status)

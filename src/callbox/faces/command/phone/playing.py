"""Callers at play: what is due now, what waits for an answer, who gives up. Pure: time is what it is told.

Rules in words: a step that needs an answer waits for one, and after a caller's patience is over they hang up. A call that
our side ended is over. `speed` shortens every wait.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from callbox.faces.command.phone.scenarios import Drawn, Step


@dataclass
class Caller:
    """One caller on a line of their own. `due_s` is when their next step is, None while they wait for an answer."""

    line: str
    drawn: Drawn
    due_s: float
    patience_s: float
    place: int = 0
    sequence: int = 0
    told_s: float = 0.0
    status: str = ""
    answered: bool = False
    page: str = ""
    outcomes: list[str] = field(default_factory=list)

    @property
    def over(self) -> bool:
        """Whether nothing more comes of them."""
        return self.place >= len(self.drawn.steps)

    @property
    def _step(self) -> Step:
        return self.drawn.steps[self.place]

    def seen(self, status: str, now_s: float, *, speed: float) -> None:
        """How the line stands on the other side; empty: it is not there (any more)."""
        if not status and self.status:
            self.place = len(self.drawn.steps)
        elif status not in ("", "ringing") and not self.answered:
            self.answered = True
            self.due_s = now_s + (0.0 if self.over else self._step.after_s / speed)
        self.status = status

    def events(self, now_s: float, *, speed: float) -> Iterator[dict[str, Any]]:
        """What is due now, as the port is told it; `at` is still to be added."""
        while not self.over and (step := self._ready(now_s)) is not None:
            self.sequence += 1
            told = dict(step.told or {})
            yield {"line": self.line, "sequence": self.sequence, "event": step.event, **self._who(step), **told}
            self.told_s = now_s
            self.place = len(self.drawn.steps) if step.event == "hung_up" else self.place + 1
            self.due_s = now_s + (0.0 if self.over else self._step.after_s / speed)

    def reads(self, words: Mapping[str, Any]) -> dict[str, Any]:
        """What a call taker wrote is on their screen: as the port is told it."""
        self.sequence += 1
        return {"line": self.line, "sequence": self.sequence, "event": "delivered", "saying": words["saying"]}

    def _who(self, step: Step) -> Mapping[str, Any]:
        if step.event != "ringing":
            return {}
        return {"number": self.drawn.number, "channel": self.drawn.channel}

    def _ready(self, now_s: float) -> Step | None:
        """The next step if it is due; who waits too long for an answer hangs up instead."""
        if self._step.answered and not self.answered:
            return Step(event="hung_up", after_s=0) if now_s >= self.told_s + self.patience_s else None
        return self._step if now_s >= self.due_s else None


def due(callers: Iterable[Caller], now_s: float, *, speed: float) -> list[dict[str, Any]]:
    """Everything due now, of all callers."""
    return [event for caller in callers for event in caller.events(now_s, speed=speed)]


def tally(callers: Iterable[Caller]) -> dict[str, int]:
    """How many callers there were, were answered, gave up; how many events were refused."""
    met = list(callers)
    refused = sum(caller.outcomes.count("refused") for caller in met)
    return {"calls": len(met), "answered": sum(caller.answered for caller in met), "refused": refused}

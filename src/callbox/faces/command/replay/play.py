"""What a kind of file brings to a replay: how much it is, its acts, and what is told at the end. Calls are one kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console

from callbox.faces.command.program import language
from callbox.faces.command.replay.drive import Drive, hints
from callbox.faces.command.replay.form import Form
from callbox.faces.command.replay.noted import Reject
from callbox.faces.command.replay.outcome import Outcome, print_outcome
from callbox.faces.command.replay.plan import plan
from callbox.faces.command.replay.settle import CENTRE, settle
from callbox.faces.command.replay.source import Source
from callbox.faces.command.replay.stream import Stream
from callbox.kernel import read
from callbox.kernel.facts import Actor
from callbox.kernel.node import current
from callbox.kernel.read import Condition
from callbox.services.incident.advice import response_times

READER = Actor(organisation=CENTRE, roles=frozenset({"analyst", "dispatcher"}), via="replay")


class Play(Protocol):
    """One file to be replayed."""

    what: str

    @property
    def form(self) -> Form:
        """How it is read."""

    @property
    def count(self) -> int:
        """How many cases are in it."""

    @property
    def first(self) -> datetime:
        """When the first of them came in."""

    @property
    def noted(self) -> Sequence[Reject]:
        """What was doubtful when it was read."""

    def begin(self) -> Stream[Any]:
        """Settle the open world, and give all acts in the order of time."""

    def tell(self, console: Console, stream: Stream[Any], *, rejects_path: Path, elapsed_s: float) -> bool:
        """Print what came of it; whether all of the file is in the world."""


@dataclass(frozen=True)
class CallsPlay:
    """A file of calls."""

    source: Source
    what = "calls"

    @property
    def form(self) -> Form:
        """How it is read."""
        return self.source.profile

    @property
    def count(self) -> int:
        """How many calls."""
        return len(self.source.calls)

    @property
    def first(self) -> datetime:
        """When the first came in."""
        return min(self.source.received)

    @property
    def noted(self) -> Sequence[Reject]:
        """What was doubtful when it was read."""
        return [reject for call in self.source.calls for reject in call.rejects]

    def begin(self) -> Drive:
        """Settle the open world, and give all acts in the order of time."""
        source = self.source
        settled = settle(source.calls, source.profile, at=self.first)
        asked = plan(source.calls, source.received, units=settled.units, crew=settled.crew, new=current().ids.new)
        return Drive(steps=asked.steps, deadlines=list(hints(asked)), profile=source.profile, crew=settled.crew)

    def tell(self, console: Console, stream: Stream[Any], *, rejects_path: Path, elapsed_s: float) -> bool:
        """Print what came of it; whether all of the file is in the world."""
        outcome = Outcome(
            world=current().world.name,
            title=self.source.profile.titles[language()],
            times=response_times(READER),
            calls=self.source.calls,
            example=self._example(),
            reports=read.count(READER, "report"),
            open_incidents=read.count(READER, "incident", where=[Condition("status <> 'closed'")]),
            escalations=sum(one.escalations for one in read.select(READER, "incident", most=self.count)),
            rejects=[*self.noted, *stream.rejects],
            rejects_path=rejects_path,
            elapsed_s=elapsed_s,
        )
        print_outcome(console, outcome, language=language())
        return outcome.is_whole

    def _example(self) -> str:
        """What a case can be called by."""
        number = next((call.number for call in self.source.calls if call.number), "")
        return number or str(read.select(READER, "incident", most=1)[0].id)

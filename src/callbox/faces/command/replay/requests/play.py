"""A file of requests as a replay: settled, carried through, told of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from rich.console import Console

from callbox.faces.command.program import language
from callbox.faces.command.replay.form import Form
from callbox.faces.command.replay.noted import Reject, in_order
from callbox.faces.command.replay.request_profile import RequestProfile
from callbox.faces.command.replay.requests import reading
from callbox.faces.command.replay.requests.outcome import Outcome, print_outcome
from callbox.faces.command.replay.requests.plan import Planned, hints, plan
from callbox.faces.command.replay.requests.reading import Asked
from callbox.faces.command.replay.requests.settling import settle
from callbox.faces.command.replay.settle import CENTRE
from callbox.faces.command.replay.source import File
from callbox.faces.command.replay.stream import Stream
from callbox.kernel import read
from callbox.kernel.calendar import Calendar
from callbox.kernel.facts import Actor, Answer
from callbox.kernel.node import current
from callbox.services.request.handling import handling

READER = Actor(organisation=CENTRE, roles=frozenset({"analyst", "supervisor"}), via="replay")


@dataclass(kw_only=True)
class Drive(Stream[Planned]):
    """A replay of requests under way."""

    profile: RequestProfile

    def note(self, step: Planned, answer: Answer) -> None:
        """What came of one act."""
        self.acts += answer.ok
        self.closed += answer.ok and step.step == "opened"
        if answer.refused is not None:
            column = self.profile.request.get(step.step, "")
            self.rejects.append(
                Reject(
                    line=step.line,
                    call=step.asked.number,
                    column=column,
                    value=step.asked.rows[0].get(column),
                    reason=f"refused.{answer.refused.code}",
                    details=answer.refused.details,
                )
            )


@dataclass(frozen=True, kw_only=True)
class RequestsPlay:
    """A file of requests: what is in it, and the best time each came in."""

    profile: RequestProfile
    requests: Sequence[Asked]
    received: Sequence[datetime]
    working: Calendar | None
    what = "requests"

    @classmethod
    def of(cls, file: File, profile: RequestProfile, *, limit: int | None, working: Calendar | None) -> Self:
        """The requests of a file, by the time they came in."""
        found = reading.requests(file.table, profile)
        best = [asked.received or asked.fallback for asked in found]
        order = in_order(best, [asked.line for asked in found], file=file.path.name, form=profile)[:limit]
        return cls(
            profile=profile,
            requests=[_noted(found[place], profile) for place, _ in order],
            received=[at for _, at in order],
            working=working,
        )

    @property
    def form(self) -> Form:
        """How it is read."""
        return self.profile

    @property
    def count(self) -> int:
        """How many requests."""
        return len(self.requests)

    @property
    def first(self) -> datetime:
        """When the first came in."""
        return min(self.received)

    @property
    def until(self) -> datetime:
        """The last moment that the file knows of: what is late, is late by then."""
        return max([*self.received, *(at for asked in self.requests if (at := asked.last))])

    @property
    def noted(self) -> Sequence[Reject]:
        """What was doubtful when it was read."""
        return [reject for asked in self.requests for reject in asked.rejects]

    def begin(self) -> Drive:
        """Settle the open world, and give all acts in the order of time."""
        offices = settle(self.requests, self.profile, at=self.first, working=self.working)
        steps = plan(self.requests, self.received, offices=offices, profile=self.profile, new=current().ids.new)
        cuts = hints(self.requests, self.received, profile=self.profile, working=self.working, until=self.until)
        return Drive(steps=steps, deadlines=list(cuts), until=self.until, profile=self.profile)

    def tell(self, console: Console, stream: Stream[Any], *, rejects_path: Path, elapsed_s: float) -> bool:
        """Print what came of it; whether all of the file is in the world."""
        outcome = Outcome(
            world=current().world.name,
            title=self.profile.titles[language()],
            handling=handling(READER, now=self.until),
            until=self.until.astimezone(self.profile.zone),
            names={one.id: one.id.removeprefix(f"{CENTRE}/") for one in read.select(READER, "organisation")},
            requests=self.count,
            ended=sum(bool(asked.closed and asked.done) for asked in self.requests),
            reports=read.count(READER, "report"),
            rejects=[*self.noted, *stream.rejects],
            rejects_path=rejects_path,
            example=str(read.select(READER, "request", most=1)[0].id),
            elapsed_s=elapsed_s,
        )
        print_outcome(console, outcome, language=language())
        return outcome.is_whole


def _noted(asked: Asked, profile: RequestProfile) -> Asked:
    """What shows only when the request is looked at as a whole."""
    if asked.received:
        return asked
    reason = "received_missing" if asked.fallback else "no_time"
    column = profile.request.get("received", "")
    told = Reject(line=asked.line, call=asked.number, column=column, reason=f"replay.{reason}")
    return replace(asked, flags=(*asked.flags, reason), rejects=(*asked.rejects, told))

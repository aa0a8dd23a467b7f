"""What a replay of requests came to, printed: by department, by deadline, and what was set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from callbox.faces.command.replay.noted import Reject
from callbox.faces.command.replay.rejects import print_rejects
from callbox.kernel.facts import Id
from callbox.kernel.words import say
from callbox.services.request.handling import PROMISED, Handled, Handling

NONE = "–"
DAY_S, HOUR_S = 86_400, 3_600
NAME_MAX = 24
COLUMNS = ("count", "ended", "median", "p90", "promised", "late", "category", "late")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """All that is told at the end of a replay. `until` is the last moment that the file knows of."""

    world: str
    title: str
    handling: Handling
    until: datetime
    names: Mapping[Id, str]
    requests: int
    ended: int
    reports: int
    rejects: Sequence[Reject]
    rejects_path: Path
    example: str
    elapsed_s: float

    @property
    def is_whole(self) -> bool:
        """Whether every row is a report and a request in the world, and every one that the file ends has ended."""
        every = self.handling.every
        closed = every.count - self.handling.still_open
        return self.reports == self.requests == every.count and closed == self.ended


def print_outcome(console: Console, outcome: Outcome, *, language: str) -> None:
    """Print it all."""
    count = f"{outcome.requests:,}"
    head = say("replay.requests.head", language, title=outcome.title, requests=count)
    console.print(head, style="bold", highlight=False)
    console.print(_departments(outcome, language))
    console.print(_deadlines(outcome, language))
    told = say("replay.requests.definition", language, until=f"{outcome.until:%Y-%m-%d %H:%M}")
    console.print(told, style="dim", highlight=False)
    console.print()
    print_rejects(console, outcome.rejects, language=language)
    for line in _lines(outcome, language):
        console.print(line, highlight=False, soft_wrap=True)


def _table(language: str, first: str, columns: Sequence[str]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column(say(f"replay.requests.{first}", language), no_wrap=True)
    for name in columns:
        table.add_column(say(f"replay.requests.{name}", language), justify="right", no_wrap=True)
    return table


def _departments(outcome: Outcome, language: str) -> Table:
    table = _table(language, "department", COLUMNS)
    handling = outcome.handling
    for name, handled in sorted(handling.by_department.items(), key=lambda one: (-one[1].count, one[0])):
        table.add_row(Text(outcome.names.get(name, name)[:NAME_MAX]), *_cells(handled, language))
    if len(handling.by_department) > 1:
        table.add_section()
        every = Text(say("replay.done.every", language), style="bold")
        table.add_row(every, *_cells(handling.every, language))
    return table


def _cells(handled: Handled, language: str) -> list[str]:
    promised = handled.deadlines.get(PROMISED)
    count, late = handled.category_late
    return [
        f"{handled.count:,}",
        f"{handled.done:,}",
        length_text(handled.duration.median_s, language),
        length_text(handled.duration.p90_s, language),
        *([f"{promised.count:,}", f"{promised.late:,}"] if promised else [NONE, NONE]),
        *([f"{count:,}", f"{late:,}"] if count else [NONE, NONE]),
    ]


def _deadlines(outcome: Outcome, language: str) -> Table:
    table = _table(language, "deadline", ("with", "kept", "late_done", "late_open", "late_median", "late_longest"))
    for name, kept in outcome.handling.every.deadlines.items():
        cells = (kept.count, kept.count - kept.late, kept.late_done, kept.late_open)
        lengths = (length_text(kept.lateness.median_s, language), length_text(kept.longest_s, language))
        table.add_row(say(f"replay.requests.clock.{name}", language), *(f"{cell:,}" for cell in cells), *lengths)
    return table


def length_text(seconds: float | None, language: str) -> str:
    """A duration in days, or in hours where it is shorter than two days."""
    if seconds is None:
        return NONE
    code, unit_s = ("days", DAY_S) if seconds >= 2 * DAY_S else ("hours", HOUR_S)
    return say(f"replay.requests.{code}", language, number=f"{seconds / unit_s:.1f}")


def _lines(outcome: Outcome, language: str) -> list[str]:
    handling = outcome.handling
    code = "replay.requests.whole" if outcome.is_whole else "replay.requests.not_whole"
    counts = {"requests": f"{outcome.requests:,}", "reports": f"{outcome.reports:,}"}
    closed = f"{handling.every.count - handling.still_open:,}"
    rate = f"{outcome.requests / max(outcome.elapsed_s, 0.001):.0f}"
    spent = {"seconds": f"{outcome.elapsed_s:.1f}", "escalations": f"{handling.escalations:,}"}
    return [
        say(code, language, closed=closed, ended=f"{outcome.ended:,}", open=f"{handling.still_open:,}", **counts),
        say("replay.done.rejects_at", language, path=str(outcome.rejects_path)),
        say("replay.requests.speed", language, rate=rate, **spent),
        say("replay.done.next", language, world=outcome.world, case=outcome.example),
        say("worlds.sign_in", language, world=outcome.world),
    ]

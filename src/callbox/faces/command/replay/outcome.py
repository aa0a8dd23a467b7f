"""What a replay came to, printed: a table of times, one of what was set aside, and where to go on from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from callbox.faces.command.replay.calls import Call
from callbox.faces.command.replay.noted import Reject
from callbox.faces.command.replay.rejects import print_rejects
from callbox.kernel.words import say
from callbox.services.incident.advice import EVERY, MEASURES, ResponseTimes
from callbox.services.incident.facts import PRIORITIES

NONE = "–"
# Of the words a file has for an urgency: so many, so long. More would push the figures off the page.
SOURCES_MAX, SOURCE_MAX = 6, 12


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """All that is told at the end of a replay."""

    world: str
    title: str
    times: ResponseTimes
    calls: Sequence[Call]
    reports: int
    open_incidents: int
    rejects: Sequence[Reject]
    rejects_path: Path
    example: str
    elapsed_s: float
    escalations: int

    @property
    def rate(self) -> float:
        """Calls a second."""
        return len(self.calls) / max(self.elapsed_s, 0.001)

    @property
    def is_whole(self) -> bool:
        """Whether every call of the file is a report in the world, and every incident closed."""
        return self.reports == len(self.calls) and not self.open_incidents


def print_outcome(console: Console, outcome: Outcome, *, language: str) -> None:
    """Print it all."""
    times = outcome.times
    console.print(
        say(
            "replay.done.head",
            language,
            title=outcome.title,
            calls=f"{len(outcome.calls):,}",
            responses=f"{times.responses:,}",
            world=outcome.world,
        ),
        style="bold",
        highlight=False,
    )
    console.print(_times(outcome, language))
    console.print(say("replay.done.definition", language), style="dim", highlight=False)
    console.print()
    print_rejects(console, outcome.rejects, language=language)
    _print_next(console, outcome, language)


def _times(outcome: Outcome, language: str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column(f"\n{say('replay.done.priority', language)}", no_wrap=True)
    for what in ("unit", "call"):
        table.add_column(_head(f"by_{what}", "count", language), justify="right", no_wrap=True)
        table.add_column(_head("", "median", language), justify="right", no_wrap=True)
        table.add_column(_head("", "p90", language), justify="right", no_wrap=True)
    sources = sources_of(outcome.calls)
    for priority in (*(one for one in PRIORITIES if one in outcome.times.calls_by_priority), EVERY):
        _add(table, outcome, priority, source=sources.get(priority, ()), language=language)
    return table


def _head(above: str, name: str, language: str) -> str:
    return f"{say(f'replay.done.{above}', language) if above else ''}\n{say(f'replay.done.{name}', language)}"


def _add(table: Table, outcome: Outcome, priority: str, *, source: Sequence[str], language: str) -> None:
    times = outcome.times
    count = len(outcome.calls) if priority == EVERY else times.calls_by_priority[priority]
    word = say("replay.done.every", language) if priority == EVERY else say(f"value.{priority}", language)
    told = f"{word} ({_short(source)})" if source else word
    table.add_row(Text(told, style="bold"), *[""] * 3, f"{count:,}", "", "")
    for measure in MEASURES:
        cells = [*_cells(times.by_unit, (priority, measure)), *_cells(times.by_call, (priority, measure))]
        table.add_row(f"  {say(f'replay.done.{measure}', language)}", *cells)
    if priority != EVERY:
        table.add_section()


def _short(source: Sequence[str]) -> str:
    cut = [one if len(one) <= SOURCE_MAX else f"{one[: SOURCE_MAX - 1]}…" for one in source[:SOURCES_MAX]]
    return ", ".join([*cut, *(["…"] if len(source) > SOURCES_MAX else [])])


def _cells(found: Mapping[tuple[str, str], object], key: tuple[str, str]) -> tuple[str, str, str]:
    summary = found.get(key)
    count = getattr(summary, "count", 0)
    return f"{count:,}", clock_text(getattr(summary, "median_s", None)), clock_text(getattr(summary, "p90_s", None))


def clock_text(seconds: float | None) -> str:
    """A duration as minutes and seconds, or hours, minutes and seconds."""
    if seconds is None:
        return NONE
    whole = int(seconds + 0.5)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def sources_of(calls: Sequence[Call]) -> dict[str, tuple[str, ...]]:
    """Which values of the file became which of our words at the end of a call."""
    found: dict[str, set[str]] = {}
    for call in calls:
        words = [(word, source) for word, source in call.urgency[1:] if word == call.final and source]
        if words:
            found.setdefault(call.final, set()).add(words[0][1])
    return {word: tuple(sorted(sources)) for word, sources in found.items()}


def _print_next(console: Console, outcome: Outcome, language: str) -> None:
    code = "replay.done.whole" if outcome.is_whole else "replay.done.not_whole"
    lines = [
        say(
            code, language, calls=f"{len(outcome.calls):,}", reports=f"{outcome.reports:,}", open=outcome.open_incidents
        ),
        say("replay.done.rejects_at", language, path=str(outcome.rejects_path)),
        say(
            "replay.done.speed",
            language,
            seconds=f"{outcome.elapsed_s:.1f}",
            rate=f"{outcome.rate:.0f}",
            escalations=f"{outcome.escalations:,}",
        ),
        say("replay.done.next", language, world=outcome.world, case=outcome.example),
        say("worlds.sign_in", language, world=outcome.world),
    ]
    for line in lines:
        console.print(line, highlight=False, soft_wrap=True)

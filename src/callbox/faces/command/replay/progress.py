"""How far a replay has come: a bar on a terminal, a line now and then elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from callbox.faces.command.replay.stream import Watch
from callbox.kernel.words import say

LINES = 10


@contextmanager
def shown(console: Console, total: int, *, zone: ZoneInfo, language: str, what: str) -> Iterator[Watch]:
    """What to tell how far it is: (calls or requests done, the time in the file)."""
    if not console.is_terminal:
        yield _lines(console, total, zone=zone, language=language, what=what)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.0f}/s"),
        TextColumn("{task.fields[at]}"),
    )
    with Bar(*columns, console=console) as bar:
        task = bar.add_task(say("replay.going", language), total=total, rate=0.0, at="")
        started_s = time.monotonic()

        def watch(done: int, at: datetime) -> None:
            rate = done / max(time.monotonic() - started_s, 0.001)
            bar.update(task, completed=done, rate=rate, at=_text(at, zone))

        yield watch


def _lines(console: Console, total: int, *, zone: ZoneInfo, language: str, what: str) -> Watch:
    started_s = time.monotonic()
    told = [0]

    def watch(done: int, at: datetime) -> None:
        if done * LINES // total > told[0]:
            told[0] = done * LINES // total
            rate = f"{done / max(time.monotonic() - started_s, 0.001):.0f}"
            counts = {"done": f"{done:,}", what: f"{total:,}"}
            line = say(f"replay.progress.{what}", language, rate=rate, at=_text(at, zone), **counts)
            console.print(line, highlight=False, soft_wrap=True)

    return watch


def _text(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")

"""What could not be entered as it stands: a list with one line for each, written whole or not at all, and their count."""

import csv
import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from callbox.faces.command.replay.noted import Reject
from callbox.kernel.words import say

HEADINGS = (
    *("replay.rejects.line", "replay.rejects.call", "replay.rejects.unit", "replay.done.column"),
    *("replay.rejects.value", "replay.rejects.code", "replay.done.reason"),
)


def write(path: Path, rejects: Sequence[Reject], *, language: str) -> None:
    """Write the list, by line of the file.

    Raises:
        OSError: when it cannot be written; nothing is left then.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow([say(heading, language) for heading in HEADINGS])
            lines.writerows(_line(reject, language) for reject in sorted(rejects, key=lambda one: one.line))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _line(reject: Reject, language: str) -> tuple[object, ...]:
    where = (reject.line, reject.call, reject.unit, reject.column, reject.value)
    return (*where, reject.reason.removeprefix("replay."), reason_text(reject, language))


def reason_text(reject: Reject, language: str) -> str:
    """Why something was set aside, in words."""
    return say(reject.reason, language, **reject.details)


def short_reason(reason: str, language: str) -> str:
    """A reason in words that fit every case of it."""
    kind, _, code = reason.partition(".")
    return say(reason, language) if kind == "replay" else say(f"replay.refused.{code}", language)


def print_rejects(console: Console, rejects: Sequence[Reject], *, language: str) -> None:
    """How many there are of each reason and column."""
    if not rejects:
        console.print(say("replay.done.no_rejects", language), highlight=False)
        return
    rows = {reject.line for reject in rejects}
    calls = {reject.call or reject.line for reject in rejects}
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(say("replay.done.reason", language))
    table.add_column(say("replay.done.column", language))
    table.add_column(say("replay.done.count", language), justify="right")
    counted = Counter((reject.reason, reject.column) for reject in rejects)
    for (reason, column), count in sorted(
        counted.items(), key=lambda one: (not one[0][0].startswith("refused."), -one[1])
    ):
        table.add_row(short_reason(reason, language), column, f"{count:,}")
    console.print(
        say("replay.done.rejects", language, rows=f"{len(rows):,}", calls=f"{len(calls):,}"),
        style="bold",
        highlight=False,
    )
    console.print(table)

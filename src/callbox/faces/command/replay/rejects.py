"""The list of what could not be entered as it stands: one line for each, written whole or not at all."""

import csv
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from callbox.faces.command.replay.calls import Reject
from callbox.faces.command.replay.outcome import reason_text
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

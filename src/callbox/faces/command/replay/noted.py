"""What is doubtful about a file's rows: noted with its line and reason, never guessed in silence. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from callbox.faces.command.program import USAGE, Stop
from callbox.faces.command.replay import times
from callbox.faces.command.replay.form import Form
from callbox.faces.command.replay.sheet import Row
from callbox.faces.command.replay.times import Reading

WORD_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """One thing of the file that could not be entered as it stands: where it is, and why."""

    line: int
    call: str
    unit: str = ""
    column: str = ""
    value: str = ""
    reason: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Notes:
    """What was found doubtful about one case while it is read."""

    number: str
    flags: list[str] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def flag(self, flag: str) -> None:
        """Say once that something is doubtful."""
        if flag not in self.flags:
            self.flags.append(flag)

    def reject(self, row: Row, reason: str, *, unit: str = "", column: str = "", value: str = "") -> None:
        """Say it of one row, to be listed."""
        told = Reject(
            line=row.line, call=self.number, unit=unit, column=column, value=value[:WORD_MAX], reason=f"replay.{reason}"
        )
        self.flag(reason)
        self.rejects.append(told)


def readings(
    row: Row, columns: Mapping[str, str], *, form: Form, notes: Notes, unit: str = ""
) -> list[tuple[str, Reading]]:
    """What the times of a row may mean, by our names. `columns` holds them in the order in which they should happen."""
    found = []
    for name, column in columns.items():
        if text := row.get(column):
            told = times.read(text, formats=form.formats, zone=form.zone, skipped=form.missing_hour)
            if told.flag:
                notes.reject(row, told.flag, unit=unit, column=column, value=text)
            found.append((name, told))
    return found


def without_repeated(rows: Sequence[Row], notes: Notes, *, unit: str | None = None) -> list[Row]:
    """A row that stands in the file twice happened once. `unit`: the column that says which unit it is about."""
    if len(rows) == 1:
        return list(rows)
    seen: dict[tuple[tuple[str, str], ...], Row] = {}
    for row in rows:
        same = tuple(row.cells.items())
        if same in seen:
            notes.reject(row, "row_repeated", unit=row.get(unit))
        seen.setdefault(same, row)
    return list(seen.values())


def grouped(rows: Iterable[Row], column: str | None) -> Iterable[tuple[str, list[Row]]]:
    """(number, rows) of each case, in the order in which they first stand in the file; a row without one is its own."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.get(column) or f"\0{row.line}", []).append(row)
    return (("" if key.startswith("\0") else key, rows) for key, rows in groups.items())


def in_order(
    best: Sequence[datetime | None], lines: Sequence[int], *, file: str, form: Form
) -> list[tuple[int, datetime]]:
    """(place, time) of each case by the time it came in; one without any time comes with the first of the file.

    Raises:
        Stop: where not one time is known.
    """
    known = [at for at in best if at is not None]
    if not known:
        raise Stop("replay.file.no_time", status=USAGE, file=file, profile=form.name)
    first = min(known)
    timed = [(place, at or first) for place, at in enumerate(best)]
    return sorted(timed, key=lambda one: (one[1], lines[one[0]]))

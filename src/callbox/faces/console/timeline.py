"""Each unit's way through a case as a picture: one bar a unit, one colour a step. Pure: numbers for an inline SVG."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from callbox.services.incident.facts import Assignment
from callbox.services.unit.facts import STEPS

WIDTH, LABEL_WIDTH, ROW_HEIGHT, HEAD_HEIGHT = 600.0, 60.0, 26.0, 22.0
# Seconds between marks on the axis: the first that gives at most so many marks.
MARKS_S, MARKS_MOST = (15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400, 604_800), 6


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One step of one unit."""

    x: float
    width: float
    y: float
    step: str
    since: datetime
    until: datetime

    @property
    def lasted_s(self) -> float:
        return (self.until - self.since).total_seconds()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One unit's bar."""

    label: str
    text_y: float
    pieces: Sequence[Piece]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One mark on the axis, so many seconds after the case began."""

    x: float
    after_s: int


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The whole drawing, in its own units."""

    width: float
    height: float
    rows: Sequence[Row]
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Scale:
    """From a time to a place across the picture."""

    start: datetime
    end: datetime

    def x(self, at: datetime) -> float:
        share = (at - self.start) / max(self.end - self.start, timedelta(seconds=1))
        return round(LABEL_WIDTH + max(0.0, min(1.0, share)) * (WIDTH - LABEL_WIDTH - 20), 1)


def picture(assignments: Sequence[Assignment], *, start: datetime, now: datetime, names: Mapping[str, str]) -> Picture:
    """Draw the assignments that began, from `start` to the end of the last of them (or `now`, while one runs)."""
    begun = sorted((one for one in assignments if one.assigned_at), key=lambda one: (one.assigned_at, one.id))
    end = max((one.available_at or now for one in begun), default=now)
    scale = Scale(start, end)
    rows = [_row(one, place, now=now, names=names, scale=scale) for place, one in enumerate(begun)]
    height = HEAD_HEIGHT + ROW_HEIGHT * len(rows) + 4
    return Picture(width=WIDTH, height=height, rows=rows, marks=list(_marks(scale)))


def _row(one: Assignment, place: int, *, now: datetime, names: Mapping[str, str], scale: Scale) -> Row:
    y = HEAD_HEIGHT + place * ROW_HEIGHT
    pieces = [_piece(step, since, until, y=y, scale=scale) for step, since, until in spans(one, now)]
    return Row(label=names.get(one.unit, one.unit), text_y=y + 17, pieces=pieces)


def _piece(step: str, since: datetime, until: datetime, *, y: float, scale: Scale) -> Piece:
    x = scale.x(since)
    return Piece(x=x, width=max(1.5, round(scale.x(until) - x, 1)), y=y + 4, step=step, since=since, until=until)


def spans(one: Assignment, now: datetime) -> Iterator[tuple[str, datetime, datetime]]:
    """Each step that is known, from when to when. Times that were entered out of order are put in order."""
    known = sorted((at, place, step) for place, step in enumerate(STEPS) if (at := getattr(one, f"{step}_at")))
    ends = [at for at, _, _ in known[1:]] + [one.available_at or now]
    for (since, _, step), until in zip(known, ends, strict=True):
        yield step, since, max(since, until)


def _marks(scale: Scale) -> Iterator[Mark]:
    whole_s = int((scale.end - scale.start).total_seconds())
    apart_s = next((size for size in MARKS_S if whole_s / size <= MARKS_MOST), MARKS_S[-1])
    for after_s in range(0, whole_s + 1, apart_s):
        yield Mark(x=scale.x(scale.start + timedelta(seconds=after_s)), after_s=after_s)

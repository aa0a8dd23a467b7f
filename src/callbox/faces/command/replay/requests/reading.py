"""From a file's rows to its requests: what each column says, read by the profile, and what is doubtful about it. Pure.

Rules in words:
1. A row is a request. The same row twice is one; another row with a number that is known already is a request of its own,
   flagged.
2. What is missing, unreadable or impossible is set aside with its reason; the request goes on with the rest.
3. A status that says that a request is open outweighs a time at which it ended. One that ended at a time that cannot be is
   ended when the file last heard of it, and counts for no duration; where that is not known, it stays open.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from callbox.faces.command.replay import times
from callbox.faces.command.replay.form import folded
from callbox.faces.command.replay.noted import WORD_MAX, Notes, Reject, grouped, readings, without_repeated
from callbox.faces.command.replay.request_profile import OPEN, RequestProfile
from callbox.faces.command.replay.sheet import Row, Sheet
from callbox.faces.command.replay.where import joined, place_of

TIMES = ("received", "answered", "closed", "updated", "due")
LETTER_MAX = 19_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request of the file. `done` is how it ended, empty while it is open; `flags` say what is doubtful."""

    number: str
    line: int
    received: datetime | None
    answered: datetime | None
    closed: datetime | None
    due: datetime | None
    updated: datetime | None
    category: str
    department: str
    department_name: str
    area: str
    address: str | None
    place: tuple[float, float] | None
    wanted: str | None
    answer: str | None
    status: str
    done: str
    flags: tuple[str, ...]
    rejects: tuple[Reject, ...]
    rows: tuple[Row, ...]

    @property
    def fallback(self) -> datetime | None:
        """The best time known of a request whose receipt is not."""
        known = [at for at in (self.answered, self.closed, self.updated) if at is not None]
        return min(known, default=None)

    @property
    def last(self) -> datetime | None:
        """The last time at which the file heard of it."""
        return max((at for at in (self.received, self.answered, self.closed, self.updated) if at), default=None)


def requests(sheet: Sheet, profile: RequestProfile) -> tuple[Asked, ...]:
    """Every request of a file, in the order in which they stand in it."""
    return tuple(_requests(sheet, profile))


def _requests(sheet: Sheet, profile: RequestProfile) -> Iterator[Asked]:
    for number, rows in grouped(sheet.rows, profile.request.get("number")):
        notes = Notes(number[:WORD_MAX])
        first, *others = without_repeated(rows, notes)
        repeated = tuple(row for row in rows if row not in (first, *others))
        yield _request(first, profile, notes, kept=(first, *repeated))
        for row in others:
            again = Notes(number[:WORD_MAX])
            again.reject(row, "number_repeated", column=profile.request.get("number", ""))
            yield _request(row, profile, again, kept=(row,))


def _request(row: Row, profile: RequestProfile, notes: Notes, *, kept: Sequence[Row]) -> Asked:
    _look_at(row, profile, notes)
    at = _moments(row, profile, notes)
    status = row.get(profile.status)
    category = row.get(profile.request.get("category"))
    asked = Asked(
        number=notes.number,
        line=row.line,
        **{name: at.get(name) for name in TIMES},
        category=category[:WORD_MAX] or profile.category_otherwise[0],
        department=_department(row, category, profile=profile, notes=notes),
        department_name=row.get(profile.request.get("department_name"))[:WORD_MAX],
        area=row.get(profile.request.get("area"))[:WORD_MAX],
        address=joined([row], profile.address),
        place=place_of([row], profile.request, notes),
        wanted=joined([row], profile.wanted, between="\n", most=LETTER_MAX),
        answer=row.get(profile.request.get("answer"))[:LETTER_MAX] or None,
        status=status[:WORD_MAX],
        done=_standing(status, row, profile=profile, notes=notes),
        flags=(),
        rejects=(),
        rows=tuple(kept),
    )
    asked = _possible(asked, row, profile=profile, notes=notes)
    return replace(asked, flags=tuple(notes.flags), rejects=tuple(notes.rejects))


def _look_at(row: Row, profile: RequestProfile, notes: Notes) -> None:
    columns = profile.request
    for name in ("number", "category"):
        if name in columns and not row.get(columns[name]):
            notes.reject(row, f"{name}_missing", column=columns[name])
    for flag in row.flags:
        notes.reject(row, flag)
    if any(len(row.get(columns.get(name))) > WORD_MAX for name in ("number", "category", "department", "area")):
        notes.reject(row, "cut")


def _moments(row: Row, profile: RequestProfile, notes: Notes) -> Mapping[str, datetime]:
    columns = {name: profile.request[name] for name in TIMES if name in profile.request}
    (at,) = times.choose([readings(row, columns, form=profile, notes=notes)], shared=(), rule=profile.doubled_hour)
    return at


def _department(row: Row, category: str, *, profile: RequestProfile, notes: Notes) -> str:
    """Who gets it: as the file says, else as the map says of its category."""
    column = profile.request.get("department")
    told = row.get(column)[:WORD_MAX]
    if column and not told:
        notes.reject(row, "department_missing", column=column)
    return told or profile.department_words.get(folded(category), "") or profile.department_otherwise[0]


def _standing(status: str, row: Row, *, profile: RequestProfile, notes: Notes) -> str:
    """How it ended by the file's own word; empty where that says that it is open."""
    if profile.status is None:
        return profile.status_otherwise if profile.status_otherwise != OPEN else ""
    known = profile.status_words.get(folded(status))
    if known is None:
        notes.reject(row, "status_unknown" if status else "status_missing", column=profile.status, value=status)
    standing = known or profile.status_otherwise
    return "" if standing == OPEN else standing


def _possible(asked: Asked, row: Row, *, profile: RequestProfile, notes: Notes) -> Asked:
    """The request without what cannot be true of its times."""
    columns, begun = profile.request, asked.received or asked.fallback
    early: dict[str, Any] = {
        name: None
        for name in ("answered", "closed", "due")
        if begun and (at := getattr(asked, name)) and (at <= begun if name == "due" else at < begun)
    }
    for name in early:
        notes.reject(row, f"{name}_early", column=columns[name], value=row.get(columns[name]))
    asked = replace(asked, **early)
    if asked.answered and asked.closed and asked.answered > asked.closed:
        notes.reject(row, "answer_after_end", column=columns["answered"], value=row.get(columns["answered"]))
        asked = replace(asked, answered=asked.closed)
    return _ended(asked, row, profile=profile, notes=notes)


def _ended(asked: Asked, row: Row, *, profile: RequestProfile, notes: Notes) -> Asked:
    """What its status and its end say of each other."""
    column = profile.request.get("closed") or profile.request.get("answered", "")
    if profile.status is None:
        return asked if asked.closed else replace(asked, done="")
    if not asked.done:
        if asked.closed:
            notes.reject(row, "ended_disagrees", column=column, value=row.get(column))
        return replace(asked, closed=None)
    if asked.closed is None:
        notes.reject(row, "end_unknown", column=column, value=row.get(column))
        begun = asked.received or asked.fallback
        heard = asked.updated if asked.updated and begun and asked.updated >= begun else None
        return replace(asked, closed=heard, done=asked.done if heard else "")
    return asked

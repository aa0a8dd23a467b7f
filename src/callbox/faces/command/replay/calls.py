"""From a file's rows to its calls: what each column says, read by the profile, and what is doubtful about it. Pure.

Rules in words: rows with one number are one call, in the order of the file. Whatever is missing, unreadable or impossible
is set aside with its reason, never guessed in silence; the call goes on with the rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from callbox.faces.command.replay import times
from callbox.faces.command.replay.form import folded
from callbox.faces.command.replay.noted import WORD_MAX, Notes, Reject, grouped, readings, without_repeated
from callbox.faces.command.replay.profile import TIMED, Profile
from callbox.faces.command.replay.sheet import Row, Sheet
from callbox.faces.command.replay.times import Reading
from callbox.faces.command.replay.where import joined, place_of

SHARED = ("received", "entry")
UNIT_MAX = 60
STEPS_OF_A_ROW = (*TIMED, "available")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One unit's part in a call: when it did what. `unit` is empty where the file does not say which one it was."""

    line: int
    unit: str
    kind: str
    at: Mapping[str, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the file. `received` is the best time known; `flags` say what is doubtful."""

    number: str
    line: int
    received: datetime | None
    entry: datetime | None
    closed: datetime | None
    category: str
    area: str
    address: str | None
    place: tuple[float, float] | None
    initial: str
    current: str
    final: str
    urgency: tuple[tuple[str, str], ...]
    disposition: str
    legs: tuple[Leg, ...]
    flags: tuple[str, ...]
    rejects: tuple[Reject, ...]
    rows: tuple[Row, ...]


def calls(sheet: Sheet, profile: Profile) -> tuple[Call, ...]:
    """Every call of a file, in the order in which they first stand in it."""
    return tuple(
        _call(number, rows, profile=profile) for number, rows in grouped(sheet.rows, profile.call.get("number"))
    )


def _call(number: str, rows: Sequence[Row], *, profile: Profile) -> Call:
    notes = Notes(number[:WORD_MAX])
    _look_at_rows(rows, profile, notes)
    kept = without_repeated(rows, notes, unit=profile.unit.get("id"))
    moments = _moments(kept, profile, notes)
    initial, current, final, urgency = _urgency(kept, profile, notes)
    closed = next((one["closed"] for one in moments if "closed" in one), None)
    return Call(
        number=notes.number,
        line=rows[0].line,
        received=_shared(kept, moments, "received", profile=profile, notes=notes),
        entry=_shared(kept, moments, "entry", profile=profile, notes=notes),
        closed=closed,
        category=_first(kept, profile.call.get("category"), notes)[:WORD_MAX] or "unknown",
        area=_first(kept, profile.call.get("area"), notes)[:WORD_MAX],
        address=joined(kept, profile.address),
        place=place_of(kept, profile.call, notes),
        initial=initial,
        current=current,
        final=final,
        urgency=urgency,
        disposition=_disposition(kept, profile, notes),
        legs=tuple(_legs(kept, moments, profile=profile, notes=notes)),
        flags=tuple(notes.flags),
        rejects=tuple(notes.rejects),
        rows=tuple(rows),
    )


def _look_at_rows(rows: Sequence[Row], profile: Profile, notes: Notes) -> None:
    if not notes.number and "number" in profile.call:
        notes.reject(rows[0], "number_missing", column=profile.call["number"])
    for row in rows:
        for flag in row.flags:
            notes.reject(row, flag, unit=row.get(profile.unit.get("id")))
        if any(len(row.get(column)) > most for column, most in _words_of(profile)):
            notes.reject(row, "cut", unit=row.get(profile.unit.get("id")))


def _words_of(profile: Profile) -> list[tuple[str | None, int]]:
    """The columns whose values are kept as short words, and how long one may be."""
    of_calls = [(profile.call.get(name), WORD_MAX) for name in ("number", "category", "area")]
    return [*of_calls, *((profile.unit.get(name), UNIT_MAX) for name in ("id", "kind"))]


# Times


def _moments(rows: Sequence[Row], profile: Profile, notes: Notes) -> list[dict[str, datetime]]:
    """The times of each row, those that cannot be true left out."""
    read = [_readings(row, profile, notes) for row in rows]
    moments = times.choose(read, shared=SHARED, rule=profile.doubled_hour)
    named = {f"{place} {name}": at for place, row in enumerate(moments) for name, at in row.items()}
    far = set(times.far_off(named, days=profile.far_days))
    for key in far:
        place, _, name = key.partition(" ")
        column = _columns(profile)[name]
        row = rows[int(place)]
        notes.reject(row, "time_far", unit=row.get(profile.unit.get("id")), column=column, value=row.get(column))
    return [{name: at for name, at in row.items() if f"{place} {name}" not in far} for place, row in enumerate(moments)]


def _columns(profile: Profile) -> dict[str, str]:
    """The columns that hold times, in the order in which they should happen."""
    call = {name: profile.call[name] for name in SHARED if name in profile.call}
    unit = {name: profile.unit[name] for name in STEPS_OF_A_ROW if name in profile.unit}
    return call | unit | {name: profile.call[name] for name in ("closed",) if name in profile.call}


def _readings(row: Row, profile: Profile, notes: Notes) -> list[tuple[str, Reading]]:
    return readings(row, _columns(profile), form=profile, notes=notes, unit=row.get(profile.unit.get("id")))


def _shared(
    rows: Sequence[Row], moments: Sequence[Mapping[str, datetime]], name: str, *, profile: Profile, notes: Notes
) -> datetime | None:
    """A time that all rows have in common: the earliest, where they differ."""
    found = sorted({row[name] for row in moments if name in row})
    column = profile.call.get(name)
    if column and not found:
        notes.reject(rows[0], f"{name}_missing", column=column, value=rows[0].get(column))
    if len(found) > 1:
        notes.reject(rows[0], "rows_disagree", column=column or name)
    return found[0] if found else None


def fallback(call: Call, profile: Profile) -> datetime | None:
    """The best time known of a call whose receipt is not: its entry, else the first of its units', else its day."""
    known = [at for leg in call.legs for at in leg.at.values()]
    if call.entry or known or call.closed:
        return call.entry or min([*known, *([call.closed] if call.closed else [])])
    days = [row.get(profile.call.get("date")) for row in call.rows]
    read = (times.read(day, formats=_day_formats(profile), zone=profile.zone) for day in days if day)
    return next((told.options[0] for told in read if told.options), None)


def _day_formats(profile: Profile) -> tuple[str, ...]:
    return (*profile.formats, *(form.split(" ")[0] for form in profile.formats if " " in form))


def _legs(
    rows: Sequence[Row], moments: Sequence[Mapping[str, datetime]], *, profile: Profile, notes: Notes
) -> Iterable[Leg]:
    for row, at in zip(rows, moments, strict=True):
        unit = row.get(profile.unit.get("id"))[:UNIT_MAX]
        steps = {name: at[name] for name in STEPS_OF_A_ROW if name in at}
        if not unit and not steps:
            continue
        if not unit and "id" in profile.unit:
            notes.reject(row, "unit_unnamed", column=profile.unit["id"])
        if not any(name in steps for name in TIMED):
            notes.reject(row, "unit_without_times", unit=unit)
            continue
        for name in profile.expected:
            if name in profile.unit and not row.get(profile.unit[name]):
                notes.reject(row, f"{name}_missing", unit=unit, column=profile.unit[name])
        yield Leg(line=row.line, unit=unit, kind=row.get(profile.unit.get("kind")).lower()[:UNIT_MAX], at=steps)


# Words


def _first(rows: Sequence[Row], column: str | None, notes: Notes) -> str:
    """What the rows say in a column that is about the call: the first of them, where they differ."""
    found = list(dict.fromkeys(text for row in rows if (text := row.get(column))))
    if len(found) > 1:
        differs = next(row for row in rows if row.get(column) == found[1])
        notes.reject(differs, "rows_disagree", column=column or "", value=found[1])
    return found[0] if found else ""


def _urgency(rows: Sequence[Row], profile: Profile, notes: Notes) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
    """(first, then, at the end), and for each the word of the file that said so."""
    said = {name: _first(rows, profile.priority.get(name), notes) for name in ("initial", "current", "final")}
    known = {name: _word(said[name], name, rows=rows, profile=profile, notes=notes) for name in ("initial", "current")}
    if not any(known.values()) and not said["final"] and profile.priority:
        notes.reject(rows[0], "priority_missing", column=next(iter(profile.priority.values())))
    first = known["initial"] or known["current"]
    then = known["current"] or first
    final = _final(said["final"], then, rows=rows, profile=profile, notes=notes)
    words = (first or final, then or final, final)
    source = (said["initial"] or said["current"], said["current"] or said["initial"], said["final"])
    return *words, tuple(zip(words, source, strict=True))


def _word(said: str, name: str, *, rows: Sequence[Row], profile: Profile, notes: Notes) -> str:
    if not said:
        return ""
    known = profile.priority_words.get(folded(said))
    if known is None:
        notes.reject(rows[0], "priority_unknown", column=profile.priority[name], value=said)
    return known or profile.priority_otherwise


def _final(said: str, then: str, *, rows: Sequence[Row], profile: Profile, notes: Notes) -> str:
    if not said:
        return then or profile.priority_otherwise
    words = profile.final_words.get(folded(said))
    if words is None:
        known = profile.priority_words.get(folded(said))
        if known is None:
            notes.reject(rows[0], "priority_unknown", column=profile.priority["final"], value=said)
        return known or then or profile.priority_otherwise
    return then if then in words else words[0]


def _disposition(rows: Sequence[Row], profile: Profile, notes: Notes) -> str:
    if profile.disposition is None:
        return profile.disposition_otherwise
    said = _first(rows, profile.disposition, notes)
    known = profile.disposition_words.get(folded(said))
    if known is None:
        reason = "disposition_unknown" if said else "disposition_missing"
        notes.reject(rows[0], reason, column=profile.disposition, value=said)
    return known or profile.disposition_otherwise

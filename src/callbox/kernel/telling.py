"""A story in words: what each line, clock and field says to a person, in their language and the case's own zone. Pure.

Faces only lay out what is said here, so that the command line, a page and a paper tell the same story.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from callbox.kernel import registry
from callbox.kernel.facts import SEALED, fields_of
from callbox.kernel.story import ERASED, NAMED_FIELDS, ClockTold, FieldChange, Line, Story
from callbox.kernel.words import field_code, say, word

SEALED_MARK = "▒▒▒"
LONG = 200
# Raw material: as long as a page, and told apart where it is told at all.
RAW = frozenset({"as_received"})
TOLD_BY_EVENT = frozenset({"status", "received_at", "opened_at", "closed_at", "reviewed_at"})


@dataclass(frozen=True)
class Said:
    """One act of a story in words: when, what happened (one line for each record), who, why, and what is special."""

    at: datetime
    what: tuple[str, ...]
    who: str
    why: str
    late: str
    changes: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Teller:
    """Tells one story in one language, in one zone."""

    story: Story
    language: str
    zone: ZoneInfo

    def acts(self) -> Iterator[Said]:
        """Everything that happened, one act at a time, in order."""
        for _, group in groupby(self.story.lines, key=lambda line: line.act_id):
            lines = tuple(group)
            first = lines[0]
            yield Said(
                at=first.at.astimezone(self.zone),
                what=tuple(dict.fromkeys(self.what(line) for line in lines)),
                who=self.who(first),
                why=next((self.value(line.because) for line in lines if line.because is not None), ""),
                late=self.late(first),
                changes=tuple(dict.fromkeys(told for line in lines for told in self.changes(line))),
                lines=lines,
            )

    def what(self, line: Line) -> str:
        """What happened, with the unit it happened to."""
        told = say(f"event.{line.event}", self.language)
        unit = self._unit(line)
        return f"{unit} · {told}" if unit else told

    def _unit(self, line: Line) -> str:
        record = next((one for one in self.story.belonging if one.ref == line.ref), None)
        unit = getattr(record, "unit", None)
        return self.story.names["unit"].get(unit, str(unit)) if unit else ""

    def who(self, line: Line) -> str:
        """Who did it: the post and its organisation, or the part of the system."""
        by = line.by
        post = self._name("post", str(by.get("post", "")))
        organisation = self._name("organisation", str(by.get("organisation") or ""))
        if post:
            return f"{post}, {organisation}" if organisation else post
        via = str(by.get("via", ""))
        return word(f"via.{via}", self.language) or (f"{via}, {organisation}" if organisation else via)

    def post(self, line: Line) -> str:
        """Who did it, in short."""
        return self._name("post", str(line.by.get("post", ""))) or self.who(line)

    def power(self, line: Line) -> str:
        """The role that gave the power to do it."""
        return say(f"value.{line.by.get('power', '')}", self.language)

    def _name(self, kind: str, one: str) -> str:
        local = self.story.names.get(f"{kind}_zh", {}).get(one, "") if self.language == "zh" else ""
        return local or self.story.names.get(kind, {}).get(one, one)

    def late(self, line: Line) -> str:
        """That it was entered later than it happened, and by how much."""
        return say("story.late", self.language, by=self.length(line.late_s)) if line.late_s else ""

    # Fields

    def changes(self, line: Line) -> Iterator[str]:
        """What changed, as `field: before → after`; what the event's own words and time already say is left out."""
        for change in line.changes:
            if change.name in TOLD_BY_EVENT or change.name in RAW or change.after == line.at:
                continue
            name = say(field_code(line.ref.kind, change.name), self.language)
            yield f"{name}: {self._change(line, change)}"

    def _change(self, line: Line, change: FieldChange) -> str:
        after = self.value(change.after, line.ref.kind, change.name)
        if change.before in (None, "", [], (), {}) or change.before is SEALED or change.before is ERASED:
            return after
        return f"{self.value(change.before, line.ref.kind, change.name)} → {after}"

    def field(self, record: Any, name: str) -> str:
        """One field of a record in words; empty where it holds nothing."""
        value = getattr(record, name, None)
        return "" if value in (None, "", (), []) else self.value(value, record.kind, name)

    def value(self, value: Any, kind: str = "", name: str = "") -> str:  # noqa: PLR0911  one line for each kind of value
        """A value in words. Sealed ones stay covered, erased ones say so."""
        if value is SEALED:
            return SEALED_MARK
        if value is ERASED:
            return say("story.erased", self.language)
        if isinstance(value, bool):
            return say("story.yes" if value else "story.no", self.language)
        if isinstance(value, datetime):
            return self.time(value)
        if isinstance(value, float):
            return f"{value:.5f}".rstrip("0").rstrip(".")
        if isinstance(value, list | tuple):
            return ", ".join(self.value(one, kind, name) for one in value)
        if isinstance(value, Mapping):
            return ", ".join(f"{key}: {self.value(one)}" for key, one in value.items())[:LONG]
        return "–" if value is None else self._text(str(value), kind, name)

    def _text(self, text: str, kind: str, name: str) -> str:
        links = links_to(kind, name)
        if links:
            named = self._name(links, text)
            return word(f"{links}.{text}", self.language) or text if named == text else named
        if name == "flags":
            return word(f"flag.{text}", self.language) or word(f"replay.{text}", self.language) or text
        is_choice = bool(kind) and self._is_choice(kind, name)
        return (word(f"value.{text}", self.language) or text) if is_choice else text

    def _is_choice(self, kind: str, name: str) -> bool:
        declared = fields_of(registry.kind(kind).record).get(name)
        return name == "status" or bool(declared and declared.choice)

    # Time

    def time(self, at: datetime) -> str:
        """A moment, in the case's zone; with its offset only where the local time comes twice."""
        local = at.astimezone(self.zone)
        twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        return local.strftime("%Y-%m-%d %H:%M:%S") + (local.strftime(" %Z") if twice else "")

    def length(self, seconds: float) -> str:
        """A length of time in the two units that say it best."""
        whole = round(abs(seconds))
        days, hours, minutes = whole // 86_400, whole // 3_600 % 24, whole // 60 % 60
        parts = (("d", days), ("h", hours), ("min", minutes), ("s", whole % 60))
        told = [say(f"story.length.{name}", self.language, count=count) for name, count in parts if count][:2]
        return " ".join(told) or say("story.length.s", self.language, count=0)

    def clock(self, clock: ClockTold) -> str:
        """One deadline in a sentence: what for, when due, and whether it was kept."""
        name = say(f"clock.{clock.name}", self.language)
        due = self.time(clock.due) if clock.due else "–"
        if clock.over_s is None:
            state = "fired" if clock.state == "fired" else clock.state
            return say(f"story.clock.{state}", self.language, name=name, due=due)
        by = self.length(clock.over_s)
        if clock.state == "fired":
            return say("story.clock.late", self.language, name=name, due=due, by=by)
        return say("story.clock.kept", self.language, name=name, due=due, by=by)


def links_to(kind: str, name: str) -> str:
    """The kind of record that a field holds the id of; empty where it holds none."""
    if name == "closed_by":
        return "person"
    if name in NAMED_FIELDS:
        return NAMED_FIELDS[name]
    declared = fields_of(registry.kind(kind).record).get(name) if kind and registry.has_kind(kind) else None
    return declared.links.kind if declared is not None and declared.links is not None else ""


def kept(clock: ClockTold) -> bool | None:
    """Whether a deadline was kept; None while nobody can say."""
    if clock.state == "fired":
        return False
    return clock.over_s <= 0 if clock.over_s is not None else None


def raw_rows(records: Iterable[Any]) -> Iterator[tuple[int | None, Mapping[str, str]]]:
    """(line of the source, cells) of what was kept exactly as it came in, as far as it was opened."""
    for record in records:
        told = getattr(record, "as_received", None)
        if told is None or told is SEALED or not isinstance(told, Mapping):
            continue
        rows: Sequence[Any] = told["rows"] if isinstance(told.get("rows"), list | tuple) else [{"cells": told}]
        for row in rows:
            yield row.get("line"), {name: str(cell) for name, cell in row.get("cells", {}).items() if cell != ""}

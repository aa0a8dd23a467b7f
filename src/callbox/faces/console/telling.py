"""A case's story in words: what each line says to a reader, in their language."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from callbox.faces.console import told
from callbox.kernel.facts import SEALED, Plain, Record, fields_of, personal_fields
from callbox.kernel.story import ERASED, FieldChange, Line, Story
from callbox.kernel.telling import links_to
from callbox.kernel.words import say, word

# The assignment's own line says the same better.
IMPLIED = frozenset(
    {"incident.unit_added", "incident.unit_removed", "report.opened_incident", "request.shared", "request.unshared"}
)
# How many changed fields of one line are shown before the rest is folded away.
CHANGES_SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class Told:
    """One thing that happened, as the page shows it."""

    at: datetime
    day: str
    late_s: float
    what: str
    about: str
    who: str
    where: str
    because: str
    changes: Sequence[tuple[str, str, str]]
    entries: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """One record that belongs to the case, and what is known of it."""

    title: str
    fields: Sequence[tuple[str, str]]
    erased: bool


@dataclass(frozen=True)
class Teller:
    """Tells in one language, in one zone."""

    language: str
    zone: str

    def happenings(self, story: Story) -> list[Told]:
        """What happened, one after the other; what one act did to several records is told at once."""
        return [self._told(story, list(group)) for _, group in groupby(story.lines, key=lambda line: line.act_id)]

    def _told(self, story: Story, lines: Sequence[Line]) -> Told:
        first = lines[0]
        telling = [line for line in lines if line.event not in IMPLIED] or lines
        events = dict.fromkeys(self.say(f"event.{line.event}") for line in telling)
        unit = next((name for line in lines if (name := _unit(story, line))), "")
        return Told(
            at=first.at,
            day=told.day(first.at, self.zone),
            late_s=max(line.late_s for line in lines),
            what=" · ".join(events),
            about=unit,
            who=self._who(story, first.by),
            where=self._name(story, "organisation", first.by.get("organisation")),
            because=next((self.value(line.because) for line in lines if line.because), ""),
            changes=[self._change(story, line, change) for line in telling for change in line.changes][:CHANGES_SHOWN],
            entries=", ".join(str(line.position) for line in lines if line.position),
        )

    def _who(self, story: Story, by: Mapping[str, Any]) -> str:
        if by.get("post"):
            return self._name(story, "post", by["post"])
        return self.value(by.get("power", "")) or str(by.get("via", ""))

    def _name(self, story: Story, kind: str, one: Any) -> str:
        own = story.names.get(f"{kind}_zh", {}).get(str(one)) if self.language == "zh" else None
        return own or story.names.get(kind, {}).get(str(one)) or str(one or "")

    def _change(self, story: Story, line: Line, change: FieldChange) -> tuple[str, str, str]:
        kind = links_to(line.ref.kind, change.name)
        before, after = (self._known(story, kind, value) for value in (change.before, change.after))
        return self.field(line.ref.kind, change.name), before, after

    def _known(self, story: Story, kind: str, value: Any) -> str:
        """A value in words; the name of a record of this kind where it is one's id."""
        if isinstance(value, Mapping) and value and all(isinstance(inner, Mapping) for inner in value.values()):
            return ", ".join(self._called(story, str(name)) for name in value)
        called = self._name(story, kind, value) if kind and isinstance(value, str) else value
        return str(called) if called != value else self.value(value)

    def _called(self, story: Story, ref: str) -> str:
        """Who `unit 1a2b-...` is: those told of a message. What became of each has a line of its own."""
        kind, _, one = ref.partition(" ")
        called = self._name(story, kind, one)
        return (
            called
            if called and called != one
            else " ".join(part for part in (word(f"kind.{kind}", self.language), one) if part)
        )

    def part(self, record: Record, *, besides: Record | None = None, leave: Container[str] = ()) -> Part:
        """The personal values of a record, and what else only it says; not what stands in another one `besides` it.

        What is to `leave` is told elsewhere on the page.
        """
        kind = type(record)
        shown = [name for name in fields_of(kind) if name in personal_fields(kind) or name in ("channel", "language")]
        known = [(name, getattr(record, name)) for name in shown if name not in leave]
        known = [(name, value) for name, value in known if besides is None or getattr(besides, name, None) != value]
        fields = [
            (self.field(kind.kind, name), self.value(value)) for name, value in known if value not in (None, "", {})
        ]
        return Part(title=self.say(f"kind.{kind.kind}"), fields=fields, erased=record.erased)

    def field(self, kind: str, name: str) -> str:
        """What a field is called."""
        known = word(f"field.{kind}.{name}", self.language) or word(f"field.record.{name}", self.language)
        return known or name

    def _asked(self, name: str) -> str:
        """What was asked, as the call taker's screen calls it; a question of a node's own is called as it was kept."""
        codes = (f"taking.{name}", f"field.incident.{name}", f"field.report.{name}")
        return next((known for code in codes if (known := word(code, self.language))), name)

    def value(self, value: Any) -> str:
        """One value in words; what is sealed or erased is said to be."""
        if value is SEALED or value is ERASED:
            return self.say("console.sealed" if value is SEALED else "console.erased")
        if isinstance(value, Mapping):
            return "; ".join(f"{self._asked(str(name))}: {self.value(inner)}" for name, inner in value.items())
        if isinstance(value, tuple | list):
            return ", ".join(self.value(inner) for inner in value)
        return self._plain(value)

    def _plain(self, value: Plain) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.say("console.yes" if value else "console.no")
        if isinstance(value, datetime):
            return told.full_time(value, self.zone)
        if isinstance(value, float):
            return f"{value:.5f}".rstrip("0").rstrip(".")  # a degree's fifth decimal is about a metre
        return self._word(str(value))

    def _word(self, text: str) -> str:
        return word(f"value.{text}", self.language) or word(f"category.{text}", self.language) or text

    def say(self, code: str) -> str:
        return say(code, self.language)


def _unit(story: Story, line: Line) -> str:
    if line.ref.kind != "assignment":
        return ""
    its = next((one.unit for one in story.belonging if one.ref == line.ref), "")
    return story.names.get("unit", {}).get(its, "")


def belongings(story: Story, kind: str) -> Iterator[Any]:
    """What belongs to the case, of one kind."""
    return (one for one in story.belonging if one.kind == kind)

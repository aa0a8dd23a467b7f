"""How one published format of calls is read: a commented TOML file, checked before anything is done. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from callbox.faces.command.replay.form import COMMON, Form, Reader, folded
from callbox.services.incident.facts import DISPOSITIONS, PRIORITIES
from callbox.services.unit.facts import STEPS

# The columns in which a unit's steps stand, in their order.
TIMED = STEPS[1:]
EXPECTED = ("dispatched", "en_route", "on_scene", "available")


@dataclass(frozen=True, kw_only=True)
class Profile(Form):
    """What each column of a file of calls means."""

    call: Mapping[str, str] = field(default_factory=dict)
    unit: Mapping[str, str] = field(default_factory=dict)
    expected: tuple[str, ...] = EXPECTED
    priority: Mapping[str, str] = field(default_factory=dict)
    priority_words: Mapping[str, str] = field(default_factory=dict)
    final_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    priority_otherwise: str = "emergency"
    disposition: str | None = None
    disposition_words: Mapping[str, str] = field(default_factory=dict)
    disposition_otherwise: str = "done"

    def _named_columns(self) -> list[str]:
        named = [*self.call.values(), *self.address, *self.unit.values(), *self.priority.values()]
        return [*named, *([self.disposition] if self.disposition else [])]


SECTIONS: Mapping[str, tuple[str, ...]] = {
    **COMMON,
    "call": (
        *("number", "received", "entry", "closed", "date", "category", "address", "area", "point"),
        *("latitude", "longitude"),
    ),
    "unit": ("id", "kind", *TIMED, "available", "expected"),
    "priority": ("initial", "current", "final", "otherwise", "words", "final_words"),
    "disposition": ("column", "otherwise", "words"),
}


def of_calls(told: Mapping[str, Any], source: str) -> Profile:
    """A profile from its TOML.

    Raises:
        MapError: naming the key, and what would be right.
    """
    return _Reader(told, source, SECTIONS).profile()


class _Reader(Reader):
    """Takes a map of calls apart."""

    def profile(self) -> Profile:
        common = self.common()
        call, unit = dict(self.section("call")), dict(self.section("unit"))
        address = self.texts(call.pop("address", []), "call.address")
        ended = self.section("disposition")
        return Profile(
            **common,
            call=self.named(call, "call"),
            address=address,
            expected=self._expected(unit.pop("expected", list(EXPECTED))),
            unit=self.named(unit, "unit"),
            disposition=self.text(ended, "column", "disposition", default="") or None,
            disposition_words=self.words(ended, "disposition", tuple(DISPOSITIONS)),
            disposition_otherwise=self.choice(ended, "otherwise", where="disposition", allowed=tuple(DISPOSITIONS)),
            **self._urgency(),
        )

    def _urgency(self) -> dict[str, Any]:
        told = self.section("priority")
        columns = {name: told[name] for name in ("initial", "current", "final") if name in told}
        otherwise = told.get("otherwise", "emergency")
        if otherwise not in PRIORITIES:
            raise self.wrong("priority.otherwise", "replay.map.choice", allowed=", ".join(PRIORITIES))
        return {
            "priority": self.named(columns, "priority"),
            "priority_words": self.words(told, "priority", PRIORITIES),
            "final_words": self._final_words(told),
            "priority_otherwise": otherwise,
        }

    def _expected(self, told: Any) -> tuple[str, ...]:
        steps = (*TIMED, "available")
        if not isinstance(told, list) or any(one not in steps for one in told):
            raise self.wrong("unit.expected", "replay.map.choice", allowed=", ".join(steps))
        return tuple(told)

    def _final_words(self, told: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for key, value in self.mapping(told, "final_words", "priority").items():
            words = value if isinstance(value, list) else [value]
            if not words or any(word not in PRIORITIES for word in words):
                raise self.wrong(f"priority.final_words.{key}", "replay.map.choice", allowed=", ".join(PRIORITIES))
            found[folded(key)] = tuple(words)
        return found

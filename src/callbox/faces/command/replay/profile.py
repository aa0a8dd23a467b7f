"""How one published format is read: a commented TOML file, checked before anything is done. Pure."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from callbox.services.incident.facts import DISPOSITIONS, PRIORITIES
from callbox.services.unit.facts import STEPS

PROFILES = Path(__file__).parent / "profiles"
# The columns in which a unit's steps stand, in their order.
TIMED = STEPS[1:]
EXPECTED = ("dispatched", "en_route", "on_scene", "available")
DOUBLED = ("in_order", "first", "second")
MISSING = ("shift", "refuse")
FAR_DAYS_MAX = 366
MAP_BYTES_MAX = 1_000_000


class MapError(Exception):
    """A profile cannot be used: `code` has words, `details` fill them."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code, self.details = code, details


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What each column of a file means. Columns by our name; a name that is missing is not in the file."""

    name: str
    titles: Mapping[str, str]
    zone: ZoneInfo
    encoding: str = "utf-8"
    delimiter: str = "auto"
    formats: tuple[str, ...] = ("iso",)
    doubled_hour: str = "in_order"
    missing_hour: str = "shift"
    far_days: float = 7.0
    call: Mapping[str, str] = field(default_factory=dict)
    address: tuple[str, ...] = ()
    unit: Mapping[str, str] = field(default_factory=dict)
    expected: tuple[str, ...] = EXPECTED
    priority: Mapping[str, str] = field(default_factory=dict)
    priority_words: Mapping[str, str] = field(default_factory=dict)
    final_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    priority_otherwise: str = "emergency"
    disposition: str | None = None
    disposition_words: Mapping[str, str] = field(default_factory=dict)
    disposition_otherwise: str = "done"

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that it names, in the order of the file it was read from."""
        named = [*self.call.values(), *self.address, *self.unit.values(), *self.priority.values()]
        return tuple(dict.fromkeys([*named, *([self.disposition] if self.disposition else [])]))

    def lacks(self, header: Sequence[str]) -> tuple[str, ...]:
        """The columns that a file does not have."""
        return tuple(column for column in self.columns if column not in header)


def folded(text: str) -> str:
    """How values are compared: without regard for case and spaces around."""
    return " ".join(text.split()).casefold()


def read_map(text: str, *, source: str) -> Profile:
    """A profile from its text. `source` names it in errors.

    Raises:
        MapError: naming the key, and what would be right.
    """
    try:
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as wrong:
        raise MapError("replay.map.toml", file=source, detail=str(wrong).splitlines()[0][:200]) from wrong
    return _Reader(told, source).profile()


def built_in() -> tuple[Profile, ...]:
    """The profiles that come with Callbox, by name."""
    return _built_in()


@cache
def _built_in() -> tuple[Profile, ...]:
    return tuple(read_map(path.read_text("utf-8"), source=path.name) for path in sorted(PROFILES.glob("*.toml")))


SECTIONS: Mapping[str, tuple[str, ...]] = {
    "csv": ("encoding", "delimiter"),
    "times": ("formats", "doubled_hour", "missing_hour", "far_days"),
    "call": (
        *("number", "received", "entry", "closed", "date", "category", "address", "area", "point"),
        *("latitude", "longitude"),
    ),
    "unit": ("id", "kind", *TIMED, "available", "expected"),
    "priority": ("initial", "current", "final", "otherwise", "words", "final_words"),
    "disposition": ("column", "otherwise", "words"),
}
TOP = ("name", "title", "title_zh", "zone")


@dataclass(frozen=True)
class _Reader:
    """Takes a parsed TOML file apart; whatever it does not know is an error, since it is most likely a slip."""

    told: Mapping[str, Any]
    source: str

    def profile(self) -> Profile:
        self._known(self.told, (*TOP, *SECTIONS), where="")
        call, unit = dict(self._section("call")), dict(self._section("unit"))
        address = self._address(call.pop("address", []))
        ended = self._section("disposition")
        column = self._text(ended, "column", "disposition", default="") or None
        name = self._text(self.told, "name", "", default=Path(self.source).stem)
        return Profile(
            name=name,
            titles={"en": self._text(self.told, "title", "", default=name), "zh": self._title_zh(name)},
            zone=self._zone(),
            call=self._named(call, "call"),
            address=address,
            expected=self._expected(unit.pop("expected", list(EXPECTED))),
            unit=self._named(unit, "unit"),
            disposition=column,
            disposition_words=self._words(ended, "disposition", tuple(DISPOSITIONS)),
            disposition_otherwise=self._choice(ended, "otherwise", where="disposition", allowed=tuple(DISPOSITIONS)),
            **self._reading(),
            **self._urgency(),
        )

    def _reading(self) -> dict[str, Any]:
        csv, times = self._section("csv"), self._section("times")
        return {
            "encoding": self._encoding(csv),
            "delimiter": self._delimiter(csv),
            "formats": self._formats(times),
            "doubled_hour": self._choice(times, "doubled_hour", where="times", allowed=DOUBLED),
            "missing_hour": self._choice(times, "missing_hour", where="times", allowed=MISSING),
            "far_days": self._days(times),
        }

    def _urgency(self) -> dict[str, Any]:
        told = self._section("priority")
        columns = {name: told[name] for name in ("initial", "current", "final") if name in told}
        otherwise = told.get("otherwise", "emergency")
        if otherwise not in PRIORITIES:
            raise self._wrong("priority.otherwise", "replay.map.choice", allowed=", ".join(PRIORITIES))
        return {
            "priority": self._named(columns, "priority"),
            "priority_words": self._words(told, "priority", PRIORITIES),
            "final_words": self._final_words(told),
            "priority_otherwise": otherwise,
        }

    def _wrong(self, key: str, code: str, **details: object) -> MapError:
        return MapError(code, file=self.source, key=key, **details)

    def _known(self, told: Mapping[str, Any], allowed: Sequence[str], *, where: str) -> None:
        for key in told:
            if key not in allowed:
                raise self._wrong(f"{where}{key}"[:100], "replay.map.unknown", allowed=", ".join(allowed))

    def _section(self, name: str) -> Mapping[str, Any]:
        told = self.told.get(name, {})
        if not isinstance(told, dict):
            raise self._wrong(name, "replay.map.section")
        self._known(told, SECTIONS[name], where=f"{name}.")
        return told

    def _text(self, told: Mapping[str, Any], key: str, where: str, *, default: str) -> str:
        value = told.get(key, default)
        if not isinstance(value, str):
            raise self._wrong(f"{where}.{key}".strip("."), "replay.map.text")
        return value

    def _title_zh(self, name: str) -> str:
        return self._text(self.told, "title_zh", "", default="") or self._text(self.told, "title", "", default=name)

    def _named(self, told: Mapping[str, Any], where: str) -> dict[str, str]:
        return {key: value for key in told if (value := self._text(told, key, where, default=""))}

    def _expected(self, told: Any) -> tuple[str, ...]:
        steps = (*TIMED, "available")
        if not isinstance(told, list) or any(one not in steps for one in told):
            raise self._wrong("unit.expected", "replay.map.choice", allowed=", ".join(steps))
        return tuple(told)

    def _address(self, told: Any) -> tuple[str, ...]:
        named = [told] if isinstance(told, str) else told
        if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
            raise self._wrong("call.address", "replay.map.texts")
        return tuple(one for one in named if one)

    def _zone(self) -> ZoneInfo:
        name = self._text(self.told, "zone", "", default="")
        try:
            return ZoneInfo(name)
        except (OSError, ValueError, LookupError) as wrong:
            raise self._wrong("zone", "replay.map.zone", zone=name[:60]) from wrong

    def _encoding(self, told: Mapping[str, Any]) -> str:
        name = self._text(told, "encoding", "csv", default="utf-8")
        try:
            b"".decode(name)
            " ".encode(name)
        except (LookupError, ValueError, TypeError, AssertionError) as wrong:
            raise self._wrong("csv.encoding", "replay.map.encoding", encoding=name[:60]) from wrong
        return name

    def _delimiter(self, told: Mapping[str, Any]) -> str:
        value = self._text(told, "delimiter", "csv", default="auto")
        if value != "auto" and (len(value) != 1 or value in '"\r\n\0 '):
            raise self._wrong("csv.delimiter", "replay.map.delimiter")
        return value

    def _formats(self, told: Mapping[str, Any]) -> tuple[str, ...]:
        value = told.get("formats", ["iso"])
        if not isinstance(value, list) or not value or not all(isinstance(one, str) and one for one in value):
            raise self._wrong("times.formats", "replay.map.texts")
        return tuple(value)

    def _days(self, told: Mapping[str, Any]) -> float:
        value = told.get("far_days", 7)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= FAR_DAYS_MAX:
            raise self._wrong("times.far_days", "replay.map.days", most=FAR_DAYS_MAX)
        return float(value)

    def _choice(self, told: Mapping[str, Any], key: str, *, where: str, allowed: tuple[str, ...]) -> str:
        value: object = told.get(key, allowed[0])
        if value not in allowed:
            raise self._wrong(f"{where}.{key}", "replay.map.choice", allowed=", ".join(allowed))
        return str(value)

    def _words(self, told: Mapping[str, Any], where: str, allowed: Sequence[str]) -> dict[str, str]:
        words = self._mapping(told, "words", where)
        for key, value in words.items():
            if value not in allowed:
                raise self._wrong(f"{where}.words.{key}"[:100], "replay.map.choice", allowed=", ".join(allowed))
        return {folded(key): str(value) for key, value in words.items()}

    def _mapping(self, told: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
        words = told.get(key, {})
        if not isinstance(words, dict):
            raise self._wrong(f"{where}.{key}", "replay.map.section")
        return words

    def _final_words(self, told: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for key, value in self._mapping(told, "final_words", "priority").items():
            words = value if isinstance(value, list) else [value]
            if not words or any(word not in PRIORITIES for word in words):
                raise self._wrong(
                    f"priority.final_words.{key}"[:100], "replay.map.choice", allowed=", ".join(PRIORITIES)
                )
            found[folded(key)] = tuple(words)
        return found

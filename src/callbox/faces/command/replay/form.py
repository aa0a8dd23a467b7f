"""What every format has in common: its names, its zone, how its letters and times are written. Pure."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

DOUBLED = ("in_order", "first", "second")
MISSING = ("shift", "refuse")
FAR_DAYS_MAX = 366
MAP_BYTES_MAX = 1_000_000
TOP = ("name", "title", "title_zh", "zone")
COMMON: Mapping[str, tuple[str, ...]] = {
    "csv": ("encoding", "delimiter"),
    "times": ("formats", "doubled_hour", "missing_hour", "far_days"),
}


class MapError(Exception):
    """A profile cannot be used: `code` has words, `details` fill them."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code, self.details = code, details


@dataclass(frozen=True, kw_only=True)
class Form:
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
    address: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that it names, in the order of the file it was read from."""
        return tuple(dict.fromkeys(self._named_columns()))

    def _named_columns(self) -> list[str]:
        return [*self.address]

    def lacks(self, header: Sequence[str]) -> tuple[str, ...]:
        """The columns that a file does not have."""
        return tuple(column for column in self.columns if column not in header)


def folded(text: str) -> str:
    """How values are compared: without regard for case and spaces around."""
    return " ".join(text.split()).casefold()


def parsed(text: str, *, source: str) -> Mapping[str, Any]:
    """A map as TOML reads it.

    Raises:
        MapError: where it is none.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as wrong:
        raise MapError("replay.map.toml", file=source, detail=str(wrong).splitlines()[0][:200]) from wrong


@dataclass(frozen=True)
class Reader:
    """Takes a parsed TOML file apart; whatever it does not know is an error, since it is most likely a slip."""

    told: Mapping[str, Any]
    source: str
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    top: tuple[str, ...] = TOP

    def common(self) -> dict[str, Any]:
        """What every format says of itself."""
        self.known(self.told, (*self.top, *self.sections), where="")
        csv, times = self.section("csv"), self.section("times")
        name = self.text(self.told, "name", "", default=Path(self.source).stem)
        return {
            "name": name,
            "titles": {"en": self.text(self.told, "title", "", default=name), "zh": self._title_zh(name)},
            "zone": self._zone(),
            "encoding": self._encoding(csv),
            "delimiter": self._delimiter(csv),
            "formats": self._formats(times),
            "doubled_hour": self.choice(times, "doubled_hour", where="times", allowed=DOUBLED),
            "missing_hour": self.choice(times, "missing_hour", where="times", allowed=MISSING),
            "far_days": self._days(times),
        }

    def wrong(self, key: str, code: str, **details: object) -> MapError:
        """What to raise of one key."""
        return MapError(code, file=self.source, key=key[:100], **details)

    def known(self, told: Mapping[str, Any], allowed: Sequence[str], *, where: str) -> None:
        """Refuse a key that is not allowed here."""
        for key in told:
            if key not in allowed:
                raise self.wrong(f"{where}{key}", "replay.map.unknown", allowed=", ".join(allowed))

    def section(self, name: str) -> Mapping[str, Any]:
        """One section, empty where it is left out."""
        told = self.mapping(self.told, name)
        self.known(told, self.sections[name], where=f"{name}.")
        return told

    def mapping(self, told: Mapping[str, Any], key: str, where: str = "") -> Mapping[str, Any]:
        """A section within a section."""
        found = told.get(key, {})
        if not isinstance(found, dict):
            raise self.wrong(f"{where}.{key}".strip("."), "replay.map.section")
        return found

    def text(self, told: Mapping[str, Any], key: str, where: str, *, default: str) -> str:
        """A text."""
        value = told.get(key, default)
        if not isinstance(value, str):
            raise self.wrong(f"{where}.{key}".strip("."), "replay.map.text")
        return value

    def texts(self, told: Any, key: str) -> tuple[str, ...]:
        """One text or several."""
        named = [told] if isinstance(told, str) else told
        if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
            raise self.wrong(key, "replay.map.texts")
        return tuple(one for one in named if one)

    def named(self, told: Mapping[str, Any], where: str) -> dict[str, str]:
        """The columns of a section by our names."""
        return {key: value for key in told if (value := self.text(told, key, where, default=""))}

    def choice(self, told: Mapping[str, Any], key: str, *, where: str, allowed: tuple[str, ...]) -> str:
        """One of what is allowed; the first of it where nothing is said."""
        value: object = told.get(key, allowed[0])
        if value not in allowed:
            raise self.wrong(f"{where}.{key}".strip("."), "replay.map.choice", allowed=", ".join(allowed))
        return str(value)

    def words(self, told: Mapping[str, Any], where: str, allowed: Sequence[str]) -> dict[str, str]:
        """What each word of the file becomes."""
        words = self.mapping(told, "words", where)
        for key, value in words.items():
            if value not in allowed:
                raise self.wrong(f"{where}.words.{key}", "replay.map.choice", allowed=", ".join(allowed))
        return {folded(key): str(value) for key, value in words.items()}

    def _title_zh(self, name: str) -> str:
        return self.text(self.told, "title_zh", "", default="") or self.text(self.told, "title", "", default=name)

    def _zone(self) -> ZoneInfo:
        name = self.text(self.told, "zone", "", default="")
        try:
            return ZoneInfo(name)
        except (OSError, ValueError, LookupError) as wrong:
            raise self.wrong("zone", "replay.map.zone", zone=name[:60]) from wrong

    def _encoding(self, told: Mapping[str, Any]) -> str:
        name = self.text(told, "encoding", "csv", default="utf-8")
        try:
            b"".decode(name)
            " ".encode(name)
        except (LookupError, ValueError, TypeError, AssertionError) as wrong:
            raise self.wrong("csv.encoding", "replay.map.encoding", encoding=name[:60]) from wrong
        return name

    def _delimiter(self, told: Mapping[str, Any]) -> str:
        value = self.text(told, "delimiter", "csv", default="auto")
        if value != "auto" and (len(value) != 1 or value in '"\r\n\0 '):
            raise self.wrong("csv.delimiter", "replay.map.delimiter")
        return value

    def _formats(self, told: Mapping[str, Any]) -> tuple[str, ...]:
        value = told.get("formats", ["iso"])
        if not isinstance(value, list) or not value or not all(isinstance(one, str) and one for one in value):
            raise self.wrong("times.formats", "replay.map.texts")
        return tuple(value)

    def _days(self, told: Mapping[str, Any]) -> float:
        value = told.get("far_days", 7)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= FAR_DAYS_MAX:
            raise self.wrong("times.far_days", "replay.map.days", most=FAR_DAYS_MAX)
        return float(value)

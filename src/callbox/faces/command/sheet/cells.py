"""From the text of one cell to a value, or one refusal that says what would be right. Pure."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from callbox.kernel.facts import Refused, Value
from callbox.services.request.asking import question_of
from callbox.services.request.facts import needed

TEXT_MAX = 2_000
LIST_MAX = 1_000
SPLIT = re.compile(r"[,;，；、\n]")
NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,15})?")
STEP = re.compile(r"[a-z0-9][a-z0-9-]{0,39}(/[a-z0-9][a-z0-9-]{0,39}){0,7}")
SIGN_IN = re.compile(r"[^\s\x00-\x1f]{1,60}")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")
SPAN = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Parse = Callable[[str], Value]


def text(told: str) -> str:
    """Any text of a line or two."""
    if len(told) > TEXT_MAX:
        raise Refused("text.long", field="", most=TEXT_MAX)
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in told) or not _whole(told):
        raise Refused("text.unreadable", field="")
    return told


def _whole(told: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in told)


def path(told: str) -> str:
    """An organisation's path."""
    if not STEP.fullmatch(told):
        raise Refused("sheet.path")
    return told


def sign_in(told: str) -> str:
    """A name to sign in with."""
    if not SIGN_IN.fullmatch(told) or not _whole(told):
        raise Refused("sheet.sign_in")
    return told


def zone(told: str) -> str:
    """A time zone."""
    try:
        ZoneInfo(text(told))
    except (KeyError, ValueError, OSError):
        raise Refused("sheet.zone") from None
    return told


def items(told: str) -> tuple[str, ...]:
    """Several texts in one cell, apart by commas, semicolons or lines."""
    found = tuple(dict.fromkeys(part.strip() for part in SPLIT.split(text(told)) if part.strip()))
    if len(found) > LIST_MAX:
        raise Refused("text.long", field="", most=LIST_MAX)
    return found


def questions(told: str) -> tuple[str, ...]:
    """Questions, one a line or apart by semicolons: plain sentences, or in columns as `asking` reads them."""
    apart = "\n" if "\n" in told or "|" in told else re.compile("[;；]")
    lines = told.split(apart) if isinstance(apart, str) else apart.split(text(told))
    found = tuple(part.strip() for part in lines if part.strip())
    if len(found) > LIST_MAX:
        raise Refused("text.long", field="", most=LIST_MAX)
    for place, one in enumerate(found, 1):
        question_of(text(one), place)
    return found


def names(told: str) -> dict[str, Value]:
    """Names by language (BCP 47), such as `pt: Fuga de água; fr: Fuite d'eau`."""
    found: dict[str, Value] = {}
    for part in re.split(r"[;；\n]", text(told)):
        language, colon, name = (side.strip() for side in part.replace("：", ":").partition(":"))
        if part.strip() and not (colon and name and LANGUAGE.fullmatch(language)):
            raise Refused("sheet.names", told=part.strip()[:80])
        if name:
            found[language] = name
    return found


def needs(told: str) -> tuple[str, ...]:
    """Kinds and numbers of units, such as `engine:2, ambulance:1:paramedic`."""
    found = {one: needed(one) for one in items(told.replace("：", ":"))}
    if wrong := [one for one, need in found.items() if need is None]:
        raise Refused("sheet.needs", told=wrong[0])
    return tuple(str(need) for need in found.values())


@dataclass(frozen=True)
class Words:
    """One of these words, or several of them where `many`."""

    allowed: tuple[str, ...]
    many: bool = False

    def __call__(self, told: str) -> Value:
        found = tuple(part.casefold().replace(" ", "_") for part in items(told))
        if not found or any(part not in self.allowed for part in found) or (len(found) > 1 and not self.many):
            raise Refused("sheet.words" if self.many else "sheet.word", allowed=", ".join(self.allowed))
        return found if self.many else found[0]


@dataclass(frozen=True)
class Number:
    """A number within bounds."""

    least: float
    most: float
    whole: bool = False

    def __call__(self, told: str) -> Value:
        found = float(told) if NUMBER.fullmatch(told) else math.nan
        if not self.least <= found <= self.most or (self.whole and not found.is_integer()):
            raise Refused("sheet.number", least=f"{self.least:g}", most=f"{self.most:g}")
        return int(found) if self.whole else found


def weekdays(told: str) -> tuple[int, ...]:
    """Weekdays worked, such as `Mon, Tue` or `Mon-Fri`; Monday is 0."""
    days: set[int] = set()
    for part in items(told):
        first, _, last = (name.strip()[:3].casefold() for name in part.replace("–", "-").partition("-"))
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
            raise Refused("sheet.weekdays")
        days |= set(range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1))
    if not days:
        raise Refused("sheet.weekdays")
    return tuple(sorted(days))


def hours(told: str) -> tuple[str, ...]:
    """Opening hours, such as `09:00-12:00, 14:00-18:00`."""
    found = items(told)
    if not found or not all(SPAN.fullmatch(part) for part in found):
        raise Refused("sheet.hours")
    return found


def dates(told: str) -> tuple[str, ...]:
    """Days, each as 2026-01-31."""
    return tuple(sorted(_day(part) for part in items(told)))


def _day(told: str) -> str:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", told):
            raise ValueError(told)
        return date.fromisoformat(told).isoformat()
    except ValueError:
        raise Refused("sheet.date") from None


def years(told: str) -> tuple[int, ...]:
    """Years, each as 2026."""
    found = items(told)
    if not all(re.fullmatch("(19|20|21)[0-9]{2}", part) for part in found):
        raise Refused("sheet.year")
    return tuple(sorted(int(part) for part in found))

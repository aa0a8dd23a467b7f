"""One setting of the settings file, and what its values may be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Text = tuple[str, str]  # English, 中文


@dataclass(frozen=True)
class Setting:
    """One setting: where it stands in the file, what it may be, what it is for."""

    key: str
    holds: Callable[[Any], bool]
    wanted: Text
    meaning: Text
    shown: str


def between(low: int, high: int) -> Callable[[Any], bool]:
    """Holds for whole numbers from `low` to `high`."""
    return lambda value: type(value) is int and low <= value <= high


def one_of(*words: str) -> Callable[[Any], bool]:
    """Holds for these words."""
    return lambda value: value in words and isinstance(value, str)


def is_line(value: object) -> bool:
    """Whether it is one line of text, and not too long."""
    return isinstance(value, str) and len(value) <= 200 and value.isprintable()


def declared(setting: Setting, default: object) -> Any:
    """A field of the settings, with what is said of it."""
    return field(default=default, metadata={"setting": setting})

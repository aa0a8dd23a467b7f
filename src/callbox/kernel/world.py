"""A world: one mode, one clock, one database, one folder of keys. Worlds share nothing, so none can touch another.

This is the one place that reads the machine's clock and its randomness.
"""

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Protocol

from callbox.kernel.facts import Id

# Crockford's base 32 without I, L, O, U: nothing in it is mistaken for anything else on the radio.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LETTERS = 12


class Mode(StrEnum):
    """What a world is for. Only a live one may reach people outside."""

    LIVE = "live"
    DEMO = "demo"
    PRACTICE = "practice"
    REPLAY = "replay"


class Clock(Protocol):
    """The one owner of time in a world."""

    @property
    def rate(self) -> float:
        """How many seconds pass in this world while one passes for the machine; 0: it is moved by hand."""

    def now(self) -> datetime:
        """The world's time, in UTC."""


class RealClock:
    """The time of day, held steady: a jump of the wall clock against the machine's monotonic one is reported."""

    rate = 1.0

    def __init__(self) -> None:
        self._wall = datetime.now(UTC)  # noqa: TID251  the edge of time
        self._steady_s = time.monotonic()

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251  the edge of time

    def jump_s(self) -> float:
        """Seconds by which the wall clock moved away from steady time since the last look. Then counts anew."""
        wall, steady_s = self.now(), time.monotonic()
        jump_s = (wall - self._wall).total_seconds() - (steady_s - self._steady_s)
        self._wall, self._steady_s = wall, steady_s
        return jump_s


class RunningClock:
    """A time that began at `start` and runs `rate` times as fast as the machine's."""

    def __init__(self, start: datetime, rate: float = 1.0) -> None:
        self._start, self.rate, self._since_s = start, rate, time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(time.monotonic() - self._since_s) * self.rate)


class SteppedClock:
    """A time that stands where it was put: replays at full speed, and tests."""

    rate = 0.0

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def put(self, at: datetime) -> None:
        """Move on to `at`; never back."""
        self.at = max(self.at, at)


class EventClock(SteppedClock):
    """A time that moves with what happens, so that a batch from one hour is entered over that hour, not at its end."""

    def entering(self, at: datetime) -> datetime:
        """When an act of that time is entered: then, and never before the clock stands."""
        return max(self.at, at) if at.tzinfo else self.at


@dataclass(frozen=True, kw_only=True)
class World:
    """Where this process works."""

    name: str
    mode: Mode
    clock: Clock
    folder: Path
    zone: str = "UTC"
    seed: int | None = None

    def entering(self, at: datetime) -> datetime:
        """When an act of that time is entered: now; only in a replay the acts themselves move time on."""
        return self.clock.entering(at) if isinstance(self.clock, EventClock) else self.clock.now()

    @property
    def keys_folder(self) -> Path:
        return self.folder / "keys"

    @property
    def files_folder(self) -> Path:
        return self.folder / "files"

    @property
    def may_reach_outside(self) -> bool:
        """Practice, demo and replay never page a real unit, send a mail or call a webhook."""
        return self.mode is Mode.LIVE


class Ids:
    """Names for new records: 60 random bits, so that none tells when it was made or how many there are.

    A replay draws them from its seed, so that the same file gives the same records.
    """

    def __init__(self, seed: int | None = None) -> None:
        self._bits = secrets.randbits if seed is None else Random(seed).getrandbits  # noqa: S311  not for secrets

    def new(self) -> Id:
        number = self._bits(5 * ID_LETTERS)
        letters = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(ID_LETTERS))
        return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def normal_id(text: str) -> Id:
    """An id as stored, from how someone may have typed it: with or without hyphens, in capitals, with O for 0."""
    letters = "".join(letter for letter in text.casefold() if letter not in "- ")
    letters = letters.translate(str.maketrans("ilou", "110v"))
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))

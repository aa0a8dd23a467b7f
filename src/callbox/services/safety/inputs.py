"""What each act on alarms and checks is given."""

from dataclasses import dataclass
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links, Personal
from callbox.services.safety.facts import OUTCOMES


@dataclass(frozen=True, kw_only=True)
class Raise(Inputs):
    """Somebody needs help now."""

    id: Annotated[Id, "The new alarm's name"]
    unit: Annotated[Id | None, "The unit, where a crew presses it", Links("unit")] = None
    latitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None
    longitude_deg: Annotated[float | None, "Where, WGS 84", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Answer(Inputs):
    """Somebody takes an alarm in hand."""

    alarm: Annotated[Id, "The alarm", Links("alarm")]


@dataclass(frozen=True, kw_only=True)
class EndAlarm(Inputs):
    """An alarm ends."""

    alarm: Annotated[Id, "The alarm", Links("alarm")]
    outcome: Annotated[str, "How it ended", Choice(OUTCOMES)]


@dataclass(frozen=True, kw_only=True)
class AlarmDue(Inputs):
    """Nobody took an alarm in hand in time."""

    alarm: Annotated[Id, "The alarm", Links("alarm")]
    clock: Annotated[str, "Which deadline"]


@dataclass(frozen=True, kw_only=True)
class Begin(Inputs):
    """A crew is on scene."""

    id: Annotated[Id, "The new check's name"]
    assignment: Annotated[Id, "The assignment", Links("assignment")]


@dataclass(frozen=True, kw_only=True)
class OfCheck(Inputs):
    """A crew says that it is safe, or its assignment ended."""

    check: Annotated[Id, "The check", Links("check")]


@dataclass(frozen=True, kw_only=True)
class CheckDue(Inputs):
    """A crew is to be asked, or has not answered."""

    check: Annotated[Id, "The check", Links("check")]
    clock: Annotated[str, "Which deadline"]

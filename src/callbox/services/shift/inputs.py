"""What each act on a shift is given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from callbox.kernel.facts import Id, Inputs, Links, Personal


@dataclass(frozen=True, kw_only=True)
class Plan(Inputs):
    """A unit is to be on duty."""

    id: Annotated[Id, "The new shift's name"]
    unit: Annotated[Id, "The unit", Links("unit")]
    starts_at: Annotated[datetime, "When it is to begin"]
    ends_at: Annotated[datetime, "When it is to end"]
    crew: Annotated[tuple[str, ...], "The people on it, as their records are called", Personal()] = ()


@dataclass(frozen=True, kw_only=True)
class SignOn(Inputs):
    """A unit comes on duty without a plan."""

    id: Annotated[Id, "The new shift's name"]
    unit: Annotated[Id, "The unit", Links("unit")]
    ends_at: Annotated[datetime, "When it is to end"]
    crew: Annotated[tuple[str, ...], "The people on it, as their records are called", Personal()] = ()


@dataclass(frozen=True, kw_only=True)
class Crew(Inputs):
    """Others are on it."""

    shift: Annotated[Id, "The shift", Links("shift")]
    crew: Annotated[tuple[str, ...], "The people on it from now on", Personal()]


@dataclass(frozen=True, kw_only=True)
class Turn(Inputs):
    """A planned shift begins, its crew rests or goes on, it ends, or is called off."""

    shift: Annotated[Id, "The shift", Links("shift")]


@dataclass(frozen=True, kw_only=True)
class Due(Inputs):
    """A shift ran past its end."""

    shift: Annotated[Id, "The shift", Links("shift")]
    clock: Annotated[str, "Which deadline"]

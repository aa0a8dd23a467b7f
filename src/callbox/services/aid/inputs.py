"""What each act on mutual aid is given."""

from dataclasses import dataclass
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links, Personal
from callbox.services.aid.facts import DECLINED_FOR


@dataclass(frozen=True, kw_only=True)
class Ask(Inputs):
    """Ask a neighbour for units on one incident."""

    id: Annotated[Id, "The new record's name"]
    incident: Annotated[Id, "The incident", Links("incident")]
    to: Annotated[str, "The organisation that is asked", Links("organisation")]
    unit_kind: Annotated[str, "What is wanted: engine, ambulance ..."] = ""
    count: Annotated[int, "How many are wanted"] = 1
    words: Annotated[str | None, "What the neighbour has to know", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class OfAid(Inputs):
    """It is taken back, or the units are given back."""

    aid: Annotated[Id, "The mutual aid", Links("aid")]


@dataclass(frozen=True, kw_only=True)
class Accept(OfAid):
    """Lend these units, for this incident alone."""

    units: Annotated[tuple[Id, ...], "The units that are lent", Links("unit")] = ()


@dataclass(frozen=True, kw_only=True)
class Decline(OfAid):
    """Lend none; the act's reason says why."""

    declined_for: Annotated[str, "Why none is lent", Choice(DECLINED_FOR)]


@dataclass(frozen=True, kw_only=True)
class Due(OfAid):
    """Nobody answered in time."""

    clock: Annotated[str, "Which deadline"]

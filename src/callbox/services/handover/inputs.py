"""What each act on a handover is given."""

from dataclasses import dataclass
from typing import Annotated

from callbox.kernel.facts import Id, Inputs, Links, Personal


@dataclass(frozen=True, kw_only=True)
class Offer(Inputs):
    """Somebody goes off and hands over what is open."""

    id: Annotated[Id, "The new handover's name"]
    incidents: Annotated[tuple[Id, ...], "The incidents that are open"] = ()
    reports: Annotated[tuple[Id, ...], "The reports that wait for a case"] = ()
    areas: Annotated[tuple[Id, ...], "The districts that they watch"] = ()
    words: Annotated[str | None, "What the next has to know", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Answer(Inputs):
    """It is answered."""

    handover: Annotated[Id, "The handover", Links("handover")]


@dataclass(frozen=True, kw_only=True)
class Take(Answer):
    """Whoever comes on signs."""

    areas: Annotated[tuple[Id, ...], "Which of its districts they watch from now on"] = ()


@dataclass(frozen=True, kw_only=True)
class Due(Inputs):
    """Nobody took it in time."""

    handover: Annotated[Id, "The handover", Links("handover")]
    clock: Annotated[str, "Which deadline"]

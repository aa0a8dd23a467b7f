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
    words: Annotated[str | None, "What the next has to know", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Answer(Inputs):
    """It is taken, or taken back."""

    handover: Annotated[Id, "The handover", Links("handover")]


@dataclass(frozen=True, kw_only=True)
class Due(Inputs):
    """Nobody took it in time."""

    handover: Annotated[Id, "The handover", Links("handover")]
    clock: Annotated[str, "Which deadline"]

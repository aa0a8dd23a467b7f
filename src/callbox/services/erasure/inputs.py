"""What erasing, and holding back from it, is given."""

from dataclasses import dataclass
from typing import Annotated

from callbox.kernel.facts import ANY_KIND, Choice, Id, Inputs, Links
from callbox.services.erasure.facts import GROUNDS


@dataclass(frozen=True, kw_only=True)
class CarryOut(Inputs):
    """A case ends for good. Asked for through `kernel.erase` alone, which gathers `others` and `holds` under locks."""

    id: Annotated[Id, "The new erasure's name"]
    case: Annotated[str, "The kind and id of what is erased, such as `incident 1a2b-...`", Links(ANY_KIND)]
    others: Annotated[tuple[str, ...], "All that is erased with it, each as kind and id", Links(ANY_KIND)] = ()
    holds: Annotated[tuple[Id, ...], "Every legal hold on any of them", Links("hold")] = ()
    ground: Annotated[str, "On what ground", Choice(GROUNDS)]


@dataclass(frozen=True, kw_only=True)
class Place(Inputs):
    """A case is evidence and must not be erased."""

    id: Annotated[Id, "The new hold's name"]
    case: Annotated[str, "The kind and id of what is held, such as `incident 1a2b-...`", Links(ANY_KIND)]


@dataclass(frozen=True, kw_only=True)
class Lift(Inputs):
    """A case is evidence no longer."""

    hold: Annotated[Id, "The hold", Links("hold")]

"""What each act on a closure is given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links
from callbox.services.closure.facts import DRIVERS, REASONS


@dataclass(frozen=True, kw_only=True)
class Declare(Inputs):
    """A road cannot be driven as usual. Exactly one of outline, street and arcs says where."""

    id: Annotated[Id, "The new closure's name"]
    organisation: Annotated[str, "The organisation that declares it", Links("organisation")]
    outline_deg: Annotated[tuple[float, ...], "The area: longitude, latitude of each corner, WGS 84"] = ()
    street: Annotated[str, "The street, by its name on the map"] = ""
    arcs: Annotated[tuple[int, ...], "Stretches of road, by their numbers in one road network"] = ()
    network: Annotated[str, "The digest of the road network that the numbers belong to"] = ""
    speed_factor: Annotated[float, "How much of its speed a unit keeps: 0 is closed, 0.3 is slow"] = 0.0
    drivers: Annotated[tuple[str, ...], "Whom it holds for", Choice(DRIVERS)] = DRIVERS
    reason_code: Annotated[str, "Why", Choice(REASONS)] = "other"
    begins_at: Annotated[datetime | None, "From when it holds; left out: from now"] = None
    ends_at: Annotated[datetime | None, "Until when it holds; left out: until it is lifted"] = None


@dataclass(frozen=True, kw_only=True)
class ChangeClosure(Inputs):
    """What has changed about a closure; what is left out stays. For another place another one is declared."""

    closure: Annotated[Id, "The closure", Links("closure")]
    speed_factor: Annotated[float | None, "How much of its speed a unit keeps"] = None
    drivers: Annotated[tuple[str, ...] | None, "Whom it holds for", Choice(DRIVERS)] = None
    reason_code: Annotated[str | None, "Why", Choice(REASONS)] = None
    ends_at: Annotated[datetime | None, "Until when it holds"] = None
    without_end: Annotated[bool, "It holds until it is lifted"] = False


@dataclass(frozen=True, kw_only=True)
class Lift(Inputs):
    """The road can be driven as usual again."""

    closure: Annotated[Id, "The closure", Links("closure")]


@dataclass(frozen=True, kw_only=True)
class Due(Inputs):
    """The end of a closure has come."""

    closure: Annotated[Id, "The closure", Links("closure")]
    clock: Annotated[str, "Which deadline"]

"""What each act on a notice is given."""

from dataclasses import dataclass
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links, Personal
from callbox.services.notice.facts import PRECISIONS


@dataclass(frozen=True, kw_only=True)
class Propose(Inputs):
    """A request of a public category waits for somebody to look it over."""

    id: Annotated[Id, "The new notice's name"]
    request: Annotated[Id, "The request that it tells of", Links("request")]


@dataclass(frozen=True, kw_only=True)
class Publish(Inputs):
    """What the public is told from now on. The place is the request's own, made as coarse as `precision` says."""

    notice: Annotated[Id, "The notice", Links("notice")]
    words: Annotated[str, "What the public reads", Personal()]
    place: Annotated[str, "Where, in words that name no house", Personal()] = ""
    precision: Annotated[str, "How near the public is brought to the place", Choice(PRECISIONS)] = "corner"
    stored: Annotated[str | None, "The blurred photo's name in the folder of files"] = None
    sha256: Annotated[str | None, "SHA-256 of the blurred photo, hex", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Remove(Inputs):
    """It is public no longer, or never will be; its values are destroyed."""

    notice: Annotated[Id, "The notice", Links("notice")]

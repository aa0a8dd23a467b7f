"""What each act on shares is given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links, Personal
from callbox.services.share.facts import SEEN, SEEN_FIRST


@dataclass(frozen=True, kw_only=True)
class Invite(Inputs):
    """Another organisation is asked to work on a request, and sees what is declared for it, no more."""

    id: Annotated[Id, "The new share's name"]
    request: Annotated[Id, "The request", Links("request")]
    to: Annotated[str, "The organisation that is asked", Links("organisation")]
    sees: Annotated[tuple[str, ...], "What of the request it may see", Choice(SEEN)] = SEEN_FIRST
    asked_for: Annotated[str, "What it is asked to do", Personal()]
    until: Annotated[datetime | None, "Until when its part should be done"] = None
    although_protected: Annotated[
        bool, "The request is protected and is shown to them all the same; the act says why"
    ] = False


@dataclass(frozen=True, kw_only=True)
class OfShare(Inputs):
    """Something happens to a share."""

    share: Annotated[Id, "The share", Links("share")]


@dataclass(frozen=True, kw_only=True)
class Declare(OfShare):
    """What of the case may be seen from now on: more or less than before."""

    sees: Annotated[tuple[str, ...], "What of the case it may see", Choice(SEEN)] = ()


@dataclass(frozen=True, kw_only=True)
class Done(OfShare):
    """The organisation's part is done."""

    result: Annotated[str, "What came of it", Personal()]


@dataclass(frozen=True, kw_only=True)
class ShareDue(OfShare):
    """The deadline of a share passed."""

    clock: Annotated[str, "Which deadline"]

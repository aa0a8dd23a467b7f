"""What the pages of notices show: what waits to be looked over, oldest first, what is public, and one opened."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from callbox.kernel import parts, read
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.permission import may
from callbox.kernel.read import Condition, select
from callbox.kernel.registry import act as spec_of
from callbox.kernel.words import say
from callbox.services.note.facts import Attachment
from callbox.services.notice.facts import PUBLIC, Notice
from callbox.services.request.facts import Request

SHOWN_MOST: Final = 200
WAITS: Final = Condition("status = 'proposed' AND NOT erased")
IS_PUBLIC: Final = Condition("status = %s AND NOT erased", (PUBLIC,))
PICTURES: Final = ("image/jpeg", "image/png", "image/webp")
HOUSE: Final = re.compile(r"\s*\d+\s*(?:号楼?|弄|室|栋|单元)|^\s*\d+\w?[\s,]+|,?\s+\d+\w?\s*$")


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A photo that came with a request: the case it belongs to, and its name."""

    case: Ref
    attachment: Id

    def __str__(self) -> str:
        return f"{self.case.kind} {self.case.id} {self.attachment}"


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A notice that is looked over: the request with its values, and its photos, which are opened one by one."""

    notice: Notice
    request: Request
    photos: Sequence[Photo]


def must_look(actor: Actor) -> None:
    """Hold back whoever decides nothing about what the public is told.

    Raises:
        Refused: `not_allowed`.
    """
    if not may(actor, spec_of("notice.publish").grants, None):
        raise Refused("not_allowed", act="notice.publish")


def waiting(actor: Actor) -> Sequence[Notice]:
    """Those that nobody has looked over, oldest first."""
    return select(actor, "notice", where=[WAITS], order="proposed_at, id", most=SHOWN_MOST)


def shown_now(actor: Actor) -> Sequence[Notice]:
    """Those that are public, newest first."""
    return select(actor, "notice", where=[IS_PUBLIC], order="published_at DESC, id", most=SHOWN_MOST)


def next_after(actor: Actor, one: Id) -> Id:
    """The next that waits; empty: none does."""
    return next((each.id for each in waiting(actor) if each.id != one), "")


def looked_over(actor: Actor, one: Id, *, language: str) -> Looked:
    """A notice with what its request says: a recorded look.

    Raises:
        Refused: when it is not there for this actor.
    """
    notice = read.find(actor, Ref("notice", one))
    assert isinstance(notice, Notice)
    case = Ref("request", notice.request)
    request = read.opened(actor, case, purpose=say("purpose.look_over", language))
    return Looked(notice=notice, request=request, photos=photos_of(actor, case))


def photos_of(actor: Actor, case: Ref) -> list[Photo]:
    """The photos of a request, and of the reports that belong to it."""
    return [_photo(one, case) for one in parts.of(actor, case) if _is_photo(one)]


def _is_photo(part: Any) -> bool:
    return isinstance(part, Attachment) and part.status == "added" and part.media_type in PICTURES and not part.erased


def _photo(part: Any, case: Ref) -> Photo:
    return Photo(case=case, attachment=part.id)


def without_house(address: str | None) -> str:
    """A street without the number of a house, as a beginning to what may be told. Pure."""
    return HOUSE.sub(" ", address or "").strip(" ,，")

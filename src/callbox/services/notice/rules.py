"""The rules of what the public is told.

1. Only a request of a public category may become known, and never one that is protected or about an organisation. This is
   asked when it is proposed, and again when it is published.
2. Nothing is shown before a named person has looked it over: the words are theirs, a photo is one they have blurred.
3. No words that point at a person: telephone numbers, identity numbers and mail addresses are refused by their form.
4. The place is told as coarsely as its precision says, and this is done here: finer digits reach no notice.
5. A notice is never edited: it is removed, and another takes its place. Removing gives no reason to anybody outside.
6. The machine proposes, and removes what was shown long enough; it publishes nothing.
"""

import re
from typing import Final

from callbox.kernel.facts import Act, Change, Changes, Id, New, Refused, Value
from callbox.kernel.persons import points_at_a_person
from callbox.services.notice.facts import PLACES, PUBLIC, Notice
from callbox.services.notice.inputs import Propose, Publish, Remove
from callbox.services.notice.squares import square
from callbox.services.request.facts import Category, Request

WORDS_MAX: Final = 500
PLACE_MAX: Final = 120
STORED: Final = re.compile(r"[0-9a-f]{32}")


def propose(act: Act[Propose], *, request: Request, category: Category | None) -> Changes:
    """A request waits for somebody to look it over."""
    check_may_be_told(request, category)
    notice = Notice(
        id=act.inputs.id,
        status="proposed",
        organisation=request.organisation,
        parties=request.parties,
        request=request.id,
        category=request.category,
        area=request.area,
        proposed_at=act.at,
    )
    return [New(notice, "notice.proposed")]


def publish(act: Act[Publish], *, request: Request, notice: Notice, category: Category | None) -> Changes:
    """What the public is told from now on."""
    if notice.status != "proposed":
        raise Refused("notice.status", status=notice.status)
    check_may_be_told(request, category)
    told = act.inputs
    if told.stored is not None and not STORED.fullmatch(told.stored):
        raise Refused("notice.stored")
    sets: dict[str, Value] = {
        "status": PUBLIC,
        "organisation": request.organisation,
        "parties": request.parties,
        "area": request.area,
        "published_at": act.at,
        "published_by": _person(act.by.person),
        "precision": told.precision,
        "stored": told.stored,
        "words": _checked("words", told.words, most=WORDS_MAX),
        "place": _checked("place", told.place, most=PLACE_MAX) if told.place.strip() else None,
        "sha256": told.sha256,
        **_coarse(request, told.precision),
    }
    return [Change(notice, "notice.published", sets)]


def remove(act: Act[Remove], *, request: Request, notice: Notice) -> Changes:
    """It is public no longer, or never will be."""
    if notice.status == "removed":
        raise Refused("nothing_changed")
    sets: dict[str, Value] = {"status": "removed", "removed_at": act.at, "removed_by": act.by.person}
    return [Change(notice, "notice.removed", sets)]


def check_may_be_told(request: Request, category: Category | None) -> None:
    """Hold back whatever the public must not know of.

    Raises:
        Refused: `notice.not_public`, whatever the reason: which of them it was tells of the request.
    """
    hidden = request.protected or request.about or request.erased or not request.public
    if hidden or category is None or not category.public:
        raise Refused("notice.not_public", field="request")


def _coarse(request: Request, precision: str) -> dict[str, Value]:
    """The request's place as it may be told; nothing where it is not known or its district is all that is told."""
    digits = PLACES.get(precision)
    if digits is None or request.latitude_deg is None or request.longitude_deg is None:
        return {}
    latitude_deg, longitude_deg = round(request.latitude_deg, digits), round(request.longitude_deg, digits)
    return {
        "latitude_deg": latitude_deg,
        "longitude_deg": longitude_deg,
        "square": square(latitude_deg, longitude_deg),
    }


def _checked(field: str, text: str, *, most: int) -> str:
    plain = " ".join(text.split())
    if not plain:
        raise Refused("field.empty", field=field)
    if len(plain) > most:
        raise Refused("text.long", field=field, most=most)
    if found := points_at_a_person(plain):
        raise Refused("notice.points_at_a_person", field=field, found=found)
    return plain


def _person(person: Id | None) -> Id:
    if person is None:
        raise Refused("notice.needs_person")
    return person

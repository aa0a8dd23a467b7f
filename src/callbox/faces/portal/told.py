"""What somebody filled in to send something: read out of the form, cut to what can be kept, never refused for its shape."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.http import QueryDict

from callbox.kernel.checks import UNREADABLE, degrees_max
from callbox.kernel.facts import Id, Value
from callbox.kernel.globe import Place

SALT: Final = "callbox.faces.portal.sending"
WORDS_MOST: Final = 4_000
LINE_MOST: Final = 300
ANSWERS_MOST: Final = 60
# A form that was open this long is still taken; only what it says of its own age is believed no more.
FORM_GOOD: Final = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Form:
    """The form as it was given out: its own key, so that sending twice sends once, and when that was."""

    key: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Told:
    """What was filled in."""

    what: str = ""
    words: str = ""
    address: str = ""
    place: Place | None = None
    """(latitude, longitude) in degrees: pressed, picked on the map or out of a photo; the typed place is looked up."""
    category: Id = ""
    department: str = ""
    join: Id = ""
    """The notice of an open matter that somebody adds themselves to."""
    answers: Mapping[str, Value] = field(default_factory=dict)
    asked: Id = ""
    """The category whose questions were on the page already."""
    photo: str = ""
    """The name of the photo that waits, with its key."""
    photo_place: bool = False
    """Whether the place may be taken out of the photo."""
    coded: bool = False
    """Whether they want a code to come back by, of what has no link."""
    trapped: bool = False
    """Whether a field was filled in that no person sees."""
    form: Form | None = None


def handed_out(key: str, at: datetime) -> str:
    """What a new form carries, so that it is known again."""
    return signing.dumps([key, at.isoformat()], salt=SALT)


def told_in(given: QueryDict) -> Told:
    """What a posted form says."""
    return Told(
        what=given.get("what", ""),
        words=_text(given, "words", WORDS_MOST),
        address=_text(given, "address", LINE_MOST),
        place=_looked_up(given) or _pair(given.get("here", "")),
        category=_line(given, "category") or _line(given, "proposal"),
        department=_line(given, "department"),
        join=_line(given, "join"),
        answers=_answers(given),
        asked=_line(given, "asked"),
        photo=_line(given, "kept"),
        photo_place=given.get("photo_place") == "yes",
        coded=given.get("coded") == "yes",
        trapped=bool(given.get("website", "").strip()),
        form=_form(given.get("form", "")),
    )


def _text(given: QueryDict, name: str, most: int) -> str:
    return UNREADABLE.sub("", given.get(name, "")).strip()[:most]


def _line(given: QueryDict, name: str) -> str:
    return " ".join(_text(given, name, LINE_MOST).split())


def _looked_up(given: QueryDict) -> Place | None:
    """The place that was found for what was typed, or chosen of several; not one of what was typed before."""
    is_for = given.get("place_for", "") == given.get("address", "")
    return _pair(given.get("place", "")) if is_for else None


def _pair(told: str) -> Place | None:
    """`latitude,longitude` in degrees; None for anything else, or a place that is nowhere on Earth."""
    try:
        latitude, longitude = (float(part) for part in told.split(","))
    except ValueError:
        return None
    sides = ((latitude, degrees_max("latitude_deg")), (longitude, degrees_max("longitude_deg")))
    good = all(math.isfinite(side) and most is not None and abs(side) <= most for side, most in sides)
    return (latitude, longitude) if good else None


def _answers(given: QueryDict) -> dict[str, Value]:
    """The answers to a category's questions, by code; several where several were chosen."""
    found: dict[str, Value] = {}
    for name in [name for name in given if name.startswith("a-")][:ANSWERS_MOST]:
        texts = tuple(text for told in given.getlist(name) if (text := UNREADABLE.sub("", told).strip()[:WORDS_MOST]))
        if texts:
            found[name[2:42]] = texts if len(texts) > 1 else texts[0]
    return found


def _form(told: str) -> Form | None:
    try:
        key, at = signing.loads(told, salt=SALT)
        return Form(key=str(key), at=datetime.fromisoformat(at))
    except (signing.BadSignature, ValueError, TypeError):
        return None

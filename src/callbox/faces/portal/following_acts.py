"""What whoever follows a case does on its page, as acts.

Rules in words:
- Words and photos go to the case they follow. Photos are drawn anew: nothing of the file that came is kept.
- What may be danger to life goes to the emergency line's queue at once as well, and the page shows its number large.
- Each form carries a key, so that sending it twice does nothing twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from callbox.faces.portal.desk import desk, reporter
from callbox.kernel.checks import UNREADABLE
from callbox.kernel.facts import Answer, Id, Refused
from callbox.kernel.node import current
from callbox.services.follow import acts, proving
from callbox.services.follow.facts import WAYS, Contact, Follow
from callbox.services.note.acts import photograph
from callbox.services.report.advice import danger

TEXT_MOST: Final = 4_000
KEY_MOST: Final = 60
PHOTOS_MOST: Final = 4
PHOTO_BYTES_MAX: Final = 25_000_000


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What was sent from the page: its fields by name, and the photos."""

    fields: dict[str, str]
    photos: "Sequence[UploadedFile[Any]]" = field(default_factory=tuple)

    def text(self, name: str) -> str:
        """A text as it can be kept."""
        return UNREADABLE.sub("", self.fields.get(name, "")).strip()[:TEXT_MOST]

    @property
    def key(self) -> str:
        """What makes sending it twice do nothing twice."""
        return self.text("key")[:KEY_MOST] or current().ids.new()


def sent(request: HttpRequest) -> Sent:
    """What was sent with a request."""
    photos = [one for one in request.FILES.getlist("photo")[:PHOTOS_MOST] if one.size]
    return Sent(fields={name: str(text) for name, text in request.POST.items()}, photos=photos)


def do(follow: Follow, what: Sent) -> str:
    """Do what was asked for; what was done, or nothing where nothing was asked.

    Raises:
        Refused: why it was not done.
    """
    asked = what.fields.get("what", "")
    if asked not in DOING:
        return ""
    return DOING[asked](follow, what) or asked


def _contact(follow: Follow, what: Sent) -> str:
    """How they may be reached. An address that messages go to is first shown to be theirs, by a code."""
    by, hours = what.text("contact_by"), (what.text("from"), what.text("until"))
    contact = Contact(
        by=by if by in WAYS else "link",
        to=what.text("contact_to"),
        hours="-".join(one for one in hours if one),
        note=what.text("note"),
    )
    _done(acts.tell_contact(follow, contact))
    told = acts.again(follow)
    if told.proved_at is None and proving.is_told(told):
        return _new_code(told, what)
    return ""


def _new_code(follow: Follow, what: Sent) -> str:
    """A code goes to the address they gave."""
    _done(proving.send_code(follow, key=f"{what.key}-code"))
    return "new_code"


def _code(follow: Follow, what: Sent) -> str:
    """They typed the code."""
    if not proving.prove(follow, what.text("digits")):
        raise Refused("portal.code_wrong")
    return ""


def _end(follow: Follow, _what: Sent) -> str:
    return _done(acts.tell(follow, "follow.end"))


def _leave(follow: Follow, _what: Sent) -> str:
    return _done(acts.tell(follow, "follow.leave"))


def _add(follow: Follow, what: Sent) -> str:
    """Words, photos or both."""
    said = what.text("said")
    if not said and not what.photos:
        raise Refused("field.empty", field="said")
    endangered = _warned(follow, said, key=what.key)
    if said:
        _done(acts.tell(follow, "follow.add", key=what.key, id=_new(), said=said))
    for number, photo in enumerate(what.photos):
        _photographed(follow, photo, key=f"{what.key}-{number}")
    return "danger" if endangered else ""


def _photographed(follow: Follow, photo: "UploadedFile[Any]", *, key: str) -> None:
    if photo.size is None or photo.size > PHOTO_BYTES_MAX:
        raise Refused("file.size", most=PHOTO_BYTES_MAX)
    held = acts.case_of(follow)
    by, at = reporter(held.organisation), current().world.clock.now()
    _done(photograph(by, held.ref, stream=BytesIO(photo.read()), at=at, key=key, reader=acts.MACHINE))


def _warned(follow: Follow, said: str, *, key: str) -> bool:
    """Let what may be danger to life wait for the emergency line as well; whether it may be."""
    told = desk()
    if told is None or not danger(said):
        return False
    given: dict[str, Any] = {"id": _new(), "channel": "web", "language": follow.language, "said_fact": said}
    by = reporter(told.emergency)
    _done(acts.perform("report.receive", by=by, key=f"{key}-danger", flags=("danger_words",), **given))
    return True


def _not_done(follow: Follow, what: Sent) -> str:
    return _done(acts.say_not_done(follow, what.text("said"), key=what.key))


def _was_done(follow: Follow, what: Sent) -> str:
    return _done(acts.say_done(follow, key=what.key))


def _verdict(follow: Follow, what: Sent) -> str:
    points = what.text("points")
    if points not in {"1", "2", "3", "4", "5"}:
        raise Refused("number.outside", field="points", least=1, most=5)
    return _done(acts.judge(follow, int(points), what.text("said"), key=what.key))


def _done(answer: Answer) -> str:
    """Nothing more to be said of it.

    Raises:
        Refused: what refused it.
    """
    if answer.refused is not None:
        raise answer.refused
    return ""


def _new() -> Id:
    return current().ids.new()


# By what is pressed on the page: what it does, and what is to be said of it where that is something else.
DOING: Final[dict[str, Callable[[Follow, Sent], str]]] = {
    "contact": _contact,
    "new_code": _new_code,
    "prove": _code,
    "end": _end,
    "leave": _leave,
    "add": _add,
    "not_done": _not_done,
    "done": _was_done,
    "verdict": _verdict,
}

"""What whoever applied does on the page that follows it, as acts.

Rules in words:
- A paper is a photo, drawn anew, or what it says; the one is as good as the other.
- That a paper given before may be used is said here, in plain words, by who has the code of the case it was given for; it
  is taken back here too, or where the paper was given.
- An objection goes on its way with a page of its own.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from callbox.faces.portal.applying import applied, earlier
from callbox.faces.portal.desk import reporter
from callbox.faces.portal.following_acts import PHOTO_BYTES_MAX, Sent
from callbox.kernel.facts import Answer, Id, Refused
from callbox.kernel.node import current
from callbox.services.application.acts import MACHINE, Standing, holder_of, new_paper, perform, word_of
from callbox.services.follow import acts as follows
from callbox.services.follow.facts import Follow
from callbox.services.note.acts import photograph


def do(follow: Follow, what: Sent) -> str:
    """Do what was asked for; what is to be said of it, or nothing where nothing of an application was asked.

    Raises:
        Refused: why it was not done.
    """
    doing = DOING.get(what.fields.get("what", ""))
    if doing is None:
        return ""
    seen = applied(follow)
    if seen is None:
        raise Refused("not_found", kind="application", id="")
    return doing(follow, seen, what)


def _paper(_follow: Follow, seen: Standing, what: Sent) -> str:
    """A photo of it, what it says, or both."""
    text, photo = what.text("text"), _photographed(seen, what)
    one, word = new_paper(seen.request.id, what.key)
    given: dict[str, Any] = {"which": what.text("which"), "text": text or None, "attachment": photo, "word": word}
    _done(_told(seen, "paper.give", key=what.key, id=one, application=seen.request.id, **given))
    return "paper"


def _photographed(seen: Standing, what: Sent) -> Id | None:
    if not what.photos:
        return None
    photo = what.photos[0]
    if photo.size is None or photo.size > PHOTO_BYTES_MAX:
        raise Refused("file.size", most=PHOTO_BYTES_MAX)
    by, at = reporter(seen.request.organisation), current().world.clock.now()
    stream, key = BytesIO(photo.read()), f"{what.key}-paper"
    return _done(photograph(by, seen.request.ref, stream=stream, at=at, key=key, reader=MACHINE)).ref.id


def _use(_follow: Follow, seen: Standing, what: Sent) -> str:
    """One given before: named by them, out of a case of which they have the code."""
    there = earlier(what.text("before"))
    paper = next((one for one in there.papers if one.id == what.text("paper")), None) if there else None
    if paper is None:
        raise Refused("portal.apply.not_before")
    if what.text("agreed") != "yes":
        raise Refused("portal.apply.agree")
    given: dict[str, Any] = {"paper": paper.id, "which": what.text("which"), "word": word_of(paper.id)}
    new = current().ids.new()
    _done(_told(seen, "paper.use", key=what.key, id=new, application=seen.request.id, **given))
    return "paper_used"


def _take_back(_follow: Follow, seen: Standing, what: Sent) -> str:
    """Of a paper given here, or of one used here."""
    elsewhere = (use for uses in seen.lent.values() for use in uses)
    use = next((one for one in (*elsewhere, *seen.uses) if one.id == what.text("use")), None)
    if use is None:
        raise Refused("not_found", kind="paper_use", id="")
    _done(perform("paper.withdraw", by=reporter(holder_of(use)), key=what.key, use=use.id))
    return "paper_back"


def _coming(_follow: Follow, seen: Standing, what: Sent) -> str:
    _done(_told(seen, "appointment.confirm", key=what.key, appointment=_named(seen.application.appointment)))
    return "coming"


def _other_time(_follow: Follow, seen: Standing, what: Sent) -> str:
    wish = what.text("wish")
    _done(_told(seen, "appointment.move", key=what.key, appointment=_named(seen.application.appointment), wish=wish))
    return "other_time"


def _object(follow: Follow, seen: Standing, what: Sent) -> str:
    """The objection is a report with a page of its own; how they want to be reached is as safe there as here."""
    new, said = current().ids.new(), what.text("said")
    given: dict[str, Any] = {"decision": _named(seen.application.decision), "said": said, "language": follow.language}
    report = _done(_told(seen, "decision.object", key=what.key, id=new, **given)).ref.id
    follows.begin(report, language=follow.language, linked=True)
    return "objected"


def _told(seen: Standing, name: str, *, key: str, **given: Any) -> Answer:
    """One act in the voice of whoever applied, to who holds it."""
    return perform(name, by=reporter(seen.request.organisation), key=key, **given)


def _named(one: Id | None) -> Id:
    """What there is to act on.

    Raises:
        Refused: when there is nothing.
    """
    if one is None:
        raise Refused("not_found", kind="application", id="")
    return one


def _done(answer: Answer) -> Answer:
    if answer.refused is not None:
        raise answer.refused
    return answer


# By what is pressed on the page.
DOING: Final[dict[str, Callable[[Follow, Standing, Sent], str]]] = {
    "paper": _paper,
    "paper_use": _use,
    "paper_back": _take_back,
    "coming": _coming,
    "other_time": _other_time,
    "object": _object,
}

"""A service request comes in: it is a report like any other, and opens a request in its category.

Words that may mean danger to life never wait for a department: the report goes to the emergency line's queue, a person
there looks at it at once, and the client gets a token and is told the number to call. A token is given, too, where a person
has to choose between departments. It leads to the request as soon as there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from callbox.faces.feeds.open311.acting import Acting
from callbox.faces.feeds.open311.asked import Given, first
from callbox.faces.feeds.open311.faults import fault
from callbox.faces.feeds.open311.sent import Sent, answers, sent
from callbox.kernel.facts import Id, Ref, Refused, Value
from callbox.services.note.acts import photograph
from callbox.services.report.advice import danger
from callbox.services.request import outside
from callbox.services.request.acts import route
from callbox.services.request.facts import Category, questions_of

# As the portal flags it, so that the emergency line finds both the same way.
ENDANGERED: Final = "danger_words"


@dataclass(frozen=True, kw_only=True)
class Posted:
    """What came of it: the report, the request where one could be opened at once, and whether life may be at risk."""

    report: Id
    category: Category
    request: Id | None = None
    danger: bool = False

    @property
    def about(self) -> Ref:
        """What a photo belongs to."""
        return Ref("request", self.request) if self.request else Ref("report", self.report)


def post(given: Given, photos: Sequence[bytes], acting: Acting, *, language: str) -> Posted:
    """Take in what a client sent: its fields, and photos drawn anew.

    Raises:
        Faults: where the standard refuses what was sent.
        Refused: where this node does.
    """
    told = sent(given)
    category = outside.category(told.service_code, also_private=True)
    if category is None:
        raise fault(404, "code", told=told.service_code[:100])
    answered = answers(questions_of(category), told.attributes)
    in_danger = bool(told.words and danger(told.words, words=category.danger_words))
    acting = acting.as_emergency() if in_danger else acting
    received = _received(told, acting, answers=answered, language=language)
    report = acting.new("report.receive", "report", flags=(ENDANGERED,) if in_danger else (), **received)
    request = None if in_danger else _opened(told, acting, report=report, category=category)
    posted = Posted(report=report, request=request, category=category, danger=in_danger)
    _attach(posted, photos, acting)
    return posted


def _opened(told: Sent, acting: Acting, *, report: Id, category: Category) -> Id | None:
    """The request; None where a person has to look first. The report is kept whatever speaks against it."""
    routed = route(category, told.latitude_deg, told.longitude_deg)
    if routed.to_ask:
        return None
    where = routed.opening(routed.department) if category.by_area else {}
    try:
        return acting.new("request.open", "request", report=report, category=category.id, **where)
    except Refused:
        return None


def _attach(posted: Posted, photos: Sequence[bytes], acting: Acting) -> None:
    for number, photo in enumerate(photos):
        key = acting.step(f"photo{number}")
        photograph(acting.by.actor, posted.about, stream=BytesIO(photo), at=acting.at, key=key)


def _received(told: Sent, acting: Acting, *, answers: dict[str, Any], language: str) -> dict[str, Value]:
    mark = acting.by.mark
    return {
        "channel": "api",
        "language": language[:20],
        "source_number": f"{mark}:{told.number}" if told.number else mark,
        "caller_name": told.name,
        "caller_phone": told.phone,
        "address": told.address,
        "latitude_deg": told.latitude_deg,
        "longitude_deg": told.longitude_deg,
        "said_fact": told.words,
        "answers": answers or None,
        "as_received": dict(told.as_received),
    }


def add(given: Given, photos: Sequence[bytes], acting: Acting, *, language: str) -> Id:
    """Words that whoever posted a request adds to it: a report of their own that joins it.

    Raises:
        Faults: where the request is not there for this key, or nothing was added.
        Refused: where this node refuses what was sent.
    """
    named, words = first(given, "service_request_id"), first(given, "description")
    if not words and not photos:
        raise fault(400, "no_words")
    if not outside.is_posted(named, acting.by.mark):
        raise fault(404, "request", id=named[:100])
    in_danger = bool(danger(words))
    acting = acting.as_emergency() if in_danger else acting
    told = {"channel": "api", "language": language[:20], "source_number": acting.by.mark, "said_fact": words or None}
    report = acting.new("report.receive", "words", flags=(ENDANGERED,) if in_danger else (), **told)
    for number, photo in enumerate(photos):
        key = acting.step(f"photo{number}")
        photograph(acting.by.actor, Ref("report", report), stream=BytesIO(photo), at=acting.at, key=key)
    if not in_danger:
        acting.done("report.join", "join", report=report, request=named)
    return report

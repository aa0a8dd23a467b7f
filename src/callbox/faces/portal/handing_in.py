"""What becomes of what was sent: a report, the request it opens or joins, its photo, and the link that follows it.

Rules in words:
- The report is kept first, and kept whatever else cannot be done; then it goes on as far as it can.
- What may be danger to life goes to the emergency line's queue at once, as it is, past every limit.
- What looks like spam is kept too: it opens nothing, and waits until somebody looked at it.
- The same form sent twice is one report.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

from callbox.faces.portal.desk import VIA, Desk, reporter
from callbox.faces.portal.looking import UNSURE, Look
from callbox.faces.portal.told import Told
from callbox.kernel import intake, registry
from callbox.kernel.facts import Act, Actor, Answer, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.read import Condition, select
from callbox.services.follow.acts import begin, code_of, path_of
from callbox.services.follow.facts import Contact
from callbox.services.note.acts import photograph
from callbox.services.notice.facts import PUBLIC, Notice
from callbox.services.request.acts import route
from callbox.services.request.facts import Request

ENDANGERED: Final = "danger_words"
EMERGENCY, WAITS, OPENED, JOINED = "emergency", "waits", "opened", "joined"
MACHINE: Final = Actor(organisation="", roles=frozenset({"machine"}), via=VIA)


@dataclass(frozen=True, kw_only=True)
class Handed:
    """What became of it."""

    went: str
    report: Id
    path: str
    """The secret link, without the node's own address; empty: there is none, on purpose."""
    code: str = ""
    """What opens the page when it is typed, where they asked for it and there is no link."""
    protected: bool = False
    request: Request | None = None
    department: str = ""
    photo_lost: bool = False


@dataclass(frozen=True, kw_only=True)
class Sending:
    """One sending: what was filled in, what was seen of it, and who it is for."""

    told: Told
    seen: Look
    desk: Desk
    language: str
    doubts: tuple[str, ...] = ()
    photo: bytes | None = None
    photo_lost: bool = False
    """Whether a photo came along that could not be kept."""

    @property
    def by(self) -> Actor:
        return reporter(self.desk.emergency if self.seen.danger else self.desk.organisation)

    @property
    def key(self) -> str:
        """The same form with the same content is the same sending."""
        form = self.told.form.key if self.told.form else current().ids.new()
        return sha256(repr((form, self.told)).encode()).hexdigest()[:40]


def hand_in(sending: Sending) -> Handed:
    """Keep it, and let it go where it belongs.

    Raises:
        Refused: when not even the report can be kept.
    """
    report = _received(sending)
    category, by = sending.seen.category, sending.by
    went, request = EMERGENCY if sending.seen.danger else WAITS, None
    lost = False
    protected = bool(category and category.protects)
    may_go_on = not sending.seen.danger and not sending.doubts
    if may_go_on and protected:
        lost = not _photographed(sending, Ref("report", report))
    if may_go_on:
        went, request = _joined(sending, report) or _opened(sending, report) or (WAITS, None)
    if not (may_go_on and protected):
        lost = not _photographed(
            sending, Ref("request", request) if went == OPENED and request else Ref("report", report)
        )
    # What somebody asks about may be protected though it waits or went elsewhere: they are as safe then.
    coded = protected and sending.told.coded
    quiet: dict[str, Any] = {"contact": Contact(by="never"), "linked": coded} if protected else {}
    follow = begin(report, request, language=sending.language, **quiet)
    opened = _request(request)
    return Handed(
        went=went,
        report=report,
        path="" if protected else path_of(follow),
        code=code_of(follow) if coded else "",
        protected=protected and went == OPENED,
        request=opened,
        department=opened.organisation if opened else by.organisation,
        photo_lost=lost or sending.photo_lost,
    )


def _act(name: str, sending: Sending, *, step: str, **given: Any) -> Answer:
    inputs = registry.act(name).inputs(**given)
    at = current().world.clock.now()
    return intake.act(Act(name=name, by=sending.by, at=at, inputs=inputs, key=f"{sending.key}-{step}"))


def _received(sending: Sending) -> Id:
    told, seen = sending.told, sending.seen
    named = {"category": told.category} if told.category not in ("", UNSURE) else {}
    flags = (*((ENDANGERED,) if seen.danger else ()), *sending.doubts)
    latitude_deg, longitude_deg = seen.place or (None, None)
    answer = _act(
        "report.receive",
        sending,
        step="receive",
        id=current().ids.new(),
        channel="photo" if sending.photo else "web",
        language=sending.language,
        flags=flags,
        address=told.address or None,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        said_fact=told.words or None,
        answers={**told.answers, **named} or None,
    )
    return answer.ref.id


def _joined(sending: Sending, report: Id) -> tuple[str, Id] | None:
    """Added to an open matter that everybody may see: a report of its own, with a link of its own."""
    if not sending.told.join:
        return None
    where = [Condition("id = %s AND status = %s", (sending.told.join, PUBLIC))]
    notices: Sequence[Notice] = select(MACHINE, "notice", where=where, most=1)
    for notice in notices:
        if _act("report.join", sending, step="join", report=report, request=notice.request).ok:
            return JOINED, notice.request
    return None


def _opened(sending: Sending, report: Id) -> tuple[str, Id] | None:
    """A request of the category that was chosen; None: somebody at the desk decides what it is."""
    category = sending.seen.category
    if category is None or sending.told.category != category.id:
        return None
    routed = route(category, *(sending.seen.place or (None, None)))
    department = sending.told.department if sending.told.department in routed.candidates else routed.department
    if department is None:
        return None
    given = routed.opening(department) if department != category.department else {}
    answers = dict(sending.told.answers) or None
    answer = _act(
        "request.open",
        sending,
        step="open",
        id=current().ids.new(),
        report=report,
        category=category.id,
        answers=answers,
        **given,
    )
    return (OPENED, answer.ref.id) if answer.ok else None


def _photographed(sending: Sending, case: Ref) -> bool:
    """Whether the photo lies with its case, or there was none. That it cannot be kept never undoes the report."""
    if sending.photo is None:
        return True
    at = current().world.clock.now()
    try:
        answer = photograph(
            sending.by, case, stream=BytesIO(sending.photo), at=at, key=f"{sending.key}-photo", reader=MACHINE
        )
    except Refused:
        return False
    return answer.ok


def _request(one: Id | None) -> Request | None:
    """What was opened or joined, sealed."""
    found: Sequence[Request] = select(MACHINE, "request", where=[Condition("id = %s", (one,))], most=1) if one else ()
    return found[0] if found else None

"""What faces call: begin to follow, the secret link, and what whoever knows it does.

Rules in words:
- The link is made of the follow's name and a keyed digest of it: nothing is kept that could be stolen, no link is guessed.
- Whoever knows the link is whoever asked. They act as the organisation that took their report in would for them.
- A follow without a link, and one that was ended, open nothing; that is answered as for a link that never was.
"""

from typing import Any, Final

from django.utils.crypto import constant_time_compare, salted_hmac

from callbox.kernel import intake, registry
from callbox.kernel.facts import Act, Actor, Answer, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.read import Condition, find, held_by, record_reading, select, with_personal
from callbox.kernel.world import ALPHABET, ID_LETTERS, normal_id
from callbox.services.follow.facts import REACHING, TOGETHER, Contact, Follow, Verdict
from callbox.services.report.facts import Report
from callbox.services.request.facts import Request

MACHINE: Final = Actor(organisation="", roles=frozenset({"machine"}), via="portal")
SALT: Final = "callbox.services.follow"
SECRET_LETTERS: Final = 12
ROOT: Final = "/f/"
# How many of those who follow a case are named to whoever works on it; those who must not be reached come first.
FOLLOWS_SHOWN_MAX: Final = 20


def begin(
    report: Id,
    request: Id | None = None,
    *,
    language: str = "",
    contact: Contact | None = None,
    linked: bool | None = None,
) -> Follow:
    """Let whoever sent a report follow it, and what it opened or joined. Asked for again, it is the same follow.

    Without a `contact` the way is chosen safely: by their link, or, where the case is protected, never. `linked` None
    means: a link, but none for what is protected. Where it is protected and one was asked for, there is a code alone.

    Raises:
        Refused: when the report is not there or was erased, or the contact is not well written.
    """
    known = _of_report(report)
    if known is not None:
        return known
    told = _begun(contact, language=language, linked=linked)
    perform("follow.begin", by=_voice(_report(report).organisation), report=report, **told).ref  # noqa: B018  raises
    return _begun_with(report)


def join(
    report: Id, request: Id, *, language: str = "", contact: Contact | None = None, linked: bool | None = None
) -> Follow:
    """Join an open public request with a report of one's own, and follow it: one act, with an own link.

    Raises:
        Refused: `not_found` where the request is not public, or is closed; when the report belongs to a case already.
    """
    told = _begun(contact, language=language, linked=linked) | {"report": report, "request": request}
    perform("follow.join", by=_voice(_report(report).organisation), **told).ref  # noqa: B018  raises
    return _begun_with(report)


def _begun(contact: Contact | None, *, language: str, linked: bool | None) -> dict[str, Any]:
    told = contact or Contact()
    given = {"id": current().ids.new(), "language": language, "linked": linked, "contact_by": told.by or None}
    return given | _reached(told)


def _begun_with(report: Id) -> Follow:
    known = _of_report(report)
    assert known is not None
    return known


def path_of(follow: Follow) -> str:
    """The address of a follow's page, without the node's own.

    Empty where there is none: it was ended, nobody asked for one, or what is followed is protected. An address stays in a
    telephone's history, so a protected case is only ever opened by typing its code (`code_of`) on the page at `ROOT`.
    """
    code = code_of(follow)
    return f"{ROOT}{code}" if code and not is_hidden(follow) else ""


def code_of(follow: Follow) -> str:
    """What opens a follow's page when it is typed, in groups of four; empty where nothing does."""
    if not follow.linked or follow.status != "open":
        return ""
    name = follow.id.replace("-", "")
    return _grouped(name + _secret(name))


def is_hidden(follow: Follow) -> bool:
    """Whether what is followed is protected."""
    return _report(follow.report).protected


def follow_of(token: str) -> Follow | None:
    """The follow that a link opens, sealed. Typed by hand it may be in capitals, grouped in any way, with O for 0."""
    letters = normal_id(token[:200]).replace("-", "")
    name, secret = letters[:ID_LETTERS], letters[ID_LETTERS:]
    if not secret.isascii() or not constant_time_compare(secret, _secret(name)):
        return None
    where = [Condition("id = %s AND status = 'open' AND linked", (normal_id(name),))]
    found: tuple[Follow, ...] = select(MACHINE, "follow", where=where, most=1)
    return found[0] if found else None


def tell(follow: Follow, name: str, *, because: str = "", key: str | None = None, **given: Any) -> Answer:
    """Do what whoever follows asked for, as the organisation that took their report in would.

    Raises:
        Refused: what speaks against it before it is even asked.
    """
    return perform(name, by=_voice(follow.organisation), because=because, key=key, follow=follow.id, **given)


def again(follow: Follow) -> Follow:
    """The follow as it stands now, sealed."""
    held = find(MACHINE, follow.ref)
    assert isinstance(held, Follow)
    return held


def tell_contact(follow: Follow, contact: Contact) -> Answer:
    """Say how whoever follows may be reached from now on."""
    return tell(follow, "follow.contact", contact_by=contact.by, **_reached(contact))


def contacts_of(actor: Actor, request: Id, *, purpose: str, most: int = FOLLOWS_SHOWN_MAX) -> tuple[Follow, ...]:
    """How those who follow a request may be reached, for whoever may see the request; whose report opened it first.

    Where there is an address or a number it is opened, and that is in the ledger with its purpose before this returns.

    Raises:
        Refused: when the request is not there for this actor, or no purpose is given.
    """
    case = find(actor, Ref("request", request))
    assert isinstance(case, Request)
    joined = select(MACHINE, "report", where=[Condition("request = %s", (request,))])
    where = [Condition("report = ANY(%s) AND status = 'open' AND NOT erased", ([one.id for one in joined],))]
    order = "contact_by <> 'never', begun_at, id"
    found: tuple[Follow, ...] = select(MACHINE, "follow", where=where, order=order, most=most)
    first = sorted(found, key=lambda one: one.report != case.report)
    return tuple(_reachable(actor, one, case, purpose) if one.contact_by in REACHING else one for one in first)


def _reachable(actor: Actor, follow: Follow, case: Request, purpose: str) -> Follow:
    record_reading(actor, follow.ref, purpose=purpose, case=case.ref)
    held = with_personal(held_by(MACHINE, follow.ref))
    assert isinstance(held, Follow)
    return held


def say_not_done(follow: Follow, said: str = "", *, key: str | None = None) -> Answer:
    """Whoever follows says that it was not done: it is worked on again at once. Whether it counts is looked at by others.

    Raises:
        Refused: when there is nothing that could be not done.
    """
    answer = perform("request.not_done", by=_voice(_held(follow).organisation), key=key, request=_held(follow).id)
    answer.ref  # noqa: B018  raises what refused it
    # That nobody else may look at a protected one does not make it less undone.
    tell(follow, "undone.say", id=current().ids.new())
    if said.strip():
        tell(follow, "follow.add", id=current().ids.new(), said=said)
    return answer


def say_done(follow: Follow, *, key: str | None = None) -> Answer:
    """Whoever asked says that it was done. Somebody who joined it does not say so for them.

    Raises:
        Refused: `not_found` for whoever joined it.
    """
    request = _held(follow)
    if request.report != follow.report:
        raise Refused("not_found", kind="request", id=request.id)
    return perform("request.confirm_done", by=_voice(request.organisation), key=key, request=request.id)


def judge(follow: Follow, points: int, said: str = "", *, key: str | None = None) -> Answer:
    """Whoever follows says how they were served, once. As soon as ten wait on one organisation, they are added up."""
    given: dict[str, Any] = {"id": current().ids.new(), "points": points, "said": said.strip() or None}
    answer = tell(follow, "verdict.give", key=key, **given)
    if answer.ok and not answer.replayed:
        add_up(_held(follow).organisation)
    return answer


def add_up(organisation: str) -> int:
    """Add up the verdicts on an organisation that wait, ten at a time in the order they came; how many tallies were made."""
    where = [Condition("about = %s AND status = 'given' AND NOT erased", (organisation,))]
    given: tuple[Verdict, ...] = select(MACHINE, "verdict", where=where, order="given_at, id", most=TOGETHER)
    if len(given) < TOGETHER:
        return 0
    verdicts = tuple(one.id for one in given)
    answer = perform("verdict.add_up", by=MACHINE, id=current().ids.new(), verdicts=verdicts)
    return 1 + add_up(organisation) if answer.ok else 0


def case_of(follow: Follow) -> Request | Report:
    """What is followed, sealed: the request, or the report until there is one.

    A request that was closed as the same as another is followed as that other, until somebody says that it was not.
    """
    report = _report(follow.report)
    return surviving(_request(report.request)) if report.request else report


def surviving(request: Request) -> Request:
    """The request itself, or the one that it was closed as the same as."""
    return _request(request.same_as) if request.status == "closed" and request.same_as else request


def _held(follow: Follow) -> Request:
    """The request that is followed, sealed.

    Raises:
        Refused: `not_found` where there is none yet.
    """
    case = case_of(follow)
    if isinstance(case, Report):
        raise Refused("not_found", kind="request", id="")
    return case


def _request(one: Id) -> Request:
    held = find(MACHINE, Ref("request", one))
    assert isinstance(held, Request)
    return held


def perform(name: str, *, by: Actor, because: str = "", key: str | None = None, **given: Any) -> Answer:
    """One act through the gate, at the world's own time."""
    inputs = registry.act(name).inputs(**given)
    at = current().world.clock.now()
    return intake.act(Act(name=name, by=by, at=at, inputs=inputs, because=because, key=key))


def _voice(organisation: str) -> Actor:
    return Actor(organisation=organisation, roles=frozenset({"reporter"}), via="portal")


def _report(one: Id) -> Report:
    held = find(MACHINE, Ref("report", one))
    assert isinstance(held, Report)
    return held


def _of_report(report: Id) -> Follow | None:
    where = [Condition("report = %s AND status = 'open'", (report,))]
    found: tuple[Follow, ...] = select(MACHINE, "follow", where=where, order="begun_at, id", most=1)
    return found[0] if found else None


def _reached(contact: Contact) -> dict[str, Any]:
    named = {"contact_to": contact.to, "contact_hours": contact.hours, "contact_note": contact.note}
    return {name: text or None for name, text in named.items()}


def _secret(name: str) -> str:
    """Sixty bits, in letters that cannot be mistaken for each other on paper."""
    digest = int.from_bytes(salted_hmac(SALT, name, algorithm="sha256").digest(), "big")
    return "".join(ALPHABET[(digest >> (5 * place)) & 31] for place in range(SECRET_LETTERS))


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))

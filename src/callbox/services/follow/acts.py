"""What faces call: begin to follow, the secret link, and what whoever knows it does.

Rules in words:
- The link is made of the follow's name and a keyed digest of it: nothing is kept that could be stolen, no link is guessed.
- Whoever knows the link is whoever asked. They act as the organisation that took their report in would for them.
- A follow without a link, and one that was ended, open nothing; that is answered as for a link that never was.
"""

from typing import Any, Final

from django.utils.crypto import constant_time_compare, salted_hmac

from callbox.kernel import intake, registry
from callbox.kernel.facts import Act, Actor, Answer, Id, Ref
from callbox.kernel.node import current
from callbox.kernel.read import Condition, find, select
from callbox.kernel.world import ALPHABET, ID_LETTERS, normal_id
from callbox.services.follow.facts import Contact, Follow
from callbox.services.report.facts import Report

MACHINE: Final = Actor(organisation="", roles=frozenset({"machine"}), via="portal")
SALT: Final = "callbox.services.follow"
SECRET_LETTERS: Final = 12
ROOT: Final = "/f/"


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
    held = _report(report)
    told = contact or Contact()
    inputs: dict[str, Any] = {
        "id": current().ids.new(),
        "report": report,
        "language": language,
        "linked": linked,
        "contact_by": told.by or None,
        **_reached(told),
    }
    return _follow(perform("follow.begin", by=_voice(held.organisation), **inputs).ref.id)


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


def tell_contact(follow: Follow, contact: Contact) -> Answer:
    """Say how whoever follows may be reached from now on."""
    return tell(follow, "follow.contact", contact_by=contact.by, **_reached(contact))


def perform(name: str, *, by: Actor, because: str = "", key: str | None = None, **given: Any) -> Answer:
    """One act through the gate, at the world's own time."""
    inputs = registry.act(name).inputs(**given)
    at = current().world.clock.now()
    return intake.act(Act(name=name, by=by, at=at, inputs=inputs, because=because, key=key))


def _voice(organisation: str) -> Actor:
    return Actor(organisation=organisation, roles=frozenset({"reporter"}), via="portal")


def _follow(one: Id) -> Follow:
    held = find(MACHINE, Ref("follow", one))
    assert isinstance(held, Follow)
    return held


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

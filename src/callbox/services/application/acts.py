"""What faces call: an application with all that belongs to it, and a paper that another case may look at.

Rules in words:
- A paper's word is made of its name by a keyed digest, as a secret link is: nothing is kept that could be stolen or read out
  to somebody, and only whoever is told a paper's code, or stands on the page of its case, knows it.
- What is seen of an application is seen through its case. A paper of another case is seen through a use that stands, by
  whoever sees the case that uses it; once the use was taken back or the paper was erased, as if it had never been.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final

from django.utils.crypto import salted_hmac

from callbox.kernel import files, gate, parts, registry
from callbox.kernel.facts import Act, Actor, Answer, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.read import Condition, held_by, record_reading, select, with_personal
from callbox.kernel.world import ALPHABET, ID_LETTERS, Ids, normal_id
from callbox.services.application.facts import Application, Appointment, Decision, Paper, PaperUse, counts, there
from callbox.services.note.facts import Attachment
from callbox.services.request.facts import PaperAsked, Request, papers_of

MACHINE: Final = Actor(organisation="", roles=frozenset({"machine"}), via="application")
SALT: Final = "callbox.services.application"
WORD_LETTERS: Final = 12


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An application and what belongs to it, as it stands: sealed, or opened with its case."""

    application: Application
    request: Request
    asked: tuple[PaperAsked, ...]
    papers: tuple[Paper, ...] = ()
    uses: tuple[PaperUse, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    decisions: tuple[Decision, ...] = ()
    lent: Mapping[Id, tuple[PaperUse, ...]] = field(default_factory=dict)
    """The uses of its papers by other cases, by paper; the last first."""

    @property
    def appointment(self) -> Appointment | None:
        """Its last appointment."""
        return next((one for one in self.appointments if one.id == self.application.appointment), None)

    @property
    def decision(self) -> Decision | None:
        """Its last decision."""
        return next((one for one in self.decisions if one.id == self.application.decision), None)

    def of(self, code: str) -> tuple[Paper | PaperUse, ...]:
        """What was given as this paper, in order of time."""
        held: tuple[Paper | PaperUse, ...] = (*self.papers, *self.uses)
        found = [one for one in held if one.which == code]
        return tuple(sorted(found, key=lambda one: (_since(one), one.id)))

    def missing(self, at: datetime) -> tuple[PaperAsked, ...]:
        """The required papers that are not there."""
        have = there((*self.papers, *self.uses), at)
        return tuple(one for one in self.asked if one.required and one.code not in have)

    @property
    def under_way(self) -> bool:
        """Whether something may still be added."""
        return not self.request.erased and self.request.status in ("open", "in_work", "waiting", "answered")


def _since(one: Paper | PaperUse) -> datetime:
    return one.given_at if isinstance(one, Paper) else one.begun_at


def standing(actor: Actor, request: Request, *, purpose: str = "") -> Standing | None:
    """What belongs to a request as an application; None where it is none. With a purpose opened: one recorded read.

    Raises:
        Refused: when the request is not there for this actor.
    """
    if not request.decides:
        return None
    if purpose:
        request, found = parts.opened(actor, request.ref, purpose=purpose)
    else:
        found = parts.of(actor, request.ref)
    application = next((one for one in found if isinstance(one, Application)), None)
    if application is None:
        return None
    papers = tuple(one for one in found if isinstance(one, Paper))
    return Standing(
        application=application,
        request=request,
        asked=papers_of(application),
        papers=tuple(sorted(papers, key=lambda one: (one.given_at, one.id))),
        uses=tuple(one for one in found if isinstance(one, PaperUse) and not one.erased),
        appointments=tuple(one for one in found if isinstance(one, Appointment)),
        decisions=tuple(one for one in found if isinstance(one, Decision)),
    )


def with_uses(seen: Standing) -> Standing:
    """The same with every use of its papers elsewhere: for whoever gave them, and for nobody else."""
    ids = [one.id for one in seen.papers if not one.erased]
    where = [Condition("paper = ANY(%s) AND NOT erased", (ids,))]
    found: tuple[PaperUse, ...] = select(MACHINE, "paper_use", where=where, order="begun_at DESC, id")
    lent = {one: tuple(use for use in found if use.paper == one) for one in ids}
    return Standing(**(vars(seen) | {"lent": lent}))


def request_of(one: Id) -> Request | None:
    """A request by its name, sealed; None where there is none."""
    found: Sequence[Request] = select(MACHINE, "request", where=[Condition("id = %s", (one,))], most=1)
    return found[0] if found else None


def holder_of(use: PaperUse) -> str:
    """Who holds the case that the paper of a use was given for; empty where it is gone."""
    papers: Sequence[Paper] = select(MACHINE, "paper", where=[Condition("id = %s", (use.paper,))], most=1)
    giving = request_of(papers[0].request) if papers else None
    return giving.organisation if giving else ""


# The word of a paper


def new_paper(request: Id, key: str) -> tuple[Id, str]:
    """The name and the word of a paper that is about to be given. Sent again under the same key, it is the same."""
    seed = blake2b(f"{request}|{key}".encode(), digest_size=16).digest()
    one = Ids(int.from_bytes(seed, "big")).new() if key else current().ids.new()
    return one, word_of(one)


def word_of(paper: Id) -> str:
    """The word that lets a paper be used again: sixty bits, in letters that cannot be mistaken for each other on paper."""
    digest = int.from_bytes(salted_hmac(SALT, paper, algorithm="sha256").digest(), "big")
    return "".join(ALPHABET[(digest >> (5 * place)) & 31] for place in range(WORD_LETTERS))


def code_of(paper: Id) -> str:
    """What whoever gave a paper tells somebody at a counter, in groups of four: its name and its word."""
    letters = paper.replace("-", "") + word_of(paper)
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def told_by(code: str) -> tuple[Id, str]:
    """The paper that a code names and its word, however it was typed. Whether it is right, the rule says."""
    letters = normal_id(code[:200]).replace("-", "")
    return normal_id(letters[:ID_LETTERS]), letters[ID_LETTERS:]


# Looking at a paper that was given for another case


def lent(actor: Actor, request: Ref, use: Id, *, purpose: str) -> Paper:
    """A paper that may be used for a case, opened. The look at it is in the ledger before this returns.

    Raises:
        Refused: `not_found` when the case is not there for this actor, or no use of it stands; when no purpose is given.
    """
    held = _lent(actor, request, use)
    record_reading(actor, held.ref, purpose=purpose, case=request)
    paper = with_personal(held_by(MACHINE, held.ref))
    assert isinstance(paper, Paper)
    return paper


def lent_photo(actor: Actor, request: Ref, use: Id, *, purpose: str) -> tuple[Attachment, Iterator[bytes]]:
    """The photo of a paper that may be used for a case. The look at it is in the ledger before this returns.

    Raises:
        Refused: as for `lent`; when the paper was typed.
        Damaged: while the content is read, when it is not what was put away.
    """
    paper = _lent(actor, request, use)
    if paper.attachment is None:
        raise Refused("not_found", kind="attachment", id="")
    held = held_by(MACHINE, Ref("attachment", paper.attachment))
    record = held.record
    assert isinstance(record, Attachment)
    if record.erased or record.request != paper.request:
        raise Refused("not_found", kind="attachment", id=record.id)
    record_reading(actor, record.ref, purpose=purpose, case=request)
    return record, files.content(record.stored, files.file_key(current().keys.key(held.slot), record.stored))


def _lent(actor: Actor, request: Ref, use: Id) -> Paper:
    """The paper, sealed, that a standing use of this case names."""
    found = next((one for one in parts.of(actor, request) if one.ref == Ref("paper_use", use)), None)
    if not isinstance(found, PaperUse) or found.erased or found.status == "ended":
        raise Refused("not_found", kind="paper_use", id=use)
    paper = held_by(MACHINE, Ref("paper", found.paper)).record
    if not isinstance(paper, Paper) or paper.erased:
        raise Refused("not_found", kind="paper_use", id=use)
    return paper


# Doing


def perform(name: str, *, by: Actor, key: str | None = None, **given: Any) -> Answer:
    """One act through the gate, at the world's own time."""
    at = current().world.clock.now()
    return gate.act(Act(name=name, by=by, at=at, inputs=registry.act(name).inputs(**given), key=key))


def usable(seen: Standing, at: datetime) -> tuple[Paper, ...]:
    """The papers of an application that may be used for another."""
    return tuple(one for one in seen.papers if counts(one, at))

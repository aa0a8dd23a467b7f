"""What people outside may know of categories and requests: the one door for feeds and pages that nobody signs in to.

1. Anybody may know of the public categories in use; a system with a key of all in use.
2. How a request of a public category stands is told to whoever knows its name, which is 60 random bits. A protected one, one
   about an organisation and an erased one are there for nobody.
3. Whoever posted a request may know how it stands, public or not. What they posted says so by its number: `mark`.
4. No personal value is read here: records come sealed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from callbox.kernel.facts import Actor, Id
from callbox.kernel.read import Condition, glance, select
from callbox.services.boundary.facts import Boundary
from callbox.services.organisation.facts import Organisation
from callbox.services.request.facts import Category, Request

LOOKER: Final = Actor(organisation="", roles=frozenset({"machine"}), via="outside")
CATEGORIES_MOST: Final = 5_000
OWN_MOST: Final = 20_000
# Who is complained of, or protected, or erased, exists for nobody outside.
NOT_HIDDEN: Final = Condition("NOT protected AND NOT erased AND coalesce(about, '') = ''")
OPEN_TO_ALL: Final = Condition("public")


@dataclass(frozen=True, kw_only=True)
class Span:
    """Requests received in a time, of some categories (empty: all), open, closed or both (None)."""

    since: datetime
    until: datetime
    categories: tuple[Id, ...] = ()
    closed: bool | None = None

    @property
    def conditions(self) -> list[Condition]:
        """The same in SQL."""
        wanted = [Condition("received_at >= %s AND received_at <= %s", (self.since, self.until))]
        wanted += [Condition("category = ANY(%s)", (list(self.categories),))] if self.categories else []
        wanted += [Condition(f"status {'=' if self.closed else '<>'} 'closed'")] if self.closed is not None else []
        return wanted


def categories(*, also_private: bool = False) -> Sequence[Category]:
    """The categories in use that are public, by name; with `also_private` all in use."""
    where = [Condition("status = 'active'"), *([] if also_private else [OPEN_TO_ALL])]
    return select(LOOKER, "category", where=where, order="name, id", most=CATEGORIES_MOST)


def category(one: Id, *, also_private: bool = False) -> Category | None:
    """One category in use; None where there is none."""
    where = [Condition("id = %s AND status = 'active'", (one,)), *([] if also_private else [OPEN_TO_ALL])]
    return next(iter(select(LOOKER, "category", where=where, most=1)), None)


def named(ids: Iterable[Id]) -> Mapping[Id, Category]:
    """Categories by id, in use or not."""
    found = select(LOOKER, "category", where=[Condition("id = ANY(%s)", (sorted(set(ids)),))], most=CATEGORIES_MOST)
    return {one.id: one for one in found}


def standing(ids: Sequence[Id], *, mark: str = "") -> tuple[Request, ...]:
    """Those of these requests that may be known of, the newest first."""
    own = _posted(ids, mark) if mark else []
    known = Condition("(public OR id = ANY(%s))", (own,))
    where = [NOT_HIDDEN, known, Condition("id = ANY(%s)", (list(ids),))]
    return select(LOOKER, "request", where=where, order="received_at DESC, id", most=len(ids) or 1)


def listed(span: Span, *, told: Condition, mark: str = "", after: int = 0, most: int = 1_000) -> tuple[Request, ...]:
    """Requests of a time: the public ones that are `told` of, and all that were posted under `mark`; the newest first.

    `after` leaves out so many that are newer.
    """
    own = _all_posted(span, mark) if mark else []
    shown = Condition(f"((public AND {told.sql}) OR id = ANY(%s))", (*told.parameters, own))
    where = [NOT_HIDDEN, shown, *span.conditions]
    order = "received_at DESC, id"
    ids = [one for (one,) in glance(LOOKER, "request", ["id"], where=where, order=order, most=after + most)]
    wanted = [Condition("id = ANY(%s)", (ids[after:],))]
    return select(LOOKER, "request", where=wanted, order=order, most=most) if ids[after:] else ()


def is_posted(one: Id, mark: str) -> bool:
    """Whether a request that is there was posted under this mark."""
    return bool(_posted([one], mark)) and bool(standing([one], mark=mark))


def opened_by(report: Id) -> Id | None:
    """The request that a report opened or joined; None where it waits, or is not there."""
    found = glance(LOOKER, "report", ["request"], where=[Condition("id = %s AND NOT erased", (report,))], most=1)
    return found[0][0] if found else None


def is_report(one: Id) -> bool:
    """Whether there is such a report."""
    return bool(glance(LOOKER, "report", ["id"], where=[Condition("id = %s AND NOT erased", (one,))], most=1))


def called(organisations: Iterable[Id]) -> Mapping[Id, Organisation]:
    """Organisations by id: who is responsible is told."""
    where = [Condition("id = ANY(%s)", (sorted(set(organisations)),))]
    return {one.id: one for one in select(LOOKER, "organisation", where=where, most=CATEGORIES_MOST)}


def boundaries() -> Sequence[Boundary]:
    """The boundaries in use, by name: who serves where is for everybody to know."""
    return select(LOOKER, "boundary", where=[Condition("status = 'active'")], order="name, id", most=CATEGORIES_MOST)


def _under(mark: str) -> Condition:
    return Condition("(source_number = %s OR starts_with(source_number, %s))", (mark, f"{mark}:"))


def _posted(ids: Sequence[Id], mark: str) -> list[Id]:
    where = [Condition("request = ANY(%s)", (list(ids),)), _under(mark)]
    return [one for (one,) in glance(LOOKER, "report", ["request"], where=where, most=OWN_MOST)]


def _all_posted(span: Span, mark: str) -> list[Id]:
    within = Condition("request IS NOT NULL AND received_at >= %s AND received_at <= %s", (span.since, span.until))
    found = glance(LOOKER, "report", ["request"], where=[within, _under(mark)], order="received_at DESC", most=OWN_MOST)
    return [one for (one,) in found]

"""What the public finds: each notice as it is shown, field by field, and nothing else of its request.

`Told` is the whole of what leaves the node about a request by its public pages and its open data. A field that is added to
a record reaches neither; one that is added here is seen by the test of every field of every service.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final

from callbox.kernel import public, read
from callbox.kernel.facts import Id
from callbox.kernel.read import Condition
from callbox.kernel.search import LETTERS_MIN, letters
from callbox.services.notice.acts import MACHINE, TOLD
from callbox.services.notice.facts import Notice
from callbox.services.organisation.facts import Organisation
from callbox.services.request.facts import Category

PAGE: Final = 30
SEARCHED_MOST: Final = 500
NAMED_MOST: Final = 2_000
DONE_FOR: Final = timedelta(days=30)
"""How long what was done stays to be seen."""
OF_REQUEST: Final = ("id", "received_at", "closed_at", "organisation")


@dataclass(frozen=True, kw_only=True)
class Named:
    """A record that is shown by its name."""

    id: Id
    name: str
    name_zh: str = ""

    def by(self, language: str) -> str:
        """Its name in a language."""
        return (self.name_zh if language == "zh" else "") or self.name


@dataclass(frozen=True, kw_only=True)
class Told:
    """One notice as the public sees it."""

    notice: Id
    words: str
    place: str
    category: Named
    district: Named | None
    department: Named | None
    precision: str
    latitude_deg: float | None
    longitude_deg: float | None
    received_at: datetime
    done_at: datetime | None
    photo: bool


SHOWN: Final = tuple(field.name for field in fields(Told))


def listed(
    *, now: datetime, category: Id = "", district: Id = "", words: str = "", done: bool = False, after: Id = ""
) -> tuple[list[Told], Id]:
    """One page of what is public, newest first, and what the next begins after (empty: it was the last).

    `done`: what was done in the last 30 days, instead of what is open.
    """
    where = [_of_requests(done=done, now=now)]
    where += [Condition("category = %s", (category,))] if category else []
    where += [Condition("area = %s", (district,))] if district else []
    where += [read.matching(words)] if len(letters(words)) >= LETTERS_MIN else []
    later = "(published_at, id) < (SELECT published_at, id FROM notice WHERE id = %s)"
    where += [Condition(later, (after,))] if after else []
    most = SEARCHED_MOST if words else PAGE + 1
    found = [one for one in _published(where, most=most) if _holds(one, words)]
    more = found[PAGE - 1].id if len(found) > PAGE else ""
    return _told(found[:PAGE]), more


def one(notice: Id, *, now: datetime) -> Told | None:
    """One notice as the public sees it, while its request is open or was done lately; None: there is none for anybody."""
    for done in (False, True):
        where = [Condition("id = %s", (notice,)), _of_requests(done=done, now=now)]
        if found := _told(_published(where, most=1)):
            return found[0]
    return None


def choices(kind: str, language: str) -> list[Named]:
    """The categories (or districts) of which something may be public, by name."""
    where = [Condition("status = 'active' AND public")] if kind == "category" else [Condition("level = 'county'")]
    return sorted(_named(kind, where).values(), key=lambda each: each.by(language).casefold())


def _published(where: Sequence[Condition], *, most: int) -> list[Notice]:
    return [
        each
        for each in public.published("notice", where=where, order="published_at DESC, id DESC", most=most)
        if each.words
    ]


def _of_requests(*, done: bool, now: datetime) -> Condition:
    if not done:
        return Condition(TOLD.format(more=" AND request.status <> 'closed'"))
    return Condition(TOLD.format(more=" AND request.status = 'closed' AND request.closed_at > %s"), (now - DONE_FOR,))


def _holds(notice: Notice, words: str) -> bool:
    wanted = letters(words)
    return len(wanted) < LETTERS_MIN or wanted in letters(f"{notice.words} {notice.place or ''}")


def _told(notices: Sequence[Notice]) -> list[Told]:
    of_requests = _requests([each.request for each in notices])
    categories = _named("category", [_ids([each.category for each in notices])])
    offices = [each.area for each in notices] + [held["organisation"] for held in of_requests.values()]
    organisations = _named("organisation", [_ids(offices)])
    return [
        Told(
            notice=each.id,
            words=each.words or "",
            place=each.place or "",
            category=categories[each.category],
            # An area may be words that somebody typed; only a district's own name is told.
            district=organisations.get(each.area),
            department=organisations.get(held["organisation"]),
            precision=each.precision,
            latitude_deg=each.latitude_deg,
            longitude_deg=each.longitude_deg,
            received_at=held["received_at"],
            done_at=held["closed_at"],
            photo=each.stored is not None,
        )
        for each in notices
        if each.category in categories and (held := of_requests.get(each.request)) is not None
    ]


def _ids(ids: Sequence[Id]) -> Condition:
    return Condition("id = ANY(%s)", (sorted(set(ids)),))


def _requests(ids: Sequence[Id]) -> dict[Id, dict[str, Any]]:
    rows = read.glance(MACHINE, "request", OF_REQUEST, where=[_ids(ids)], most=SEARCHED_MOST)
    return {row[0]: dict(zip(OF_REQUEST, row, strict=True)) for row in rows}


def _named(kind: str, where: Sequence[Condition]) -> dict[Id, Named]:
    found: tuple[Category | Organisation, ...] = read.select(MACHINE, kind, where=where, most=NAMED_MOST)
    return {each.id: Named(id=each.id, name=each.name, name_zh=each.name_zh) for each in found}

"""What is read for a document: requests that may be known of, and what belongs to them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from callbox.faces.feeds.open311 import shown
from callbox.faces.feeds.open311.asked import Wanted
from callbox.faces.feeds.open311.notices import Notices
from callbox.faces.feeds.open311.shown import Shown
from callbox.kernel.facts import Id
from callbox.kernel.happened import Happened, happened
from callbox.services.request import outside
from callbox.services.request.facts import Request

FOLLOWED: Final = timedelta(days=365)
FOLLOWED_MOST: Final = 5_000


def wanted(asked: Wanted, *, mark: str, notices: Notices) -> list[Shown]:
    """The requests of a list. Those asked for by name leave all else aside."""
    if asked.ids:
        return with_all(outside.standing(asked.ids, mark=mark), notices)
    span = outside.Span(
        since=asked.since,
        until=asked.until,
        categories=asked.codes,
        closed=None if len(set(asked.statuses)) != 1 else asked.statuses[0] == "closed",
    )
    among = notices.inside(asked.box) if asked.box else notices.all()
    mark = "" if asked.box else mark  # where a request lies is told by its notice alone
    found = outside.listed(span, among=among, mark=mark, after=(asked.page - 1) * asked.most, most=asked.most)
    return with_all(found, notices)


def one(named: Id, *, mark: str, notices: Notices) -> Shown | None:
    """One request by its name; None where it may not be known of."""
    return next(iter(with_all(outside.standing([named], mark=mark), notices)), None)


def with_all(found: Sequence[Request], notices: Notices) -> list[Shown]:
    """Requests with their categories, holders, notices and the time of what was told last."""
    categories = outside.named(one.category for one in found)
    holders = outside.called(one.organisation for one in found)
    updated = shown.updated(happened("request", [one.id for one in found]))
    seen = notices.seen([one.id for one in found])
    return [
        Shown(
            request=one,
            category=categories.get(one.category),
            holder=holders.get(one.organisation),
            updated_at=updated.get(one.id, one.opened_at),
            seen=seen.get(one.id, shown.NOTHING_SEEN),
        )
        for one in found
    ]


def recent(asked: Wanted, mark: str, notices: Notices) -> Sequence[Request]:
    """The requests of which updates are told to whoever names none: those received in the last year."""
    span = outside.Span(since=asked.until - FOLLOWED, until=asked.until, categories=asked.codes)
    return outside.listed(span, among=notices.all(), mark=mark, most=FOLLOWED_MOST)


def updates(of: Sequence[Id], asked: Wanted, *, whole: bool) -> list[Happened]:
    """What was told of these requests in the time asked for, or in all time (`whole`), in order of time."""
    told = (one for one in happened("request", of) if one.event in shown.TOLD)
    within = (one for one in told if whole or asked.since <= one.at <= asked.until)
    return sorted(within, key=lambda one: (one.at, one.ref.id, one.n))

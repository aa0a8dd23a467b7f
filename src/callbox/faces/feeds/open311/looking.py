"""What is read for a document: requests that may be known of, and what belongs to them."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Final

from callbox.faces.feeds.open311 import shown
from callbox.faces.feeds.open311.asked import Box, Wanted
from callbox.faces.feeds.open311.notices import Notices
from callbox.faces.feeds.open311.shown import Shown
from callbox.kernel.facts import Id
from callbox.kernel.happened import Happened, happened
from callbox.services.notice.acts import HAS_NOTICE
from callbox.services.request import outside
from callbox.services.request.facts import Request

FOLLOWED: Final = timedelta(days=365)
AT_ONCE: Final = 1_000


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
    begin = (asked.page - 1) * asked.most
    if asked.box is None:
        found = outside.listed(span, told=HAS_NOTICE, mark=mark, after=begin, most=asked.most)
    else:
        found = tuple(islice(_inside(span, asked.box, notices), begin, begin + asked.most))
    return with_all(found, notices)


def _inside(span: outside.Span, box: Box, notices: Notices) -> Iterator[Request]:
    """Those whose notice tells a place in a part of the map: where a request lies is told by its notice alone."""
    for some in _by_pages(span):
        seen = notices.seen(one.id for one in some)
        for one in some:
            place = seen.get(one.id, shown.NOTHING_SEEN)
            lat, long = place.latitude_deg, place.longitude_deg
            if lat is not None and long is not None and box.holds(lat, long):
                yield one


def _by_pages(span: outside.Span, mark: str = "") -> Iterator[Sequence[Request]]:
    """All that may be told of a time, so many at once, the newest first."""
    after = 0
    while some := outside.listed(span, told=HAS_NOTICE, mark=mark, after=after, most=AT_ONCE):
        yield some
        after += AT_ONCE


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


def recent(asked: Wanted, mark: str) -> Sequence[Request]:
    """The requests of which updates are told to whoever names none: those received in the last year."""
    span = outside.Span(since=asked.until - FOLLOWED, until=asked.until, categories=asked.codes)
    return [one for some in _by_pages(span, mark) for one in some]


def updates(of: Sequence[Id], asked: Wanted, *, whole: bool) -> list[Happened]:
    """What was told of these requests in the time asked for, or in all time (`whole`), in order of time."""
    told = (one for one in happened("request", of) if one.event in shown.TOLD)
    within = (one for one in told if whole or asked.since <= one.at <= asked.until)
    return sorted(within, key=lambda one: (one.at, one.ref.id, one.n))

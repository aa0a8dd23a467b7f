"""What the page of a follow tells, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from callbox.kernel.facts import Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.read import find
from callbox.kernel.words import say, word
from callbox.services.follow.acts import MACHINE
from callbox.services.follow.facts import POINTS, SENT_BY, WAYS, Follow
from callbox.services.follow.judging import asker
from callbox.services.follow.proving import is_told
from callbox.services.follow.seeing import Seen, seen
from callbox.services.organisation.facts import Organisation
from callbox.services.request.facts import Category, name_of


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A time, as a person reads it and as a machine does."""

    text: str
    iso: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """Everything the page says."""

    seen: Seen
    follow: Follow
    title: str
    state: str
    holder: str
    since: Moment
    until: Moment | None
    offered_to: str
    helped_by: str
    """Who else works on it, by name."""
    steps: Sequence[tuple[str, Moment]]
    asker: str
    """Who asks how they were served."""
    points: Sequence[tuple[int, str]]
    way: str
    """How they are reached now."""
    ways: Sequence[tuple[str, str]]
    sends: bool
    """Whether the node itself sends them, in the way they chose, that there is news."""
    may_send: bool
    """Whether it would, if they chose so."""


def told(follow: Follow, language: str) -> Told:
    """What the page says to whoever follows."""
    what = seen(follow)
    return Told(
        seen=what,
        follow=follow,
        title=_title(what, language),
        state=_state(what, language),
        holder=_named(what.holder, language),
        since=moment(what.since, language),
        until=moment(what.until.due, language) if what.until else None,
        offered_to=_named(what.offered_to, language) if what.offered_to else "",
        helped_by=say("portal.follow.and", language).join(_named(one, language) for one in what.helped_by),
        asker=_named(asker(what.request), language) if what.asked and what.request else "",
        points=[(one, say(f"portal.follow.verdict.{one}", language)) for one in POINTS],
        way=_way(follow.contact_by, language),
        ways=[(one, _way(one, language)) for one in WAYS],
        sends=is_told(follow),
        may_send=any(is_told(follow, by) for by in SENT_BY),
        steps=[(say(f"portal.step.{one.event}", language), moment(one.at, language)) for one in what.steps],
    )


def _way(by: str, language: str) -> str:
    return say(f"portal.follow.contact.{'none' if by == 'link' else by}", language)


def moment(at: datetime, language: str) -> Moment:
    """A time on the node's own clocks."""
    local = at.astimezone(ZoneInfo(current().world.zone))
    pattern = "%Y年%-m月%-d日 %H:%M" if language == "zh" else "%-d %B %Y, %H:%M"
    return Moment(text=local.strftime(pattern), iso=local.isoformat(timespec="minutes"))


def _title(what: Seen, language: str) -> str:
    """What is asked for, as its category is called; nothing of what was said."""
    if what.request is None:
        return say("portal.follow.report", language)
    category = find(MACHINE, Ref("category", what.request.category))
    assert isinstance(category, Category)
    return name_of(category, language)


def _state(what: Seen, language: str) -> str:
    request = what.request
    if request is not None and request.status == "waiting" and request.held_for:
        return say("portal.now.request.waiting", language, why=say(f"value.{request.held_for}", language))
    if request is not None and request.status == "closed":
        ended = f"portal.ended.{request.disposition}"
        return say(ended if word(ended, "en") else "portal.now.request.closed", language)
    return say(f"portal.now.{what.state}", language)


def _named(organisation: str, language: str) -> str:
    """What an organisation is called; one of another node goes by the name that is known of it."""
    try:
        held = find(MACHINE, Ref("organisation", organisation))
    except Refused:
        return organisation
    assert isinstance(held, Organisation)
    return (held.name_zh if language == "zh" else "") or held.name

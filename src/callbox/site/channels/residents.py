"""Tells those who follow a case that there is news: the worker calls it again and again. Only a live world reaches outside.

Whether and when something may leave is decided by the rules (`services.follow.telling`), in the moment it does, with the
records locked: this only asks, reads the address, and says what came of it. That it is tried is written down before a word
leaves. What breaks then goes again under its own id to those who take an id in once (a webhook); a mail does not.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from callbox.kernel import gate, registry
from callbox.kernel.facts import Act, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.read import Condition, find, opened, select
from callbox.kernel.words import language_of, say
from callbox.services.follow.facts import Follow, News
from callbox.services.follow.hearing import TELLER
from callbox.services.follow.proving import channel_of, digits_of, stop_path
from callbox.services.message.facts import Channel
from callbox.services.message.wording import Telling
from callbox.site.channels import looking, mail, webhook
from callbox.site.channels.carrying import Carried, Failed
from callbox.site.configuration import Configuration

MOST: Final = 100
# So long a try may take; older ones were cut off with the worker that made them.
TRYING: Final = timedelta(seconds=90)
# Who named other hours is asked for again after so long; nothing of their hours is read or kept for it.
ASK_AGAIN: Final = timedelta(minutes=5)
TOO_LATE: Final = timedelta(days=3)
CARRIERS: Final = {"mail": mail.send, "text": webhook.send}
# By the sort of news: the codes of its subject and of its one line.
WORDED: Final = {
    "news": ("news.subject", "news.line"),
    "question": ("news.question.subject", "news.question.line"),
    "code": ("news.code.subject", "news.code.line"),
}

log = logging.getLogger("callbox.residents")


@dataclass
class Residents:
    """What the worker does for those who follow, and which of the news is not to be asked for again before when."""

    settings: Callable[[], Configuration]
    later: dict[Id, datetime] = field(default_factory=dict)

    def look(self) -> int:
        """Send what may be sent, settle what was cut off; how many.

        Of several workers whoever writes a try down sends it.
        """
        if not current().world.may_reach_outside:
            return 0
        now = current().world.clock.now()
        self.later = {one: at for one, at in self.later.items() if at > now}
        cut = [one for one in _under_way("trying", now) if one.tried_at and now - one.tried_at >= TRYING]
        due = _under_way("waiting", now, besides=tuple(self.later))
        for one in cut:
            _failed(one, Failed("cut_off", unsure=True), now)
        for one in due:
            self._tell(one, now)
        return len(cut) + len(due)

    def _tell(self, news: News, now: datetime) -> None:
        answer = _act("news.try", now, news=news.id, zone=str(current().world.zone))
        if answer is not None:
            self.later[news.id] = now + ASK_AGAIN
            return
        tried = find(TELLER, news.ref)
        if isinstance(tried, News) and tried.status == "trying":
            self._send(tried)

    def _send(self, news: News) -> None:
        settings = self.settings()
        try:
            carried = composed(news, settings)
            connection.close() if not connection.in_atomic_block else None  # the network may take its time
            CARRIERS[news.by](carried)
        except Failed as failed:
            now = current().world.clock.now()
            _failed(news, failed, now)
            _note_fault(news, failed, now)
        else:
            now = current().world.clock.now()
            _act("news.arrive", now, news=news.id)
            if carried.channel.status == "failing":
                _act("channel.recover", now, by=looking.CARRIER, channel=carried.channel.id)


def composed(news: News, settings: Configuration) -> Carried:
    """What is sent, over which channel, and to whom. The looks at the channel and at the address are recorded.

    Raises:
        Failed: where there is no channel.
    """
    known = channel_of(news.organisation, news.by)
    if known is None:
        raise Failed("not_set_up")
    channel: Channel = looking.opened_channel(known.id, settings.language)
    follow: Follow = opened(TELLER, Ref("follow", news.follow), purpose=say("purpose.news", settings.language))
    to, now = follow.contact_to or "", current().world.clock.now()
    stop_at = looking.address(settings) + stop_path(follow)
    told = worded(news, language=language_of(follow.language or settings.language), stop_at=stop_at)
    if news.by == "text":
        told = replace(told, to=to, fields={**told.fields, "to": to})
        return Carried(channel=channel, telling=told, settings=settings, at=now)
    return Carried(channel=channel, telling=told, settings=settings, at=now, to=to, stop_at=stop_at)


def worded(news: News, *, language: str, stop_at: str) -> Telling:
    """The message: of the case it says nothing, whatever happened."""
    given = {"digits": digits_of(news.id)} if news.sort == "code" else {}
    subject, line = (say(code, language, **given) for code in WORDED[news.sort])
    return Telling(
        id=f"callbox-{news.id}",
        to="",
        subject=subject,
        lines=(line, say("news.stop", language, address=stop_at)),
        fields={"sort": "residents", "language": language},
    )


def _failed(news: News, failed: Failed, now: datetime) -> None:
    _act("news.fail", now, news=news.id, fault=failed.fault, became=becomes(news, failed, now))


def becomes(news: News, failed: Failed, now: datetime) -> str:
    """Whether it goes again: not where that might tell it twice, would be turned down again, or comes too late."""
    if failed.unsure and news.by == "mail":
        return "unsettled"
    if failed.lasting or now - news.written_at > TOO_LATE:
        return "failed"
    return "waiting"


def _note_fault(news: News, failed: Failed, now: datetime) -> None:
    """That a channel does not get through is its own news; that one address was turned down is not."""
    channel = channel_of(news.organisation, news.by)
    if channel is not None and not failed.lasting:
        _act("channel.fail", now, by=looking.CARRIER, channel=channel.id, fault=failed.fault)


def _act(name: str, at: datetime, *, by: Any = TELLER, **told: Any) -> Refused | None:
    """What refused it; None: it was written down."""
    inputs = registry.act(name).inputs(**told)
    return gate.act(Act(name=name, by=by, at=at, inputs=inputs)).refused


def _under_way(status: str, now: datetime, *, besides: Sequence[Id] = ()) -> Sequence[News]:
    where = [Condition("status = %s AND NOT erased AND due_at <= %s AND id <> ALL(%s)", (status, now, list(besides)))]
    found: Sequence[News] = select(TELLER, "news", where=where, order="due_at, id", most=MOST)
    return found

"""An assignment, or a move, tells the unit's crew: what follows the ledger pages them, and ends a page whose crew set out.

An alarm, a silent caller and a call taker who wants help page the officer on duty in the same way.

Rules in words: only what was entered in the last quarter of an hour is told; a crew that attached itself knows already; a
step entered late for an assignment that has ended tells nobody.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id
from callbox.kernel.node import current
from callbox.kernel.outbox import Told
from callbox.kernel.read import Condition, select
from callbox.services.message.facts import Message
from callbox.services.message.inputs import OfMessage, PageCrew, PageMove, PageOfficer

PAGER = Actor(organisation="", roles=frozenset({"machine"}), via="pager")
RECENT = timedelta(minutes=15)
ASSIGNED, MOVED_UP = "assignment.assigned", "unit.moved_up"
# After these a crew need not say that it has seen its page.
MOVED_ON = ("en_route", "on_scene", "transporting", "at_hospital", "available", "stood_down")
# What in a call pages the officer on duty, and why.
CAUSES = {
    "call.found_silent": "silent",
    "call.paged": "could_not_get_through",
    "call.help_asked": "help_wanted",
}


def hear(told: Sequence[Told]) -> None:
    """What an outbox consumer does with the next entries: page, or end pages. Doing it twice does nothing twice."""
    now = current().world.clock.now()
    fresh = [one for one in told if one.entry.kind == "assignment" and now - one.entry.recorded_at < RECENT]
    pages: list[Act[Any]] = [
        _page(one, now) for one in fresh if one.entry.event == ASSIGNED and not one.entry.sets.get("self_attached")
    ]
    pages += [_page_move(one, now) for one in told if _is_move(one, now)]
    moved = [one.entry.record for one in fresh if one.entry.event.partition(".")[2] in MOVED_ON]
    recent = [one for one in told if now - one.entry.recorded_at < RECENT]
    officer = [act for one in recent if (act := _page_officer(one, now)) is not None]
    in_hand = [one.entry.record for one in recent if one.entry.event in ("alarm.answered", "alarm.ended")]
    ended = [*_unanswered("assignment", moved, now), *_unanswered("alarm", in_hand, now)]
    for acts in (officer, pages, ended):
        if acts:
            gate.perform(acts)


def _page_officer(told: Told, now: datetime) -> Act[PageOfficer] | None:
    """The page that an entry asks for, if it asks for one."""
    entry = told.entry
    if entry.event == "alarm.raised":
        inputs = PageOfficer(id=current().ids.new(), cause=str(entry.sets["cause"]), alarm=entry.record)
    elif entry.event in CAUSES:
        inputs = PageOfficer(id=current().ids.new(), cause=CAUSES[entry.event], call=entry.record)
    else:
        return None
    return Act(name="message.page_officer", by=PAGER, at=now, inputs=inputs, key=f"officer-{told.position}")


def _unanswered(pages: str, about: Sequence[Id], now: datetime) -> Iterator[Act[OfMessage]]:
    """The end of the pages about these alarms or assignments that nobody answered."""
    if not about:
        return
    where = Condition(f"{pages} = ANY(%s) AND status = 'sent'", (list(about),))
    found: Sequence[Message] = select(PAGER, "message", where=[where])
    for one in found:
        yield Act(name="message.overtake", by=PAGER, at=now, inputs=OfMessage(message=one.id))


def _page(told: Told, now: datetime) -> Act[PageCrew]:
    inputs = PageCrew(id=current().ids.new(), assignment=told.entry.record)
    return Act(name="message.page", by=PAGER, at=now, inputs=inputs, key=f"page-{told.position}")


def _is_move(told: Told, now: datetime) -> bool:
    return told.entry.event == MOVED_UP and now - told.entry.recorded_at < RECENT


def _page_move(told: Told, now: datetime) -> Act[PageMove]:
    inputs = PageMove(id=current().ids.new(), unit=told.entry.record)
    return Act(name="message.page_move", by=PAGER, at=now, inputs=inputs, key=f"page-{told.position}")

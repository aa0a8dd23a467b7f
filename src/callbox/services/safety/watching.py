"""Begins a check when a crew reaches the scene, and ends it when it leaves: what follows the ledger does it.

Rules in words: where nobody real sits in a unit (a demo or a replay), nobody is asked; what was entered more than a quarter
of an hour ago begins nothing. A crew that left has left, however late that is heard: its check ends.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id
from callbox.kernel.node import current
from callbox.kernel.outbox import Told
from callbox.kernel.read import Condition, select
from callbox.kernel.world import Mode
from callbox.services.safety.facts import Check
from callbox.services.safety.inputs import Begin, OfCheck

WATCHER = Actor(organisation="", roles=frozenset({"machine"}), via="safety")
RECENT = timedelta(minutes=15)
LEFT = ("transporting", "at_hospital", "available", "stood_down")


def hear(told: Sequence[Told]) -> None:
    """What an outbox consumer does with the next entries. Doing it twice does nothing twice."""
    node = current()
    if node.world.mode in (Mode.DEMO, Mode.REPLAY):
        return
    now = node.world.clock.now()
    steps = [one for one in told if one.entry.kind == "assignment"]
    fresh = [one for one in steps if now - one.entry.recorded_at < RECENT]
    begun = [_begin(one, now) for one in fresh if one.entry.event == "assignment.on_scene"]
    left = [one.entry.record for one in steps if one.entry.event.partition(".")[2] in LEFT]
    for acts in (begun, list(_ended(left, now))):
        if acts:
            gate.perform(acts)


def _begin(told: Told, now: datetime) -> Act[Any]:
    inputs = Begin(id=current().ids.new(), assignment=told.entry.record)
    return Act(name="check.begin", by=WATCHER, at=now, inputs=inputs, key=f"check-{told.position}")


def _ended(assignments: Sequence[Id], now: datetime) -> Iterator[Act[Any]]:
    if not assignments:
        return
    where = Condition("assignment = ANY(%s) AND status <> 'ended'", (list(assignments),))
    found: Sequence[Check] = select(WATCHER, "check", where=[where])
    for one in found:
        yield Act(name="check.end", by=WATCHER, at=now, inputs=OfCheck(check=one.id))

"""Deadlines that fall due: each one's act happens exactly once, through the gate, whatever restarts.

The row is locked and the clock's state is checked under the lock by the act's own rule, and `fired` is written in the same
transaction: a second worker, or this one after a restart, finds the clock fired and is refused.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from callbox.kernel import clocks, gate, registry, rows
from callbox.kernel.declare import KindSpec
from callbox.kernel.facts import Act, Actor, Inputs, Record

BATCH = 200
CLOCKWORK = Actor(organisation="", roles=frozenset({"machine"}), via="clock")
# A wall clock that moved by more than this against steady time is believed by nobody until it holds still.
JUMP_MAX = timedelta(seconds=30)


def fire(now: datetime) -> int:
    """Do what every deadline asks that is due at `now`; how many. A batch at a time, until none is left."""
    total = 0
    for spec in registry.kinds():
        while spec.clocks and (acts := list(_due(spec, now))):
            fired = sum(answer.ok for answer in gate.perform(acts))
            total += fired
            if not fired:
                break
    return total


def _due(spec: KindSpec, now: datetime) -> Iterator[Act]:
    held = rows.read_all(spec.kind, "next_due <= %s ORDER BY next_due LIMIT %s", [now, BATCH])
    for one in held:
        yield from _acts(spec, one.record, now)


def _acts(spec: KindSpec, record: Record, now: datetime) -> Iterator[Act]:
    running: Any = getattr(record, "clocks", {})
    names = clocks.fallen(running, now)
    for clock in (clock for clock in spec.clocks if clock.name in names):
        act = registry.act(clock.on_due)
        inputs: Inputs = act.inputs(**{spec.kind: record.id, "clock": clock.name})
        # It happened when it fell due, and is recorded now; a worker that was down does not move the deadline.
        at = clocks.when(running[clock.name], "due") or now
        yield Act(name=act.name, by=CLOCKWORK, at=at, inputs=inputs)

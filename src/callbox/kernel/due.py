"""Deadlines that fall due: each one's act happens exactly once, through the gate, whatever restarts.

The row is locked and the clock's state is checked under the lock by the act's own rule, and `fired` is written in the same
transaction: a second worker, or this one after a restart, finds the clock fired and is refused.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from callbox.kernel import clocks, gate, registry, rows
from callbox.kernel.declare import KindSpec
from callbox.kernel.facts import Act, Actor, Inputs, Record

BATCH = 200
CLOCKWORK = Actor(organisation="", roles=frozenset({"machine"}), via="clock")
# A wall clock that moved by more than this against steady time is not believed until it has held still for a while.
JUMP_MAX_S = 30.0
HOLD_S = 300.0
log = logging.getLogger("callbox.due")


@dataclass
class JumpGuard:
    """Holds deadlines and alarms after a jump of the wall clock, so that a wrong clock does not escalate a whole city.

    A step by a time server is right in the end, so the hold is bounded: after `HOLD_S` seconds without another jump the
    wall clock is believed.
    """

    held_until_s: float = 0.0

    def holds(self, *, jump_s: float, steady_s: float) -> bool:
        """Whether deadlines are held now.

        `jump_s` is how far the wall clock jumped since the last look, `steady_s` the machine's monotonic seconds.
        """
        if abs(jump_s) > JUMP_MAX_S:
            log.warning("the wall clock jumped by %.0f s: deadlines are held for %.0f s", jump_s, HOLD_S)
            self.held_until_s = steady_s + HOLD_S
        return steady_s < self.held_until_s


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

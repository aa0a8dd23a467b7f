"""How a running deadline looks at a moment: calm, soon, late. It changes before it breaks. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from callbox.kernel.clocks import FIRED, PAUSED, RUNNING, One, State, when

# From this share of its time on, a clock that still runs is soon late.
SOON_LEFT = 1 / 3
ORDER = ("late", "soon", "calm", "paused")


@dataclass(frozen=True, kw_only=True)
class Countdown:
    """One deadline as it is shown; `left_s` is below zero when it has passed."""

    name: str
    look: str
    due: datetime
    started: datetime
    left_s: int


def countdowns(clocks: State, *, now: datetime, settled: Mapping[str, bool]) -> list[Countdown]:
    """The deadlines that are still of concern, the worst first. `settled` names those whose matter was done late."""
    shown = [
        _countdown(name, clock, now)
        for name, clock in clocks.items()
        if clock["state"] in (RUNNING, PAUSED) or (clock["state"] == FIRED and not settled.get(name, False))
    ]
    return sorted(shown, key=lambda one: (ORDER.index(one.look), one.left_s))


def _countdown(name: str, clock: One, now: datetime) -> Countdown:
    due = when(clock, "due") or now
    started = when(clock, "started") or due
    left = due - now
    look = "paused" if clock["state"] == PAUSED else look_of(left=left, whole=due - started)
    return Countdown(name=name, look=look, due=due, started=started, left_s=int(left.total_seconds()))


def look_of(*, left: timedelta, whole: timedelta) -> str:
    """The look of a running clock."""
    if left < timedelta(0):
        return "late"
    return "soon" if left < whole * SOON_LEFT else "calm"

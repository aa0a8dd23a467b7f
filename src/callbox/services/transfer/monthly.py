"""How many cases went which way in a month, how many came back, and why. Pure: transfers in, figures out.

Counted by the month in which they were offered. A case that was handed back by an emergency line came back like any other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from callbox.services.transfer.facts import AGREED, BACK, OPEN, RULED

# What is looked at of each transfer; none of it tells of a person.
FIELDS = ("organisation", "to", "status", "returned_under", "decided_for", "danger_to_life", "offered_at", "ended_at")
UNDER_WAY = (*OPEN, RULED, AGREED, BACK)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One transfer, as far as it is counted."""

    organisation: str
    to: str
    status: str
    returned_under: str | None
    decided_for: str | None
    danger_to_life: bool
    offered_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Way:
    """From one organisation to another: how many were offered, and what became of them. `answer_s` is the median."""

    organisation: str
    to: str
    offered: int = 0
    at_once: int = 0
    accepted: int = 0
    returned: int = 0
    withdrawn: int = 0
    decided: int = 0
    under_way: int = 0
    answer_s: float | None = None
    why: Mapping[str, int] = field(default_factory=dict)


def ways(found: Iterable[Counted]) -> Sequence[Way]:
    """The ways, the busiest first."""
    by_way: dict[tuple[str, str], list[Counted]] = {}
    for one in found:
        by_way.setdefault((one.organisation, one.to), []).append(one)
    counted = [_way(organisation, to, those) for (organisation, to), those in by_way.items()]
    return sorted(counted, key=lambda way: (-way.offered, way.organisation, way.to))


def _way(organisation: str, to: str, those: Sequence[Counted]) -> Way:
    ended = Counter(one.status for one in those)
    lengths = [(one.ended_at - one.offered_at).total_seconds() for one in those if one.ended_at and _answered(one)]
    return Way(
        organisation=organisation,
        to=to,
        offered=len(those),
        at_once=sum(one.danger_to_life for one in those),
        accepted=ended["accepted"],
        returned=ended["returned"],
        withdrawn=ended["withdrawn"],
        decided=ended["decided"],
        under_way=sum(ended[status] for status in UNDER_WAY),
        answer_s=median(lengths) if lengths else None,
        why=dict(Counter(one.returned_under for one in those if one.returned_under).most_common()),
    )


def _answered(one: Counted) -> bool:
    """Whether somebody answered it: what goes over at once waits for nobody."""
    return one.status in ("accepted", "returned") and not one.danger_to_life

"""From samples to figures with intervals, as the commands tell them."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from callbox.brain.simulate import measures
from callbox.brain.simulate.experiment import sampled
from callbox.brain.simulate.facts import Floats
from callbox.brain.simulate.measures import Drawn, Group, Sample
from callbox.faces.command.simulations import EVERY, Answered, Figure, OfPolicy, Recorded
from callbox.site.simulating.prepared import Told

WITHIN_S: Final = tuple(range(0, 1_801, 15))


class Seen(NamedTuple):
    """One group of calls of one policy, and what resamples of its days come to."""

    group: Group
    drawn: Drawn
    unreached: int


def seen(sample: Sample, weights: Floats, *, priorities: int, late_ms: int) -> tuple[Seen, ...]:
    """All calls first, then those of each priority."""
    found = []
    for priority in (measures.EVERY, *range(priorities)):
        group = measures.grouped_by_day(sample, priority=priority, late_ms=late_ms)
        mine = np.isinf(sample.response_ms) & ((sample.priority == priority) | (priority == measures.EVERY))
        found.append(Seen(group, measures.drawn_from(group, weights), int(mine.sum())))
    return tuple(found)


def of_policy(
    policy: str, sample: Sample, *, groups: Sequence[Seen], against: Sequence[Seen] | None, weights: Floats,
    priorities: Sequence[str],
) -> OfPolicy:  # fmt: skip
    """Everything that is told of one policy at one load."""
    names = (EVERY, *priorities)
    baseline: Sequence[Seen | None] = against if against is not None else [None] * len(names)
    return OfPolicy(
        policy=policy,
        answered=tuple(answered(name, one, other) for name, one, other in zip(names, groups, baseline, strict=True)),
        moves_a_day=figure(weights @ sample.moves / sample.days),
        busy=figure(weights @ sample.busy.mean(axis=1) / sample.days),
        busy_by_unit=tuple(round(float(one), 4) for one in sample.busy.mean(axis=0)),
        busy_by_hour=tuple(round(float(one), 4) for one in sample.busy_by_hour.mean(axis=(0, 2))),
        within=within(groups[0].group),
    )


def answered(name: str, one: Seen, baseline: Seen | None) -> Answered:
    """Figures of one group, and their changes against the baseline's on the same days."""
    changes: dict[str, Figure] = {}
    if baseline is not None:
        for field, mine, its in zip(Drawn._fields, one.drawn, baseline.drawn, strict=True):
            changes[f"{field.removesuffix('_s')}_change"] = figure(measures.change(mine, its))
    return Answered(
        priority=name,
        calls=int(one.group.calls.sum()),
        unreached=one.unreached,
        late=figure(one.drawn.late),
        mean_s=figure(one.drawn.mean_s),
        p90_s=figure(one.drawn.p90_s),
        **changes,
    )


def within(group: Group) -> tuple[float, ...]:
    """Share of calls answered within each of WITHIN_S."""
    shares = measures.shares_below(group, np.array(WITHIN_S))
    return tuple(round(float(one), 5) for one in shares)


def figure(values: Floats) -> Figure:
    """A figure and the interval of its resamples."""
    return Figure(*(round(one, 6) for one in measures.estimate(values)))


def recorded(told: Told, weights: Floats, *, priorities: Sequence[str], late_ms: int) -> Recorded:
    """What really came of recorded calls, with the same intervals."""
    sample = sampled(
        told.calls,
        told.response_ms,
        first_day=told.first_day,
        moves=np.zeros(told.days, np.int32),
        busy_by_hour=np.zeros((told.days, 1, 1)),
    )
    groups = seen(sample, weights, priorities=len(priorities), late_ms=late_ms)
    named = zip((EVERY, *priorities), groups, strict=True)
    return Recorded(answered=tuple(answered(name, one, None) for name, one in named), within=within(groups[0].group))

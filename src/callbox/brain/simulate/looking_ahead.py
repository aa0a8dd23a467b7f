"""The policies that look ahead, set up for a scenario by what its files and its tuning days say, and by nothing else.

Cover is reckoned on at most POINTS_MOST points at two moments to come, measured in the mean time between changes of
anybody's state; the chances that an idle unit is gone by then are far below its busy fraction, as was found on tuning days.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from callbox.brain.cover.grades import Class, by_class
from callbox.brain.cover.moving import Outlook
from callbox.brain.simulate.ahead import NO_LIMIT_MS, Lookout, at_own_desk, lookout
from callbox.brain.simulate.facts import HOUR_MS, ORDINARY, SIREN, Floats, Ints, Params
from callbox.brain.simulate.policy import AHEAD, CLOSEST, STATIC, Policy
from callbox.brain.simulate.scenario import Scenario
from callbox.brain.simulate.zoning import grouped

POINTS_MOST: Final = 300
CHANGES_AHEAD: Final = (2.5, 7.5)
GONE_BY_THEN: Final = (0.1, 0.2)
MEAN_WEIGHT: Final = 0.1
RELIEF_GAIN_MS: Final = 1_000
CAP_MS: Final = 60_000


def policy_ahead(one: Scenario, *, moves: int = 2, cap_ms: int = NO_LIMIT_MS) -> Policy:
    """Send, place and move by late calls to come; at most `moves` move-ups after each event, 0: none at all."""
    look = look_from(one)._replace(cap_ms=cap_ms, most_moves=moves)
    look = at_own_desk(look, one.city.units)
    return STATIC._replace(dispatch=AHEAD, place=AHEAD, move=AHEAD if moves else CLOSEST, lookout=look)


def rules_ahead(one: Scenario) -> Params:
    """Units under way may change to a more urgent call for any gain, and be relieved for a second's."""
    count = len(one.priorities)
    return replace(one.params, reassigns=(True,) * count, reassign_gain_ms=RELIEF_GAIN_MS, preempt_gain_ms=1)


def look_from(one: Scenario) -> Lookout:
    """What such a policy looks up."""
    zone, weight = points_of(one)
    grades = by_class(classes_of(one), mean_weight=MEAN_WEIGHT)
    look = lookout(
        point_zone=zone, point_weight=weight, station_zone=one.city.station_zone, siren_ms=one.city.to_ms[0],
        grades=grades, outlook=outlook_of(one),
    )  # fmt: skip
    return look._replace(mean_weight=MEAN_WEIGHT, late_ms=one.floor.late_ms)


def outlook_of(one: Scenario) -> Outlook:
    """Moments to come: every call changes two states, somebody's that is sent and somebody's that is free again."""
    changes_per_h = 2.0 * max(1e-6, float(one.weight.sum()))
    step_ms = HOUR_MS / changes_per_h
    taken = float(np.average(one.demand.transport_share, weights=by_priority(one)))
    spent_s = one.demand.on_scene.mean_s + taken * one.demand.handover.mean_s
    return Outlook(
        ahead_ms=tuple(round(changes * step_ms) for changes in CHANGES_AHEAD),
        share=(0.5, 0.5),
        busy=GONE_BY_THEN,
        clears_in_ms=round(500.0 * float(np.average(spent_s, weights=by_priority(one)))),
    )


def by_priority(one: Scenario) -> Floats:
    """(p,) calls an hour, never quite nothing."""
    rate: Floats = one.demand.rate_per_h.mean(axis=0).sum(axis=0) + 1e-12
    return rate


def classes_of(one: Scenario) -> list[Class]:
    """Each priority's share, and how much slower than with siren units drive to it."""
    share = by_priority(one) / by_priority(one).sum()
    tables = one.city.to_ms[one.city.metric_at[0, :, 0]]
    apart = tables[SIREN] > 0
    slower = float(np.median(tables[ORDINARY][apart] / tables[SIREN][apart])) if apart.any() else 1.0
    mode = one.params.answer_mode
    return [
        Class(float(its), slowness=1.0 if mode[priority] == SIREN else slower, late_ms=one.floor.late_ms)
        for priority, its in enumerate(share)
    ]


def points_of(one: Scenario) -> tuple[Ints, Floats]:
    """(zones that stand for the points, (p,); calls an hour from each, (1 or 168, p))."""
    rate = one.demand.rate_per_h.sum(axis=2)
    zones = np.flatnonzero(rate.sum(axis=0) > 0)
    narrow = float(np.cos(np.radians(one.places.latitude_deg.mean())))
    flat = np.column_stack([one.places.longitude_deg * narrow, one.places.latitude_deg])[zones]
    heavy = rate.mean(axis=0)[zones]
    group = grouped(flat, heavy, count=POINTS_MOST)
    count = int(group.max()) + 1
    total = np.bincount(group, heavy, count)
    middle = np.column_stack([np.bincount(group, heavy * flat[:, side], count) / total for side in (0, 1)])
    away = np.hypot(*(flat - middle[group]).T)
    nearest = np.lexsort((away, group))
    chosen = zones[nearest[np.searchsorted(group[nearest], np.arange(count))]]
    weight = np.stack([np.bincount(group, hour[zones], count) for hour in rate])
    alike = bool((weight == weight[:1]).all())
    return chosen.astype(np.int32), np.ascontiguousarray((weight[:1] if alike else weight) + 1e-12)

"""Cases that wait at the same moment, solved as one problem: the most urgent first, and nothing of them is kept. Pure.

Rules in words. The other cases come with the question, places and all, and go with it. Only those count that are as urgent
as the case or more: no other may cost it a unit. Where it is said of one of the two what it needs and not of the other,
kinds of units cannot be told from each other; such a case is left out.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from callbox.brain.dispatch import Case, Need, Situation
from callbox.brain.dispatch.facts import Floats, Times
from callbox.site.advisor.asked import Place


class Waits(NamedTuple):
    """One other case, and (n,) how far each unit is from it."""

    case: Case
    road_ms: NDArray[np.int32]
    straight_m: Floats


def together_with(case: Case, others: Iterable[Case], *, anybody: tuple[Need, ...]) -> tuple[Case, ...]:
    """Those of the other cases that are solved together with this one."""
    known: dict[str, Case] = {}
    for one in others:
        alike = (one.needs == anybody) == (case.needs == anybody)
        if alike and one.id != case.id and one.priority <= case.priority:
            known.setdefault(one.id, one)
    return tuple(known.values())


def place_of(case: Case) -> Place | None:
    """Where a case is."""
    if case.longitude_deg is None or case.latitude_deg is None:
        return None
    return case.longitude_deg, case.latitude_deg


def with_others(situation: Situation, others: Iterable[Waits]) -> Situation:
    """A situation of one case with others in further rows."""
    found = list(others)
    if not found or situation.travel_ms is None:
        return situation
    travel_ms: Times = np.vstack([situation.travel_ms, *(one.road_ms for one in found)])
    return replace(
        situation,
        cases=(*situation.cases, *(one.case for one in found)),
        travel_ms=travel_ms,
        straight_m=np.vstack([situation.straight_m, *(one.straight_m for one in found)]),
    )

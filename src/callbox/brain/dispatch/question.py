"""The question a policy answers: one seat of one need of one case, and every unit that could take it.

Who could take it at all is decided here, alike for every policy: kind, skills, size of the vehicle, shift, agreement.
"""

from dataclasses import dataclass, replace

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.dispatch.facts import Bools, Case, Cover, Floats, Need, Settings, Situation
from callbox.brain.dispatch.fleet import Fleet


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a policy is asked. It answers with a cost for each of the n units: lowest first, infinite for never.

    Units are in the order of their ids; every mask and array is (n,).
    """

    situation: Situation
    case: Case
    need: Need
    nth: int
    """Which of the need's units is asked for: 0 for the first."""
    settings: Settings
    fleet: Fleet
    arrival_ms: Floats
    """From now until it is at the case, the rest of what it is on included; infinite if it cannot get there by road."""
    straight_m: Floats
    idle: Bools
    """Able to take the seat, and free."""
    clearing: Bools
    """Able to take the seat, and about to clear."""
    takeable: Bools
    """Able to take the seat, and under way to something less urgent."""

    @property
    def cover(self) -> Cover | None:
        return self.situation.cover

    @property
    def lost_per_h(self) -> Floats | None:
        """Expected calls an hour out of cover for sending each unit; None without cover data."""
        return self.fleet.lost_per_h

    def only(self, units: Bools) -> "Question":
        """The same question with these units alone."""
        return replace(self, idle=self.idle & units, clearing=self.clearing & units, takeable=self.takeable & units)


def arrivals_ms(situation: Situation, units: Fleet, *, row: int, settings: Settings) -> Floats:
    """(n,) when each unit would be at the case of that row, ms from now; infinite if there is no way."""
    if not has_place(situation.cases[row]):
        return np.full(len(situation.units), np.inf)
    travel_ms = _travel_ms(situation, row, settings)
    travel_ms[~units.placed] = np.inf
    return np.where(units.clearing, travel_ms + units.clears_in_ms, travel_ms)


def _travel_ms(situation: Situation, row: int, settings: Settings) -> Floats:
    """(n,) by road, or without road times guessed from the straight line; infinite where there is neither."""
    travel_ms: Floats
    if situation.travel_ms is None:
        travel_ms = situation.straight_m[row] * (1000.0 * settings.straight_factor / settings.straight_mps)
        return np.where(np.isnan(travel_ms), np.inf, travel_ms)
    travel_ms = situation.travel_ms[row].astype(np.float64)
    travel_ms[travel_ms >= UNREACHABLE_MS] = np.inf
    return travel_ms


def has_place(case: Case) -> bool:
    """Whether units can be led to it by road."""
    return case.longitude_deg is not None and case.latitude_deg is not None and case.off_road_m is not None

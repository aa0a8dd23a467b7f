"""Why a way is proposed, and what is to be known of its units: reasons as codes."""

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from callbox.brain.dispatch.facts import HOME, Bools
from callbox.brain.dispatch.policies import name_of
from callbox.brain.dispatch.proposal import Reason
from callbox.brain.dispatch.question import has_place
from callbox.brain.dispatch.reasons import because, minutes, seconds, sign, title
from callbox.brain.dispatch.seats import TIRED, Seats
from callbox.brain.dispatch.ways import Chosen

BY_LINE, BY_COVER = "by_line", "by_cover"
PREFERS: Final[Mapping[str, str]] = {
    "closest_straight_line": BY_LINE,
    "expected_cover": BY_COVER,
    "dmexclp": BY_COVER,
}
"""What else than time a policy goes by, where one sentence can say it; all others are told by their name."""


def why(one: Seats, chosen: Chosen, best: Chosen) -> tuple[Reason, ...]:
    """The reasons of a way: in one sentence, and then what is to be known of each unit."""
    units = [unit for _, unit in chosen]
    first = _together(one, units) if len(units) > 1 else _one(one, chosen[0], best)
    told = (note for _, unit in chosen for note in _notes(one, unit))
    return (first, *told, *(_rested_first(one, *chosen[0]) if chosen == best and len(chosen) == 1 else ()))


def _together(one: Seats, units: list[int]) -> Reason:
    times_ms = one.arrival_ms[units]
    if not np.all(np.isfinite(times_ms)):
        blind = next(unit for unit in units if not np.isfinite(one.arrival_ms[unit]))
        return because("advice.no_arrival", unit=sign_of(one, blind))
    return because(
        "advice.together",
        count=len(units),
        first_seconds=seconds(float(np.min(times_ms))),
        last_seconds=seconds(float(np.max(times_ms))),
    )


def _one(one: Seats, pair: tuple[int, int], best: Chosen) -> Reason:
    seat, unit = pair
    if not np.isfinite(one.arrival_ms[unit]):
        return because("advice.no_arrival", unit=sign_of(one, unit))
    if best != (pair,):
        return _than(one, unit, best[0][1])
    others = np.isfinite(one.arrival_ms) & (one.costs[seat] < TIRED)
    others[unit] = False
    if not np.any(others):
        return because("advice.only", unit=sign_of(one, unit))
    return _first(one, unit, _closest(one, others))


def _than(one: Seats, unit: int, best: int) -> Reason:
    """An alternative, beside the best."""
    later_ms = float(one.arrival_ms[unit] - one.arrival_ms[best])
    names = {"unit": sign_of(one, unit), "other": sign_of(one, best)}
    if later_ms == 0:
        return because("advice.as_close", **names)
    if later_ms > 0:
        return because("advice.later", **names, seconds=seconds(later_ms))
    return because("advice.earlier", **names, seconds=seconds(-later_ms))


def _first(one: Seats, unit: int, other: int) -> Reason:
    """The best, beside the closest of the others."""
    behind = seconds(abs(float(one.arrival_ms[unit] - one.arrival_ms[other])))
    names = {"unit": sign_of(one, unit), "other": sign_of(one, other)}
    if one.arrival_ms[unit] == one.arrival_ms[other]:
        return because("advice.as_close", **names)
    if one.arrival_ms[unit] < one.arrival_ms[other]:
        return because("advice.closest", **names, seconds=behind)
    return _although_later(one, unit, other, names=names, behind=behind)


def _although_later(one: Seats, unit: int, other: int, *, names: Mapping[str, str], behind: int) -> Reason:
    prefers = PREFERS.get(name_of(one.policy))
    if one.fleet.under_way[other] and not one.fleet.under_way[unit]:
        return because("advice.leaves_other", **names, seconds=behind, case=case_of(one, other))
    if prefers == BY_LINE:
        straight_m = one.situation.straight_m[one.row]
        nearer_m = round(float(straight_m[other] - straight_m[unit]))
        return because("advice.by_line", **names, seconds=behind, metres=nearer_m)
    calls = _calls_kept(one, unit, other)
    if prefers == BY_COVER and calls > 0:
        return because("advice.keeps_cover", **names, seconds=behind, calls=calls)
    return because("advice.by_policy", **names, seconds=behind, policy=name_of(one.policy))


def _calls_kept(one: Seats, unit: int, other: int) -> int:
    lost_per_h = one.fleet.lost_per_h
    return 0 if lost_per_h is None else round(100.0 * float(lost_per_h[other] - lost_per_h[unit]))


def _notes(one: Seats, unit: int) -> Iterator[Reason]:
    """What is to be known of a unit that is sent."""
    state, name = one.situation.units[unit], sign_of(one, unit)
    if one.fleet.under_way[unit]:
        yield because("advice.taken_from", unit=name, case=case_of(one, unit))
    if one.fleet.clearing[unit]:
        yield because("advice.clearing", unit=name, minutes=minutes(one.fleet.clears_in_ms[unit]))
    if state.position == HOME:
        yield because("advice.from_home", unit=name)
    if not one.fleet.placed[unit]:
        yield because("advice.no_position", unit=name)
    if state.neighbour:
        yield because("advice.neighbour", unit=name, organisation=state.neighbour)
    yield from _notes_on_duty(one, unit)


def _notes_on_duty(one: Seats, unit: int) -> Iterator[Reason]:
    """Rest and shift."""
    if not one.fleet.rested[unit]:
        within = minutes(one.settings.rested_within_ms)
        yield because("advice.unrested", unit=sign_of(one, unit), minutes=within)
    arrival_ms = one.arrival_ms[unit]
    if np.isfinite(arrival_ms) and one.fleet.shift_left_ms[unit] <= arrival_ms + one.settings.shift_soon_ms:
        yield because("advice.shift_ends", unit=sign_of(one, unit), minutes=minutes(one.fleet.shift_left_ms[unit]))


def _rested_first(one: Seats, seat: int, unit: int) -> Iterator[Reason]:
    """Who would be there sooner and is passed over, because the crew has not rested."""
    if one.fleet.all_rested or not one.fleet.rested[unit] or not np.isfinite(one.arrival_ms[unit]):
        return
    tired = ~one.fleet.rested & np.isfinite(one.costs[seat]) & (one.arrival_ms < one.arrival_ms[unit])
    if np.any(tired):
        other = _closest(one, tired)
        ahead = seconds(float(one.arrival_ms[unit] - one.arrival_ms[other]))
        yield because("advice.rested_first", unit=sign_of(one, unit), other=sign_of(one, other), seconds=ahead)


def of_case(one: Seats) -> Iterator[Reason]:
    """What is to be said of the case itself."""
    case, name = one.case, title(one.case)
    if case.longitude_deg is None or case.latitude_deg is None:
        yield because("advice.no_place", case=name)
    elif case.off_road_m is None:
        yield because("advice.no_road", case=name)
    elif one.situation.travel_ms is None:
        yield because("advice.no_road_times", case=name)
    elif _cut_off(one):
        yield because("advice.no_way", case=name)
    if one.fleet.cover is None and PREFERS.get(name_of(one.policy)) == BY_COVER:
        yield because("advice.no_cover_data", policy=name_of(one.policy))


def _cut_off(one: Seats) -> bool:
    """Whether units could go and none of them has a way there."""
    going = np.any(np.array(one.able), axis=0) & one.fleet.placed if one.able else np.zeros(0, dtype=np.bool_)
    return bool(has_place(one.case) and np.any(going) and not np.any(np.isfinite(one.arrival_ms[going])))


def _closest(one: Seats, units: Bools) -> int:
    return int(np.argmin(np.where(units, one.arrival_ms, np.inf)))


def sign_of(one: Seats, unit: int) -> str:
    """What the unit is called."""
    return sign(one.situation.units[unit])


def case_of(one: Seats, unit: int) -> str:
    """What the case is called that the unit is on."""
    on_case = one.situation.units[unit].on_case
    return next((title(case) for case in one.situation.cases if case.id == on_case), on_case)

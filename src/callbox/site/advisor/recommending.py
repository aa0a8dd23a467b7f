"""Whom to send: the question in plain values becomes the brain's situation, its proposal becomes plain values again."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, isnan, radians
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.dispatch import Case, Cover, Need, Proposal, Situation, UnitState, Way
from callbox.brain.dispatch.facts import FREE, Floats
from callbox.brain.dispatch.policies import POLICIES
from callbox.brain.dispatch.proposal import Reason
from callbox.brain.dispatch.reasons import because, sign, title
from callbox.brain.roads.facts import Places
from callbox.kernel.chain import Json
from callbox.kernel.globe import EARTH_RADIUS_M
from callbox.site.advisor.asked import (
    UNITS_MAX,
    Conditions,
    NotUnderstood,
    Place,
    Placed,
    Told,
    an_object,
    conditions,
    listed,
    place,
    text,
    whole,
)
from callbox.site.advisor.covering import Standard
from callbox.site.advisor.inside import Flags, Led
from callbox.site.advisor.promised import Promised, proposed
from callbox.site.advisor.together import Waits, place_of, together_with, with_others
from callbox.site.advisor.units import MS_MAX, PRIORITY_MAX, KnownUnits, Units

ANY_UNIT: Final = Need(kind="")
COUNT_MAX, NEEDS_MAX, SKILLS_MAX, OTHERS_MAX = 50, 20, 50, 8
Needs = Mapping[str, Sequence[Need]]


@dataclass(frozen=True, kw_only=True)
class Times:
    """Road times from n units to one place, and where on the network all of them are."""

    led: Led
    """(n,) each."""
    streets: Sequence[str]
    """(n,) the street that each unit's way begins on."""
    case_street: str
    case_walk_m: float | None
    """Straight from the street to the place; None when none is near enough."""
    there: Places
    """The place on the roads."""
    slots: NDArray[np.int64]
    """(n,) what the fleet knows the units by."""


class Roads(Protocol):
    """Whoever knows the roads."""

    digest: str

    def times(self, units: Sequence[Placed], to: Place, how: Conditions, *, now_s: float) -> Times:
        """Road times from units to a place; `now_s` are steady seconds."""

    def cover(self, times: Times, units: Units, how: Conditions, *, standard: Standard) -> Cover | None:
        """What these units cover from where they are; None where nobody knows where calls come from."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question about whom to send, read."""

    case: Case
    others: tuple[Case, ...]
    """Cases that wait too, as urgent or more, each with its place: solved together with it, and forgotten."""
    units: Units
    at_ms: int
    policy: str
    how: Conditions

    @property
    def there(self) -> Place | None:
        """Where the case is."""
        return place_of(self.case)


@dataclass(frozen=True, kw_only=True)
class Asker:
    """What questions are answered with: what the node has decided, and what was answered before."""

    standard: Standard
    known: KnownUnits
    promised: Promised


def asked(told: Told, needs: Needs, asker: Asker, *, now_s: float) -> Asked:
    """The question; `needs` says what categories are known to need."""
    case = _case(an_object(told.get("case"), "case"), needs)
    policy = text(told.get("policy", ""), "policy") or asker.standard.policy
    if policy not in POLICIES:
        raise NotUnderstood("field.wrong", f"policy: one of {', '.join(sorted(POLICIES))}")
    rows = listed(told.get("units", []), "units", most=UNITS_MAX)
    waiting = (
        _case(an_object(one, "others"), needs) for one in listed(told.get("others", []), "others", most=OTHERS_MAX)
    )
    return Asked(
        case=case,
        others=together_with(case, waiting, anybody=(ANY_UNIT,)),
        units=asker.known.read(rows, anybody=case.needs == (ANY_UNIT,), now_s=now_s),
        at_ms=whole(told.get("at_ms", 0), "at_ms", most=MS_MAX),
        policy=policy,
        how=conditions(told),
    )


def _case(told: Told, known: Needs) -> Case:
    where = place(told.get("place"), "place")
    needs = tuple(_need(an_object(one, "needs")) for one in listed(told.get("needs", []), "needs", most=NEEDS_MAX))
    category = text(told.get("category", ""), "category")
    sent = [text(one, "sent") for one in listed(told.get("sent", []), "sent", most=UNITS_MAX)]
    return Case(
        id=text(told.get("id", "case"), "id"),
        priority=whole(told.get("priority", 0), "priority", most=PRIORITY_MAX),
        needs=_left(needs or known.get(category, ()), sent) or (ANY_UNIT,),
        longitude_deg=where[0] if where else None,
        latitude_deg=where[1] if where else None,
        waiting_since_ms=whole(told.get("waiting_since_ms", 0), "waiting_since_ms", most=MS_MAX),
    )


def _left(needs: Sequence[Need], sent: Sequence[str]) -> tuple[Need, ...]:
    """What is still needed once those that are on their way count."""
    away = Counter(sent)
    left: list[Need] = []
    for need in needs:
        met = min(need.count, away[need.kind])
        away[need.kind] -= met
        left += [replace(need, count=need.count - met)] if need.count > met else []
    return tuple(left)


def _need(told: Told) -> Need:
    skills = frozenset(text(one, "skills") for one in listed(told.get("skills", []), "skills", most=SKILLS_MAX))
    return Need(
        kind=text(told.get("kind", ""), "kind"),
        count=max(1, whole(told.get("count", 1), "count", most=COUNT_MAX)),
        skills=skills,
    )


def answered(question: Asked, roads: Roads | None, *, asker: Asker, absent: str, now_s: float) -> dict[str, Json]:
    """The proposal, and every unit in its order. `absent` says why there are no roads, where there are none."""
    there = question.there
    places = question.units.places
    times = roads.times(places, there, question.how, now_s=now_s) if roads and there else None
    off_road_m = times.case_walk_m if times else 0.0
    straight_m = _straight_m(question.units.place_deg, there)
    cover = roads.cover(times, question.units, question.how, standard=asker.standard) if roads and times else None
    found = _situation(question, times, straight_m=straight_m, cover=cover)
    if roads and found.travel_ms is not None:
        found = with_others(found, _on_roads(question, roads, now_s=now_s))
    proposal, more = proposed(found, question.policy, asker.promised, now_s=now_s)
    by_road = times is not None and off_road_m is not None
    return {
        "basis": "road" if by_road else "straight_line",
        "why": "" if by_road else _why_not(there, absent="" if roads else absent),
        "policy": proposal.policy,
        "ranked": _ranked(question, times if by_road else None, straight_m),
        "ways": [_way(one, _leaving(question, one, times)) for one in proposal.ways],
        "reasons": _reasons((*proposal.reasons, *_to_edge(question, times), *more)),
        "asked": [{"unit": unit, **_reason(why)} for unit, why in proposal.asked],
        "even": proposal.even,
        "case": {"street": times.case_street if times else "", "walk_m": off_road_m if times else None},
        "network": roads.digest if roads else "",
        **_lacking(proposal),
    }


def _on_roads(question: Asked, roads: Roads, *, now_s: float) -> Iterator[Waits]:
    """The other cases that a road leads to, and the ways there."""
    for case in question.others:
        there = place_of(case)
        times = roads.times(question.units.places, there, question.how, now_s=now_s) if there else None
        if times and times.case_walk_m is not None:
            line_m = _straight_m(question.units.place_deg, there)
            yield Waits(replace(case, off_road_m=times.case_walk_m), times.led.road_ms, line_m)


def sent_first(question: Asked, answer: Mapping[str, Any], *, most: int) -> list[Placed]:
    """The free units of the best way that was answered."""
    units = question.units
    free = {unit.id: placed for unit, placed in zip(units.roster, units.places, strict=True) if unit.state in FREE}
    sent = dict.fromkeys(one for way in answer["ways"][:1] for one in way["units"] if one in free)
    return [free[one] for one in list(sent)[:most]]


def _situation(question: Asked, times: Times | None, *, straight_m: Floats, cover: Cover | None) -> Situation:
    case, off_road_m = question.case, times.case_walk_m if times else 0.0
    # Off every road, the line is all there is: the way is then told as one without road times.
    placed = replace(case, off_road_m=off_road_m if off_road_m is not None else 0.0)
    by_road = times is not None and off_road_m is not None
    return Situation(
        at_ms=question.at_ms,
        units=question.units.roster,
        cases=(placed,),
        travel_ms=times.led.road_ms[None, :] if times is not None and by_road else None,
        straight_m=straight_m[None, :],
        cover=cover,
    )


def _straight_m(place_deg: Floats, there: Place | None) -> Floats:
    """(n,) metres as the crow flies (haversine, as in kernel.globe) from (n, 2) places; NaN where one is not known."""
    if there is None:
        return np.full(len(place_deg), np.nan)
    lon, lat = np.radians(place_deg.T)
    to_lon, to_lat = radians(there[0]), radians(there[1])
    half = np.sin((lat - to_lat) / 2) ** 2 + np.cos(lat) * cos(to_lat) * np.sin((lon - to_lon) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, half))), dtype=np.float64)


def _why_not(there: Place | None, *, absent: str) -> str:
    if there is None:
        return "no_place"
    return {"": "no_road", "building": "building"}.get(absent, "no_city")


def _ranked(question: Asked, times: Times | None, straight_m: Floats) -> dict[str, Json]:
    """Every unit, a column for each thing told of it: those that are free by road time, then all others by it."""
    units = question.units
    road_ms = times.led.road_ms if times else np.full(len(units.places), UNREACHABLE_MS, np.int32)
    busy = units.roster.columns[0] >= len(FREE)
    # Equal ones stay in the order of their ids.
    order = np.lexsort((straight_m, road_ms, busy))
    known_ms: list[Json] = road_ms[order].tolist()
    if road_ms.max(initial=0) >= UNREACHABLE_MS:
        known_ms = [one if one < UNREACHABLE_MS else None for one in road_ms[order].tolist()]
    line_m: list[Json] = straight_m[order].round(1).tolist()
    if np.isnan(straight_m).any():
        line_m = [None if isnan(one) else one for one in straight_m[order].round(1).tolist()]
    free = int(len(order) - np.count_nonzero(busy))
    at: list[int] = order.tolist()
    return {
        "id": [units.places[one].id for one in at],
        "road_ms": known_ms,
        "arrival_ms": [*known_ms[:free], *[None] * (len(at) - free)],
        "straight_m": line_m,
        "street": [times.streets[one] for one in at] if times else [""] * len(at),
    }


def _way(way: Way, more: Sequence[Reason]) -> Json:
    return {
        "units": [one.unit for one in way.sent],
        "first_ms": list(way.first) if way.first else None,
        "cover_lost_per_h": way.cover_lost_per_h,
        "taken": [one.unit for one in way.taken],
        "reasons": _reasons((*way.reasons, *more)),
    }


def _leaving(question: Asked, way: Way, times: Times | None) -> list[Reason]:
    """Which units of a way stand inside a closed area."""
    if times is None or not times.led.leaves.any():
        return []
    sent, found = {one.unit for one in way.sent}, _marked(question, times.led.leaves)
    return [because("advice.inside_closure", unit=sign(unit)) for unit in found if unit.id in sent]


def _to_edge(question: Asked, times: Times | None) -> list[Reason]:
    """That times are to the edge of a closed area, where they are."""
    told = times is not None and times.led.to_edge.any()
    return [because("advice.to_edge", case=title(question.case))] if told else []


def _marked(question: Asked, which: Flags) -> list[UnitState]:
    return [question.units.roster[at] for at in np.flatnonzero(which).tolist()]


def _reasons(reasons: Sequence[Reason]) -> list[Json]:
    return [_reason(one) for one in reasons]


def _reason(reason: Reason) -> dict[str, Json]:
    return {"code": reason.code, "details": dict(reason.details)}


def _lacking(proposal: Proposal) -> dict[str, Json]:
    return {"missing": [{"kind": one.need.kind, "count": one.count} for one in proposal.missing]}

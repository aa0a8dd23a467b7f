"""Whom to send to an incident: rows become a question for the advisor, its answer becomes plain values to show.

Rules in words. The incident was opened by whoever asks, so that look is recorded already. Incidents of the same queue that
wait for a first unit and are as urgent or more are solved together with it: they are opened too, which is recorded as one
look, and the advisor forgets them. A unit's way begins where it was last known to be, else where it waits, else nobody
knows. Units that cannot be sent are in the list too, after all others, with the reason. Without an answer in time the
ranking is by straight line and says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from callbox.kernel import advisor, positions
from callbox.kernel.advisor import Away, Told
from callbox.kernel.chain import Json
from callbox.kernel.facts import SEALED, Actor, Id, Ref, Refused
from callbox.kernel.globe import Place, place, straight_line_m
from callbox.kernel.node import current
from callbox.kernel.permission import within
from callbox.kernel.read import opened
from callbox.services.closure.facts import Closure
from callbox.services.incident.facts import PRIORITIES, Incident
from callbox.services.incident.floor import (
    Crew,
    OnCase,
    OnShift,
    cases_of,
    closures_in_force,
    crews,
    in_plain,
    kinds_sent,
    shifts_of,
    waiting,
)
from callbox.services.incident.needing import needs_of

LINE_MOST = 3
DRIVEN_MOST = 3
# A unit's status as the brain names it.
STATES: Final = {"available": "idle", "dispatched": "assigned"}
HERE, HOME, NOWHERE = "here", "home", "nowhere"
BY_ROAD, BY_LINE = "road", "straight_line"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why, as the code of a sentence (`advice.…`) and what is put into it."""

    code: str
    details: Mapping[str, Any]


class Ranked(NamedTuple):
    """One unit, in its place in the list. Times are from now, on the road; None: not known, or no way."""

    unit: Id
    call_sign: str
    unit_kind: str
    status: str
    position: str
    """Where its way begins: `here` (last known), `home` (where it waits) or `nowhere`."""
    road_s: float | None
    arrival_s: float | None
    """`road_s`, and what it still has to do elsewhere where that is known."""
    straight_m: float | None
    street: str
    """The street that its way begins on; empty: not known, or too far from any."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to meet what the incident needs: units in the order of its needs, and why, the first in one sentence."""

    units: tuple[Id, ...]
    first_s: tuple[float, float, float] | None
    """Arrival of the first of them: expected, and the interval's ends."""
    cover_lost_per_h: float | None
    taken: tuple[Id, ...]
    reasons: tuple[Reason, ...]
    driven: Mapping[Id, Json] = field(default_factory=dict)
    """Of some of its units: what the way takes on free roads by class, no more; speeds are learnt from it (learning.py)."""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """What is proposed for one incident, best first.

    `basis` says what the ranking rests on; by straight line, `why` says why there were no road times: `none`, `late`,
    `building`, `refused`, `no_city` (the advisor), `no_place`, `no_road` (the incident).
    """

    incident: Id
    basis: str
    why: str = ""
    policy: str = ""
    ways: tuple[Way, ...] = ()
    ranked: tuple[Ranked, ...] = ()
    reasons: tuple[Reason, ...] = ()
    even: bool = False
    case_street: str = ""
    walk_m: float | None = None
    """Straight from the street to the incident."""
    network: str = ""
    closures: tuple[Id, ...] = ()
    """What it was computed from: the road network's digest and the closures that held,"""
    standing: Mapping[Id, tuple[str, Id | None]] = field(default_factory=dict)
    """and each unit's status and assignment."""


def propose_for(actor: Actor, on: Id, *, purpose: str, now: datetime, **how: Any) -> Proposed:
    """Open an incident, which is recorded with the purpose, and propose whom to send.

    Raises:
        Refused: when the incident is not there for this actor, or no purpose is given.
    """
    incident = opened(actor, Ref("incident", on), purpose=purpose)
    if not isinstance(incident, Incident):
        raise Refused("not_found", kind="incident", id=on)
    return propose(actor, incident, now=now, **how)


def propose(
    actor: Actor,
    incident: Incident,
    *,
    now: datetime,
    needs: Sequence[Mapping[str, Json]] = (),
    policy: str = "",
    drivers: str = "siren",
) -> Proposed:
    """Whom to send to an incident that was opened (its place is not sealed), among the units the actor may see.

    `needs` are {kind, count, skills}; none: what the list of categories says, else the city, else any unit. Never waits
    longer than `advisor.PATIENCE_S`.
    """
    if incident.latitude_deg is SEALED:
        raise TypeError("the incident is sealed: open it first (kernel.read.opened), which records the look")
    there = place(incident.latitude_deg, incident.longitude_deg)
    floor = _floor(actor, incident, now)
    told = floor.question(there, needs=needs or needs_of(incident), policy=policy) | {
        "mode": drivers,
        "driven": DRIVEN_MOST,
    }
    try:
        answer = advisor.current().ask("recommend", told)
        return _by_road(floor, answer)
    except Away as away:
        return _by_line(floor, there, why=away.code)
    except (KeyError, TypeError, ValueError):
        # An advisor of another version, while a node is being upgraded.
        return _by_line(floor, there, why="refused")


@dataclass(frozen=True, kw_only=True)
class Floor:
    """The rows a proposal is made from."""

    incident: Incident
    waiting: Sequence[Incident]
    """Those that wait beside it, as urgent or more, opened."""
    sent: Sequence[str]
    """The kinds of the units that are on it already."""
    units: Sequence[Crew]
    places: Mapping[Id, tuple[Place, str]]
    on: Mapping[Id, OnCase]
    """The incident that each unit is on, as far as the actor may see it."""
    shifts: Mapping[Id, OnShift]
    closures: Sequence[Closure]
    now: datetime
    zone: str

    @property
    def standing(self) -> Mapping[Id, tuple[str, Id | None]]:
        return {unit.id: (unit.status, unit.assignment) for unit in self.units}

    def question(self, there: Place | None, *, needs: Sequence[Mapping[str, Json]], policy: str) -> dict[str, Json]:
        """The question, in plain values."""
        return {
            "case": _case(self.incident, there, needs) | {"sent": list(self.sent)},
            "others": [_case(one, place(one.latitude_deg, one.longitude_deg), needs_of(one)) for one in self.waiting],
            "units": [self._unit(unit) for unit in self.units],
            "at_ms": _ms(self.now),
            "hour": _hour(self.now, self.zone),
            "policy": policy,
            "closures": [in_plain(one) for one in self.closures],
        }

    def _unit(self, unit: Crew) -> dict[str, Json]:
        where, position = self.places.get(unit.id, (None, NOWHERE))
        shift, on = self.shifts.get(unit.id), self.on.get(unit.id)
        told: dict[str, Json] = {
            "id": unit.id,
            "call_sign": unit.call_sign,
            "kind": unit.unit_kind,
            "state": STATES.get(unit.status, unit.status),
            "place": _pair(where),
            "position": position,
        }
        # What is as usual is left out: two hundred units are told at every look.
        if unit.skills:
            told["skills"] = list(unit.skills)
        if on:
            told |= {"on_case": on.incident, "on_priority": PRIORITIES.index(on.priority)}
        if shift:
            told |= {"on_shift_until_ms": _ms(shift.ends_at), "rested": shift.status != "resting"}
        return told

    def position(self, unit: Crew) -> str:
        """Where its way begins."""
        return self.places[unit.id][1] if unit.id in self.places else NOWHERE

    def ranked(self, unit: Crew, there: Place | None) -> Ranked:
        """A unit as the straight line shows it."""
        where, position = self.places.get(unit.id, (None, NOWHERE))
        return Ranked(
            unit=unit.id,
            call_sign=unit.call_sign,
            unit_kind=unit.unit_kind,
            status=unit.status,
            position=position,
            road_s=None,
            arrival_s=None,
            straight_m=straight_line_m(where, there) if where and there else None,
            street="",
        )


def _floor(actor: Actor, incident: Incident, now: datetime) -> Floor:
    fleet = crews(actor)
    units = [
        unit for unit in fleet if unit.assignment not in incident.assignments and _may_go(actor, unit, incident.id)
    ]
    known = positions.places([unit.id for unit in units if unit.status != "off_shift"], now=now)
    last = {one: (where, HERE) for one, where in known.items()}
    homes = {unit.id: place(*unit.waits) for unit in units}
    return Floor(
        incident=incident,
        waiting=waiting(actor, incident),
        sent=kinds_sent(actor, incident, fleet),
        units=units,
        places={one: (home, HOME) for one, home in homes.items() if home} | last,
        on=cases_of(actor, units),
        shifts=shifts_of(actor, units),
        closures=closures_in_force(now),
        now=now,
        zone=current().world.zone,
    )


def _may_go(actor: Actor, unit: Crew, incident: Id) -> bool:
    """A neighbour's unit is there by agreement, for one incident alone."""
    return unit.lent_for == incident or within(unit.organisation, actor.organisation)


def _by_line(floor: Floor, there: Place | None, *, why: str) -> Proposed:
    """The list by straight line: those that can be sent first."""
    ranked = [floor.ranked(unit, there) for unit in floor.units]
    ranked.sort(key=_line_order)
    return Proposed(
        incident=floor.incident.id,
        basis=BY_LINE,
        why=why if there else "no_place",
        ways=tuple(_near(one) for one in ranked[:LINE_MOST] if _is_near(one)),
        ranked=tuple(ranked),
        closures=tuple(one.id for one in floor.closures),
        standing=floor.standing,
    )


def _is_near(one: Ranked) -> bool:
    return one.status == "available" and one.straight_m is not None


def _near(one: Ranked) -> Way:
    """A free unit as a way, where all that is known is how far it is."""
    why = Reason(code="advice.ask_by_line", details={"unit": one.call_sign, "metres": round(one.straight_m or 0.0)})
    return Way(units=(one.unit,), first_s=None, cover_lost_per_h=None, taken=(), reasons=(why,))


def _line_order(one: Ranked) -> tuple[bool, bool, float, str]:
    return one.status != "available", one.straight_m is None, one.straight_m or 0.0, one.call_sign


def _by_road(floor: Floor, answer: Told) -> Proposed:
    raw: Any = answer
    units = {unit.id: unit for unit in floor.units}
    ranked = tuple(_ranked(floor, units[one[0]], told=one) for one in zip(*_columns(raw["ranked"]), strict=True))
    return Proposed(
        incident=floor.incident.id,
        basis=str(raw["basis"]),
        why=str(raw["why"]),
        policy=str(raw["policy"]),
        ways=tuple(_way(one, raw.get("driven", {})) for one in raw["ways"]),
        ranked=ranked,
        reasons=_reasons(raw["reasons"]),
        even=bool(raw["even"]),
        case_street=str(raw["case"]["street"]),
        walk_m=raw["case"]["walk_m"],
        network=str(raw["network"]),
        closures=tuple(one.id for one in floor.closures),
        standing=floor.standing,
    )


def _columns(told: Mapping[str, Any]) -> Iterator[Sequence[Any]]:
    return (told[name] for name in ("id", "road_ms", "arrival_ms", "straight_m", "street"))


def _ranked(floor: Floor, unit: Crew, *, told: Sequence[Any]) -> Ranked:
    """A unit as the advisor sees it."""
    _, road_ms, arrival_ms, straight_m, street = told
    return Ranked(
        unit=unit.id,
        call_sign=unit.call_sign,
        unit_kind=unit.unit_kind,
        status=unit.status,
        position=floor.position(unit),
        road_s=_seconds(road_ms),
        arrival_s=_seconds(arrival_ms),
        straight_m=straight_m,
        street=str(street),
    )


def _way(told: Mapping[str, Any], driven: Mapping[Id, Json]) -> Way:
    first = told["first_ms"]
    return Way(
        units=tuple(told["units"]),
        first_s=(first[0] / 1000, first[1] / 1000, first[2] / 1000) if first else None,
        cover_lost_per_h=told["cover_lost_per_h"],
        taken=tuple(told["taken"]),
        reasons=_reasons(told["reasons"]),
        driven={unit: driven[unit] for unit in told["units"] if unit in driven},
    )


def _reasons(told: Sequence[Any]) -> tuple[Reason, ...]:
    return tuple(Reason(code=str(one["code"]), details=dict(one["details"])) for one in told)


def _seconds(told_ms: int | None) -> float | None:
    return None if told_ms is None else told_ms / 1000


def _case(incident: Incident, there: Place | None, needs: Sequence[Mapping[str, Json]]) -> dict[str, Json]:
    return {
        "id": incident.id,
        "priority": PRIORITIES.index(incident.priority),
        "category": incident.category,
        "place": _pair(there),
        "needs": [dict(one) for one in needs],
        "waiting_since_ms": _ms(incident.received_at),
    }


def _pair(where: Place | None) -> Json:
    return [where[1], where[0]] if where else None


def _ms(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def _hour(now: datetime, zone: str) -> int:
    """The hour of the week where the world is; Monday 00:00 is 0."""
    here = now.astimezone(ZoneInfo(zone))
    return here.weekday() * 24 + here.hour

"""What the map shows of now, in the plain values its page draws: units, incidents, closures. Nothing personal is read.

Rules in words. A unit is shown while it is on shift and within the viewer's own organisation: where it was last heard of,
or where it waits, which is told apart. An incident is shown at the middle of its area, since where exactly it is, is
personal: that is a recorded look of its own (see `places`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from callbox.faces.console.board import LOOKS, Board, Line, board
from callbox.faces.console.naming import names
from callbox.kernel.chain import Json
from callbox.kernel.facts import Actor, Id
from callbox.kernel.permission import may, within
from callbox.kernel.positions import Position
from callbox.kernel.read import Condition, glance, opened_all, select
from callbox.kernel.registry import act as spec_of
from callbox.kernel.words import say, word
from callbox.services.closure.facts import Closure
from callbox.services.incident.facts import PRIORITIES
from callbox.services.unit.acts import where

LIFTED_FOR: Final = timedelta(hours=1)
UNITS_MOST, CLOSURES_MOST = 2_000, 500
PLACES_MOST: Final = 300

Place = list[Json]
"""[longitude, latitude] in degrees, as GeoJSON has it."""


class Crew(NamedTuple):
    """What the map needs of a unit; the names are the unit's."""

    id: Id
    organisation: str
    call_sign: str
    unit_kind: str
    status: str
    home_latitude_deg: float | None
    home_longitude_deg: float | None


def floor(actor: Actor, now: datetime, language: str) -> dict[str, Json]:
    """Everything on the map but where units are at this second."""
    crews = [Crew(*row) for row in glance(actor, "unit", Crew._fields, order="call_sign, id", most=UNITS_MOST)]
    shown = board(actor, now)
    areas = names(actor, "organisation", [one.incident.area for one in shown.lines], language=language)
    middles = _middles(crews)
    return {
        "units": _units(actor, crews, shown, language),
        "incidents": [_incident(one, areas, middles, language) for one in shown.lines],
        "closures": [_closure(one, actor, language) for one in closures(actor)],
    }


def _units(actor: Actor, crews: Sequence[Crew], shown: Board, language: str) -> list[Json]:
    on = {one.unit.id: one.on for one in shown.units}
    told: list[Json] = []
    for crew in crews:
        if crew.status == "off_shift" or not within(crew.organisation, actor.organisation):
            continue
        incident = on.get(crew.id)
        told.append(
            {
                "id": crew.id,
                "sign": crew.call_sign,
                "kind": word(f"value.{crew.unit_kind}", language) or crew.unit_kind,
                "look": LOOKS.get(crew.status, "out"),
                "status": say(f"value.{crew.status}", language),
                "on": incident.id if incident else "",
                "what": _category(incident.category, language) if incident else "",
                "home": _pair(crew.home_longitude_deg, crew.home_latitude_deg),
            }
        )
    return told


def _incident(line: Line, areas: Mapping[Id, str], middles: Mapping[str, Place], language: str) -> Json:
    incident = line.incident
    return {
        "id": incident.id,
        "what": _category(incident.category, language),
        "rank": PRIORITIES.index(incident.priority) + 1,
        "priority": incident.priority,
        "urgency": say(f"value.{incident.priority}", language),
        "since": incident.received_at.isoformat(),
        "worst": line.worst,
        "area": areas.get(incident.area) or incident.area,
        "middle": middles.get(incident.area),
        "sent": [one.call_sign for one in line.sent],
    }


def _category(code: str, language: str) -> str:
    return word(f"category.{code}", language) or word(f"category.{code}", "en") or code


def _middles(crews: Iterable[Crew]) -> dict[str, Place]:
    """The middle of each organisation's ground, as far as the places tell at which its units wait."""
    homes: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for crew in crews:
        if crew.home_longitude_deg is None or crew.home_latitude_deg is None:
            continue
        path = crew.organisation
        while path:
            homes[path].append((crew.home_longitude_deg, crew.home_latitude_deg))
            path = path.rpartition("/")[0]
    return {path: [sum(side) / len(found) for side in zip(*found, strict=True)] for path, found in homes.items()}


def closures(actor: Actor) -> Sequence[Closure]:
    """The closures in force or to come, newest first."""
    found: Sequence[Closure] = select(
        actor, "closure", where=[Condition("status = 'in_force'")], order="declared_at DESC, id", most=CLOSURES_MOST
    )
    return found


def lifted(actor: Actor, in_force: Sequence[Closure], now: datetime) -> Sequence[Closure]:
    """What was lifted a moment ago, and may have been by mistake; not what was closed again since."""
    moment = Condition("status = 'lifted' AND lifted_at > %s", (now - LIFTED_FOR,))
    found: Sequence[Closure] = select(actor, "closure", where=[moment], order="lifted_at DESC, id", most=CLOSURES_MOST)
    still = {(one.street, one.outline_deg, one.arcs) for one in in_force}
    return [one for one in found if (one.street, one.outline_deg, one.arcs) not in still]


def _closure(one: Closure, actor: Actor, language: str) -> Json:
    flat = one.outline_deg
    return {
        "id": one.id,
        "reason": say(f"value.{one.reason_code}", language),
        "street": one.street,
        "slow": one.speed_factor > 0,
        "ends": one.ends_at.isoformat() if one.ends_at else None,
        "outline": [[x, y] for x, y in zip(flat[::2], flat[1::2], strict=True)],
        "may_lift": may(actor, spec_of("closure.lift").grants, one),
    }


def moves(actor: Actor, now: datetime) -> list[Json]:
    """Where units of the viewer's organisation were last heard of: id, longitude, latitude, seconds ago."""
    own = set(_own_units(actor))
    return [_move(one, now) for one in where(actor, now=now) if one.unit in own]


def _own_units(actor: Actor) -> Iterable[Id]:
    rows = glance(actor, "unit", ("id", "organisation"), most=UNITS_MOST)
    return (one for one, organisation in rows if within(organisation, actor.organisation))


def _move(one: Position, now: datetime) -> Json:
    return [one.unit, one.longitude_deg, one.latitude_deg, max(0, round((now - one.at).total_seconds()))]


def may_look(actor: Actor) -> bool:
    """Whether the actor's post sends units, and so may be shown where cases are."""
    return may(actor, spec_of("incident.assign").grants, None)


def places(actor: Actor, ids: Sequence[Id], language: str) -> list[Json]:
    """Where these open incidents are. One recorded look names all of them before anything is told.

    Raises:
        Refused: `not_allowed` by the ledger's own rules; the caller asks `may_look` first.
    """
    still = Condition("id = ANY(%s) AND status <> 'closed'", (list(ids[:PLACES_MOST]),))
    found = opened_all(actor, "incident", purpose=say("purpose.map", language), where=[still], most=PLACES_MOST)
    return [{"id": one.id, "at": _pair(one.longitude_deg, one.latitude_deg)} for one in found]


def _pair(longitude_deg: float | None, latitude_deg: float | None) -> Place | None:
    return None if longitude_deg is None or latitude_deg is None else [longitude_deg, latitude_deg]

"""The rows a proposal is made from, a few fields of each: two hundred units are read at every look."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from callbox.kernel.chain import Json, plain
from callbox.kernel.facts import Actor, Id
from callbox.kernel.read import Condition, glance, select
from callbox.kernel.together import opened_together
from callbox.services.closure.facts import Closure
from callbox.services.incident.facts import PRIORITIES, Incident
from callbox.services.shift.facts import ON

UNITS_MOST, CLOSURES_MOST, WAITING_MOST = 2_000, 2_000, 8
PURPOSE: Final = "whom to send to all that wait · 统筹待派警情"
URGENT_FIRST: Final = f"array_position(ARRAY{list(PRIORITIES)}, priority::text), received_at, id"
MACHINE: Final = Actor(organisation="", roles=frozenset({"machine"}), via="proposal")


class Crew(NamedTuple):
    """What a proposal needs of a unit; the names are the unit's."""

    id: Id
    call_sign: str
    unit_kind: str
    skills: tuple[str, ...]
    status: str
    assignment: Id | None
    shift: Id | None
    home_latitude_deg: float | None
    home_longitude_deg: float | None
    waits_latitude_deg: float | None
    waits_longitude_deg: float | None
    lent_for: Id | None
    organisation: str

    @property
    def waits(self) -> tuple[float | None, float | None]:
        """Where it waits now: where it was told to, else at home."""
        if self.waits_latitude_deg is not None:
            return self.waits_latitude_deg, self.waits_longitude_deg
        return self.home_latitude_deg, self.home_longitude_deg


class OnCase(NamedTuple):
    """The incident that a unit is on."""

    incident: Id
    priority: str


class OnShift(NamedTuple):
    """The shift that a unit is on."""

    status: str
    ends_at: datetime


def crews(actor: Actor) -> list[Crew]:
    """Every unit that the actor may see."""
    return [Crew(*row) for row in glance(actor, "unit", Crew._fields, most=UNITS_MOST)]


def kinds_sent(actor: Actor, incident: Incident, fleet: Sequence[Crew]) -> list[str]:
    """The kinds of the units that meet its needs: those on it now, and those that were there and are done."""
    there = Condition("on_scene_at IS NOT NULL")
    done = glance(actor, "assignment", ["unit"], where=[_among(incident.past), there]) if incident.past else []
    met = {unit for (unit,) in done} | {unit.id for unit in fleet if unit.assignment in incident.assignments}
    return [unit.unit_kind for unit in fleet if unit.id in met]


def cases_of(actor: Actor, units: Sequence[Crew]) -> dict[Id, OnCase]:
    """The incident that each unit is on."""
    active = [unit.assignment for unit in units if unit.assignment]
    if not active:
        return {}
    held = Condition("id IN (SELECT incident FROM assignment WHERE id = ANY(%s))", (active,))
    found = glance(actor, "incident", ["id", "priority", "assignments"], where=[held], most=len(active))
    on = {assignment: OnCase(incident, priority) for incident, priority, open_ones in found for assignment in open_ones}
    return {unit.id: on[unit.assignment] for unit in units if unit.assignment in on}


def shifts_of(actor: Actor, units: Sequence[Crew]) -> dict[Id, OnShift]:
    """The shift that each unit is on."""
    named = [unit.shift for unit in units if unit.shift]
    if not named:
        return {}
    found = glance(actor, "shift", ["unit", "status", "ends_at"], where=[_among(named)], most=len(named))
    return {unit: OnShift(status, ends_at) for unit, status, ends_at in found if status in ON}


def waiting(actor: Actor, incident: Incident) -> Sequence[Incident]:
    """The other incidents of the actor's queue to which nobody was sent yet, as urgent or more, opened: most urgent first.

    That they are looked at is recorded, as every look is; where they are is for the advisor alone and is shown to nobody.
    """
    urgent, own = PRIORITIES[: PRIORITIES.index(incident.priority) + 1], actor.organisation
    where = [
        Condition("status = 'open' AND units = '{}' AND id <> %s AND priority = ANY(%s)", (incident.id, list(urgent))),
        Condition("(%s IN ('', organisation) OR starts_with(organisation, %s))", (own, f"{own}/")),
    ]
    found = [one for (one,) in glance(actor, "incident", ["id"], where=where, order=URGENT_FIRST, most=WAITING_MOST)]
    if not found:
        return ()
    opened: Sequence[Incident] = opened_together(
        actor, "incident", purpose=PURPOSE, where=[_among(found)], most=len(found)
    )
    return opened


def _among(ids: Sequence[Id]) -> Condition:
    return Condition("id = ANY(%s)", (list(ids),))


def closures_in_force(now: datetime) -> Sequence[Closure]:
    """The closures that hold now, oldest first. A road is closed for everybody, whoever asks."""
    holds = Condition("status = 'in_force' AND begins_at <= %s", (now,))
    found: Sequence[Closure] = select(MACHINE, "closure", where=[holds], order="declared_at, id", most=CLOSURES_MOST)
    return found


def in_plain(closure: Closure) -> dict[str, Json]:
    """A closure as the advisor is told it."""
    names = ("id", "outline_deg", "street", "arcs", "network", "speed_factor", "drivers")
    return {name: plain(getattr(closure, name)) for name in names}

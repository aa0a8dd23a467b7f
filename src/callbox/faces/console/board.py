"""What the live list shows: open incidents, the units on them, and every unit. Nothing personal is read here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from callbox.faces.console.countdown import Countdown, countdowns
from callbox.kernel.clocks import when
from callbox.kernel.facts import Actor, Id, Record, fields_of
from callbox.kernel.read import Condition, select
from callbox.kernel.registry import kind
from callbox.services.incident.facts import PRIORITIES, Assignment, Incident
from callbox.services.report.facts import Report
from callbox.services.unit.facts import STEPS, Unit

INCIDENTS_MOST, UNITS_MOST, REPORTS_MOST = 300, 2000, 50
# What settles a passed deadline: the incident's first time, and the same of each unit.
SETTLED_BY = {"dispatch": ("dispatched_at", "dispatched_at"), "arrival": ("arrived_at", "on_scene_at")}
# How a unit's status looks: free, on its way, there, out.
LOOKS = (
    dict.fromkeys(("available",), "free")
    | dict.fromkeys(("queued", "assigned", "dispatched", "en_route"), "going")
    | dict.fromkeys(("on_scene", "transporting", "at_hospital"), "there")
)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One unit on one incident."""

    assignment: Assignment
    call_sign: str

    @property
    def look(self) -> str:
        return LOOKS.get(self.assignment.status, "out")

    @property
    def since(self) -> datetime | None:
        """When it reached its present step."""
        return getattr(self.assignment, f"{self.assignment.status}_at", None)

    @property
    def next_step(self) -> str | None:
        """The step that usually follows; after the last one, and after on scene, there is none that always does."""
        status = self.assignment.status
        place = STEPS.index(status) + 1 if status in STEPS else len(STEPS)
        return STEPS[place] if place <= STEPS.index("on_scene") else None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One open incident on the list."""

    incident: Incident
    age_s: float
    clocks: Sequence[Countdown]
    sent: Sequence[Sent]

    @property
    def worst(self) -> str:
        """The look of its worst clock."""
        return self.clocks[0].look if self.clocks else "calm"

    @property
    def rank(self) -> tuple[int, datetime]:
        """Most urgent first, then longest waiting."""
        return PRIORITIES.index(self.incident.priority), self.incident.received_at


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One unit, and what it is on."""

    unit: Unit
    on: Incident | None

    @property
    def look(self) -> str:
        return LOOKS.get(self.unit.status, "out")


@dataclass(frozen=True, kw_only=True)
class Board:
    """The whole list at one moment."""

    lines: Sequence[Line]
    units: Sequence[Standing]
    reports: Sequence[tuple[Report, Sequence[Countdown]]]

    @property
    def free(self) -> int:
        """How many units can be sent."""
        return sum(one.look == "free" for one in self.units)


def reads(actor: Actor, record: type[Record]) -> bool:
    """Whether any of the actor's roles reads this kind at all."""
    return bool(actor.roles & kind(record.kind).reads.keys())


def board(actor: Actor, now: datetime) -> Board:
    """What this actor may see of now."""
    incidents = select(
        actor, "incident", where=[Condition("status <> 'closed'")], order="received_at", most=INCIDENTS_MOST
    )
    units: Sequence[Unit] = select(actor, "unit", order="call_sign, id", most=UNITS_MOST)
    sent = sent_to(actor, [one.id for one in incidents], {unit.id: unit.call_sign for unit in units})
    lines = sorted((line(one, now=now, sent=sent[one.id]) for one in incidents), key=lambda one: one.rank)
    return Board(lines=lines, units=standing(units, incidents, sent), reports=_waiting(actor, now))


def line(incident: Incident, *, now: datetime, sent: Sequence[Sent]) -> Line:
    """One incident as the list shows it."""
    settled = {name: _settled(incident, sent, name=name) for name in SETTLED_BY}
    clocks = countdowns(incident.clocks, now=now, settled=settled)
    return Line(incident=incident, age_s=(now - incident.received_at).total_seconds(), clocks=clocks, sent=sent)


def _settled(incident: Incident, sent: Sequence[Sent], *, name: str) -> bool:
    """Whether what a passed deadline waited for was done, late: by a unit that is on it, or first by one that was.

    What was done before it was reopened settles nothing of what came after.
    """
    first, step = SETTLED_BY[name]
    known = getattr(incident, first)
    since = when(incident.clocks.get(name, {}), "started")
    was_done = known is not None and (since is None or known >= since)
    return was_done or any(getattr(one.assignment, step) is not None for one in sent)


def sent_to(actor: Actor, incidents: Sequence[Id], call_signs: Mapping[Id, str]) -> Mapping[Id, list[Sent]]:
    """The units on these incidents, those longest on it first."""
    where = Condition("incident = ANY(%s) AND status NOT IN ('available', 'stood_down')", (list(incidents),))
    found: dict[Id, list[Sent]] = defaultdict(list)
    for one in select(actor, "assignment", where=[where], order="assigned_at, id", most=UNITS_MOST):
        found[one.incident].append(Sent(assignment=one, call_sign=call_signs.get(one.unit, one.unit)))
    return found


def standing(units: Sequence[Unit], incidents: Sequence[Incident], sent: Mapping[Id, Sequence[Sent]]) -> list[Standing]:
    """Every unit with what it is on; free ones first."""
    known = {one.id: one for one in incidents}
    on = {there.assignment.id: known[incident] for incident, group in sent.items() for there in group}
    shown = [Standing(unit=unit, on=on.get(unit.assignment or "")) for unit in units]
    order = ("free", "going", "there", "out")
    return sorted(shown, key=lambda one: (order.index(one.look), one.unit.call_sign))


def _waiting(actor: Actor, now: datetime) -> list[tuple[Report, Sequence[Countdown]]]:
    """Contacts that nobody has opened a case from yet."""
    if not reads(actor, Report):
        return []
    found = select(actor, "report", where=[Condition("status = 'received'")], order="received_at", most=REPORTS_MOST)
    return [(one, countdowns(one.clocks, now=now, settled={})) for one in found]


def choices(act_inputs: type, field: str) -> tuple[str, ...]:
    """The words a field of an act may hold."""
    declared = fields_of(act_inputs)[field].choice
    return declared.words if declared else ()

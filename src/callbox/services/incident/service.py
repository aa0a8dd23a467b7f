"""The declaration of incidents and assignments."""

from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.incident import area_watching, assigning, inputs, rules, undoing, watching
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.incident.words import WORDS
from callbox.services.unit.facts import STEPS

OWN, PARTY, UNIT, ANY = Scope.OWN, Scope.PARTY, Scope.UNIT, Scope.ANY

# Seconds in which a unit should be told, and be there, by priority. Measured against, never used to refuse.
DISPATCH_S = {"life_threat": 60.0, "emergency": 120.0, "non_emergency": 600.0, "routine": 3600.0}
ARRIVAL_S = {"life_threat": 480.0, "emergency": 720.0, "non_emergency": 2400.0, "routine": 14400.0}

DISPATCHERS = {"dispatcher": OWN, "supervisor": OWN}
CREW = DISPATCHERS | {"crew": UNIT}
# Those with a part in an incident see it: whose unit is sent, and to whom it is offered.
PARTS = dict.fromkeys(("call_taker", "dispatcher", "handler", "supervisor"), PARTY)
READERS = CREW | {"call_taker": OWN, "leader": OWN, "analyst": OWN, "oversight": ANY, "machine": ANY, "crew": PARTY}

WATCHING = ("watched", "watch_handed", "watch_assigned", "watch_lapsed")

INCIDENT = Lifecycle(
    begins={"incident.opened": ("open",)},
    moves=(
        Move("incident.unit_added", ("open", "to_confirm"), ("open",)),
        Move("incident.unit_removed", ("open", "to_confirm", "closed")),
        Move("incident.dispatched", ("open", "to_confirm", "closed")),
        Move("incident.arrived", ("open", "to_confirm", "closed")),
        Move("incident.corrected", ("open", "to_confirm", "closed")),
        Move("incident.reprioritised", ("open",)),
        Move("incident.escalated", ("open", "to_confirm")),
        Move("incident.absorbed", ("open", "to_confirm")),
        Move("incident.close_proposed", ("open",), ("to_confirm",)),
        Move("incident.close_declined", ("to_confirm",), ("open",)),
        Move("incident.closed", ("open", "to_confirm"), ("closed",)),
        Move("incident.reopened", ("closed",), ("open",)),
        Move("incident.offered", ("open", "to_confirm")),
        Move("incident.returned", ("open", "to_confirm", "closed")),
        Move("incident.kept", ("open", "to_confirm", "closed")),
        Move("incident.passed_on", ("open", "to_confirm")),
        *(Move(f"incident.{name}", ("open", "to_confirm")) for name in WATCHING),
        Move("incident.erased", ("closed",)),
    ),
    ends=("closed",),
)


def _step_moves() -> tuple[Move, ...]:
    """Any later step may follow; a step entered late changes no status."""
    ended = assigning.ENDED
    forward = [Move(f"assignment.{name}", STEPS[: STEPS.index(name)], (name,)) for name in STEPS[1:]]
    late = [Move(f"assignment.{name}", (*STEPS[STEPS.index(name) :], *ended)) for name in STEPS[1:]]
    return (*forward, *late)


def _undone_moves() -> tuple[Move, ...]:
    """Taken back, it stands at an earlier step; one that was freed by mistake, at the last it had reached."""
    later = [(*STEPS[place:], *assigning.ENDED) for place in range(1, len(STEPS) + 1)]
    return tuple(Move("assignment.step_undone", after, (name,)) for name, after in zip(STEPS, later, strict=True))


ASSIGNMENT = Lifecycle(
    begins={"assignment.assigned": ("assigned",), "assignment.queued": ("queued",)},
    moves=(
        Move("assignment.assigned", ("queued",), ("assigned",)),
        *_step_moves(),
        *_undone_moves(),
        Move("assignment.available", ("queued", *STEPS), ("available",)),
        Move("assignment.stood_down", ("queued", *STEPS), ("stood_down",)),
        Move("assignment.passed_on", ("queued", *STEPS)),
        Move("assignment.corrected", (*STEPS, *assigning.ENDED)),
        Move("assignment.erased", assigning.ENDED),
    ),
    ends=assigning.ENDED,
)

CLOCKS = (
    ClockSpec(
        name="dispatch",
        starts=("incident.opened", "incident.reopened"),
        stops=("incident.dispatched", "incident.closed"),
        seconds=lambda incident: DISPATCH_S[incident.priority],
        on_due="incident.overdue",
    ),
    ClockSpec(
        name="arrival",
        starts=("incident.opened", "incident.reopened"),
        stops=("incident.arrived", "incident.closed"),
        seconds=lambda incident: ARRIVAL_S[incident.priority],
        on_due="incident.overdue",
    ),
)

ON_ASSIGNMENT = {"assignment": "assignment", "unit": "assignment.unit", "incident": "assignment.incident"}

SERVICE = Service(
    name="incident",
    kinds=(
        KindSpec(
            record=Incident,
            lifecycle=INCIDENT,
            reads=READERS | PARTS,
            clocks=CLOCKS,
            erased_with=(
                ("report", "incident"),
                ("assignment", "incident"),
                ("transfer", "incident"),
                ("note", "incident"),
                ("attachment", "incident"),
                ("message", "incident"),
                ("aid", "incident"),
                ("alarm", "incident"),
                ("check", "incident"),
            ),
        ),
        KindSpec(record=Assignment, lifecycle=ASSIGNMENT, reads=READERS),
    ),
    acts=(
        ActSpec(
            name="incident.open",
            rule=rules.open_incident,
            inputs=inputs.Open,
            grants=DISPATCHERS | {"call_taker": OWN},
            touches={"report": "report"},
            looks={"watcher": "area.watcher"},
        ),
        ActSpec(
            name="incident.reprioritise",
            rule=rules.reprioritise,
            inputs=inputs.Reprioritise,
            grants=CREW | {"call_taker": OWN},
            touches={"incident": "incident"},
        ),
        ActSpec(
            name="incident.close",
            rule=rules.close,
            inputs=inputs.Close,
            grants=DISPATCHERS,
            touches={"incident": "incident"},
        ),
        ActSpec(
            name="incident.confirm",
            rule=rules.confirm,
            inputs=inputs.Confirm,
            grants=DISPATCHERS,
            touches={"incident": "incident"},
        ),
        ActSpec(
            name="incident.reopen",
            rule=rules.reopen,
            inputs=inputs.Reopen,
            grants=DISPATCHERS | {"call_taker": OWN},
            touches={"incident": "incident"},
            needs_reason=True,
        ),
        ActSpec(
            name="incident.merge",
            rule=rules.merge,
            inputs=inputs.Merge,
            grants=DISPATCHERS,
            touches={"incident": "incident", "into": "into"},
        ),
        ActSpec(
            name="incident.overdue",
            rule=rules.overdue,
            inputs=inputs.Due,
            grants={"machine": ANY},
            touches={"incident": "incident"},
        ),
        ActSpec(
            name="incident.watch",
            rule=watching.watch,
            inputs=inputs.Watch,
            grants=DISPATCHERS,
            touches={"incident": "incident"},
        ),
        ActSpec(
            name="incident.hand_watch",
            rule=watching.hand_watch,
            inputs=inputs.HandWatch,
            grants=DISPATCHERS,
            touches={"incident": "incident"},
            looks={"to": "to"},
        ),
        ActSpec(
            name="incident.stand_in",
            rule=watching.stand_in,
            inputs=inputs.StandIn,
            grants={"machine": ANY},
            touches={"incident": "incident"},
            looks={"to": "to"},
        ),
        ActSpec(
            name="incident.watch_area",
            rule=area_watching.watch_area,
            inputs=inputs.WatchArea,
            grants=DISPATCHERS,
            touches={"area": "area"},
        ),
        ActSpec(
            name="incident.leave_area",
            rule=area_watching.leave_area,
            inputs=inputs.LeaveArea,
            grants=DISPATCHERS,
            touches={"area": "area"},
        ),
        ActSpec(
            name="incident.stand_in_area",
            rule=area_watching.stand_in_area,
            inputs=inputs.StandInArea,
            grants={"machine": ANY},
            touches={"area": "area"},
            looks={"to": "to"},
        ),
        ActSpec(
            name="incident.assign",
            rule=assigning.assign,
            inputs=inputs.Assign,
            grants=DISPATCHERS | {"crew": ANY},
            touches={"incident": "incident", "unit": "unit", "others": "incident.assignments"},
        ),
        ActSpec(
            name="incident.divert",
            rule=assigning.divert,
            inputs=inputs.Divert,
            grants=DISPATCHERS,
            touches={
                "incident": "incident",
                "unit": "unit",
                "active": "unit.assignment",
                "left": "unit.assignment.incident",
                "queue": "unit.queue",
            },
        ),
        *(
            ActSpec(
                name=f"assignment.{name}",
                rule=assigning.RULES[name],
                inputs=inputs.Step,
                grants=CREW,
                touches=ON_ASSIGNMENT,
            )
            for name in STEPS[1:]
        ),
        *(
            ActSpec(
                name=f"assignment.{name}",
                rule=assigning.RULES[name],
                inputs=inputs.Release,
                grants=CREW if name == "available" else DISPATCHERS,
                touches=ON_ASSIGNMENT | {"queue": "assignment.unit.queue"},
            )
            for name in assigning.ENDED
        ),
        ActSpec(
            name="assignment.undo",
            rule=undoing.undo,
            inputs=inputs.Undo,
            grants=CREW,
            touches=ON_ASSIGNMENT | {"active": "assignment.incident.assignments", "past": "assignment.incident.past"},
        ),
        ActSpec(
            name="assignment.correct",
            rule=assigning.correct,
            inputs=inputs.Correct,
            grants=DISPATCHERS,
            touches={
                "assignment": "assignment",
                "incident": "assignment.incident",
                "active": "assignment.incident.assignments",
                "past": "assignment.incident.past",
            },
            needs_reason=True,
        ),
    ),
    words=WORDS,
)

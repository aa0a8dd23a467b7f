"""The declaration of units."""

from callbox.kernel.declare import ActSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.unit import inputs, rules
from callbox.services.unit.facts import STEPS, Unit
from callbox.services.unit.words import WORDS

OWN, PARTY, UNIT, ANY = Scope.OWN, Scope.PARTY, Scope.UNIT, Scope.ANY
CREW = {"crew": UNIT, "dispatcher": OWN, "supervisor": OWN}

LIFECYCLE = Lifecycle(
    begins={"unit.commissioned": ("available", "out_of_service")},
    moves=(
        Move("unit.assigned", ("available", *STEPS, *rules.OUT), ("assigned",)),
        *(Move(f"unit.{name}", STEPS[: STEPS.index(name)], (name,)) for name in STEPS[1:]),
        Move("unit.available", STEPS, ("available",)),
        *(
            Move("unit.step_undone", ("available", *STEPS[place:]), (STEPS[place - 1],))
            for place in range(1, len(STEPS) + 1)
        ),
        Move("unit.queued", STEPS),
        Move("unit.unqueued", ("available", *STEPS, *rules.OUT)),
        Move("unit.taken_out", ("available",), rules.OUT),
        Move("unit.brought_back", rules.OUT, ("available",)),
        Move("unit.moved_up", ("available",)),
        Move("unit.lent", ("available", *STEPS, *rules.OUT)),
        Move("unit.recalled", ("available", *STEPS, *rules.OUT)),
        Move("unit.described", ("available", *STEPS, *rules.OUT)),
        # A crew may sign on a unit that waits for its vehicle, and sign off one that others then go on with.
        Move("unit.signed_on", ("off_shift",), ("available",)),
        Move("unit.signed_on", ("available", *STEPS, "out_of_service")),
        Move("unit.signed_off", ("available", *STEPS), ("off_shift",)),
        Move("unit.signed_off", (*STEPS, *rules.OUT)),
    ),
)

SERVICE = Service(
    name="unit",
    kinds=(
        KindSpec(
            record=Unit,
            lifecycle=LIFECYCLE,
            reads={
                # Whoever has an agreement sees the units that are lent to them.
                **dict.fromkeys(("dispatcher", "supervisor"), PARTY),
                **dict.fromkeys(("call_taker", "leader", "planner", "analyst"), OWN),
                **dict.fromkeys(("administrator", "crew"), OWN),
                **dict.fromkeys(("oversight", "machine"), ANY),
            },
        ),
    ),
    acts=(
        ActSpec(
            name="unit.commission",
            rule=rules.commission,
            inputs=inputs.Commission,
            grants={"administrator": OWN},
            touches={"organisation": "organisation"},
        ),
        ActSpec(
            name="unit.describe",
            rule=rules.describe,
            inputs=inputs.Describe,
            grants={"administrator": OWN, "supervisor": OWN},
            touches={"unit": "unit"},
        ),
        ActSpec(
            name="unit.move_up",
            rule=rules.move_up,
            inputs=inputs.MoveUp,
            grants={"dispatcher": OWN, "supervisor": OWN},
            touches={"unit": "unit"},
        ),
        ActSpec(
            name="unit.out_of_service",
            rule=rules.out_of_service,
            inputs=inputs.OutOfService,
            grants=CREW,
            touches={"unit": "unit"},
        ),
        ActSpec(
            name="unit.in_service",
            rule=rules.in_service,
            inputs=inputs.InService,
            grants=CREW,
            touches={"unit": "unit"},
        ),
    ),
    words=WORDS,
)

"""The declaration of shifts."""

from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.shift import inputs, rules
from callbox.services.shift.facts import ON, Shift
from callbox.services.shift.words import WORDS

OWN, UNIT, ANY = Scope.OWN, Scope.UNIT, Scope.ANY
PLANNERS = {"planner": OWN, "supervisor": OWN}
# A crew may sign its own unit on; whoever dispatches may do it over the radio.
FLOOR = PLANNERS | {"dispatcher": OWN, "crew": UNIT}

LIFECYCLE = Lifecycle(
    begins={"shift.planned": ("planned",), "shift.begun": ("on",)},
    moves=(
        Move("shift.begun", ("planned",), ("on",)),
        Move("shift.manned", ("planned", *ON)),
        Move("shift.rested", ("on",), ("resting",)),
        Move("shift.went_on", ("resting",), ("on",)),
        Move("shift.escalated", ON),
        Move("shift.ended", ON, ("ended",)),
        Move("shift.called_off", ("planned",), ("called_off",)),
        Move("shift.erased", ("ended", "called_off")),
    ),
    ends=("ended", "called_off"),
)

CLOCK = ClockSpec(
    name="off",
    starts=("shift.begun",),
    stops=("shift.ended",),
    seconds=rules.length_s,
    on_due="shift.overdue",
)

ON_UNIT = {"shift": "shift", "unit": "shift.unit"}


def _turn(name: str, rule: object, *, unit: bool = False, planners: bool = False) -> ActSpec:
    return ActSpec(
        name=f"shift.{name}",
        rule=rule,  # type: ignore[arg-type]
        inputs=inputs.Turn,
        grants=PLANNERS if planners else FLOOR,
        touches=ON_UNIT if unit else {"shift": "shift"},
    )


SERVICE = Service(
    name="shift",
    kinds=(
        KindSpec(
            record=Shift,
            lifecycle=LIFECYCLE,
            reads=FLOOR | {"leader": OWN, "analyst": OWN, "oversight": ANY, "machine": ANY},
            clocks=(CLOCK,),
        ),
    ),
    acts=(
        ActSpec(name="shift.plan", rule=rules.plan, inputs=inputs.Plan, grants=PLANNERS, touches={"unit": "unit"}),
        ActSpec(name="shift.sign_on", rule=rules.sign_on, inputs=inputs.SignOn, grants=FLOOR, touches={"unit": "unit"}),
        _turn("begin", rules.begin, unit=True),
        ActSpec(name="shift.man", rule=rules.man, inputs=inputs.Crew, grants=FLOOR, touches={"shift": "shift"}),
        _turn("rest", rules.rest),
        _turn("go_on", rules.go_on),
        _turn("end", rules.end, unit=True),
        _turn("call_off", rules.call_off, planners=True),
        ActSpec(
            name="shift.overdue",
            rule=rules.overdue,
            inputs=inputs.Due,
            grants={"machine": ANY},
            touches={"shift": "shift"},
        ),
    ),
    words=WORDS,
)

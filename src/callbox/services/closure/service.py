"""The declaration of closures."""

from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.closure import inputs, rules
from callbox.services.closure.facts import Closure
from callbox.services.closure.words import WORDS
from callbox.services.organisation.facts import ROLES

# Another system may be the road works' own register.
DECLARERS = dict.fromkeys(("administrator", "dispatcher", "planner", "reporter", "supervisor"), Scope.OWN)
ON_CLOSURE = {"closure": "closure"}

LIFECYCLE = Lifecycle(
    begins={"closure.declared": ("in_force",)},
    moves=(
        Move("closure.changed", ("in_force",)),
        Move("closure.lifted", ("in_force",), ("lifted",)),
        Move("closure.ran_out", ("in_force",), ("lifted",)),
    ),
    ends=("lifted",),
)

CLOCKS = (
    ClockSpec(
        name=rules.END,
        starts=("closure.declared",),
        stops=("closure.lifted",),
        seconds=rules.length_s,
        on_due="closure.run_out",
    ),
)

SERVICE = Service(
    name="closure",
    kinds=(
        KindSpec(
            record=Closure,
            lifecycle=LIFECYCLE,
            # A road is closed for everybody, whoever declared it.
            reads={**dict.fromkeys(ROLES, Scope.ANY), "machine": Scope.ANY},
            clocks=CLOCKS,
        ),
    ),
    acts=(
        ActSpec(
            name="closure.declare",
            rule=rules.declare,
            inputs=inputs.Declare,
            grants=DECLARERS,
            touches={"organisation": "organisation"},
        ),
        ActSpec(
            name="closure.change",
            rule=rules.change,
            inputs=inputs.ChangeClosure,
            grants=DECLARERS,
            touches=ON_CLOSURE,
        ),
        ActSpec(name="closure.lift", rule=rules.lift, inputs=inputs.Lift, grants=DECLARERS, touches=ON_CLOSURE),
        ActSpec(
            name="closure.run_out",
            rule=rules.run_out,
            inputs=inputs.Due,
            grants={"machine": Scope.ANY},
            touches=ON_CLOSURE,
        ),
    ),
    words=WORDS,
)

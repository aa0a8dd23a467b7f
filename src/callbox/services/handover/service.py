"""The declaration of handovers."""

from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.handover import inputs, rules
from callbox.services.handover.facts import Handover
from callbox.services.handover.words import WORDS

OWN, ANY = Scope.OWN, Scope.ANY
FLOOR = {"dispatcher": OWN, "call_taker": OWN, "supervisor": OWN}
ON_HANDOVER = {"handover": "handover"}

LIFECYCLE = Lifecycle(
    begins={"handover.offered": ("offered",)},
    moves=(
        Move("handover.taken", ("offered",), ("taken",)),
        Move("handover.withdrawn", ("offered",), ("withdrawn",)),
        Move("handover.escalated", ("offered",)),
        Move("handover.erased", ("taken", "withdrawn")),
    ),
    ends=("taken", "withdrawn"),
)

CLOCKS = (
    ClockSpec(
        name="taken",
        starts=("handover.offered",),
        stops=("handover.taken", "handover.withdrawn"),
        seconds=lambda _handover: rules.TAKEN_S,
        on_due="handover.overdue",
    ),
)

SERVICE = Service(
    name="handover",
    kinds=(
        KindSpec(
            record=Handover,
            lifecycle=LIFECYCLE,
            reads=FLOOR | {"leader": OWN, "oversight": ANY, "machine": ANY},
            clocks=CLOCKS,
        ),
    ),
    acts=(
        ActSpec(name="handover.offer", rule=rules.offer, inputs=inputs.Offer, grants=FLOOR),
        ActSpec(
            name="handover.take",
            rule=rules.take,
            inputs=inputs.Take,
            grants=FLOOR,
            touches=ON_HANDOVER | {"incidents": "handover.incidents", "areas": "handover.areas"},
        ),
        ActSpec(name="handover.withdraw", rule=rules.withdraw, inputs=inputs.Answer, grants=FLOOR, touches=ON_HANDOVER),
        ActSpec(
            name="handover.overdue",
            rule=rules.overdue,
            inputs=inputs.Due,
            grants={"machine": ANY},
            touches=ON_HANDOVER,
        ),
    ),
    words=WORDS,
)

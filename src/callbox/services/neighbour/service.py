"""The declaration of neighbours and forwards."""

from callbox.kernel.declare import ActSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.neighbour import inputs, rules
from callbox.services.neighbour.facts import Forward, Neighbour
from callbox.services.neighbour.words import WORDS

OWN, ANY = Scope.OWN, Scope.ANY
ADMINISTRATOR = {"administrator": OWN}
HANDLERS = {"handler": OWN, "supervisor": OWN}
MACHINE = {"machine": ANY}
READERS = {"administrator": OWN, "handler": ANY, "supervisor": ANY, "oversight": ANY, "machine": ANY}
ON_FORWARD = {"forward": "forward"}

NEIGHBOUR = Lifecycle(
    begins={"neighbour.declared": ("active",)},
    moves=(
        Move("neighbour.described", ("active",)),
        Move("neighbour.ended", ("active",), ("ended",)),
        Move("neighbour.erased", ("ended",)),
    ),
    ends=("ended",),
)
# While it is being tried nobody knows whether it arrived; a person ends that where no machine can.
FORWARD = Lifecycle(
    begins={"forward.begun": ("waiting",)},
    moves=(
        Move("forward.tried", ("waiting",), ("trying",)),
        Move("forward.arrived", ("trying", "unsure", "sent"), ("sent",)),
        Move("forward.failed", ("trying",), ("waiting", "unsure", "declined")),
        Move("forward.sent_again", ("unsure", "declined"), ("waiting",)),
        Move("forward.heard", ("sent",)),
        Move("forward.erased", ("waiting", "trying", "unsure", "declined", "sent")),
    ),
    ends=("sent", "declined"),
)

SERVICE = Service(
    name="neighbour",
    kinds=(
        KindSpec(record=Neighbour, lifecycle=NEIGHBOUR, reads=READERS),
        KindSpec(record=Forward, lifecycle=FORWARD, reads=HANDLERS | {"leader": OWN, "oversight": ANY} | MACHINE),
    ),
    acts=(
        ActSpec(
            name="neighbour.declare",
            rule=rules.declare,
            inputs=inputs.Declare,
            grants=ADMINISTRATOR,
            touches={"organisation": "organisation"},
        ),
        ActSpec(
            name="neighbour.describe",
            rule=rules.describe,
            inputs=inputs.Describe,
            grants=ADMINISTRATOR,
            touches={"neighbour": "neighbour"},
        ),
        ActSpec(
            name="neighbour.end",
            rule=rules.end,
            inputs=inputs.OfNeighbour,
            grants=ADMINISTRATOR,
            touches={"neighbour": "neighbour"},
        ),
        ActSpec(
            name="forward.begin",
            rule=rules.begin,
            inputs=inputs.Begin,
            grants=HANDLERS,
            touches={"request": "request"},
            looks={"neighbour": "neighbour"},
            needs_reason=True,
        ),
        ActSpec(name="forward.try", rule=rules.attempt, inputs=inputs.OfForward, grants=MACHINE, touches=ON_FORWARD),
        ActSpec(
            name="forward.arrive",
            rule=rules.arrive,
            inputs=inputs.Arrive,
            grants=HANDLERS | MACHINE,
            touches=ON_FORWARD,
        ),
        ActSpec(name="forward.fail", rule=rules.fail, inputs=inputs.Fail, grants=MACHINE, touches=ON_FORWARD),
        ActSpec(
            name="forward.again",
            rule=rules.again,
            inputs=inputs.OfForward,
            grants=HANDLERS,
            touches=ON_FORWARD,
            needs_reason=True,
        ),
        ActSpec(name="forward.hear", rule=rules.hear, inputs=inputs.Hear, grants=MACHINE, touches=ON_FORWARD),
    ),
    words=WORDS,
)

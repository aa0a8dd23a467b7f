"""The declaration of erasures and legal holds."""

from callbox.kernel.declare import ActSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.erasure import inputs, rules
from callbox.services.erasure.facts import Erasure, Hold
from callbox.services.erasure.words import WORDS

OWN, ANY = Scope.OWN, Scope.ANY
READERS = {"administrator": OWN, "supervisor": OWN, "oversight": ANY, "machine": ANY}
HOLDERS = {"administrator": OWN, "supervisor": OWN, "oversight": ANY}

ERASURE = Lifecycle(begins={"erasure.done": ("done",)}, moves=(), ends=("done",))

HOLD = Lifecycle(
    begins={"hold.placed": ("in_force",)},
    moves=(Move("hold.lifted", ("in_force",), ("lifted",)),),
    ends=("lifted",),
)

SERVICE = Service(
    name="erasure",
    kinds=(
        KindSpec(record=Erasure, lifecycle=ERASURE, reads=READERS),
        KindSpec(record=Hold, lifecycle=HOLD, reads=READERS),
    ),
    acts=(
        ActSpec(
            name="erasure.carry_out",
            rule=rules.carry_out,
            inputs=inputs.CarryOut,
            # No post has these roles: kernel.erase lends the first to whoever it found to have the power, and the node
            # itself repeats what a restored backup undid.
            grants={"eraser": ANY, "machine": ANY},
            touches={"case": "case", "others": "others", "holds": "holds"},
            needs_reason=True,
        ),
        ActSpec(
            name="hold.place",
            rule=rules.place,
            inputs=inputs.Place,
            grants=HOLDERS,
            touches={"case": "case"},
            needs_reason=True,
        ),
        ActSpec(
            name="hold.lift",
            rule=rules.lift,
            inputs=inputs.Lift,
            grants=HOLDERS,
            touches={"hold": "hold"},
            needs_reason=True,
        ),
    ),
    words=WORDS,
)

"""The declaration of boundaries."""

from callbox.kernel.declare import ActSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.boundary import inputs, rules
from callbox.services.boundary.facts import Boundary
from callbox.services.boundary.words import WORDS
from callbox.services.organisation.facts import ROLES

ADMINISTRATOR = {"administrator": Scope.OWN}
# Who serves which place is for everybody to know, and a resident's page routes by it.
EVERYBODY = {**dict.fromkeys(ROLES, Scope.ANY), "machine": Scope.ANY}

LIFECYCLE = Lifecycle(
    begins={"boundary.drawn": ("active",)},
    moves=(Move("boundary.redrawn", ("active",)), Move("boundary.retired", ("active",), ("retired",))),
    ends=("retired",),
)

SERVICE = Service(
    name="boundary",
    kinds=(KindSpec(record=Boundary, lifecycle=LIFECYCLE, reads=EVERYBODY),),
    acts=(
        ActSpec(
            name="boundary.draw",
            rule=rules.draw,
            inputs=inputs.Draw,
            grants=ADMINISTRATOR,
            touches={"organisation": "organisation"},
            looks={"categories": "categories"},
        ),
        ActSpec(
            name="boundary.redraw",
            rule=rules.redraw,
            inputs=inputs.Redraw,
            grants=ADMINISTRATOR,
            touches={"boundary": "boundary"},
            looks={"organisation": "organisation", "categories": "categories"},
        ),
        ActSpec(
            name="boundary.retire",
            rule=rules.retire,
            inputs=inputs.OfBoundary,
            grants=ADMINISTRATOR,
            touches={"boundary": "boundary"},
        ),
    ),
    words=WORDS,
)

"""The declaration of readings."""

from callbox.kernel.declare import ActSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.access import inputs, rules
from callbox.services.access.facts import Reading
from callbox.services.access.words import WORDS
from callbox.services.organisation.facts import ROLES

LIFECYCLE = Lifecycle(
    begins={"reading.made": ("made", "to_review")},
    moves=(
        Move("reading.reviewed", ("to_review",), ("reviewed",)),
        # What it was for may name the person: it ends with what was read, but not before a review that is due.
        Move("reading.erased", ("made", "reviewed")),
    ),
    ends=("made", "reviewed"),
)

SERVICE = Service(
    name="access",
    kinds=(
        KindSpec(
            record=Reading,
            lifecycle=LIFECYCLE,
            reads={"oversight": Scope.ANY, "administrator": Scope.OWN, "supervisor": Scope.OWN, "machine": Scope.ANY},
        ),
    ),
    acts=(
        ActSpec(
            name="reading.record",
            rule=rules.record,
            inputs=inputs.RecordReading,
            grants={**dict.fromkeys(ROLES, Scope.ANY), "machine": Scope.ANY},
            needs_reason=True,
        ),
        ActSpec(
            name="reading.review",
            rule=rules.review,
            inputs=inputs.Review,
            grants={"oversight": Scope.ANY},
            touches={"reading": "reading"},
            needs_reason=True,
        ),
    ),
    words=WORDS,
)

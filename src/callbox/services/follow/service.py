"""The declaration of follows."""

from callbox.kernel.declare import ActSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.follow import inputs, rules
from callbox.services.follow.facts import Follow
from callbox.services.follow.words import WORDS

OWN, ANY = Scope.OWN, Scope.ANY
TAKERS = dict.fromkeys(("call_taker", "dispatcher", "handler", "reporter", "supervisor"), OWN)
ON_FOLLOW = {"follow": "follow"}

FOLLOW = Lifecycle(
    begins={"follow.begun": ("open",)},
    moves=(
        Move("follow.contact_told", ("open",)),
        Move("follow.ended", ("open",), ("ended",)),
        Move("follow.erased", ("open", "ended")),
    ),
    ends=("open", "ended"),
)

SERVICE = Service(
    name="follow",
    kinds=(
        # Nobody sees one but through the report that it is part of (kernel.parts): it is hidden whenever that is.
        KindSpec(record=Follow, lifecycle=FOLLOW, reads={"machine": ANY}),
    ),
    acts=(
        ActSpec(
            name="follow.begin",
            rule=rules.begin,
            inputs=inputs.Begin,
            grants=TAKERS,
            touches={"report": "report", "request": "report.request"},
        ),
        ActSpec(
            name="follow.contact",
            rule=rules.tell_contact,
            inputs=inputs.TellContact,
            grants=TAKERS,
            touches=ON_FOLLOW,
        ),
        ActSpec(name="follow.end", rule=rules.end, inputs=inputs.OfFollow, grants=TAKERS, touches=ON_FOLLOW),
    ),
    words=WORDS,
)

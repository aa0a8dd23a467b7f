"""The declaration of notices."""

from callbox.kernel.declare import ActSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.notice import inputs, rules
from callbox.services.notice.facts import PUBLIC, Notice
from callbox.services.notice.words import WORDS

OWN, PARTY, ANY = Scope.OWN, Scope.PARTY, Scope.ANY
MODERATORS = {"handler": PARTY, "supervisor": PARTY}
READERS = {**MODERATORS, "call_taker": PARTY, "administrator": OWN, "oversight": ANY, "machine": ANY}

LIFECYCLE = Lifecycle(
    begins={"notice.proposed": ("proposed",)},
    moves=(
        Move("notice.published", ("proposed",), (PUBLIC,)),
        Move("notice.removed", ("proposed", PUBLIC), ("removed",)),
        Move("notice.erased", ("proposed", PUBLIC, "removed")),
    ),
    ends=("removed",),
)

# Whoever holds the request now decides, so the power is asked of the request.
ON_NOTICE = {"request": "notice.request", "notice": "notice"}

SERVICE = Service(
    name="notice",
    kinds=(
        KindSpec(
            record=Notice,
            lifecycle=LIFECYCLE,
            reads=READERS,
            # A person removes one; that its values end is what the node does then.
            erasers={"administrator": OWN, "oversight": ANY, "machine": ANY},
            published=(PUBLIC,),
        ),
    ),
    acts=(
        ActSpec(
            name="notice.propose",
            rule=rules.propose,
            inputs=inputs.Propose,
            grants={**MODERATORS, "machine": ANY},
            touches={"request": "request"},
            looks={"category": "request.category"},
        ),
        ActSpec(
            name="notice.publish",
            rule=rules.publish,
            inputs=inputs.Publish,
            grants=MODERATORS,
            touches=ON_NOTICE,
            looks={"category": "notice.category"},
        ),
        ActSpec(
            name="notice.remove",
            rule=rules.remove,
            inputs=inputs.Remove,
            grants={**MODERATORS, "administrator": OWN, "oversight": ANY, "machine": ANY},
            touches=ON_NOTICE,
        ),
    ),
    words=WORDS,
)

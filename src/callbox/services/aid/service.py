"""The declaration of mutual aid."""

from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.aid import inputs, rules
from callbox.services.aid.facts import Aid
from callbox.services.aid.words import WORDS

OWN, PARTY, ANY = Scope.OWN, Scope.PARTY, Scope.ANY
ASKERS = {"dispatcher": OWN, "supervisor": OWN}
SIDES = {"dispatcher": PARTY, "supervisor": PARTY}
ENDED = ("declined", "withdrawn", "ended")
ON_AID = {"aid": "aid"}

LIFECYCLE = Lifecycle(
    begins={"aid.asked": ("asked",)},
    moves=(
        Move("aid.accepted", ("asked",), ("accepted",)),
        Move("aid.declined", ("asked",), ("declined",)),
        Move("aid.withdrawn", ("asked",), ("withdrawn",)),
        Move("aid.ended", ("accepted",), ("ended",)),
        Move("aid.escalated", ("asked",)),
        Move("aid.erased", ENDED),
    ),
    ends=ENDED,
)

CLOCKS = (
    ClockSpec(
        name="aid_answer",
        starts=("aid.asked",),
        stops=("aid.accepted", "aid.declined", "aid.withdrawn"),
        seconds=lambda aid: rules.ANSWER_S[aid.priority],
        on_due="aid.overdue",
    ),
)

SERVICE = Service(
    name="aid",
    kinds=(
        KindSpec(
            record=Aid,
            lifecycle=LIFECYCLE,
            reads=SIDES | {"leader": OWN, "analyst": OWN, "oversight": ANY, "machine": ANY},
            clocks=CLOCKS,
        ),
    ),
    acts=(
        ActSpec(
            name="aid.ask",
            rule=rules.ask,
            inputs=inputs.Ask,
            grants=ASKERS,
            touches={"incident": "incident"},
            looks={"to": "to"},
        ),
        ActSpec(
            name="aid.accept",
            rule=rules.accept,
            inputs=inputs.Accept,
            grants=SIDES,
            touches=ON_AID | {"units": "units"},
            looks={"incident": "aid.incident"},
        ),
        ActSpec(
            name="aid.decline",
            rule=rules.decline,
            inputs=inputs.Decline,
            grants=SIDES,
            touches=ON_AID,
            needs_reason=True,
        ),
        ActSpec(name="aid.withdraw", rule=rules.withdraw, inputs=inputs.OfAid, grants=ASKERS, touches=ON_AID),
        ActSpec(
            name="aid.end",
            rule=rules.end,
            inputs=inputs.OfAid,
            grants=SIDES | {"machine": ANY},
            touches=ON_AID | {"units": "aid.units"},
            looks={"incident": "aid.incident"},
        ),
        ActSpec(name="aid.overdue", rule=rules.overdue, inputs=inputs.Due, grants={"machine": ANY}, touches=ON_AID),
    ),
    words=WORDS,
)

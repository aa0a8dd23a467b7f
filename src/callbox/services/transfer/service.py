"""The declaration of transfers."""

from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.transfer import inputs, rules
from callbox.services.transfer.facts import OPEN, Transfer
from callbox.services.transfer.words import WORDS

OWN, PARTY, ANY = Scope.OWN, Scope.PARTY, Scope.ANY
HOLDERS = ("call_taker", "dispatcher", "handler", "supervisor")
SENDERS = dict.fromkeys(HOLDERS, OWN)
SIDES = dict.fromkeys(HOLDERS, PARTY)
ARBITERS = {"leader": OWN, "supervisor": OWN}

ENDED = ("accepted", "returned", "withdrawn", "decided")
LIFECYCLE = Lifecycle(
    begins={"transfer.offered": ("offered",), "transfer.sent_at_once": ("accepted",)},
    moves=(
        Move("transfer.accepted", ("offered",), ("accepted",)),
        Move("transfer.returned", ("offered",), ("returned",)),
        Move("transfer.withdrawn", OPEN, ("withdrawn",)),
        Move("transfer.sent_to_arbiter", ("offered",), ("to_arbiter",)),
        Move("transfer.decided", ("to_arbiter",), ("decided",)),
        Move("transfer.escalated", OPEN),
        Move("transfer.erased", ENDED),
    ),
    ends=ENDED,
)

ANSWERED = ("transfer.accepted", "transfer.returned", "transfer.withdrawn", "transfer.sent_to_arbiter")
DECIDED = ("transfer.decided", "transfer.withdrawn")
DUE = "transfer.overdue"
CLOCKS = (
    ClockSpec(
        name="answer",
        starts=("transfer.offered",),
        stops=ANSWERED,
        seconds=lambda transfer: transfer.answer_s,
        on_due=DUE,
    ),
    ClockSpec(
        name="answer_days",
        starts=("transfer.offered",),
        stops=ANSWERED,
        working_days=lambda transfer: transfer.answer_days,
        on_due=DUE,
    ),
    ClockSpec(
        name="decision",
        starts=("transfer.sent_to_arbiter",),
        stops=DECIDED,
        seconds=lambda transfer: transfer.answer_s,
        on_due=DUE,
    ),
    ClockSpec(
        name="decision_days",
        starts=("transfer.sent_to_arbiter",),
        stops=DECIDED,
        working_days=lambda transfer: transfer.answer_days,
        on_due=DUE,
    ),
)

ON_TRANSFER = {"transfer": "transfer", "incident": "transfer.incident", "request": "transfer.request"}
ASSIGNED = {"assignments": "transfer.incident.assignments"}
SENT = {"units": "transfer.incident.units"}

SERVICE = Service(
    name="transfer",
    kinds=(
        KindSpec(
            record=Transfer,
            lifecycle=LIFECYCLE,
            reads=SIDES | {"leader": OWN, "analyst": OWN, "oversight": ANY, "machine": ANY},
            clocks=CLOCKS,
        ),
    ),
    acts=(
        ActSpec(
            name="transfer.offer",
            rule=rules.offer,
            inputs=inputs.Offer,
            grants=SENDERS,
            touches={
                "incident": "incident",
                "request": "request",
                "incident_transfer": "incident.transfer",
                "request_transfer": "request.transfer",
                "assignments": "incident.assignments",
            },
            looks={
                "to": "to",
                "incident_holder": "incident.organisation",
                "request_holder": "request.organisation",
                "units": "incident.units",
                "calendar": "to.calendar",
            },
        ),
        ActSpec(
            name="transfer.accept",
            rule=rules.accept,
            inputs=inputs.OfTransfer,
            grants=SIDES,
            touches=ON_TRANSFER | ASSIGNED,
            looks=SENT,
        ),
        ActSpec(
            name="transfer.return",
            rule=rules.send_back,
            inputs=inputs.ReturnTransfer,
            grants=SIDES,
            touches=ON_TRANSFER,
            looks=SENT | {"calendar": "transfer.arbiter.calendar"},
            needs_reason=True,
        ),
        ActSpec(
            name="transfer.withdraw",
            rule=rules.withdraw,
            inputs=inputs.OfTransfer,
            grants=SENDERS,
            touches=ON_TRANSFER,
            looks=SENT,
        ),
        ActSpec(
            name="transfer.decide",
            rule=rules.decide,
            inputs=inputs.Decide,
            grants=ARBITERS,
            touches=ON_TRANSFER | ASSIGNED,
            looks=SENT | {"decided_for": "decided_for"},
            needs_reason=True,
        ),
        ActSpec(
            name="transfer.overdue",
            rule=rules.overdue,
            inputs=inputs.TransferDue,
            grants={"machine": ANY},
            touches={"transfer": "transfer"},
        ),
    ),
    words=WORDS,
)

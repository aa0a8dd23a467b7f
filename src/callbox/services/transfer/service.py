"""The declaration of transfers."""

from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.organisation.facts import ROLES
from callbox.services.share.facts import following
from callbox.services.transfer import inputs, rules, rules_between, rules_partners
from callbox.services.transfer.facts import AGREED, BACK, OPEN, RULED, Peer, Terms, Transfer
from callbox.services.transfer.words import WORDS

OWN, PARTY, ANY = Scope.OWN, Scope.PARTY, Scope.ANY
HOLDERS = ("call_taker", "dispatcher", "handler", "supervisor")
SENDERS = dict.fromkeys(HOLDERS, OWN)
SIDES = dict.fromkeys(HOLDERS, PARTY)
ARBITERS = {"leader": OWN, "supervisor": OWN}

ENDED = ("accepted", "returned", "withdrawn", "decided")
UNDER_WAY = (*OPEN, RULED, AGREED)
LIFECYCLE = Lifecycle(
    begins={
        "transfer.offered": ("offered",),
        "transfer.sent_at_once": ("accepted",),
        "transfer.came_in": ("offered",),
        "transfer.came_late": ("withdrawn",),
        "transfer.came_in_at_once": (AGREED,),
    },
    moves=(
        Move("transfer.accepted", ("offered", RULED), ("accepted",)),
        Move("transfer.agreed", ("offered",), (AGREED,)),
        Move("transfer.confirmed", (AGREED,), ("accepted",)),
        Move("transfer.returned", ("offered",), ("returned",)),
        Move("transfer.handed_back", ("accepted", BACK), ("returned",)),
        Move("transfer.handing_back", ("accepted",), (BACK,)),
        Move("transfer.kept_there", (BACK,), ("accepted",)),
        Move("transfer.withdrawn", UNDER_WAY, ("withdrawn",)),
        Move("transfer.sent_to_arbiter", ("offered", "accepted"), ("to_arbiter",)),
        Move("transfer.decided", ("to_arbiter",), ("decided", RULED)),
        Move("transfer.ruled", ("returned",), ("offered",)),
        Move("transfer.escalated", UNDER_WAY),
        Move("transfer.told", (*UNDER_WAY, BACK, *ENDED)),
        # What the other node said of it ends with the case here, also before that node has confirmed it.
        Move("transfer.erased", (*ENDED, AGREED)),
    ),
    ends=ENDED,
)

KNOWN = ("active", "parted")
PEER = Lifecycle(
    begins={"peer.introduced": ("active",)},
    moves=(
        Move("peer.described", ("active",)),
        Move("peer.parted", ("active",), ("parted",)),
        # What is under way with a node that we parted from is brought to its end.
        Move("peer.heard", KNOWN),
        Move("peer.lost", KNOWN),
        Move("peer.turned_down", KNOWN),
    ),
    ends=("parted",),
)
TERMS = Lifecycle(begins={"terms.set": ("in_force",)}, moves=())
OFFERED = ("transfer.offered", "transfer.came_in", "transfer.ruled")
ANSWERED = (
    "transfer.accepted",
    "transfer.agreed",
    "transfer.returned",
    "transfer.withdrawn",
    "transfer.sent_to_arbiter",
)
DECIDED = ("transfer.decided", "transfer.withdrawn")
DUE = "transfer.overdue"
CLOCKS = (
    ClockSpec(
        name="answer",
        starts=OFFERED,
        stops=ANSWERED,
        seconds=lambda transfer: transfer.answer_s,
        on_due=DUE,
    ),
    ClockSpec(
        name="answer_days",
        starts=OFFERED,
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
REPORTED = {"report": "transfer.report"}
ASSIGNED = {"assignments": "transfer.incident.assignments"}
# Who takes part in a request goes on under whoever holds it next, or ends with it.
SHARED = {"shares": "transfer.request.shares"}
SENT = {"units": "transfer.incident.units"}
CLOCKWORK = {"machine": ANY}
ADMINISTRATOR = {"administrator": OWN}
EVERYBODY = {**dict.fromkeys(ROLES, ANY), "machine": ANY}

SERVICE = Service(
    name="transfer",
    kinds=(
        KindSpec(
            record=Transfer,
            lifecycle=LIFECYCLE,
            reads=SIDES | {"leader": OWN, "analyst": OWN, "oversight": ANY, "machine": ANY},
            clocks=CLOCKS,
        ),
        KindSpec(record=Peer, lifecycle=PEER, reads=EVERYBODY),
        KindSpec(record=Terms, lifecycle=TERMS, reads=EVERYBODY),
    ),
    acts=(
        ActSpec(
            name="transfer.offer",
            rule=following(rules.offer),
            inputs=inputs.Offer,
            grants=SENDERS,
            touches={
                "incident": "incident",
                "request": "request",
                "incident_transfer": "incident.transfer",
                "request_transfer": "request.transfer",
                "assignments": "incident.assignments",
                "shares": "request.shares",
            },
            looks={
                "to": "to",
                "incident_holder": "incident.organisation",
                "request_holder": "request.organisation",
                "units": "incident.units",
                "calendar": "to.calendar",
                "peer": "to.peer",
                "to_terms": "to.terms",
                "incident_terms": "incident.organisation.terms",
                "request_terms": "request.organisation.terms",
            },
        ),
        ActSpec(
            name="transfer.accept",
            rule=following(rules.accept),
            inputs=inputs.Accept,
            grants=SIDES,
            touches=ON_TRANSFER | ASSIGNED | SHARED,
            looks=SENT | {"category": "category", "to": "transfer.to"},
        ),
        ActSpec(
            name="transfer.hand_back",
            rule=following(rules.hand_back),
            inputs=inputs.HandBack,
            grants=SIDES,
            touches=ON_TRANSFER | ASSIGNED | SHARED | REPORTED,
            looks=SENT | {"to": "transfer.to", "calendar": "transfer.arbiter.calendar"},
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
            rule=following(rules.decide),
            inputs=inputs.Decide,
            grants=ARBITERS,
            touches=ON_TRANSFER | ASSIGNED | SHARED,
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
        ActSpec(
            name="transfer.take_in",
            rule=rules_between.take_in,
            inputs=inputs.TakeIn,
            grants=CLOCKWORK,
            touches={"request": "request"},
            looks={"sender": "sender", "peer": "sender.peer", "to": "to"},
        ),
        ActSpec(
            name="transfer.hear",
            rule=following(rules_between.hear),
            inputs=inputs.Hear,
            grants=CLOCKWORK,
            touches=ON_TRANSFER | SHARED | REPORTED,
            looks=SENT | {"peer": "transfer.peer", "calendar": "transfer.arbiter.calendar"},
        ),
        ActSpec(
            name="transfer.tell",
            rule=rules_between.tell,
            inputs=inputs.Tell,
            grants=CLOCKWORK,
            touches={"transfer": "transfer"},
        ),
        ActSpec(
            name="peer.introduce",
            rule=rules_partners.introduce,
            inputs=inputs.IntroducePeer,
            grants=ADMINISTRATOR,
            touches={"organisation": "organisation", "serves": "serves"},
        ),
        ActSpec(
            name="peer.part",
            rule=rules_partners.part,
            inputs=inputs.PartFromPeer,
            grants=ADMINISTRATOR,
            touches={"peer": "peer"},
        ),
        ActSpec(
            name="peer.describe",
            rule=rules_partners.describe,
            inputs=inputs.DescribePeer,
            grants=ADMINISTRATOR,
            touches={"peer": "peer", "adds": "adds", "drops": "drops"},
        ),
        *(
            ActSpec(name=name, rule=rule, inputs=given, grants=CLOCKWORK, touches={"peer": "peer"})
            for name, rule, given in (
                ("peer.hear", rules_partners.heard, inputs.HeardPeer),
                ("peer.lose", rules_partners.lost, inputs.LostPeer),
                ("peer.turn_down", rules_partners.turned_down, inputs.TurnedDown),
            )
        ),
        ActSpec(
            name="terms.set",
            rule=rules_partners.set_terms,
            inputs=inputs.SetTerms,
            grants=ADMINISTRATOR,
            touches={"organisation": "organisation"},
            looks={"arbiter": "arbiter"},
        ),
    ),
    words=WORDS,
)

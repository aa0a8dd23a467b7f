"""The declaration of reports."""

from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.report import inputs, rules
from callbox.services.report.facts import Report
from callbox.services.report.words import WORDS

OWN, PARTY, ANY = Scope.OWN, Scope.PARTY, Scope.ANY
TAKERS = {"call_taker": OWN, "dispatcher": OWN, "supervisor": OWN, "handler": OWN}

# A contact is looked at within this many seconds, or the next above is told.
LOOKED_AT_S = 300.0

# What those see of it who hold the case that it belongs to, where another organisation took it in: what was told, where and
# when. Who told it, their number, and the contact as it came stay with whoever took it in.
OF_THE_MATTER = (
    *("channel", "received_at", "language", "incident", "request", "about", "protected"),
    *("said_fact", "said_hearsay", "said_opinion", "address", "latitude_deg", "longitude_deg"),
)

LIFECYCLE = Lifecycle(
    begins={"report.received": ("received",)},
    moves=(
        Move("report.amended", ("received", "joined", "closed")),
        Move("report.flagged", ("received", "joined", "closed")),
        Move("report.opened_incident", ("received", "closed"), ("joined",)),
        Move("report.opened_request", ("received", "closed"), ("joined",)),
        Move("report.joined", ("received", "closed"), ("joined",)),
        Move("report.separated", ("joined",), ("received",)),
        Move("report.closed", ("received",), ("closed",)),
        Move("report.escalated", ("received",)),
        Move("report.erased", ("received", "joined", "closed")),
    ),
    ends=("joined", "closed"),
)

CLOCKS = (
    ClockSpec(
        name="looked_at",
        starts=("report.received", "report.separated"),
        stops=("report.opened_incident", "report.opened_request", "report.joined", "report.closed"),
        seconds=lambda _report: LOOKED_AT_S,
        on_due="report.overdue",
    ),
)

SERVICE = Service(
    name="report",
    kinds=(
        KindSpec(
            record=Report,
            lifecycle=LIFECYCLE,
            reads=TAKERS | {"leader": OWN, "analyst": OWN, "crew": PARTY, "oversight": ANY, "machine": ANY},
            clocks=CLOCKS,
            holder_sees=OF_THE_MATTER,
            erased_with=(
                ("note", "report"),
                ("attachment", "report"),
                ("follow", "report"),
                ("news", "report"),
                ("verdict", "report"),
                ("call", "report"),
                ("recording", "report"),
                ("saying", "report"),
                ("transfer", "report"),
            ),
        ),
    ),
    acts=(
        ActSpec(
            name="report.receive",
            rule=rules.receive,
            inputs=inputs.Receive,
            grants=TAKERS | {"reporter": OWN, "machine": ANY},
        ),
        ActSpec(
            name="report.amend",
            rule=rules.amend,
            inputs=inputs.Amend,
            grants=TAKERS,
            touches={"report": "report"},
        ),
        ActSpec(
            name="report.join",
            rule=rules.join,
            inputs=inputs.Join,
            # A resident adds what they saw to what others told of.
            grants=TAKERS | {"reporter": OWN},
            touches={"report": "report", "incident": "incident", "request": "request", "call": "report.call"},
        ),
        ActSpec(
            name="report.separate",
            rule=rules.separate,
            inputs=inputs.Separate,
            grants=TAKERS,
            touches={"report": "report", "request": "report.request"},
            needs_reason=True,
        ),
        ActSpec(
            name="report.flag",
            rule=rules.flag,
            inputs=inputs.Flag,
            grants=TAKERS | {"machine": ANY},
            touches={"report": "report"},
        ),
        ActSpec(
            name="report.close",
            rule=rules.close,
            inputs=inputs.CloseReport,
            grants=TAKERS,
            touches={"report": "report"},
            looks={"article": "article"},
        ),
        ActSpec(
            name="report.overdue",
            rule=rules.overdue,
            inputs=inputs.Due,
            grants={"machine": ANY},
            touches={"report": "report"},
        ),
    ),
    words=WORDS,
)

"""The declaration of follows, and of what whoever follows says of their case."""

from callbox.kernel.declare import ActSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.follow import inputs, judging, rules
from callbox.services.follow.facts import Follow, Tally, Undone, Verdict
from callbox.services.follow.words import WORDS

OWN, PARTY, ANY = Scope.OWN, Scope.PARTY, Scope.ANY
TAKERS = dict.fromkeys(("call_taker", "dispatcher", "handler", "reporter", "supervisor"), OWN)
# Only whoever knows the link says these; nobody says them for them.
VOICE = {"reporter": OWN}
REVIEWERS = {"leader": OWN, "supervisor": OWN}
SEEN_BY = {"oversight": ANY, "machine": ANY}

ON_FOLLOW = {"follow": "follow"}
ON_CASE = {"follow": "follow", "report": "follow.report", "request": "follow.report.request"}
# What was closed as the same as another goes on there.
SURVIVING = {"surviving": "follow.report.request.same_as"}

FOLLOW = Lifecycle(
    begins={"follow.begun": ("open",)},
    moves=(
        Move("follow.contact_told", ("open",)),
        Move("follow.judged", ("open",)),
        Move("follow.ended", ("open",), ("ended",)),
        Move("follow.erased", ("open", "ended")),
    ),
    ends=("open", "ended"),
)
VERDICT = Lifecycle(
    begins={"verdict.given": ("given",)},
    moves=(
        Move("verdict.added_up", ("given",), ("added_up",)),
        Move("verdict.erased", ("given", "added_up")),
    ),
    ends=("given", "added_up"),
)
TALLY = Lifecycle(begins={"tally.added_up": ("added_up",)}, moves=(), ends=("added_up",))
UNDONE = Lifecycle(
    begins={"undone.said": ("waiting",)},
    moves=(
        Move("undone.reviewed", ("waiting",), ("counts", "does_not_count")),
        Move("undone.erased", ("waiting", "counts", "does_not_count")),
    ),
    ends=("waiting", "counts", "does_not_count"),
)

SERVICE = Service(
    name="follow",
    kinds=(
        # Nobody sees one but through the report that it is part of (kernel.parts): it is hidden whenever that is.
        KindSpec(record=Follow, lifecycle=FOLLOW, reads={"machine": ANY}),
        KindSpec(record=Verdict, lifecycle=VERDICT, reads={"analyst": OWN, "leader": OWN, "supervisor": OWN} | SEEN_BY),
        KindSpec(
            record=Tally,
            lifecycle=TALLY,
            reads={"analyst": OWN, "handler": OWN, "leader": OWN, "supervisor": OWN} | SEEN_BY,
        ),
        KindSpec(
            record=Undone,
            lifecycle=UNDONE,
            reads={"analyst": OWN, "handler": PARTY, "leader": PARTY, "supervisor": PARTY} | SEEN_BY,
        ),
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
            name="follow.join",
            rule=rules.join,
            inputs=inputs.Join,
            grants=VOICE,
            touches={"report": "report", "request": "request"},
        ),
        ActSpec(name="follow.leave", rule=rules.leave, inputs=inputs.OfFollow, grants=VOICE, touches=ON_CASE),
        ActSpec(
            name="follow.contact", rule=rules.tell_contact, inputs=inputs.TellContact, grants=TAKERS, touches=ON_CASE
        ),
        ActSpec(name="follow.end", rule=rules.end, inputs=inputs.OfFollow, grants=TAKERS, touches=ON_FOLLOW),
        ActSpec(name="follow.add", rule=judging.add, inputs=inputs.Add, grants=VOICE, touches=ON_CASE | SURVIVING),
        ActSpec(
            name="undone.say",
            rule=judging.say_undone,
            inputs=inputs.SayUndone,
            grants=VOICE,
            touches={"follow": "follow", "request": "follow.report.request"} | SURVIVING,
        ),
        ActSpec(
            name="undone.review",
            rule=judging.review,
            inputs=inputs.Review,
            grants=REVIEWERS,
            touches={"undone": "undone"},
            needs_reason=True,
        ),
        ActSpec(
            name="verdict.give", rule=judging.judge, inputs=inputs.Judge, grants=VOICE, touches=ON_CASE | SURVIVING
        ),
        ActSpec(
            name="verdict.add_up",
            rule=judging.add_up,
            inputs=inputs.AddUp,
            grants={"machine": ANY},
            touches={"verdicts": "verdicts"},
        ),
    ),
    words=WORDS,
)

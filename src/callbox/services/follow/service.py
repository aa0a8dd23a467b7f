"""The declaration of follows, and of what whoever follows says of their case."""

from callbox.kernel.declare import ActSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.follow import inputs, judging, rules, telling
from callbox.services.follow.facts import Follow, News, Tally, Undone, Verdict
from callbox.services.follow.words import WORDS

OWN, PARTY, ANY = Scope.OWN, Scope.PARTY, Scope.ANY
TAKERS = dict.fromkeys(("call_taker", "dispatcher", "handler", "reporter", "supervisor"), OWN)
# Only whoever knows the link says these; nobody says them for them.
VOICE = {"reporter": OWN}
REVIEWERS = {"leader": OWN, "supervisor": OWN}
MACHINE = {"machine": ANY}
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
        Move("follow.news_waits", ("open",)),
        Move("follow.code_asked", ("open",)),
        Move("follow.code_wrong", ("open",)),
        Move("follow.proved", ("open",)),
        Move("follow.ended", ("open",), ("ended",)),
        Move("follow.erased", ("open", "ended")),
    ),
    ends=("open", "ended"),
)
# While it is being tried nobody knows whether it was taken; one that may have been is not sent again.
NEWS = Lifecycle(
    begins={"news.written": ("waiting",)},
    moves=(
        Move("news.added", ("waiting",)),
        Move("news.dropped", ("waiting",), ("needless",)),
        Move("news.tried", ("waiting",), ("trying",)),
        Move("news.sent", ("trying",), ("sent",)),
        Move("news.failed", ("trying",), ("waiting", "unsettled", "failed")),
        Move("news.erased", ("waiting", "trying", "needless", "sent", "unsettled", "failed")),
    ),
    ends=("waiting", "trying", "needless", "sent", "unsettled", "failed"),
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
        KindSpec(record=Follow, lifecycle=FOLLOW, reads=MACHINE),
        KindSpec(record=News, lifecycle=NEWS, reads=MACHINE),
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
            name="follow.send_code",
            rule=telling.send_code,
            inputs=inputs.ToNews,
            grants=VOICE,
            touches=ON_CASE | SURVIVING,
        ),
        ActSpec(
            name="follow.prove",
            rule=telling.prove,
            inputs=inputs.Prove,
            grants=VOICE,
            touches={"follow": "follow", "code": "follow.code"},
        ),
        ActSpec(
            name="news.tell",
            rule=telling.tell,
            inputs=inputs.Tell,
            grants=MACHINE,
            touches=ON_CASE | SURVIVING | {"waiting": "follow.news"},
        ),
        ActSpec(name="news.ask", rule=telling.ask, inputs=inputs.ToNews, grants=MACHINE, touches=ON_CASE | SURVIVING),
        ActSpec(
            name="news.try",
            rule=telling.attempt,
            inputs=inputs.TryNews,
            grants=MACHINE,
            touches={
                "news": "news",
                "follow": "news.follow",
                "report": "news.report",
                "request": "news.report.request",
                "surviving": "news.report.request.same_as",
            },
        ),
        ActSpec(
            name="news.arrive", rule=telling.arrive, inputs=inputs.OfNews, grants=MACHINE, touches={"news": "news"}
        ),
        ActSpec(name="news.fail", rule=telling.fail, inputs=inputs.FailNews, grants=MACHINE, touches={"news": "news"}),
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
            grants=MACHINE,
            touches={"verdicts": "verdicts"},
        ),
    ),
    words=WORDS,
)

"""The declaration of the knowledge base."""

from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.article import inputs, rules
from callbox.services.article.facts import Article
from callbox.services.article.words import WORDS
from callbox.services.organisation.facts import ROLES

WRITERS = dict.fromkeys(("administrator", "handler", "supervisor"), Scope.OWN)
# What is answered is for everybody who answers; residents are shown what is public.
EVERYBODY = {**dict.fromkeys(ROLES, Scope.ANY), "machine": Scope.ANY}

LIFECYCLE = Lifecycle(
    begins={"article.written": ("active",)},
    moves=(
        Move("article.revised", rules.SHOWN, ("active",)),
        Move("article.retired", rules.SHOWN, ("retired",)),
        Move("article.expired", ("active",), ("expired",)),
    ),
    ends=("retired",),
)

CLOCKS = (
    ClockSpec(
        name=rules.REVIEW,
        starts=("article.written", "article.revised"),
        anew=("article.revised",),
        stops=("article.retired",),
        seconds=rules.length_s,
        on_due="article.run_out",
    ),
)

SERVICE = Service(
    name="article",
    kinds=(KindSpec(record=Article, lifecycle=LIFECYCLE, reads=EVERYBODY, clocks=CLOCKS),),
    acts=(
        ActSpec(
            name="article.write",
            rule=rules.write,
            inputs=inputs.Write,
            grants=WRITERS,
            touches={"organisation": "organisation"},
            looks={"categories": "categories"},
        ),
        ActSpec(
            name="article.revise",
            rule=rules.revise,
            inputs=inputs.Revise,
            grants=WRITERS,
            touches={"article": "article"},
            looks={"categories": "categories"},
        ),
        ActSpec(
            name="article.retire",
            rule=rules.retire,
            inputs=inputs.OfArticle,
            grants=WRITERS,
            touches={"article": "article"},
            needs_reason=True,
        ),
        ActSpec(
            name="article.run_out",
            rule=rules.run_out,
            inputs=inputs.Due,
            grants={"machine": Scope.ANY},
            touches={"article": "article"},
        ),
    ),
    words=WORDS,
)

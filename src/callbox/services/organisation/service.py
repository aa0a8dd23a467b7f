"""The declaration of organisations, posts, people, calendars and tokens: all kept by the administrator."""

from callbox.kernel.declare import ActSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.organisation import inputs, rules
from callbox.services.organisation.facts import ROLES, Organisation, Person, Post, Token, WorkCalendar
from callbox.services.organisation.words import WORDS

OWN, ANY = Scope.OWN, Scope.ANY
ADMINISTRATOR = {"administrator": OWN}
# Who holds which post with which duties is public within the node: every act names it.
EVERYBODY = {**dict.fromkeys(ROLES, ANY), "machine": ANY}

ORGANISATION = Lifecycle(
    begins={"organisation.founded": ("active",)},
    moves=tuple(
        Move(f"organisation.{name}", ("active",)) for name in ("described", "watched", "watch_assigned", "watch_left")
    ),
)
POST = Lifecycle(
    begins={"post.created": ("active",)},
    moves=(
        Move("post.described", ("active",)),
        Move("post.filled", ("active",)),
        Move("post.vacated", ("active",)),
    ),
)
PERSON = Lifecycle(
    begins={"person.admitted": ("active",)},
    moves=(
        Move("person.described", ("active",)),
        Move("person.invited", ("active",)),
        Move("person.redeemed", ("active",)),
        Move("person.appointed", ("active",)),
        Move("person.relieved", ("active",)),
        Move("person.dismissed", ("active",), ("dismissed",)),
        Move("person.erased", ("dismissed",)),
    ),
    ends=("dismissed",),
)
CALENDAR = Lifecycle(begins={"calendar.kept": ("active",)}, moves=(Move("calendar.told", ("active",)),))
TOKEN = Lifecycle(
    begins={"token.issued": ("active",)}, moves=(Move("token.revoked", ("active",), ("revoked",)),), ends=("revoked",)
)

IN_ORGANISATION = {"organisation": "organisation"}

SERVICE = Service(
    name="organisation",
    kinds=(
        KindSpec(record=Organisation, lifecycle=ORGANISATION, reads=EVERYBODY),
        KindSpec(record=Post, lifecycle=POST, reads=EVERYBODY),
        KindSpec(
            record=Person, lifecycle=PERSON, reads=ADMINISTRATOR | {"oversight": ANY, "supervisor": OWN, "machine": ANY}
        ),
        KindSpec(record=WorkCalendar, lifecycle=CALENDAR, reads=EVERYBODY),
        KindSpec(record=Token, lifecycle=TOKEN, reads=ADMINISTRATOR | {"oversight": ANY, "machine": ANY}),
    ),
    acts=(
        ActSpec(
            name="organisation.found",
            rule=rules.found,
            inputs=inputs.Found,
            grants=ADMINISTRATOR,
            touches={"above": "above"},
        ),
        ActSpec(
            name="organisation.describe",
            rule=rules.describe,
            inputs=inputs.Describe,
            grants=ADMINISTRATOR,
            touches=IN_ORGANISATION,
        ),
        ActSpec(
            name="post.create",
            rule=rules.create_post,
            inputs=inputs.CreatePost,
            grants=ADMINISTRATOR,
            touches=IN_ORGANISATION,
        ),
        ActSpec(
            name="post.describe",
            rule=rules.describe_post,
            inputs=inputs.DescribePost,
            grants=ADMINISTRATOR,
            touches={"post": "post"},
        ),
        ActSpec(
            name="post.appoint",
            rule=rules.appoint,
            inputs=inputs.Appoint,
            grants=ADMINISTRATOR,
            touches={"post": "post", "person": "person", "before": "post.person"},
        ),
        ActSpec(
            name="person.admit",
            rule=rules.admit,
            inputs=inputs.Admit,
            grants=ADMINISTRATOR,
            touches=IN_ORGANISATION,
        ),
        ActSpec(
            name="person.describe",
            rule=rules.describe_person,
            inputs=inputs.DescribePerson,
            grants=ADMINISTRATOR,
            touches={"person": "person"},
        ),
        ActSpec(
            name="person.invite",
            rule=rules.invite,
            inputs=inputs.Invite,
            grants=ADMINISTRATOR,
            touches={"person": "person"},
        ),
        ActSpec(
            name="person.redeem",
            rule=rules.redeem,
            inputs=inputs.Redeem,
            grants={"machine": ANY},
            touches={"person": "person"},
        ),
        ActSpec(
            name="person.dismiss",
            rule=rules.dismiss,
            inputs=inputs.Dismiss,
            grants=ADMINISTRATOR,
            touches={"person": "person", "posts": "person.posts"},
        ),
        ActSpec(
            name="calendar.keep",
            rule=rules.keep_calendar,
            inputs=inputs.KeepCalendar,
            grants=ADMINISTRATOR,
            touches=IN_ORGANISATION,
        ),
        ActSpec(
            name="calendar.tell",
            rule=rules.tell_calendar,
            inputs=inputs.TellCalendar,
            grants=ADMINISTRATOR,
            touches={"calendar": "calendar"},
        ),
        ActSpec(
            name="token.issue",
            rule=rules.issue,
            inputs=inputs.Issue,
            grants=ADMINISTRATOR,
            touches=IN_ORGANISATION,
        ),
        ActSpec(
            name="token.revoke",
            rule=rules.revoke,
            inputs=inputs.Revoke,
            grants=ADMINISTRATOR,
            touches={"token": "token"},
        ),
    ),
    words=WORDS,
)

"""The rules of who may act.

1. Organisations stand in a tree of four levels; one lies below another of a higher level, and its path says so.
2. Power belongs to posts, by roles and published duties; people hold posts. Who is dismissed leaves theirs vacant in
   the same act. A role that oversees is never in one post
   with one that acts.
3. A token acts for one organisation and in the roles it was given; its secret is not kept.
4. Somebody new, or who forgot their password, is given a code that is good once and not for long; only its hash is kept.
5. A calendar that cannot be counted with is refused when it is told, not when a deadline needs it.
"""

import re
from collections.abc import Sequence
from dataclasses import fields, replace

from callbox.kernel.calendar import CalendarError
from callbox.kernel.facts import Act, Change, Changes, Inputs, New, Record, Refused, Value
from callbox.services.organisation.facts import LEVELS, Organisation, Person, Post, Token, WorkCalendar
from callbox.services.organisation.inputs import (
    Admit,
    Appoint,
    CreatePost,
    Describe,
    DescribePerson,
    DescribePost,
    Dismiss,
    Found,
    Invite,
    Issue,
    KeepCalendar,
    Redeem,
    Revoke,
    TellCalendar,
)

STEP = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
DIGEST = re.compile("[0-9a-f]{64}")
APART = frozenset({"oversight"})


def found(act: Act[Found], *, above: Organisation | None) -> Changes:
    """A new organisation."""
    parent, _, step = act.inputs.id.rpartition("/")
    if not STEP.fullmatch(step):
        raise Refused("organisation.path", path=act.inputs.id)
    if parent != (above.id if above else ""):
        raise Refused("organisation.path_above", path=act.inputs.id, above=above.id if above else "")
    if above is None and act.by.organisation:  # the first of a node is founded by the node itself
        raise Refused("not_allowed", act=act.name)
    if above is not None and LEVELS.index(act.inputs.level) < LEVELS.index(above.level):
        raise Refused("organisation.level", level=act.inputs.level, above=above.level)
    told = {field.name: getattr(act.inputs, field.name) for field in fields(act.inputs) if field.name != "above"}
    return [New(Organisation(status="active", **told), "organisation.founded")]


def describe(act: Act[Describe], *, organisation: Organisation) -> Changes:
    """What has changed about an organisation."""
    sets = _told(act.inputs, organisation, names=("name", "name_zh", "what", "calendar", "zone"))
    return [Change(organisation, "organisation.described", sets)]


def _told(inputs: Inputs, record: Record, *, names: Sequence[str]) -> dict[str, Value]:
    """The fields that are told anew and differ."""
    sets = {name: told for name in names if (told := getattr(inputs, name)) not in (None, getattr(record, name))}
    if not sets:
        raise Refused("nothing_changed")
    return sets


def create_post(act: Act[CreatePost], *, organisation: Organisation) -> Changes:
    """A new post."""
    _check_roles(act.inputs.roles)
    told = {field.name: getattr(act.inputs, field.name) for field in fields(act.inputs)}
    return [New(Post(status="active", **told), "post.created")]


def _check_roles(roles: tuple[str, ...]) -> None:
    if not roles:
        raise Refused("field.empty", field="roles")
    if APART & set(roles) and len(set(roles)) > 1:
        raise Refused("post.roles_apart", roles=", ".join(roles))


def describe_post(act: Act[DescribePost], *, post: Post) -> Changes:
    """What has changed about a post."""
    if act.inputs.roles is not None:
        _check_roles(act.inputs.roles)
    return [Change(post, "post.described", _told(act.inputs, post, names=("title_zh", "roles", "duties", "unit")))]


def appoint(act: Act[Appoint], *, post: Post, person: Person | None, before: Person | None) -> Changes:
    """A person takes over a post from whoever held it, or leaves it vacant."""
    if person is not None and person.status != "active":
        raise Refused("person.dismissed")
    if post.person == act.inputs.person:
        raise Refused("nothing_changed")
    changes: Changes = [Change(post, "post.filled" if person else "post.vacated", {"person": act.inputs.person})]
    if person is not None:
        changes.append(Change(person, "person.appointed", {"posts": (*person.posts, post.id)}))
    if before is not None:
        left = tuple(one for one in before.posts if one != post.id)
        changes.append(Change(before, "person.relieved", {"posts": left}))
    return changes


def admit(act: Act[Admit], *, organisation: Organisation) -> Changes:
    """Someone may sign in."""
    if not act.inputs.sign_in.strip():
        raise Refused("field.empty", field="sign_in")
    told = {field.name: getattr(act.inputs, field.name) for field in fields(act.inputs)}
    return [New(Person(status="active", **told), "person.admitted")]


def describe_person(act: Act[DescribePerson], *, person: Person) -> Changes:
    """What has changed about a person."""
    return [Change(person, "person.described", _told(act.inputs, person, names=("name", "language")))]


def invite(act: Act[Invite], *, person: Person) -> Changes:
    """A person is given a one-time code."""
    if person.status != "active":
        raise Refused("person.dismissed")
    if not DIGEST.fullmatch(act.inputs.digest):
        raise Refused("token.digest")
    return [
        Change(
            person,
            "person.invited",
            {"code_digest": act.inputs.digest, "code_expires_at": act.inputs.expires_at},
        )
    ]


def redeem(act: Act[Redeem], *, person: Person) -> Changes:
    """A person chose a password with their one-time code, which is spent by it."""
    expires_at = person.code_expires_at
    if not person.code_digest or person.code_digest != act.inputs.digest or expires_at is None or act.at > expires_at:
        raise Refused("sign_in.code")
    return [Change(person, "person.redeemed", {"code_digest": "", "code_expires_at": None})]


def dismiss(act: Act[Dismiss], *, person: Person, posts: tuple[Post, ...]) -> Changes:
    """Someone may no longer sign in, and holds no post."""
    if person.status != "active":
        raise Refused("person.dismissed")
    gone: dict[str, Value] = {"status": "dismissed", "posts": ()}
    return [
        Change(person, "person.dismissed", gone),
        *(Change(post, "post.vacated", {"person": None}) for post in posts),
    ]


def keep_calendar(act: Act[KeepCalendar], *, organisation: Organisation) -> Changes:
    """A new calendar."""
    told = {field.name: getattr(act.inputs, field.name) for field in fields(act.inputs)}
    return [New(_counted(WorkCalendar(status="active", **told)), "calendar.kept")]


def tell_calendar(act: Act[TellCalendar], *, calendar: WorkCalendar) -> Changes:
    """A calendar is told the days of more years: what it knew of those years is replaced."""
    years = {str(year) for year in act.inputs.known_years}
    sets: dict[str, Value] = {
        "holidays": _with(calendar.holidays, act.inputs.holidays, years),
        "make_up": _with(calendar.make_up, act.inputs.make_up, years),
        "known_years": tuple(sorted({*calendar.known_years, *act.inputs.known_years})),
    }
    _counted(replace(calendar, **sets))  # type: ignore[arg-type]
    return [Change(calendar, "calendar.told", sets)]


def _with(known: tuple[str, ...], told: tuple[str, ...], years: set[str]) -> tuple[str, ...]:
    return tuple(sorted({*told, *(day for day in known if day[:4] not in years)}))


def _counted(calendar: WorkCalendar) -> WorkCalendar:
    try:
        _ = calendar.days
    except CalendarError as wrong:
        raise Refused(wrong.code, what=str(wrong)) from wrong
    except ValueError as wrong:
        raise Refused("calendar.unreadable", what=str(wrong)) from wrong
    return calendar


def issue(act: Act[Issue], *, organisation: Organisation) -> Changes:
    """A new access token."""
    if not act.inputs.name.strip():
        raise Refused("field.empty", field="name")
    _check_roles(act.inputs.roles)
    if not DIGEST.fullmatch(act.inputs.digest):
        raise Refused("token.digest")
    told = {field.name: getattr(act.inputs, field.name) for field in fields(act.inputs)}
    return [New(Token(status="active", **told), "token.issued")]


def revoke(act: Act[Revoke], *, token: Token) -> Changes:
    """An access token is good no more."""
    if token.status != "active":
        raise Refused("token.revoked")
    return [Change(token, "token.revoked", {"status": "revoked"})]

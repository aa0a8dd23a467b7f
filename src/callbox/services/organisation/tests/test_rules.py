from dataclasses import replace
from typing import Any

import pytest
from tests.worlds.pure import CENTRE, EAST, applied, asked, events, minute, refusal, somebody

from callbox.services.organisation import inputs, rules
from callbox.services.organisation.facts import Organisation, Person, Post, Token, WorkCalendar

ADMINISTRATOR = somebody("administrator")
NODE = somebody("administrator", "", person=None)
CITY = Organisation(id="coast/harbour", status="active", name="Harbour", level="city")
DESK = Post(id="d", status="active", organisation=CENTRE, title="Desk", roles=("dispatcher",))
LIN = Person(id="p", status="active", organisation=CENTRE, sign_in="lin")
OFFICE = WorkCalendar(
    id="c",
    status="active",
    organisation=CENTRE,
    name="Office",
    zone="Asia/Shanghai",
    holidays=("2025-10-01",),
    known_years=(2025,),
)
DIGEST = "0123456789abcdef" * 4


def founded(path: str, **more: Any) -> Any:
    return asked(
        inputs.Found(**({"id": path, "name": "New", "level": "county"} | more)), by=more.pop("by", ADMINISTRATOR)
    )


def issued(**more: Any) -> Any:
    given = {"id": "t", "organisation": CENTRE, "name": "panel", "roles": ("reporter",), "digest": DIGEST}
    return asked(inputs.Issue(**(given | more)))


def kept(**more: Any) -> Any:
    given = {"id": "c", "organisation": CENTRE, "name": "Office", "zone": "Asia/Shanghai"}
    return asked(inputs.KeepCalendar(**(given | more)))


def post_for(*roles: str) -> Any:
    return asked(inputs.CreatePost(id="d", organisation=CENTRE, title="Desk", roles=roles))


def test_an_organisation_stands_below_the_one_it_belongs_to() -> None:
    changes = rules.found(founded("coast/harbour/north", above=CITY.id), above=CITY)

    assert events(changes) == ["organisation.founded"]


@pytest.mark.parametrize(
    ("why", "path", "above", "level"),
    [
        ("organisation.path", "coast/harbour/North", CITY, "county"),
        ("organisation.path", "coast/harbour/", CITY, "county"),
        ("organisation.path_above", "coast/north", CITY, "county"),
        ("organisation.path_above", "coast/north", None, "county"),
        ("organisation.level", "coast/harbour/north", CITY, "province"),
    ],
)
def test_an_organisation_out_of_the_tree_is_not_founded(why: str, path: str, above: Any, level: str) -> None:
    assert refusal(rules.found, founded(path, level=level), above=above) == why


def test_only_the_node_itself_founds_a_first_organisation() -> None:
    first = inputs.Found(id="inland", name="Inland", level="province")

    assert refusal(rules.found, asked(first, by=ADMINISTRATOR), above=None) == "not_allowed"
    assert events(rules.found(asked(first, by=NODE), above=None)) == ["organisation.founded"]


def test_only_what_changed_about_an_organisation_is_set() -> None:
    changes = rules.describe(
        asked(inputs.Describe(organisation=CITY.id, name="Harbour", zone="UTC")), organisation=CITY
    )

    assert applied(changes)[CITY.ref] == replace(CITY, zone="UTC")
    same = asked(inputs.Describe(organisation=CITY.id, name="Harbour"))
    assert refusal(rules.describe, same, organisation=CITY) == "nothing_changed"


def test_a_post_is_for_something_and_oversight_stands_alone() -> None:
    assert refusal(rules.create_post, post_for(), organisation=CITY) == "field.empty"
    assert refusal(rules.create_post, post_for("oversight", "handler"), organisation=CITY) == "post.roles_apart"
    assert events(rules.create_post(post_for("oversight"), organisation=CITY)) == ["post.created"]
    both = asked(inputs.DescribePost(post="d", roles=("oversight", "handler")))
    assert refusal(rules.describe_post, both, post=DESK) == "post.roles_apart"


def test_a_post_is_filled_and_left_vacant() -> None:
    filled = rules.appoint(asked(inputs.Appoint(post="d", person="p")), post=DESK, person=LIN, before=None)
    assert events(filled) == ["post.filled", "person.appointed"]

    held, holder = applied(filled)[DESK.ref], applied(filled)[LIN.ref]
    assert (held.person, holder.posts) == ("p", ("d",))
    vacated = rules.appoint(asked(inputs.Appoint(post="d")), post=held, person=None, before=holder)
    assert events(vacated) == ["post.vacated", "person.relieved"]
    assert (applied(vacated)[DESK.ref], applied(vacated)[LIN.ref]) == (DESK, LIN)
    empty = asked(inputs.Appoint(post="d"))
    assert refusal(rules.appoint, empty, post=DESK, person=None, before=None) == "nothing_changed"


def test_a_post_that_is_held_passes_from_one_to_the_other() -> None:
    held, ann = replace(DESK, person="p"), replace(LIN, id="a")
    changes = rules.appoint(
        asked(inputs.Appoint(post="d", person="a")), post=held, person=ann, before=replace(LIN, posts=("x", "d"))
    )

    after = applied(changes)
    assert (after[DESK.ref].person, after[ann.ref].posts, after[LIN.ref].posts) == ("a", ("d",), ("x",))


def test_who_is_dismissed_leaves_every_post_vacant() -> None:
    posts = (replace(DESK, person="p"), replace(DESK, id="e", person="p"))
    changes = rules.dismiss(asked(inputs.Dismiss(person="p")), person=replace(LIN, posts=("d", "e")), posts=posts)

    after = applied(changes)
    assert events(changes) == ["person.dismissed", "post.vacated", "post.vacated"]
    assert (after[LIN.ref].status, after[LIN.ref].posts) == ("dismissed", ())
    assert [after[post.ref].person for post in posts] == [None, None]


def test_who_was_dismissed_holds_no_post_and_no_code() -> None:
    gone = applied(rules.dismiss(asked(inputs.Dismiss(person="p")), person=LIN, posts=()))[LIN.ref]

    assert refusal(rules.dismiss, asked(inputs.Dismiss(person="p")), person=gone, posts=()) == "person.dismissed"
    back = asked(inputs.Appoint(post="d", person="p"))
    assert refusal(rules.appoint, back, post=DESK, person=gone, before=None) == "person.dismissed"
    code = asked(inputs.Invite(person="p", digest=DIGEST, expires_at=minute(60)))
    assert refusal(rules.invite, code, person=gone) == "person.dismissed"


def test_only_what_changed_about_a_person_is_set() -> None:
    named = replace(LIN, name="Lin Hai")
    changes = rules.describe_person(
        asked(inputs.DescribePerson(person="p", name="Lin Hai", language="zh")), person=named
    )

    assert events(changes) == ["person.described"]
    assert applied(changes)[LIN.ref] == replace(named, language="zh")
    same = asked(inputs.DescribePerson(person="p", language="en"))
    assert refusal(rules.describe_person, same, person=named) == "nothing_changed"


def test_only_what_changed_about_a_post_is_set() -> None:
    told = asked(inputs.DescribePost(post="d", roles=("dispatcher",), duties="sends units", unit="u"))
    changes = rules.describe_post(told, post=DESK)

    assert events(changes) == ["post.described"]
    assert changes[0].record == DESK
    assert applied(changes)[DESK.ref] == replace(DESK, duties="sends units", unit="u")
    same = asked(inputs.DescribePost(post="d", roles=("dispatcher",)))
    assert refusal(rules.describe_post, same, post=DESK) == "nothing_changed"
    none = asked(inputs.DescribePost(post="d", roles=()))
    assert refusal(rules.describe_post, none, post=DESK) == "field.empty"


def invited(digest: str = DIGEST, until: float = 60) -> Any:
    return asked(inputs.Invite(person="p", digest=digest, expires_at=minute(until)))


def test_a_new_code_replaces_the_one_before() -> None:
    first = applied(rules.invite(invited(), person=LIN))[LIN.ref]
    changes = rules.invite(invited("f" * 64, 90), person=first)

    assert events(changes) == ["person.invited"]
    assert applied(changes)[LIN.ref] == replace(LIN, code_digest="f" * 64, code_expires_at=minute(90))
    assert refusal(rules.invite, invited("the code itself"), person=LIN) == "token.digest"


def test_a_code_is_spent_by_being_used() -> None:
    waiting = applied(rules.invite(invited(), person=LIN))[LIN.ref]
    changes = rules.redeem(asked(inputs.Redeem(person="p", digest=DIGEST), at=minute(60)), person=waiting)

    assert events(changes) == ["person.redeemed"]
    assert applied(changes)[LIN.ref] == LIN


@pytest.mark.parametrize(
    ("known", "digest", "at"),
    [
        (DIGEST, "f" * 64, 1),  # another code
        (DIGEST, DIGEST, 60.1),  # ended
        ("", "", 1),  # none was given
        ("", DIGEST, 1),  # spent
    ],
)
def test_a_code_that_is_no_good_lets_nobody_in(known: str, digest: str, at: float) -> None:
    person = replace(LIN, code_digest=known, code_expires_at=minute(60))
    told = asked(inputs.Redeem(person="p", digest=digest), at=minute(at))

    assert refusal(rules.redeem, told, person=person) == "sign_in.code"


def test_somebody_signs_in_with_a_name() -> None:
    blank = asked(inputs.Admit(id="p", organisation=CENTRE, sign_in=" "))

    assert refusal(rules.admit, blank, organisation=CITY) == "field.empty"


def test_a_token_has_roles_and_keeps_only_the_digest_of_its_secret() -> None:
    assert refusal(rules.issue, issued(digest="secret"), organisation=CITY) == "token.digest"
    assert refusal(rules.issue, issued(roles=()), organisation=CITY) == "field.empty"
    assert refusal(rules.issue, issued(roles=("oversight", "crew")), organisation=CITY) == "post.roles_apart"
    assert events(rules.issue(issued(), organisation=CITY)) == ["token.issued"]


def test_a_token_is_revoked_once() -> None:
    token = Token(id="t", status="active", organisation=EAST, name="panel", roles=("reporter",), digest=DIGEST)
    revoked = applied(rules.revoke(asked(inputs.Revoke(token="t")), token=token))[token.ref]

    assert revoked.status == "revoked"
    assert refusal(rules.revoke, asked(inputs.Revoke(token="t")), token=revoked) == "token.revoked"


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("calendar.zone", {"zone": "Moon/Base"}),
        ("calendar.weekly", {"weekly": (7,)}),
        ("calendar.hours", {"hours": ("17:00-09:00",)}),
        ("calendar.years", {"known_years": (1,)}),
        ("calendar.both", {"holidays": ("2026-01-01",), "make_up": ("2026-01-01",), "known_years": (2026,)}),
        ("calendar.unreadable", {"hours": ("nine to five",)}),
        ("calendar.unreadable", {"holidays": ("1 May",)}),
    ],
)
def test_a_calendar_that_cannot_be_counted_with_is_refused_when_it_is_told(why: str, told: dict[str, Any]) -> None:
    assert refusal(rules.keep_calendar, kept(**told), organisation=CITY) == why


def test_a_calendar_told_a_year_again_forgets_what_it_knew_of_that_year() -> None:
    told = inputs.TellCalendar(calendar="c", holidays=("2025-10-02", "2026-10-01"), known_years=(2025, 2026))
    after = applied(rules.tell_calendar(asked(told), calendar=OFFICE))[OFFICE.ref]

    assert (after.holidays, after.known_years) == (("2025-10-02", "2026-10-01"), (2025, 2026))

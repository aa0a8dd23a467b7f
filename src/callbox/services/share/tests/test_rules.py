"""Each rule of working together on a case, without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callbox.kernel import registry
from callbox.kernel.facts import Act, Actor, Change, Inputs, New, Refused, fields_of
from callbox.services.organisation.facts import Organisation
from callbox.services.request.facts import Request
from callbox.services.share import rules
from callbox.services.share.facts import ENDED, OPEN, SEEN, SEEN_FIRST, SEES, Share, following
from callbox.services.share.inputs import Declare, Done, Invite, OfShare, ShareDue

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WATER, PARKS, ROADS = "city/water", "city/parks", "city/roads"
HANDLER = Actor(organisation=WATER, roles=frozenset({"handler"}), person="h1")
GARDENER = Actor(organisation=PARKS, roles=frozenset({"handler"}), person="g1")


def a_request(**more: Any) -> Request:
    told: dict[str, Any] = {"organisation": WATER, "taken_by": "city/centre", "category": "c", "category_version": 1}
    told |= {"received_at": NOON, "opened_at": NOON, "parties": ("city/centre",)}
    return Request(**{"id": "r1", "status": "in_work"} | told | more)


def a_share(status: str = "taking_part", **more: Any) -> Share:
    told: dict[str, Any] = {
        "organisation": WATER,
        "parties": (PARKS,),
        "request": "r1",
        "to": PARKS,
        "sees": SEEN_FIRST,
    }
    return Share(**told | {"id": "s1", "status": status, "invited_at": NOON} | more)


def office(path: str, **more: Any) -> Organisation:
    return Organisation(**{"id": path, "status": "active", "name": path, "level": "county"} | more)


def asked(inputs: Inputs, *, by: Actor = HANDLER, because: str = "", at: datetime = NOON) -> "Act[Any]":
    return Act(name="share.x", by=by, at=at, inputs=inputs, because=because)


def invited(request: Request, to: str = PARKS, *, shares: Any = (), because: str = "", **more: Any) -> Any:
    given = Invite(**{"id": "s2", "request": request.id, "to": to, "asked_for": "fell the tree"} | more)
    return rules.invite(asked(given, because=because), request=request, shares=shares, to=office(to))


def refusal(doing: Any, *given: Any, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        doing(*given, **more)
    return refused.value.code


# Asking


def test_who_is_asked_gets_a_part_of_their_own_and_no_right_to_the_request() -> None:
    new, change = invited(a_request())
    assert isinstance(new, New)
    assert new.under == a_request().ref
    share: Any = new.record
    assert (share.organisation, share.parties, share.to, share.status) == (WATER, (PARKS,), PARKS, "invited")
    assert share.sees == SEEN_FIRST
    assert change == Change(a_request(), "request.shared", {"shares": ("s2",)})
    assert "parties" not in change.sets


def test_what_may_be_seen_is_declared_once_each_and_is_something() -> None:
    new, _ = invited(a_request(), sees=("photos", "what", "photos"))
    assert new.record.sees == ("what", "photos")
    assert refusal(invited, a_request(), sees=()) == "field.empty"


@pytest.mark.parametrize("about", [PARKS, "city"])
def test_whom_the_request_complains_of_is_never_asked_nor_who_stands_below_it(about: str) -> None:
    request = a_request(about=about, organisation="oversight")
    for to in (PARKS, f"{PARKS}/east"):
        assert refusal(invited, request, to) == "share.complained_of"
        kept = replace(request, protected=True)
        assert refusal(invited, kept, to, although_protected=True, because="they asked") == "share.complained_of"


def test_a_protected_request_is_shown_only_by_who_says_that_they_know_and_why() -> None:
    kept = a_request(protected=True, parties=())
    assert refusal(invited, kept) == "share.protected"
    assert refusal(invited, kept, although_protected=True) == "share.protected"
    assert refusal(invited, kept, because="a doctor has to come") == "share.protected"
    new, _ = invited(kept, although_protected=True, because="a doctor has to come")
    assert new.record.protected


def test_the_part_in_a_case_about_somebody_is_hidden_from_them_as_the_case_is() -> None:
    new, _ = invited(a_request(about=ROADS))
    assert new.record.about == ROADS


@pytest.mark.parametrize(
    ("to", "code"),
    [(WATER, "share.sees_all"), ("city", "share.sees_all"), ("city/centre", "share.sees_all")],
)
def test_who_sees_the_whole_request_is_not_asked_to_see_a_part(to: str, code: str) -> None:
    assert refusal(invited, a_request(), to) == code


def test_nobody_is_asked_twice_at_a_time() -> None:
    assert refusal(invited, a_request(shares=("s1",)), shares=(a_share(),)) == "share.twice"
    assert invited(a_request(shares=("s1",)), ROADS, shares=(a_share(),))


@pytest.mark.parametrize(
    ("more", "code"), [({"status": "retired"}, "share.retired"), ({"peer": "p1"}, "share.other_node")]
)
def test_only_an_active_organisation_of_this_node_is_asked(more: dict[str, Any], code: str) -> None:
    given = Invite(id="s2", request="r1", to=PARKS, asked_for="fell the tree")
    told = {"request": a_request(), "shares": None, "to": office(PARKS, **more)}
    assert refusal(rules.invite, asked(given), **told) == code


@pytest.mark.parametrize("status", ["closed", "elsewhere"])
def test_nobody_is_asked_to_work_on_what_is_over(status: str) -> None:
    assert refusal(invited, a_request(status=status)) == "share.case_over"


def test_a_deadline_lies_ahead_and_what_is_asked_is_said() -> None:
    assert refusal(invited, a_request(), until=NOON) == "share.until_first"
    assert refusal(invited, a_request(), asked_for="  ") == "field.empty"
    new, _ = invited(a_request(), until=NOON + timedelta(days=1))
    (clock,) = registry.kind("share").clocks
    assert clock.seconds is not None
    assert clock.seconds(new.record) == 86_400
    assert clock.seconds(a_share()) is None


# Taking part


def test_only_who_was_asked_takes_part_declines_leaves_or_is_done() -> None:
    request, part = a_request(shares=("s1",)), OfShare(share="s1")
    assert refusal(rules.take_part, asked(part), share=a_share("invited")) == "share.not_theirs"
    assert refusal(rules.decline, asked(part), share=a_share("invited"), request=request) == "share.not_theirs"
    assert refusal(rules.leave, asked(part), share=a_share(), request=request) == "share.not_theirs"
    done = Done(share="s1", result="felled")
    assert refusal(rules.done, asked(done), share=a_share(), request=request) == "share.not_theirs"
    change: Any
    (change,) = rules.take_part(asked(part, by=GARDENER), share=a_share("invited"))
    assert change.sets == {"status": "taking_part", "began_at": NOON}


ENDINGS = [
    (rules.decline, OfShare(share="s1"), GARDENER, "invited", "stayed_out"),
    (rules.done, Done(share="s1", result="felled"), GARDENER, "taking_part", "finished"),
    (rules.leave, OfShare(share="s1"), GARDENER, "taking_part", "left"),
    (rules.end, OfShare(share="s1"), HANDLER, "taking_part", "let_go"),
    (rules.end, OfShare(share="s1"), HANDLER, "invited", "let_go"),
]


@pytest.mark.parametrize("ending", ENDINGS)
def test_however_it_ends_nobody_takes_part_any_more(ending: Any) -> None:
    rule, given, by, status, after = ending
    request = a_request(shares=("s0", "s1"))
    ended, change = rule(asked(given, by=by), share=a_share(status), request=request)
    assert (ended.sets["status"], ended.sets["parties"], ended.sets["ended_at"]) == (after, (), NOON)
    assert change.sets == {"shares": ("s0",)}


@pytest.mark.parametrize("status", ENDED)
def test_what_ended_is_not_ended_changed_or_taken_up_again(status: str) -> None:
    over, request, part = a_share(status, parties=()), a_request(), OfShare(share="s1")
    assert refusal(rules.take_part, asked(part, by=GARDENER), share=over) == "share.status"
    assert refusal(rules.end, asked(part), share=over, request=request) == "share.status"
    assert refusal(rules.leave, asked(part, by=GARDENER), share=over, request=request) == "share.status"
    assert refusal(rules.declare, asked(Declare(share="s1", sees=("what",))), share=over) == "share.status"


def test_what_came_of_a_part_is_said_and_is_never_before_it_was_asked_for() -> None:
    told = {"share": a_share(), "request": a_request(shares=("s1",))}
    assert refusal(rules.done, asked(Done(share="s1", result=" "), by=GARDENER), **told) == "field.empty"
    early = asked(OfShare(share="s1"), by=GARDENER, at=NOON - timedelta(hours=1))
    assert refusal(rules.leave, early, **told) == "at.before_start"


def test_what_may_be_seen_is_widened_and_narrowed() -> None:
    more: Any
    less: Any
    (more,) = rules.declare(asked(Declare(share="s1", sees=SEEN)), share=a_share())
    (less,) = rules.declare(asked(Declare(share="s1", sees=("where",))), share=a_share())
    assert (more.sets, less.sets) == ({"sees": SEEN}, {"sees": ("where",)})
    assert refusal(rules.declare, asked(Declare(share="s1", sees=SEEN_FIRST)), share=a_share()) == "nothing_changed"


def test_a_deadline_that_passes_ends_nothing() -> None:
    running = {"part": {"state": "running", "due": NOON.isoformat()}}
    change: Any
    (change,) = rules.overdue(asked(ShareDue(share="s1", clock="part")), share=a_share(clocks=running))
    assert (change.event, set(change.sets)) == ("share.overdue", {"clocks"})


# What becomes of the request


def becoming(**sets: Any) -> Any:
    return following(lambda _, request: [Change(request, "request.x", sets)])


def test_the_parts_in_a_request_end_with_it_and_where_it_goes_to_another_node() -> None:
    request, shares = a_request(shares=("s1", "s2")), (a_share(), a_share("invited", id="s2", to=ROADS))
    for status in ("closed", "elsewhere"):
        case, *ended = becoming(status=status)(asked(OfShare(share="")), request=request, shares=shares)
        assert case.sets == {"status": status, "shares": ()}
        assert [(one.record.id, one.sets["status"], one.sets["parties"]) for one in ended] == [
            ("s1", "let_go", ()),
            ("s2", "let_go", ()),
        ]


def test_under_another_holder_the_parts_go_on_but_for_its_own() -> None:
    request, shares = a_request(shares=("s1", "s2")), (a_share(), a_share("invited", id="s2", to=ROADS))
    case, ended, followed = becoming(organisation=PARKS)(asked(OfShare(share="")), request=request, shares=shares)
    assert case.sets == {"organisation": PARKS, "shares": ("s2",)}
    assert (ended.record.id, ended.event) == ("s1", "share.ended")
    assert (followed.record.id, followed.sets) == ("s2", {"organisation": PARKS})


def test_whatever_else_happens_to_a_request_changes_no_part_in_it() -> None:
    told = {"request": a_request(), "shares": (a_share(),)}
    assert len(becoming(status="in_work")(asked(OfShare(share="")), **told)) == 1
    assert len(becoming(status="closed")(asked(OfShare(share="")), request=a_request(), shares=None)) == 1


# What is declared


def test_what_can_be_declared_names_fields_of_a_request_and_nobody_who_asked_or_works_on_it() -> None:
    told = {name for names in SEES.values() for name in names}
    assert told <= fields_of(Request).keys()
    assert not told & {
        "report",
        "taken_by",
        "handled_by",
        "answered_by",
        "closed_by",
        "parties",
        "about",
        "transfer",
        "id",
    }
    assert set(registry.kind("share").lifecycle.ends) == set(ENDED)
    assert not set(OPEN) & set(ENDED)

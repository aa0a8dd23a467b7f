"""Each rule of a request and each of its refusals, on plain values."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from callbox.kernel.facts import Refused
from callbox.services.organisation.facts import Organisation
from callbox.services.request import rules
from callbox.services.request.facts import Category, Request
from callbox.services.request.inputs import AnswerRequest, CloseRequest, OfRequest, OpenRequest, RequestDue
from callbox.services.request.tests.people import (
    LINE,
    NOON,
    OVERSIGHT,
    WATER,
    act,
    actor,
    calendar,
    category,
    day,
    made,
    report,
    request,
    running,
    sets,
)

TAKER = actor("call_taker", LINE, person="tom")


def opened(of: Category | None = None, *, by: Any = TAKER, about: str | None = None, **more: Any) -> Any:
    told = Organisation(id=about, status="active", name="x", level="county") if about else None
    given = OpenRequest(id="q", category="leak", about=about, **more)
    came = report() if given.report else None
    return rules.open_request(act(given, by), report=came, category=of or category(), about=told, calendar=calendar())


def ends(disposition: str, *, of: Request, because: str = "", same_as: Request | None = None, **more: Any) -> Any:
    given = CloseRequest(request="q", disposition=disposition, same_as=same_as.id if same_as else None)
    return rules.close(act(given, because=because, **more), request=of, same_as=same_as)


def test_a_request_goes_to_its_categorys_department_and_whoever_took_it_in_keeps_a_part() -> None:
    new = made(opened(), Request)

    assert (new.organisation, new.parties, new.taken_by) == (WATER, (LINE,), LINE)


def test_a_request_taken_in_by_the_department_itself_has_no_other_party() -> None:
    assert made(opened(by=actor()), Request).parties == ()


def test_a_request_keeps_the_rules_it_was_opened_under() -> None:
    new = made(opened(category(deadline_days=None, deadline_hours=4.0, extensions_max=2)), Request)

    assert (new.category_version, new.deadline_days, new.deadline_hours, new.extensions_max) == (4, None, 4.0, 2)


def test_a_request_opens_from_a_report_and_takes_over_when_it_reached_us() -> None:
    changes = opened(report="r")

    assert made(changes, Request).received_at == report().received_at
    assert sets(changes, "report.opened_request") == {"status": "joined", "request": "q"}


@pytest.mark.parametrize("case", [{"incident": "i"}, {"request": "other"}])
def test_a_report_that_has_a_case_opens_no_request(case: dict[str, str]) -> None:
    given = act(OpenRequest(id="q", category="leak", report="r"), TAKER)

    with pytest.raises(Refused, match=r"report\.has_case"):
        rules.open_request(given, report=report(**case), category=category(), about=None, calendar=None)


def test_a_retired_category_opens_no_request() -> None:
    with pytest.raises(Refused, match=r"category\.retired"):
        opened(category(status="retired"))


def test_a_promised_date_lies_after_the_opening() -> None:
    assert made(opened(due_at=NOON + timedelta(hours=8)), Request).due_at == NOON + timedelta(hours=8)
    with pytest.raises(Refused, match=r"request\.due_first"):
        opened(due_at=NOON)


def test_a_protected_request_and_its_report_are_held_by_the_department_alone() -> None:
    changes = opened(category(department=OVERSIGHT, protects=True), report="r", about=WATER)

    new, joined = made(changes, Request), sets(changes, "report.opened_request")
    assert (new.organisation, new.parties, new.protected, new.about) == (OVERSIGHT, (), True, WATER)
    assert (joined["organisation"], joined["parties"]) == (OVERSIGHT, ())
    assert (joined["protected"], joined["about"]) == (True, WATER)


def test_the_report_of_a_request_about_an_organisation_is_out_of_its_reach_too() -> None:
    assert sets(opened(report="r", about="coast/harbour/parks"), "report.opened_request")["about"] == (
        "coast/harbour/parks"
    )


@pytest.mark.parametrize(("about", "held_by"), [(WATER, "coast/harbour"), ("coast/harbour", "coast")])
def test_a_request_about_the_department_is_held_one_level_above_whom_it_complains_of(about: str, held_by: str) -> None:
    assert made(opened(about=about), Request).organisation == held_by


def test_a_request_about_the_highest_organisation_names_nobody_who_could_hold_it() -> None:
    with pytest.raises(Refused, match=r"request\.nobody_above"):
        opened(about="coast")


def test_taking_up_says_who_works_on_it_and_another_may_take_over() -> None:
    first = rules.take_up(act(OfRequest(request="q")), request=request())
    assert sets(first, "request.taken_up") == {"status": "in_work", "handled_by": "ann"}

    taken = request(status="in_work", handled_by="ann")
    assert rules.take_up(act(OfRequest(request="q"), actor(person="bo")), request=taken)
    with pytest.raises(Refused, match="nothing_changed"):
        rules.take_up(act(OfRequest(request="q")), request=taken)


def test_an_answer_waits_for_the_word_of_whoever_asked() -> None:
    changes = rules.answer(act(AnswerRequest(request="q", answer="Mended.")), request=request(status="waiting"))

    told = sets(changes, "request.answered")
    assert (told["status"], told["answer"], told["answered_by"], told["held_for"]) == (
        "answered",
        "Mended.",
        "ann",
        None,
    )


def test_an_empty_answer_is_none() -> None:
    with pytest.raises(Refused, match=r"field\.empty"):
        rules.answer(act(AnswerRequest(request="q", answer="  ")), request=request())


def test_a_closed_request_is_not_answered() -> None:
    with pytest.raises(Refused, match=r"request\.status"):
        rules.answer(act(AnswerRequest(request="q", answer="Mended.")), request=request(status="closed"))


def test_an_answered_request_closes_as_done() -> None:
    told = sets(ends("done", of=request(status="answered")), "request.closed")

    assert (told["status"], told["disposition"], told["closed_by"], told["closed_at"]) == (
        "closed",
        "done",
        "ann",
        NOON,
    )


@pytest.mark.parametrize("disposition", ["done", "answered_at_contact", "unreachable"])
def test_what_ends_by_an_answer_needs_one(disposition: str) -> None:
    with pytest.raises(Refused, match=r"request\.answer_first"):
        ends(disposition, of=request(status="in_work"))


def test_a_request_is_declined_only_with_a_reason() -> None:
    with pytest.raises(Refused, match=r"request\.end_needs_reason"):
        ends("declined", of=request(status="answered"))
    assert ends("declined", of=request(status="answered"), because="no law gives the power")


def test_a_machine_closes_no_request() -> None:
    with pytest.raises(Refused, match=r"request\.needs_person"):
        ends("withdrawn", of=request(), by=actor(person=None))


def test_a_request_does_not_end_before_it_began() -> None:
    with pytest.raises(Refused, match=r"at\.before_start"):
        ends("withdrawn", of=request(), at=day(1))


def test_a_duplicate_names_the_other_request() -> None:
    other = request(id="other")
    assert sets(ends("duplicate", of=request(), same_as=other), "request.closed")["same_as"] == "other"
    with pytest.raises(Refused, match=r"request\.duplicate_of_what"):
        ends("duplicate", of=request())
    with pytest.raises(Refused, match=r"request\.duplicate_of_what"):
        ends("withdrawn", of=request(), same_as=other)
    with pytest.raises(Refused, match=r"request\.same_as_itself"):
        ends("duplicate", of=request(), same_as=request())


def test_an_open_request_never_links_to_a_protected_one() -> None:
    with pytest.raises(Refused, match="not_found"):
        ends("duplicate", of=request(), same_as=request(id="hidden", protected=True))


def test_whoever_asked_closes_it_by_saying_that_it_was_done() -> None:
    answered = request(status="answered", answered_by="ann")
    changes = rules.confirm_done(act(OfRequest(request="q"), TAKER), request=answered)

    told = sets(changes, "request.confirmed_done")
    assert (told["status"], told["disposition"], told["said_done"]) == ("closed", "done", True)


def test_a_late_word_leaves_a_closed_request_as_it_ended() -> None:
    closed = request(status="closed", disposition="unreachable", closed_by="ann")

    changes = rules.confirm_done(act(OfRequest(request="q"), TAKER), request=closed)

    assert sets(changes, "request.confirmed_done") == {"said_done": True}


@pytest.mark.parametrize("rule", ["confirm_done", "not_done"])
@pytest.mark.parametrize("by", ["ann", "bo"])
def test_whoever_answered_or_closed_it_does_not_take_down_the_word_on_it(rule: str, by: str) -> None:
    closed = request(status="closed", answered_by="ann", closed_by="bo")
    given = act(OfRequest(request="q"), actor("supervisor", person=by))

    word: Any = {"confirm_done": rules.confirm_done, "not_done": partial(rules.not_done, calendar=None)}[rule]

    with pytest.raises(Refused, match=r"request\.needs_other_person"):
        word(given, request=closed)


def test_nobody_says_done_before_an_answer() -> None:
    with pytest.raises(Refused, match=r"request\.status"):
        rules.confirm_done(act(OfRequest(request="q"), TAKER), request=request(status="in_work"))


@pytest.mark.parametrize("status", ["answered", "closed"])
def test_not_done_opens_it_again(status: str) -> None:
    ended = request(status=status, disposition="done", answered_by="ann", said_done=True, reopenings=1)

    told = sets(
        rules.not_done(act(OfRequest(request="q"), TAKER), request=ended, calendar=None), "request.found_undone"
    )

    assert (told["status"], told["said_done"], told["disposition"], told["reopenings"]) == ("in_work", False, None, 2)


def test_only_a_closed_request_is_reopened() -> None:
    assert rules.reopen(act(OfRequest(request="q")), request=request(status="closed"), calendar=None)
    with pytest.raises(Refused, match=r"request\.status"):
        rules.reopen(act(OfRequest(request="q")), request=request(), calendar=None)


def overdue(of: Request) -> Any:
    given = act(RequestDue(request="q", clock="deadline"), actor("machine", "", person=None), at=day(6))
    return sets(rules.overdue(given, request=of), "request.escalated")


def test_an_overdue_request_is_brought_one_level_up_each_time() -> None:
    late = request(clocks=running(day(5)))
    assert overdue(late)["escalated_to"] == "coast/harbour"
    assert overdue(replace(late, escalated_to="coast/harbour"))["escalated_to"] == "coast"
    assert overdue(replace(late, escalated_to="coast"))["escalated_to"] == "coast"


def test_a_protected_request_is_never_brought_above() -> None:
    late = request(clocks=running(day(5)), protected=True, organisation=OVERSIGHT)

    assert (overdue(late)["escalated_to"], overdue(late)["escalations"]) == (OVERSIGHT, 1)


def test_no_request_is_brought_to_whom_it_complains_of() -> None:
    late = request(clocks=running(day(5)), about="coast/harbour", organisation="coast/harbour/parks")

    assert overdue(late)["escalated_to"] == "coast/harbour/parks"


def test_what_is_not_due_escalates_nothing() -> None:
    with pytest.raises(Refused, match=r"clock\.not_due"):
        overdue(request(clocks=running(day(9))))

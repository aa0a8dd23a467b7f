from dataclasses import replace
from typing import Any

import pytest
from tests.worlds.pure import CENTRE, EAST, NOON, applied, asked, events, minute, refusal, somebody

from callbox.kernel.clocks import written
from callbox.kernel.facts import Actor
from callbox.services.article.facts import Article
from callbox.services.incident.facts import Incident
from callbox.services.report import rules
from callbox.services.report.facts import Report
from callbox.services.report.inputs import Amend, CloseReport, Due, Flag, Join, Receive, Separate
from callbox.services.request.facts import Request

WAITING = Report(id="r", status="received", organisation=CENTRE, channel="call", received_at=NOON)
JOINED = replace(WAITING, status="joined", incident="i")
FIRE = Incident(
    id="i",
    status="open",
    organisation=CENTRE,
    category="fire",
    priority="emergency",
    received_at=NOON,
    opened_at=NOON,
)
LAMP = Request(
    id="q",
    status="open",
    organisation=CENTRE,
    category="lamps",
    category_version=1,
    taken_by=CENTRE,
    received_at=NOON,
    opened_at=NOON,
)
ASKED = replace(WAITING, status="joined", request="q")
LATE = {"looked_at": {"state": "running", "started": written(NOON), "due": written(minute(5))}}


def test_a_contact_is_kept_as_it_came_whatever_it_holds() -> None:
    told = Receive(
        id="r", channel="call", said_fact="", said_hearsay="两人被困", flags=("place_unknown",), latitude_deg=999.0
    )

    changes = rules.receive(asked(told, at=minute(3)))

    report = applied(changes)[WAITING.ref]
    assert events(changes) == ["report.received"]
    assert (report.status, report.organisation, report.received_at) == ("received", CENTRE, minute(3))
    assert (report.said_fact, report.said_hearsay, report.latitude_deg) == ("", "两人被困", 999.0)
    assert report.flags == ("place_unknown",)


def test_what_the_caller_said_better_is_set_and_the_rest_stays() -> None:
    heard = replace(WAITING, address="12 Harbour Road", said_fact="smoke")
    changes = rules.amend(asked(Amend(report="r", address="14 Harbour Road", said_fact="smoke")), report=heard)

    assert applied(changes)[WAITING.ref] == replace(heard, address="14 Harbour Road")


def test_saying_the_same_again_changes_nothing() -> None:
    heard = replace(WAITING, said_fact="smoke")

    assert refusal(rules.amend, asked(Amend(report="r", said_fact="smoke")), report=heard) == "nothing_changed"


def test_a_contact_joins_the_case_it_is_about() -> None:
    changes = rules.join(asked(Join(report="r", incident="i")), report=WAITING, incident=FIRE, request=None)

    assert applied(changes)[WAITING.ref] == JOINED


def test_a_contact_joins_the_request_it_is_about() -> None:
    changes = rules.join(asked(Join(report="r", request="q")), report=WAITING, incident=None, request=LAMP)

    assert applied(changes)[WAITING.ref] == ASKED


def test_what_joins_a_protected_request_is_hidden_with_it_and_stays_hidden() -> None:
    hidden = replace(LAMP, protected=True, organisation=EAST, about="coast/harbour/west")
    changes = rules.join(asked(Join(report="r", request="q")), report=WAITING, incident=None, request=hidden)

    joined = applied(changes)[WAITING.ref]
    assert (joined.protected, joined.organisation, joined.about) == (True, EAST, "coast/harbour/west")
    apart = rules.separate(asked(Separate(report="r"), because="another lamp"), report=joined, request=hidden)
    assert applied(apart)[WAITING.ref] == replace(joined, status="received", request=None)


@pytest.mark.parametrize("report", [JOINED, ASKED])
@pytest.mark.parametrize(("incident", "request_"), [(FIRE, None), (None, LAMP)])
def test_a_contact_belongs_to_one_case_at_a_time(
    report: Report, incident: Incident | None, request_: Request | None
) -> None:
    told = Join(report="r", incident="i" if incident else None, request="q" if request_ else None)

    assert refusal(rules.join, asked(told), report=report, incident=incident, request=request_) == "report.has_case"


@pytest.mark.parametrize(("incident", "request_"), [(FIRE, LAMP), (None, None)])
def test_a_contact_joins_one_case_not_two_and_not_none(incident: Incident | None, request_: Request | None) -> None:
    told = Join(report="r", incident="i" if incident else None, request="q" if request_ else None)

    assert refusal(rules.join, asked(told), report=WAITING, incident=incident, request=request_) == "report.join_one"


def test_nothing_joins_a_case_whose_key_is_destroyed() -> None:
    gone = replace(FIRE, status="closed", erased=True)

    told = asked(Join(report="r", incident="i"))
    assert refusal(rules.join, told, report=WAITING, incident=gone, request=None) == "record.erased"


@pytest.mark.parametrize(
    ("known", "joins"),
    [
        ({"public": True}, True),
        ({}, False),
        ({"public": True, "protected": True}, False),
        ({"status": "closed"}, False),
    ],
)
def test_who_only_sends_things_in_adds_to_what_the_public_may_know_of_and_to_nothing_else(
    known: dict[str, Any], joins: bool
) -> None:
    sender = Actor(organisation=CENTRE, roles=frozenset({"reporter"}))
    told = asked(Join(report="r", request="q"), by=sender)
    case = replace(LAMP, **known)
    if joins:
        assert events(rules.join(told, report=WAITING, incident=None, request=case)) == ["report.joined"]
    else:
        assert refusal(rules.join, told, report=WAITING, incident=None, request=case) == "not_found"
    fire = asked(Join(report="r", incident="i"), by=sender)
    assert refusal(rules.join, fire, report=WAITING, incident=FIRE, request=None) == "not_found"


def test_a_join_can_be_undone() -> None:
    for joined, request in ((JOINED, None), (ASKED, LAMP)):
        changes = rules.separate(asked(Separate(report="r"), because="another"), report=joined, request=request)

        assert applied(changes)[WAITING.ref] == WAITING


def test_a_request_keeps_the_contact_it_was_opened_from() -> None:
    opened = replace(LAMP, report="r")

    assert refusal(rules.separate, asked(Separate(report="r")), report=ASKED, request=opened) == "report.opened_it"


def test_a_contact_without_a_case_cannot_be_separated() -> None:
    assert refusal(rules.separate, asked(Separate(report="r")), report=WAITING, request=None) == "report.no_case"


def test_doubts_add_up_and_none_is_told_twice() -> None:
    doubtful = replace(WAITING, flags=("place_unknown",))
    changes = rules.flag(asked(Flag(report="r", flags=("place_unknown", "garbled"))), report=doubtful)

    assert applied(changes)[WAITING.ref].flags == ("place_unknown", "garbled")
    assert refusal(rules.flag, asked(Flag(report="r", flags=("place_unknown",))), report=doubtful) == "nothing_changed"


def test_a_named_person_says_why_a_contact_needs_no_case() -> None:
    closed = applied(rules.close(asked(CloseReport(report="r", closed_as="answered")), report=WAITING))[WAITING.ref]

    assert (closed.status, closed.closed_as) == ("closed", "answered")


def answering(**more: Any) -> Article:
    told: dict[str, Any] = {"id": "a", "status": "active", "organisation": CENTRE, "source": "the law"}
    told |= {"titles": {"en": "Permits"}, "texts": {"en": "At the town hall."}, "checked_at": NOON}
    return Article(**(told | {"expires_at": minute(60)} | more))


def test_a_contact_is_answered_with_an_article_that_holds() -> None:
    told = asked(CloseReport(report="r", closed_as="answered", article="a"), at=minute(2))

    assert applied(rules.close(told, report=WAITING, article=answering()))[WAITING.ref].article == "a"
    for old in (answering(status="expired"), answering(expires_at=minute(2))):
        assert refusal(rules.close, told, report=WAITING, article=old) == "article.ended"
    abandoned = asked(CloseReport(report="r", closed_as="abandoned", article="a"))
    assert refusal(rules.close, abandoned, report=WAITING, article=answering()) == "report.article_answers"


def test_no_machine_closes_a_contact() -> None:
    by = somebody(person=None)

    assert refusal(rules.close, asked(CloseReport(report="r", closed_as="test"), by=by), report=WAITING) == (
        "report.close_needs_person"
    )


@pytest.mark.parametrize("report", [JOINED, replace(WAITING, status="closed")])
def test_only_a_waiting_contact_is_closed(report: Report) -> None:
    assert refusal(rules.close, asked(CloseReport(report="r", closed_as="test")), report=report) == "report.not_waiting"


def test_a_contact_nobody_looked_at_is_escalated_once() -> None:
    late = replace(WAITING, clocks=LATE)
    changes = rules.overdue(asked(Due(report="r", clock="looked_at"), at=minute(5)), report=late)

    after = applied(changes)[WAITING.ref]
    assert events(changes) == ["report.escalated"]
    assert after.clocks["looked_at"]["state"] == "fired"
    assert refusal(rules.overdue, asked(Due(report="r", clock="looked_at"), at=minute(6)), report=after) == (
        "clock.not_due"
    )


@pytest.mark.parametrize(("clock", "after"), [("looked_at", 4.9), ("unheard_of", 9)])
def test_a_deadline_that_has_not_passed_escalates_nothing(clock: str, after: float) -> None:
    late = replace(WAITING, clocks=LATE)

    assert refusal(rules.overdue, asked(Due(report="r", clock=clock), at=minute(after)), report=late) == "clock.not_due"

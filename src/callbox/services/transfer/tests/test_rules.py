"""Each rule of a transfer and each of its refusals, on plain values."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callbox.kernel import clocks
from callbox.kernel.facts import Refused
from callbox.services.incident.facts import Assignment
from callbox.services.organisation.facts import WorkCalendar
from callbox.services.request.facts import Request
from callbox.services.transfer import rules
from callbox.services.transfer.facts import Transfer
from callbox.services.transfer.inputs import TransferDue
from callbox.services.transfer.passing import case_of
from callbox.services.transfer.service import CLOCKS
from callbox.services.transfer.tests.cases import (
    CITY,
    LINE,
    NOON,
    PARKS,
    WATER,
    accept,
    act,
    contract,
    decide,
    during,
    incident,
    offered,
    put,
    request,
    send_back,
    sets,
    unit,
    withdraw,
)

# The offer


def test_the_sender_holds_the_case_while_the_receiver_looks_at_it() -> None:
    _, case = put(request(), PARKS)

    assert (case.organisation, case.parties, case.transfer) == (WATER, (LINE, PARKS), "t")


def clock_of(transfer: Transfer, event: str) -> Any:
    days = WorkCalendar(
        id="c", status="active", organisation=PARKS, name="office", zone="UTC", known_years=(2026,)
    ).days
    return clocks.turn(CLOCKS, transfer, before={}, event=event, at=NOON, calendar=days)


def test_between_departments_the_clock_is_one_working_day_from_the_offer() -> None:
    transfer, _ = put(request(), PARKS)

    due = clock_of(transfer, "transfer.offered")["answer_days"]["due"]
    assert due == datetime(2026, 3, 3, 17, tzinfo=UTC).isoformat()
    assert transfer.returns_max == 2


@pytest.mark.parametrize(("case", "to"), [(request(), LINE), (incident(), WATER)])
def test_with_an_emergency_line_the_clock_is_ten_minutes_from_the_offer(case: Any, to: str) -> None:
    transfer, _ = put(case, to)

    assert clock_of(transfer, "transfer.offered")["answer"]["due"] == (NOON + timedelta(minutes=10)).isoformat()
    assert clock_of(transfer, "transfer.sent_to_arbiter").keys() == {"decision"}
    assert transfer.returns_max == 1


def test_an_offer_is_of_one_case() -> None:
    with pytest.raises(Refused, match=r"transfer\.one_case"):
        case_of(None, None)
    with pytest.raises(Refused, match=r"transfer\.one_case"):
        case_of(incident(), request())


@pytest.mark.parametrize(
    ("case", "to", "code"),
    [
        (request(transfer="other"), PARKS, "transfer.open_already"),
        (request(status="closed"), PARKS, "transfer.case_closed"),
        (request(), WATER, "transfer.same_organisation"),
        (request(protected=True), PARKS, "transfer.protected"),
        (request(about=PARKS), PARKS, "transfer.complained_of"),
        (request(about=CITY), PARKS, "transfer.complained_of"),
        (request(settled_between=(PARKS, WATER)), PARKS, "transfer.settled"),
    ],
)
def test_an_offer_that_may_not_be_is_refused(case: Request, to: str, code: str) -> None:
    with pytest.raises(Refused) as no:
        offered(case, to)
    assert no.value.code == code


def test_an_arbiters_decision_between_two_keeps_no_third_out() -> None:
    assert offered(request(settled_between=(LINE, WATER)), PARKS)


def test_a_transfer_is_as_hidden_from_whom_it_complains_of_as_its_case() -> None:
    assert contract(offered(request(about="coast/harbour/east"), PARKS)).about == "coast/harbour/east"


@pytest.mark.parametrize(
    ("sender", "receiver", "above"),
    [
        (WATER, PARKS, CITY),
        (CITY, WATER, "coast"),
        (WATER, CITY, "coast"),
        ("coast/harbour/east/station-1", WATER, CITY),
        ("coast", WATER, "coast"),
        ("coast/harbour", "coast/harbourmaster", "coast"),
        ("coast/water", "hills/water", "coast"),
    ],
)
def test_the_arbiter_is_the_nearest_organisation_above_both(sender: str, receiver: str, above: str) -> None:
    assert rules.arbiter(sender, receiver) == above


# Danger to life


def test_a_life_in_danger_goes_to_the_emergency_line_at_once() -> None:
    changes = offered(request(), LINE, danger_to_life=True)

    assert contract(changes).status == "accepted"
    assert during(request(), changes).organisation == LINE


def test_a_life_in_danger_does_not_wait_for_an_open_offer_nor_for_an_arbiters_word() -> None:
    before, case = put(replace(request(), settled_between=(WATER, LINE)), PARKS)

    changes = offered(case, LINE, before=before, danger_to_life=True)

    assert sets(changes, "transfer.withdrawn")["status"] == "withdrawn"
    after = during(case, changes)
    assert (after.organisation, after.transfer) == (LINE, None)
    assert PARKS not in after.parties


def test_only_an_emergency_line_is_sent_a_case_unasked() -> None:
    with pytest.raises(Refused, match=r"transfer\.no_line"):
        offered(request(), PARKS, danger_to_life=True)


# The answer


def test_the_case_is_the_receivers_in_the_act_of_accepting() -> None:
    transfer, case = put(request(), PARKS)

    changes = accept(transfer, case)

    after = during(case, changes)
    assert (after.organisation, after.parties, after.transfer) == (PARKS, (LINE,), None)
    assert sets(changes, "transfer.accepted") == {"status": "accepted", "ended_at": NOON + timedelta(minutes=5)}


def test_the_sender_keeps_sight_where_it_took_the_case_in_or_sent_a_unit() -> None:
    taken, case = put(request(taken_by=WATER), PARKS)
    assert WATER in during(case, accept(taken, case)).parties

    sent, event = put(incident(), WATER)
    assert LINE in during(event, accept(sent, event, units=(unit(LINE),))).parties
    assert LINE not in during(event, accept(sent, event, units=(unit(PARKS),))).parties


def test_open_assignments_follow_their_incident() -> None:
    transfer, case = put(incident(assignments=("a",)), WATER)
    running = Assignment(id="a", status="on_scene", organisation=LINE, incident="i", unit="u")

    changes = accept(transfer, case, assignments=(running,))

    assert sets(changes, "assignment.passed_on") == {"organisation": WATER}


def test_whoever_stands_above_the_receiver_may_accept_for_it() -> None:
    assert accept(*put(request(), PARKS), by=CITY)


@pytest.mark.parametrize("answer", [accept, send_back])
@pytest.mark.parametrize("by", [WATER, LINE, f"{PARKS}/gate"])
def test_nobody_but_the_receiver_answers_an_offer(answer: Any, by: str) -> None:
    transfer, case = put(request(), PARKS)
    with pytest.raises(Refused, match=r"transfer\.not_receiver"):
        answer(transfer, case, by=by)


def test_a_closed_case_is_not_accepted() -> None:
    transfer, case = put(request(), PARKS)
    with pytest.raises(Refused, match=r"transfer\.case_closed"):
        accept(transfer, replace(case, status="closed"))


@pytest.mark.parametrize("answer", [accept, send_back, withdraw])
@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("accepted", "transfer.ended"),
        ("returned", "transfer.ended"),
        ("withdrawn", "transfer.ended"),
        ("decided", "transfer.ended"),
        ("to_arbiter", "transfer.with_arbiter"),
    ],
)
def test_an_offer_is_answered_once(answer: Any, status: str, code: str) -> None:
    transfer, case = put(request(), PARKS)
    with pytest.raises(Refused) as no:
        answer(replace(transfer, status=status), case)
    assert no.value.code == code


def test_no_offer_is_answered_before_it_was_made() -> None:
    transfer, case = put(request(), PARKS)
    with pytest.raises(Refused, match=r"at\.before_start"):
        accept(replace(transfer, offered_at=NOON + timedelta(minutes=6)), case)


def test_a_returned_case_is_out_of_the_receivers_sight_and_the_return_is_counted() -> None:
    transfer, case = put(request(), PARKS)

    changes = send_back(transfer, case)

    after = during(case, changes)
    assert (after.organisation, after.parties, after.transfer, after.returns) == (WATER, (LINE,), None, 1)
    assert sets(changes, "transfer.returned")["returned_under"] == "other_duty"


def test_a_receiver_with_a_part_of_its_own_keeps_sight_of_what_it_returns() -> None:
    before, case = put(request(parties=(LINE, PARKS)), PARKS)
    assert PARKS in during(case, send_back(before, case)).parties

    sent, event = put(incident(), WATER)
    assert WATER in during(event, send_back(sent, event, units=(unit(WATER),))).parties


def test_an_offer_is_withdrawn_by_its_sender_alone() -> None:
    transfer, case = put(request(), PARKS)
    assert during(case, withdraw(transfer, case)).parties == (LINE,)
    with pytest.raises(Refused, match=r"transfer\.not_sender"):
        withdraw(transfer, case, by=PARKS)


# The arbiter


@pytest.mark.parametrize(("case", "to", "returns"), [(request(), PARKS, 2), (request(), LINE, 1)])
def test_a_case_is_returned_so_often_and_then_an_arbiter_decides(case: Any, to: str, returns: int) -> None:
    for count in range(returns):
        transfer, case = put(case, to)
        case = during(case, send_back(transfer, case))
        assert (case.transfer, case.returns) == (None, count + 1)

    transfer, case = put(case, to)
    changes = send_back(transfer, case)

    assert sets(changes, "transfer.sent_to_arbiter")["status"] == "to_arbiter"
    assert during(case, changes).transfer == "t"
    assert during(case, changes).organisation == WATER


def disputed() -> tuple[Transfer, Any]:
    transfer, case = put(request(returns=2), PARKS)
    return replace(transfer, status="to_arbiter"), case


def test_the_arbiter_gives_the_case_to_the_receiver() -> None:
    transfer, case = disputed()

    changes = decide(transfer, case, PARKS)

    after = during(case, changes)
    assert (after.organisation, after.transfer, after.settled_between) == (PARKS, None, (WATER, PARKS))
    told = sets(changes, "transfer.decided")
    assert (told["status"], told["decided_for"], told["decided_by"]) == ("decided", PARKS, "leo")


def test_the_arbiter_leaves_the_case_with_the_sender() -> None:
    transfer, case = disputed()

    after = during(case, decide(transfer, case, WATER))

    assert (after.organisation, after.parties, after.transfer) == (WATER, (LINE,), None)
    with pytest.raises(Refused, match=r"transfer\.settled"):
        offered(after, PARKS)


@pytest.mark.parametrize(("by", "person"), [(WATER, "leo"), (PARKS, "leo"), ("coast", "leo"), (CITY, None)])
def test_only_a_named_person_of_the_arbiter_decides(by: str, person: str | None) -> None:
    with pytest.raises(Refused, match=r"transfer\.not_arbiter"):
        decide(*disputed(), PARKS, by=by, person=person)


def test_the_arbiter_decides_between_the_two_and_only_when_asked() -> None:
    with pytest.raises(Refused, match=r"transfer\.decide_between"):
        decide(*disputed(), LINE)
    with pytest.raises(Refused, match=r"transfer\.not_disputed"):
        decide(*put(request(), PARKS), PARKS)


# The clock


def overdue(transfer: Transfer, clock: str) -> Any:
    late = {clock: {"state": "running", "started": NOON.isoformat(), "due": NOON.isoformat()}}
    given = act(TransferDue(transfer="t", clock=clock), "", minutes=20, person=None)
    return sets(rules.overdue(given, transfer=replace(transfer, clocks=late)), "transfer.escalated")


def test_what_nobody_answers_is_brought_to_the_organisation_above_the_silent_one() -> None:
    transfer, _ = put(request(), PARKS)
    assert (overdue(transfer, "answer")["escalated_to"], overdue(transfer, "answer")["escalations"]) == (CITY, 1)
    assert overdue(replace(transfer, status="to_arbiter"), "decision")["escalated_to"] == "coast"


def test_what_is_not_due_escalates_nothing() -> None:
    transfer, _ = put(request(), PARKS)
    given = act(TransferDue(transfer="t", clock="answer"), "", person=None)
    with pytest.raises(Refused, match=r"clock\.not_due"):
        rules.overdue(given, transfer=transfer)

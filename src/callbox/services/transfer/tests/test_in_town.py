"""Cases that change hands, in a real database."""

from datetime import timedelta

import pytest
from tests.worlds.city import CENTRE, CITY, EAST, NOON, Town, actor
from tests.worlds.requests import GARDENER, HANDLER, PARKS, WATER, offices, request

from callbox.kernel import due, gate, read
from callbox.kernel.facts import Ref, Refused

LEADER = actor("leader", CITY)


def sees(town: Town, who: object, kind: str, one: str) -> bool:
    try:
        return bool(read.find(who, Ref(kind, one)))  # type: ignore[arg-type]
    except Refused:
        return False


def test_a_request_is_offered_seen_returned_and_gone(town: Town) -> None:
    asked = request(town, offices(town).leak)
    assert not sees(town, GARDENER, "request", asked)

    offer = town.done("transfer.offer", HANDLER, request=asked, to=PARKS)
    assert sees(town, GARDENER, "request", asked)
    with pytest.raises(Refused, match=r"transfer\.open_already"):
        town.done("transfer.offer", HANDLER, request=asked, to=CENTRE)
    town.done("transfer.return", GARDENER, transfer=offer, returned_under="other_duty", because="no park there")

    assert not sees(town, GARDENER, "request", asked)
    assert town.record("request", asked).organisation == WATER


def test_a_request_is_accepted_and_worked_on_by_its_new_holder(town: Town) -> None:
    asked = request(town, offices(town).leak)
    offer = town.done("transfer.offer", HANDLER, request=asked, to=PARKS)
    town.done("transfer.accept", GARDENER, transfer=offer)

    town.done("request.answer", GARDENER, request=asked, answer="The fountain is off.")

    assert not sees(town, HANDLER, "request", asked)
    assert town.act("request.take_up", HANDLER, request=asked).refused == Refused("not_found", kind="request", id=asked)


def test_who_may_not_know_the_case_offers_it_to_nobody(town: Town) -> None:
    asked = request(town, offices(town).leak)

    refused = town.act("transfer.offer", GARDENER, request=asked, to=PARKS).refused

    assert refused == Refused("not_found", kind="request", id=asked)


def test_of_two_answers_one_counts(town: Town) -> None:
    asked = request(town, offices(town).leak)
    offer = town.done("transfer.offer", HANDLER, request=asked, to=PARKS)
    given = {"returned_under": "other_duty", "because": "not ours"}

    first, second = gate.perform(
        [
            town.asked("transfer.accept", GARDENER, transfer=offer),
            town.asked("transfer.return", GARDENER, transfer=offer, **given),  # type: ignore[arg-type]
        ]
    )

    assert first.ok
    assert second.refused == Refused("transfer.ended", status="accepted")
    assert town.record("request", asked).organisation == PARKS


def test_returned_once_too_often_the_arbiter_decides(town: Town) -> None:
    asked = request(town, offices(town).leak)
    for _ in range(3):
        offer = town.done("transfer.offer", HANDLER, request=asked, to=PARKS)
        town.done("transfer.return", GARDENER, transfer=offer, returned_under="other_duty", because="no park there")
    assert town.record("transfer", offer).status == "to_arbiter"

    town.done("transfer.decide", LEADER, transfer=offer, decided_for=PARKS, because="the fountain is theirs")

    assert town.record("request", asked).organisation == PARKS
    with pytest.raises(Refused, match=r"transfer\.settled"):
        town.done("transfer.offer", GARDENER, request=asked, to=WATER)


def test_an_unanswered_offer_of_the_emergency_line_is_escalated_after_ten_minutes_once(town: Town) -> None:
    incident = town.incident()
    offer = town.done("transfer.offer", actor("dispatcher"), incident=incident, to=EAST)
    town.clock.put(NOON + timedelta(minutes=9))
    due.fire(town.clock.now())
    assert town.record("transfer", offer).escalations == 0

    town.clock.put(NOON + timedelta(minutes=10))
    due.fire(town.clock.now())
    due.fire(town.clock.now())

    late = town.record("transfer", offer)
    assert (late.escalations, late.escalated_to, late.status) == (1, CITY, "offered")
    assert town.record("incident", incident).organisation == CENTRE


def test_an_incident_passes_on_with_its_open_assignments(town: Town) -> None:
    incident = town.incident()
    sent = town.done("incident.assign", actor("dispatcher"), incident=incident, unit=town.units["E1"])
    offer = town.done("transfer.offer", actor("dispatcher"), incident=incident, to=EAST)

    town.done("transfer.accept", actor("dispatcher", EAST), transfer=offer)
    town.done("assignment.en_route", actor("dispatcher", EAST), assignment=sent)

    held = town.record("incident", incident)
    assert (held.organisation, held.parties, held.transfer) == (EAST, (f"{EAST}/station-1",), None)
    assert not sees(town, actor("dispatcher"), "incident", incident)


def test_a_life_in_danger_leaves_the_department_at_once(town: Town) -> None:
    asked = request(town, offices(town).leak)
    waiting = town.done("transfer.offer", HANDLER, request=asked, to=PARKS)

    town.done("transfer.offer", HANDLER, request=asked, to=CENTRE, danger_to_life=True)

    assert town.record("request", asked).organisation == CENTRE
    assert town.record("transfer", waiting).status == "withdrawn"
    assert not sees(town, GARDENER, "request", asked)

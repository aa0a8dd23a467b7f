"""What may be sent on to a neighbour, and what becomes of it, one rule at a time."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest

from callbox.kernel.facts import Act, Actor, Change, Inputs, New, Refused
from callbox.services.neighbour import rules
from callbox.services.neighbour.facts import Forward, Neighbour
from callbox.services.neighbour.inputs import Arrive, Begin, Declare, Fail, Hear, OfForward
from callbox.services.organisation.facts import Organisation
from callbox.services.request.facts import Request

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WATER = "coast/harbour/water"
HANDLER = Actor(organisation=WATER, roles=frozenset({"handler"}), person="ann")
NOBODY = Actor(organisation=WATER, roles=frozenset({"handler"}))
GivenT = TypeVar("GivenT", bound=Inputs)
RIVER = Neighbour(id="n", status="active", organisation="coast", name="River", address="https://r.example.org/v2")
COAST = Organisation(id="coast", status="active", name="Coast", level="province")
LEAK = Request(
    id="q",
    status="open",
    organisation=WATER,
    category="leak",
    category_version=1,
    taken_by=WATER,
    received_at=NOON,
    opened_at=NOON,
)
TOLD: dict[str, Any] = {"id": "f", "request": "q", "neighbour": "n", "service_code": "12", "words": "Yours"}
PLACED = TOLD | {"latitude_deg": 43.7, "longitude_deg": 7.4}
BEGUN = Forward(
    id="f", status="waiting", organisation=WATER, request="q", neighbour="n", service_code="12", begun_at=NOON
)


def act(inputs: GivenT, by: Actor = HANDLER) -> Act[GivenT]:
    return Act(name="tried", by=by, at=NOON, inputs=inputs, because="it is theirs")


def sets(changes: Any) -> Any:
    (one,) = changes
    assert isinstance(one, Change)
    return one.sets


def test_only_what_a_person_wrote_for_the_neighbour_goes_with_it() -> None:
    (begun,) = rules.begin(act(Begin(**PLACED)), request=LEAK, neighbour=RIVER)

    assert isinstance(begun, New)
    assert begun.under == LEAK.ref
    assert (begun.record.status, getattr(begun.record, "words", None)) == ("waiting", "Yours")


@pytest.mark.parametrize(
    ("told", "request_", "neighbour", "code"),
    [
        (PLACED, replace(LEAK, protected=True), RIVER, "forward.protected"),
        (PLACED, replace(LEAK, about=WATER), RIVER, "forward.protected"),
        (PLACED, LEAK, replace(RIVER, status="ended"), "neighbour.ended"),
        (PLACED | {"words": " "}, LEAK, RIVER, "field.empty"),
        (PLACED | {"words": "x" * 3_901}, LEAK, RIVER, "text.long"),
        (TOLD | {"latitude_deg": 43.7}, LEAK, RIVER, "forward.place"),
    ],
)
def test_what_may_not_leave_does_not(told: Any, request_: Request, neighbour: Neighbour, code: str) -> None:
    with pytest.raises(Refused) as wrong:
        rules.begin(act(Begin(**told)), request=request_, neighbour=neighbour)
    assert wrong.value.code == code


def test_only_a_person_sends_on_and_sends_again() -> None:
    with pytest.raises(Refused) as wrong:
        rules.begin(act(Begin(**PLACED), NOBODY), request=LEAK, neighbour=RIVER)
    assert wrong.value.code == "request.needs_person"
    with pytest.raises(Refused) as wrong:
        rules.again(act(OfForward(forward="f"), NOBODY), forward=replace(BEGUN, status="unsure"))
    assert wrong.value.code == "request.needs_person"


def test_a_try_is_counted_before_it_is_made_and_none_is_made_while_another_may_have_arrived() -> None:
    assert sets(rules.attempt(act(OfForward(forward="f")), forward=BEGUN))["tries"] == 1
    for status in ("trying", "unsure", "sent", "declined"):
        with pytest.raises(Refused) as wrong:
            rules.attempt(act(OfForward(forward="f")), forward=replace(BEGUN, status=status))
        assert wrong.value.code == "forward.status"


def test_what_is_unsure_waits_for_a_person_who_says_that_it_arrived_or_sends_it_again() -> None:
    trying = replace(BEGUN, status="trying", tries=1)
    fault = Fail(forward="f", fault="timed_out", became="unsure")
    unsure = replace(trying, **sets(rules.fail(act(fault), forward=trying)))

    assert sets(rules.again(act(OfForward(forward="f")), forward=unsure))["status"] == "waiting"
    arrived = sets(rules.arrive(act(Arrive(forward="f", number="7")), forward=unsure))
    assert (arrived["status"], arrived["number"], arrived["sent_at"]) == ("sent", "7", NOON)


def test_an_arrival_has_a_number_or_a_token_and_is_told_once() -> None:
    for told, forward, code in (
        (Arrive(forward="f"), replace(BEGUN, status="trying"), "forward.number"),
        (Arrive(forward="f", number="7"), replace(BEGUN, status="sent", number="7"), "nothing_changed"),
    ):
        with pytest.raises(Refused) as wrong:
            rules.arrive(act(told), forward=forward)
        assert wrong.value.code == code


def test_how_it_stands_is_written_down_when_it_changes() -> None:
    sent = replace(BEGUN, status="sent", their_status="open")
    assert sets(rules.hear(act(Hear(forward="f", their_status="closed")), forward=sent))["their_status"] == "closed"
    with pytest.raises(Refused) as wrong:
        rules.hear(act(Hear(forward="f", their_status="open")), forward=sent)
    assert wrong.value.code == "nothing_changed"


@pytest.mark.parametrize("address", ["river.example.org", "ftp://r", "https://r.example.org/v2?x=1", "https://r/ v2"])
def test_a_neighbours_address_is_one(address: str) -> None:
    told = Declare(id="n", organisation="coast", name="River", address=address)
    with pytest.raises(Refused) as wrong:
        rules.declare(act(told), organisation=COAST)
    assert wrong.value.code == "neighbour.address"

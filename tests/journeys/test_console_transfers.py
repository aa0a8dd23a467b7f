"""A case goes there and back at the console: offered, returned with a rule, accepted, handed back with one key, counted."""

from collections.abc import Callable

from tests.worlds.city import CENTRE, CITY, SYSTEM, Town
from tests.worlds.console import Desk
from tests.worlds.examples_nodes import from_them, introduced
from tests.worlds.requests import HANDLER, PARKS, WATER, offices, request

from callbox.services.transfer.acts import NODE

Sit = Callable[[str], Desk]


def press(desk: Desk, transfer: str, what: str, **given: str) -> int:
    return desk.client.post(f"/transfers/{transfer}/do", {"what": what, **given}).status_code


def test_a_request_goes_there_and_back_and_the_month_counts_it(people: Town, sit: Sit) -> None:
    asked = request(people, offices(people).leak)
    sam = sit("sam")
    case = sam.client.post(f"/cases/{asked}", {"common": "handling"}).content.decode()
    assert f"/transfers/offer?case={asked}" in case

    assert "parks" in sam.get("/transfers/offer", case=asked)
    assert sam.client.post("/transfers/offer", {"case": asked, "to": PARKS}).status_code == 302
    first = people.record("request", asked).transfer
    page = sam.get("/transfers")
    assert first in page
    assert "down the hill" not in page
    assert press(sam, first, "return", returned_under="other_duty") == 422  # why is missing
    assert press(sam, first, "return", returned_under="other_duty", because="no park there") == 302
    assert people.record("request", asked).organisation == WATER

    sam.client.post("/transfers/offer", {"case": asked, "to": PARKS})
    second = people.record("request", asked).transfer
    assert press(sam, second, "accept") == 302
    assert people.record("request", asked).organisation == PARKS

    month = sam.get("/transfers/month")
    assert "duty: 1" in month
    assert "no case was offered in 2020-01" in sam.get("/transfers/month", month="2020-01")
    assert "退回" in sit("diao").get("/transfers/month")


def test_the_line_hands_back_what_is_no_danger_and_the_arbiter_decides_on_the_second_time(
    people: Town, sit: Sit
) -> None:
    asked = request(people, offices(people).leak)
    sam = sit("sam")
    for _ in range(2):
        sent = people.done("transfer.offer", HANDLER, request=asked, to=CENTRE, danger_to_life=True)
        assert "data-hand-back" in sam.get("/transfers")
        assert press(sam, sent, "hand_back") == 302

    assert people.record("transfer", sent).status == "to_arbiter"
    assert people.record("request", asked).organisation == CENTRE  # who has it handles it while the arbiter thinks
    due = people.record("transfer", sent).clocks["decision"]
    assert due["due"] == "2026-03-02T12:10:00+00:00"
    assert press(sam, sent, "decide", decided_for=WATER, because="a leak is no emergency") == 302
    case = people.record("request", asked)
    assert (case.organisation, case.settled_between) == (WATER, (WATER, CENTRE))


def test_a_case_from_another_node_is_read_for_a_purpose_and_accepted_under_our_own_category(
    people: Town, sit: Sit
) -> None:
    leak = offices(people).leak
    introduced(people)
    given = from_them(people)
    came = people.done("transfer.take_in", NODE, **given)
    sam = sit("sam")
    assert "A spring in the road" not in sam.get("/transfers")
    opened = sam.client.post(f"/transfers/{came}/read").content.decode()
    assert "A spring in the road" in opened

    assert press(sam, came, "accept") == 422
    assert press(sam, came, "accept", category=leak) == 302

    assert people.record("transfer", came).status == "agreed"
    assert "owns it until that node confirms" in sam.get("/transfers")


def test_terms_are_data_and_the_stricter_of_two_holds(people: Town) -> None:
    asked = request(people, offices(people).leak)
    people.done("terms.set", SYSTEM, organisation=PARKS, answer_s=7200.0, returns_max=0, arbiter=CITY)
    people.done("terms.set", SYSTEM, organisation=WATER, answer_days=3, returns_max=4)
    sent = people.record("transfer", people.done("transfer.offer", HANDLER, request=asked, to=PARKS))
    assert (sent.answer_s, sent.answer_days, sent.returns_max, sent.arbiter) == (7200.0, None, 0, CITY)

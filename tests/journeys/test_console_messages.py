"""Messages on the dispatcher's side."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.worlds.city import CITY, EAST, SYSTEM, Town
from tests.worlds.console import Desk
from tests.worlds.crew import crew_of_e1, sent
from tests.worlds.examples import MACHINE

from callbox.kernel import due
from callbox.kernel.read import select
from callbox.services.message.paging import PAGER

__all__ = ["crew_of_e1"]
Sit = Callable[[str], Desk]


def test_who_has_not_seen_a_page_is_shown_until_somebody_is_on_it(people: Town, sit: Sit) -> None:
    dana = sit("dana")
    incident, assignment = sent(people)
    page = people.done("message.page", MACHINE, assignment=assignment)
    assert "NOT SEEN" in dana.get("/messages")
    assert "NOT SEEN" in dana.get("/", on=incident)
    for _ in range(3):
        people.clock.put(people.clock.now() + timedelta(minutes=1))
        due.fire(people.clock.now())
    shown = dana.get("/messages")
    assert "next in line" in shown
    assert "I am on it" in shown

    dana.client.post(f"/messages/{page}/do", {"what": "see", "key": "k"})

    assert people.record("message", page).status == "seen"
    assert "NOT SEEN" not in dana.get("/messages")


def test_dispatch_and_crew_talk_in_the_case_in_order_with_receipts(crew_of_e1: Town, sit: Sit) -> None:
    dana, wang = sit("dana"), sit("wang")
    incident, _ = sent(crew_of_e1)
    dana.client.post(f"/incidents/{incident}/say", {"text": "use the back gate", "key": "one"})
    dana.client.post(f"/incidents/{incident}/say", {"text": "use the back gate", "key": "one"})
    wang.client.post("/crew/do", {"what": "message", "incident": incident, "text": "second floor", "key": "two"})

    page = dana.get(f"/incidents/{incident}/messages")

    assert page.count("use the back gate") == 1
    assert page.index("use the back gate") < page.index("second floor")
    assert "NOT SEEN" in page
    [message] = [one for one in select(PAGER, "message") if one.from_unit is None]
    wang.client.post("/crew/do", {"what": "see", "message": message.id, "key": "three"})
    assert "✓ seen" in dana.get(f"/incidents/{incident}/messages")


def test_a_list_says_nothing_of_what_was_said_and_reading_it_is_recorded(crew_of_e1: Town, sit: Sit) -> None:
    dana, wang = sit("dana"), sit("wang")
    incident, _ = sent(crew_of_e1)
    wang.client.post("/crew/do", {"what": "message", "incident": incident, "text": "canary words", "key": "two"})
    assert "canary" not in dana.get("/messages")
    [message] = select(PAGER, "message")

    page = dana.client.post(f"/messages/{message.id}/read").content.decode()

    assert "canary words" in page
    assert crew_of_e1.record("message", message.id).status == "seen"


def test_a_broadcast_waits_for_a_supervisor_and_says_who_approved_it(people: Town, sit: Sit) -> None:
    dana, sam = sit("dana"), sit("sam")
    given = {"organisations": CITY, "text": "storm until ten", "hours": "4", "key": "b"}
    dana.client.post("/messages/broadcast", given)
    [message] = select(PAGER, "message")
    assert (message.status, message.approved_by) == ("proposed", None)
    assert "waits for approval" in dana.get("/messages")

    sam.client.post(f"/messages/{message.id}/do", {"what": "approve", "key": "a"})

    approved: Any = people.record("message", message.id)
    assert approved.status == "sent"
    assert approved.approved_by is not None
    people.clock.put(people.clock.now() + timedelta(hours=5))
    due.fire(people.clock.now())
    assert people.record("message", message.id).status == "expired"


def test_a_dead_channel_is_seen_on_the_page(people: Town, sit: Sit) -> None:
    given = {"organisation": f"{EAST}/station-1", "name": "Kitchen", "carrier": "printer", "address": ""}
    channel = people.done("channel.declare", SYSTEM, **given)
    people.done("channel.fail", MACHINE, channel=channel, fault="no_connection")
    page = sit("dana").get("/messages")
    assert "Kitchen" in page
    assert "not getting through" in page
    assert "nobody answers there" in page

"""A supervisor sees who is on a call and who wants help, listens, whispers, takes over; whoever is on the call sees it."""

from collections.abc import Callable

from tests.worlds.city import CITY, Town, actor
from tests.worlds.console import Desk

from callbox.kernel.facts import Id
from callbox.services.call.facts import Call

Sit = Callable[[str], Desk]


def answered(people: Town, taker: Desk) -> Id:
    """A call that rang and that somebody is on."""
    call = people.done("call.ring", actor("reporter", CITY), line="1", number="555 0134")
    assert taker.client.post(f"/calls/{call}/answer").status_code == 302
    return call


def stands(people: Town, call: Id) -> Call:
    found = people.record("call", call)
    assert isinstance(found, Call)
    return found


def test_a_supervisor_joins_a_call_and_whoever_is_on_it_sees_that(people: Town, sit: Sit) -> None:
    dana, sam = sit("dana"), sit("sam")
    call = answered(people, dana)
    people.done("call.help", actor("dispatcher", CITY), call=call)

    page = sam.get("/lines")
    assert "wants help" in page
    assert "The dispatcher" in page
    assert "555" not in page, "who calls is told to nobody who only listens"

    for what, how in (("listen", "listening"), ("whisper", "whispering"), ("take_over", "taken_over")):
        assert sam.client.post(f"/lines/{call}/do", {"what": what}).status_code == 302
        assert stands(people, call).supervision == how
    assert "taken over" in dana.get(f"/calls/new?report={call}")
    assert sam.client.post(f"/lines/{call}/do", {"what": "leave"}).status_code == 302
    assert stands(people, call).supervision == "none"


def test_only_supervisors_join_calls(people: Town, sit: Sit) -> None:
    dana = sit("dana")
    call = answered(people, dana)
    assert 'href="/lines"' not in dana.get("/")
    assert dana.client.get("/lines").status_code in (403, 404)
    assert dana.client.post(f"/lines/{call}/do", {"what": "listen"}).status_code in (403, 404, 422)
    assert stands(people, call).supervision == "none"


def test_what_cannot_be_done_on_a_line_is_said_in_one_line(people: Town, sit: Sit) -> None:
    sam = sit("sam")
    assert "Nobody is on a call" in sam.get("/lines")
    call = people.done("call.ring", actor("reporter", CITY), line="1", number="555 0134")
    response = sam.client.post(f"/lines/{call}/do", {"what": "listen"})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()

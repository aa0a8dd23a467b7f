"""How a request's clock stands still, runs on and is given more days, on plain values."""

from datetime import datetime
from typing import Any

import pytest

from callbox.kernel import clocks
from callbox.kernel.facts import Refused
from callbox.services.request import running
from callbox.services.request.facts import Request
from callbox.services.request.inputs import ExtendRequest, HoldRequest, OfRequest
from callbox.services.request.service import CLOCKS
from callbox.services.request.tests.people import NOON, act, actor, calendar, day, request, sets
from callbox.services.request.tests.people import running as ticking


def extended(of: Request, days: int, *, known: bool = True, **more: Any) -> Any:
    given = act(ExtendRequest(request="q", days=days), because="parts are on order", **more)
    return sets(running.extend(given, request=of, calendar=calendar() if known else None), "request.extended")


def due(told: Any) -> datetime:
    return datetime.fromisoformat(told["clocks"]["deadline"]["due"])


def test_a_hold_names_its_reason_and_ends_with_a_resume() -> None:
    held = running.hold(act(HoldRequest(request="q", held_for="weather")), request=request(), calendar=None)
    assert sets(held, "request.held") == {"status": "waiting", "held_for": "weather"}

    waiting = request(status="waiting", held_for="weather")
    resumed = running.resume(act(OfRequest(request="q")), request=waiting, calendar=None)
    assert sets(resumed, "request.resumed") == {"status": "in_work", "held_for": None}


@pytest.mark.parametrize("status", ["waiting", "answered", "closed"])
def test_only_what_is_worked_on_is_held(status: str) -> None:
    with pytest.raises(Refused, match=r"request\.status"):
        running.hold(act(HoldRequest(request="q", held_for="court")), request=request(status=status), calendar=None)


def test_only_what_is_held_is_resumed() -> None:
    with pytest.raises(Refused, match=r"request\.not_held"):
        running.resume(act(OfRequest(request="q")), request=request(), calendar=None)


def test_a_machine_delays_nothing() -> None:
    nobody = actor(person=None)
    with pytest.raises(Refused, match=r"request\.needs_person"):
        running.hold(act(HoldRequest(request="q", held_for="court"), nobody), request=request(), calendar=None)
    with pytest.raises(Refused, match=r"request\.needs_person"):
        extended(request(clocks=ticking(day(5))), 2, by=nobody)


def test_an_extension_is_counted_in_the_departments_working_days() -> None:
    told = extended(request(clocks=ticking(day(5))), 2)  # Thursday: two working days later is Monday

    assert (due(told), told["extensions"]) == (day(9), 1)


def test_an_extension_without_a_calendar_is_counted_in_days() -> None:
    assert due(extended(request(clocks=ticking(day(5))), 2, known=False)) == day(7)


def test_an_extension_into_a_year_not_yet_known_is_marked_provisional() -> None:
    late = request(clocks=ticking(datetime.fromisoformat("2026-12-31T17:00:00+00:00")))

    assert extended(late, 3)["clocks"]["deadline"]["provisional"] is True


def test_a_deadline_is_extended_as_often_as_the_category_allowed() -> None:
    once = request(clocks=ticking(day(5)), extensions=1)
    with pytest.raises(Refused, match=r"request\.extended"):
        extended(once, 2)
    assert extended(request(clocks=ticking(day(5)), extensions=1, extensions_max=2), 2)["extensions"] == 2


@pytest.mark.parametrize("days", [-1, 0, 11])
def test_one_extension_is_of_a_day_at_least_and_no_more_than_the_category_allowed(days: int) -> None:
    with pytest.raises(Refused, match=r"request\.extension_days"):
        extended(request(clocks=ticking(day(5))), days)


@pytest.mark.parametrize("state", ["paused", "stopped", "fired"])
def test_only_a_running_deadline_is_extended(state: str) -> None:
    still = {"deadline": {**ticking(day(5))["deadline"], "state": state}}
    with pytest.raises(Refused, match=r"request\.no_deadline_runs"):
        extended(request(clocks=still), 2)


def turned(of: Request, event: str, at: datetime, before: Any = None) -> Any:
    return clocks.turn(CLOCKS, of, before=before or {}, event=event, at=at, calendar=calendar().days)


def test_a_deadline_in_days_ends_with_the_last_working_day() -> None:
    assert turned(request(deadline_days=5), "request.opened", NOON)["deadline"]["due"] == day(9).isoformat()


def test_a_deadline_in_hours_runs_in_opening_hours_only() -> None:
    clock = turned(request(deadline_hours=8.0), "request.opened", NOON)

    assert clock == {"deadline_hours": {"state": "running", "started": NOON.isoformat(), "due": day(3, 12).isoformat()}}


def test_a_category_without_a_deadline_starts_no_clock() -> None:
    assert turned(request(), "request.opened", NOON) == {}


def test_a_hold_keeps_what_is_left_and_a_resume_gives_it_back() -> None:
    of = request(deadline_hours=8.0)
    opened = turned(of, "request.opened", NOON)
    held = turned(of, "request.held", day(2, 14), opened)
    resumed = turned(of, "request.resumed", day(5, 9), held)

    assert held["deadline_hours"]["left_s"] == 6 * 3600
    assert resumed["deadline_hours"]["due"] == day(5, 15).isoformat()


def test_not_done_starts_a_clock_of_its_own() -> None:
    of = request(deadline_days=1)
    answered = turned(of, "request.answered", NOON, turned(of, "request.opened", NOON))
    again = turned(of, "request.found_undone", day(4, 10), answered)

    assert answered["deadline"]["state"] == "stopped"
    assert again["deadline"]["due"] == day(5).isoformat()


def test_days_of_the_calendar_run_beside_the_days_in_which_it_is_taken_up_and_the_date_promised() -> None:
    told = request(opened_at=NOON, deadline_calendar_days=12, accept_days=5, due_at=day(6, 8))
    begun = turned(told, "request.opened", NOON)

    # The 14th is a Saturday and the 7th too: both end with the Monday after. What was promised is kept to the hour.
    assert {name: datetime.fromisoformat(str(one["due"])) for name, one in begun.items()} == {
        "deadline_calendar_days": day(16),
        "acceptance": day(9),
        "promised": day(6, 8),
    }


def test_taking_it_up_is_a_first_word_and_no_answer() -> None:
    told = request(opened_at=NOON, deadline_calendar_days=12, accept_days=5)
    begun = turned(told, "request.opened", NOON)
    taken = turned(told, "request.taken_up", day(3), begun)

    assert {name: one["state"] for name, one in taken.items()} == {
        "deadline_calendar_days": clocks.RUNNING,
        "acceptance": clocks.STOPPED,
    }


def test_a_request_worked_on_again_has_a_deadline_and_no_promise() -> None:
    again = turned(request(deadline_calendar_days=12, accept_days=5, due_at=day(6)), "request.reopened", day(20))

    assert set(again) == {"deadline_calendar_days"}

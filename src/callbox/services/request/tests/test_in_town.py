"""A request from its report to the word of whoever asked, in a real database."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.worlds.city import CENTRE, CITY, NOON, Town, actor
from tests.worlds.requests import ADMINISTRATOR, HANDLER, TAKER, WATER, offices, request

from callbox.kernel import due, read
from callbox.kernel.facts import Refused


def deadline(town: Town, one: str) -> datetime:
    return datetime.fromisoformat(town.record("request", one).clocks["deadline"]["due"])


def test_a_request_is_opened_answered_found_undone_and_done_after_all(town: Town) -> None:
    report = town.done("report.receive", TAKER, channel="call", said_fact="Water runs down the hill")
    asked = request(town, offices(town).leak, report=report, wanted=None)
    assert town.record("report", report).request == asked

    town.done("request.take_up", HANDLER, request=asked)
    town.done("request.answer", HANDLER, request=asked, answer="We closed the valve.")
    town.done("request.not_done", TAKER, request=asked)
    assert town.record("request", asked).clocks["deadline"]["state"] == "running"
    town.done("request.answer", HANDLER, request=asked, answer="We mended the pipe.")
    town.done("request.confirm_done", TAKER, request=asked)

    closed = town.record("request", asked)
    assert (closed.status, closed.disposition, closed.said_done, closed.reopenings) == ("closed", "done", True, 1)
    told = read.opened(HANDLER, closed.ref, purpose="to learn from it")
    assert (told.wanted, told.answer) == ("Water runs down the hill", "We mended the pipe.")


def test_a_deadline_is_counted_in_the_departments_days_held_extended_and_escalated_once(town: Town) -> None:
    asked = request(town, offices(town).leak)
    assert deadline(town, asked) == datetime(2026, 3, 5, 17, tzinfo=UTC)

    town.done("request.hold", HANDLER, request=asked, held_for="weather")
    town.clock.put(NOON + timedelta(days=2))
    town.done("request.resume", HANDLER, request=asked)
    assert deadline(town, asked) == datetime(2026, 3, 9, 17, tzinfo=UTC)

    town.done("request.extend", HANDLER, request=asked, days=2, because="parts are on order")
    assert deadline(town, asked) == datetime(2026, 3, 11, 17, tzinfo=UTC)
    with pytest.raises(Refused, match=r"request\.extended"):
        town.done("request.extend", HANDLER, request=asked, days=2, because="more parts")

    town.clock.put(NOON + timedelta(days=10))
    assert due.fire(town.clock.now()) == 1
    assert due.fire(town.clock.now()) == 0
    late = town.record("request", asked)
    assert (late.escalations, late.escalated_to, late.status) == (1, CITY, "in_work")


def test_a_request_keeps_the_rules_it_was_opened_under(town: Town) -> None:
    kept = offices(town)
    before = request(town, kept.leak)

    town.done("category.describe", ADMINISTRATOR, category=kept.leak, deadline_hours=2.0)

    after = request(town, kept.leak)
    assert town.record("request", before).deadline_days == 3
    told = town.record("request", after)
    assert (told.category_version, told.clocks["deadline_hours"]["due"]) == (2, "2026-03-02T14:00:00+00:00")


def test_the_department_works_on_a_request_and_whoever_took_it_in_only_looks(town: Town) -> None:
    asked = request(town, offices(town).leak)

    assert read.find(actor("call_taker", CENTRE), town.record("request", asked).ref)
    refused = town.act("request.answer", actor("handler", CENTRE), request=asked, answer="Done").refused
    assert refused == Refused("not_allowed", act="request.answer")
    assert town.record("request", asked).organisation == WATER

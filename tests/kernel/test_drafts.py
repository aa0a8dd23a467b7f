"""Reports in the making: nothing typed is lost, one person types at a time, and nothing is left of one that ended."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from tests.worlds.city import CENTRE, EAST, NOON, WEST, Town, actor

from callbox.kernel import drafts, read
from callbox.kernel.facts import Refused
from callbox.kernel.node import current
from callbox.kernel.privacy import Erased
from callbox.services.report import drafting

TAKER = actor("call_taker")
OTHER = actor("dispatcher")
ONE = "0000-0000-0001"


def typed(version: int = 1, *, by: object = TAKER, at: object = NOON, **told: str) -> bool:
    return drafts.keep(by, ONE, told or {"said_fact": "sm"}, version=version, at=at)  # type: ignore[arg-type]


def code_of(doing: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        doing()
    return refused.value.code


def slot() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT slot FROM draft WHERE id = %s", [ONE])
        return int(cursor.fetchone()[0])


@pytest.mark.usefixtures("town")
def test_what_is_typed_is_kept_from_its_first_character_and_is_nowhere_in_plain() -> None:
    assert typed(said_fact="s")
    assert typed(2, said_fact="smoke on the second floor")
    assert drafts.typed(TAKER, ONE) == {"said_fact": "smoke on the second floor"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT draft::text FROM draft")
        assert b"smoke".hex() not in cursor.fetchone()[0]


@pytest.mark.usefixtures("town")
def test_what_arrives_late_changes_nothing() -> None:
    typed(3, said_fact="smoke")
    assert not typed(2, said_fact="smo")
    drafts.end(ONE, at=NOON)
    assert not typed(4, said_fact="smoke!")
    assert drafts.found(TAKER) == ()


@pytest.mark.usefixtures("town")
def test_the_key_of_an_ended_draft_is_destroyed() -> None:
    typed()
    key = slot()
    drafts.end(ONE, at=NOON)
    with pytest.raises(Erased):
        current().keys.key(key)


@pytest.mark.usefixtures("town")
def test_a_crash_in_the_middle_of_the_end_is_finished_later_and_the_name_forgotten_in_time() -> None:
    typed()
    key = slot()
    with connection.cursor() as cursor:  # the crash: ended, and nothing destroyed yet
        cursor.execute("UPDATE draft SET sealed = NULL, ended_at = %s", [NOON])
    assert drafts.sweep(at=NOON) == 0
    with pytest.raises(Erased):
        current().keys.key(key)
    assert drafts.sweep(at=NOON + timedelta(hours=2)) == 1


def test_another_call_taker_takes_it_over_which_is_recorded_and_then_types_alone(town: Town) -> None:
    typed(said_fact="smoke")
    assert code_of(lambda: drafts.typed(OTHER, ONE)) == "draft.other"
    drafts.take_over(OTHER, ONE, purpose="the other fell ill")
    assert drafts.typed(OTHER, ONE) == {"said_fact": "smoke"}
    assert code_of(lambda: typed(2)) == "draft.other"
    assert typed(2, by=OTHER, said_fact="smoke, second floor")
    [reading] = read.select(actor("supervisor"), "reading")
    assert (reading.of_kind, reading.of) == ("report", ONE)


@pytest.mark.usefixtures("town")
def test_drafts_are_seen_in_their_own_organisation_alone() -> None:
    typed()
    assert [one.id for one in drafts.found(actor("call_taker", "coast"))] == [ONE]
    assert drafts.found(actor("call_taker", EAST)) == ()
    assert code_of(lambda: drafts.take_over(actor("call_taker", WEST), ONE, purpose="why not")) == "not_found"


def test_what_was_left_becomes_a_waiting_report_of_the_time_it_began(town: Town) -> None:
    typed(said_fact="smoke", in_danger="a child", latitude_deg="22.5", longitude_deg="wrong", caller_phone="555-0134")
    assert drafting.keep_left(now=NOON + timedelta(minutes=14)) == 0
    town.clock.put(NOON + timedelta(minutes=16))
    assert drafting.keep_left(now=town.clock.now()) == 1
    assert drafts.found(TAKER) == ()
    report = town.record("report", ONE)
    assert (report.status, report.received_at, report.flags) == ("received", NOON, ("left_unfinished",))
    opened = read.opened(TAKER, report.ref, purpose="to call back")
    assert (opened.said_fact, opened.latitude_deg, opened.longitude_deg) == ("smoke", 22.5, None)
    assert opened.answers == {"in_danger": "a child"}
    assert report.organisation == CENTRE


@pytest.mark.usefixtures("town")
def test_a_call_on_hold_is_never_taken_for_left() -> None:
    typed()
    drafts.hold(TAKER, ONE, since=NOON)
    assert drafting.keep_left(now=NOON + timedelta(hours=3)) == 0
    drafts.hold(TAKER, ONE, since=None)
    assert drafting.keep_left(now=NOON + timedelta(hours=3)) == 1


def test_what_was_left_of_a_report_that_is_there_is_added_to_it(town: Town) -> None:
    report = town.done("report.receive", TAKER, channel="call")
    drafts.keep(TAKER, ONE, {"said_fact": "a cough, then nothing"}, version=1, at=NOON, about=report)
    town.clock.put(NOON + timedelta(minutes=16))
    drafting.keep_left(now=town.clock.now())
    opened = read.opened(TAKER, town.record("report", report).ref, purpose="to call back")
    assert opened.said_fact == "a cough, then nothing"

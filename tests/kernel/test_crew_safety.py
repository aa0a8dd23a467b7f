"""A crew on scene is asked whether it is safe, and is missed when it does not answer."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from tests.worlds.city import CITY, EAST, Town, actor

from callbox.kernel import due, erase, node, outbox, read, rows, sequencer, verify
from callbox.kernel.facts import Ref
from callbox.kernel.privacy import Erased
from callbox.kernel.read import select
from callbox.kernel.world import Mode
from callbox.services.safety.watching import WATCHER
from callbox.site.worker import CONSUMERS

DISPATCHER = actor("dispatcher", CITY)


def follow(town: Town, mode: Mode = Mode.LIVE) -> None:
    sequencer.run()
    with node.using(replace(town.node, world=replace(town.node.world, mode=mode))):
        outbox.run(CONSUMERS)


def later(town: Town, minutes: float) -> None:
    town.clock.put(town.clock.now() + timedelta(minutes=minutes))
    due.fire(town.clock.now())


@pytest.fixture
def there(town: Town) -> Any:
    """E1 on scene at a fire."""
    incident, unit = town.done("incident.open", DISPATCHER, category="fire", priority="emergency"), town.units["E1"]
    assignment = town.done("incident.assign", DISPATCHER, incident=incident, unit=unit)
    town.done("assignment.on_scene", DISPATCHER, assignment=assignment)
    return town.record("assignment", assignment)


def test_a_crew_that_does_not_answer_raises_an_alarm_and_the_fire_goes_on(town: Town, there: Any) -> None:
    follow(town)
    later(town, 15)
    [check] = select(WATCHER, "check")
    assert check.status == "asked"

    later(town, 1)

    [alarm] = select(WATCHER, "alarm")
    assert (alarm.status, alarm.cause, alarm.unit) == ("sounding", "no_answer", there.unit)
    assert town.record("incident", there.incident).status == "open"
    later(town, 0.5)
    assert select(WATCHER, "alarm")[0].escalations == 1


def asked_a_whole_period_after_it_is_safe(town: Town, there: Any) -> None:
    """The crew says that it is safe: nothing for 14 minutes, asked at the 15th."""
    [check] = select(WATCHER, "check")
    town.done("check.safe", actor("crew", f"{EAST}/station-1", unit=there.unit), check=check.id)
    later(town, 14)
    assert select(WATCHER, "check")[0].status == "running"
    later(town, 1)
    assert select(WATCHER, "check")[0].status == "asked"


def test_a_crew_that_answers_is_asked_again(town: Town, there: Any) -> None:
    follow(town)
    later(town, 15)
    asked_a_whole_period_after_it_is_safe(town, there)
    assert select(WATCHER, "alarm") == ()


def test_we_are_safe_begins_the_time_anew_though_nobody_asked_yet(town: Town, there: Any) -> None:
    follow(town)
    later(town, 10)
    asked_a_whole_period_after_it_is_safe(town, there)


def test_alarms_and_checks_end_with_the_case(town: Town, there: Any) -> None:
    """Where somebody pressed the button is told nowhere once the case was erased."""
    crew = actor("crew", f"{EAST}/station-1", unit=there.unit)
    follow(town)
    alarm = town.done("alarm.raise", crew, unit=there.unit, latitude_deg=22.512345, longitude_deg=114.123456)
    town.done("alarm.end", DISPATCHER, alarm=alarm, outcome="mistake")
    town.done("assignment.available", DISPATCHER, assignment=there.id)
    follow(town)
    town.done("incident.close", DISPATCHER, incident=there.incident, disposition="done", because="out")
    held = rows.read("alarm", [alarm])[Ref("alarm", alarm)]
    assert read.with_personal(held).latitude_deg == 22.512345

    gone = erase.erase(
        actor("administrator", CITY), Ref("incident", there.incident), reason="over", ground="retention_over"
    )

    assert {"alarm", "check"} <= {ref.kind for ref in gone.records}
    held = rows.read("alarm", [alarm])[Ref("alarm", alarm)]
    assert (held.record.erased, held.sealed, read.with_personal(held).latitude_deg) == (True, None, None)
    with pytest.raises(Erased):
        town.node.keys.key(held.slot)
    assert list(verify.chains(town.node, verify.Count())) == []


def test_a_crew_that_left_is_not_asked(town: Town, there: Any) -> None:
    follow(town)
    town.done("assignment.available", DISPATCHER, assignment=there.id)
    follow(town)
    later(town, 60)
    assert [one.status for one in select(WATCHER, "check")] == ["ended"]
    assert select(WATCHER, "alarm") == ()


def test_a_crew_that_left_while_nothing_followed_the_ledger_is_not_asked_either(town: Town, there: Any) -> None:
    follow(town)
    town.done("assignment.available", DISPATCHER, assignment=there.id)
    town.clock.put(town.clock.now() + timedelta(minutes=40))
    follow(town)
    later(town, 60)
    assert [one.status for one in select(WATCHER, "check")] == ["ended"]
    assert select(WATCHER, "alarm") == ()


@pytest.mark.parametrize("mode", [Mode.DEMO, Mode.REPLAY])
def test_nobody_is_asked_where_nobody_real_sits_in_a_unit(town: Town, there: Any, mode: Mode) -> None:
    follow(town, mode)
    assert select(WATCHER, "check") == ()


def test_an_alarm_waits_for_nobody_who_works_on_the_same_unit(town: Town, there: Any) -> None:
    """The unit, its assignment and its incident are held by somebody else meanwhile; the alarm is entered all the same."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            for kind, one in (("unit", there.unit), ("assignment", there.id), ("incident", there.incident)):
                rows.read(kind, [one], lock=True)
            held.set()
            done.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        crew = actor("crew", f"{EAST}/station-1", unit=there.unit)
        alarm = town.done("alarm.raise", crew, unit=there.unit)
    finally:
        done.set()
        holder.join()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
    assert town.record("alarm", alarm).incident == there.incident

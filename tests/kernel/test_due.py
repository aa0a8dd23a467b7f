from datetime import timedelta

from tests.worlds.city import NOON, Town, actor

from callbox.kernel import due, ledger
from callbox.kernel.due import HOLD_S, JumpGuard
from callbox.kernel.facts import Ref


def events(incident: str) -> list[str]:
    return [entry.event for entry in ledger.chain(Ref("incident", incident))]


def test_a_deadline_that_passes_escalates_exactly_once(town: Town) -> None:
    incident = town.incident("emergency")

    assert due.fire(NOON + timedelta(seconds=119)) == 0
    town.clock.put(NOON + timedelta(seconds=125))
    assert due.fire(town.clock.now()) == 1
    assert due.fire(town.clock.now()) == 0

    assert events(incident) == ["incident.opened", "incident.escalated"]
    assert town.record("incident", incident).escalations == 1


def test_a_worker_that_was_down_finds_every_deadline_that_passed(town: Town) -> None:
    incident = town.incident("emergency")
    town.clock.put(NOON + timedelta(hours=2))

    assert due.fire(town.clock.now()) == 2

    clocks = town.record("incident", incident).clocks
    assert {name: clock["fired"] for name, clock in clocks.items()} == {
        "dispatch": (NOON + timedelta(seconds=120)).isoformat(),
        "arrival": (NOON + timedelta(seconds=720)).isoformat(),
    }


def test_a_unit_told_in_time_stops_the_clock(town: Town) -> None:
    incident = town.incident("emergency")
    sent = town.done("incident.assign", actor("dispatcher"), incident=incident, unit=town.units["E1"])
    town.done("assignment.dispatched", actor("dispatcher"), assignment=sent)
    town.clock.put(NOON + timedelta(seconds=700))

    assert due.fire(town.clock.now()) == 0


def test_a_jump_of_the_wall_clock_holds_deadlines_for_a_while() -> None:
    guard = JumpGuard()

    assert not guard.holds(jump_s=0.2, steady_s=10)
    assert guard.holds(jump_s=86_400, steady_s=20)
    assert guard.holds(jump_s=0, steady_s=20 + HOLD_S - 1)
    assert not guard.holds(jump_s=0, steady_s=20 + HOLD_S)

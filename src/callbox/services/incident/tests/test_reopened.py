"""An incident that needs responders again: its deadlines run anew, and are met by what is done from then on."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from tests.worlds.pure import applied, asked, events, minute

from callbox.kernel.clocks import turn, written
from callbox.kernel.facts import Changes
from callbox.services.incident.assigning import RULES
from callbox.services.incident.facts import Incident
from callbox.services.incident.inputs import Step
from callbox.services.incident.service import CLOCKS
from callbox.services.incident.tests.test_assigning import BURNING, BUSY, SENT

FIRST = {"dispatched": "dispatched_at", "on_scene": "arrived_at"}
CLOCK = {"dispatched": "dispatch", "on_scene": "arrival"}


def running(since: datetime) -> dict[str, Any]:
    return {
        name: {"state": "running", "started": written(since), "due": written(minute(90))} for name in CLOCK.values()
    }


# Closed after a first round of units, and opened again an hour after it was received.
AGAIN = replace(BURNING, dispatched_at=minute(2), arrived_at=minute(8), clocks=running(minute(60)))


def entered(step: str, at: float, *, incident: Incident = AGAIN, assigned: float = 60, **more: Any) -> Changes:
    sent = replace(SENT, assigned_at=minute(assigned), **more)
    act = asked(Step(assignment="a"), at=minute(at))
    changes: Changes = RULES[step](act, assignment=sent, unit=BUSY, incident=incident)
    return changes


def clocks_after(changes: Changes, incident: Incident = AGAIN) -> dict[str, Any]:
    """The incident's clocks, turned as the gate turns them."""
    after: Any = applied(changes, {incident.ref: incident}).get(incident.ref, incident)
    clocks = dict(after.clocks)
    for event in events(changes):
        clocks = turn(CLOCKS, after, before=clocks, event=event, at=minute(65), calendar=None)
    return clocks


@pytest.mark.parametrize("step", FIRST)
def test_the_first_unit_after_it_was_reopened_meets_the_new_deadline(step: str) -> None:
    changes = entered(step, 65)

    clock = clocks_after(changes)[CLOCK[step]]
    assert (clock["state"], clock["stopped"]) == ("stopped", written(minute(65)))


@pytest.mark.parametrize("step", FIRST)
def test_the_first_unit_of_all_stays_the_first_of_the_incident(step: str) -> None:
    after = applied(entered(step, 65), {AGAIN.ref: AGAIN})[AGAIN.ref]

    assert getattr(after, FIRST[step]) == getattr(AGAIN, FIRST[step])


@pytest.mark.parametrize("step", FIRST)
@pytest.mark.parametrize("known", [True, False])
def test_a_step_of_before_that_is_entered_late_meets_no_new_deadline(*, step: str, known: bool) -> None:
    incident = replace(AGAIN, assignments=(), past=("a",))
    incident = incident if known else replace(incident, dispatched_at=None, arrived_at=None)
    changes = entered(step, 5, incident=incident, assigned=0, status="available", available_at=minute(20))

    assert clocks_after(changes, incident)[CLOCK[step]]["state"] == "running"
    after = applied(changes, {incident.ref: incident})[incident.ref]
    assert getattr(after, FIRST[step]) == (getattr(AGAIN, FIRST[step]) if known and step == "dispatched" else minute(5))


@pytest.mark.parametrize("step", FIRST)
def test_what_was_told_before_the_call_was_entered_still_meets_its_deadline(step: str) -> None:
    fresh = replace(BURNING, clocks=running(minute(10)))

    assert clocks_after(entered(step, 5, incident=fresh, assigned=0), fresh)[CLOCK[step]]["state"] == "stopped"


def test_a_second_unit_changes_nothing_of_the_incident() -> None:
    met = {name: {**clock, "state": "stopped", "stopped": written(minute(62))} for name, clock in AGAIN.clocks.items()}

    changed = events(entered("dispatched", 65, incident=replace(AGAIN, clocks=met)))
    assert changed == ["assignment.dispatched", "unit.dispatched"]

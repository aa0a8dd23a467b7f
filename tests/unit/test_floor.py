"""The floor at work: whatever dispatchers and crews do, in whatever order, units, queues and incidents agree."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.worlds.pure import CENTRE, EAST, applied, asked, minute, somebody

from callbox.kernel.facts import Change, Changes, Inputs, New, Record, Ref, Refused
from callbox.services.incident import rules
from callbox.services.incident.assigning import ENDED, RULES, assign, correct, divert
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.incident.inputs import Assign, Close, Confirm, Correct, Divert, Release, Reopen, Step
from callbox.services.incident.service import ASSIGNMENT, INCIDENT
from callbox.services.unit.facts import STEPS, Unit
from callbox.services.unit.inputs import InService, OutOfService
from callbox.services.unit.rules import in_service, out_of_service
from callbox.services.unit.service import LIFECYCLE as UNIT

LIFECYCLES = {"incident": INCIDENT, "assignment": ASSIGNMENT, "unit": UNIT}
UNITS, INCIDENTS = ("u", "v", "w"), ("i", "j", "k")
STARTED = tuple(f"{name}_at" for name in STEPS)
places = st.integers(0, 40)
overridden = st.sampled_from([False, False, False, True])
minutes_late = st.sampled_from([0, 0, 0, 1, 7, 30])


class Floor(RuleBasedStateMachine):
    """Three units, three incidents that came in one after the other, and time that only goes on."""

    @initialize()
    def _settle(self) -> None:
        self.now = 30
        self.made = 0
        self.queued: dict[str, list[str]] = {unit: [] for unit in UNITS}
        self.bent: set[str] = set()
        units = [Unit(id=one, status="available", organisation=EAST, call_sign=one.upper()) for one in UNITS]
        incidents = [incident(one, at=minute(10 * place)) for place, one in enumerate(INCIDENTS)]
        self.world: dict[Ref, Any] = {record.ref: record for record in (*units, *incidents)}

    # What is done

    @rule(unit=st.sampled_from(UNITS), incident=st.sampled_from(INCIDENTS), late=minutes_late, bent=overridden)
    def assigns(self, unit: str, incident: str, late: int, bent: bool) -> None:
        one = self.one("incident", incident)
        self.made += 1
        inputs = Assign(id=f"a{self.made}", incident=incident, unit=unit, override=bent)
        others = self.all(one.assignments)
        self.does(assign, inputs, late=late, incident=one, unit=self.one("unit", unit), others=others)

    @rule(place=places, name=st.sampled_from(STEPS[1:]), late=minutes_late, bent=overridden)
    def steps(self, place: int, name: str, late: int, bent: bool) -> None:
        if one := self.some_assignment(place):
            self.does(RULES[name], Step(assignment=one.id, override=bent), late=late, **self.about(one))

    @rule(place=places, name=st.sampled_from(ENDED), late=minutes_late, bent=overridden)
    def ends(self, place: int, name: str, late: int, bent: bool) -> None:
        if one := self.some_assignment(place):
            queue = self.all(self.one("unit", one.unit).queue)
            self.does(RULES[name], Release(assignment=one.id, override=bent), late=late, queue=queue, **self.about(one))

    @rule(unit=st.sampled_from(UNITS), incident=st.sampled_from(INCIDENTS), late=minutes_late)
    def diverts(self, unit: str, incident: str, late: int) -> None:
        self.made += 1
        diverted = self.one("unit", unit)
        active = self.one("assignment", diverted.assignment) if diverted.assignment else None
        self.does(
            divert,
            Divert(id=f"a{self.made}", incident=incident, unit=unit),
            late=late,
            unit=diverted,
            incident=self.one("incident", incident),
            active=active,
            left=self.one("incident", active.incident) if active else None,
            queue=self.all(diverted.queue),
        )

    @rule(place=places, name=st.sampled_from(STEPS[1:]), to=st.integers(-5, 60))
    def corrects(self, place: int, name: str, to: int) -> None:
        if one := self.some_assignment(place):
            about = self.about(one)
            of = about["incident"]
            whole: dict[str, Any] = {"active": self.all(of.assignments), "past": self.all(of.past)}
            inputs = Correct(assignment=one.id, step=name, to=minute(to))
            self.does(correct, inputs, assignment=one, incident=of, **whole)

    @rule(name=st.sampled_from(INCIDENTS), disposition=st.sampled_from(["done", "false"]))
    def closes(self, name: str, disposition: str) -> None:
        self.does(rules.close, Close(incident=name, disposition=disposition), incident=self.one("incident", name))

    @rule(name=st.sampled_from(INCIDENTS), agrees=st.booleans())
    def confirms(self, name: str, agrees: bool) -> None:
        self.does(rules.confirm, Confirm(incident=name, agrees=agrees), incident=self.one("incident", name))

    @rule(name=st.sampled_from(INCIDENTS))
    def reopens(self, name: str) -> None:
        self.does(rules.reopen, Reopen(incident=name), incident=self.one("incident", name))

    @rule(name=st.sampled_from(UNITS))
    def goes_out(self, name: str) -> None:
        self.does(out_of_service, OutOfService(unit=name), unit=self.one("unit", name))

    @rule(name=st.sampled_from(UNITS))
    def comes_back(self, name: str) -> None:
        self.does(in_service, InService(unit=name), unit=self.one("unit", name))

    @rule(count=st.integers(1, 20))
    def time_goes_on(self, count: int) -> None:
        self.now += count

    # What must be so

    @invariant()
    def a_unit_has_one_active_assignment_and_shows_its_step(self) -> None:
        for unit in self.of(Unit):
            active = [one for one in self.of(Assignment) if one.unit == unit.id and one.status in STEPS]
            assert [one.id for one in active] == ([unit.assignment] if unit.assignment else [])
            assert unit.status == active[0].status if active else unit.status not in STEPS

    @invariant()
    def a_queue_is_in_the_order_of_asking_and_never_waits_for_a_free_unit(self) -> None:
        for unit in self.of(Unit):
            assert list(unit.queue) == self.queued[unit.id]
            assert unit.assignment or not unit.queue

    @invariant()
    def an_incident_names_its_open_assignments_and_ends_without_any(self) -> None:
        for one in self.of(Incident):
            here = [each for each in self.of(Assignment) if each.incident == one.id]
            open_ones = {each.id for each in here if each.status not in ENDED}
            assert set(one.assignments) == open_ones
            assert len(one.assignments) == len(open_ones)
            assert {each.unit for each in here} == set(one.units)
            assert one.status == "open" or not open_ones
            assert (one.status == "open") == (one.disposition is None)

    @invariant()
    def the_first_of_an_incident_is_the_first_of_its_units(self) -> None:
        for one in self.of(Incident):
            here = [each for each in self.of(Assignment) if each.incident == one.id]
            assert set(one.past) == {each.id for each in here if each.status in ENDED}
            assert one.dispatched_at == min((each.dispatched_at for each in here if each.dispatched_at), default=None)
            assert one.arrived_at == min((each.on_scene_at for each in here if each.on_scene_at), default=None)

    @invariant()
    def times_nobody_overrode_are_in_order(self) -> None:
        for one in self.of(Assignment):
            known = [at for name in (*STARTED, "available_at") if (at := getattr(one, name)) is not None]
            assert one.id in self.bent or known == sorted(known)
            assert one.id in self.bent or not known or known[0] >= self.one("incident", one.incident).received_at
            assert one.id in self.bent or not (one.queued_at and one.assigned_at) or one.assigned_at >= one.queued_at
            assert one.status not in ENDED or one.available_at is not None

    # How it is done

    def does(self, decide: Any, inputs: Inputs, *, late: int = 0, **records: object) -> None:
        """Ask a rule as the gate would, and lay what it wants over the world: its lifecycle must allow all of it."""
        person = "second" if decide is rules.confirm else "dispatcher-1"
        at, bent = minute(self.now - late), getattr(inputs, "override", False)
        try:
            changes = decide(asked(inputs, by=somebody(person=person), at=at, because="as it was"), **records)
        except Refused:
            return
        for change in changes:
            self.allows(change)
        self.bent |= {change.record.id for change in changes if bent}
        self.world = applied(changes, self.world)
        self.keep_queues(changes)

    def allows(self, change: New | Change) -> None:
        record = change.record
        lifecycle = LIFECYCLES[record.kind]
        if isinstance(change, New):
            assert lifecycle.allows_begin(change.event, record.status), change
            return
        before = self.world[record.ref].status
        assert lifecycle.allows_move(change.event, before, str(change.sets.get("status", before))), change

    def keep_queues(self, changes: Changes) -> None:
        """The order in which assignments were asked for, kept beside the rules."""
        for one in (self.world[change.record.ref] for change in changes if change.record.kind == "assignment"):
            waiting = self.queued[one.unit]
            if one.status == "queued" and one.id not in waiting:
                waiting.append(one.id)
            elif one.status != "queued" and one.id in waiting:
                waiting.remove(one.id)

    def one(self, kind: str, name: str) -> Any:
        return self.world[Ref(kind, name)]

    def all(self, names: tuple[str, ...]) -> tuple[Assignment, ...]:
        return tuple(self.one("assignment", name) for name in names)

    def of(self, kind: type[Record]) -> list[Any]:
        return [record for record in self.world.values() if isinstance(record, kind)]

    def some_assignment(self, place: int) -> Assignment | None:
        known = self.of(Assignment)
        one: Assignment | None = known[place % len(known)] if known else None
        return one

    def about(self, one: Assignment) -> dict[str, Any]:
        return {"assignment": one, "unit": self.one("unit", one.unit), "incident": self.one("incident", one.incident)}


def incident(name: str, *, at: datetime) -> Incident:
    return Incident(
        id=name,
        status="open",
        organisation=CENTRE,
        category="fire",
        priority="emergency",
        received_at=at,
        opened_at=at,
    )


@pytest.mark.slow
def test_whatever_is_done_on_the_floor_units_queues_and_incidents_agree() -> None:
    run_state_machine_as_test(
        Floor,
        settings=settings(
            max_examples=100,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_floor_where_a_unit_is_forgotten_is_found_out() -> None:
    floor: Any = Floor()
    floor._settle()
    floor.world[Ref("unit", "u")] = replace(floor.world[Ref("unit", "u")], status="on_scene")

    with pytest.raises(AssertionError):
        floor.a_unit_has_one_active_assignment_and_shows_its_step()

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.worlds.pure import EAST, NOON, applied, asked, events, minute, refusal

from callbox.services.shift import rules
from callbox.services.shift.facts import Shift
from callbox.services.shift.inputs import Crew, Plan, SignOn, Turn
from callbox.services.unit.facts import Unit

EIGHT = minute(8 * 60)
E1 = Unit(id="u", status="off_shift", organisation=EAST, call_sign="E1")
PLANNED = Shift(id="s", status="planned", organisation=EAST, unit="u", starts_at=NOON, ends_at=EIGHT, crew=("p1", "p2"))
ON = replace(PLANNED, status="on", began_at=NOON)
TURN = Turn(shift="s")


def test_a_shift_is_planned_for_a_unit_with_its_crew() -> None:
    given = Plan(id="s", unit="u", starts_at=NOON, ends_at=EIGHT, crew=("p1", "p2", "p1"))

    assert applied(rules.plan(asked(given), unit=E1))[PLANNED.ref] == PLANNED


def test_a_unit_that_was_off_shift_can_be_sent_once_its_shift_begins() -> None:
    after = applied(rules.begin(asked(TURN), shift=PLANNED, unit=E1))

    assert (after[PLANNED.ref].status, after[PLANNED.ref].began_at) == ("on", NOON)
    assert (after[E1.ref].status, after[E1.ref].shift) == ("available", "s")


def test_a_unit_may_come_on_duty_without_a_plan() -> None:
    changes = rules.sign_on(asked(SignOn(id="s", unit="u", ends_at=EIGHT, crew=("p1",))), unit=E1)

    assert events(changes) == ["shift.begun", "unit.signed_on"]
    assert applied(changes)[PLANNED.ref].began_at == NOON


def test_a_unit_without_its_vehicle_is_on_shift_and_still_cannot_be_sent() -> None:
    after = applied(rules.begin(asked(TURN), shift=PLANNED, unit=replace(E1, status="out_of_service")))

    assert after[E1.ref].status == "out_of_service"


def test_a_unit_is_on_one_shift_at_a_time() -> None:
    on = replace(E1, status="available", shift="earlier")

    assert refusal(rules.begin, asked(TURN), shift=PLANNED, unit=on) == "shift.unit_on"


def test_a_free_unit_goes_off_when_its_shift_ends() -> None:
    unit = replace(E1, status="available", shift="s")

    after = applied(rules.end(asked(TURN, at=EIGHT), shift=ON, unit=unit))

    assert (after[ON.ref].status, after[ON.ref].ended_at) == ("ended", EIGHT)
    assert (after[E1.ref].status, after[E1.ref].shift) == ("off_shift", None)


def test_a_crew_that_is_out_on_a_call_finishes_it() -> None:
    unit = replace(E1, status="on_scene", assignment="a", shift="s")

    after = applied(rules.end(asked(TURN, at=EIGHT), shift=ON, unit=unit))

    assert (after[E1.ref].status, after[E1.ref].assignment, after[E1.ref].shift) == ("on_scene", "a", None)
    assert after[E1.ref].reason_code == "off_shift", "so that it is off when it is done"


def test_others_may_go_on_with_a_unit_that_is_out() -> None:
    unit = replace(E1, status="on_scene", assignment="a", reason_code="off_shift")

    after = applied(rules.begin(asked(TURN), shift=PLANNED, unit=unit))[E1.ref]

    assert (after.status, after.shift, after.reason_code) == ("on_scene", "s", "")


def test_ending_a_shift_takes_no_unit_off_the_next_one() -> None:
    unit = replace(E1, status="available", shift="next")

    assert events(rules.end(asked(TURN, at=EIGHT), shift=ON, unit=unit)) == ["shift.ended"]


def test_a_crew_rests_and_goes_on() -> None:
    resting = applied(rules.rest(asked(TURN, at=minute(60)), shift=ON))[ON.ref]
    assert (resting.status, resting.resting_since) == ("resting", minute(60))

    assert applied(rules.go_on(asked(TURN, at=minute(90)), shift=resting))[ON.ref] == ON


def test_others_may_take_over_a_shift() -> None:
    assert applied(rules.man(asked(Crew(shift="s", crew=("p3",))), shift=ON))[ON.ref].crew == ("p3",)


@pytest.mark.parametrize("hours", [0, -1])
def test_a_shift_ends_after_it_begins(hours: int) -> None:
    given = Plan(id="s", unit="u", starts_at=NOON, ends_at=NOON + timedelta(hours=hours))

    assert refusal(rules.plan, asked(given), unit=E1) == "shift.ends_first"


def test_nobody_is_on_for_more_than_a_day() -> None:
    given = SignOn(id="s", unit="u", ends_at=NOON + timedelta(hours=25))

    assert refusal(rules.sign_on, asked(given), unit=E1) == "shift.too_long"


def test_a_shift_whose_time_is_over_no_longer_begins() -> None:
    assert refusal(rules.begin, asked(TURN, at=EIGHT), shift=PLANNED, unit=E1) == "shift.over"


@pytest.mark.parametrize(("rule", "status"), [(rules.begin, "on"), (rules.call_off, "on"), (rules.rest, "resting")])
def test_each_turn_has_its_time(rule: object, status: str) -> None:
    more = {"unit": E1} if rule is rules.begin else {}

    assert refusal(rule, asked(TURN), shift=replace(ON, status=status), **more) == "shift.status"  # type: ignore[arg-type]


def test_a_planned_shift_may_be_called_off() -> None:
    assert applied(rules.call_off(asked(TURN), shift=PLANNED))[PLANNED.ref].status == "called_off"


def test_a_shift_cannot_end_before_it_began() -> None:
    assert refusal(rules.end, asked(TURN, at=minute(-1)), shift=ON, unit=E1) == "at.before_start"


def test_a_boat_has_only_so_many_seats() -> None:
    assert refusal(rules.man, asked(Crew(shift="s", crew=tuple("abcdefghijklmnopqrstu"))), shift=ON) == "shift.crew"


def test_the_deadline_runs_from_its_beginning_to_its_planned_end() -> None:
    assert rules.length_s(replace(ON, began_at=minute(30))) == 7.5 * 3600

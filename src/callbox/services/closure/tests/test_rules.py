from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.worlds.pure import EAST, NOON, applied, asked, events, minute, refusal

from callbox.kernel.clocks import turn
from callbox.kernel.facts import Changes
from callbox.services.closure.facts import Closure
from callbox.services.closure.inputs import ChangeClosure, Declare, Due, Lift
from callbox.services.closure.rules import change, declare, lift, run_out
from callbox.services.closure.service import CLOCKS
from callbox.services.organisation.facts import Organisation

BUREAU = Organisation(id=EAST, status="active", name="East", level="county")
TRIANGLE = (103.8, 1.2, 103.9, 1.2, 103.9, 1.3)


def declaration(**more: object) -> Declare:
    where = {} if {"outline_deg", "arcs"} & more.keys() else {"street": " Harbour Road "}
    return Declare(**({"id": "c", "organisation": EAST} | where | more))  # type: ignore[arg-type]


def declared(**more: object) -> Closure:
    """A closure as the gate leaves it: its clock runs."""
    [closure] = applied(declare(asked(declaration(**more)), organisation=BUREAU)).values()
    assert isinstance(closure, Closure)
    return with_clock(closure)


def with_clock(closure: Closure) -> Closure:
    clocks = turn(CLOCKS, closure, before={}, event="closure.declared", at=NOON, calendar=None)
    return replace(closure, clocks=clocks)


def after(changes: Changes, closure: Closure) -> Closure:
    [left] = applied(changes, {closure.ref: closure}).values()
    assert isinstance(left, Closure)
    return left


def ended(closure: Closure, at: datetime) -> Closure:
    return after(run_out(asked(Due(closure="c", clock="end"), at=at), closure=closure), closure)


def test_a_street_is_closed_from_now_until_somebody_lifts_it() -> None:
    closure = declared()

    assert (closure.status, closure.street, closure.speed_factor) == ("in_force", "Harbour Road", 0.0)
    assert (closure.begins_at, closure.ends_at, closure.clocks) == (NOON, None, {})


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"street": ""}, "closure.where"),
        ({"street": "Quay", "outline_deg": TRIANGLE}, "closure.where"),
        ({"outline_deg": TRIANGLE[:4]}, "closure.outline"),
        ({"outline_deg": TRIANGLE[:5]}, "closure.outline"),
        ({"outline_deg": (*TRIANGLE, 200.0, 1.0)}, "closure.outline_off_earth"),
        ({"outline_deg": (*TRIANGLE, float("nan"), 1.0)}, "closure.outline_off_earth"),
        ({"arcs": (4, -1), "network": "ab"}, "closure.arcs"),
        ({"arcs": (4, 7)}, "closure.network"),
        ({"network": "ab"}, "closure.network"),
        ({"speed_factor": 1.0}, "closure.speed_factor"),
        ({"speed_factor": -0.1}, "closure.speed_factor"),
        ({"speed_factor": float("nan")}, "closure.speed_factor"),
        ({"drivers": ()}, "field.empty"),
        ({"ends_at": NOON}, "closure.ends_first"),
        ({"begins_at": datetime(2026, 3, 2, 13)}, "at.zone"),  # noqa: DTZ001  a time without a zone is the point
    ],
)
def test_a_closure_that_cannot_be_is_refused(told: dict[str, object], code: str) -> None:
    assert refusal(declare, asked(declaration(**told)), organisation=BUREAU) == code


def test_a_closure_may_begin_tomorrow_or_be_entered_when_it_is_over() -> None:
    assert declared(begins_at=minute(1440), ends_at=minute(2880)).begins_at == minute(1440)
    assert declared(begins_at=minute(-60), ends_at=minute(-30)).ends_at == minute(-30)


def test_the_machine_lifts_a_closure_at_its_end_and_not_a_second_before() -> None:
    closure = declared(ends_at=minute(30))
    early = asked(Due(closure="c", clock="end"), at=minute(30) - timedelta(seconds=1))

    assert refusal(run_out, early, closure=closure) == "clock.not_due"
    over = ended(closure, minute(30))
    assert (over.status, over.lifted_at, over.clocks["end"]["state"]) == ("lifted", minute(30), "fired")


def test_the_machine_never_lifts_a_closure_without_an_end() -> None:
    due = asked(Due(closure="c", clock="end"), at=minute(100_000))

    assert refusal(run_out, due, closure=declared()) == "clock.not_due"


def test_a_closure_that_is_given_longer_ends_later() -> None:
    closure = declared(ends_at=minute(30))
    longer = after(change(asked(ChangeClosure(closure="c", ends_at=minute(90))), closure=closure), closure)

    assert refusal(run_out, asked(Due(closure="c", clock="end"), at=minute(60)), closure=longer) == "clock.not_due"
    assert ended(longer, minute(90)).lifted_at == minute(90)


def test_a_closure_can_lose_its_end_and_get_another() -> None:
    closure = declared(ends_at=minute(30))
    endless = after(change(asked(ChangeClosure(closure="c", without_end=True)), closure=closure), closure)
    again = after(change(asked(ChangeClosure(closure="c", ends_at=minute(45))), closure=endless), endless)

    assert (endless.ends_at, endless.clocks["end"]["state"]) == (None, "stopped")
    assert ended(again, minute(45)).status == "lifted"


def test_what_was_closed_is_slowed_without_another_word_changed() -> None:
    closure = declared(ends_at=minute(30))
    changes = change(asked(ChangeClosure(closure="c", speed_factor=0.3)), closure=closure)

    assert events(changes) == ["closure.changed"]
    assert after(changes, closure) == replace(closure, speed_factor=0.3)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"speed_factor": 0.0}, "nothing_changed"),
        ({"speed_factor": 1.5}, "closure.speed_factor"),
        ({"drivers": ()}, "field.empty"),
        ({"ends_at": minute(-1)}, "closure.ends_first"),
        ({"ends_at": minute(5), "without_end": True}, "closure.two_ends"),
    ],
)
def test_a_change_that_cannot_be_is_refused(told: dict[str, object], code: str) -> None:
    assert refusal(change, asked(ChangeClosure(closure="c", **told)), closure=declared()) == code  # type: ignore[arg-type]


def test_a_person_lifts_a_closure_early_and_only_once() -> None:
    closure = declared(ends_at=minute(30))
    lifted = after(lift(asked(Lift(closure="c"), at=minute(5)), closure=closure), closure)

    assert (lifted.status, lifted.lifted_at) == ("lifted", minute(5))
    assert refusal(lift, asked(Lift(closure="c"), at=minute(6)), closure=lifted) == "closure.lifted"
    assert refusal(change, asked(ChangeClosure(closure="c", speed_factor=0.5)), closure=lifted) == "closure.lifted"
    assert refusal(run_out, asked(Due(closure="c", clock="end"), at=minute(30)), closure=lifted) == "closure.lifted"


def test_nothing_is_lifted_before_it_was_declared() -> None:
    assert refusal(lift, asked(Lift(closure="c"), at=minute(-1)), closure=declared()) == "at.before_start"

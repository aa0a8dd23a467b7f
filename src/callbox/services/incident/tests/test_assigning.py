from dataclasses import replace
from typing import Any

import pytest
from tests.worlds.pure import CENTRE, EAST, NOON, applied, asked, events, minute, refusal, somebody

from callbox.kernel.clocks import written
from callbox.services.incident import assigning
from callbox.services.incident.assigning import ENDED, RULES, assign, correct, divert
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.incident.inputs import Assign, Correct, Divert, Release, Step
from callbox.services.unit.facts import STEPS, Unit

FIRE = Incident(
    id="i",
    status="open",
    organisation=CENTRE,
    category="fire",
    priority="emergency",
    received_at=NOON,
    opened_at=NOON,
)
FLOOD = replace(FIRE, id="j", category="flood")
E1 = Unit(id="u", status="available", organisation=EAST, call_sign="E1")
CREW = somebody("crew", EAST, unit="u")
SENT = Assignment(
    id="a",
    status="assigned",
    organisation=CENTRE,
    parties=(EAST,),
    incident="i",
    unit="u",
    assigned_at=NOON,
)
BUSY = replace(E1, status="assigned", assignment="a")
BURNING = replace(FIRE, assignments=("a",), units=("u",), parties=(EAST,))
NEXT = replace(SENT, id="b", status="queued", incident="j", assigned_at=None, queued_at=minute(3))
FLOODED = replace(FLOOD, assignments=("b",), units=("u",), parties=(EAST,))


def sent(
    *, incident: Incident = FIRE, unit: Unit = E1, others: tuple[Assignment, ...] = (), **more: Any
) -> dict[str, Any]:
    """An assignment asked for: the records, and the act under `act`."""
    about = {name: more.pop(name) for name in ("by", "at", "because") if name in more}
    act = asked(Assign(id="a", incident=incident.id, unit=unit.id, **more), **about)
    return {"act": act, "incident": incident, "unit": unit, "others": others}


def test_a_free_unit_is_assigned_and_its_organisation_has_a_part() -> None:
    asked_for = sent()
    changes = assign(asked_for.pop("act"), **asked_for)

    after = applied(changes)
    assert events(changes) == ["assignment.assigned", "incident.unit_added", "unit.assigned"]
    assert after[SENT.ref] == SENT
    assert after[FIRE.ref] == BURNING
    assert after[E1.ref] == BUSY


def test_a_unit_on_another_incident_is_queued_behind_what_waits_already() -> None:
    asked_for = sent(unit=replace(BUSY, assignment="z", queue=("y",)), at=minute(3))
    changes = assign(asked_for.pop("act"), **asked_for)

    after = applied(changes)
    assert events(changes) == ["assignment.queued", "incident.unit_added", "unit.queued"]
    assert (after[SENT.ref].status, after[SENT.ref].assigned_at, after[SENT.ref].queued_at) == (
        "queued",
        None,
        minute(3),
    )
    assert (after[E1.ref].assignment, after[E1.ref].queue) == ("z", ("y", "a"))


def test_an_incident_that_waits_for_its_second_person_goes_on_when_a_unit_is_added() -> None:
    waiting = replace(FIRE, status="to_confirm", disposition="false", closed_by="dispatcher-1")
    asked_for = sent(incident=waiting)

    assert applied(assign(asked_for.pop("act"), **asked_for))[FIRE.ref] == BURNING


@pytest.mark.parametrize(
    ("why", "asked_for"),
    [
        ("incident.closed", sent(incident=replace(FIRE, status="closed"))),
        ("unit.already_assigned", sent(incident=BURNING, others=(SENT,))),
        ("unit.already_assigned", sent(incident=FLOODED, unit=BUSY, others=(NEXT,))),
        ("unit.unavailable", sent(unit=replace(E1, status="out_of_service"))),
        ("unit.unavailable", sent(unit=replace(E1, status="off_shift"))),
        ("reason.missing", sent(unit=replace(E1, status="off_shift"), override=True, because=" ")),
        ("at.before_start", sent(at=minute(-1))),
        ("not_allowed", sent(by=CREW)),
        ("not_allowed", sent(by=replace(CREW, unit="v"), self_attached=True)),
    ],
)
def test_a_unit_is_not_assigned(why: str, asked_for: dict[str, Any]) -> None:
    given = dict(asked_for)

    assert refusal(assign, given.pop("act"), **given) == why


@pytest.mark.parametrize("more", [{"unit": replace(E1, status="out_of_service")}, {"at": minute(-1)}])
def test_a_dispatcher_goes_past_a_refusal_with_a_reason(more: dict[str, Any]) -> None:
    asked_for = sent(override=True, because="nobody else is near", **more)

    after = applied(assign(asked_for.pop("act"), **asked_for))[SENT.ref]
    assert (after.status, after.overridden) == ("assigned", True)


def test_a_crew_attaches_itself_even_when_it_was_out_of_service() -> None:
    asked_for = sent(by=CREW, self_attached=True, unit=replace(E1, status="off_shift"))

    after = applied(assign(asked_for.pop("act"), **asked_for))[SENT.ref]
    assert (after.status, after.self_attached) == ("assigned", True)


# Steps


def stepped(
    name: str, *, assignment: Assignment = SENT, unit: Unit = BUSY, at: float = 5, **more: Any
) -> dict[Any, Any]:
    because = more.pop("because", "")
    act = asked(Step(assignment="a", **more), at=minute(at), because=because)
    return applied(RULES[name](act, assignment=assignment, unit=unit, incident=BURNING))


@pytest.mark.parametrize("name", STEPS[1:])
def test_any_later_step_may_come_next(name: str) -> None:
    after = stepped(name)

    assert (after[SENT.ref].status, getattr(after[SENT.ref], f"{name}_at")) == (name, minute(5))
    assert after[E1.ref].status == name


def test_a_step_entered_late_keeps_its_real_time_and_moves_nothing_back() -> None:
    there = replace(SENT, status="on_scene", on_scene_at=minute(5))
    after = stepped("en_route", assignment=there, unit=replace(BUSY, status="on_scene"), at=2)

    assert after[SENT.ref] == replace(there, en_route_at=minute(2))
    assert E1.ref not in after


@pytest.mark.parametrize("ended", ENDED)
def test_a_step_may_be_entered_after_the_end(ended: str) -> None:
    gone = replace(SENT, status=ended, available_at=minute(30))
    after = stepped("on_scene", assignment=gone, unit=E1)

    assert after[SENT.ref] == replace(gone, on_scene_at=minute(5))
    assert E1.ref not in after


@pytest.mark.parametrize(
    ("why", "name", "assignment", "at"),
    [
        ("assignment.queued", "dispatched", NEXT, 5),
        ("assignment.step_known", "dispatched", replace(SENT, dispatched_at=minute(1)), 5),
        ("assignment.order", "dispatched", SENT, -1),
        ("assignment.order", "en_route", replace(SENT, on_scene_at=minute(4)), 5),
        ("assignment.order", "on_scene", replace(SENT, en_route_at=minute(6)), 5),
        ("assignment.order", "on_scene", replace(SENT, status="available", available_at=minute(4)), 5),
    ],
)
def test_a_step_that_cannot_be_true_is_refused(why: str, name: str, assignment: Assignment, at: float) -> None:
    act = asked(Step(assignment="a"), at=minute(at))

    assert refusal(RULES[name], act, assignment=assignment, unit=BUSY, incident=BURNING) == why


def test_an_impossible_time_may_be_entered_with_a_reason() -> None:
    act = asked(Step(assignment="a", override=True), at=minute(-1))
    assert refusal(RULES["dispatched"], act, assignment=SENT, unit=BUSY, incident=BURNING) == "reason.missing"

    after = stepped("dispatched", at=-1, override=True, because="told by telephone before the call was taken")
    assert after[SENT.ref].dispatched_at == minute(-1)


def test_steps_at_the_same_moment_are_in_order() -> None:
    after = stepped("on_scene", assignment=replace(SENT, en_route_at=minute(5)))

    assert after[SENT.ref].on_scene_at == minute(5)


def test_the_first_unit_told_and_the_first_on_scene_are_times_of_the_incident() -> None:
    assert stepped("dispatched")[FIRE.ref].dispatched_at == minute(5)
    assert stepped("on_scene")[FIRE.ref].arrived_at == minute(5)
    assert FIRE.ref not in stepped("en_route")


@pytest.mark.parametrize(("known", "first"), [(9, 5), (5, 5), (3, 3)])
def test_only_an_earlier_arrival_changes_the_first_one(known: float, first: float) -> None:
    incident = replace(BURNING, arrived_at=minute(known))
    changes = RULES["on_scene"](
        asked(Step(assignment="a"), at=minute(5)), assignment=SENT, unit=BUSY, incident=incident
    )

    assert applied(changes, {FIRE.ref: incident})[FIRE.ref].arrived_at == minute(first)


# The end of an assignment


def released(event: str, *, assignment: Assignment = SENT, at: float = 20, **more: Any) -> Any:
    """The records after an assignment ended, or (with `why`) the code it is refused with."""
    because, unit = more.pop("because", ""), more.pop("unit", BUSY)
    queue, why = more.pop("queue", ()), more.pop("why", None)
    act = asked(Release(assignment=assignment.id, **more), at=minute(at), because=because)
    incident = BURNING if assignment.incident == "i" else FLOODED
    records = {"assignment": assignment, "unit": unit, "incident": incident, "queue": queue}
    return refusal(RULES[event], act, **records) if why else applied(RULES[event](act, **records))


@pytest.mark.parametrize("event", ENDED)
def test_a_unit_without_a_queue_is_free_again(event: str) -> None:
    after = released(event)

    assert after[SENT.ref] == replace(SENT, status=event, available_at=minute(20))
    assert after[FIRE.ref] == replace(BURNING, assignments=(), past=("a",))
    assert after[E1.ref] == E1


@pytest.mark.parametrize("event", ENDED)
def test_a_unit_whose_shift_ended_while_it_was_out_goes_off(event: str) -> None:
    out = replace(BUSY, shift=None, reason_code="off_shift")

    assert released(event, unit=out)[E1.ref].status == "off_shift"
    assert released(event, unit=replace(out, shift="next"))[E1.ref].status == "available"


@pytest.mark.parametrize("event", ENDED)
def test_a_unit_with_a_queue_goes_on_to_the_first_of_it(event: str) -> None:
    third = replace(NEXT, id="c")
    after = released(event, unit=replace(BUSY, status="on_scene", queue=("b", "c")), queue=(NEXT, third))

    assert after[NEXT.ref] == replace(NEXT, status="assigned", assigned_at=minute(20))
    assert after[E1.ref] == replace(BUSY, assignment="b", queue=("c",))
    assert third.ref not in after


def test_a_queued_assignment_does_not_start_before_it_was_queued() -> None:
    after = released("available", at=1, unit=replace(BUSY, queue=("b",)), queue=(NEXT,))

    assert after[SENT.ref].available_at == minute(1)
    assert after[NEXT.ref].assigned_at == NEXT.queued_at == minute(3)


def test_a_queued_assignment_can_be_called_off_without_moving_the_unit() -> None:
    after = released("stood_down", assignment=NEXT, unit=replace(BUSY, queue=("x", "b")), queue=(NEXT,))

    assert after[NEXT.ref].status == "stood_down"
    assert after[E1.ref] == replace(BUSY, queue=("x",))
    assert after[FLOOD.ref].assignments == ()


@pytest.mark.parametrize("event", ENDED)
@pytest.mark.parametrize("ended", ENDED)
def test_an_assignment_ends_once(event: str, ended: str) -> None:
    assert released(event, assignment=replace(SENT, status=ended), why=True) == "assignment.ended"


def test_an_assignment_does_not_end_before_its_last_step() -> None:
    there = replace(SENT, status="on_scene", on_scene_at=minute(25))

    assert released("available", assignment=there, why=True) == "assignment.order"
    assert released("available", assignment=there, override=True, why=True) == "reason.missing"
    assert released("stood_down", assignment=NEXT, at=2, why=True) == "assignment.order"
    after = released("available", assignment=there, override=True, because="the times were swapped on paper")
    assert after[SENT.ref].available_at == minute(20)


# Diverting


def diverted(*, at: float = 20, **more: Any) -> Any:
    """The records after a diversion, or (with `why`) the code it is refused with."""
    why = more.pop("why", None)
    told = {"unit": BUSY, "incident": FLOOD, "active": SENT, "left": BURNING, "queue": ()}
    records: dict[str, Any] = told | more
    act = asked(Divert(id="d", incident=records["incident"].id, unit="u"), at=minute(at))
    return refusal(divert, act, **records) if why else applied(divert(act, **records))


def test_a_diverted_unit_leaves_the_one_and_is_on_the_other() -> None:
    after = diverted()

    [new] = [record for ref, record in after.items() if ref.id == "d"]
    assert after[SENT.ref] == replace(SENT, status="stood_down", available_at=minute(20))
    assert after[FIRE.ref].assignments == ()
    assert (new.status, new.incident, new.assigned_at) == ("assigned", "j", minute(20))
    assert after[FLOOD.ref].assignments == ("d",)
    assert (after[E1.ref].status, after[E1.ref].assignment) == ("assigned", "d")


def test_a_unit_diverted_to_what_waits_in_its_queue_starts_on_that() -> None:
    unit = replace(BUSY, queue=("x", "b", "y"))
    after = diverted(incident=FLOODED, unit=unit, queue=(replace(NEXT, id="x", incident="k"), NEXT))

    assert after[NEXT.ref] == replace(NEXT, status="assigned", assigned_at=minute(20))
    assert after[E1.ref] == replace(unit, assignment="b", queue=("x", "y"))
    assert FLOOD.ref not in after


@pytest.mark.parametrize(
    ("why", "more"),
    [
        ("incident.closed", {"incident": replace(FLOOD, status="closed")}),
        ("unit.not_assigned", {"active": None, "left": None, "unit": E1}),
        ("unit.already_assigned", {"incident": BURNING}),
        ("at.before_start", {"incident": replace(FLOOD, received_at=minute(21))}),
        ("assignment.order", {"active": replace(SENT, on_scene_at=minute(21))}),
    ],
)
def test_a_unit_is_not_diverted(why: str, more: dict[str, Any]) -> None:
    assert diverted(**more, why=True) == why


# Correcting


FIRE_AT_9 = replace(FIRE, arrived_at=minute(9))


def corrected(to: float, **times: float) -> Any:
    told: dict[str, Any] = {f"{name}_at": minute(at) for name, at in times.items()}
    act = asked(
        Correct(assignment="a", step="on_scene", to=minute(to)), at=minute(30), because="read from the recorder"
    )
    return act, replace(SENT, **told)


def test_a_time_is_set_right() -> None:
    act, known = corrected(8, on_scene=9, en_route=2)

    [change] = correct(act, assignment=known, incident=FIRE_AT_9, active=(known,), past=())[:1]
    assert change.event == "assignment.corrected"
    assert applied([change])[SENT.ref] == replace(known, on_scene_at=minute(8))


@pytest.mark.parametrize(
    ("to", "others", "first"),
    [
        (8, (), 8),  # the only one was earlier
        (12, (), 12),  # the only one was later
        (12, (10, 11), 10),  # now another was the first, though it has left
        (9.5, (10,), 9.5),
    ],
)
def test_the_first_on_scene_is_set_right_with_it(to: float, others: tuple[float, ...], first: float) -> None:
    act, known = corrected(to, on_scene=9)
    past = tuple(replace(SENT, id=f"b{at}", status="available", on_scene_at=minute(at)) for at in others)

    changes = correct(act, assignment=known, incident=FIRE_AT_9, active=(known,), past=past)

    assert events(changes) == ["assignment.corrected", "incident.corrected"]
    assert applied(changes)[FIRE.ref].arrived_at == minute(first)


def test_a_correction_that_leaves_the_first_as_it_was_changes_no_incident() -> None:
    act, known = corrected(12, on_scene=11)
    first = replace(SENT, id="b", on_scene_at=minute(9))

    changes = correct(act, assignment=known, incident=FIRE_AT_9, active=(known, first), past=())

    assert events(changes) == ["assignment.corrected"]


def test_a_clock_that_stopped_at_a_wrong_time_is_set_right_with_it() -> None:
    act, known = corrected(12, on_scene=9)
    clocks = {"arrival": {"state": "stopped", "due": written(minute(10)), "stopped": written(minute(9))}}

    changes = correct(act, assignment=known, incident=replace(FIRE_AT_9, clocks=clocks), active=(known,), past=())

    assert applied(changes)[FIRE.ref].clocks["arrival"]["stopped"] == written(minute(12))


@pytest.mark.parametrize(
    ("why", "to", "times"),
    [
        ("assignment.step_unknown", 8, {"en_route": 2}),
        ("at.future", 31, {"on_scene": 9}),
        ("assignment.order", 1, {"on_scene": 9, "en_route": 2}),
        ("assignment.order", -1, {"on_scene": 9}),
        ("assignment.order", 12, {"on_scene": 9, "available": 11}),
    ],
)
def test_a_time_is_not_made_worse(why: str, to: float, times: dict[str, float]) -> None:
    act, known = corrected(to, **times)

    assert refusal(correct, act, assignment=known, incident=FIRE_AT_9, active=(known,), past=()) == why


def test_each_step_and_each_end_has_its_rule() -> None:
    assert set(RULES) == {*STEPS[1:], *ENDED}
    assert {rule.__name__ for rule in RULES.values()} == set(RULES)
    assert all(rule.__doc__ for rule in RULES.values())
    assert assigning.UNAVAILABLE == ("out_of_service", "off_shift")

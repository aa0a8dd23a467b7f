from dataclasses import replace

import pytest
from tests.worlds.pure import CENTRE, NOON, applied, asked, events, minute, refusal

from callbox.kernel.clocks import FIRED, RUNNING, STOPPED, written
from callbox.kernel.facts import Ref
from callbox.services.erasure import rules
from callbox.services.erasure.facts import Hold
from callbox.services.erasure.inputs import CarryOut, Lift, Place
from callbox.services.incident.facts import Incident
from callbox.services.report.facts import Report

CASE = Incident(
    id="i",
    status="closed",
    organisation=CENTRE,
    category="fire",
    priority="emergency",
    received_at=NOON,
    opened_at=NOON,
)
REPORT = Report(id="r", status="joined", organisation=CENTRE, channel="call", received_at=NOON, incident="i")
HOLD = Hold(id="h", status="in_force", organisation=CENTRE, of_kind="report", of="r")
ERASE = asked(CarryOut(id="e", case="incident i", ground="retention_over"), at=minute(9))


@pytest.mark.parametrize("holds", [(), (replace(HOLD, status="lifted"),)])
def test_a_case_ends_with_all_that_came_with_it_where_no_hold_is_in_force(holds: tuple[Hold, ...]) -> None:
    changes = rules.carry_out(ERASE, case=CASE, others=(REPORT,), holds=holds)

    assert events(changes) == ["erasure.done", "incident.erased", "report.erased"]
    after = applied(changes)
    assert after[CASE.ref].erased
    assert after[REPORT.ref].erased
    erasure = after[Ref("erasure", "e")]
    assert (erasure.of_kind, erasure.of, erasure.together) == ("incident", "i", (str(REPORT.ref),))


def test_a_hold_on_one_part_keeps_the_whole_case_however_many_were_lifted() -> None:
    holds = (replace(HOLD, id="g", status="lifted"), HOLD)

    assert refusal(rules.carry_out, ERASE, case=CASE, others=(REPORT,), holds=holds) == "erasure.held"


def test_an_erasure_and_a_hold_are_as_hidden_as_their_case() -> None:
    hidden = replace(REPORT, about="coast/harbour/east", protected=True)
    erasure = applied(rules.carry_out(ERASE, case=hidden, others=(), holds=()))[Ref("erasure", "e")]
    hold = applied(rules.place(asked(Place(id="h", case="report r")), case=hidden))[HOLD.ref]

    assert {(one.organisation, one.about, one.protected) for one in (erasure, hold)} == {
        (CENTRE, "coast/harbour/east", True)
    }


def test_no_deadline_runs_on_in_an_erased_record_and_what_ended_stays_as_it_was() -> None:
    started = {"started": written(NOON), "due": written(minute(99))}
    clocks = {"arrival": {"state": RUNNING, **started}, "dispatch": {"state": FIRED, **started}}
    after = applied(rules.carry_out(ERASE, case=replace(CASE, clocks=clocks), others=(), holds=()))[CASE.ref]

    assert after.clocks["arrival"] == {"state": STOPPED, **started, "stopped": written(minute(9))}
    assert after.clocks["dispatch"] == clocks["dispatch"]


def test_what_is_erased_cannot_be_held_any_more() -> None:
    asking = asked(Place(id="h", case="incident i"))

    assert refusal(rules.place, asking, case=replace(CASE, erased=True)) == "record.erased"


def test_a_hold_is_lifted_once() -> None:
    asking = asked(Lift(hold="h"))
    after = applied(rules.lift(asking, hold=HOLD))[HOLD.ref]

    assert after.status == "lifted"
    assert refusal(rules.lift, asking, hold=after) == "hold.lifted"

from datetime import timedelta
from typing import Any

import pytest
from tests.worlds.city import EAST, NOON, SYSTEM, Town, actor
from tests.worlds.requests import TAKER, offices, request

from callbox.kernel.facts import Refused

DISPATCHER = actor("dispatcher")


def test_a_report_becomes_an_incident_and_units_go_to_it(town: Town) -> None:
    report = town.done("report.receive", actor("call_taker"), channel="call", address="12 Harbour Road")
    incident = town.done("incident.open", DISPATCHER, report=report, category="fire", priority="emergency")
    sent = town.done("incident.assign", DISPATCHER, incident=incident, unit=town.units["E1"])
    for minute, step in enumerate(("dispatched", "en_route", "on_scene"), start=1):
        town.clock.put(NOON + timedelta(minutes=minute))
        town.done(f"assignment.{step}", DISPATCHER, assignment=sent)
    town.done("assignment.available", DISPATCHER, assignment=sent)
    town.done("incident.close", DISPATCHER, incident=incident, disposition="done")

    closed = town.record("incident", incident)

    assert closed.status == "closed"
    assert closed.dispatched_at == NOON + timedelta(minutes=1)
    assert town.record("report", report).status == "joined"
    assert town.record("unit", town.units["E1"]).status == "available"


def test_a_unit_on_another_incident_is_queued_and_goes_on_when_it_is_free(town: Town) -> None:
    first, second = town.incident(), town.incident()
    active = town.done("incident.assign", DISPATCHER, incident=first, unit=town.units["E1"])
    queued = town.done("incident.assign", DISPATCHER, incident=second, unit=town.units["E1"])
    assert town.record("assignment", queued).status == "queued"

    town.done("assignment.available", DISPATCHER, assignment=active)

    assert town.record("assignment", queued).status == "assigned"
    assert town.record("unit", town.units["E1"]).assignment == queued


def test_divert_frees_and_reassigns_in_one_act(town: Town) -> None:
    first, second = town.incident(), town.incident("life_threat")
    left = town.done("incident.assign", DISPATCHER, incident=first, unit=town.units["E1"])

    town.done("incident.divert", DISPATCHER, incident=second, unit=town.units["E1"])

    assert town.record("assignment", left).status == "stood_down"
    assert town.record("incident", first).assignments == ()
    assert len(town.record("incident", second).assignments) == 1


def test_a_closed_incident_takes_no_unit(town: Town) -> None:
    incident = town.incident()
    town.done("incident.close", DISPATCHER, incident=incident, disposition="done")

    with pytest.raises(Refused, match=r"incident\.closed"):
        town.done("incident.assign", DISPATCHER, incident=incident, unit=town.units["E1"])


def test_the_same_key_changes_nothing_and_answers_the_same(town: Town) -> None:
    first = town.act("report.receive", actor("call_taker"), address="1 Pier", key="k")
    again = town.act("report.receive", actor("call_taker"), address="1 Pier", key="k")
    other = town.act("report.receive", actor("call_taker"), address="2 Pier", key="k")

    assert again.refs == first.refs
    assert again.replayed
    assert other.refused == Refused("key.reused", key="k")


def test_a_call_sign_that_is_taken_is_refused_in_words(town: Town) -> None:
    answer = town.act("unit.commission", SYSTEM, organisation=f"{EAST}/station-1", call_sign="E1")

    assert answer.refused == Refused("taken", what="one_call_sign_per_organisation")


def test_a_name_that_cannot_be_kept_is_refused_before_anything_is_locked(town: Town) -> None:
    answer = town.act("incident.reopen", DISPATCHER, because="again", incident="\0")

    assert answer.refused == Refused("text.unreadable", field="incident")


def test_a_corrected_time_is_the_incidents_too_even_when_the_unit_has_left(town: Town) -> None:
    incident = town.incident()
    first, second = (
        town.done("incident.assign", DISPATCHER, incident=incident, unit=town.units[sign]) for sign in ("E1", "E2")
    )
    for minute, sent in ((2, first), (4, second)):
        town.clock.put(NOON + timedelta(minutes=minute))
        town.done("assignment.dispatched", DISPATCHER, assignment=sent)
    town.done("assignment.available", DISPATCHER, assignment=first)
    town.clock.put(NOON + timedelta(minutes=9))

    to = NOON + timedelta(minutes=5)
    told: dict[str, Any] = {"step": "dispatched", "because": "read from the recorder"}
    late = town.act("assignment.correct", DISPATCHER, assignment=first, to=to, **told)
    town.done("assignment.correct", DISPATCHER, assignment=first, to=NOON + timedelta(minutes=3), **told)

    assert late.refused is not None  # it was free again at minute 4
    corrected = town.record("incident", incident)
    assert corrected.dispatched_at == NOON + timedelta(minutes=3)
    assert corrected.clocks["dispatch"]["stopped"].startswith("2026-03-02T12:03")
    assert (corrected.assignments, corrected.past) == ((second,), (first,))


def test_a_report_has_one_case_and_a_join_to_a_request_can_be_undone(town: Town) -> None:
    asked = request(town, offices(town).leak)
    report = town.done("report.receive", TAKER, said_fact="Water runs down the hill")
    town.done("report.join", TAKER, report=report, request=asked)

    told: dict[str, Any] = {"report": report, "category": "fire", "priority": "routine"}
    assert town.act("incident.open", DISPATCHER, **told).refused == Refused(
        "report.has_case", report=report, case=asked
    )
    town.done("report.separate", TAKER, report=report, because="another leak")
    town.done("incident.open", DISPATCHER, **told)

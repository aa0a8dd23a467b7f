from dataclasses import replace

import pytest
from tests.worlds.pure import CENTRE, NOON, applied, asked, events, minute, refusal, somebody

from callbox.kernel.clocks import written
from callbox.services.incident import rules
from callbox.services.incident.facts import DISPOSITIONS, PRIORITIES, Incident
from callbox.services.incident.inputs import Close, Confirm, Due, Merge, Open, Reopen, Reprioritise
from callbox.services.report.facts import Report

FIRE = Incident(
    id="i",
    status="open",
    organisation=CENTRE,
    category="fire",
    priority="emergency",
    received_at=NOON,
    opened_at=NOON,
)
OTHER = replace(FIRE, id="j")
REPORT = Report(
    id="r",
    status="received",
    organisation=CENTRE,
    channel="call",
    received_at=minute(-4),
    source_number="119-7",
    address="12 Harbour Road",
    latitude_deg=0.0,
    longitude_deg=121.5,
)
UNNAMED = somebody(person=None)
SECOND = somebody("supervisor")
PROPOSED = replace(FIRE, status="to_confirm", disposition="false", closed_by="dispatcher-1")
ENDED = replace(FIRE, status="closed", disposition="done", closed_by="dispatcher-1", closed_at=minute(9))


def opened(report: Report | None = None, **more: object) -> Incident:
    given: dict[str, object] = {"id": "i", "category": "fire", "priority": "emergency"}
    changes = rules.open_incident(asked(Open(**(given | more))), report=report)  # type: ignore[arg-type]
    incident: Incident = applied(changes)[FIRE.ref]
    return incident


# Opening


def test_an_incident_opens_without_a_report() -> None:
    incident = opened(address="the pier", latitude_deg=30.0)

    assert (incident.status, incident.organisation, incident.received_at) == ("open", CENTRE, NOON)
    assert (incident.address, incident.latitude_deg) == ("the pier", 30.0)


def test_an_incident_takes_time_and_place_from_its_report() -> None:
    incident = opened(REPORT)

    assert (incident.received_at, incident.opened_at) == (minute(-4), NOON)
    assert (incident.address, incident.latitude_deg, incident.longitude_deg) == ("12 Harbour Road", 0.0, 121.5)
    assert incident.source_number == "119-7"


def test_whoever_opens_it_knows_better_than_the_report() -> None:
    incident = opened(REPORT, address="the pier", latitude_deg=0.0, longitude_deg=0.0)

    assert (incident.address, incident.latitude_deg, incident.longitude_deg) == ("the pier", 0.0, 0.0)


def test_the_report_joins_what_it_opened() -> None:
    changes = rules.open_incident(asked(Open(id="i", category="fire", priority="routine", report="r")), report=REPORT)

    assert events(changes) == ["incident.opened", "report.opened_incident"]
    assert (applied(changes)[REPORT.ref].status, applied(changes)[REPORT.ref].incident) == ("joined", "i")


def test_a_report_opens_one_incident() -> None:
    act = asked(Open(id="i", category="fire", priority="routine", report="r"))

    for taken in (replace(REPORT, incident="j"), replace(REPORT, request="q")):
        assert refusal(rules.open_incident, act, report=taken) == "report.has_case"


# Urgency


def test_anyone_may_raise_the_urgency_without_a_word() -> None:
    changes = rules.reprioritise(asked(Reprioritise(incident="i", priority="life_threat"), by=UNNAMED), incident=FIRE)

    assert applied(changes)[FIRE.ref].priority == "life_threat"


@pytest.mark.parametrize("priority", PRIORITIES[2:])
def test_lowering_the_urgency_needs_a_reason_and_a_named_person(priority: str) -> None:
    lower = Reprioritise(incident="i", priority=priority)

    assert refusal(rules.reprioritise, asked(lower), incident=FIRE) == "incident.lower_needs_reason"
    assert refusal(rules.reprioritise, asked(lower, because="  "), incident=FIRE) == "incident.lower_needs_reason"
    by_machine = asked(lower, because="quiet", by=UNNAMED)
    assert refusal(rules.reprioritise, by_machine, incident=FIRE) == "incident.lower_needs_person"
    changes = rules.reprioritise(asked(lower, because="a bin, not a house"), incident=FIRE)
    assert applied(changes)[FIRE.ref].priority == priority


def test_the_same_urgency_is_no_change() -> None:
    same = asked(Reprioritise(incident="i", priority="emergency"))

    assert refusal(rules.reprioritise, same, incident=FIRE) == "incident.same_priority"


def test_a_closed_incident_has_no_urgency_to_change() -> None:
    act = asked(Reprioritise(incident="i", priority="life_threat"))

    assert refusal(rules.reprioritise, act, incident=ENDED) == "incident.closed"


# Ending


@pytest.mark.parametrize("name", [name for name, one in DISPOSITIONS.items() if not one.second_person])
def test_a_named_person_ends_an_incident(name: str) -> None:
    after = applied(rules.close(asked(Close(incident="i", disposition=name), at=minute(9)), incident=FIRE))[FIRE.ref]

    assert (after.status, after.disposition, after.closed_at) == ("closed", name, minute(9))
    assert after.closed_by == "dispatcher-1"


def test_calling_a_report_false_waits_for_a_second_person() -> None:
    changes = rules.close(asked(Close(incident="i", disposition="false")), incident=FIRE)

    assert events(changes) == ["incident.close_proposed"]
    assert applied(changes)[FIRE.ref] == PROPOSED


def test_no_machine_ends_an_incident() -> None:
    act = asked(Close(incident="i", disposition="done"), by=UNNAMED)

    assert refusal(rules.close, act, incident=FIRE) == "incident.close_needs_person"


def test_no_machine_ends_an_incident_by_merging_it() -> None:
    act = asked(Merge(incident="i", into="j"), by=UNNAMED)

    assert refusal(rules.merge, act, incident=FIRE, into=OTHER) == "incident.close_needs_person"


def test_an_incident_does_not_end_while_units_are_on_it() -> None:
    busy = replace(FIRE, assignments=("a", "b"))

    assert (
        refusal(rules.close, asked(Close(incident="i", disposition="done")), incident=busy) == "incident.units_active"
    )
    assert refusal(rules.merge, asked(Merge(incident="i", into="j")), incident=busy, into=OTHER) == (
        "incident.units_active"
    )


def test_an_incident_does_not_end_before_it_began() -> None:
    act = asked(Close(incident="i", disposition="done"), at=minute(-1))

    assert refusal(rules.close, act, incident=FIRE) == "at.before_start"


@pytest.mark.parametrize("incident", [PROPOSED, ENDED])
def test_what_has_ended_or_waits_for_its_end_is_not_ended_again(incident: Incident) -> None:
    assert refusal(rules.close, asked(Close(incident="i", disposition="done")), incident=incident) == "incident.closed"
    assert refusal(rules.merge, asked(Merge(incident="i", into="j")), incident=incident, into=OTHER) == (
        "incident.closed"
    )


def test_a_second_person_agrees() -> None:
    after = applied(rules.confirm(asked(Confirm(incident="i"), by=SECOND, at=minute(9)), incident=PROPOSED))[FIRE.ref]

    assert (after.status, after.disposition, after.closed_at) == ("closed", "false", minute(9))
    assert after.closed_by == "dispatcher-1"


def test_a_second_person_disagrees_and_the_incident_goes_on() -> None:
    changes = rules.confirm(asked(Confirm(incident="i", agrees=False), by=SECOND), incident=PROPOSED)

    assert events(changes) == ["incident.close_declined"]
    assert applied(changes)[FIRE.ref] == FIRE


@pytest.mark.parametrize("by", [somebody(), UNNAMED])
def test_the_second_person_is_another_and_has_a_name(by: object) -> None:
    act = asked(Confirm(incident="i"), by=by)  # type: ignore[arg-type]

    assert refusal(rules.confirm, act, incident=PROPOSED) == "incident.needs_second_person"


def test_nothing_is_confirmed_that_nobody_proposed() -> None:
    assert refusal(rules.confirm, asked(Confirm(incident="i"), by=SECOND), incident=FIRE) == (
        "incident.nothing_to_confirm"
    )


def test_a_closed_incident_is_opened_again_as_it_was() -> None:
    changes = rules.reopen(asked(Reopen(incident="i"), because="it burns again"), incident=replace(ENDED, same_as="j"))

    assert applied(changes)[FIRE.ref] == FIRE


@pytest.mark.parametrize("incident", [FIRE, PROPOSED])
def test_only_a_closed_incident_is_opened_again(incident: Incident) -> None:
    assert refusal(rules.reopen, asked(Reopen(incident="i")), incident=incident) == "incident.not_closed"


# Merging


def test_a_duplicate_ends_and_names_the_incident_that_goes_on() -> None:
    changes = rules.merge(asked(Merge(incident="i", into="j"), at=minute(2)), incident=FIRE, into=OTHER)

    after = applied(changes)
    assert events(changes) == ["incident.closed", "incident.absorbed"]
    assert (after[FIRE.ref].status, after[FIRE.ref].disposition, after[FIRE.ref].same_as) == (
        "closed",
        "duplicate",
        "j",
    )
    assert (after[FIRE.ref].closed_at, after[FIRE.ref].closed_by) == (minute(2), "dispatcher-1")
    assert after[OTHER.ref] == OTHER


def test_nothing_is_a_duplicate_of_itself_or_of_what_has_ended() -> None:
    assert refusal(rules.merge, asked(Merge(incident="i", into="i")), incident=FIRE, into=FIRE) == (
        "incident.same_as_itself"
    )
    assert refusal(rules.merge, asked(Merge(incident="i", into="j")), incident=FIRE, into=replace(ENDED, id="j")) == (
        "incident.closed"
    )


# Deadlines


def test_a_passed_deadline_brings_the_incident_to_the_next_above_and_changes_nothing_else() -> None:
    clocks = {"dispatch": {"state": "running", "started": written(NOON), "due": written(minute(2))}}
    late = replace(FIRE, clocks=clocks)
    changes = rules.overdue(asked(Due(incident="i", clock="dispatch"), at=minute(2)), incident=late)

    after = applied(changes)[FIRE.ref]
    assert events(changes) == ["incident.escalated"]
    assert (after.escalations, after.clocks["dispatch"]["state"]) == (1, "fired")
    assert replace(after, escalations=0, clocks=clocks) == late
    again = asked(Due(incident="i", clock="dispatch"), at=minute(3))
    assert refusal(rules.overdue, again, incident=after) == "clock.not_due"


def test_a_deadline_that_has_not_passed_escalates_nothing() -> None:
    assert refusal(rules.overdue, asked(Due(incident="i", clock="dispatch")), incident=FIRE) == "clock.not_due"

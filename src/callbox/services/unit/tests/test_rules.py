from dataclasses import replace

import pytest
from tests.worlds.pure import EAST, applied, asked, events, refusal

from callbox.services.organisation.facts import Organisation
from callbox.services.unit.facts import Unit
from callbox.services.unit.inputs import Commission, Describe, InService, OutOfService
from callbox.services.unit.rules import commission, describe, in_service, out_of_service

STATION = Organisation(id=EAST, status="active", name="East", level="county")
E1 = Unit(id="u", status="available", organisation=EAST, call_sign="E1", unit_kind="engine", skills=("rescue",))


def commissioned(**more: object) -> Commission:
    given: dict[str, object] = {"id": "u", "organisation": EAST, "call_sign": "E1"}
    return Commission(**(given | more))  # type: ignore[arg-type]


def test_a_commissioned_unit_can_be_sent() -> None:
    unit = applied(commission(asked(commissioned(call_sign=" E1 ")), organisation=STATION))[E1.ref]

    assert (unit.status, unit.organisation, unit.call_sign) == ("available", EAST, "E1")
    assert (unit.assignment, unit.queue) == (None, ())


def test_a_unit_may_be_commissioned_before_its_crew_is_there() -> None:
    unit = applied(commission(asked(commissioned(in_service=False)), organisation=STATION))[E1.ref]

    assert unit.status == "out_of_service"


def test_a_unit_has_a_call_sign() -> None:
    assert refusal(commission, asked(commissioned(call_sign="  ")), organisation=STATION) == "field.empty"


def test_only_what_changed_about_a_unit_is_set() -> None:
    [change] = describe(asked(Describe(unit="u", unit_kind="ladder", skills=("rescue",))), unit=E1)

    assert change.event == "unit.described"
    assert applied([change])[E1.ref] == replace(E1, unit_kind="ladder")


def test_telling_what_is_known_changes_nothing() -> None:
    assert refusal(describe, asked(Describe(unit="u", unit_kind="engine")), unit=E1) == "nothing_changed"


@pytest.mark.parametrize(("reason", "status"), [("vehicle", "out_of_service"), ("off_shift", "off_shift")])
def test_a_free_unit_goes_out_of_service(reason: str, status: str) -> None:
    changes = out_of_service(asked(OutOfService(unit="u", reason_code=reason)), unit=E1)

    assert events(changes) == ["unit.taken_out"]
    out = applied(changes)[E1.ref]
    assert (out.status, out.reason_code) == (status, reason)
    back = applied(in_service(asked(InService(unit="u")), unit=out))[E1.ref]
    assert (back.status, back.reason_code) == ("available", "")


def test_a_unit_on_an_assignment_cannot_go_out_of_service() -> None:
    busy = replace(E1, status="on_scene", assignment="a")

    assert refusal(out_of_service, asked(OutOfService(unit="u")), unit=busy) == "unit.busy"


@pytest.mark.parametrize("status", ["out_of_service", "off_shift"])
def test_a_unit_goes_out_once_and_comes_back(status: str) -> None:
    out = replace(E1, status=status)

    assert refusal(out_of_service, asked(OutOfService(unit="u")), unit=out) == "unit.already_out"
    assert applied(in_service(asked(InService(unit="u")), unit=out))[E1.ref].status == "available"


@pytest.mark.parametrize("status", ["available", "assigned", "at_hospital"])
def test_a_unit_in_service_cannot_be_brought_back(status: str) -> None:
    assert refusal(in_service, asked(InService(unit="u")), unit=replace(E1, status=status)) == "unit.in_service"

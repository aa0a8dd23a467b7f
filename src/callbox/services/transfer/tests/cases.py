"""Cases, offers and answers as plain values: what the rules of transfers are tried on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from callbox.kernel.facts import Act, Actor, Change, Changes, Inputs, New, Value
from callbox.services.incident.facts import Incident
from callbox.services.organisation.facts import Organisation
from callbox.services.request.facts import Request
from callbox.services.transfer import rules
from callbox.services.transfer.facts import Transfer
from callbox.services.transfer.inputs import Decide, Offer, OfTransfer, ReturnTransfer
from callbox.services.unit.facts import Unit

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday
CITY, LINE, WATER, PARKS = "coast/harbour", "coast/harbour/centre", "coast/harbour/water", "coast/harbour/parks"
OFFICES = {
    path: Organisation(id=path, status="active", name=path, level="county", what=what)
    for path, what in ((CITY, "bureau"), (LINE, "centre"), (WATER, "water"), (PARKS, "parks"))
}


def actor(organisation: str, *, person: str | None = "ann") -> Actor:
    return Actor(organisation=organisation, roles=frozenset({"handler"}), person=person)


def act(inputs: Any, by: str, *, minutes: float = 0, person: str | None = "ann") -> Act[Any]:
    told: Inputs = inputs
    at = NOON + timedelta(minutes=minutes)
    return Act(name="tried", by=actor(by, person=person), at=at, inputs=told, because="not ours")


def request(**more: Any) -> Request:
    told = {"id": "q", "status": "in_work", "organisation": WATER, "parties": (LINE,), "taken_by": LINE}
    plain: dict[str, Any] = {
        **told,
        "category": "leak",
        "category_version": 1,
        "received_at": NOON,
        "opened_at": NOON,
        **more,
    }
    return Request(**plain)


def incident(**more: Any) -> Incident:
    told = {"id": "i", "status": "open", "organisation": LINE, "priority": "routine", "category": "noise"}
    plain: dict[str, Any] = {**told, "received_at": NOON, "opened_at": NOON, **more}
    return Incident(**plain)


def unit(organisation: str) -> Unit:
    return Unit(id="u", status="available", organisation=organisation, call_sign="W1")


def offered(case: Incident | Request, to: str, *, before: Transfer | None = None, **more: Any) -> Changes:
    """What an offer of this case leads to."""
    units = more.pop("units", None)
    of_incident = isinstance(case, Incident)
    given = Offer(id="t", to=to, **{case.kind: case.id, **more})
    return rules.offer(
        act(given, case.organisation),
        incident=case if isinstance(case, Incident) else None,
        request=case if isinstance(case, Request) else None,
        incident_transfer=before if of_incident else None,
        request_transfer=None if of_incident else before,
        assignments=None,
        to=OFFICES[to],
        incident_holder=OFFICES[case.organisation] if of_incident else None,
        request_holder=None if of_incident else OFFICES[case.organisation],
        units=units,
        calendar=None,
    )


def contract(changes: Changes) -> Transfer:
    [one] = [ask.record for ask in changes if isinstance(ask, New)]
    assert isinstance(one, Transfer)
    return one


def sets(changes: Changes, event: str) -> dict[str, Value]:
    [one] = [ask for ask in changes if isinstance(ask, Change) and ask.event == event]
    return dict(one.sets)


def during(case: Any, changes: Changes) -> Any:
    """The case after these changes."""
    for ask in changes:
        if isinstance(ask, Change) and ask.record.ref == case.ref:
            case = replace(case, **ask.sets)
    return case


def put(case: Any, to: str, **more: Any) -> tuple[Transfer, Any]:
    """(the open transfer, the case under it)."""
    changes = offered(case, to, **more)
    return contract(changes), during(case, changes)


def both(case: Any) -> dict[str, Any]:
    return {"incident": case if case.kind == "incident" else None, "request": case if case.kind == "request" else None}


def accept(transfer: Transfer, case: Any, *, by: str | None = None, units: Any = None, assignments: Any = None) -> Any:
    given = act(OfTransfer(transfer="t"), by or transfer.to, minutes=5)
    return rules.accept(given, transfer=transfer, assignments=assignments, units=units, **both(case))


def send_back(transfer: Transfer, case: Any, *, by: str | None = None, units: Any = None) -> Any:
    given = act(ReturnTransfer(transfer="t", returned_under="other_duty"), by or transfer.to, minutes=5)
    return rules.send_back(given, transfer=transfer, units=units, calendar=None, **both(case))


def withdraw(transfer: Transfer, case: Any, *, by: str | None = None) -> Any:
    given = act(OfTransfer(transfer="t"), by or transfer.organisation, minutes=5)
    return rules.withdraw(given, transfer=transfer, units=None, **both(case))


def decide(transfer: Transfer, case: Any, held_by: str, *, by: str = CITY, person: str | None = "leo") -> Any:
    given = act(Decide(transfer="t", decided_for=held_by), by, minutes=20, person=person)
    told: dict[str, Any] = {"transfer": transfer, "assignments": None, "units": None, "decided_for": OFFICES[held_by]}
    return rules.decide(given, **told, **both(case))

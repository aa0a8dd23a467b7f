"""What a transfer does to the case it is about. The case has one holder at every instant: a single field says who.

1. While an offer is open, the receiver has a part in the case, and so sees it.
2. When the case passes on, it and its open assignments are the receiver's in the same act. The sender keeps sight only
   where it has a part of its own: it took the case in, or sent a unit.
3. When the case stays, the receiver loses sight of it, unless it had a part before or has sent a unit since.
"""

from collections.abc import Iterable
from dataclasses import replace

from callbox.kernel.facts import Change, Changes, Refused, Value
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.request.facts import Request
from callbox.services.transfer.facts import Transfer
from callbox.services.unit.facts import Unit

Case = Incident | Request


def case_of(incident: Incident | None, request: Request | None) -> Case:
    """The one case that is meant."""
    case = incident or request
    if case is None or (incident is not None and request is not None):
        raise Refused("transfer.one_case")
    return case


def offered(case: Case, *, transfer: str, to: str) -> Change:
    """The receiver may look at the case."""
    return Change(case, f"{case.kind}.offered", {"transfer": transfer, "parties": _joined(case.parties, to)})


def passed_on(
    case: Case, to: str, *, assignments: Iterable[Assignment] | None, units: Iterable[Unit] | None
) -> Changes:
    """The case is the receiver's, with all that runs in it."""
    left = tuple(party for party in case.parties if party != to)
    stays = getattr(case, "taken_by", None) == case.organisation or _sent(units, case.organisation)
    sets: dict[str, Value] = {
        "organisation": to,
        "parties": _joined(left, case.organisation) if stays else left,
        "transfer": None,
    }
    followed = [Change(one, "assignment.passed_on", {"organisation": to}) for one in assignments or ()]
    return [Change(case, f"{case.kind}.passed_on", sets), *followed]


def stayed(case: Case, transfer: Transfer, *, units: Iterable[Unit] | None) -> dict[str, Value]:
    """What is set on a case that stays where it is."""
    return {"transfer": None, "parties": without(case, transfer, units=units).parties}


def without(case: Case, transfer: Transfer, *, units: Iterable[Unit] | None) -> Case:
    """The case without the part that the receiver has by this offer alone."""
    if transfer.had_part or _sent(units, transfer.to):
        return case
    return replace(case, parties=tuple(party for party in case.parties if party != transfer.to))


def _sent(units: Iterable[Unit] | None, organisation: str) -> bool:
    return any(unit.organisation == organisation for unit in units or ())


def _joined(parties: Iterable[str], organisation: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*parties, organisation)))

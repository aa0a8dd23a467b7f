"""Whether a proposal still holds when it is accepted. Pure.

1. It holds as long as each of its units is on what it was on, and no further along with it; one that became free
   meanwhile is only better. A unit that was out of service or off shift and said so may be sent as proposed.
2. The incident is as urgent as it was.
3. A new position never makes it stale. Closures are compared before the act (accepting.py): they are not its records.
"""

import json
from collections.abc import Mapping
from typing import Any

from callbox.kernel.facts import Refused
from callbox.services.incident.facts import Incident
from callbox.services.unit.facts import STEPS, Unit

LONGEST = 8_000
THERE = STEPS[STEPS.index("on_scene") :]


def act_to_send(unit: Unit) -> str:
    """The act that sends a unit: one under way is diverted; one at a case finishes there first, so it is queued there."""
    return "incident.divert" if unit.assignment and unit.status not in THERE else "incident.assign"


def must_hold(proposal: str | None, *, unit: Unit, incident: Incident) -> None:
    """Refuse to accept what holds no more.

    Raises:
        Refused: naming the unit or the incident that changed.
    """
    if proposal is None:
        return
    basis = basis_of(proposal)
    if basis["priority"] != incident.priority:
        raise Refused("proposal.incident_changed", priority=incident.priority)
    told = basis["units"].get(unit.id)
    if told is None:
        raise Refused("proposal.other_unit", unit=unit.call_sign)
    if not _as_told(unit, status=str(told[0]), assignment=told[1]):
        raise Refused("proposal.unit_changed", unit=unit.call_sign, status=unit.status)


def basis_of(proposal: str) -> Mapping[str, Any]:
    """What a proposal rested on, out of its JSON.

    Raises:
        Refused: when it is none.
    """
    try:
        told = json.loads(proposal) if len(proposal) <= LONGEST else None
    except ValueError:
        told = None
    if not isinstance(told, dict) or not isinstance(told.get("units"), dict) or "priority" not in told:
        raise Refused("proposal.unreadable")
    if not all(isinstance(one, list) and len(one) == 2 for one in told["units"].values()):
        raise Refused("proposal.unreadable")
    return told


def _as_told(unit: Unit, *, status: str, assignment: Any) -> bool:
    if unit.assignment is None:
        return unit.status in ("available", status)
    return unit.assignment == assignment and (unit.status not in THERE or unit.status == status)

"""Accepting a proposal: an ordinary act for each of its units, which carries what the proposal rested on and said."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from callbox.kernel import gate, registry
from callbox.kernel.facts import Act, Actor, Answer, Id, Refused
from callbox.kernel.node import current
from callbox.kernel.read import Condition, select
from callbox.services.incident.floor import closures_in_force
from callbox.services.incident.holding import act_to_send, basis_of
from callbox.services.incident.proposing import Proposed, Way
from callbox.services.unit.facts import Unit


def offered(proposed: Proposed, way: Way, *, priority: str) -> str:
    """One way of a proposal as JSON: what it rested on, what was said for it, and what stood beside it."""
    place = proposed.ways.index(way)
    beside = next((one for one in proposed.ways if one is not way), None)
    told: dict[str, Any] = {
        "priority": priority,
        "units": {one: list(proposed.standing[one]) for one in way.units if one in proposed.standing},
        "closures": list(proposed.closures),
        "network": proposed.network,
        "basis": proposed.basis,
        "policy": proposed.policy,
        "rank": place + 1,
        "first_s": way.first_s,
        "cover_lost_per_h": way.cover_lost_per_h,
        "reasons": [[one.code, dict(one.details)] for one in way.reasons],
        "driven": dict(way.driven),
        "beside": {"units": list(beside.units), "first_s": beside.first_s} if beside else None,
    }
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False)


def accept(actor: Actor, on: Id, proposal: str, *, at: datetime, key: str | None = None) -> list[Answer]:
    """Send the units of a proposal. What holds no more is refused alone; the others are sent.

    Raises:
        Refused: when it is no proposal, or roads were closed or opened since.
    """
    basis = basis_of(proposal)
    if sorted(basis.get("closures", ())) != sorted(one.id for one in closures_in_force(at)):
        raise Refused("proposal.roads_changed")
    units = _units(actor, basis)
    return gate.perform([_sending(actor, on, unit, proposal=proposal, at=at, key=key) for unit in units])


def _units(actor: Actor, basis: Mapping[str, Any]) -> list[Unit]:
    wanted = list(basis["units"])
    found = {one.id: one for one in select(actor, "unit", where=[Condition("id = ANY(%s)", (wanted,))])}
    missing = [one for one in wanted if one not in found]
    if missing or not wanted:
        raise Refused("not_found", kind="unit", id=missing[0] if missing else "")
    return [found[one] for one in wanted]


def _sending(actor: Actor, on: Id, unit: Unit, *, proposal: str, at: datetime, key: str | None) -> Act:
    name = act_to_send(unit)
    given: dict[str, Any] = {"id": current().ids.new(), "incident": on, "unit": unit.id, "proposal": proposal}
    inputs = registry.act(name).inputs(**given)
    return Act(name=name, by=actor, at=at, inputs=inputs, key=f"{key}-{unit.id}"[:200] if key else None)

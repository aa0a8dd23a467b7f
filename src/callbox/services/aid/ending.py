"""Mutual aid ends with its incident: what follows the ledger gives the units back. Done twice, it does nothing twice."""

from collections.abc import Sequence

from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor
from callbox.kernel.node import current
from callbox.kernel.outbox import Told
from callbox.kernel.read import Condition, select
from callbox.services.aid.facts import Aid
from callbox.services.aid.inputs import OfAid

GIVER = Actor(organisation="", roles=frozenset({"machine"}), via="aid")


def hear(told: Sequence[Told]) -> None:
    """End what was lent for incidents that were closed."""
    closed = [one.entry.record for one in told if one.entry.event == "incident.closed"]
    if not closed:
        return
    lent = Condition("incident = ANY(%s) AND status = 'accepted'", (closed,))
    found: Sequence[Aid] = select(GIVER, "aid", where=[lent])
    now = current().world.clock.now()
    gate.perform([Act(name="aid.end", by=GIVER, at=now, inputs=OfAid(aid=one.id)) for one in found])

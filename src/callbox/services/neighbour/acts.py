"""What faces look up of neighbours: how many requests were sent on to each, and how they stand. Counts, nothing else."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from callbox.kernel.facts import Actor, Id
from callbox.kernel.read import Condition, glance
from callbox.services.neighbour.facts import Neighbour

COUNTER: Final = Actor(organisation="", roles=frozenset({"machine"}), via="neighbours")
MOST: Final = 100_000


def sent_on(neighbour: Neighbour) -> Mapping[str, int]:
    """How many forwards to a neighbour there are, by how they stand."""
    where = [Condition("neighbour = %s", (neighbour.id,))]
    return dict(Counter(status for (status,) in glance(COUNTER, "forward", ["status"], where=where, most=MOST)))


def code_for(neighbour: Neighbour, category: Id, told: str) -> str:
    """Which of their services is meant: as told, else as the administrator mapped the category."""
    return told.strip() or neighbour.codes.get(category, "")

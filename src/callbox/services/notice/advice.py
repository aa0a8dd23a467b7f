"""From the rows of a day to the counts that may be told of it: the bridge to the brain."""

from collections import Counter
from collections.abc import Iterable

from callbox.brain.statistics import protecting
from callbox.kernel.facts import Id

ALL = protecting.ALL


def countable(told: Iterable[tuple[Id, Id]], *, least: int) -> dict[tuple[Id, Id], int]:
    """How many of each (category, district) and of each total may be told, out of one pair for each request."""
    return protecting.protected(Counter(told), least=least)

"""Who stands behind the public pages of a demo world: its city's hotline takes in, and its desk what is danger."""

from typing import Final

from callbox.kernel.facts import Actor
from callbox.kernel.read import Condition, select

# Nobody answers there: the city is imaginary.
NUMBER: Final = "112"
GUIDE: Final = Actor(organisation="", roles=frozenset({"machine"}), via="setup")


def portal_of_demo() -> dict[str, str]:
    """As the settings would tell it; ask only once the world is open."""
    found = select(GUIDE, "organisation", where=[Condition("what = 'hotline'")], order="length(id), id", most=1)
    return {
        "organisation": found[0].id if found else "",
        "emergency": found[0].id.rpartition("/")[0] if found else "",
        "number": NUMBER,
    }

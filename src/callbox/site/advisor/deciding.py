"""By what a node proposes whom to send: another policy than the plain ones only once it was seen on the node's own past.

What shows it is the `result.json` of `callbox simulate compare --world`; or the administrator says in one line why it is
used without. The simulator names whole strategies, the live system how it sends: `SEEN_AS` says which shows which.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from callbox.site.advisor.errors import AdvisorError
from callbox.site.configuration import PLAIN, Configuration

BYTES_MAX: Final = 50_000_000
SEEN_AS: Final[Mapping[str, tuple[str, ...]]] = {
    "expected_cover": ("dispatch", "both", "move-up"),
    "dmexclp": ("dmexclp",),
    "closest_straight_line": ("closest_straight_line",),
}


def policy_of(told: Configuration, world: str) -> str:
    """The policy that a world's advisor goes by.

    Raises:
        AdvisorError: when the file that is to show the policy does not.
    """
    policy = told.advice_policy
    if policy not in PLAIN and not told.advice_because.strip() and not seen(told.advice_replayed, policy, world=world):
        raise AdvisorError("advisor.unseen", path=told.advice_replayed, policy=policy, world=world, used=PLAIN[0])
    return policy


def seen(path: str, policy: str, *, world: str) -> bool:
    """Whether a result shows a policy on a world."""
    try:
        with Path(path).expanduser().open("rb") as file:
            result = json.loads(file.read(BYTES_MAX))
        return bool(set(_policies(result, world)) & {policy, *SEEN_AS.get(policy, ())})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False


def _policies(result: Mapping[str, Any], world: str) -> list[str]:
    """Every policy that the result shows on the world."""
    cities = [one for one in result["cities"] if one["city"] == world]
    return [str(one["policy"]) for city in cities for at in city["loads"] for one in at["policies"]]

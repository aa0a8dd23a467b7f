"""Short ways to ask a rule by itself: no gate, no database."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callbox.kernel.facts import Act, Actor, Changes, Inputs, New, Record, Ref, Refused

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CENTRE = "coast/harbour/centre"
EAST = "coast/harbour/east"


def minute(count: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=count)


def somebody(role: str = "dispatcher", organisation: str = CENTRE, **more: Any) -> Actor:
    """Somebody named, in one role."""
    return Actor(**{"organisation": organisation, "roles": frozenset({role}), "person": f"{role}-1", **more})


def asked(inputs: Inputs, *, by: Actor | None = None, at: datetime = NOON, because: str = "") -> "Act[Any]":
    """An act with these inputs; the rule is what is asked, so its name says nothing."""
    return Act(name="asked", by=by or somebody(), at=at, inputs=inputs, because=because)


def refusal(rule: Callable[..., Changes], act: "Act[Any]", **records: object) -> str:
    """The code with which a rule refuses."""
    with pytest.raises(Refused) as told:
        rule(act, **records)
    return told.value.code


def events(changes: Changes) -> list[str]:
    """What happens, in order."""
    return [change.event for change in changes]


def applied(changes: Changes, world: Mapping[Ref, Record] | None = None) -> dict[Ref, Any]:
    """The records as they are after these changes, laid over those of a world."""
    after: dict[Ref, Any] = dict(world or {})
    for change in changes:
        ref = change.record.ref
        told: Any = {} if isinstance(change, New) else dict(change.sets)
        after[ref] = replace(after.get(ref, change.record), **told)
    return after

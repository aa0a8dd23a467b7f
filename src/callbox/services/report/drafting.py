"""What becomes of a draft: the report it was to be. One that was left is kept by the machine, for somebody to see.

Rules in words. What was typed is kept as a report when the call is saved or hung up. A draft that nobody has typed in for a
quarter of an hour, its caller not on hold, was left by a crash or a mistake: it becomes a waiting report, marked so, whose
clock then runs like any other's.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from callbox.kernel import drafts, gate
from callbox.kernel.chain import Json
from callbox.kernel.drafts import Draft
from callbox.kernel.facts import Act, Actor, Value, fields_of
from callbox.services.report.facts import CHANNELS
from callbox.services.report.inputs import Amend, Receive

LEFT_AFTER: Final = timedelta(minutes=15)
LEFT: Final = "left_unfinished"
# What else is typed during a call, kept with its report as answers.
ANSWERED: Final = ("in_danger", "category", "priority", "area", "language_line", "kept_apart")
# Refused so, there is nothing left to keep.
SETTLED: Final = frozenset({"nothing_changed", "record.exists", "record.erased", "not_found"})
NUMBERS: Final = ("latitude_deg", "longitude_deg")


def keep_left(*, now: datetime) -> int:
    """Keep what was left as waiting reports; how many. The worker does this again and again."""
    left = drafts.left(before=now - LEFT_AFTER)
    for draft in left:
        _keep(draft, now=now)
    drafts.sweep(at=now)
    return len(left)


def _keep(draft: Draft, *, now: datetime) -> None:
    typed = drafts.typed_by_anyone(draft)
    act = _amend(draft, typed, now=now) if draft.about else _receive(draft, typed)
    refused = gate.act(act).refused
    if refused is None or refused.code in SETTLED:
        drafts.end(draft.id, at=now)


def _by(draft: Draft) -> Actor:
    """Whoever typed it said it, whoever keeps it."""
    return Actor(organisation=draft.organisation, roles=frozenset({"call_taker"}), person=draft.holder, via="drafts")


def _receive(draft: Draft, typed: Mapping[str, Json]) -> Act:
    """The contact as far as it was typed, at the time it began."""
    inputs = Receive(id=draft.id, flags=(LEFT,), **contact(typed))
    return Act(name="report.receive", by=_by(draft), at=draft.begun_at, inputs=inputs, key=f"{draft.id}-receive")


def _amend(draft: Draft, typed: Mapping[str, Json], *, now: datetime) -> Act:
    told = {name: value for name, value in contact(typed).items() if name in fields_of(Amend)}
    inputs = Amend(report=draft.about, **told)
    return Act(name="report.amend", by=_by(draft), at=now, inputs=inputs, key=f"{draft.id}-amend")


def contact(typed: Mapping[str, Json]) -> dict[str, Any]:
    """What `Receive` is given out of what was typed; a number that cannot be read is left out, the words are not."""
    names = fields_of(Receive).keys() - {"id", "flags", "answers", *NUMBERS}
    told: dict[str, Any] = {name: str(text).strip() for name, text in typed.items() if name in names and text}
    told |= {name: number for name in NUMBERS if (number := _number(typed.get(name))) is not None}
    if told.get("channel") not in CHANNELS:
        told["channel"] = "call"
    kept = answers(typed)
    return told | ({"answers": kept} if kept else {})


def answers(typed: Mapping[str, Json]) -> dict[str, Value]:
    """What was typed that no field of a report holds."""
    return {name: str(text).strip() for name in ANSWERED if (text := typed.get(name)) and str(text).strip()}


def _number(text: Json) -> float | None:
    try:
        number = float(str(text).strip())
    except ValueError:
        return None
    return number if abs(number) <= 180 else None

"""From a form to an act: its inputs by their declared fields, its idempotency key, the time it really happened."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from callbox.kernel.facts import Act, Actor, Field, Inputs, Refused, fields_of
from callbox.kernel.node import current
from callbox.kernel.registry import act as spec_of

HALF_A_DAY = timedelta(hours=12)
YES = ("on", "yes", "true", "1")

Given = Mapping[str, str]


def asked(
    name: str, by: Actor, given: Given, *, key: str | None = None, began: datetime | None = None, **more: Any
) -> Act:
    """The act that a form asks for. `began`: when it happened, if not now; `more`: inputs that no field of a form can tell.

    Raises:
        Refused: naming the field that is missing or cannot be read.
    """
    node = current()
    at = asked_at(given, began)
    told = {name: text for name, text in given.items() if name not in more}
    inputs = replace(inputs_of(spec_of(name).inputs, told, new_id=node.ids.new()), **more)
    return Act(name=name, by=by, at=at, inputs=inputs, because=given.get("because", "").strip(), key=key)


def asked_at(given: Given, began: datetime | None = None) -> datetime:
    """When what a form tells of happened: as it says, else when it began, else now.

    Raises:
        Refused: when the time it says cannot be read.
    """
    now = current().world.clock.now()
    return _time_told(given["at"].strip(), now) if given.get("at", "").strip() else began or now


def inputs_of(kind: type[Inputs], given: Given, *, new_id: str) -> Inputs:
    """An act's inputs out of a form; what was left empty keeps its declared default."""
    told: dict[str, Any] = {}
    for name, declared in fields_of(kind).items():
        if name == "id":
            told[name] = new_id
        elif given.get(name, "").strip():
            told[name] = _read(declared, given[name].strip())
        elif declared.required:
            raise Refused("field.empty", field=name)
    return kind(**told)


def _read(declared: Field, text: str) -> Any:
    """A form's text as the type its field declares."""
    if declared.type is bool:
        return text in YES
    if declared.type is float:
        return _number(declared.name, text)
    if declared.type is datetime:
        return _time_told(text, current().world.clock.now())
    return (text,) if declared.many else text


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Refused("console.number", field=name) from None


def _time_told(text: str, now: datetime) -> datetime:
    """A time of day in the node's zone, the last time it was that; or a full time with its zone."""
    try:
        if "T" in text:
            return datetime.fromisoformat(text)
        of_day = time.fromisoformat(text)
    except ValueError:
        raise Refused("console.time", field="at") from None
    here = now.astimezone(ZoneInfo(current().world.zone))
    at = datetime.combine(here.date(), of_day, tzinfo=here.tzinfo)
    return at - timedelta(days=1) if at - now > HALF_A_DAY else at

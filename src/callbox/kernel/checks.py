"""What the gate asks of every act before its rule: a time that can be, text that can be kept, a reason, a power."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from callbox.kernel import permission, registry
from callbox.kernel.declare import ActSpec
from callbox.kernel.facts import Act, Actor, Choice, Inputs, Record, Refused, fields_of

AHEAD_MAX = timedelta(seconds=90)
TEXT_MAX = 20_000
# How far places on Earth go either way, by how the names of fields that hold them end (WGS 84).
DEGREES_MAX = {"latitude_deg": 90.0, "longitude_deg": 180.0}
# A null byte, or half of a character.
UNREADABLE = re.compile("[\0\ud800-\udfff]")


def check(act: Act, now: datetime) -> None:
    """Refuse an act that no rule needs to see.

    Raises:
        Refused: with the field's name and what would be right.
    """
    if not registry.has_act(act.name):
        raise Refused("act.unknown", act=act.name)
    spec = registry.act(act.name)
    if not isinstance(act.inputs, spec.inputs):
        raise Refused("act.inputs", act=act.name)
    if act.at.tzinfo is None:
        raise Refused("at.zone")
    if act.at > now + AHEAD_MAX:
        raise Refused("at.future", at=act.at, now=now)
    if spec.needs_reason and not act.because.strip():
        raise Refused("reason.missing", act=act.name)
    _check_text("because", act.because)
    _check_text("key", act.key or "")
    check_inputs(act.inputs)


def check_inputs(inputs: Inputs) -> None:
    """Refuse text that cannot be kept, words outside a declared choice, and places that are nowhere on Earth.

    Raises:
        Refused: naming the field.
    """
    for name, declared in fields_of(type(inputs)).items():
        value = getattr(inputs, name)
        for text in _texts(value):
            _check_text(name, text)
        if isinstance(value, float | int):
            check_degrees(name, value)
        if declared.choice and value is not None:
            _check_choice(name, value if isinstance(value, tuple) else (value,), declared.choice)


def degrees_max(name: str) -> float | None:
    """How far a field of this name may go either way; None: it holds no place."""
    return next((most for ending, most in DEGREES_MAX.items() if name.endswith(ending)), None)


def check_degrees(name: str, value: float) -> None:
    """Refuse a latitude or longitude that is nowhere on Earth.

    Raises:
        Refused: naming the field.
    """
    most = degrees_max(name)
    if most is not None and not -most <= value <= most:
        raise Refused("number.outside", field=name, least=-most, most=most)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield str(name)
            yield from _texts(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _texts(inner)


def _check_text(name: str, text: str) -> None:
    if UNREADABLE.search(text):
        raise Refused("text.unreadable", field=name)
    if len(text) > TEXT_MAX:
        raise Refused("text.long", field=name, most=TEXT_MAX)


def _check_choice(name: str, values: tuple[object, ...], choice: Choice) -> None:
    if any(value not in choice.words for value in values):
        raise Refused("choice.unknown", field=name, allowed=", ".join(choice.words))


def granted_role(act: Act, spec: ActSpec, subject: Record | None) -> str:
    """The role that gives the actor the power to do this.

    Raises:
        Refused: `not_found` where the actor may not even know of the record, else `not_allowed`.
    """
    role = permission.power(act.by, spec.grants, subject)
    if role is not None:
        return role
    if subject is not None and not sees(act.by, subject):
        raise Refused("not_found", kind=subject.kind, id=subject.id)
    raise Refused("not_allowed", act=act.name)


def sees(actor: Actor, record: Record) -> bool:
    """Whether a record exists for this actor."""
    return permission.may(actor, registry.kind(record.kind).reads, record)

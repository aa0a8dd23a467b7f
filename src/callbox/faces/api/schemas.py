"""From the fields declared in facts and inputs to the API's schemas, so that neither is written twice."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError

from callbox.kernel import registry
from callbox.kernel.chain import plain
from callbox.kernel.checks import TEXT_MAX, degrees_max
from callbox.kernel.declare import ActSpec, KindSpec
from callbox.kernel.facts import Field as Declared
from callbox.kernel.facts import Inputs, Record, fields_of
from callbox.kernel.node import current

LISTED_MAX = 1_000
WHOLE_MAX = 2**31 - 1
FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)

# What names itself: the path of an organisation is chosen by whoever founds it. All other names are drawn by us, so
# that nobody learns from a name that is taken what they may not see.
NAMED_BY_CALLER = {"organisation.found"}


def moment(told: object) -> object:
    """A time from its ISO 8601 text with a zone."""
    if told is None or isinstance(told, datetime):
        return told
    try:
        at = datetime.fromisoformat(told) if isinstance(told, str) else None
        if at is not None and at.tzinfo is not None and FIRST <= at <= LAST:
            return at
    except (ValueError, OverflowError):
        pass
    raise PydanticCustomError("time_wrong", "a time with its zone")


def _day(told: object) -> object:
    try:
        return date.fromisoformat(told) if isinstance(told, str) else told
    except ValueError:
        raise PydanticCustomError("time_wrong", "a day") from None


Moment = Annotated[datetime, BeforeValidator(moment)]
Day = Annotated[date, BeforeValidator(_day)]
Text = Annotated[str, Field(max_length=TEXT_MAX)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Whole = Annotated[int, Field(ge=-WHOLE_MAX, le=WHOLE_MAX)]

PLAIN: Mapping[type, Any] = {str: Text, float: Number, int: Whole, bool: bool, datetime: Moment, date: Day}


def _asked_type(declared: Declared) -> Any:
    """The type a caller must send for one field."""
    if declared.many:
        (inner, *_) = declared.type.__args__
        return Annotated[list[_one(inner, declared)], Field(max_length=LISTED_MAX)]  # type: ignore[misc]  # made at run time
    return _one(declared.type, declared)


def _one(hint: Any, declared: Declared) -> Any:
    if declared.choice:
        return Literal[declared.choice.words]
    most = degrees_max(declared.name) if hint is float else None
    if most is not None:
        return Annotated[float, Field(ge=-most, le=most, allow_inf_nan=False)]
    return PLAIN.get(hint, dict[str, Any])


def _default(declared: Declared, kind: type) -> Any:
    if declared.required:
        return ...
    default = getattr(kind, declared.name, None)
    return list(default) if isinstance(default, tuple) else default


class Strict(BaseModel):
    """The base of what callers send: nothing but what is declared, in the type that is declared."""

    model_config = ConfigDict(extra="forbid", strict=True)


def asked(spec: ActSpec) -> type[Strict]:
    """The schema of one act's body: its declared inputs, and when and why."""
    return _asked(spec.name)


@cache
def _asked(act: str) -> type[Strict]:
    spec = registry.act(act)
    fields: dict[str, Any] = {}
    for name, declared in fields_of(spec.inputs).items():
        if name == "id" and spec.name not in NAMED_BY_CALLER:
            continue
        hint = _asked_type(declared)
        hint = hint | None if declared.optional else hint
        fields[name] = (hint, Field(_default(declared, spec.inputs), description=declared.meaning))
    why = Field("", description="Why, in a few words; sealed like what is personal")
    fields["because"] = (Text, ... if spec.needs_reason else why)
    fields["at"] = (Moment | None, Field(None, description="When it really happened, if not now"))
    title = "".join(part.title() for part in spec.name.replace("_", ".").split("."))
    return create_model(title, __base__=Strict, __doc__=(spec.inputs.__doc__ or "").strip(), **fields)


def inputs_of(spec: ActSpec, body: Strict) -> Inputs:
    """What the act is given, from a body that fits its schema. A new record gets its name here."""
    given: dict[str, Any] = {}
    for name, declared in fields_of(spec.inputs).items():
        if name == "id" and spec.name not in NAMED_BY_CALLER:
            given[name] = current().ids.new()
            continue
        value = getattr(body, name)
        given[name] = tuple(value) if declared.many and value is not None else value
    return spec.inputs(**given)


SHOWN: Mapping[type, Any] = {str: str, float: float, int: int, bool: bool, datetime: datetime, date: date}


def _shown_type(declared: Declared) -> Any:
    if declared.many:
        return list[SHOWN.get(declared.type.__args__[0], Any)]  # type: ignore[misc]
    hint = SHOWN.get(declared.type, dict[str, Any])
    return hint | None if declared.optional else hint


def _shown_fields(kind: type[Record], wanted: Callable[[Declared], bool]) -> dict[str, Any]:
    return {
        name: (_shown_type(declared), Field(..., description=declared.meaning))
        for name, declared in fields_of(kind).items()
        if wanted(declared)
    }


def shown(spec: KindSpec) -> type[Schema]:
    """The schema of a record as it is shown in lists: no personal field."""
    return _shown(spec.kind)


@cache
def _shown(kind: str) -> type[Schema]:
    spec = registry.kind(kind)
    title = spec.kind.title()
    fields = _shown_fields(spec.record, lambda declared: declared.personal is None)
    fields = {"kind": (Literal[spec.kind], Field(..., description="What it is")), **fields}
    return create_model(title, __base__=Schema, __doc__=(spec.record.__doc__ or "").strip(), **fields)


def opened(spec: KindSpec) -> type[Schema]:
    """The schema of one record, with its personal values if it was opened for a purpose."""
    return _opened(spec.kind)


@cache
def _opened(kind: str) -> type[Schema]:
    spec = registry.kind(kind)
    told = _shown_fields(spec.record, lambda declared: declared.personal is not None)
    personal = create_model(f"{spec.kind.title()}Personal", __base__=Schema, **told)
    why = "What is personal in it; null unless it was opened for a purpose"
    field: Any = (personal | None, Field(None, description=why))
    return create_model(f"{spec.kind.title()}Opened", __base__=shown(spec), personal=field)


def open_view(record: Record) -> dict[str, Any]:
    """A record's fields that are not personal."""
    open_fields = [name for name, declared in fields_of(type(record)).items() if not declared.personal]
    return {"kind": record.kind} | {name: plain(getattr(record, name)) for name in open_fields}


def personal_view(record: Record) -> dict[str, Any]:
    """The personal values of a record that was opened."""
    names = [name for name, declared in fields_of(type(record)).items() if declared.personal]
    return {name: plain(getattr(record, name)) for name in names}

"""What is known, what is asked, what changes: plain values that everything else is written in.

A *record* is a frozen dataclass whose every field is declared once, with its meaning, in the `facts.py` of its service.
From that one declaration come the columns, the ledger's entries, the forms and the API's schema.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Annotated, Any, ClassVar, Generic, Union, get_args, get_origin, get_type_hints

from typing_extensions import TypeVar

Id = str
Plain = str | int | float | bool | datetime | date | None
Value = Plain | tuple["Value", ...] | Mapping[str, "Value"]


@dataclass(frozen=True)
class Personal:
    """Marks a field that tells of a person: sealed under its case's key, in the ledger only as a salted commitment."""

    searchable: bool = False


# Links to a record of whatever kind: the value is then the kind and the id, as `str(ref)` writes them.
ANY_KIND = "*"


@dataclass(frozen=True)
class Links:
    """Marks a field whose value (or values, for a tuple) is the id of a record of this kind.

    `loose`: it may be plain words as well, which name no record and are not refused for that.
    """

    kind: str
    loose: bool = False


@dataclass(frozen=True)
class Choice:
    """Marks a text field that holds one of these words."""

    words: tuple[str, ...]


@dataclass(frozen=True, order=True)
class Ref:
    """Names one record. Sorted by kind, then id: the order in which locks are taken."""

    kind: str
    id: Id

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


@dataclass(frozen=True, kw_only=True)
class Record:
    """The base of every kind of record."""

    kind: ClassVar[str]

    id: Annotated[Id, "The record's own name; says nothing about when or how many"]
    status: Annotated[str, "Where it stands in its lifecycle"]
    erased: Annotated[bool, "Its personal values were erased and its key destroyed"] = False

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.id)


@dataclass(frozen=True)
class Field:
    """One field of a record or of an act's inputs, as declared."""

    name: str
    type: Any
    meaning: str
    many: bool
    optional: bool
    personal: Personal | None
    links: Links | None
    choice: Choice | None
    required: bool


def _marker(marks: tuple[Any, ...], wanted: type) -> Any:
    return next((mark for mark in marks if isinstance(mark, wanted)), None)


def _bare(hint: Any) -> tuple[Any, bool]:
    """The type without `| None`, and whether it was there."""
    if get_origin(hint) in (Union, UnionType):
        rest = [part for part in get_args(hint) if part is not type(None)]
        return (rest[0] if len(rest) == 1 else hint), len(rest) < len(get_args(hint))
    return hint, False


def _field(declared: "dataclasses.Field[Any]", hint: Any) -> Field:
    marks: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *rest = get_args(hint)
        marks = tuple(rest)
    bare, optional = _bare(hint)
    return Field(
        name=declared.name,
        type=bare,
        meaning=next((mark for mark in marks if isinstance(mark, str)), ""),
        many=get_origin(bare) is tuple,
        optional=optional,
        personal=_marker(marks, Personal),
        links=_marker(marks, Links),
        choice=_marker(marks, Choice),
        required=declared.default is dataclasses.MISSING and declared.default_factory is dataclasses.MISSING,
    )


def fields_of(kind: type) -> Mapping[str, Field]:
    """The declared fields of a record class or an inputs class, by name, in the order they are written."""
    return _fields_of(kind)


@cache
def _fields_of(kind: type) -> Mapping[str, Field]:
    hints = get_type_hints(kind, include_extras=True)
    return {declared.name: _field(declared, hints[declared.name]) for declared in dataclasses.fields(kind)}


def personal_fields(kind: type) -> tuple[str, ...]:
    """The names of the fields that are sealed."""
    return _personal(kind)[0]


@cache
def _personal(kind: type) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(sealed fields, those of them that may be searched)."""
    marked = {name: declared.personal for name, declared in fields_of(kind).items() if declared.personal}
    return tuple(marked), tuple(name for name, personal in marked.items() if personal.searchable)


def searchable_fields(kind: type) -> tuple[str, ...]:
    """The names of the sealed fields that may be searched through keyed bigrams."""
    return _personal(kind)[1]


class _Sealed:
    """Stands where a personal value is and was not opened. Neither true nor false, so no rule can lean on it."""

    def __repr__(self) -> str:
        return "<sealed>"

    def __bool__(self) -> bool:
        raise TypeError("a sealed value says nothing: open the record first (kernel.read.opened)")


SEALED: Any = _Sealed()


@dataclass(frozen=True)
class New:
    """A rule asks for this record to come into being.

    `under` names a record whose key also seals this one, so that a case and what came in with it are erased together.
    """

    record: Record
    event: str
    under: Ref | None = None


@dataclass(frozen=True)
class Change:
    """A rule asks for these fields of this record to be set, under the name of what happened to it."""

    record: Record
    event: str
    sets: Mapping[str, Value] = field(default_factory=dict)


Changes = list[New | Change]


class Refused(Exception):
    """An expected no: a code, worded in every language under that code, and what fills its words.

    Details never hold personal values: they are shown, logged and answered.
    """

    def __init__(self, code: str, **details: Plain) -> None:
        super().__init__(code)
        self.code = code
        self.details: dict[str, Plain] = details

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refused) and (self.code, self.details) == (other.code, other.details)

    def __hash__(self) -> int:
        return hash(self.code)

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.details.items())
        return f"{self.code} ({told})" if told else self.code


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts: a person in a post, or a part of the system itself, always for one organisation.

    `organisation` is a path of four levels at most, such as `coast/harbour/east/station-3`: whoever stands higher in it
    reaches what lies below. `roles` come from the post, `duties` is the published text that gives it the power.
    """

    organisation: str
    roles: frozenset[str]
    person: Id | None = None
    post: Id | None = None
    unit: Id | None = None
    via: str = "console"
    glass: bool = False

    def __str__(self) -> str:
        return self.post or self.via


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """The base of what an act is given. Fields are declared as those of records are."""


InputsT_co = TypeVar("InputsT_co", bound=Inputs, covariant=True, default=Inputs)


@dataclass(frozen=True, kw_only=True)
class Act(Generic[InputsT_co]):
    """One thing asked for: which act, by whom, when it happened, why, with what.

    `key` is the idempotency key: the same key changes nothing a second time and answers the same.
    """

    name: str
    by: Actor
    at: datetime
    inputs: InputsT_co
    because: str = ""
    key: str | None = None


@dataclass(frozen=True)
class Answer:
    """What came of one act. `refs` are the records it wrote, first the one it is about."""

    refs: tuple[Ref, ...] = ()
    refused: Refused | None = None
    replayed: bool = False

    @property
    def ok(self) -> bool:
        return self.refused is None

    @property
    def ref(self) -> Ref:
        """The record the act was about.

        Raises:
            Refused: when the act was refused.
        """
        if self.refused is not None:
            raise self.refused
        return self.refs[0]

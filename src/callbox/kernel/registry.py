"""Which services this node has: filled once at start by each service's `apps.py`, read by the gate and by the faces."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from callbox.kernel.declare import ActSpec, KindSpec, Service
from callbox.kernel.facts import Record, Ref

if TYPE_CHECKING:
    from callbox.kernel.tables import RecordRow

_services: dict[str, Service] = {}
_kinds: dict[str, KindSpec] = {}
_acts: dict[str, ActSpec] = {}
_tables: "dict[str, type[RecordRow]]" = {}


def register(service: Service, tables: "Mapping[str, type[RecordRow]]") -> None:
    """Make a service known: its declaration, and the table of each of its kinds."""
    _services[service.name] = service
    _kinds.update({spec.kind: spec for spec in service.kinds})
    _acts.update({spec.name: spec for spec in service.acts})
    _tables.update(tables)


def services() -> Iterator[Service]:
    """Every service, in the order of registration."""
    yield from _services.values()


def count() -> int:
    """How many services there are."""
    return len(_services)


def kinds() -> Iterator[KindSpec]:
    """Every kind of record."""
    yield from _kinds.values()


def acts() -> Iterator[ActSpec]:
    """Every act."""
    yield from _acts.values()


def kind(name: str) -> KindSpec:
    """A kind of record by name."""
    return _kinds[name]


def act(name: str) -> ActSpec:
    """An act by name."""
    return _acts[name]


def wholes(record: Record) -> Iterator[Ref]:
    """The cases that a record is declared to end with; none where it ends by itself."""
    for spec in _kinds.values():
        for named_kind, field in spec.erased_with:
            named = getattr(record, field) if named_kind == record.kind else None
            yield from (Ref(spec.kind, one) for one in (named if isinstance(named, tuple) else (named,)) if one)


def has_act(name: str) -> bool:
    """Whether there is such an act."""
    return name in _acts


def has_kind(name: str) -> bool:
    """Whether there is such a kind."""
    return name in _kinds


def table(kind_name: str) -> "type[RecordRow]":
    """The table of a kind."""
    return _tables[kind_name]

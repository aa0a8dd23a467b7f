"""From an act's inputs to the records it touches, along the links that facts declare."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from callbox.kernel import permission, registry
from callbox.kernel.declare import ActSpec
from callbox.kernel.desk import Desk
from callbox.kernel.facts import ANY_KIND, Act, Actor, Field, Id, Record, Ref, Refused, fields_of

Touched = Record | None | tuple[Record, ...]


class Lying(Protocol):
    """One record where it lies."""

    @property
    def record(self) -> Record: ...


class Shown(Protocol):
    """Where records lie: the gate's desk, or memory. `absent` are those known not to be."""

    @property
    def held(self) -> Mapping[Ref, Lying]: ...

    @property
    def absent(self) -> Container[Ref]: ...


@dataclass
class Walk:
    """One walk from the inputs over the desk; `beyond` are the records it needs that are not on the desk."""

    desk: Shown
    beyond: set[Ref] = field(default_factory=set)

    def follow(self, act: Act, path: str) -> Touched:
        """The record at the end of a path, or a tuple of them where a link on the way names several."""
        first, *rest = path.split(".")
        declared = fields_of(type(act.inputs))[first]
        many = declared.many
        reached = list(self._step(declared, getattr(act.inputs, first), by=act.by))
        for name in rest:
            link = [(fields_of(type(record))[name], getattr(record, name)) for record in reached]
            many = many or any(declared.many for declared, _ in link)
            reached = [record for declared, value in link for record in self._step(declared, value)]
        return tuple(reached) if many else (reached[0] if reached else None)

    def _step(self, declared: Field, value: Any, *, by: Actor | None = None) -> Iterator[Record]:
        """The records a link names.

        What `by` names is refused where it does not exist for them just as if it never had, whatever else is given.
        """
        if declared.links is None:
            raise TypeError(f"{declared.name} links to no kind of record: it cannot be on a path")
        for one in (value or ()) if declared.many else (value,):
            if one is None or (declared.links.loose and not one):
                continue
            ref = linked(declared.links.kind, one)
            if not registry.has_kind(ref.kind):
                raise Refused("not_found", kind=ref.kind, id=ref.id)
            held = self.desk.held.get(ref)
            if held is None and ref not in self.desk.absent:
                self.beyond.add(ref)
            elif held is None and declared.links.loose:
                continue
            elif by is not None and (held is None or permission.out_of_reach(by, held.record)):
                raise Refused("not_found", kind=ref.kind, id=ref.id)
            elif held is not None:
                yield held.record


def named(act: Act, paths: Mapping[str, str]) -> Iterator[Ref]:
    """The records that the inputs name themselves, before anything is read."""
    for path in paths.values():
        declared = fields_of(type(act.inputs))[path.split(".")[0]]
        value = getattr(act.inputs, declared.name)
        if declared.links is not None and value is not None:
            refs = (linked(declared.links.kind, one) for one in (value if declared.many else (value,)))
            yield from (ref for ref in refs if registry.has_kind(ref.kind))


def linked(kind: str, told: Id) -> Ref:
    """The record that a link's value names."""
    if kind != ANY_KIND:
        return Ref(kind, told)
    named, _, one = told.partition(" ")
    return Ref(named, one)


def deep(spec: ActSpec) -> bool:
    """Whether an act touches records that its inputs do not name."""
    return any("." in path for path in spec.touches.values())


def gather(desk: Shown, act: Act, paths: Mapping[str, str]) -> tuple[dict[str, Touched], set[Ref]]:
    """What the rule is shown, by parameter; and what would have to be on the desk first."""
    walk = Walk(desk)
    return {name: walk.follow(act, path) for name, path in paths.items()}, walk.beyond


def look(desk: Desk, act: Act, paths: Mapping[str, str]) -> dict[str, Touched]:
    """Reference data that the rule is shown without a lock: categories, calendars, organisations."""
    if not paths:
        return {}
    glance = desk.beside()
    shown, beyond = gather(glance, act, paths)
    while beyond:
        glance.take(beyond, lock=False)
        shown, beyond = gather(glance, act, paths)
    return shown

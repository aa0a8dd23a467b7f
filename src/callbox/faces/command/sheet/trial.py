"""What an import would do, tried on paper: the services' own pure rules, asked over records held in memory.

So a dry run finds what the gate would refuse, with nothing locked and nothing written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from callbox.kernel import checks, read, registry
from callbox.kernel.facts import Act, Actor, Id, New, Record, Ref, Refused, fields_of
from callbox.kernel.world import Ids
from callbox.services.organisation.facts import Organisation, Person, Post, WorkCalendar
from callbox.services.request.facts import Category
from callbox.services.unit.facts import Unit

KINDS: tuple[type[Record], ...] = (Organisation, WorkCalendar, Unit, Person, Post, Category)
# By what an administrator knows a record of each kind again.
KEYS = {
    "organisation": ("id",),
    "calendar": ("organisation", "name"),
    "unit": ("organisation", "call_sign"),
    "person": ("sign_in",),
    "post": ("organisation", "title"),
    "category": ("organisation", "name"),
}


@dataclass
class Trial:
    """The records as they stand, and as the acts tried so far would leave them."""

    by: Actor
    at: datetime
    ids: Ids
    records: dict[Ref, Record] = field(default_factory=dict)
    known: dict[tuple[str, ...], Ref] = field(default_factory=dict)

    def put(self, record: Record) -> None:
        """Hold a record as it now stands."""
        self.records[record.ref] = record
        self.known[(record.kind, *(str(getattr(record, name)) for name in KEYS[record.kind]))] = record.ref

    def find(self, kind: str, *key: object) -> Any:
        """The record of a kind that is known by this; None: there is none."""
        ref = self.known.get((kind, *(str(part) for part in key)))
        return self.records[ref] if ref is not None else None

    def all(self, kind: str) -> Iterator[Any]:
        """Every record of a kind."""
        yield from (record for ref, record in self.records.items() if ref.kind == kind)

    def need(self, kind: str, *key: object, column: str) -> Any:
        """As `find`.

        Raises:
            Refused: naming the column that names nothing.
        """
        found = self.find(kind, *key)
        if found is None:
            raise Refused("sheet.names_nothing", field=column, kind=kind, id=str(key[-1]))
        return found

    def act(self, name: str, /, **inputs: Any) -> Act:
        """The act with these inputs, once it has been tried: what it would leave is held from now on.

        Raises:
            Refused: what its rule says against it.
        """
        spec = registry.act(name)
        if "id" in fields_of(spec.inputs):
            inputs.setdefault("id", self.ids.new())
        wanted = Act(name=name, by=self.by, at=self.at, inputs=spec.inputs(**inputs))
        checks.check(wanted, self.at)
        paths = {**spec.touches, **spec.looks}
        shown = {parameter: self._follow(wanted, path) for parameter, path in paths.items()}
        for change in spec.rule(wanted, **shown):
            told: Any = {} if isinstance(change, New) else dict(change.sets)
            self.put(replace(change.record, **told))
        return wanted

    def _follow(self, wanted: Act, path: str) -> Record | None:
        reached: Any = wanted.inputs
        for name in path.split("."):
            links = fields_of(type(reached))[name].links
            named: Id | None = getattr(reached, name)
            if links is None or named is None:
                return None
            reached = self.records.get(Ref(links.kind, named))
            if reached is None:
                raise Refused("sheet.names_nothing", field=name, kind=links.kind, id=named)
        return reached if isinstance(reached, Record) else None


def begin(by: Actor, *, at: datetime, ids: Ids) -> Trial:
    """A trial over everything the actor may see; personal values stay sealed."""
    trial = Trial(by, at, ids)
    for kind in (each.kind for each in KINDS):
        after: str | None = None
        while True:
            page = read.listing(by, kind, after=after, most=read.PAGE_MAX)
            for record in page.records:
                trial.put(record)
            if (after := page.after) is None:
                break
    return trial

"""Records in memory, and acts on them that the services' own rules decide: no ledger, no keys, no database.

What the gate does to rows happens here to values: the records that an act's paths name are shown to its rule, the power is
asked of the actor, and every change is held against the lifecycle of its record. Nothing is sealed and no deadline runs. A
simulator's exact mode plays a year this way, by the rules that run the floor.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from callbox.kernel import checks, paths, registry
from callbox.kernel.facts import Act, Change, Changes, New, Record, Ref, Refused


@dataclass(frozen=True, slots=True)
class Kept:
    """One record as it is now."""

    record: Record


class Everything:
    """Whatever is not held does not exist: there is nowhere else to look."""

    def __contains__(self, ref: object) -> bool:
        return True


class Records:
    """Records by what names them. Two acts never meet: they are done one after the other."""

    absent = Everything()

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.held: dict[Ref, Kept] = {one.ref: Kept(one) for one in records}

    def __getitem__(self, ref: Ref) -> Any:
        """A record, of the class that its kind says."""
        return self.held[ref].record

    def asked(self, act: Act) -> Changes:
        """What an act would change, as its rule decides. Nothing is changed.

        Raises:
            Refused: by the rule, or for want of power.
        """
        spec = registry.act(act.name)
        shown, _ = paths.gather(self, act, spec.touches)
        subject = next((record for record in shown.values() if isinstance(record, Record)), None)
        checks.granted_role(act, spec, subject)
        looked = paths.gather(self, act, spec.looks)[0] if spec.looks else {}
        return spec.rule(act, **shown, **looked)

    def do(self, act: Act) -> None:
        """Do an act.

        Raises:
            Refused: as `asked`, or when a record's lifecycle does not allow a change; nothing is changed then.
        """
        after: dict[Ref, Kept] = {}
        for change in self.asked(act):
            ref = change.record.ref
            after[ref] = Kept(_begun(change) if isinstance(change, New) else self._moved(change, after.get(ref)))
        self.held.update(after)

    def _moved(self, change: Change, before: Kept | None) -> Record:
        record = (before or self.held[change.record.ref]).record
        told: dict[str, Any] = dict(change.sets)
        after = replace(record, **told)
        if not registry.kind(record.kind).lifecycle.allows_move(change.event, record.status, after.status):
            raise Refused("lifecycle.move", kind=record.kind, event=change.event, status=record.status)
        return after


def _begun(new: New) -> Record:
    record = new.record
    if not registry.kind(record.kind).lifecycle.allows_begin(new.event, record.status):
        raise Refused("lifecycle.begin", kind=record.kind, event=new.event, status=record.status)
    return record

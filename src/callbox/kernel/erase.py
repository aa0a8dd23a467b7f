"""The end of a case's personal values: decided through the gate, carried out on keys, rows, entries, files and backups.

The order makes it safe against a crash at any point. Under the case's lock: the gate decides and marks the records, sealed
values and keyed bigrams are dropped, and last, before the commit, one line goes on the erasure list, which lies outside the
database. After it: the key slots are overwritten here and in every backup known, and files are taken away. Whatever a crash
or an old backup leaves undone, `replay` does at the next start, from the list. A line holds ids and numbers, nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import transaction

from callbox.kernel import files, gate, ledger, parts, permission, registry, rows
from callbox.kernel.declare import Scope
from callbox.kernel.erasure_list import Line, keep
from callbox.kernel.facts import Act, Actor, Record, Ref, Refused
from callbox.kernel.node import Node, current
from callbox.kernel.outside import Place
from callbox.kernel.privacy import Erased as KeyErased
from callbox.kernel.rows import Held

# Who may end a case, where its kind names nobody else. The act itself is granted to nobody: it is reached only through
# here, where all is gathered.
ERASERS = {"administrator": Scope.OWN, "oversight": Scope.ANY}
TRIES = 8
COPIES = "key-copies.txt"  # in a world's folder: the folders its keys were backed up into, one a line


class _Grew(Exception):
    """While the locks were taken something more came in with the case: begin again."""


@dataclass(frozen=True)
class Erased:
    """What came of an erasure: the records whose personal values ended, how many keys, files and copies of keys."""

    id: str
    records: tuple[Ref, ...]
    keys: int
    files: int
    copies: tuple[Path, ...]


def erase(actor: Actor, ref: Ref, *, reason: str, ground: str, outside: Place | None = None) -> Erased:
    """End the personal values of a closed case and of all that came with it, for good.

    `outside` is where a second erasure list lies, for the day on which keys and database are restored from one old backup.

    Raises:
        Refused: when it is not closed, under a legal hold, erased already, not within the actor's power; nothing is done.
        OSError: when the list cannot be written; nothing is done.
    """
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                line = _decide(actor, ref, reason=reason, ground=ground)
                keep(current().world.keys_folder, [line], outside=outside)
            return finish(current(), line)
        except _Grew:
            continue
    raise Refused("busy")


def _decide(actor: Actor, ref: Ref, *, reason: str, ground: str) -> Line:
    held = _locked(actor, ref)
    _must_end(ref, held)
    line = _line(held, ground)
    node = current()
    spec = registry.act("erasure.carry_out")
    given: dict[str, Any] = {
        "id": line.id,
        "case": str(ref),
        "others": tuple(str(one.record.ref) for one in held[1:] if not one.record.erased),
        "holds": tuple(hold.record.id for hold in _on("hold", held)),
        "ground": ground,
    }
    by = replace(actor, roles=actor.roles | {"eraser"})
    act = Act(name=spec.name, by=by, at=node.world.clock.now(), inputs=spec.inputs(**given), because=reason)
    gate.act(act).ref  # noqa: B018  raises what refused it
    forget(line.records)
    return line


def _locked(actor: Actor, ref: Ref) -> list[Held]:
    """The case and all that ends with it, the case first, locked in the one order."""
    held = list(gathered(ref))
    erasers = registry.kind(ref.kind).erasers or ERASERS if held else ERASERS
    if not held or permission.power(actor, erasers, held[0].record) is None:
        raise _no(actor, ref, held[0].record if held else None)
    refs = sorted({one.record.ref for one in held})
    for kind in dict.fromkeys(one.kind for one in refs):
        rows.read(kind, [one.id for one in refs if one.kind == kind], lock=True)
    again = list(gathered(ref))
    if {one.record.ref for one in again} - set(refs):
        raise _Grew
    return again


def _no(actor: Actor, ref: Ref, record: Record | None) -> Refused:
    if record is None or not permission.may(actor, registry.kind(ref.kind).reads, record):
        return Refused("not_found", kind=ref.kind, id=ref.id)
    return Refused("not_allowed", act="erasure.carry_out")


def gathered(ref: Ref) -> Iterator[Held]:
    """A record, all that is declared to end with it, and every reading of any of them: what it was for may name somebody."""
    held = rows.read(ref.kind, [ref.id]) if registry.has_kind(ref.kind) else {}
    found = dict(held)
    waiting = list(held.values())
    while waiting:
        more = [one for one in parts.with_it(waiting.pop().record.ref) if one.record.ref not in found]
        found.update({one.record.ref: one for one in more})
        waiting += more
    yield from found.values()
    yield from {one.record.ref: one for one in _readings(tuple(found.values()))}.values()


def _on(kind: str, held: Sequence[Held]) -> list[Held]:
    """Records of a kind that names others by `of_kind` and `of`, where it names one of these."""
    refs = [one.record.ref for one in held]
    where = "(of_kind, of) IN (SELECT * FROM unnest(%s::text[], %s::text[])) ORDER BY id"
    return rows.read_all(kind, where, [[ref.kind for ref in refs], [ref.id for ref in refs]])


def _readings(held: Sequence[Held]) -> list[Held]:
    """Those that opened one of these, and those of searches that brought one up."""
    ids = [one.record.id for one in held]
    return [*_on("reading", held), *rows.read_all("reading", "found && %s::varchar[] ORDER BY id", [ids])]


def _must_end(ref: Ref, held: Sequence[Held]) -> None:
    """Refuse what the lifecycles cannot say.

    Raises:
        Refused: naming what stands in the way.
    """
    case = held[0].record
    if case.erased:
        raise Refused("record.erased", kind=ref.kind, id=ref.id)
    lifecycle = registry.kind(ref.kind).lifecycle
    if not any(move.event == f"{ref.kind}.erased" for move in lifecycle.moves):
        raise Refused("erasure.kind", kind=ref.kind)
    if case.status not in lifecycle.ends:
        raise Refused("erasure.open", kind=ref.kind, status=case.status)
    if any(one.record.kind == "reading" and one.record.status == "to_review" for one in held):
        raise Refused("erasure.to_review")
    if not registry.kind(ref.kind).erasers and (whole := next(registry.wholes(case), None)) is not None:
        raise Refused("erasure.part", kind=whole.kind, id=whole.id)
    for other in _sharing(held):
        raise Refused("erasure.shared_key", kind=other.kind, id=other.id)


def _sharing(held: Sequence[Held]) -> Iterator[Ref]:
    """Records that lie under one of these keys and would not end: theirs would be lost."""
    ending = {one.record.ref for one in held}
    slots = sorted({one.slot for one in held})
    for spec in registry.kinds():
        found = rows.read_all(spec.kind, "slot = ANY(%s)", [slots])
        yield from (one.record.ref for one in found if one.record.ref not in ending)


def _line(held: Sequence[Held], ground: str) -> Line:
    node = current()
    return Line(
        id=node.ids.new(),
        at=node.world.clock.now(),
        ground=ground,
        records=tuple(one.record.ref for one in held),
        slots=tuple(sorted({one.slot for one in held})),
        files=tuple(name for one in held if (name := getattr(one.record, "stored", None)) and _is_own(one, name)),
    )


def _is_own(held: Held, name: str) -> bool:
    """Whether the file that a record names lies under its key; once that is gone nobody can tell."""
    try:
        return files.lies_under(name, current().keys.key(held.slot))
    except KeyErased:
        return True


def forget(refs: Sequence[Ref]) -> None:
    """Drop what is stored under the keys of these records. The chains hold: their hashes never covered it."""
    ledger.forget(refs)
    for kind in sorted({ref.kind for ref in refs}):
        rows.forget(kind, [ref.id for ref in refs if ref.kind == kind])


def finish(node: Node, line: Line) -> Erased:
    """Overwrite the keys of a line, here and in every backup known, and take its files away. Safe to do again."""
    copies = tuple(copies_of_keys(node.world.folder))
    node.keys.destroy(line.slots, copies=copies)
    there = [name for name in line.files if files.path_of(name).exists()]
    files.remove(there)
    return Erased(line.id, line.records, len(line.slots), len(there), copies)


def copies_of_keys(folder: Path) -> Iterator[Path]:
    """Every copy of the key slots among a world's backups: those beside it, and those its note of copies names."""
    yield from sorted((folder / "backups").rglob("slots.bin"))
    noted = (folder / COPIES).read_text(encoding="utf-8").splitlines() if (folder / COPIES).exists() else []
    yield from (copy for line in dict.fromkeys(noted) if line and (copy := Path(line) / "slots.bin").is_file())

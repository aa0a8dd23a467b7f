"""After a crash, or a backup put back: everything on the erasure list is erased again, before anybody works in the world."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from callbox.kernel import erase, gate, registry, rows
from callbox.kernel.desk import ERASED_BEFORE
from callbox.kernel.erasure_list import Line, keep, known
from callbox.kernel.facts import Act, Actor, Ref
from callbox.kernel.node import Node
from callbox.kernel.outside import Place

BY = Actor(organisation="", roles=frozenset({"machine"}), via=ERASED_BEFORE)


def replay(node: Node, *, outside: Place | None = None) -> int:
    """Erase again whatever is on the list, here or outside, and is not erased; how many erasures had to be.

    Call it with the world open and before anything else touches it: at every start, and after every restore (there with
    the place outside, since an old backup of the keys brings an old list).
    """
    lines = known(node.world.keys_folder, outside=outside)
    if not lines:
        return 0
    keep(node.world.keys_folder, lines)
    _never_again(lines)
    undone = _undone(node, lines)
    for line in undone:
        with transaction.atomic():
            _mark(node, line)
            erase.forget([ref for ref in line.records if registry.has_kind(ref.kind)])
        erase.finish(node, line)
    return len(undone)


def _undone(node: Node, lines: Sequence[Line]) -> list[Line]:
    """The lines of which a key is left somewhere, or of which this database has not heard."""
    slots = {slot for line in lines for slot in line.slots}
    left = node.keys.left(slots, copies=erase.copies_of_keys(node.world.folder))
    heard = {ref.id for ref in rows.read("erasure", [line.id for line in lines])}
    return [line for line in lines if line.id not in heard or not left.isdisjoint(line.slots)]


def _never_again(lines: Sequence[Line]) -> None:
    """A database put back counts keys from where it stood: no new case may be given the number of a destroyed one."""
    used = max((slot for line in lines for slot in line.slots), default=-1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('key_slot', %s) FROM key_slot WHERE last_value < %s", [used, used])


def _mark(node: Node, line: Line) -> None:
    """Say in the ledger that they are erased, for those that are there. An older database may hold them as still open."""
    held = [one for kind in sorted({ref.kind for ref in line.records}) for one in _there(kind, line)]
    ended = [one.record.ref for one in held if not one.record.erased and _may_end(one.record.ref)]
    if not ended or "erasure" in {ref.kind for ref in rows.read("erasure", [line.id])}:
        return
    spec = registry.act("erasure.carry_out")
    given: dict[str, Any] = {
        "id": line.id,
        "case": str(ended[0]),
        "others": tuple(str(ref) for ref in ended[1:]),
        "ground": line.ground,
    }
    at = node.world.clock.now()
    gate.act(Act(name=spec.name, by=BY, at=at, inputs=spec.inputs(**given), because="erased before")).ref  # noqa: B018


def _there(kind: str, line: Line) -> list[rows.Held]:
    if not registry.has_kind(kind):
        return []
    found = rows.read(kind, [ref.id for ref in line.records if ref.kind == kind])
    return [found[ref] for ref in line.records if ref in found]


def _may_end(ref: Ref) -> bool:
    return any(move.event == f"{ref.kind}.erased" for move in registry.kind(ref.kind).lifecycle.moves)

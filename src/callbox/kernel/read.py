"""The only way to records for those who look: what the actor may see, and nothing personal unless it is opened.

Lists carry no personal value. Opening a record is a recorded read: it is entered in the ledger, with its purpose, before a
byte leaves. `visible` is the database's side of `permission.may`; a test holds the two equal on random worlds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from callbox.kernel import gate, permission, registry
from callbox.kernel.chain import Json
from callbox.kernel.declare import Scope
from callbox.kernel.facts import Act, Actor, Id, Inputs, Record, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.privacy import Erased, unseal
from callbox.kernel.rows import Held, columns, read, read_all, read_some, with_values

PAGE_MAX = 200


@dataclass(frozen=True)
class Condition:
    """A condition in SQL, and its parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()


def _any(conditions: Sequence[Condition]) -> Condition:
    if not conditions:
        return Condition("FALSE")
    return Condition(
        "(" + " OR ".join(one.sql for one in conditions) + ")",
        tuple(parameter for one in conditions for parameter in one.parameters),
    )


def _all(conditions: Sequence[Condition]) -> Condition:
    return Condition(
        "(" + " AND ".join(one.sql for one in conditions) + ")",
        tuple(parameter for one in conditions for parameter in one.parameters),
    )


def visible(actor: Actor, kind: str) -> Condition:
    """Which rows of a kind exist for this actor."""
    names = columns(kind)
    granted = {scope for role, scope in registry.kind(kind).reads.items() if role in actor.roles}
    wanted = [_any([_reached(actor, scope, names) for scope in sorted(granted)])]
    if permission.is_clockwork(actor):
        return _all(wanted)
    if "about" in names:
        apart = Condition(
            "(about IS NULL OR about = '' OR NOT (about = '' OR %s = about OR starts_with(%s, about || '/')))"
        )
        wanted.append(Condition(apart.sql, (actor.organisation, actor.organisation)))
    if "protected" in names:
        holding = "NOT protected OR organisation = %s" + (" OR %s = ANY(parties)" if "parties" in names else "")
        count = 2 if "parties" in names else 1
        wanted.append(Condition(f"({holding})", (actor.organisation,) * count))
    return _all(wanted)


def _reached(actor: Actor, scope: Scope, names: Sequence[str]) -> Condition:
    if scope is Scope.ANY or (not actor.organisation and scope is not Scope.UNIT):
        return Condition("TRUE")
    if scope is Scope.UNIT:
        return _own_unit(actor, names)
    holder = "organisation" if "organisation" in names else "id"
    own = Condition(f"({holder} = %s OR starts_with({holder}, %s))", (actor.organisation, f"{actor.organisation}/"))
    if scope is Scope.OWN or "parties" not in names:
        return own
    party = Condition(
        "EXISTS (SELECT 1 FROM unnest(parties) AS party WHERE party = %s OR starts_with(party, %s))",
        (actor.organisation, f"{actor.organisation}/"),
    )
    return _any([own, party])


def _own_unit(actor: Actor, names: Sequence[str]) -> Condition:
    if actor.unit is None:
        return Condition("FALSE")
    wanted = [Condition("id = %s", (actor.unit,))]
    if "unit" in names:
        wanted.append(Condition("unit = %s", (actor.unit,)))
    if "units" in names:
        wanted.append(Condition("%s = ANY(units)", (actor.unit,)))
    return _any(wanted)


def find(actor: Actor, ref: Ref) -> Record:
    """A record as the actor may see it, personal values sealed.

    Raises:
        Refused: `not_found`, in the same words whether it does not exist or may not be known of.
    """
    return held_by(actor, ref).record


def held_by(actor: Actor, ref: Ref) -> Held:
    """A record as the actor may see it, sealed, and what the kernel keeps beside it: for the kernel's own modules.

    Raises:
        Refused: `not_found`, as in `find`.
    """
    if registry.has_kind(ref.kind):
        held = read(ref.kind, [ref.id]).get(ref)
        if held and permission.may(actor, registry.kind(ref.kind).reads, held.record):
            return held
    raise Refused("not_found", kind=ref.kind, id=ref.id)


@dataclass(frozen=True)
class Page:
    """One page of a list, and where the next begins (None: it was the last)."""

    records: tuple[Any, ...]
    after: str | None


def listing(
    actor: Actor, kind: str, *, where: Sequence[Condition] = (), after: str | None = None, most: int = 50
) -> Page:
    """Records of a kind that the actor may see, by id, personal values sealed.

    `where` are conditions written in code, never by a caller; `after` is the id that the page before ended with.
    """
    most = max(1, min(most, PAGE_MAX))
    wanted = [visible(actor, kind), *where, *([Condition("id > %s", (after,))] if after else [])]
    condition = _all(wanted)
    held = read_all(kind, f"{condition.sql} ORDER BY id LIMIT %s", [*condition.parameters, most + 1])
    records = tuple(one.record for one in held[:most])
    return Page(records, records[-1].id if len(held) > most else None)


def select(
    actor: Actor, kind: str, *, where: Sequence[Condition] = (), order: str = "id", most: int = 500
) -> tuple[Any, ...]:
    """Records of a kind that the actor may see, in an order written in code, at most so many."""
    condition = _all([visible(actor, kind), *where])
    held = read_all(kind, f"{condition.sql} ORDER BY {order} LIMIT %s", [*condition.parameters, most])
    return tuple(one.record for one in held)


def glance(
    actor: Actor,
    kind: str,
    names: Sequence[str],
    *,
    where: Sequence[Condition] = (),
    order: str = "id",
    most: int = 500,
) -> list[tuple[Any, ...]]:
    """As `select`, but only some fields of each record, none of them personal: for long lists that are looked at often."""
    condition = _all([visible(actor, kind), *where])
    return read_some(kind, names, f"{condition.sql} ORDER BY {order} LIMIT %s", [*condition.parameters, most])


def count(actor: Actor, kind: str, *, where: Sequence[Condition] = ()) -> int:
    """How many records of a kind the actor may see."""
    condition = _all([visible(actor, kind), *where])
    table = registry.table(kind)._meta.db_table  # noqa: SLF001  Django's documented model API
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {condition.sql}", condition.parameters)  # noqa: S608
        return int(cursor.fetchone()[0])


def matching(text: str) -> Condition:
    """Records whose searchable personal text may hold these words: their keyed bigrams do.

    Bigrams can all be there and the words not: `kernel.search` looks again, and records who searched.
    """
    tokens = current().keys.tokens(text)
    return Condition("blind @> %s::bigint[]", (tokens,)) if tokens else Condition("FALSE")


def matching_any(words: Sequence[str]) -> Condition:
    """Records whose searchable personal text may hold one of these words of two letters: the keyed bigram of it."""
    tokens = sorted({token for word in words for token in current().keys.tokens(word)})
    return Condition("blind && %s::bigint[]", (tokens,)) if tokens else Condition("FALSE")


def opened(actor: Actor, ref: Ref, *, purpose: str) -> Any:
    """A record with its personal values. The read is in the ledger, with its purpose, before this returns.

    Raises:
        Refused: when the actor may not see it, or gives no purpose.
    """
    asked = reaching(actor, ref)
    record_reading(asked, ref, purpose=purpose)
    return with_personal(read(ref.kind, [ref.id])[ref])


def opened_all(
    actor: Actor, kind: str, *, purpose: str, where: Sequence[Condition] = (), order: str = "id", most: int = 500
) -> tuple[Any, ...]:
    """As `select`, with the personal values. One entry names all of them, with its purpose, before this returns.

    Raises:
        Refused: when no purpose is given.
    """
    condition = _all([visible(actor, kind), *where])
    held = read_all(kind, f"{condition.sql} ORDER BY {order} LIMIT %s", [*condition.parameters, most])
    if held:
        record_reading(actor, Ref(kind, ""), purpose=purpose, found=[one.record.id for one in held])
    return tuple(with_personal(one) for one in held)


def reaching(actor: Actor, ref: Ref) -> Actor:
    """The actor as they reach a record: in the ordinary way, or else by breaking the glass, which will be reviewed.

    The glass stands between colleagues: it opens what lies in another organisation, for somebody whose own post reads
    such records. It never opens a record about one's own organisation, nor a protected one.

    Raises:
        Refused: `not_found`, as in `find`.
    """
    held = read(ref.kind, [ref.id]).get(ref) if registry.has_kind(ref.kind) else None
    if held is not None:
        reads = registry.kind(ref.kind).reads
        if permission.may(actor, reads, held.record):
            return replace(actor, glass=False)
        if actor.glass and permission.behind_glass(actor, reads, held.record):
            return actor
    raise Refused("not_found", kind=ref.kind, id=ref.id)


def with_personal(held: Held) -> Any:
    """A record with its personal values; without them when its key is destroyed. Whoever calls this records the read."""
    return with_values(held.record, _values(held))


def _values(held: Held) -> dict[str, Json]:
    if held.sealed is None:
        return {}
    try:
        return unseal(current().keys.key(held.slot), ref=held.record.ref, text=held.sealed)
    except Erased:
        return {}


def record_reading(actor: Actor, ref: Ref, *, purpose: str, found: Sequence[Id] = (), case: Ref | None = None) -> None:
    """Enter in the ledger that somebody opens a record, or, where `ref` has no id, searched records of its kind.

    `case` is the case that the record is a part of: the look is hidden from whom the case is hidden from.

    Raises:
        Refused: when no purpose is given.
    """
    node = current()
    spec = registry.act("reading.record")
    given: dict[str, Any] = {"id": node.ids.new(), "of_kind": ref.kind, "of": ref.id, "found": tuple(found)}
    shown = case or ref
    given |= _hidden(shown.kind, [case.id] if case else found or [ref.id])
    inputs: Inputs = spec.inputs(**given)
    answer = gate.act(Act(name=spec.name, by=actor, at=node.world.clock.now(), inputs=inputs, because=purpose))
    if answer.refused is not None:
        raise answer.refused


def _hidden(kind: str, ids: Sequence[Id]) -> dict[str, Any]:
    """From whom records are hidden, as a look at them says it too: whoever may not know of them learns of no look."""
    if not {"about", "protected"} & set(columns(kind)):
        return {}
    records = [held.record for held in read(kind, ids).values()]
    about = {told for record in records if (told := getattr(record, "about", None))}
    protected = len(about) > 1 or any(getattr(record, "protected", False) for record in records)
    return {"about": about.pop() if len(about) == 1 else "", "protected": protected}

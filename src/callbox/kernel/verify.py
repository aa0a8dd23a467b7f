"""Does the ledger hold? Every chain is folded and compared with its row, the tree with its leaves, all with the outside.

Nothing is trusted but the arithmetic, the keys and the checkpoint that lies outside. What is found is named: which record,
which of its entries, which field.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from callbox.kernel import chain, clocks, privacy, registry, rows
from callbox.kernel.chain import COMMITMENT, Entry, Json
from callbox.kernel.facts import Id, Ref, personal_fields, searchable_fields
from callbox.kernel.node import Node
from callbox.kernel.privacy import REASON, Erased, KeysMissing
from callbox.kernel.rows import Held

CHUNK = 2_000
ORDERED = "SELECT kind, record, n, event, act_id, body, hash, sealed FROM ledger_entry ORDER BY kind, record, n"


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold. `n` 0: the record as a whole; `field` empty: the entry as a whole."""

    ref: Ref
    n: int
    field: str
    code: str
    detail: str = ""


@dataclass
class Count:
    """What was looked at."""

    entries: int = 0
    records: int = 0


@dataclass(frozen=True)
class Link:
    """One stored entry of a chain."""

    n: int
    event: str
    act_id: str
    body: str
    hash: bytes
    sealed: bytes | None


Line = tuple[str, str, int, str, str, str, bytes, bytes | None]
Chain = tuple[Ref, list[Link]]


def chains(node: Node, count: Count) -> Iterator[Fault]:
    """Every fault in every chain and row, as of one moment. Others may go on writing."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for some in _in_chunks(_stored()):
            yield from _chunk(node, some, count)
        for spec in registry.kinds():
            yield from _without_entries(spec.kind)


def _stored() -> Iterator[Chain]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(ORDERED)
        for (kind, record), group in groupby(_fetched(cursor), key=lambda line: (line[0], line[1])):
            yield Ref(kind, record), [_link(line) for line in group]


def _link(line: Line) -> Link:
    _, _, n, event, act_id, body, digest, sealed = line
    return Link(n, event, act_id, body, bytes(digest), bytes(sealed) if sealed is not None else None)


def _fetched(cursor: CursorWrapper) -> Iterator[Line]:
    while some := cursor.fetchmany(CHUNK):
        yield from some


def _in_chunks(all_chains: Iterator[Chain]) -> Iterator[list[Chain]]:
    some: list[Chain] = []
    for one in all_chains:
        some.append(one)
        if len(some) >= CHUNK:
            yield some
            some = []
    if some:
        yield some


def _chunk(node: Node, some: Sequence[Chain], count: Count) -> Iterator[Fault]:
    ids: dict[str, list[Id]] = {}
    for ref, _ in some:
        ids.setdefault(ref.kind, []).append(ref.id)
    held: dict[Ref, Held] = {}
    for kind, named in ids.items():
        if registry.has_kind(kind):
            held.update(rows.read(kind, named))
    for ref, links in some:
        count.records += 1
        count.entries += len(links)
        yield from _sound(ref, _record(node, ref, links=links, held=held.get(ref)))


def _sound(ref: Ref, found: Iterator[Fault]) -> Iterator[Fault]:
    """What is found; where a value is not even of its form, that is the fault, and the others are still looked at."""
    try:
        yield from found
    except KeysMissing as wrong:
        yield Fault(ref, 0, "", "key_unknown", str(wrong))
    except (ValueError, TypeError, LookupError, AttributeError) as wrong:
        yield Fault(ref, 0, "", "formless", type(wrong).__name__)


def _record(node: Node, ref: Ref, *, links: Sequence[Link], held: Held | None) -> Iterator[Fault]:
    broken = list(chain.faults([(link.body, link.hash) for link in links], kind=ref.kind, record=ref.id))
    yield from (Fault(ref, one.n, "", "chain", one.what) for one in broken)
    if held is None:
        yield Fault(ref, 0, "", "row_missing")
        return
    if (held.n, held.head) != (links[-1].n, links[-1].hash):
        yield Fault(ref, max(held.n, links[-1].n), "", "head", f"{links[-1].n}/{held.n}")
    if broken:
        return
    entries = [chain.read_body(link.body) for link in links]
    for entry, link in zip(entries, links, strict=True):
        if (entry.event, entry.act_id) != (link.event, link.act_id):
            yield Fault(ref, entry.n, "event", "field_differs")
    aliases = registry.kind(ref.kind).aliases
    state = chain.fold(entries, aliases=aliases)
    yield from (
        Fault(ref, _last_set(entries, name), name, "field_differs") for name in chain.explained(state, held.record)
    )
    if held.next_due != clocks.next_due(getattr(held.record, "clocks", {})):
        yield Fault(ref, links[-1].n, "next_due", "field_differs")
    yield from _sealed(node, held, state=state, entries=list(zip(entries, links, strict=True)))


def _last_set(entries: Sequence[Entry], name: str) -> int:
    """The last entry that set a field, by this or an older name: the one that the row should agree with."""
    old = registry.kind(entries[0].kind).aliases if entries else {}
    names = {name, *(before for before, now in old.items() if now == name)}
    return next((entry.n for entry in reversed(entries) if names & entry.sets.keys()), 0)


def _sealed(
    node: Node, held: Held, *, state: Mapping[str, Json], entries: Sequence[tuple[Entry, Link]]
) -> Iterator[Fault]:
    """Whether the sealed values of the row and of each entry are those that were committed to."""
    ref = held.record.ref
    if held.record.erased:
        if held.sealed is not None or held.blind is not None:
            yield Fault(ref, entries[-1][0].n, "", "not_erased")
        return
    try:
        key = node.keys.key(held.slot)
    except Erased:
        yield Fault(ref, entries[-1][0].n, "", "key_missing")
        return
    # A row often keeps the very text of its last entry: each text is opened once.
    opened = cache(lambda text: privacy.commitments(key, ref=ref, text=text))
    wanted = {name: _committed(state.get(name)) for name in personal_fields(type(held.record))}
    for name in _differing(opened, held.sealed, {name: one for name, one in wanted.items() if one}):
        yield Fault(ref, _last_set([entry for entry, _ in entries], name), name, "sealed")
    for entry, link in entries:
        told = {name: one for name, value in entry.sets.items() if (one := _committed(value))}
        told |= {REASON: entry.because} if entry.because else {}
        yield from (Fault(ref, entry.n, name, "sealed") for name in _differing(opened, link.sealed, told))
    yield from _blind(node, held, key)


def _committed(value: Json) -> str | None:
    return str(value[COMMITMENT]) if isinstance(value, dict) and set(value) == {COMMITMENT} else None


def _differing(
    opened: Callable[[bytes], Mapping[str, str]], sealed: bytes | None, wanted: Mapping[str, str]
) -> list[str]:
    try:
        has = opened(sealed) if sealed else {}
    except (ValueError, TypeError):
        return sorted(wanted) or ["sealed"]
    return sorted(name for name in {*has, *wanted} if has.get(name) != wanted.get(name))


def _blind(node: Node, held: Held, key: bytes) -> Iterator[Fault]:
    names = searchable_fields(type(held.record))
    if not names or held.sealed is None:
        return
    try:
        values = privacy.unseal(key, ref=held.record.ref, text=held.sealed)
    except ValueError:
        return  # already named by its commitments
    texts = [str(values[name]) for name in names if values.get(name) is not None]
    tokens = node.keys.tokens("\n".join(texts)) if texts else None
    if (list(held.blind) if held.blind is not None else None) != tokens:
        yield Fault(held.record.ref, held.n, "blind", "field_differs")


def _without_entries(kind: str) -> Iterator[Fault]:
    """Rows that no entry speaks of."""
    table = registry.table(kind)._meta.db_table  # noqa: SLF001  Django's documented model API
    query = f"""SELECT id FROM {table} AS row WHERE NOT EXISTS
                (SELECT 1 FROM ledger_entry WHERE kind = %s AND record = row.id AND n = 1)"""  # noqa: S608  names from code
    with connection.cursor() as cursor:
        cursor.execute(query, [kind])
        yield from (Fault(Ref(kind, record), 0, "", "not_in_ledger") for (record,) in cursor.fetchall())

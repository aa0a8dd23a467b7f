"""What a world holds at one moment, told apart from the code that writes it: rows, chains, every table's content."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from callbox.kernel import chain, privacy, registry
from callbox.kernel.chain import COMMITMENT, Entry, Json
from callbox.kernel.facts import Ref, fields_of, personal_fields
from callbox.kernel.node import current
from callbox.kernel.rows import Held, read_all

OWN = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"


@dataclass(frozen=True)
class Chain:
    """One record's stored entries."""

    bodies: tuple[tuple[str, bytes], ...]

    @property
    def entries(self) -> list[Entry]:
        return [chain.read_body(body) for body, _ in self.bodies]


def rows() -> dict[Ref, Held]:
    """Every record as its row says."""
    return {held.record.ref: held for spec in registry.kinds() for held in read_all(spec.kind, "TRUE", [])}


def chains() -> dict[Ref, Chain]:
    """Every record's entries as they are stored."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, record, body, hash FROM ledger_entry ORDER BY kind, record, n")
        lines = cursor.fetchall()
    found: dict[Ref, list[tuple[str, bytes]]] = {}
    for kind, record, body, digest in lines:
        found.setdefault(Ref(kind, record), []).append((body, bytes(digest)))
    return {ref: Chain(tuple(bodies)) for ref, bodies in found.items()}


def stated(held: Held) -> dict[str, Json]:
    """A row as the ledger would state it: open fields as they are, personal ones by what their sealed values commit to."""
    state = {
        name: chain.plain(getattr(held.record, name))
        for name, declared in fields_of(type(held.record)).items()
        if not declared.personal
    }
    if held.record.erased:
        return state
    kept = _commitments(held)
    sealed: dict[str, Json] = {
        name: {COMMITMENT: kept[name]} if name in kept else None for name in personal_fields(type(held.record))
    }
    return state | sealed


def _commitments(held: Held) -> Mapping[str, str]:
    if held.sealed is None:
        return {}
    return privacy.commitments(current().keys.key(held.slot), ref=held.record.ref, text=held.sealed)


def told(state: Mapping[str, Json], held: Held) -> dict[str, Json]:
    """What entries folded to, without the personal values of a record that was erased: only their commitments stay."""
    gone = personal_fields(type(held.record)) if held.record.erased else ()
    return {name: value for name, value in state.items() if name not in gone}


def tables() -> dict[str, tuple[int, str]]:
    """Every table of the database: how many rows, and a digest of all they hold."""
    with connection.cursor() as cursor:
        cursor.execute(OWN)
        names = [name for (name,) in cursor.fetchall()]
        return {name: _content(cursor, name) for name in names}


def _content(cursor: "object", name: str) -> tuple[int, str]:
    query = f"SELECT count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{name}\" t"
    cursor.execute(query)  # type: ignore[attr-defined]
    count, digest = cursor.fetchone()  # type: ignore[attr-defined]
    return int(count), str(digest)

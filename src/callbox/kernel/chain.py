"""The ledger's arithmetic: one encoding, one hash, one fold. Pure.

An entry's *body* is one canonical JSON text; its hash is the SHA-256 of that text, which holds the hash before it. So a
record's entries are a chain that anyone can check with a JSON reader and a hash function. Personal values and reasons
stand in it only as salted commitments.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from callbox.kernel.facts import Id, Record, Value, fields_of

FORMAT = 1
GENESIS = bytes(32)
COMMITMENT = "~"
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_AS_IT_IS = (str, int, float, type(None))

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def plain(value: Value) -> Json:
    """A value as JSON knows it: times in UTC with microseconds and a Z, tuples as lists.

    Raises:
        TypeError: for a time without a zone, or a type that has no canonical form.
    """
    if isinstance(value, _AS_IT_IS):
        return value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a time without a zone has no place in the ledger")
        return f"{value.astimezone(UTC).isoformat(timespec='microseconds')[:-6]}Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical(value: Json) -> str:
    """The one text of a JSON value: keys sorted, no spaces, characters as themselves.

    Raises:
        ValueError: for NaN and the infinities.
    """
    return _CANONICAL.encode(value)


def commitment(*, salt: bytes, kind: str, record: Id, field: str, value: Json) -> str:
    """Hex SHA-256 that binds a value to its field without telling it. `salt` is 16 random bytes, kept under the key."""
    text = canonical([kind, record, field, value])
    return hashlib.sha256(b"callbox commitment 1\0" + salt + text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the ledger: the n-th thing that happened to one record."""

    kind: str
    record: Id
    n: int
    event: str
    act: str
    act_id: str
    by: Mapping[str, Json]
    at: datetime
    recorded_at: datetime
    because: str | None
    sets: Mapping[str, Json]
    before: bytes

    @property
    def body(self) -> str:
        """The canonical text that is hashed and stored."""
        return canonical(
            {
                "v": FORMAT,
                "kind": self.kind,
                "record": self.record,
                "n": self.n,
                "event": self.event,
                "act": self.act,
                "act_id": self.act_id,
                "by": dict(self.by),
                "at": plain(self.at),
                "recorded_at": plain(self.recorded_at),
                "because": self.because,
                "sets": dict(self.sets),
                "before": self.before.hex(),
            }
        )


def entry_hash(body: str) -> bytes:
    """SHA-256 of an entry's body: 32 bytes."""
    return hashlib.sha256(body.encode()).digest()


@lru_cache(maxsize=256)
def read_body(body: str) -> Entry:
    """An entry from its stored text. The last ones are remembered: a check reads each twice.

    Raises:
        ValueError: when the text is not an entry of a known format.
    """
    try:
        told = json.loads(body)
        if told.pop("v") != FORMAT:
            raise ValueError("format")
        told |= {name: datetime.fromisoformat(told[name]) for name in ("at", "recorded_at")}
        return Entry(**told | {"before": bytes.fromhex(told["before"])})
    except (KeyError, TypeError, AttributeError, ValueError) as wrong:
        raise ValueError("this text is not a ledger entry of a known format") from wrong


def fold(entries: Iterable[Entry], *, aliases: Mapping[str, str] | None = None) -> dict[str, Json]:
    """The state that the entries explain: each one's `sets` laid over what came before. Old names through `aliases`."""
    state: dict[str, Json] = {}
    for entry in entries:
        state.update({(aliases or {}).get(name, name): value for name, value in entry.sets.items()})
    return state


def explained(state: Mapping[str, Json], record: Record) -> Iterator[str]:
    """The names of the open (not sealed) fields in which a record differs from its folded entries."""
    for name, declared in fields_of(type(record)).items():
        if not declared.personal and state.get(name) != plain(getattr(record, name)):
            yield name


@dataclass(frozen=True)
class Broken:
    """One fault found in a chain: which entry, and what is wrong with it."""

    n: int
    what: str


def faults(bodies: Sequence[tuple[str, bytes]], *, kind: str, record: Id) -> Iterator[Broken]:
    """What is wrong with one record's stored chain of (body, hash), in order. Nothing: it holds."""
    before = GENESIS
    for n, (body, stored) in enumerate(bodies, start=1):
        try:
            entry = read_body(body)
        except ValueError as wrong:
            yield Broken(n, str(wrong))
            return
        if (entry.kind, entry.record) != (kind, record):
            yield Broken(n, "stands under another record's name")
        if entry.n != n:
            yield Broken(n, f"is numbered {entry.n}: an entry is missing or out of place")
        if entry.before != before:
            yield Broken(n, "does not follow the entry before it")
        if entry_hash(body) != stored:
            yield Broken(n, "was changed: its text no longer has its hash")
        before = stored

"""The Merkle tree over the ledger: hashing, a compact frontier, proofs and receipts. Pure.

Hashing and proofs are those of RFC 6962 section 2.1 (SHA-256, leaf prefix 0x00, node prefix 0x01);
checking proofs follows RFC 9162 sections 2.1.3.2 and 2.1.4.2, which word it step by step.

A *node* (level, index) is the hash of the complete subtree over the 2**level leaves from
``index << level`` on; level 0 holds the leaf hashes. A node never changes once its leaves exist,
so a store only ever appends. Hashes over incomplete subtrees are never stored: they are folded
from nodes when asked for. `read(level, index)` gives one node; `sparse` makes such a reader from
a store that keeps only every n-th level (1 = all, 8 = tiles, 64 = leaf hashes alone).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from typing import NamedTuple

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
MAX_SIZE = 2**63 - 1  # a position is a PostgreSQL bigint

Read = Callable[[int, int], bytes]
Node = tuple[int, int]  # level above the leaves, index from the left
Range = tuple[int, int]  # leaves [begin, end)


class TreeError(ValueError):
    """Sizes, indexes or hashes that cannot belong to a tree; `code` names the line in the word tables."""

    def __init__(self, code: str, line: str) -> None:
        super().__init__(line)
        self.code = code


class Span(NamedTuple):
    """Neighbouring nodes of one level, the first of them at `start`: what a store appends."""

    level: int
    start: int
    hashes: tuple[bytes, ...]


def leaf_hash(entry: bytes) -> bytes:
    """The 32-byte hash of one leaf, whose content is `entry`."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The 32-byte hash of the node over two 32-byte hashes."""
    return sha256(b"\x01" + left + right).digest()


def _pairs(hashes: Sequence[bytes]) -> list[bytes]:
    """One level up; `hashes` has an even length."""
    each = iter(hashes)
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(each, each, strict=True)]


def _fold(hashes: Sequence[bytes]) -> bytes:
    """The hash over subtrees of falling height, from left to right."""
    return reduce(lambda right, left: node_hash(left, right), reversed(hashes)) if hashes else EMPTY_ROOT


def _refuse_other_than_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise TreeError("tree.hash", f"a hash must be {HASH_BYTES} bytes long")


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree: all that appending and the root need, at most 63 hashes.

    `peaks` are the hashes of the complete subtrees that the leaves fall into, the largest first:
    one for each set bit of `size`.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size <= MAX_SIZE:
            raise TreeError("tree.size", f"size must be between 0 and {MAX_SIZE}, not {self.size}")
        if len(self.peaks) != self.size.bit_count():
            raise TreeError("tree.peaks", f"a frontier of size {self.size} has {self.size.bit_count()} peaks")
        _refuse_other_than_hashes(self.peaks)

    @property
    def root(self) -> bytes:
        """The RFC 6962 root of the tree (32 bytes)."""
        return _fold(self.peaks)

    def append(self, leaf_hashes: Iterable[bytes]) -> "Frontier":
        """The frontier after these leaf hashes."""
        return self.grow(leaf_hashes)[0]

    def grow(self, leaf_hashes: Iterable[bytes]) -> tuple["Frontier", tuple[Span, ...]]:
        """The frontier after these leaf hashes, and every node they completed, for the store.

        Works a level at a time, so that a batch costs about one hash for each leaf.
        """
        carry = list(leaf_hashes)
        _refuse_other_than_hashes(carry)
        size, peaks, waiting = self.size + len(carry), [], list(self.peaks)
        spans: list[Span] = []
        for level in range(size.bit_length()):
            start = self.size >> level
            if carry:
                spans.append(Span(level, start, tuple(carry)))
            if start & 1:
                carry.insert(0, waiting.pop())
            if len(carry) & 1:
                peaks.append(carry.pop())
            carry = _pairs(carry)
        return Frontier(size, tuple(reversed(peaks))), tuple(spans)

    def to_bytes(self) -> bytes:
        """The size as 8 bytes, big-endian, then the peaks."""
        return self.size.to_bytes(8, "big") + b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Frontier":
        """What `to_bytes` gave; anything else is a TreeError."""
        if len(data) < 8 or len(data) % HASH_BYTES != 8:
            raise TreeError("tree.frontier", "a frontier is 8 bytes of size and then hashes of 32 bytes")
        peaks = tuple(data[at : at + HASH_BYTES] for at in range(8, len(data), HASH_BYTES))
        return cls(int.from_bytes(data[:8], "big"), peaks)


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """The RFC 6962 root over these leaf hashes (32 bytes)."""
    return Frontier().append(leaf_hashes).root


def range_nodes(begin: int, end: int) -> list[Node]:
    """The fewest nodes that cover the leaves [begin, end), from left to right."""
    nodes: list[Node] = []
    while begin < end:
        room = (end - begin).bit_length() - 1
        level = min((begin & -begin).bit_length() - 1, room) if begin else room
        nodes.append((level, begin >> level))
        begin += 1 << level
    return nodes


def _range_hash(begin: int, end: int, read: Read) -> bytes:
    return _fold([read(level, index) for level, index in range_nodes(begin, end)])


def root_at(size: int, read: Read) -> bytes:
    """The root that the tree had at `size` leaves, from its nodes."""
    return _range_hash(0, size, read)


def frontier_at(size: int, read: Read) -> Frontier:
    """The frontier that the tree had at `size` leaves, from its nodes."""
    return Frontier(size, tuple(read(level, index) for level, index in range_nodes(0, size)))


def sparse(read: Read, *, every: int) -> Read:
    """A reader of all nodes from one that has only the levels divisible by `every`.

    A missing node costs up to 2**(every - 1) reads of the level below it that is kept.
    """

    def full(level: int, index: int) -> bytes:
        above = level % every
        hashes = [read(level - above, at) for at in range(index << above, (index + 1) << above)]
        for _ in range(above):
            hashes = _pairs(hashes)
        return hashes[0]

    return full


def _split(begin: int, end: int) -> int:
    """Where RFC 6962 divides the leaves [begin, end): after the largest power of two below their number."""
    return begin + (1 << (end - begin - 1).bit_length() - 1)


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The ranges of leaves whose hashes prove leaf `index` in the tree of `size`, the lowest first."""
    if not 0 <= index < size:
        raise TreeError("tree.index", f"leaf {index} is not in a tree of {size}")
    ranges: list[Range] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = _split(begin, end)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """The ranges of leaves whose hashes prove the tree of `old` to be the beginning of the tree of `new`."""
    if not 0 <= old <= new:
        raise TreeError("tree.sizes", f"a tree of {new} cannot continue a tree of {old}")
    ranges: list[Range] = []
    begin, end = 0, new
    while old and old != end:
        middle = _split(begin, end)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin = middle
    if begin:  # otherwise the old tree is one whole subtree, whose hash is the old root
        ranges.append((begin, end))
    return ranges[::-1]


def inclusion_proof(index: int, size: int, read: Read) -> tuple[bytes, ...]:
    """RFC 6962 2.1.1: the audit path of leaf `index` (from 0) in the tree of `size`, the sibling first."""
    return tuple(_range_hash(begin, end, read) for begin, end in inclusion_ranges(index, size))


def consistency_proof(old: int, new: int, read: Read) -> tuple[bytes, ...]:
    """RFC 6962 2.1.2: the proof that the tree of `old` leaves is the beginning of the tree of `new`."""
    return tuple(_range_hash(begin, end, read) for begin, end in consistency_ranges(old, new))


def _all_hashes(hashes: Iterable[bytes]) -> bool:
    return all(len(one) == HASH_BYTES for one in hashes)


def _up_to_left_branch(first: int, last: int) -> tuple[int, int]:
    """Skip the levels on which the right-most node has no sibling."""
    while first and not first & 1:
        first, last = first >> 1, last >> 1
    return first, last


def root_from_inclusion(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that this leaf hash and path lead to, or None for a path that fits no such tree."""
    if not 0 <= index < size or not _all_hashes((leaf, *proof)):
        return None
    first, last, found = index, size - 1, leaf
    for step in proof:
        if not last:
            return None
        if first & 1 or first == last:
            found = node_hash(step, found)
            first, last = _up_to_left_branch(first, last)
        else:
            found = node_hash(found, step)
        first, last = first >> 1, last >> 1
    return None if last else found


def verify_inclusion(leaf: bytes, *, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the leaf hash stands at `index` in the tree of `size` leaves with this root (RFC 9162 2.1.3.2)."""
    return root_from_inclusion(leaf, index=index, size=size, proof=proof) == root


def verify_consistency(*, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree (new, new_root) continues the tree (old, old_root) (RFC 9162 2.1.4.2).

    Stricter than the RFC at the edge: the empty tree must come with its one true root.
    """
    if not 0 <= old <= new or not _all_hashes((old_root, new_root, *proof)):
        return False
    if old in (0, new):
        return not proof and old_root == (EMPTY_ROOT if old == 0 else new_root) and (new > 0 or new_root == EMPTY_ROOT)
    path = [old_root, *proof] if old.bit_count() == 1 else list(proof)
    return len(path) > 1 and _roots_from_consistency(old, new, path) == (old_root, new_root)


def _roots_from_consistency(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old_found = new_found = path[0]
    for step in path[1:]:
        if not last:
            return None
        if first & 1 or first == last:
            old_found, new_found = node_hash(step, old_found), node_hash(step, new_found)
            first, last = _up_to_left_branch(first, last)
        else:
            new_found = node_hash(new_found, step)
        first, last = first >> 1, last >> 1
    return None if last else (old_found, new_found)

"""The tree against published vectors, and its laws on trees of any size."""

import hashlib
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbox.kernel import tree
from callbox.kernel.tree import Frontier, TreeError

# The reference leaves, roots and proofs of RFC 6962 implementations, as published in
# github.com/transparency-dev/merkle (proof/verify_test.go, Apache-2.0) and before it in
# github.com/google/certificate-transparency. Leaves in that file are counted from 1.
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATH_1_8 = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]
INCLUSION = [
    (0, 1, []),
    (0, 8, PATH_1_8),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
CONSISTENCY = [
    (1, 1, []),
    (1, 8, PATH_1_8),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
    (
        6,
        7,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
]


def reader(hashes: Iterable[bytes]) -> tree.Read:
    _, spans = Frontier().grow(hashes)
    stored = {(span.level, span.start + at): one for span in spans for at, one in enumerate(span.hashes)}
    return lambda level, index: stored[level, index]


def some_hashes(count: int, seed: int = 0) -> list[bytes]:
    return [hashlib.sha256(f"{seed} {at}".encode()).digest() for at in range(count)]


def root_by_the_book(hashes: list[bytes]) -> bytes:
    """RFC 6962 2.1 as it is written, and nothing faster."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256().digest()
    half = max(2**power for power in range(20) if 2**power < len(hashes))
    left, right = root_by_the_book(hashes[:half]), root_by_the_book(hashes[half:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8 % len(data)] ^= 1 << bit % 8
    return bytes(changed)


LEAF_HASHES = [tree.leaf_hash(leaf) for leaf in LEAVES]
READ = reader(LEAF_HASHES)


@pytest.mark.parametrize("size", range(9))
def test_the_published_root_of_each_size_is_found(size: int) -> None:
    assert tree.root(LEAF_HASHES[:size]).hex() == ROOTS[size]
    assert tree.root_at(size, READ).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_the_published_inclusion_proofs_are_made_and_accepted(index: int, size: int, path: list[str]) -> None:
    proof = tree.inclusion_proof(index, size, READ)
    assert [one.hex() for one in proof] == path
    root = bytes.fromhex(ROOTS[size])
    assert tree.verify_inclusion(LEAF_HASHES[index], index=index, size=size, root=root, proof=proof)


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCY)
def test_the_published_consistency_proofs_are_made_and_accepted(old: int, new: int, path: list[str]) -> None:
    proof = tree.consistency_proof(old, new, READ)
    assert [one.hex() for one in proof] == path
    roots = {"old_root": bytes.fromhex(ROOTS[old]), "new_root": bytes.fromhex(ROOTS[new])}
    assert tree.verify_consistency(old=old, new=new, proof=proof, **roots)


def test_every_proof_of_every_tree_up_to_forty_leaves_is_accepted() -> None:
    hashes = some_hashes(40)
    read = reader(hashes)
    roots = [root_by_the_book(hashes[:size]) for size in range(41)]
    for new in range(41):
        for old in range(new + 1):
            proof = tree.consistency_proof(old, new, read)
            assert tree.verify_consistency(old=old, new=new, old_root=roots[old], new_root=roots[new], proof=proof)
        for index in range(new):
            path = tree.inclusion_proof(index, new, read)
            assert tree.verify_inclusion(hashes[index], index=index, size=new, root=roots[new], proof=path)


@given(st.integers(1, 600), st.data())
def test_every_flipped_bit_of_an_inclusion_proof_is_seen(size: int, data: st.DataObject) -> None:
    hashes = some_hashes(size)
    index = data.draw(st.integers(0, size - 1))
    proof, root = list(tree.inclusion_proof(index, size, reader(hashes))), tree.root(hashes)
    at, bit = data.draw(st.integers(-2, len(proof) - 1)), data.draw(st.integers(0, 255))
    leaf = flipped(hashes[index], bit) if at == -1 else hashes[index]
    wanted = flipped(root, bit) if at == -2 else root
    if at >= 0:
        proof[at] = flipped(proof[at], bit)
    assert not tree.verify_inclusion(leaf, index=index, size=size, root=wanted, proof=proof)


@given(st.integers(1, 600), st.data())
def test_an_inclusion_proof_holds_for_its_own_place_only(size: int, data: st.DataObject) -> None:
    hashes = some_hashes(size)
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(-1, size + 1))
    proof, root = tree.inclusion_proof(index, size, reader(hashes)), tree.root(hashes)
    held = tree.verify_inclusion(hashes[index], index=other, size=size, root=root, proof=proof)
    assert held == (other == index)
    for wrong in (proof[:-1] if proof else (root,), (*proof, root), (root, *proof), (*proof, b"")):
        assert not tree.verify_inclusion(hashes[index], index=index, size=size, root=root, proof=wrong)


@given(st.integers(2, 600), st.data())
def test_every_flipped_bit_of_a_consistency_proof_is_seen(new: int, data: st.DataObject) -> None:
    hashes = some_hashes(new)
    old = data.draw(st.integers(1, new - 1))
    proof = list(tree.consistency_proof(old, new, reader(hashes)))
    roots = [tree.root(hashes[:old]), tree.root(hashes)]
    at, bit = data.draw(st.integers(-2, len(proof) - 1)), data.draw(st.integers(0, 255))
    if at < 0:
        roots[at] = flipped(roots[at], bit)
    else:
        proof[at] = flipped(proof[at], bit)
    assert not tree.verify_consistency(old=old, new=new, old_root=roots[0], new_root=roots[1], proof=proof)


@given(st.integers(2, 300), st.data())
def test_a_rewritten_past_has_no_consistency_proof(new: int, data: st.DataObject) -> None:
    hashes = some_hashes(new)
    old, changed = data.draw(st.integers(1, new - 1)), data.draw(st.integers(0, new - 1))
    before = tree.root(hashes[:old])
    hashes[changed] = flipped(hashes[changed], 0)
    proof = tree.consistency_proof(old, new, reader(hashes))
    held = tree.verify_consistency(old=old, new=new, old_root=before, new_root=tree.root(hashes), proof=proof)
    assert held == (changed >= old)


@pytest.mark.parametrize(("index", "size"), [(0, 8), (5, 8), (2, 5), (7, 8), (6, 7), (1, 2)])
def test_a_tree_twice_or_half_as_large_is_not_proven_along(index: int, size: int) -> None:
    root, leaf = bytes.fromhex(ROOTS[size]), LEAF_HASHES[index]
    path = tree.inclusion_proof(index, size, READ)
    steps = tree.consistency_proof(index, size, READ)
    before = bytes.fromhex(ROOTS[index])
    for other in (size * 2, size // 2):
        assert not tree.verify_inclusion(leaf, index=index, size=other, root=root, proof=path)
        if index:
            assert not tree.verify_consistency(old=index, new=other, old_root=before, new_root=root, proof=steps)


def test_a_path_longer_than_its_tree_is_high_is_refused() -> None:
    # The last leaf of a full tree has only left siblings: a check without heights would hold it for leaf 3 of 4.
    path, root = tree.inclusion_proof(7, 8, READ), bytes.fromhex(ROOTS[8])
    assert not tree.verify_inclusion(LEAF_HASHES[7], index=3, size=4, root=root, proof=path)
    assert not tree.verify_inclusion(LEAF_HASHES[7], index=0, size=1, root=root, proof=path)
    steps, before = tree.consistency_proof(7, 8, READ), bytes.fromhex(ROOTS[7])
    assert not tree.verify_consistency(old=3, new=4, old_root=before, new_root=root, proof=steps)


@pytest.mark.parametrize(
    ("old", "new", "proof"),
    [(1, 0, ()), (2, 1, ()), (1, 2, ()), (0, 0, (tree.EMPTY_ROOT,)), (0, 1, (tree.EMPTY_ROOT,)), (-1, 1, ())],
)
def test_sizes_that_fit_no_proof_are_refused(old: int, new: int, proof: tuple[bytes, ...]) -> None:
    assert not tree.verify_consistency(
        old=old, new=new, old_root=tree.EMPTY_ROOT, new_root=tree.EMPTY_ROOT, proof=proof
    )


def test_the_empty_tree_has_one_root() -> None:
    one = LEAF_HASHES[0]
    assert tree.verify_consistency(old=0, new=1, old_root=tree.EMPTY_ROOT, new_root=one, proof=())
    assert not tree.verify_consistency(old=0, new=1, old_root=one, new_root=one, proof=())
    assert not tree.verify_consistency(old=0, new=0, old_root=tree.EMPTY_ROOT, new_root=one, proof=())
    assert not tree.verify_consistency(old=0, new=0, old_root=one, new_root=one, proof=())


@given(st.lists(st.integers(0, 70), max_size=8))
def test_a_frontier_grown_in_chunks_equals_the_tree_at_once(chunks: list[int]) -> None:
    hashes, frontier, at = some_hashes(sum(chunks)), Frontier(), 0
    stored: dict[tuple[int, int], bytes] = {}
    for chunk in chunks:
        frontier, spans = frontier.grow(hashes[at : at + chunk])
        for span in spans:
            stored |= {(span.level, span.start + place): one for place, one in enumerate(span.hashes)}
        at += chunk
    assert frontier == Frontier().append(hashes) == Frontier.from_bytes(frontier.to_bytes())
    assert frontier.root == root_by_the_book(hashes)
    whole = reader(hashes)
    assert all(whole(level, index) == one for (level, index), one in stored.items())
    assert len(stored) == sum(len(hashes) >> level for level in range(len(hashes).bit_length()))
    assert tree.frontier_at(at, whole) == frontier


@given(st.integers(1, 700), st.sampled_from([1, 2, 3, 8, 64]), st.data())
def test_proofs_need_only_the_levels_that_are_kept(size: int, every: int, data: st.DataObject) -> None:
    hashes = some_hashes(size)
    full = reader(hashes)

    def kept(level: int, index: int) -> bytes:
        assert level % every == 0
        return full(level, index)

    index = data.draw(st.integers(0, size - 1))
    read = tree.sparse(kept, every=every)
    assert tree.inclusion_proof(index, size, read) == tree.inclusion_proof(index, size, full)
    assert tree.consistency_proof(index, size, read) == tree.consistency_proof(index, size, full)


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_bytes_that_are_no_frontier_are_refused(data: bytes) -> None:
    try:
        frontier = Frontier.from_bytes(data)
    except TreeError as error:
        frontier = None
        line = str(error)
    assert frontier.to_bytes() == data if frontier else "\n" not in line


def test_what_fits_no_tree_is_refused_by_name() -> None:
    for ask in (
        lambda: tree.inclusion_proof(3, 3, READ),
        lambda: tree.inclusion_proof(-1, 3, READ),
        lambda: tree.consistency_proof(4, 3, READ),
        lambda: Frontier().append([b"short"]),
        lambda: Frontier(2, ()),
        lambda: Frontier(-1, ()),
    ):
        with pytest.raises(TreeError):
            ask()

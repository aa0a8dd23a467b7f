"""Checkpoints and receipts against published notes, and against everything that is none."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbox.kernel import tree
from callbox.kernel.checkpoint import (
    Checkpoint,
    CheckpointError,
    Signer,
    Verifier,
    format_body,
    parse_body,
    parse_note,
    sign,
    sign_note,
    verify,
    verify_note,
)
from callbox.kernel.receipt import Receipt, format_receipt, issue_receipt, parse_receipt, verify_receipt

# The example of golang.org/x/mod/sumdb/note (note_test.go, BSD-3-Clause).
GO_SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
GO_NOTE = f"{GO_TEXT}\n— PeterNeumann {GO_SIGNATURE}\n"
# A real checkpoint of the Go checksum database, as kept in the tests of github.com/google/trillian-examples.
SUMDB_VKEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
SUMDB_BODY = "go.sum database tree\n13485\n/ZWur4obeiqK+ASdnPK+/Rmz6LPQMUeSmHh0+UkL54Y=\n"
SUMDB_SIGNATURE = "Az3grnQReYTvpCrRxT+w50vixbqBlB/aPS8bL8f8KW4HHP+UjLSXOJgCh4f54n8hO6lrESglzyRXMXnhaWzaeY3zqw8="
SUMDB_NOTE = f"{SUMDB_BODY}\n— sum.golang.org {SUMDB_SIGNATURE}\n"

LOG = Signer("callbox.example/harbour", bytes(range(32)))
WITNESS = Signer("witness.example", bytes(range(1, 33)))
ENTRIES = [f"entry {at}".encode() for at in range(21)]
LEAF_HASHES = [tree.leaf_hash(entry) for entry in ENTRIES]
HEAD = Checkpoint(LOG.name, len(ENTRIES), tree.root(LEAF_HASHES))
NOTE = sign(HEAD, LOG)
Text = TypeVar("Text")
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)


def read(level: int, index: int) -> bytes:
    return tree.sparse(lambda _, at: LEAF_HASHES[at], every=64)(level, index)


def receipt_of(index: int) -> Receipt:
    return issue_receipt(ENTRIES[index], index=index, checkpoint=NOTE, read=read)


def test_the_published_note_is_signed_byte_for_byte() -> None:
    signer = Signer.parse(GO_SKEY)
    assert (signer.vkey, signer.skey) == (GO_VKEY, GO_SKEY)
    assert sign_note(GO_TEXT, signer) == GO_NOTE
    assert verify_note(GO_NOTE, [GO_VKEY]) == GO_TEXT
    assert verify_note(GO_NOTE.encode(), [GO_VKEY]) == GO_TEXT


def test_a_real_checkpoint_of_the_go_checksum_database_is_accepted() -> None:
    head = verify(SUMDB_NOTE, [SUMDB_VKEY], origin="go.sum database tree")
    assert head.size == 13485
    assert format_body(head) == SUMDB_BODY


@given(st.sampled_from([GO_NOTE, SUMDB_NOTE, NOTE]), st.data())
def test_every_flipped_bit_of_a_note_is_seen(note: str, data: st.DataObject) -> None:
    raw = bytearray(note.encode())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(CheckpointError):
        verify_note(bytes(raw), [GO_VKEY, SUMDB_VKEY, LOG.vkey])


@given(
    origin=TEXTS,
    size=st.integers(1, tree.MAX_SIZE),
    root=st.binary(min_size=32, max_size=32),
    extensions=st.lists(TEXTS, max_size=3),
)
def test_a_checkpoint_written_and_signed_reads_the_same(
    origin: str, size: int, root: bytes, extensions: list[str]
) -> None:
    head = Checkpoint(origin, size, root, tuple(extensions))
    assert parse_body(format_body(head)) == head
    assert verify(sign(head, LOG, WITNESS), [WITNESS.vkey], origin=origin) == head


def test_unknown_signatures_are_passed_over_and_known_false_ones_are_not() -> None:
    both = sign(HEAD, WITNESS, LOG)
    assert verify(both, [LOG.vkey]) == HEAD
    with pytest.raises(CheckpointError, match="known key"):
        verify(NOTE, [WITNESS.vkey])
    with pytest.raises(CheckpointError, match="known key"):
        verify(NOTE, [])
    other = sign(replace(HEAD, size=20), WITNESS)
    mixed = NOTE + other.rpartition("\n\n")[2]
    assert verify(mixed, [LOG.vkey]) == HEAD
    with pytest.raises(CheckpointError, match="false"):
        verify(mixed, [LOG.vkey, WITNESS.vkey])


def test_a_key_of_the_same_name_does_not_vouch_for_another() -> None:
    namesake = Signer(LOG.name, WITNESS.seed)
    with pytest.raises(CheckpointError, match="known key"):
        verify(NOTE, [namesake.vkey])


def test_the_checkpoint_of_another_log_is_refused() -> None:
    with pytest.raises(CheckpointError, match="origin must be elsewhere"):
        verify(NOTE, [LOG.vkey], origin="elsewhere")


def test_a_private_key_is_never_shown() -> None:
    assert "seed" not in repr(LOG)
    assert repr(bytes(range(32))) not in repr(LOG)


ROOT_64 = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "newline"),
        (f"log\n1\n{ROOT_64}", "newline"),
        ("log\n1\n", "origin, size and root"),
        (f"\n1\n{ROOT_64}\n", "origin"),
        (f"log\n01\n{ROOT_64}\n", "size"),
        (f"log\n+1\n{ROOT_64}\n", "size"),
        (f"log\n-1\n{ROOT_64}\n", "size"),
        (f"log\n１\n{ROOT_64}\n", "size"),
        (f"log\n{'9' * 5000}\n{ROOT_64}\n", "size"),
        (f"log\n{2**63}\n{ROOT_64}\n", "size"),
        (f"log\n0\n{ROOT_64}\n", "root"),
        ("log\n1\nAAAA\n", "root"),
        (f"log\n1\n{ROOT_64[:-1]}\n", "base64"),
        (f"log\n1\n{ROOT_64[:-2]}J=\n", "base64"),  # the same bytes in other letters
        (f"log\n1\n {ROOT_64}\n", "base64"),
        (f"log\n1\n{ROOT_64}\n\n", "extension"),
        (f"lo\rg\n1\n{ROOT_64}\n", "origin"),
        (f"lo\ud800g\n1\n{ROOT_64}\n", "origin"),
    ],
)
def test_each_malformed_checkpoint_is_refused_in_one_line(text: str, line: str) -> None:
    with pytest.raises(CheckpointError, match=line) as refused:
        parse_body(text)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ("", "empty line"),
        (GO_TEXT, "empty line"),
        (GO_TEXT + "\n", "empty line|newline|signature"),
        (GO_NOTE[:-1], "newline"),
        (GO_NOTE.replace("—", "-"), "signature line"),
        (GO_NOTE.replace("— ", "—  "), "signature line"),
        (GO_NOTE.replace("PeterNeumann", "Peter+Neumann"), "name"),
        (GO_NOTE.replace("PeterNeumann", "Peter\u3000Neumann"), "name"),
        (GO_NOTE.replace(GO_SIGNATURE, "AAAA"), "signature"),
        (GO_NOTE.replace(GO_SIGNATURE, "x08go/Z!"), "base64"),
        (GO_NOTE.replace("\n", "\r\n"), "control"),
        (GO_NOTE.encode() + b"\xff", "UTF-8"),
        (GO_NOTE + "\ud800", "UTF-8"),
        (GO_NOTE + f"— PeterNeumann {GO_SIGNATURE}\n" * 100, "100 signatures"),
        ("x" * 1_000_001 + GO_NOTE, "longer"),
    ],
)
def test_each_malformed_note_is_refused_in_one_line(note: str | bytes, line: str) -> None:
    with pytest.raises(CheckpointError, match=line) as refused:
        verify_note(note, [GO_VKEY])
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "PeterNeumann",
        GO_VKEY.replace("c7", "c8"),
        GO_VKEY.replace("c74f20a3", "C74F20A3"),
        GO_VKEY.replace("PeterNeumann", "Peter Neumann"),
        GO_VKEY.replace("PeterNeumann", ""),
        GO_VKEY[:-4],
        GO_VKEY.replace("+ARpc", "+AhpC"),
        GO_SKEY,
    ],
)
def test_a_key_that_is_none_is_refused(vkey: str) -> None:
    with pytest.raises(CheckpointError):
        Verifier.parse(vkey)
    with pytest.raises(CheckpointError):
        Signer.parse(vkey.replace("PRIVATE", "PUBLIC"))


def test_two_keys_that_cannot_be_told_apart_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callbox.kernel.checkpoint.key_id", lambda *_: b"same")
    with pytest.raises(CheckpointError, match="share"):
        verify(NOTE, [LOG.vkey, Signer(LOG.name, WITNESS.seed).vkey])


@pytest.mark.parametrize("index", range(len(ENTRIES)))
def test_a_receipt_proves_its_entry_from_its_text_alone(index: int) -> None:
    text = format_receipt(receipt_of(index))
    assert parse_receipt(text) == receipt_of(index)
    assert verify_receipt(text, [LOG.vkey], origin=LOG.name) == HEAD


def test_a_receipt_altered_anywhere_proves_nothing() -> None:
    text = format_receipt(receipt_of(13)).encode()
    for at in range(len(text)):
        changed = bytearray(text)
        changed[at] ^= 1
        with pytest.raises(CheckpointError):
            verify_receipt(changed.decode("utf-8", "surrogateescape"), [LOG.vkey], origin=LOG.name)


def test_a_receipt_of_another_entry_or_place_proves_nothing() -> None:
    receipt = receipt_of(5)
    wrong = (replace(receipt, entry=ENTRIES[6]), replace(receipt, index=6), replace(receipt, proof=receipt.proof[1:]))
    for one in wrong:
        with pytest.raises(CheckpointError, match="must lead"):
            verify_receipt(one, [LOG.vkey])


def test_a_checkpoint_that_does_not_reach_the_entry_gives_no_receipt() -> None:
    with pytest.raises(tree.TreeError):
        issue_receipt(b"late", index=21, checkpoint=NOTE, read=read)


PARSERS: tuple[Callable[[str], object], ...] = (parse_body, parse_note, parse_receipt, Verifier.parse, Signer.parse)


def refusal(parse: Callable[[Text], object], text: Text) -> str:
    """What the parser says against the text; any other error passes through and fails the test."""
    try:
        parse(text)
    except CheckpointError as error:
        return str(error)
    return ""


def only_the_one_error(text: str) -> None:
    assert not any("\n" in refusal(parse, text) for parse in PARSERS)


PIECES = ["\n", "\n\n", "— ", "+", "extra ", "index ", "0", "9" * 30, "=", "\x00", "\ud800", "\u2028", "１", "A" * 44]


def test_five_thousand_hostile_texts_meet_only_the_one_error() -> None:
    rng = random.Random(20261122)  # a fixed seed
    samples = [NOTE, GO_NOTE, GO_VKEY, GO_SKEY, SUMDB_BODY, format_receipt(receipt_of(9))]
    for _ in range(5000):
        text = rng.choice(samples)
        for _ in range(rng.randint(1, 4)):
            at, cut = rng.randint(0, len(text)), rng.randint(0, 40)
            text = text[:at] + rng.choice([*PIECES, "", chr(rng.randrange(0x110000))]) + text[at + cut :]
        only_the_one_error(text)


@settings(max_examples=500)
@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_text_meets_only_the_one_error(text: str) -> None:
    only_the_one_error(text)


@settings(max_examples=500)
@given(st.binary())
def test_any_bytes_meet_only_the_one_error(data: bytes) -> None:
    assert "\n" not in refusal(parse_note, data)

"""Signed checkpoints of the tree, in the C2SP text formats. Pure: keys and texts in, texts out.

Follows C2SP signed-note (https://c2sp.org/signed-note, Ed25519, signature type 0x01) and
tlog-checkpoint (https://c2sp.org/tlog-checkpoint); keys are written as golang.org/x/mod/sumdb/note
writes them. Any tool of that family can check a node's checkpoints without Callbox.

A note is a text that ends in a newline, an empty line, and one line for each signature::

    callbox.example/harbour
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — callbox.example/harbour Az3grlgtzPICa5OS8n…
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from callbox.kernel.tree import EMPTY_ROOT, HASH_BYTES, MAX_SIZE

ED25519 = b"\x01"  # the signature type of signed-note
KEY_BYTES = 32
SIGNATURE_BYTES = 64
MAX_SIGNATURES = 100  # as in the Go package; the specification asks for at least 16
MAX_NOTE_BYTES = 1_000_000
_PRIVATE = "PRIVATE+KEY+"
_SIZE = re.compile("0|[1-9][0-9]{0,18}")


class CheckpointError(ValueError):
    """A text, key or signature that cannot be trusted, in one line; `code` names it in the word tables."""

    def __init__(self, code: str, line: str) -> None:
        super().__init__(line)
        self.code = f"checkpoint.{code}"


def _refuse(wrong: bool, code: str, line: str) -> None:
    if wrong:
        raise CheckpointError(code, line)


def strict_base64(text: str, field_name: str) -> bytes:
    """The bytes of strict RFC 4648 base64: one text for each value, so that no text can be altered unseen."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        data = b""
    _refuse(not data or b64encode(data).decode() != text, "base64", f"{field_name} must be base64 (RFC 4648 section 4)")
    return data


def _has_control(text: str) -> bool:
    return any(letter < " " for letter in text)


def _encodable(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log claims at one moment: so many leaves under this root.

    `origin` names the log, `root` is the RFC 6962 root (32 bytes), `extensions` are further lines
    that are signed along with it; the specification advises against having any.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _refuse(not 0 <= self.size <= MAX_SIZE, "size", f"size must be between 0 and {MAX_SIZE}")
        _refuse(len(self.root) != HASH_BYTES, "root", f"root must be {HASH_BYTES} bytes long")
        _refuse(self.size == 0 and self.root != EMPTY_ROOT, "root", "root must be SHA-256 of nothing when size is 0")
        for name, line in [("origin", self.origin), *(("extension", one) for one in self.extensions)]:
            _refuse(not line, name, f"{name} must not be empty")
            _refuse(_has_control(line), name, f"{name} must be one line without control characters")
            _refuse(not _encodable(line), name, f"{name} must be valid Unicode text")


def format_body(checkpoint: Checkpoint) -> str:
    """The text that is signed: origin, size, root, extension lines, each with its newline."""
    lines = (checkpoint.origin, str(checkpoint.size), b64encode(checkpoint.root).decode(), *checkpoint.extensions)
    return "".join(f"{line}\n" for line in lines)


def parse_body(text: str) -> Checkpoint:
    """The checkpoint in a note's text. Proves nothing by itself: use `verify`.

    Raises:
        CheckpointError: for every text that `format_body` would not write.
    """
    _refuse(not text.endswith("\n"), "newline", "a checkpoint must end in a newline")
    lines = text[:-1].split("\n")
    _refuse(len(lines) < 3, "lines", "a checkpoint must have the lines origin, size and root")
    origin, size, root, *extensions = lines
    _refuse(not _SIZE.fullmatch(size), "size", "size must be a decimal number without leading zeros")
    return Checkpoint(origin, int(size), strict_base64(root, "root"), tuple(extensions))


def key_id(name: str, public: bytes) -> bytes:
    """The 4 bytes that tell keys of one name apart: SHA-256(name, newline, 0x01, public key)[:4]."""
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def _check_name(name: str) -> None:
    bad = not name or "+" in name or _has_control(name) or not _encodable(name) or any(map(str.isspace, name))
    _refuse(bad, "name", "key name must be text without spaces and plus signs")


def _parse_key(text: str, *, prefix: str, kind: str) -> tuple[str, bytes, bytes]:
    """The name, key id and 32 key bytes in `prefix name+id+base64`."""
    parts = text.removeprefix(prefix).split("+", 2)
    shaped = text.startswith(prefix) and len(parts) == 3 and re.fullmatch("[0-9a-f]{8}", parts[1])
    _refuse(not shaped, kind, f"{kind} must be {prefix}<name>+<8 hex digits>+<base64>")
    name, given, encoded = parts
    _check_name(name)
    key = strict_base64(encoded, kind)
    _refuse(key[:1] != ED25519 or len(key) != 1 + KEY_BYTES, kind, f"{kind} must hold an Ed25519 key of 32 bytes")
    return name, bytes.fromhex(given), key[1:]


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under its name: `public` is 32 bytes (RFC 8032)."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        _refuse(len(self.public) != KEY_BYTES, "vkey", f"public key must be {KEY_BYTES} bytes long")

    @property
    def id(self) -> bytes:
        return key_id(self.name, self.public)

    @property
    def vkey(self) -> str:
        """The text to publish, and to hand to `verify`."""
        return f"{self.name}+{self.id.hex()}+{b64encode(ED25519 + self.public).decode()}"

    @property
    def fingerprint(self) -> str:
        """What two people read to each other to know that they hold the same key: half of its SHA-256, in hex."""
        told = sha256(self.public).hexdigest()[:32]
        return " ".join(told[place : place + 4] for place in range(0, 32, 4))

    @classmethod
    def parse(cls, vkey: str) -> "Verifier":
        """The key in `name+id+base64`."""
        name, given, public = _parse_key(vkey, prefix="", kind="vkey")
        verifier = cls(name, public)
        _refuse(verifier.id != given, "vkey", "vkey must carry the id that belongs to its name and key")
        return verifier

    def holds(self, signature: bytes, text: bytes) -> bool:
        """Whether these 64 bytes are this key's signature under the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key under its name: `seed` is 32 bytes (RFC 8032), never shown in a representation."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_name(self.name)
        _refuse(len(self.seed) != KEY_BYTES, "skey", f"private key must be {KEY_BYTES} bytes long")

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    @property
    def vkey(self) -> str:
        return self.verifier.vkey

    @property
    def skey(self) -> str:
        """The text to keep secret."""
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{b64encode(ED25519 + self.seed).decode()}"

    @classmethod
    def parse(cls, skey: str) -> "Signer":
        """The key in `PRIVATE+KEY+name+id+base64`."""
        name, given, seed = _parse_key(skey, prefix=_PRIVATE, kind="skey")
        signer = cls(name, seed)
        _refuse(signer.verifier.id != given, "skey", "skey must carry the id that belongs to its name and key")
        return signer

    def sign_text(self, text: str) -> str:
        """The signature line under a note's text."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return f"— {self.name} {b64encode(self.verifier.id + signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: whose it says it is, and what it says (64 bytes for Ed25519)."""

    name: str
    id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the signatures under it, none of them checked yet."""

    text: str
    signatures: tuple[Signature, ...]


def _parse_signature(line: str) -> Signature:
    parts = line.split(" ")
    _refuse(len(parts) != 3 or parts[0] != "—", "signature", "a signature line must be: — <key name> <base64>")
    _check_name(parts[1])
    data = strict_base64(parts[2], "signature")
    _refuse(len(data) < 5, "signature", "a signature must be a key id of 4 bytes and at least one byte more")
    return Signature(parts[1], data[:4], data[4:])


def _note_text(note: str | bytes) -> str:
    try:
        data = note if isinstance(note, bytes) else note.encode()
        text = data.decode()
    except UnicodeError:
        raise CheckpointError("utf8", "a note must be valid UTF-8") from None
    _refuse(len(data) > MAX_NOTE_BYTES, "long", f"a note must not be longer than {MAX_NOTE_BYTES} bytes")
    _refuse(_has_control(text.replace("\n", "")), "control", "a note must not hold control characters")
    return text


def parse_note(note: str | bytes) -> Note:
    """The text and signature lines of a signed note, unchecked.

    Raises:
        CheckpointError: for everything that is not a signed note.
    """
    body, empty_line, signed = _note_text(note).rpartition("\n\n")
    _refuse(not empty_line, "unsigned", "a note must have an empty line and then its signatures")
    _refuse(not signed.endswith("\n"), "newline", "a signature line must end in a newline")
    lines = signed[:-1].split("\n")
    _refuse(len(lines) > MAX_SIGNATURES, "signatures", f"a note must not have more than {MAX_SIGNATURES} signatures")
    return Note(body + "\n", tuple(map(_parse_signature, lines)))


def sign_note(text: str, *signers: Signer) -> str:
    """The signed note over a text that ends in a newline; Ed25519 gives one signature for one text and key."""
    note = f"{text}\n{''.join(signer.sign_text(text) for signer in signers)}"
    parse_note(note)  # what this module would not read again must not leave it
    return note


def sign(checkpoint: Checkpoint, *signers: Signer) -> str:
    """The signed note of a checkpoint; the first signer's name should be the origin (tlog-checkpoint)."""
    return sign_note(format_body(checkpoint), *signers)


def _known_keys(vkeys: Iterable[str]) -> dict[tuple[str, bytes], Verifier]:
    known: dict[tuple[str, bytes], Verifier] = {}
    for verifier in map(Verifier.parse, vkeys):
        kept = known.setdefault((verifier.name, verifier.id), verifier)
        _refuse(kept != verifier, "ambiguous", f"two known keys share the name and id {verifier.name}")
    return known


def verify_note(note: str | bytes, vkeys: Iterable[str]) -> str:
    """The note's text, signed by at least one of the known keys and wrongly by none; other keys are passed over.

    Raises:
        CheckpointError: for a malformed note or key, a false signature, or none by a known key.
    """
    known, parsed = _known_keys(vkeys), parse_note(note)
    checked = False
    for line in parsed.signatures:
        verifier = known.get((line.name, line.id))
        if verifier is None:
            continue
        _refuse(
            not verifier.holds(line.signature, parsed.text.encode()), "false", f"the signature of {line.name} is false"
        )
        checked = True
    _refuse(not checked, "unknown", "the note must be signed by a known key")
    return parsed.text


def verify(note: str | bytes, vkeys: Iterable[str], *, origin: str | None = None) -> Checkpoint:
    """The checkpoint in a note that `verify_note` accepts, of this origin where one is given.

    Raises:
        CheckpointError: as `verify_note`, and for a text that is no checkpoint, or another log's.
    """
    checkpoint = parse_body(verify_note(note, vkeys))
    _refuse(origin not in (None, checkpoint.origin), "origin", f"origin must be {origin}, not {checkpoint.origin}")
    return checkpoint

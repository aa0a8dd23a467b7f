"""Who PostgreSQL runs as: ourselves, or for root an account that exists and owns nothing else of the node."""

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from callbox.site.postgres.errors import PostgresError

DEFAULT_USER = "nobody"


@dataclass(frozen=True)
class Account:
    """An operating-system account for the server. `drop`: we are root and must change to it."""

    name: str
    uid: int
    gid: int
    drop: bool

    def run_options(self) -> dict[str, Any]:
        """Keyword arguments for subprocess that run a child as this account, in no folder it couldn't enter."""
        options: dict[str, Any] = {"cwd": "/", "env": clean_environment(os.environ), "umask": 0o077}
        if self.drop:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Only what PostgreSQL needs: the caller's PG* variables and locale would change what it does."""
    kept = {name: environ[name] for name in ("PATH", "TMPDIR") if name in environ}
    return {"PATH": os.defpath, **kept, "LC_ALL": "C"}


def server_account(environ: Mapping[str, str], *, uid: int) -> Account:
    """The account for a caller with user number `uid`. Raises PostgresError when there is none that serves."""
    if uid != 0:
        return _named(uid)
    user = environ.get("CALLBOX_USER", "").strip() or DEFAULT_USER
    try:
        found = pwd.getpwnam(user)
    except KeyError:
        raise PostgresError("postgres.account_missing", user=user) from None
    if found.pw_uid == 0:
        raise PostgresError("postgres.account_root")
    return Account(found.pw_name, found.pw_uid, found.pw_gid, drop=True)


def _named(uid: int) -> Account:
    try:
        found = pwd.getpwuid(uid)
    except KeyError:
        raise PostgresError("postgres.account_unnamed", uid=uid) from None
    return Account(found.pw_name, uid, found.pw_gid, drop=False)


def run_as(
    account: Account, command: Sequence[str | Path], *, stdin: IO[bytes] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run `command` to its end as `account`, its output captured; never raises for an exit status."""
    return subprocess.run(  # noqa: S603 - our own binaries with arguments we made, no shell
        [str(part) for part in command],
        stdin=stdin or subprocess.DEVNULL,
        capture_output=True,
        check=False,
        **account.run_options(),
    )


def can_enter(account: Account, folder: Path) -> bool:
    """Whether `account` can go into `folder`: tried, since modes alone don't tell (links, access lists, mounts)."""
    return not account.drop or run_as(account, ["/bin/sh", "-c", 'cd "$1"', "sh", folder]).returncode == 0

"""Start, stop and look: the three things a node does with its server, each safe to do twice or from two processes."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from callbox.site.postgres import process
from callbox.site.postgres.account import server_account
from callbox.site.postgres.binaries import Binaries, find_binaries, runnable_by
from callbox.site.postgres.cluster import SUPERUSER, data_major, ensure_cluster, read_password
from callbox.site.postgres.connection import ConnectionInfo
from callbox.site.postgres.errors import PostgresError
from callbox.site.postgres.external import reach
from callbox.site.postgres.folders import PORT, Folders, ensure_folders

State = Literal["absent", "stopped", "running", "external"]


@dataclass(frozen=True)
class Status:
    """A server seen from outside. `absent`: no data yet. `external`: not ours to start or stop."""

    state: State
    pid: int | None = None
    major: int | None = None
    data: Path | None = None
    log: Path | None = None


def ensure_running(home: Path, *, environ: Mapping[str, str] | None = None, durable: bool = True) -> ConnectionInfo:
    """The node's database server, made and started if need be; an outside one when CALLBOX_DATABASE_URL names it.

    `home` exists (see callbox.site.home.ensure). `durable=False` is for tests alone: a power cut would lose writes.
    Raises PostgresError: one line that says what to do.
    """
    environ = os.environ if environ is None else environ
    if url := environ.get("CALLBOX_DATABASE_URL", "").strip():
        return reach(url)
    folders = Folders(home.resolve())
    try:
        return _ensure_embedded(folders, environ, durable=durable)
    except OSError as error:
        reason = f"{error.strerror or error}: {error.filename or folders.root}"
        raise PostgresError("postgres.not_started", reason=reason, log=folders.log) from error


def _ensure_embedded(folders: Folders, environ: Mapping[str, str], *, durable: bool) -> ConnectionInfo:
    account = server_account(environ, uid=os.geteuid())
    binaries = find_binaries(environ)
    ensure_folders(folders, account)
    with _locked(folders.lock):
        if process.running_pid(folders.data):
            process.await_ready(folders.data)
        else:
            binaries = runnable_by(account, binaries, copies=folders.copies)
            ensure_cluster(folders, account, binaries, durable=durable)
            process.start(folders, account, binaries, durable=durable)
    return _info(folders, binaries)


def _info(folders: Folders, binaries: Binaries) -> ConnectionInfo:
    return ConnectionInfo(
        host=str(folders.socket),
        port=PORT,
        user=SUPERUSER,
        password=read_password(folders),
        major=data_major(folders.data) or binaries.major,
        embedded=True,
    )


def stop(home: Path, *, environ: Mapping[str, str] | None = None) -> bool:
    """Stop the embedded server and wait for its end; whether one ran. An outside server is left alone."""
    folders = Folders(home.resolve())
    if _is_external(environ) or not folders.root.is_dir():
        return False
    with _locked(folders.lock):
        pid = process.running_pid(folders.data)
        if pid is not None:
            process.end(pid, folders)
    return pid is not None


def status(home: Path, *, environ: Mapping[str, str] | None = None) -> Status:
    """What is there and whether it runs; starts nothing, waits for nothing."""
    if _is_external(environ):
        return Status("external")
    folders = Folders(home.resolve())
    major = data_major(folders.data)
    if major is None:
        return Status("absent", data=folders.data)
    pid = process.running_pid(folders.data)
    return Status("running" if pid else "stopped", pid=pid, major=major, data=folders.data, log=folders.log)


def _is_external(environ: Mapping[str, str] | None) -> bool:
    return bool((os.environ if environ is None else environ).get("CALLBOX_DATABASE_URL", "").strip())


@contextmanager
def running(home: Path, *, durable: bool = True) -> Iterator[ConnectionInfo]:
    """The server for one command's length: stopped at the end only if it did not run before."""
    ran = status(home).state in {"running", "external"}
    info = ensure_running(home, durable=durable)
    try:
        yield info
    finally:
        if not ran:
            stop(home)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the node's file lock: the kernel lets go of it when we end, however we end."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)

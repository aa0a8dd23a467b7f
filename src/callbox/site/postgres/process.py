"""The server as a process: found, spawned, awaited, ended."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from callbox.site.postgres.account import Account
from callbox.site.postgres.binaries import Binaries
from callbox.site.postgres.errors import PostgresError, plain
from callbox.site.postgres.folders import Folders
from callbox.site.postgres.settings import as_arguments, server_settings

START_LIMIT_S = 300.0  # replaying the log after a power cut may take minutes
CLEAN_STOP_S = 30.0
STOP_LIMIT_S = 60.0
ORPHANS_LIMIT_S = 15.0
ORPHANS = "pre-existing shared memory block"
LARGEST_LOG_BYTES = 10_000_000


@dataclass(frozen=True)
class PidFile:
    """What `postmaster.pid` says: who wrote it, and whether that server takes connections."""

    pid: int
    ready: bool


def read_pid_file(data: Path) -> PidFile | None:
    """`postmaster.pid`, one fact a line: first the process, eighth its state. None when absent or half-written."""
    try:
        lines = (data / "postmaster.pid").read_text(errors="replace").splitlines()
        return PidFile(abs(int(lines[0])), ready=len(lines) > 7 and lines[7].strip() == "ready")
    except (FileNotFoundError, ValueError, IndexError):
        return None


def is_server(pid: int, data: Path) -> bool:
    """Whether `pid` is a living server of this data folder: after a crash the number may be another program's."""
    try:
        # Its command line, since its working folder is hidden even from root in an ordinary container.
        command = psutil.Process(pid).cmdline()
        return Path(command[0]).name == "postgres" and command[1:3] == ["-D", str(data)]
    except (psutil.Error, OSError, IndexError):  # gone, a zombie, or not ours to look at
        return False


def running_pid(data: Path) -> int | None:
    """The living server of this data folder."""
    found = read_pid_file(data)
    return found.pid if found and is_server(found.pid, data) else None


def start(folders: Folders, account: Account, binaries: Binaries, *, durable: bool) -> None:
    """Spawn the server and wait until it takes connections. Raises PostgresError with the server's own reason."""
    _rotate(folders.log)
    settings = server_settings(folders.socket, durable=durable)
    command = [str(binaries.program("postgres")), "-D", str(folders.data), *as_arguments(settings)]
    until = time.monotonic() + ORPHANS_LIMIT_S
    while reason := _try(command, folders, account):
        # Children of a killed server end by themselves in a moment; until then PostgreSQL rightly refuses.
        if ORPHANS not in reason or time.monotonic() > until:
            raise PostgresError("postgres.not_started", reason=reason, log=folders.log)
        time.sleep(0.1)


def _try(command: Sequence[str], folders: Folders, account: Account) -> str:
    """One attempt; why it failed, or nothing."""
    stale = read_pid_file(folders.data)
    with _open_log(folders.log) as log:
        told_before = log.tell()
        pid = _spawn(command, account, log=log, stale_pid=stale.pid if stale else None)
    return "" if _ready_in_time(pid, folders.data) else log_reason(folders.log, since=told_before, pid=pid)


def _open_log(path: Path) -> IO[bytes]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    log = os.fdopen(descriptor, "ab")
    log.seek(0, os.SEEK_END)
    return log


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))


def _spawn(command: Sequence[str], account: Account, *, log: IO[bytes], stale_pid: int | None) -> int:
    """Start the server in a session of its own, as no child of ours: it outlives us and a Ctrl-C does not reach it."""
    options = account.run_options()
    if stale_pid is not None:
        # A dead server's number may now be another program's, and PostgreSQL would take that for a living server. We
        # have looked; a number named here is no rival to it, while its own check of shared memory stays in force.
        options["env"] |= {"PG_GRANDPARENT_PID": str(stale_pid)}
    shell = ["/bin/sh", "-c", 'exec "$@" >&2 & echo $!', "sh", *command]
    answer = subprocess.run(  # noqa: S603 - our own program with arguments we made; the shell only detaches it
        shell,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
        check=True,
        start_new_session=True,
        **options,
    )
    return int(answer.stdout)


def _ready_in_time(pid: int, data: Path) -> bool:
    def decided() -> bool:
        return _is_ready(pid, data) or not _lives(pid)

    _wait(decided, limit_s=START_LIMIT_S)
    return _is_ready(pid, data)


def await_ready(data: Path) -> None:
    """Wait for a server that another process started to take connections, or to end."""
    _wait(
        lambda: (found := read_pid_file(data)) is None or found.ready or not is_server(found.pid, data),
        limit_s=START_LIMIT_S,
    )


def _is_ready(pid: int, data: Path) -> bool:
    found = read_pid_file(data)
    return found is not None and found.pid == pid and found.ready


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def end(pid: int, folders: Folders) -> None:
    """Ask the server to stop at once but cleanly (clients are cut off, all is written). Raises PostgresError.

    One that is asked while it starts again after the death of a client's process may wait for ever (seen with 18), so
    it is asked when it is up. Should it still not hear, it is told to end as in a power cut, which loses nothing: its
    next start replays the log.
    """
    _wait(lambda: not _starting(folders) or not is_server(pid, folders.data), limit_s=CLEAN_STOP_S)
    os.kill(pid, signal.SIGINT)
    if not (_ended(pid, folders, limit_s=CLEAN_STOP_S) or _cut_off(pid, folders)):
        raise PostgresError("postgres.not_stopped", pid=pid, limit_s=CLEAN_STOP_S + STOP_LIMIT_S, log=folders.log)
    if folders.root not in folders.socket.parents:
        with suppress(OSError):
            folders.socket.rmdir()  # nothing of a stopped node stays outside its home


def _starting(folders: Folders) -> bool:
    """Whether the server turns clients away because it starts; asked without a name or password."""
    answer = PGconn.ping(make_conninfo(host=str(folders.socket)).encode())
    return answer == Ping.REJECT


def _ended(pid: int, folders: Folders, *, limit_s: float) -> bool:
    return _wait(lambda: not is_server(pid, folders.data), limit_s=limit_s)


def _cut_off(pid: int, folders: Folders) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGQUIT)
    return _ended(pid, folders, limit_s=STOP_LIMIT_S)


def _wait(done: Callable[[], bool], *, limit_s: float) -> bool:
    """Look every 10 ms until `done` or the limit."""
    until = time.monotonic() + limit_s
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def log_reason(log: Path, *, since: int, pid: int) -> str:
    """The last fatal line that server `pid` wrote after byte `since`, without its time and process number.

    Children of a dead server may still write theirs; they count only if the new one said nothing.
    """
    with log.open("rb") as file:
        file.seek(since)
        lines = [line for line in file.read().decode(errors="replace").splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL:" in line or "PANIC:" in line]
    own = [line for line in fatal if f"[{pid}]" in line]
    return plain((own or fatal)[-1] if fatal else " ".join(lines) or "it said nothing")

"""The processes of a running world: how each is started, and how a child knows that its supervisor is gone."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LARGEST_LOG_BYTES = 10_000_000
WAITS_S = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0)
HEALTHY_S = 30.0
LAST_WORDS_S = 15.0


@dataclass
class Part:
    """One process: its name, the arguments it is started with, and how it fares."""

    name: str
    arguments: Sequence[str]
    log: Path
    sockets: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    started_s: float = 0.0
    due_s: float = 0.0
    failures: int = 0

    def start(self, now_s: float) -> None:
        """Start it. Its standard input stays open as long as we live."""
        command = [sys.executable, "-m", "callbox.site.running.child", self.name, *self.arguments]
        with _open_log(self.log) as log:
            self.process = subprocess.Popen(  # noqa: S603  our own module with arguments we made
                command, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True, pass_fds=self.sockets
            )
        self.started_s = now_s

    def ended(self) -> int | None:
        """How it ended: its exit status, or a signal's number below zero. None while it runs."""
        return self.process.poll() if self.process else None

    def put_off(self, now_s: float) -> float:
        """After an end: when to start it again, in seconds from now; longer after each failure in a row."""
        self.failures = 0 if now_s - self.started_s > HEALTHY_S else self.failures
        wait_s = WAITS_S[min(self.failures, len(WAITS_S) - 1)]
        self.failures += 1
        self._forget()
        self.due_s = now_s + wait_s
        return wait_s

    def stop(self, limit_s: float) -> None:
        """Ask it to end, and after the limit end it."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(limit_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._forget()

    def _forget(self) -> None:
        if self.process and self.process.stdin:
            self.process.stdin.close()
        self.process = None


def _open_log(path: Path) -> IO[bytes]:
    if path.exists() and path.stat().st_size > LARGEST_LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    return os.fdopen(descriptor, "ab")


def end_with_supervisor() -> None:
    """End this process when its supervisor does, however that ends: the pipe that is our input then closes."""
    threading.Thread(target=_watch_input, name="supervisor-watch", daemon=True).start()


def _watch_input() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_WORDS_S)
    os._exit(1)

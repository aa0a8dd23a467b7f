"""Ending, from another process, what `callbox run` started."""

import os
import signal
import time
from pathlib import Path

from callbox.site import postgres
from callbox.site.running import hold
from callbox.site.running.words import RunError

LIMIT_S = 90.0


def stop(home: Path) -> bool:
    """End the supervisor of this home and wait for it, or a server that one left behind; whether anything ran.

    Raises:
        RunError: when it is another user's, or does not end.
    """
    pid = hold.supervisor(home)
    if pid is None:
        return postgres.stop(home)
    try:
        os.kill(pid, signal.SIGTERM)
    except PermissionError as wrong:
        raise RunError("run.not_yours", pid=pid) from wrong
    until_s = time.monotonic() + LIMIT_S
    while hold.supervisor(home) is not None:
        if time.monotonic() > until_s:
            raise RunError("run.not_stopped", pid=pid, limit_s=LIMIT_S, logs=home / "logs")
        time.sleep(0.05)
    return True

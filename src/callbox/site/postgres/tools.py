"""PostgreSQL's own tools, for backup, restore and upgrade."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from callbox.site.postgres.account import clean_environment
from callbox.site.postgres.binaries import find_binaries
from callbox.site.postgres.connection import ConnectionInfo
from callbox.site.postgres.errors import PostgresError


def run_tool(
    info: ConnectionInfo,
    tool: str,
    args: Sequence[str | Path],
    *,
    database: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> str:
    """Run `pg_dump`, `pg_restore` or another of PostgreSQL's client tools as the caller; its standard output.

    Raises PostgresError with the tool's last line when it fails.
    """
    at_hand = os.environ if environ is None else environ
    program = find_binaries(at_hand).program(tool)
    try:
        answer = subprocess.run(  # noqa: S603 - our own program, no shell
            [str(part) for part in (program, *args)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            env=clean_environment(at_hand) | info.environment(database),
        )
    except OSError as error:
        raise PostgresError("postgres.binaries_unusable", path=program, reason=error.strerror) from error
    if answer.returncode != 0:
        raise PostgresError("postgres.tool_failed", tool=tool, reason=_last_line(answer.stderr))
    return answer.stdout.decode(errors="replace")


def _last_line(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "no reason given"

"""PostgreSQL's own tools, for backup, restore and upgrade."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from callbox.site.postgres.account import clean_environment
from callbox.site.postgres.binaries import find_binaries
from callbox.site.postgres.connection import ConnectionInfo
from callbox.site.postgres.errors import PostgresError

# `pg_restore` sets this on every server, and those before 17 refuse what they do not know.
SINCE_17 = b"SET transaction_timeout = 0;"
HEAD_BYTES = 4_096


def run_tool(
    info: ConnectionInfo,
    tool: str,
    args: Sequence[str | Path],
    *,
    database: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> str:
    """Run `pg_dump`, `pg_restore` or another of PostgreSQL's client tools as the caller; its standard output.

    Raises PostgresError with the tool's line that names the fault when it fails.
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
        raise PostgresError("postgres.tool_failed", tool=tool, reason=_why(answer.stderr))
    return answer.stdout.decode(errors="replace")


def load(info: ConnectionInfo, dump: Path, *, database: str, environ: Mapping[str, str] | None = None) -> None:
    """Fill an empty database from a dump in `pg_dump`'s own format, without its owners and grants.

    Raises PostgresError when any of it cannot be brought in.
    """
    plain = ["--no-owner", "--no-privileges"]
    if info.major >= 17:
        run_tool(info, "pg_restore", ["--exit-on-error", *plain, "--dbname", database, dump], environ=environ)
        return
    with TemporaryDirectory() as folder:
        script = Path(folder) / "script.sql"
        run_tool(info, "pg_restore", [*plain, "--file", script, dump], environ=environ)
        _speak_older(script)
        once = ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--single-transaction"]
        run_tool(info, "psql", [*once, "--file", script], database=database, environ=environ)


def _speak_older(script: Path) -> None:
    """Make a remark of the one setting in a script's head that older servers refuse; data are never touched."""
    with script.open("r+b") as file:
        at = file.read(HEAD_BYTES).find(SINCE_17)
        if at >= 0:
            file.seek(at)
            file.write(b"--")


def _why(output: bytes) -> str:
    """The line that names the fault; what follows it is the command that met it."""
    lines = output.decode(errors="replace").strip().splitlines()
    return next((line for line in lines if "error:" in line.casefold()), lines[-1] if lines else "no reason given")

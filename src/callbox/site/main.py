"""The entry point of `callbox`: wires the commands to this node."""

import errno
import importlib
import signal
import sys
from collections.abc import Callable, Sequence

from django.db import Error as DatabaseError

from callbox.faces.command import program
from callbox.faces.command.site import Site
from callbox.kernel.node import current
from callbox.site import start
from callbox.site.faults import where
from callbox.site.home import SetupError
from callbox.site.node_site import NodeSite
from callbox.site.running.words import RunError

# What a disk or its owner says no with: another folder helps, or another user, or room.
CLOSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT})


def main() -> int:
    """Run the command line given to this process."""
    # A command that is told to end ends as on Ctrl-C: what it has open is closed, and one line says so.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    start.setup()
    # Commands reach modules with tables, which can be imported only once Django is set up.
    commands = importlib.import_module("callbox.site.commands").COMMANDS
    return carried_out(sys.argv[1:], commands=commands, site=NodeSite)


def carried_out(arguments: Sequence[str], *, commands: Sequence[program.Command], site: Callable[[], Site]) -> int:
    """Run one command line; its exit status. Whatever the node refuses is one line."""
    try:
        return program.main(arguments, commands=commands, site=site)
    except DatabaseError as wrong:
        # Only its kind and place: its text may quote what somebody told.
        return _ended(_of_database(wrong))
    except SetupError as wrong:
        return _ended(wrong)
    except OSError as wrong:
        return _ended(_of_disk(wrong))
    except Exception as wrong:
        # A fault of ours, or data that somebody changed behind the gate. Never its text, for the same reason.
        return _ended(RunError("run.fault", reason=where(wrong)))


def _of_disk(wrong: OSError) -> SetupError:
    """A file that may not be written or has no room is named; every other fault of the system's is ours."""
    if wrong.errno in CLOSED and wrong.filename is not None:
        return RunError("run.closed", path=wrong.filename, reason=wrong.strerror)
    return RunError("run.fault", reason=where(wrong))


def _of_database(wrong: DatabaseError) -> SetupError:
    """What a failing database means: most often that a newer Callbox was installed over older tables."""
    try:
        world = current().world.name
        older = start.pending() > 0
    except (DatabaseError, RuntimeError):  # not even that can be asked, or no world was open yet
        older = False
    return RunError("run.upgrade_first", name=world) if older else RunError("run.database", reason=where(wrong))


def _ended(wrong: SetupError) -> int:
    sys.stderr.write(f"callbox: {wrong.text(program.language())}\n")
    return wrong.status


if __name__ == "__main__":
    sys.exit(main())

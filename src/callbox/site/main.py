"""The entry point of `callbox`: wires the commands to this node."""

import importlib
import sys
from collections.abc import Callable, Sequence

from django.db import Error as DatabaseError

from callbox.faces.command import program
from callbox.faces.command.site import Site
from callbox.site import start
from callbox.site.faults import where
from callbox.site.home import SetupError
from callbox.site.node_site import NodeSite
from callbox.site.running.words import RunError


def main() -> int:
    """Run the command line given to this process."""
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
        return _ended(RunError("run.database", reason=where(wrong)))
    except SetupError as wrong:
        return _ended(wrong)


def _ended(wrong: SetupError) -> int:
    sys.stderr.write(f"callbox: {wrong.text(program.language())}\n")
    return wrong.status


if __name__ == "__main__":
    sys.exit(main())

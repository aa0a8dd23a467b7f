"""The entry point of `callbox`: wires the commands to this node."""

import importlib
import sys

from callbox.faces.command import program
from callbox.site import start
from callbox.site.home import SetupError
from callbox.site.node_site import NodeSite


def main() -> int:
    """Run the command line given to this process."""
    start.setup()
    # Commands reach modules with tables, which can be imported only once Django is set up.
    commands = importlib.import_module("callbox.site.commands").COMMANDS
    try:
        return program.main(sys.argv[1:], commands=commands, site=NodeSite)
    except SetupError as wrong:
        sys.stderr.write(f"callbox: {wrong.text(program.language())}\n")
        return wrong.status


if __name__ == "__main__":
    sys.exit(main())

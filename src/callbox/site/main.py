"""The entry point of `callbox`: wires the commands to this node."""

import sys

from callbox.faces.command import checkpoint, program, verify, worlds
from callbox.site import start
from callbox.site.home import SetupError
from callbox.site.node_site import NodeSite

COMMANDS: tuple[program.Command, ...] = (worlds, verify, checkpoint)


def main() -> int:
    """Run the command line given to this process."""
    start.setup()
    try:
        return program.main(sys.argv[1:], commands=COMMANDS, site=NodeSite)
    except SetupError as wrong:
        sys.stderr.write(f"callbox: {wrong.text(program.language())}\n")
        return program.WRONG


if __name__ == "__main__":
    sys.exit(main())

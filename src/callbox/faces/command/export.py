"""`callbox export open-data`: the public notices and protected counts as files, now instead of at night."""

import argparse
from pathlib import Path

from callbox.faces.command.program import DONE, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel.words import say
from callbox.services.notice import open_data

NAME = "export"
HELP = "command.export"
WHAT = ("open-data",)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, from which world, and where to."""
    parser.add_argument("what", choices=WHAT, help=say("export.option.what", language()))
    parser.add_argument("--out", metavar="FOLDER", type=Path, required=True, help=say("export.option.out", language()))
    parser.add_argument("--world", help=say("command.option.world", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Write them, and say which."""
    node = site.open(told.world or site.default_world())
    try:
        made = open_data.write(told.out, now=node.world.clock.now())
    except OSError as wrong:
        raise Stop("export.folder", status=2, path=told.out, detail=wrong.strerror or "") from wrong
    for path in made:
        print(path)
    return DONE

"""`callbox backup`: the database, the files and, apart, the keys."""

import argparse
from pathlib import Path

from callbox.faces.command.keeping.words import register
from callbox.faces.command.program import DONE, language
from callbox.faces.command.site import Site
from callbox.kernel.words import say

register()
NAME = "backup"
HELP = "command.backup"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which world, and where to."""
    parser.add_argument("--to", metavar="FOLDER", help=say("backup.option.to", language()))
    parser.add_argument("--world", help=say("command.option.world", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Write it, and say where."""
    saved = site.keeper.backup(told.world or site.default_world(), to=Path(told.to) if told.to else None)
    details = {"world": saved.world, "entries": saved.entries, "size_mb": saved.bytes / 1e6, "folder": saved.folder}
    print(say("backup.done", language(), **details))
    print(say("backup.apart", language()))
    return DONE

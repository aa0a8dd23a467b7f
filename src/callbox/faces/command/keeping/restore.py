"""`callbox restore`: a backup becomes a world again."""

import argparse
from pathlib import Path

from callbox.faces.command.keeping.words import register
from callbox.faces.command.program import DONE, WRONG, language
from callbox.faces.command.site import Site
from callbox.kernel.words import say
from callbox.kernel.world import Mode

register()
NAME = "restore"
HELP = "command.restore"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup, and under which name."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help=say("restore.option.folder", language()))
    parser.add_argument("--world", help=say("restore.option.world", language()))
    for part in ("keys", "files"):
        parser.add_argument(f"--{part}", metavar="FOLDER", type=Path, help=say(f"restore.option.{part}", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Bring it back and say whether it holds."""
    back = site.keeper.restore(told.folder, world=told.world, keys=told.keys, files=told.files)
    details = {"world": back.world, "mode": back.mode.value, "entries": back.entries, "erased": back.erased}
    print(say("restore.done", language(), **details))
    if back.aside:
        print(say("restore.aside", language(), path=back.aside))
    live = [name for name, mode in site.keeper.modes().items() if mode is Mode.LIVE]
    if back.mode is Mode.LIVE and len(live) > 1:
        print(say("restore.two_live", language(), world=back.world))
    if back.faults:
        print(say("restore.faults", language(), faults=back.faults, world=back.world))
        return WRONG
    print(say("restore.verified", language()))
    return DONE

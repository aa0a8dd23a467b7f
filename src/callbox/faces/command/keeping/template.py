"""`callbox template`: the empty spreadsheet that `callbox import` reads."""

import argparse
from pathlib import Path

from callbox.faces.command.keeping.words import register
from callbox.faces.command.program import DONE, USAGE, Stop, language
from callbox.faces.command.sheet import template
from callbox.faces.command.site import Site
from callbox.kernel.words import say

register()
NAME = "template"
HELP = "command.template"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", metavar="FILE.xlsx", help=say("template.option.file", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Write it, over nothing that is there."""
    path = Path(told.file)
    if path.suffix.casefold() != ".xlsx":
        raise Stop("template.suffix", status=USAGE, path=path)
    if path.exists():
        raise Stop("template.exists", status=USAGE, path=path)
    try:
        template.write(path)
    except OSError as wrong:
        raise Stop("template.not_written", status=USAGE, path=path, reason=wrong.strerror) from wrong
    print(say("template.written", language(), path=path))
    return DONE

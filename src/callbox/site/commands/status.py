"""`callbox status`: what runs here."""

import argparse
import sys

from callbox.faces.command.program import DONE, WRONG, language
from callbox.faces.command.site import Site
from callbox.site.running import hold
from callbox.site.running.words import line

NAME = "status"
HELP = "command.status"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes nothing."""


def run(told: argparse.Namespace, site: Site) -> int:
    """Tell it, a line for each process; exit status 1 when nothing runs."""
    running = hold.noted(site.home)
    if running is None:
        sys.stdout.write(line("not_running", language()) + "\n")
        return WRONG
    lines = [line("running", language(), world=running.world, url=running.url, pid=running.pid)]
    for part, pid in running.parts.items():
        lines.append(line("part" if pid else "part_down", language(), part=part, pid=pid))
    sys.stdout.write("\n".join(lines) + "\n")
    return DONE

"""`callbox worlds`: which worlds there are."""

import argparse

from callbox.faces.command.site import Site

NAME = "worlds"
HELP = "command.worlds"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes nothing."""


def run(told: argparse.Namespace, site: Site) -> int:
    """List them, one a line."""
    for name in site.worlds():
        print(name)
    return 0

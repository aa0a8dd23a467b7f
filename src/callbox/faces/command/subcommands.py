"""A command that is several: `callbox city import`, `callbox token list`. Each takes its own line and does its own."""

import argparse
from collections.abc import Callable, Mapping
from typing import NamedTuple

from callbox.faces.command.program import USAGE, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel.words import say

Declare = Callable[[argparse.ArgumentParser], None]


def world_option(parser: argparse.ArgumentParser) -> None:
    """Let the line name a world."""
    parser.add_argument("--world", metavar="NAME", help=say("command.option.world", language()))


class Sub(NamedTuple):
    """One of them: the code of its help, what declares its options, and what does it and gives the exit status."""

    help: str
    options: Declare
    run: Callable[[argparse.Namespace, Site], int]


def declare(parser: argparse.ArgumentParser, subs: Mapping[str, Sub], *, common: Declare = world_option) -> None:
    """Give the command's parser one parser for each, with the options that are `common` to them."""
    below = parser.add_subparsers(dest="what", metavar="WHAT")
    for name, sub in subs.items():
        text = say(sub.help, language())
        one = below.add_parser(name, help=text, description=text)
        sub.options(one)
        common(one)


def run(told: argparse.Namespace, site: Site, *, subs: Mapping[str, Sub], missing: str) -> int:
    """Do the one that the line names.

    Raises:
        Stop: with the words of `missing`, where it names none.
    """
    if told.what is None:
        raise Stop(missing, status=USAGE)
    return subs[told.what].run(told, site)

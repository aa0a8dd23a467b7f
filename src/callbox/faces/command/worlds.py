"""`callbox worlds`: which worlds there are, what each is for, and how one signs in to a replayed one."""

import argparse

from callbox.faces.command.program import DONE, language
from callbox.faces.command.site import Site
from callbox.kernel.words import say
from callbox.kernel.world import Mode

NAME = "worlds"
HELP = "command.worlds"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes nothing."""


def run(told: argparse.Namespace, site: Site) -> int:
    """List them, one a line, the name first."""
    modes = site.keeper.modes()
    width = max(map(len, modes), default=0)
    for name, mode in modes.items():
        print(f"{name:{width}}  {say(f'value.{mode.value}', language())}")
    for name in (name for name, mode in modes.items() if mode is Mode.REPLAY):
        print(say("worlds.sign_in", language(), world=name))
    return DONE

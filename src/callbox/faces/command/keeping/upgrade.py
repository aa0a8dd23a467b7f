"""`callbox upgrade`: the data of an older version, brought to this one."""

import argparse

from callbox.faces.command.keeper import Upgraded
from callbox.faces.command.keeping.words import register
from callbox.faces.command.program import DONE, WRONG, language
from callbox.faces.command.site import Site
from callbox.kernel.verify import Count, chains
from callbox.kernel.words import say

register()
NAME = "upgrade"
HELP = "command.upgrade"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes nothing."""


def run(told: argparse.Namespace, site: Site) -> int:
    """Do it step by step, then verify every world that was touched."""
    touched = []
    for step in site.keeper.upgrade():
        for line in _lines(step):
            print(line)
        touched += [step.world] if step.migrations else []
    broken = [(world, faults) for world in touched if (faults := sum(1 for _ in chains(site.open(world), Count())))]
    for world, faults in broken:
        print(say("restore.faults", language(), faults=faults, world=world))
    if broken:
        return WRONG
    print(say("upgrade.done", language()))
    return DONE


def _lines(step: Upgraded) -> list[str]:
    if not step.world:
        return [say("upgrade.server" if step.kept else "upgrade.server_same", language(), kept=step.kept)]
    if not step.migrations:
        return [say("upgrade.same", language(), world=step.world)]
    return [
        say("upgrade.backup", language(), world=step.world, folder=step.backup),
        say("upgrade.steps", language(), world=step.world, count=step.migrations),
    ]

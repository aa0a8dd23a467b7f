"""`callbox checkpoint`: a signed checkpoint now, to the place outside."""

import argparse

from callbox.faces.command.program import DONE, Stop, fault_of, language
from callbox.faces.command.site import Site
from callbox.kernel import publish, sequencer
from callbox.kernel.checkpoint import CheckpointError
from callbox.kernel.outside import place
from callbox.kernel.words import say

NAME = "checkpoint"
HELP = "command.checkpoint"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which world, and where to."""
    parser.add_argument("--world", help=say("command.option.world", language()))
    parser.add_argument("--outside", help=say("command.option.outside", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Publish, and show the note."""
    name = told.world or site.default_world()
    node = site.open(name)
    sequencer.run()
    try:
        published = publish.publish(node, place(told.outside or site.outside(name)))
    except (publish.Forked, CheckpointError) as wrong:
        raise Stop("checkpoint.forked", detail=str(wrong)) from wrong
    except OSError as wrong:
        raise Stop("checkpoint.unreachable", status=fault_of(told.outside), detail=str(wrong)) from wrong
    print(published.note, end="")
    return DONE

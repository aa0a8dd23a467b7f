"""`callbox receipt CASE`: proof, to hand over, that a case stands in the ledger."""

import argparse
import sys
from pathlib import Path

from callbox.faces.command.program import DONE, USAGE, Stop, fault_of, language
from callbox.faces.command.show import READER
from callbox.faces.command.site import Site
from callbox.kernel import publish, sequencer
from callbox.kernel.checkpoint import CheckpointError
from callbox.kernel.outside import place
from callbox.kernel.proving import receipt_of
from callbox.kernel.story import named
from callbox.kernel.words import say

NAME = "receipt"
HELP = "command.receipt"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Of which case, and where to."""
    parser.add_argument("case", metavar="CASE", help=say("receipt.option.case", language()))
    parser.add_argument("--out", metavar="FILE", type=Path, help=say("receipt.option.out", language()))
    parser.add_argument("--world", metavar="NAME", help=say("command.option.world", language()))
    parser.add_argument("--outside", help=say("command.option.outside", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Sign a checkpoint that reaches the case as it stands, and prove the case under it."""
    name = told.world or site.default_world()
    node = site.open(name)
    case = named(READER, told.case)
    sequencer.run()
    try:
        outside = place(told.outside or site.outside(name))
        publish.publish(node, outside)
        text = receipt_of(node, case, outside)
    except (publish.Forked, CheckpointError) as wrong:
        raise Stop("checkpoint.forked", detail=str(wrong)) from wrong
    except OSError as wrong:
        raise Stop("checkpoint.unreachable", status=fault_of(told.outside), detail=str(wrong)) from wrong
    _hand_over(text, told.out)
    return DONE


def _hand_over(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as wrong:
        raise Stop("receipt.not_written", status=USAGE, path=out, detail=wrong.strerror) from wrong

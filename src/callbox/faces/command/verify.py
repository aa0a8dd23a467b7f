"""`callbox verify`: does the ledger hold."""

import argparse
from itertools import chain

from callbox.faces.command.program import DONE, WRONG, Stop, fault_of, language
from callbox.faces.command.site import Site
from callbox.kernel import sequencer
from callbox.kernel.facts import Ref
from callbox.kernel.harmless import harmless
from callbox.kernel.outside import place
from callbox.kernel.verify import Count, Fault, chains
from callbox.kernel.verify_tree import Seen, tree
from callbox.kernel.words import say

NAME = "verify"
HELP = "command.verify"
SHOWN_MAX = 50


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which world, and where its checkpoints lie."""
    parser.add_argument("--world", help=say("command.option.world", language()))
    parser.add_argument("--outside", help=say("command.option.outside", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """One line when all holds; else one line for each fault."""
    name = told.world or site.default_world()
    node = site.open(name)
    sequencer.run()
    count, seen = Count(), Seen()
    outside = place(told.outside or site.outside(name))
    try:
        found = list(chain(chains(node, count), tree(node, outside, seen)))
    except OSError as wrong:
        raise Stop("checkpoint.unreachable", status=fault_of(told.outside), detail=str(wrong)) from wrong
    for fault in found[:SHOWN_MAX]:
        # Whoever changed a record may have given it a name that wipes its own line from a terminal.
        print(harmless(_told(fault)))
    if found:
        print(say("verify.broken", language(), faults=len(found), entries=count.entries))
        return WRONG
    print(_holds(count, seen))
    return DONE


def _told(fault: Fault) -> str:
    where = say("verify.record", language(), kind=fault.ref.kind, id=fault.ref.id)
    if fault.ref == Ref("ledger", "tree"):
        where = say("verify.tree", language())
    elif fault.n:
        where += say("verify.entry", language(), n=fault.n)
    if fault.field:
        where += say("verify.field", language(), field=fault.field)
    return f"✗ {where}: {say(f'verify.{fault.code}', language(), n=fault.n, detail=fault.detail)}"


def _holds(count: Count, seen: Seen) -> str:
    if seen.checkpoint is None:
        return "✓ " + say("verify.holds_unanchored", language(), entries=count.entries, records=count.records)
    told = {"entries": count.entries, "records": count.records, "size": seen.checkpoint.size}
    return "✓ " + say("verify.holds", language(), **told)

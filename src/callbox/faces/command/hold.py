"""`callbox hold`: keep a case from being erased, as evidence; or lift that again."""

import argparse

from callbox.faces.command.erase import KEEPER, named
from callbox.faces.command.program import DONE, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel import gate, read, registry, sequencer
from callbox.kernel.facts import Act, Ref
from callbox.kernel.node import Node
from callbox.kernel.words import say
from callbox.services.erasure.facts import Hold

NAME = "hold"
HELP = "command.hold"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which case, why, and whether the hold ends."""
    parser.add_argument("case", metavar="CASE", help=say("erase.option.case", language()))
    parser.add_argument("--because", required=True, metavar="WHY", help=say("hold.option.because", language()))
    parser.add_argument("--lift", action="store_true", help=say("hold.option.lift", language()))
    parser.add_argument("--world", help=say("command.option.world", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Place the hold, or lift every one there is."""
    node = site.open(told.world or site.default_world())
    case = named(told.case)
    if told.lift:
        _lift(node, case, told.because)
    else:
        _do(node, "hold.place", told.because, id=node.ids.new(), case=str(case))
    sequencer.run()
    print(say("hold.lifted" if told.lift else "hold.placed", language(), kind=case.kind, id=case.id))
    return DONE


def _lift(node: Node, case: Ref, because: str) -> None:
    there = read.Condition("of_kind = %s AND of = %s AND status = 'in_force'", (case.kind, case.id))
    holds: tuple[Hold, ...] = read.select(KEEPER, "hold", where=[there])
    if not holds:
        raise Stop("hold.none", kind=case.kind, id=case.id)
    for hold in holds:
        _do(node, "hold.lift", because, hold=hold.id)


def _do(node: Node, name: str, because: str, **given: str) -> None:
    inputs = registry.act(name).inputs(**given)
    act = Act(name=name, by=KEEPER, at=node.world.clock.now(), inputs=inputs, because=because)
    gate.act(act).ref  # noqa: B018  raises what refused it

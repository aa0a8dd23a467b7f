"""`callbox erase`: end the personal values of a closed case for good, and say exactly what was destroyed."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable

from callbox.faces.command.program import DONE, USAGE, Stop, fault_of, language
from callbox.faces.command.site import Site
from callbox.kernel import erase as kernel
from callbox.kernel import sequencer, story
from callbox.kernel.facts import Actor, Ref
from callbox.kernel.outside import place
from callbox.kernel.words import say
from callbox.kernel.world import normal_id
from callbox.services.erasure.facts import GROUNDS

NAME = "erase"
HELP = "command.erase"
KEEPER = Actor(organisation="", roles=frozenset({"administrator"}), via="command")
FINDER = Actor(organisation="", roles=frozenset({"machine"}), via="command")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which case, why, and whether to ask first."""
    parser.add_argument("case", metavar="CASE", help=say("erase.option.case", language()))
    parser.add_argument("--because", required=True, metavar="WHY", help=say("erase.option.because", language()))
    grounds = say("erase.option.ground", language())
    parser.add_argument("--ground", choices=GROUNDS, default="asked_by_person", help=grounds)
    parser.add_argument("--yes", action="store_true", help=say("erase.option.yes", language()))
    parser.add_argument("--world", help=say("command.option.world", language()))
    parser.add_argument("--outside", help=say("erase.option.outside", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Ask, erase, and tell."""
    name = told.world or site.default_world()
    node = site.open(name)
    case = named(told.case)
    if not told.yes:
        _confirm(case)
    where = told.outside or site.outside(name)
    try:
        done = kernel.erase(KEEPER, case, reason=told.because, ground=told.ground, outside=place(where))
    except OSError as wrong:
        raise Stop("erase.no_list", status=fault_of(told.outside), detail=str(wrong)) from wrong
    sequencer.run()
    print(say("erase.done", language(), kind=case.kind, id=case.id, records=_counted(done.records)))
    print(say("erase.keys", language(), keys=done.keys, folder=node.world.keys_folder))
    for copy in done.copies:
        print(say("erase.copy", language(), path=copy))
    print(say("erase.files", language(), files=done.files))
    print(say("erase.listed", language(), folder=node.world.keys_folder, outside=where))
    return DONE


def named(text: str) -> Ref:
    """The case that was typed: as kind and id, or as `callbox show` takes it."""
    plain = "".join(letter for letter in text if letter.isprintable() and letter.isascii())
    kind, _, one = plain.strip().partition(" ")
    return Ref(kind, normal_id(one)) if one else story.named(FINDER, plain)


def _confirm(case: Ref) -> None:
    """Ask whoever sits here.

    Raises:
        Stop: when they do not say yes, or nobody is there to ask.
    """
    if not sys.stdin.isatty():
        raise Stop("erase.ask_nobody", status=USAGE)
    told = _counted(held.record.ref for held in kernel.gathered(case))
    answer = input(say("erase.ask", language(), kind=case.kind, id=case.id, records=told) + " ")
    if answer.strip().casefold() not in ("yes", "是"):
        raise Stop("erase.not_done")


def _counted(refs: Iterable[Ref]) -> str:
    counts = Counter(ref.kind for ref in refs)
    return ", ".join(f"{count} {say(f'kind.{kind}', language())}" for kind, count in sorted(counts.items()))

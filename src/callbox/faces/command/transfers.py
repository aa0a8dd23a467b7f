"""`callbox transfers`: how many cases went which way in a month and how many came back; and the key that we sign with."""

import argparse
from collections.abc import Mapping, Sequence

from rich.table import Table

from callbox.faces.command.erase import FINDER
from callbox.faces.command.printed import Printed
from callbox.faces.command.program import DONE, language
from callbox.faces.command.site import Site
from callbox.kernel.words import say
from callbox.services.transfer.acts import signer
from callbox.services.transfer.monthly import Way
from callbox.services.transfer.months import month_of, monthly

NAME = "transfers"
HELP = "command.transfers"
FIGURES = ("offered", "at_once", "accepted", "returned", "withdrawn", "decided", "under_way")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which month; or the key."""
    parser.add_argument("--month", metavar="YYYY-MM", help=say("transfers.option.month", language()))
    parser.add_argument("--key", action="store_true", help=say("transfers.option.key", language()))
    parser.add_argument("--world", help=say("command.option.world", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Print the table, or the key."""
    node = site.open(told.world or site.default_world())
    if told.key:
        print(signer(node).vkey)
        return DONE
    month = told.month or month_of(node.world.clock.now(), node.world.zone)
    found = monthly(FINDER, month, zone=node.world.zone)
    if not found:
        print(say("transfers.none", language(), month=month))
        return DONE
    Printed().print(_table(month, found))
    return DONE


def _table(month: str, found: Sequence[Way]) -> Table:
    told = language()
    table = Table(title=say("transfers.month", told, month=month))
    for code in ("from", "to"):
        table.add_column(say(f"transfers.{code}", told), overflow="fold")
    for name in FIGURES:
        table.add_column(say(f"transfers.{name}", told), justify="right")
    table.add_column(say("transfers.why", told), overflow="fold")
    for way in found:
        figures = [str(getattr(way, name)) for name in FIGURES]
        table.add_row(way.organisation, way.to, *figures, why(way.why, told))
    return table


def why(counted: Mapping[str, int], told: str) -> str:
    """The rules of returns in words, the commonest first."""
    return ", ".join(f"{say(f'value.{rule}', told)}: {count}" for rule, count in counted.items())

"""`callbox city import | show | close | open | learn`."""

import argparse
from pathlib import Path
from typing import Final

from callbox.faces.command import subcommands
from callbox.faces.command.city import bringing, closing, learning, showing
from callbox.faces.command.city.words import WORDS
from callbox.faces.command.program import language
from callbox.faces.command.site import Site
from callbox.faces.command.subcommands import Sub
from callbox.kernel import words
from callbox.kernel.words import say

NAME = "city"
HELP = "command.city"
FORMS = ("osm", "dimacs", "jemss", "centrelines")

words.register("command.city", WORDS)


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help=say("city.option.files", language()))
    parser.add_argument("--format", choices=FORMS, help=say("city.option.format", language()))
    parser.add_argument("--map", metavar="TOML", type=Path, help=say("city.option.map", language()))
    parser.add_argument("--gazetteer", metavar="CSV", type=Path, help=say("city.option.gazetteer", language()))
    parser.add_argument("--demand", metavar="CSV", type=Path, help=say("city.option.demand", language()))


def _show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--picture", metavar="SVG", type=Path, help=say("city.option.picture", language()))
    parser.add_argument("--json", action="store_true", help=say("city.option.json", language()))


def _close(parser: argparse.ArgumentParser) -> None:
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--street", metavar="NAME", help=say("city.option.street", language()))
    where.add_argument("--polygon", metavar="GEOJSON", type=Path, help=say("city.option.polygon", language()))
    where.add_argument("--at", metavar="LAT,LON", help=say("city.option.at", language()))
    parser.add_argument("--within", metavar="METRES", type=float, help=say("city.option.within", language()))
    parser.add_argument("--slow", metavar="FACTOR", type=float, help=say("city.option.slow", language()))
    parser.add_argument("--until", metavar="TIME", help=say("city.option.until", language()))
    reasons = say("city.option.reason", language())
    parser.add_argument("--reason", choices=closing.REASONS, default="other", help=reasons)
    parser.add_argument("--because", metavar="TEXT", required=True, help=say("city.option.because", language()))


def _open(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("closure", metavar="CLOSURE", help=say("city.option.closure", language()))
    parser.add_argument("--because", metavar="TEXT", default="", help=say("city.option.because_open", language()))


def _learn(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=int, default=learning.DAYS, help=say("city.option.days", language()))
    parser.add_argument("--because", metavar="TEXT", required=True, help=say("city.option.because_learn", language()))


SUBS: Final = {
    "import": Sub("city.help.import", _import, bringing.run),
    "show": Sub("city.help.show", _show, showing.run),
    "close": Sub("city.help.close", _close, closing.close),
    "open": Sub("city.help.open", _open, closing.reopen),
    "learn": Sub("city.help.learn", _learn, learning.run),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is to be done, and with what."""
    subcommands.declare(parser, SUBS)


def run(told: argparse.Namespace, site: Site) -> int:
    """Do the one that the line names; the exit status."""
    return subcommands.run(told, site, subs=SUBS, missing="city.what")

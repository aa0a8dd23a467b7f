"""`callbox city import | show | close | open | learn`."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from callbox.faces.command.city import bringing, closing, learning, showing
from callbox.faces.command.city.words import WORDS
from callbox.faces.command.program import USAGE, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel import words
from callbox.kernel.words import say

NAME = "city"
HELP = "command.city"
FORMS = ("osm", "dimacs", "jemss", "centrelines")

words.register("command.city", WORDS)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is to be done, and with what."""
    below = parser.add_subparsers(dest="what", metavar="WHAT")
    for name, declare in DECLARED.items():
        text = say(f"city.help.{name}", language())
        one = below.add_parser(name, help=text, description=text)
        declare(one)
        one.add_argument("--world", metavar="NAME", help=say("command.option.world", language()))


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


DECLARED: Mapping[str, Callable[[argparse.ArgumentParser], None]] = {
    "import": _import,
    "show": _show,
    "close": _close,
    "open": _open,
    "learn": _learn,
}
DOES: Mapping[str, Callable[[argparse.Namespace, Site], int]] = {
    "import": bringing.run,
    "show": showing.run,
    "close": closing.close,
    "open": closing.reopen,
    "learn": learning.run,
}


def run(told: argparse.Namespace, site: Site) -> int:
    """Do it; the exit status."""
    if told.what is None:
        raise Stop("city.what", status=USAGE)
    return DOES[told.what](told, site)

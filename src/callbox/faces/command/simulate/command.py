"""`callbox simulate run | compare | watch`."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from callbox.faces.command import subcommands
from callbox.faces.command.program import language
from callbox.faces.command.simulate import comparing, running, watching
from callbox.faces.command.simulate.words import WORDS
from callbox.faces.command.simulations import BUSY
from callbox.faces.command.site import Site
from callbox.faces.command.subcommands import Sub
from callbox.kernel import words
from callbox.kernel.words import say

NAME = "simulate"
HELP = "command.simulate"

words.register("command.simulate", WORDS)


def _run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("city", metavar="CITY", nargs="?", default="", help=_told("city"))
    parser.add_argument("--policy", metavar="NAME", default="static", help=_told("policy"))
    parser.add_argument("--load", metavar="X", default="1", help=_told("load"))
    parser.add_argument("--json", action="store_true", help=_told("json"))


def _compare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("cities", metavar="CITY", nargs="*", help=_told("city"))
    parser.add_argument("--policies", metavar="A,B,C", default="", help=_told("policies"))
    parser.add_argument("--loads", metavar="X,Y,Z", default="1", help=_told("loads"))
    parser.add_argument("--out", metavar="FOLDER", type=Path, help=_told("out"))


def _watch(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("city", metavar="CITY", nargs="?", default="", help=_told("city"))
    parser.add_argument("--policy", metavar="NAME", default="static", help=_told("policy"))
    parser.add_argument("--load", metavar="X", default="1", help=_told("load"))
    parser.add_argument("--out", metavar="FILE", type=Path, default=Path("watch.html"), help=_told("page"))


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--calls", metavar="CSV", type=Path, help=_told("calls"))
    parser.add_argument("--world", metavar="NAME", default="", help=_told("world"))
    parser.add_argument("--from", metavar="DATE", dest="since", default="", help=_told("since"))
    parser.add_argument("--until", metavar="DATE", default="", help=_told("until"))
    parser.add_argument("--days", metavar="N", type=int, default=28, help=_told("days"))
    parser.add_argument("--seed", metavar="N", type=int, default=1, help=_told("seed"))
    parser.add_argument("--zones", metavar="N", type=int, default=500, help=_told("zones"))
    parser.add_argument("--turning", metavar="N", type=int, default=500, help=_told("turning"))
    parser.add_argument("--crowding", metavar="POWER", type=float, default=0.0, help=_told("crowding"))
    for name, metavar in NUMBERS.items():
        code = name.replace("-", "_")
        default = 480.0 if name == "late-s" else None
        parser.add_argument(f"--{name}", metavar=metavar, type=float, default=default, help=_told(code))
    for name in ("units", "stations"):
        parser.add_argument(f"--{name}", metavar="N", type=int, help=_told(name))
    _changes(parser)


def _changes(parser: argparse.ArgumentParser) -> None:
    """What the city is changed by, and what policies are mistaken about."""
    parser.add_argument("--posts", metavar="N", type=int, default=0, help=_told("posts"))
    parser.add_argument("--busy", choices=BUSY, default=BUSY[0], help=_told("busy"))
    parser.add_argument("--hours", metavar="7-9:0.7,…", default="", help=_told("hours"))
    parser.add_argument("--demand-wrong", metavar="X", type=float, default=1.0, help=_told("demand_wrong"))
    parser.add_argument("--demand-scatter", metavar="SHARE", type=float, default=0.0, help=_told("demand_scatter"))
    parser.add_argument("--speeds-wrong", metavar="X", type=float, default=1.0, help=_told("speeds_wrong"))
    parser.add_argument("--speeds-scatter", metavar="SHARE", type=float, default=0.0, help=_told("speeds_scatter"))
    parser.add_argument("--close", metavar="WHERE@7-19:0.2", action="append", default=[], help=_told("close"))
    parser.add_argument("--close-stations", metavar="N", type=int, default=0, help=_told("close_stations"))


def _told(option: str) -> str:
    return say(f"simulate.option.{option}", language())


NUMBERS: Mapping[str, str] = {
    "late-s": "SECONDS",
    "turnout-s": "SECONDS",
    "on-scene-min": "MINUTES",
    "handover-min": "MINUTES",
    "transport": "SHARE",
    "calls-a-day": "N",
}
SUBS: Final = {
    "run": Sub("simulate.help.run", _run, running.run),
    "compare": Sub("simulate.help.compare", _compare, comparing.run),
    "watch": Sub("simulate.help.watch", _watch, watching.run),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is to be done, and with what."""
    subcommands.declare(parser, SUBS, common=_common)


def run(told: argparse.Namespace, site: Site) -> int:
    """Do the one that the line names; the exit status."""
    return subcommands.run(told, site, subs=SUBS, missing="simulate.what")

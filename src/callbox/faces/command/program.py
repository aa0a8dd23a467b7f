"""The program `callbox`: each command is a module of this folder with NAME, HELP, `arguments` and `run`.

Exit status: 0 done; 2 when the line must change: an option, a path or a name on it cannot be or is not there; 1 when the
line is right and the node, its data or a rule stands against it. Errors are one line, in the user's language, never a
traceback.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from callbox import __version__
from callbox.faces.command import usage
from callbox.faces.command.site import Site
from callbox.kernel.facts import Refused
from callbox.kernel.harmless import harmless
from callbox.kernel.words import refusal, say

DONE, WRONG, USAGE = 0, 1, 2
language = usage.language
# Refused for what was typed, not for how things stand.
TYPED = frozenset({"not_found", "case.unknown", "case.several"})
TYPED_KINDS = ("field.", "choice.", "text.")


class Command(Protocol):
    """One command."""

    NAME: str
    HELP: str

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what it takes."""

    def run(self, told: argparse.Namespace, site: Site) -> int:
        """Do it; the exit status."""


class Stop(Exception):
    """A command ends with one line for the user. `code` has words; `status` is the exit status."""

    def __init__(self, code: str, *, status: int = WRONG, **details: object) -> None:
        super().__init__(code)
        self.code, self.status, self.details = code, status, details


def main(arguments: Sequence[str], *, commands: Sequence[Command], site: Callable[[], Site]) -> int:
    """Run one command line."""
    parser, known = _parser(commands)
    told = parser.parse_args(arguments)
    if told.command is None:
        parser.print_help()
        return USAGE
    try:
        return known[told.command].run(told, site())
    except Stop as stop:
        return _line(say(stop.code, language(), **stop.details), stop.status)
    except Refused as refused:
        return _line(refusal(refused, language()), status_of(refused))
    except KeyboardInterrupt:
        return _line(say("command.interrupted", language()), 130)
    except BrokenPipeError:
        sys.stderr.close()
        return DONE


def status_of(refused: Refused) -> int:
    """The exit status of a refusal."""
    return USAGE if refused.code in TYPED or refused.code.startswith(TYPED_KINDS) else WRONG


def fault_of(named: object) -> int:
    """The exit status where a place cannot be used: the line's fault if it was named there, else the node's."""
    return USAGE if named else WRONG


def _line(text: str, status: int) -> int:
    sys.stderr.write(f"callbox: {harmless(text)}\n")
    return status


def _parser(commands: Sequence[Command]) -> tuple[argparse.ArgumentParser, Mapping[str, Command]]:
    parser = usage.Parser(prog="callbox", description=say("command.callbox", language()))
    parser.add_argument("--version", action="version", version=f"callbox {__version__}")
    below = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command in commands:
        text = say(command.HELP, language())
        command.arguments(below.add_parser(command.NAME, help=text, description=text))
    return parser, {command.NAME: command for command in commands}

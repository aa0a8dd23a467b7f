"""`callbox stop`: end what `callbox run` started here."""

import argparse
import sys

from callbox.faces.command.program import language
from callbox.faces.command.site import Site
from callbox.site.running.ending import stop
from callbox.site.running.words import line

NAME = "stop"
HELP = "command.stop"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes nothing."""


def run(told: argparse.Namespace, site: Site) -> int:
    """End it and wait for the end; done as well when nothing ran."""
    code = "stopped" if stop(site.home) else "not_running"
    sys.stdout.write(line(code, language(), home=site.home) + "\n")
    return 0

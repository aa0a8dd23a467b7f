"""`callbox run`: start everything a world needs and watch over it."""

import argparse
from typing import cast

from callbox.faces.command.program import language
from callbox.faces.command.site import Site
from callbox.kernel.words import say
from callbox.site import configuration
from callbox.site.node_site import NodeSite
from callbox.site.running.starting import Asked
from callbox.site.running.starting import run as start_and_watch

NAME = "run"
HELP = "command.run"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which world; for a demo, how large and how fast."""
    parser.add_argument("--demo", action="store_true", help=say("command.option.demo", language()))
    parser.add_argument("--world", help=say("command.option.world", language()))
    parser.add_argument("--port", type=int, help=say("command.option.port", language()))
    parser.add_argument("--nodes", type=int, help=say("command.option.nodes", language()))
    parser.add_argument("--speed", type=float, default=10.0, help=say("command.option.demo_speed", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Stay until a signal asks for the end."""
    settings = configuration.read(site.home)  # whatever else is told: wrong settings are refused before anything starts
    port = told.port if told.port is not None else settings.web_port
    asked = Asked(demo=told.demo, world=told.world, port=port, nodes=told.nodes, speed=told.speed)
    return start_and_watch(cast("NodeSite", site), asked, language=language())

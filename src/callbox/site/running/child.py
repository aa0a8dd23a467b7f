"""One part of a running world, as a process of its own: `python -m callbox.site.running.child PART ...`."""

import argparse
import importlib
import logging
import socket
import sys
from collections.abc import Sequence

from django.conf import settings

from callbox.kernel import advisor, positions
from callbox.kernel.world import Mode
from callbox.site import configuration, logs, start
from callbox.site.advisor.client import SocketAdvisor
from callbox.site.advisor.following import Following
from callbox.site.advisor.place import socket_of
from callbox.site.compiling import keep_compiled
from callbox.site.demo.people import PASSWORD, SHOWN
from callbox.site.faults import where
from callbox.site.node_site import NodeSite
from callbox.site.running import configured
from callbox.site.running.parts import end_with_supervisor

PARTS = {
    "web": "callbox.site.web",
    "worker": "callbox.site.worker",
    "player": "callbox.site.demo.player",
    "advisor": "callbox.site.advisor.process",
    "telephony": "callbox.site.telephony.process",
    "map": "callbox.site.city.drawing",
}

log = logging.getLogger("callbox")


def main(arguments: Sequence[str]) -> int:
    """Run one part until it is told to end."""
    end_with_supervisor()
    logs.begin(level=logging.INFO)
    told = _parser().parse_args(arguments)
    try:
        start.setup()
        _run(told)
    except Exception as wrong:
        log.error("%s ended: %s", told.part, where(wrong))  # noqa: TRY400  a traceback's message may hold values
        return 1
    return 0


def _run(told: argparse.Namespace) -> None:
    """Import the part only now: its modules have tables, and no part needs the faces but the web."""
    site = NodeSite()
    keep_compiled(site.home)
    part = importlib.import_module(PARTS[told.part])
    configured.apply(configuration.read(site.home))
    if told.part in ("advisor", "map"):
        # They need no database: roads are answered for while that is away.
        part.run(site.home, told.world)
        return
    asked = SocketAdvisor(socket_of(site.home, told.world))
    advisor.use(asked)
    following = Following(asked)
    following.begin()
    positions.follow(following)
    if told.part == "web":
        # The socket is the supervisor's: while this process is away, callers wait instead of being refused.
        if site.open(told.world).world.mode is Mode.DEMO:
            settings.DEMO_PEOPLE, settings.DEMO_PASSWORD = SHOWN, PASSWORD
            if not settings.PORTAL["organisation"]:
                # lazy: it reaches tables, which can be imported only once Django is set up
                settings.PORTAL = importlib.import_module("callbox.site.demo.portal").portal_of_demo()
        settings.CHECKPOINTS_OUTSIDE = site.outside(told.world)
        part.Server(part.Web()).run(sockets=[socket.socket(fileno=told.socket)])
    elif told.part in ("worker", "telephony"):
        part.run(site, told.world)
    else:
        part.run(site, told.world, speed=told.speed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--world", required=True)
    parser.add_argument("--socket", type=int)
    parser.add_argument("--speed", type=float, default=10.0)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

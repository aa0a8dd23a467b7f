"""The worker: one process, one thread for each thing that must keep happening in a world while nobody asks for it.

Positions are given to entries within a blink, deadlines are acted on when they fall due, the outbox is told, checkpoints go
outside, what may not be kept is forgotten. Each loop has its own database connection and outlives the server's restarts.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, connection

from callbox.kernel import due, files, outbox, presence, publish, sequencer
from callbox.kernel.node import Node, current
from callbox.kernel.outside import place
from callbox.kernel.world import RealClock
from callbox.services.aid import ending
from callbox.services.follow import hearing
from callbox.services.incident import standing_in
from callbox.services.message import noticing, paging
from callbox.services.note import waiting
from callbox.services.notice import acts as notice_acts
from callbox.services.notice import open_data
from callbox.services.report import drafting
from callbox.services.safety import watching
from callbox.services.unit import acts as unit_acts
from callbox.site import configuration, nodes
from callbox.site.channels import office, residents
from callbox.site.faults import where
from callbox.site.neighbours import forwarding
from callbox.site.node_site import NodeSite

SEQUENCE_EVERY_S = 0.05
DUE_EVERY_S = 0.5
OUTBOX_EVERY_S = 0.2
NODES_EVERY_S = 0.5
NEIGHBOURS_EVERY_S = 2.0
RESIDENTS_EVERY_S = 1.0
FORGET_EVERY_S = 30.0
DRAFTS_EVERY_S = 30.0
WATCHES_EVERY_S = 5.0
NOTICES_EVERY_S = 10.0
OPEN_DATA_EVERY_S = 600.0
SWEEP_EVERY_S = 3_600.0
# The disk dates files by the real clock, whatever time it is in the world.
ORPHAN_AFTER = timedelta(days=1)
AFTER_FAILURE_S = (0.2, 0.5, 1.0, 2.0, 5.0)

log = logging.getLogger("callbox.worker")

# Who follows what happened, within the node. What leaves it goes through the channels, each at its own pace.
CONSUMERS: tuple[outbox.Consumer, ...] = (
    outbox.Consumer("pages", paging.hear, outside=False),
    outbox.Consumer("safety", watching.hear, outside=False),
    outbox.Consumer("aid", ending.hear, outside=False),
    outbox.Consumer("news", hearing.hear),
    outbox.Consumer("notices", noticing.hear, outside=False),
)


@dataclass
class Loop:
    """Something done again and again. `work` says whether more waits, and then is called again at once."""

    name: str
    every_s: float
    work: Callable[[], object]
    failures: int = 0

    def run(self, ending: threading.Event) -> None:
        """Do it until the end is asked for; a failure is logged by kind and place and tried again."""
        while not ending.is_set():
            ending.wait(self._once())
        connection.close()

    def _once(self) -> float:
        """Do it once; how long to wait before the next time."""
        try:
            self.work()
        except Exception as failed:
            wait_s = AFTER_FAILURE_S[min(self.failures, len(AFTER_FAILURE_S) - 1)]
            self.failures += 1
            log.warning("%s: %s; again in %.1f s", self.name, where(failed), wait_s)
            # A connection that broke is dropped here, so that the next try opens a new one.
            connection.close() if isinstance(failed, DatabaseError) else None
            return wait_s
        self.failures = 0
        return self.every_s


def deadlines(node: Node) -> Callable[[], int]:
    """Fires what falls due; after a jump of the wall clock it holds until time has been steady for a while."""
    clock, guard = node.world.clock, due.JumpGuard()

    def fire() -> int:
        jump_s = clock.jump_s() if isinstance(clock, RealClock) else 0.0
        return 0 if guard.holds(jump_s=jump_s, steady_s=time.monotonic()) else due.fire(clock.now())

    return fire


def sweep() -> int:
    """Takes away files that a crash left without a record, and photos that nobody sent."""
    left = files.sweep(before=RealClock().now() - ORPHAN_AFTER)
    return left + waiting.sweep(before=current().world.clock.now() - waiting.KEPT)


def loops(node: Node, *, outside: str, checkpoint_every_s: float) -> Sequence[Loop]:
    """Everything the worker of this world does."""
    return (
        Loop("sequencer", SEQUENCE_EVERY_S, sequencer.run),
        Loop("deadlines", DUE_EVERY_S, deadlines(node)),
        Loop("outbox", OUTBOX_EVERY_S, lambda: outbox.run(CONSUMERS)),
        Loop("positions", FORGET_EVERY_S, lambda: unit_acts.purge(now=node.world.clock.now())),
        Loop("drafts", DRAFTS_EVERY_S, lambda: drafting.keep_left(now=node.world.clock.now())),
        Loop("watches", WATCHES_EVERY_S, lambda: standing_in.relieve(now=node.world.clock.now())),
        Loop("notices", NOTICES_EVERY_S, lambda: notice_acts.keep_up(now=node.world.clock.now())),
        Loop("open data", OPEN_DATA_EVERY_S, lambda: open_data.nightly(node.world.clock.now())),
        Loop("signs", SWEEP_EVERY_S, lambda: presence.purge(now=node.world.clock.now())),
        Loop("files", SWEEP_EVERY_S, sweep),
        Loop("checkpoint", checkpoint_every_s, lambda: publish.publish(node, place(outside))),
    )


def run(site: NodeSite, world: str) -> None:
    """Work for a world until SIGTERM."""
    node = site.open(world)
    settings = configuration.read(site.home)
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    does = loops(node, outside=site.outside(world), checkpoint_every_s=settings.checkpoint_every_s)
    channels = office.Office(lambda: configuration.read(site.home), ending)
    talk = nodes.Talk(nodes.post)
    outside = (
        Loop("channels", OUTBOX_EVERY_S, channels.look),
        Loop("nodes", NODES_EVERY_S, talk.look),
        Loop("neighbours", NEIGHBOURS_EVERY_S, forwarding.Forwarding().look),
        Loop("residents", RESIDENTS_EVERY_S, residents.Residents(lambda: configuration.read(site.home)).look),
    )
    work([*does, *outside], ending)
    log.info("worker of %s ended", current().world.name)


def work(does: Sequence[Loop], ending: threading.Event) -> None:
    """Run every loop on a thread of its own until the end is asked for."""
    threads = [threading.Thread(target=loop.run, args=(ending,), name=loop.name) for loop in does]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

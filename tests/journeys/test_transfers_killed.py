"""Two real nodes hand cases to each other while the processes of both are killed: one owner always, and in the end."""

import contextlib
import os
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg
import pytest
from tests.journeys.test_kill import found, is_new
from tests.worlds import trading_world
from tests.worlds.newcomer import Newcomer, arrived, until

from callbox.site.postgres import PostgresError

# In all, half of them each way. Two whole nodes need a machine of their own: it is run when asked for.
COUNT = int(os.environ.get("CALLBOX_TRANSFERS", "0"))
SEED = 7
LIMIT_S = 900.0 + 0.5 * COUNT
# How long nobody is killed, at most: whoever comes back needs some seconds before anything moves again.
QUIET_S = 2.5 if COUNT < 1000 else 12.0
PROGRAM = [str(Path(trading_world.__file__))]
NAMES = ("harbour", "hills")

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.slow,
    pytest.mark.skipif(
        not COUNT, reason="say how many: CALLBOX_TRANSFERS=10000 make prove ARGS='-k transfers_between'"
    ),
]


@pytest.fixture
def another() -> Iterator[Newcomer]:
    """A second node."""
    with arrived() as somebody:
        yield somebody


@dataclass
class Watching:
    """What was seen of two ledgers while their nodes were killed."""

    nodes: tuple[Newcomer, Newcomer]
    looks: int = 0
    wrong: list[str] = field(default_factory=list)

    def look(self) -> None:
        """Each way: what one ledger says first, the other's must say after. Neither ever goes back."""
        with contextlib.suppress(psycopg.Error, OSError, PostgresError):
            for sender, receiver in (self.nodes, self.nodes[::-1]):
                confirmed = self._ids(receiver, "incoming AND status = 'accepted'")
                moved = self._ids(sender, "NOT incoming AND status = 'accepted' AND acceptance <> ''")
                signed = self._ids(receiver, "incoming AND status IN ('agreed', 'accepted')")
                self.wrong += [f"{one}: owned there, not let go here" for one in confirmed - moved]
                self.wrong += [f"{one}: let go here, not signed there" for one in moved - signed]
            self.looks += 1

    def _ids(self, node: Newcomer, where: str) -> set[str]:
        return {one for (one,) in node.rows(f"SELECT id FROM transfer WHERE {where}", world="live")}


def met(nodes: tuple[Newcomer, Newcomer]) -> None:
    """Two running nodes that know each other."""
    keys = []
    for node, here, there in zip(nodes, NAMES, reversed(NAMES), strict=True):
        status, told = node.told("make", here, there, program=PROGRAM)
        assert status == 0, told
        keys.append(told.strip().splitlines()[-1])
    for place, (node, here, there) in enumerate(zip(nodes, NAMES, reversed(NAMES), strict=True)):
        address = f"http://127.0.0.1:{nodes[1 - place].port}"
        status, told = node.told("meet", here, there, address, keys[1 - place], program=PROGRAM)
        assert status == 0, told
        node.start("run", "--world", "live", "--port", str(node.port))
    for node in nodes:
        until(node.answers, "a web page")


def traded(nodes: tuple[Newcomer, Newcomer], watching: Watching) -> int:
    """Both trade to their end while something of either is killed again and again; how many were killed."""
    draw, killed, end_s = random.Random(SEED), 0, time.monotonic() + LIMIT_S
    told = zip(nodes, NAMES, reversed(NAMES), strict=True)
    traders = [node.start("trade", here, there, str(COUNT // 2), program=PROGRAM) for node, here, there in told]
    while any(one.poll() is None for one in traders) and time.monotonic() < end_s:
        watching.look()
        node, name = draw.choice(nodes), draw.choice(("worker", "worker", "web", "web", "postmaster"))
        until(partial(found, node, name), f"the {name} to be there")
        time.sleep(draw.uniform(0.2, QUIET_S))
        before = found(node, name)
        with contextlib.suppress(ProcessLookupError):
            os.kill(before, signal.SIGKILL)
            killed += 1
        watching.look()
        until(partial(is_new, node, name, before), f"a new {name}")
    assert [one.wait(60) for one in traders] == [0, 0], [one.stdout.read()[-800:] for one in traders if one.stdout]
    return killed


def test_transfers_between_two_nodes_that_are_killed_have_one_owner(newcomer: Newcomer, another: Newcomer) -> None:
    nodes = (newcomer, another)
    met(nodes)
    watching, began_s = Watching(nodes), time.monotonic()
    killed = traded(nodes, watching)
    watching.look()

    assert watching.wrong == []
    here = "SELECT id FROM request WHERE status <> 'elsewhere'"
    held = [{one for (one,) in node.rows(here, world="live")} for node in nodes]
    assert held[0] & held[1] == set()
    assert len(held[0] | held[1]) == COUNT
    ended = "SELECT status, count(*) FROM transfer WHERE NOT incoming GROUP BY status ORDER BY status"
    figures = [node.rows(ended, world="live") for node in nodes]
    print(
        f"{COUNT} transfers in {time.monotonic() - began_s:.0f} s, {killed} kills, looked {watching.looks} times at both"
        f" ledgers: one owner always; {figures}"
    )
    assert {status for each in figures for status, _ in each} <= {"accepted", "returned", "withdrawn"}
    for node in nodes:
        status, told = node.told("verify", "--world", "live")
        assert status == 0, told

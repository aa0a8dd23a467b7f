import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection, connections
from tests.worlds import power_cut
from tests.worlds.postgres import NO_ENVIRON

from callbox.kernel import node, sequencer
from callbox.kernel.verify import Count, chains
from callbox.kernel.verify_tree import Seen, tree
from callbox.site import start
from callbox.site.postgres import ensure_running, status, stop

WRITER = Path(power_cut.__file__).with_name("report_writer.py")
SEED = 7


@pytest.fixture
def shim(node_home: Path) -> dict[str, str]:
    """An environment in which nothing is durable below the node's home until it is synced."""
    if power_cut.compiler() is None:
        pytest.skip("no C compiler here: the disk that forgets cannot be built")
    undo = node_home / "undo"
    undo.mkdir(mode=0o777)
    undo.chmod(0o777)
    built = power_cut.build(node_home)
    built.chmod(0o755)
    watched = {"POWER_CUT_ROOT": str(node_home / "postgres" / "data"), "POWER_CUT_UNDO": str(undo)}
    return {**os.environ, **watched, "LD_PRELOAD": str(built)}


def acknowledged_until_cut(home: Path, environment: dict[str, str], *, first: int, seconds: float) -> list[str]:
    """Let the writer work, cut the power, and say what had been acknowledged by then."""
    command = [sys.executable, str(WRITER), str(home), str(first)]
    told = home / f"acknowledged-{first}"
    with told.open("wb") as out:
        writer = subprocess.Popen(command, env=environment, stdout=out)
        while b"ready" not in told.read_bytes():
            assert writer.poll() is None, "the writer ended by itself"
            time.sleep(0.05)
        time.sleep(seconds)
        postgres = status(home, environ=NO_ENVIRON).pid
        assert postgres is not None
        for process in (postgres, writer.pid):
            os.kill(process, signal.SIGSTOP)
        for process in (writer.pid, postgres):
            os.kill(process, signal.SIGKILL)
        writer.wait()
    lines = told.read_text().splitlines()[1:]
    return [line.split()[1] for line in lines if len(line.split()) == 2 and len(line.split()[1]) == 14]


def everything_of(home: Path) -> list[tuple[str, str]]:
    """(id, number) of every report, after checking that the ledger holds."""
    opened = start.open_world(home, ensure_running(home, environ=NO_ENVIRON), "live")
    with node.using(opened):
        sequencer.run()
        assert [*chains(opened, Count()), *tree(opened, None, Seen())] == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, source_number FROM report")
            found = list(cursor.fetchall())
    connections.close_all()
    return found


@pytest.mark.parametrize("cuts", [1, pytest.param(6, marks=pytest.mark.slow)])
def test_a_power_cut_loses_no_acknowledged_report(cuts: int, node_home: Path, shim: dict[str, str]) -> None:
    draw, acknowledged, lost = random.Random(SEED), [], 0
    for round_ in range(cuts):
        seconds = draw.uniform(0.6, 1.6)
        acknowledged += acknowledged_until_cut(node_home, shim, first=round_ * 100_000, seconds=seconds)
        _wait_for_backends(node_home)
        lost += power_cut.cut(node_home / "postgres" / "data", node_home / "undo")
        for log in (node_home / "undo").iterdir():
            log.unlink()
        found = everything_of(node_home)
        stop(node_home, environ=NO_ENVIRON)

        assert not set(acknowledged) - {report for report, _ in found}, "acknowledged reports were lost"
        numbers = [number for _, number in found]
        assert len(numbers) == len(set(numbers)), "a report is there twice"
    assert len(acknowledged) > 2 * cuts, "a cut before anything was kept proves nothing"
    assert lost > 0, "the cuts threw nothing away: the shim is not at work"


@pytest.mark.slow
def test_without_syncing_the_same_cut_loses_reports(node_home: Path, shim: dict[str, str]) -> None:
    """The proof that the test above can fail."""
    careless = {**shim, "PGOPTIONS": "-c synchronous_commit=off"}
    acknowledged = acknowledged_until_cut(node_home, careless, first=0, seconds=1.5)
    _wait_for_backends(node_home)
    power_cut.cut(node_home / "postgres" / "data", node_home / "undo")

    found = {report for report, _ in everything_of(node_home)}

    assert set(acknowledged) - found


def _wait_for_backends(home: Path) -> None:
    """Backends notice that their postmaster is gone; what they write until then is undone as well."""
    data = home / "postgres" / "data"
    command = ["pgrep", "-f", f"postgres.*{data}"]
    for _ in range(100):
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return
        time.sleep(0.1)

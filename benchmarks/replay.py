"""Calls per second of `callbox replay --speed max`, against the gate alone taking reports in batches of the same size.

    python -m benchmarks.replay [FILE]

The file is a week of San Francisco's fire calls (in $CALLBOX_DATA or ../shared/data); where it is missing, a week is made up
in the same columns. Every call is several acts: a report, its incident, units on their way, at the place and free again,
each with its time. The peer is what the gate does with one report after another, in batches as the replay's. Limit: a
week of a city in a minute.
"""

import csv
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.world import DISPATCHER, fresh
from django.db import connection, connections

from callbox.faces.command import program, replay
from callbox.faces.command.replay import maps
from callbox.faces.command.replay.stream import BATCH
from callbox.kernel import gate
from callbox.kernel.facts import Act
from callbox.kernel.node import Node
from callbox.services.report.inputs import Receive
from callbox.site.node_site import NodeSite
from callbox.site.postgres import ConnectionInfo

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
WEEK = Path(os.environ.get("CALLBOX_DATA", SHARED)) / "sf_fire_calls" / "calls_2020-04-07_to_13.csv"
MADE_UP, LIMIT_S, REPORTS = 2_000, 60.0, 6_000
WRITTEN = "%m/%d/%Y %I:%M:%S %p"
SF = maps.calls_of("sf_fire_calls")


class BenchSite(NodeSite):
    """A site in the benchmark's home, on its server."""

    def __init__(self, home: Path, info: ConnectionInfo) -> None:
        self.home, self._info = home, info


def made_up(path: Path) -> None:
    """A week of calls that nobody made."""
    draw, begin = random.Random(1), datetime(2020, 4, 7, tzinfo=UTC)
    with path.open("w", newline="") as file:
        lines = csv.DictWriter(file, SF.columns)
        lines.writeheader()
        for number, second in enumerate(sorted(draw.choices(range(7 * 86_400), k=MADE_UP))):
            lines.writerow(_call(number, begin + timedelta(seconds=second), unit=f"E{draw.randint(1, 40):02}"))


def _call(number: int, at: datetime, *, unit: str) -> dict[str, str]:
    steps = ("Received", "Entry", "Dispatch", "Response", "On Scene", "Available")
    times = {f"{step} DtTm": f"{at + timedelta(minutes=2 * n):{WRITTEN}}" for n, step in enumerate(steps)}
    named = {"Call Number": f"{number}", "Incident Number": f"{number}", "Unit ID": unit, "RowID": f"{number}-{unit}"}
    told = {"Call Type": "Alarms", "Call Final Disposition": "Fire", "Priority": "3", "Final Priority": "3"}
    return {name: text for name, text in {**times, **named, **told}.items() if name in SF.columns}


@contextmanager
def week(folder: Path) -> Iterator[Path]:
    """The file that is replayed."""
    told = Path(sys.argv[1]) if len(sys.argv) > 1 else WEEK
    if not told.exists():
        print(f"{told.name} is missing: a made-up week is replayed")
        told = folder / "calls.csv"
        made_up(told)
    yield told


def gate_alone(node: Node) -> float:
    """Reports per second through the gate in batches."""
    begun_s = time.perf_counter()
    for _ in range(REPORTS // BATCH):
        asked = [Receive(id=node.ids.new(), channel="call", address="12 Harbour Road") for _ in range(BATCH)]
        now = node.world.clock.now()
        answers = gate.perform([Act(name="report.receive", by=DISPATCHER, at=now, inputs=one) for one in asked])
        assert all(answer.ok for answer in answers)
    return REPORTS / (time.perf_counter() - begun_s)


def counted(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return int(cursor.fetchone()[0])


def main() -> None:
    with fresh() as (node, info):
        peer = gate_alone(node)
        home = node.world.folder.parents[1]
        with week(home) as path:
            begun_s = time.perf_counter()
            status = program.main(
                ["replay", str(path), "--world", "week"], commands=[replay], site=lambda: BenchSite(home, info)
            )
            took_s = time.perf_counter() - begun_s
        calls, acts = counted("SELECT count(*) FROM report"), counted("SELECT count(DISTINCT act_id) FROM ledger_entry")
        connections.close_all()
    print(f"\n{calls} calls, {acts} acts in {took_s:.1f} s with reading and settling: {calls / took_s:.0f} calls/s")
    print(f"{acts / took_s:.0f} acts/s; the gate alone {peer:.0f} reports/s: ratio {acts / took_s / peer:.2f}")
    kept = took_s <= LIMIT_S and status in (0, 1)
    print(f"limit: a week in {LIMIT_S:.0f} s: {'kept' if kept else 'NOT KEPT'}")


if __name__ == "__main__":
    main()

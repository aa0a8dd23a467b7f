"""Time of one recommendation inside the advisor, on the roads of New York, while units move.

    python -m benchmarks.advisor [FOLDER]

FOLDER (roads_dimacs_ny in $CALLBOX_DATA or ../shared/data) holds USA-road-t.NY.gr.gz and USA-road-d.NY.co.gz of the 9th
DIMACS challenge (264,346 nodes). 200 units of four kinds, two thirds of them free; between two questions ten of them move by
up to a kilometre; 1,000 points of demand by the density of crossings, so that every way is told with its cost in cover; each
question is about another place and one engine. Positions are told as they arrive, as the web process tells them, so that
only what a question itself needs is waited for; "told with the question" is the time where they are not.
Aim: p99 < 1 ms for the answer to a question already read out of its frame. Wall-clock time, which counts whatever else the
machine does, and processor time of the thread, which does not. The console's path: `benchmarks.proposing`.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from callbox.brain.dispatch import POLICIES
from callbox.brain.roads.order import dissection_order
from callbox.brain.roads.reading import dimacs
from callbox.site.advisor.answering import Answers, warm
from callbox.site.advisor.frames import packed, unpacked
from callbox.site.advisor.roads import RoadsOfCity
from callbox.site.city import store

UNITS, MOVED, ROUNDS, REST = 200, 10, 400, 50
KINDS = ("engine", "ambulance", "patrol", "ladder")
STATES = ("idle", "idle", "returning", "idle", "en_route", "on_scene")
ONE = [{"kind": "engine"}]
THREE = [{"kind": "engine", "count": 2}, {"kind": "ambulance"}]
LIMIT_MS = 1.0
SHARED = Path(os.environ.get("CALLBOX_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
STEP_DEG = 0.009


def city_of(folder: Path) -> store.City:
    """New York."""
    arcs, places = ((folder / name).read_bytes() for name in ("USA-road-t.NY.gr.gz", "USA-road-d.NY.co.gz"))
    reading = dimacs.read(arcs, places)
    network = reading.network
    return store.City(
        network=network,
        order=dissection_order(network),
        gazetteer=reading.gazetteer,
        scars=reading.scars,
        digest=store.digest_of(network),
        told={},
    )


class Floor:
    """Units that move, and questions about places; as dictionaries that JSON could hold."""

    def __init__(self, city: store.City, *, seed: int = 1) -> None:
        self._chance, self._city = np.random.default_rng(seed), city
        self.units = [self._unit(number) for number in range(UNITS)]

    def _unit(self, number: int) -> dict[str, Any]:
        state = STATES[number % len(STATES)]
        on = {"on_case": f"c{number}", "on_priority": 2} if state in ("en_route", "on_scene") else {}
        kind, name = KINDS[number % len(KINDS)], f"u{number:03}"
        shift = {"position": "here", "on_shift_until_ms": 10**9}
        return {"id": name, "call_sign": name, "kind": kind, "state": state, "place": self._place(), **shift, **on}

    def _place(self) -> list[float]:
        node = int(self._chance.integers(0, self._city.network.nodes))
        return [float(self._city.network.longitude_deg[node]), float(self._city.network.latitude_deg[node])]

    def question(self, policy: str, *, moved: int = MOVED, needs: Any = ONE, others: int = 0) -> dict[str, Any]:
        """The next question: some units are elsewhere, the case is another place; so many other cases wait."""
        for at in self._chance.integers(0, UNITS, moved).tolist():
            lon, lat = self.units[at]["place"]
            step = self._chance.uniform(-STEP_DEG, STEP_DEG, 2)
            self.units[at] = {**self.units[at], "place": [lon + float(step[0]), lat + float(step[1])]}
        case, *waiting = (
            {"id": f"case-{at}", "priority": 1, "category": "", "place": self._place(), "needs": needs}
            for at in range(1 + others)
        )
        told = {"at_ms": 0, "hour": 8, "policy": policy, "closures": [], "others": waiting}
        return {"case": case, "units": list(self.units), **told}


def took_ms(work: Callable[[Any], object], given: Iterator[Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """(wall clock, processor) milliseconds of each round after the first few."""
    wall, own = [], []
    for number, one in enumerate(given):
        wall_s, own_s = time.perf_counter(), time.thread_time()
        work(one)
        if number >= REST:
            own.append(time.thread_time() - own_s)
            wall.append(time.perf_counter() - wall_s)
    return 1e3 * np.array(wall), 1e3 * np.array(own)


def say(name: str, took: tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]) -> None:
    wall, own = took
    print(
        f"{name:<54} p50 {np.median(wall):6.2f} ms, p99 {np.quantile(wall, 0.99):6.2f} ms;"
        f"  processor p50 {np.median(own):6.2f} ms, p99 {np.quantile(own, 0.99):6.2f} ms",
        flush=True,
    )


def main(folder: str = "") -> None:
    city = city_of(Path(folder) if folder else SHARED / "roads_dimacs_ny")
    answers = Answers(steady_s=time.monotonic)
    roads = RoadsOfCity(city)
    warm(roads)
    answers.use(roads)
    floor = Floor(city)
    print(f"{roads.nodes:,} nodes, {UNITS} units, {MOVED} of them moved between questions, {roads.points:,} points")
    for policy in POLICIES:
        given = (followed(answers, floor.question(policy)) for _ in range(ROUNDS + REST))
        say(f"inside: {policy}", took_ms(lambda one: answers.answer("recommend", one), given))
    told = ({"units": floor.question("")["units"]} for _ in range(ROUNDS + REST))
    say("to be told where units are, ten of them elsewhere", took_ms(lambda one: answers.answer("moved", one), told))
    for name, how in (
        ("nobody moved", {"moved": 0}),
        ("told with the question", {}),
        ("two engines and an ambulance", {"needs": THREE}),
        ("eight others wait", {"others": 8}),
    ):
        given = (floor.question("expected_cover", **how) for _ in range(ROUNDS + REST))
        say(f"inside: expected_cover, {name}", took_ms(lambda one: answers.answer("recommend", one), given))
    frames = (packed({"told": floor.question("expected_cover")})[4:] for _ in range(ROUNDS + REST))
    say("from frame to frame: expected_cover", took_ms(lambda one: framed(answers, one), frames))
    print(f"a question is {len(json.dumps(floor.question(''))):,} bytes; aim inside: p99 < {LIMIT_MS:.0f} ms")


def followed(answers: Answers, question: dict[str, Any]) -> dict[str, Any]:
    """The question, once the advisor was told where units are."""
    answers.answer("moved", {"units": question["units"]})
    return question


def framed(answers: Answers, body: bytes) -> bytes:
    told: Any = unpacked(body)["told"]
    return packed({"answer": answers.answer("recommend", told)})


if __name__ == "__main__":
    main(*sys.argv[1:2])

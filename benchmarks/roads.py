"""Travel times from 60 units to a case, against SciPy's Dijkstra and RoutingKit's customizable contraction hierarchies.

    python -m benchmarks.roads [auckland] [new_york] [grid] [city:NODES]

Times are of this process's processor, so that other work on the machine counts little. Auckland (JEMSS) and New York
(DIMACS) lie in $CALLBOX_DATA or ../shared/data; what is missing is passed over and said. The grid, 316 junctions square
with random times, is as bad as roads can be. `city:1000000` is a generated city of so many junctions, run only by name.
Units stand at junctions, because the peers know nothing else; each answer is compared with both peers' in the same run.
The three take turns, so that a machine that slows down slows all. Limits: 200 times SciPy, not slower than RoutingKit with
its own order and its best call (units pinned, many to one), 200 units within 1 ms at the 99th percentile, and within 50 ms
the first answer past a new closure: the metric derived as the advisor does it, which makes no other until it is asked for,
and all 200 units' labels in it. What it takes to amend all metrics at once, 24 but for the largest, is printed too.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from typing import Any

import numpy as np
import routingkit_cch
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from callbox.brain.city.generate import generate
from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.roads.closures import Closure, Closures, outlines
from callbox.brain.roads.customise import Metric
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import STREET, Ints, Places, RoadNetwork
from callbox.brain.roads.hierarchy import from_order
from callbox.brain.roads.order import dissection_order
from callbox.brain.roads.reading import city as reading_city
from callbox.brain.roads.reading.read import read

SHARED = Path(os.environ.get("CALLBOX_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
FILES = {
    "auckland": ("city_auckland/roads.zip",),
    "new_york": ("roads_dimacs_ny/USA-road-t.NY.gr.gz", "roads_dimacs_ny/USA-road-d.NY.co.gz"),
}
UNITS, CASES, SLOW_CASES, METRICS, SIDE = 60, 2_000, 40, 24, 316
SMALL_SIDE = 30
LARGE, FEW_METRICS = 500_000, 4
"""A city this large is asked about with fewer metrics side by side, so that they find room in 4 GB."""
SCIPY_TIMES, CLOSURE_MS, P99_MS = 200, 50, 1.0


@dataclass
class Timed:
    """Durations of one thing, in seconds."""

    name: str
    took_s: list[float] = field(default_factory=list)

    def call(self, function: Callable[[], Any]) -> Any:
        begun_s = time.process_time()
        answer = function()
        self.took_s.append(time.process_time() - begun_s)
        return answer

    @property
    def median_us(self) -> float:
        return 1e6 * median(self.took_s)

    def shown(self) -> str:
        p99_us = 1e6 * float(np.quantile(self.took_s, 0.99))
        return f"{self.name:<42} median {self.median_us:>10.1f} us   p99 {p99_us:>10.1f} us"


def networks(names: list[str]) -> Iterator[tuple[str, RoadNetwork]]:
    for name in names or [*FILES, "grid"]:
        if name.startswith("city:"):
            yield name, reading_city.read(generate(1, int(name.removeprefix("city:")))).network
            continue
        paths = [SHARED / one for one in FILES.get(name, ())]
        missing = [path.name for path in paths if not path.exists()]
        if missing:
            print(f"{name}: {', '.join(missing)} is missing, passed over")
        else:
            yield name, read({path.name: path.read_bytes() for path in paths}).network if paths else grid()


def grid(side: int = SIDE) -> RoadNetwork:
    draw, node = np.random.default_rng(1), np.arange(side * side).reshape(side, side)
    one = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    other = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    ends = np.concatenate([[one, other], [other, one]], axis=1)
    order = np.lexsort(ends[::-1])
    place = np.argsort(order)
    arcs = len(order)
    twin = place[(order + len(one)) % arcs].astype(np.int32)
    tail, head = ends[:, order].astype(np.int32)
    return RoadNetwork(
        longitude_deg=node.ravel() % side * 1e-3, latitude_deg=node.ravel() // side * 1e-3, tail=tail, head=head,
        twin=twin, length_m=np.ones(arcs), road_class=np.full(arcs, STREET, np.int8),
        travel_ms=draw.integers(100, 100_000, (2, arcs)).astype(np.int32), street=np.full(arcs, -1, np.int32),
        names=(), shape_first=np.zeros(arcs + 1, np.int64), shape_deg=np.zeros((0, 2)),
    )  # fmt: skip


def at_ends(arcs: Ints, fraction: float) -> Places:
    return Places(arc=arcs, fraction=np.full(len(arcs), fraction), walk_m=np.zeros(len(arcs)))


def scipy_graph(network: RoadNetwork, travel_ms: Ints) -> csr_array:
    """The streets turned round, so that one search from a case finds all units; of parallel streets the quickest."""
    order = np.lexsort((travel_ms, network.head, network.tail))
    tail, head = network.tail[order], network.head[order]
    first = np.append(True, (tail[1:] != tail[:-1]) | (head[1:] != head[:-1]))
    rows = travel_ms[order][first].astype(float), (head[first], tail[first])
    return csr_array(rows, shape=(network.nodes, network.nodes))


class RoutingKit:
    """The peer: its own order, its own customisation, units pinned."""

    def __init__(self, network: RoadNetwork, travel_ms: Ints, units: Ints) -> None:
        tail, head = network.tail.tolist(), network.head.tolist()
        at_deg = network.latitude_deg.tolist(), network.longitude_deg.tolist()
        self.weights = travel_ms.tolist()
        ordering = Timed("order, RoutingKit")
        order = ordering.call(lambda: routingkit_cch.compute_order_inertial(network.nodes, tail, head, *at_deg))
        print(ordering.shown())
        self.metric = routingkit_cch.CCHMetric(routingkit_cch.CCH(order, tail, head, False), self.weights)
        self.units = routingkit_cch.CCHManyToOne(self.metric, units.tolist())

    def times(self, case: int) -> list[int | None]:
        found: list[int | None] = self.units.distances_to(case)
        return found


def prepared(network: RoadNetwork) -> RoadEngine:
    """The engine, with what it took to make it."""
    RoadEngine.build(grid(SMALL_SIDE))  # compiles
    ordering, completing = Timed("order"), Timed("hierarchy from the order")
    order = ordering.call(lambda: dissection_order(network))
    hierarchy = completing.call(lambda: from_order(network, order))
    print(ordering.shown(), completing.shown(), sep="\n", flush=True)
    engine = RoadEngine(network=network, hierarchy=hierarchy)
    customising = Timed("customise one metric")
    for number in range(METRICS if network.nodes < LARGE else FEW_METRICS):
        customising.call(lambda at=number: engine.metric(f"{at}", network.travel_ms[at % 2]))
    print(f"the process held at most {getrusage(RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    print(customising.shown(), f"  {len(hierarchy.tree.head)} arcs, depth {hierarchy.tree.depth.max() + 1}")
    return engine


def compared(engine: RoadEngine, draw: np.random.Generator) -> bool:
    """Times to cases by all three in turn; whether the limits are kept. Stops where answers differ."""
    network, metric = engine.network, engine.metrics["0"]
    units = draw.integers(0, network.arcs, UNITS).astype(np.int32)
    cases = draw.integers(0, network.arcs, CASES).astype(np.int32)
    peer, graph = RoutingKit(network, metric.travel_ms, network.head[units]), scipy_graph(network, metric.travel_ms)
    labels = engine.labels(at_ends(units, 1.0), metric)
    ours, theirs, scipys = (
        Timed("60 units x 1 case"),
        Timed("the same, RoutingKit"),
        Timed("the same, SciPy's Dijkstra"),
    )
    engine.times(labels, at_ends(cases[:1], 0.0))
    for number, case in enumerate(cases):
        place, node = at_ends(np.array([case], np.int32), 0.0), int(network.tail[case])
        found_ms = ours.call(lambda: engine.times(labels, place))  # noqa: B023 - called at once
        peers = theirs.call(lambda: peer.times(node))  # noqa: B023 - called at once
        assert found_ms.tolist() == [UNREACHABLE_MS if one is None else one for one in peers]
        if number % (CASES // SLOW_CASES) == 0:
            row_ms = scipys.call(lambda: dijkstra(graph, indices=node))  # noqa: B023 - called at once
            told_ms = np.where(np.isinf(row_ms), UNREACHABLE_MS, row_ms)
            assert found_ms.tolist() == told_ms[network.head[units]].astype(int).tolist()
            assert engine.sweep(place, metric).tolist() == told_ms.astype(int).tolist()
    print(*(timed.shown() for timed in (ours, theirs, scipys)), sep="\n")
    by_scipy, by_peer = scipys.median_us / ours.median_us, theirs.median_us / ours.median_us
    print(f"all answers equal; ratio to SciPy {by_scipy:.0f}, to RoutingKit {by_peer:.2f}")
    return by_scipy >= SCIPY_TIMES and by_peer >= 1


def others(engine: RoadEngine, draw: np.random.Generator) -> bool:
    """Sweeps, 200 units, units that move; whether the limit is kept."""
    network, metric = engine.network, engine.metrics["0"]
    many = at_ends(draw.integers(0, network.arcs, 200).astype(np.int32), 0.5)
    labels = engine.labels(many, metric)
    asked, swept, moved = Timed("200 units x 1 case"), Timed("all junctions to one place"), Timed("a unit moves")
    for arc in draw.integers(0, network.arcs, CASES).astype(np.int32):
        place = at_ends(np.array([arc], np.int32), 0.5)
        asked.call(lambda: engine.times(labels, place))  # noqa: B023 - called at once
        moved.call(lambda: engine.renew(labels, 0, place=place))  # noqa: B023 - called at once
    for arc in draw.integers(0, network.arcs, SLOW_CASES).astype(np.int32):
        place = at_ends(np.array([arc], np.int32), 0.5)
        swept.call(lambda: engine.sweep(place, metric))  # noqa: B023 - called at once
    print(*(timed.shown() for timed in (asked, moved, swept)), sep="\n")
    return float(np.quantile(asked.took_s, 0.99)) * 1000 <= P99_MS


def closed(engine: RoadEngine, draw: np.random.Generator) -> bool:
    """Areas of some 20 streets closed in the metric asked next, and in all; whether the first keeps the limit."""
    network, closures, lines = engine.network, Closures(engine=engine), outlines(engine.network)
    closing, opening, count = Timed(f"close an area, {len(engine.metrics)} metrics"), Timed("open it again"), []
    deriving, asking = Timed("close it in the metric asked next"), Timed("the same, and 200 units x 1 case")
    units = at_ends(draw.integers(0, network.arcs, 200).astype(np.int32), 0.5)
    side_deg = 0.5 * float(np.ptp(network.longitude_deg) + np.ptp(network.latitude_deg)) * (10 / network.arcs) ** 0.5
    for node in draw.integers(0, network.nodes, 12):
        at_deg = network.longitude_deg[node], network.latitude_deg[node]
        area = shapely.Point(at_deg).buffer(side_deg / 2)
        shut = lines.touching(area)
        deriving.call(lambda: _derived(engine, shut))  # noqa: B023 - called at once
        asking.call(lambda: engine.times(engine.labels(units, _derived(engine, shut)), at_ends(shut[:1], 0.0)))  # noqa: B023
        engine.metrics.pop("shut")
        arcs = closing.call(lambda: _close(closures, lines.touching(area)))  # noqa: B023 - called at once
        count.append(len(arcs))
        opening.call(lambda: closures.lift("flood"))
    print(deriving.shown(), f"  {median(count):.0f} arcs\n{asking.shown()}\n{closing.shown()}\n{opening.shown()}")
    return asking.median_us <= 1000 * CLOSURE_MS


def _derived(engine: RoadEngine, arcs: Ints) -> Metric:
    """The metric in use past closed arcs, as the advisor makes it when it is asked."""
    return engine.derived(
        engine.metrics["0"], "shut", arcs=arcs, travel_ms=np.full(len(arcs), UNREACHABLE_MS, np.int32)
    )


def _close(closures: Closures, arcs: Ints) -> Ints:
    closures.close(Closure(name="flood", arcs=arcs))
    return arcs


def main() -> None:
    for name, network in networks(sys.argv[1:]):
        print(f"\n{name}: {network.nodes} nodes, {network.arcs} arcs")
        engine, draw = prepared(network), np.random.default_rng(1)
        kept = {
            "times": compared(engine, draw),
            "200 units": others(engine, draw),
            "closures": closed(engine, draw),
        }
        print("limits: " + ", ".join(f"{what} {'kept' if is_kept else 'NOT KEPT'}" for what, is_kept in kept.items()))


if __name__ == "__main__":
    main()

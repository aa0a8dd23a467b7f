"""Moves in the advisor: proposed where they gain, told in calls, and never to and fro."""

from typing import Any

import numpy as np
import pytest
from tests.brain.roads.networks import city_grid

from callbox.brain.demand.points import Points
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.snap import Snapper
from callbox.site.advisor.asked import Conditions, NotUnderstood
from callbox.site.advisor.covering import Ground
from callbox.site.advisor.fleet import Fleet
from callbox.site.advisor.redeploying import Redeploying

# The advisor takes longer to compile than these take to run: `make prove` runs them.
pytestmark = pytest.mark.slow

SIDE = 7
WEST, EAST = [0.0005, 0.003], [0.0055, 0.003]
HOW = Conditions(mode=0, hour=0, closings=())
STATIONS: list[Any] = [
    {"id": "west", "place": WEST, "kinds": ["engine"]},
    {"id": "east", "place": EAST, "kinds": ["engine"]},
]


class OneMetric:
    """Free roads, whatever is asked."""

    def __init__(self, metric: Any) -> None:
        self._metric = metric

    def metric(self, how: Conditions) -> Any:  # noqa: ARG002  what every asker is given
        return self._metric


@pytest.fixture(scope="module")
def asked() -> Any:
    """Calls come from the west alone."""
    net = city_grid(np.random.default_rng(8), side=SIDE)
    engine, snapper = RoadEngine.build(net), Snapper.build(net)
    spots = np.random.default_rng(1).random((30, 2)) * [0.0015, 0.006]
    points = Points(
        kinds=("engine", "ambulance"), longitude_deg=spots[:, 0], latitude_deg=spots[:, 1],
        calls_per_h=np.vstack([np.ones(30), np.zeros(30)]), hours=np.ones(168),
    )  # fmt: skip
    metric = engine.metric("open", np.ascontiguousarray(net.travel_ms[0]))
    proposing = Redeploying(Fleet(engine, snapper), Ground(engine.hierarchy, snapper, points), OneMetric(metric))
    east, west = (snapper.snap(np.array(at[:1]), np.array(at[1:]), 1_000.0) for at in (EAST, WEST))
    far_ms = int(engine.times(engine.labels(east, metric), west)[0])

    def ask(units: list[Any], stations: list[Any] | None = None) -> list[Any]:
        told = {"units": units, "stations": STATIONS if stations is None else stations}
        return proposing.moves(told, HOW, late_ms=far_ms // 2, now_s=0.0)

    return ask


def idle(name: str, place: list[float] = EAST, station: str = "east", **more: Any) -> dict[str, Any]:
    return {"id": name, "place": place, "kind": "engine", "station": station, **more}


def test_a_unit_that_waits_where_no_calls_come_from_is_proposed_to_move_to_where_they_do(asked: Any) -> None:
    [move] = asked([idle("E1"), idle("E2")])

    assert (move["unit"], move["station"]) == ("E1", "west")
    assert move["fewer_late_per_100"] > 10
    assert move["drive_ms"] > 0


def test_nobody_is_moved_who_was_moved_lately_or_too_often(asked: Any) -> None:
    assert asked([idle("E1", moved_ago_ms=60_000), idle("E2", moves_left=0)]) == []
    [move] = asked([idle("E1", moved_ago_ms=60_000), idle("E2")])
    assert move["unit"] == "E2"


def test_nobody_is_moved_where_it_gains_nothing_or_finds_no_room(asked: Any) -> None:
    assert asked([idle("E1", WEST, "west"), idle("E2", WEST, "west")]) == []
    full = [{**STATIONS[0], "room": 0}, STATIONS[1]]
    assert asked([idle("E1")], full) == []


def test_units_of_one_kind_wait_only_where_their_kind_is_at_home(asked: Any) -> None:
    others = [{**STATIONS[0], "kinds": ["ambulance"]}, STATIONS[1]]
    assert asked([idle("E1")], others) == []
    assert asked([]) == []


def test_two_of_one_name_are_refused(asked: Any) -> None:
    with pytest.raises(NotUnderstood):
        asked([idle("E1"), idle("E1")])

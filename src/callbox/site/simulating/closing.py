"""Streets that a line closes, found on the roads of the city it names."""

import numpy as np
import shapely

from callbox.brain.roads.closures import outlines
from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import Ints, RoadNetwork
from callbox.brain.simulate import closed
from callbox.brain.simulate.scenario import Scenario
from callbox.faces.command.simulations import Asked, Assumed, Closing
from callbox.faces.command.underway import Wrong

ALL_DAY = (0, 24)


def closed_in(one: Scenario, engine: RoadEngine, asked: Asked, *, days: int, taken_ms: Ints | None = None) -> Scenario:
    """The city with the streets closed that the line names, on each of so many days.

    Raises:
        Wrong: naming what is not there.
    """
    if not asked.closings:
        return one
    found = [
        closed.Closing(arcs=arcs_of(engine.network, its), speed_factor=its.speed_factor, hours=its.hours)
        for its in asked.closings
    ]
    return closed.with_closed(one, engine, found, days=days, taken_ms=taken_ms)


def arcs_of(network: RoadNetwork, closing: Closing) -> Ints:
    """(k,) the arcs that a closing holds for."""
    if closing.rings:
        drawn = outlines(network)
        rows = [drawn.touching(shapely.Polygon(np.array(ring).reshape(-1, 2))) for ring in closing.rings]
        arcs = np.unique(np.concatenate(rows)).astype(np.int32)
    else:
        same = [number for number, name in enumerate(network.names) if name.casefold() == closing.street.casefold()]
        arcs = np.flatnonzero(np.isin(network.street, same)).astype(np.int32)
    if not len(arcs):
        raise Wrong("close_nothing" if closing.rings or network.names else "close_no_names", {"where": closing.where})
    return arcs


def closing_told(closing: Closing) -> Assumed:
    """What is told of one."""
    code = "slow" if closing.speed_factor else "closed"
    if closing.hours == ALL_DAY:
        code += "_all_day"
    first, last = closing.hours
    percent = f"{100 * closing.speed_factor:g}"
    return Assumed(code=code, details={"where": closing.where, "from": first, "until": last, "percent": percent})

"""The line of a way, point by point, for drawing it."""

import numpy as np

from callbox.brain.roads.facts import Floats, RoadNetwork
from callbox.brain.roads.route import Route


def line_deg(network: RoadNetwork, way: Route) -> Floats:
    """(k, 2) longitude, latitude along a way, from where it begins on its first arc to where it ends on its last.

    Empty without a way.
    """
    if not len(way.arc):
        return np.empty((0, 2))
    lines = [arc_deg(network, arc) for arc in way.arc.tolist()]
    if len(lines) == 1:
        return _part(lines[0], min(way.begin, way.end), max(way.begin, way.end))
    lines[0], lines[-1] = _part(lines[0], way.begin, 1.0), _part(lines[-1], 0.0, way.end)
    whole = np.concatenate(lines)
    moved = np.ones(len(whole), np.bool_)
    moved[1:] = (whole[1:] != whole[:-1]).any(axis=1)
    return whole[moved]


def arc_deg(network: RoadNetwork, arc: int) -> Floats:
    """(k, 2) longitude, latitude of an arc: its tail, the points between, its head."""
    tail, head = int(network.tail[arc]), int(network.head[arc])
    ends = np.array([[network.longitude_deg[node], network.latitude_deg[node]] for node in (tail, head)])
    between = network.shape_deg[int(network.shape_first[arc]) : int(network.shape_first[arc + 1])]
    return np.concatenate([ends[:1], between.reshape(-1, 2), ends[1:]])


def _part(line: Floats, begin: float, end: float) -> Floats:
    """(k, 2) what lies between two fractions of a line."""
    steps = np.diff(line, axis=0) * np.array([np.cos(np.radians(line[0, 1])), 1.0])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))])
    if along[-1] == 0:
        return line
    share = along / along[-1]
    inner = line[(share > begin) & (share < end)]
    ends = np.array([[np.interp(at, share, line[:, side]) for side in (0, 1)] for at in (begin, end)])
    return np.concatenate([ends[:1], inner, ends[1:]])

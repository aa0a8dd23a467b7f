"""Times from one labelled place to many labelled targets, which stay where they are while places move."""

from callbox.brain.compiled import UNREACHABLE_MS, lean
from callbox.brain.roads.flow_loops import Ints
from callbox.brain.roads.hierarchy import Tree
from callbox.brain.roads.label_loops import NOWHERE, STREET, Rows, along_street, least_sum, path_up, shared


@lean
def times_from(tree: Tree, units: Rows, index: int, targets: Rows, found_ms: Ints, room: Ints) -> None:
    """(t,) times from place `index` of `units` to every target; `room` holds two rows."""
    low = units.low[index]
    if low == NOWHERE:
        found_ms[:] = UNREACHABLE_MS
        return
    count = path_up(tree, low, room[0], room[1])
    path_end, path = room
    row, spot = units.time_ms[index], units.spot_ms[index]
    for target in range(len(targets.low)):
        if targets.low[target] == NOWHERE:
            found_ms[target] = UNREACHABLE_MS
            continue
        best_ms = least_sum(row, targets.time_ms[target], shared(path, path_end, count, targets.low[target]))
        if targets.spot_ms[target, STREET] == spot[STREET]:
            best_ms = min(best_ms, along_street(spot, targets.spot_ms[target]))
        found_ms[target] = min(best_ms, UNREACHABLE_MS)

"""Nested dissection: part the graph by a small set of junctions, order both parts, put the set last; again in each part."""

from callbox.brain.compiled import compiled
from callbox.brain.roads.flow_loops import Ints
from callbox.brain.roads.part_loops import BETWEEN, LEAF, Graph, Room, bisect, by_degree, components, room_for


@compiled
def cut_out(graph: Graph, room: Room, low: int, high: int) -> None:
    """Copy the piece that stands at `low` to `high` of row 0 into the room, with local numbers."""
    where, piece, row = room.where, room.piece, graph.sorted[0]
    arcs = 0
    for place in range(low, high):
        piece.first[place - low] = arcs
        node = row[place]
        for arc in range(graph.first[node], graph.first[node + 1]):
            other = where[graph.to[arc]]
            if low <= other < high:
                piece.to[arcs] = other - low
                arcs += 1
    piece.first[high - low] = arcs


@compiled
def note_places(graph: Graph, room: Room, low: int, high: int) -> None:
    """Keep `where` true for a run of row 0 that was rearranged: neighbours in other pieces are told by their place."""
    for place in range(low, high):
        room.where[graph.sorted[0, place]] = place


@compiled
def split(graph: Graph, room: Room, low: int, high: int, parts: int) -> None:
    """Put the runs of the parts (`label`) one after another in every row, keeping the order within each.

    Leaves in `counts[p]` where part p begins, relative to `low`.
    """
    counts = room.counts
    counts[: parts + 1] = 0
    for v in range(high - low):
        counts[room.label[v] + 1] += 1
    for part in range(parts):
        counts[part + 1] += counts[part]
    for row in range(graph.sorted.shape[0]):
        run = graph.sorted[row]
        for place in range(low, high):
            room.moved[place - low] = run[place]
        for place in range(high - low):
            node = room.moved[place]
            part = room.label[room.where[node] - low]
            run[low + counts[part]] = node
            counts[part] += 1
        for part in range(parts, 0, -1):
            counts[part] = counts[part - 1]
        counts[0] = 0
    note_places(graph, room, low, high)


@compiled
def dissected(graph: Graph) -> Ints:
    """Row 0 becomes the order of elimination, the most important junction last. Works in place; gives that row."""
    nodes = graph.sorted.shape[1]
    room = room_for(nodes, len(graph.to))
    note_places(graph, room, 0, nodes)
    waiting = [(0, nodes)]
    while waiting:
        low, high = waiting.pop()
        cut_out(graph, room, low, high)
        if high - low <= LEAF:
            by_degree(graph, room, low, high)
            continue
        parts = components(room, high - low)
        if parts > 1:
            split(graph, room, low, high, parts)
        else:
            bisect(graph, room, low, high)
            split(graph, room, low, high, BETWEEN + 1)
            parts = BETWEEN  # what lies between stays where it stands: last
        for part in range(parts):
            begin, end = low + room.counts[part], low + room.counts[part + 1]
            if begin < end:
                waiting.append((begin, end))
    order: Ints = graph.sorted[0]
    return order

"""Nested dissection: part the graph by a small set of junctions, order both parts, put the set last; again in each part."""

from callbox.brain.compiled import lean
from callbox.brain.roads.part_loops import BETWEEN, LEAF, Graph, Room, bisect, by_degree, components


@lean
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


@lean
def note_places(graph: Graph, room: Room, low: int, high: int) -> None:
    """Keep `where` true for a run of row 0 that was rearranged: neighbours in other pieces are told by their place."""
    for place in range(low, high):
        room.where[graph.sorted[0, place]] = place


@lean
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


@lean
def dissect(graph: Graph, room: Room) -> None:
    """Row 0 becomes the order of elimination, the most important junction last; in place."""
    nodes, waiting, counts = graph.sorted.shape[1], room.waiting, room.counts
    note_places(graph, room, 0, nodes)
    waiting[0, 0], waiting[0, 1], left = 0, nodes, 1
    while left:
        left -= 1
        low, high = waiting[left]
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
            if counts[part] < counts[part + 1]:
                waiting[left, 0], waiting[left, 1] = low + counts[part], low + counts[part + 1]
                left += 1

"""From an order of elimination to the hierarchy: elimination tree, preorder numbers and the chordal completion."""

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import compiled
from callbox.brain.roads.flow_loops import NONE, Ints


@compiled
def elimination_parents(first: Ints, to: Ints, order: Ints, rank: Ints) -> Ints:
    """(n,) by rank, the rank of the parent in the elimination tree, NONE at a root.

    Liu, "The role of elimination trees in sparse factorization", SIAM J. Matrix Anal. Appl. 11 (1990).
    """
    nodes = len(order)
    parent = np.full(nodes, NONE, np.int32)
    top = np.arange(nodes).astype(np.int32)
    for r in range(nodes):
        node = order[r]
        for arc in range(first[node], first[node + 1]):
            below = rank[to[arc]]
            while below < r and below != NONE:
                above = top[below]
                top[below] = r
                if above == below:
                    parent[below] = r
                    break
                below = above
    return parent


@compiled
def preorder(parent: Ints) -> Ints:
    """(n,) by rank, the number of each node: parents before children, each subtree in one run."""
    nodes = len(parent)
    size = np.ones(nodes, np.int32)
    for r in range(nodes):
        if parent[r] != NONE:
            size[parent[r]] += size[r]
    number = np.zeros(nodes, np.int32)
    following = np.zeros(nodes, np.int32)
    roots = 0
    for r in range(nodes - 1, -1, -1):
        above = parent[r]
        if above == NONE:
            number[r] = roots
            roots += size[r]
        else:
            number[r] = following[above]
            following[above] += size[r]
        following[r] = number[r] + 1
    return number


@compiled
def depths_and_ends(parent: Ints) -> tuple[Ints, Ints]:
    """By preorder number: (n,) steps from the root, and (n,) the number after the last descendant."""
    nodes = len(parent)
    depth, end = np.zeros(nodes, np.int32), np.arange(nodes).astype(np.int32) + np.int32(1)
    for v in range(nodes):
        if parent[v] != NONE:
            depth[v] = depth[parent[v]] + 1
    for v in range(nodes - 1, -1, -1):
        if parent[v] != NONE:
            end[parent[v]] = max(end[parent[v]], end[v])
    return depth, end


@compiled
def run_ends(first: Ints, head_depth: Ints) -> Ints:
    """(e,) the arc at which the run of depths without a gap ends that each arc is in."""
    found = np.arange(len(head_depth)).astype(np.int32) + np.int32(1)
    for v in range(len(first) - 1):
        for arc in range(first[v + 1] - 2, first[v] - 1, -1):
            if head_depth[arc + 1] == head_depth[arc] + 1:
                found[arc] = found[arc + 1]
    return found


@compiled
def completed(first: Ints, to: Ints, parent: Ints) -> tuple[Ints, Ints]:
    """Everything by preorder number: (n + 1,) where each node's upward arcs begin, and (e,) their heads, ascending.

    The arcs of a node are its own and, since eliminating a child joins all that the child knew, its children's.
    """
    nodes = len(parent)
    seen, child, sibling = np.full(nodes, NONE, np.int32), np.full(nodes, NONE, np.int32), np.zeros(nodes, np.int32)
    begin, count = np.zeros(nodes, np.int64), np.zeros(nodes + 1, np.int64)
    heads = np.zeros(4 * nodes + len(to), np.int32)
    used = 0
    for v in range(nodes - 1, -1, -1):
        begin[v] = used
        room = first[v + 1] - first[v]
        c = child[v]
        while c != NONE:
            room += count[c + 1]
            c = sibling[c]
        if used + room > len(heads):
            larger = np.zeros(2 * len(heads) + room, np.int32)
            larger[:used] = heads[:used]
            heads = larger
        for arc in range(first[v], first[v + 1]):
            if to[arc] < v and seen[to[arc]] != v:
                seen[to[arc]] = v
                sorted_in(heads, begin[v], used, to[arc])
                used += 1
        c = child[v]
        while c != NONE:
            for arc in range(begin[c], begin[c] + count[c + 1]):
                if heads[arc] != v and seen[heads[arc]] != v:
                    seen[heads[arc]] = v
                    sorted_in(heads, begin[v], used, heads[arc])
                    used += 1
            c = sibling[c]
        count[v + 1] = used - begin[v]
        if parent[v] != NONE:
            child[parent[v]], sibling[v] = v, child[parent[v]]
    return laid_out(heads, begin, count)


@compiled
def sorted_in(heads: Ints, low: int, high: int, head: int) -> None:
    """Put one more head in its place in the run from `low` to `high`."""
    while high > low and heads[high - 1] > head:
        heads[high] = heads[high - 1]
        high -= 1
    heads[high] = head


@compiled
def laid_out(heads: Ints, begin: NDArray[np.int64], count: NDArray[np.int64]) -> tuple[Ints, Ints]:
    """The runs of heads in ascending order of their nodes."""
    nodes = len(begin)
    up_first = np.cumsum(count).astype(np.int32)
    up_head = np.empty(up_first[nodes], np.int32)
    for v in range(nodes):
        up_head[up_first[v] : up_first[v + 1]] = heads[begin[v] : begin[v] + count[v + 1]]
    return up_first, up_head


@compiled
def arcs_from(first: Ints, head: Ints, tails: Ints, heads: Ints) -> Ints:
    """(k,) which upward arc joins each pair of nodes (either way round), NONE where both are the same."""
    found = np.full(len(tails), NONE, np.int32)
    for pair in range(len(tails)):
        low, high = max(tails[pair], heads[pair]), min(tails[pair], heads[pair])
        if low != high:
            begin, end = first[low], first[low + 1]
            while begin < end:
                middle = (begin + end) // 2
                if head[middle] < high:
                    begin = middle + 1
                else:
                    end = middle
            found[pair] = begin
    return found

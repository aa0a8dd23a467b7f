"""From one place to everywhere, or from everywhere to it: one climb, then one pass down the hierarchy.

Delling, Goldberg, Nowatzyk, Werneck, "PHAST: hardware-accelerated shortest path trees", IPDPS 2011. In preorder, a row
by depth always holds the times of just the ancestors of the node in hand, so nothing else is ever looked up.
"""

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS, lean
from callbox.brain.roads.flow_loops import NONE, Ints
from callbox.brain.roads.hierarchy import Ends, Tree
from callbox.brain.roads.label_loops import NOWHERE, Rows, fill_row


@lean
def sweep(
    tree: Tree,
    ends: Ends,
    up_ms: Ints,
    down_ms: Ints,
    pace_ms: Ints,
    label: Rows,
    found_ms: Ints,
    arc: int,
    fraction: float,
    towards: bool,
) -> None:
    """(n,) times by preorder number between a place and every node: to it (towards) or from it."""
    fill_row(tree, ends, down_ms if towards else up_ms, pace_ms, label, 0, arc, fraction, not towards)
    found_ms[:] = UNREACHABLE_MS
    side_ms, row = up_ms if towards else down_ms, label.time_ms[0]
    if label.low[0] == NOWHERE:
        return
    v = label.low[0]
    while v != NONE:
        found_ms[v] = row[tree.depth[v]]
        v = tree.parent[v]
    for v in range(len(found_ms)):
        best_ms = np.int32(found_ms[v])
        for step in range(tree.first[v], tree.first[v + 1]):
            best_ms = min(best_ms, np.int32(row[np.uint64(tree.head_depth[step])] + side_ms[step]))
        found_ms[v] = best_ms
        row[np.uint64(tree.depth[v])] = best_ms

"""Labels of the few among many places that have moved, in one go."""

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import lean
from callbox.brain.roads.flow_loops import Ints
from callbox.brain.roads.hierarchy import Ends, Tree
from callbox.brain.roads.label_loops import Rows, fill_row


@lean
def fill_some(
    tree: Tree,
    ends: Ends,
    side_ms: Ints,
    pace_ms: Ints,
    rows: Rows,
    some: NDArray[np.int64],
    arcs: Ints,
    fractions: NDArray[np.float64],
    leaving: bool,
) -> None:
    """Make the labels of the places in rows `some` anew; `arcs` and `fractions` are those of all places."""
    for index in some:
        fill_row(tree, ends, side_ms, pace_ms, rows, index, arcs[index], fractions[index], leaving)

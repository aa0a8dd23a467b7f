"""The part of a customizable contraction hierarchy that knows streets but no times: made once for a road network.

Dibbelt, Strasser, Wagner, "Customizable contraction hierarchies", ACM Journal of Experimental Algorithmics 21 (2016).
Nodes are numbered from the most important down, in preorder of the elimination tree: all ancestors of a node have smaller
numbers, its descendants follow it in one run, and every arc of the completion joins a node to one of its ancestors.
"""

from typing import NamedTuple

import numpy as np

from callbox.brain.roads.facts import Ints, RoadNetwork
from callbox.brain.roads.hierarchy_loops import (
    arcs_from,
    completed,
    depths_and_ends,
    elimination_parents,
    preorder,
    run_ends,
)
from callbox.brain.roads.order import dissection_order, streets


class Tree(NamedTuple):
    """n nodes by preorder number, and e arcs upward; all that loops over the hierarchy need."""

    parent: Ints
    """(n,) -1 at a root."""
    depth: Ints
    """(n,) 0 at a root."""
    end: Ints
    """(n,) the descendants of v are v + 1 to end[v] - 1."""
    first: Ints
    """(n + 1,) where the upward arcs of each node begin; they ascend, from the root to the parent."""
    head_depth: Ints
    """(e,) the depth of the ancestor that an arc leads to."""
    head: Ints
    """(e,) its number."""
    run_end: Ints
    """(e,) the arc after the last of the same node that follows without a gap in depth: what loops take at once."""


class Below(NamedTuple):
    """The same arcs seen from their upper ends."""

    first: Ints
    """(n + 1,)"""
    arc: Ints
    """(e,) upward arcs by their heads."""
    owner: Ints
    """(e,) the node from which each upward arc leads."""


class Ends(NamedTuple):
    """The m arcs of the road network in the hierarchy's numbers."""

    tail: Ints
    """(m,)"""
    head: Ints
    """(m,)"""
    twin: Ints
    """(m,) -1 without one."""
    slot: Ints
    """(m,) the upward arc between its ends, -1 for a loop; an arc goes up if its tail has the larger number."""


class Hierarchy(NamedTuple):
    """Everything that stays when times change."""

    tree: Tree
    below: Below
    ends: Ends
    number: Ints
    """(n,) the preorder number of each node of the road network."""
    slot_first: Ints
    """(e + 1,)"""
    slot_arc: Ints
    """(m',) the arcs of the road network by slot, loops apart."""
    levels: int
    """How many nodes the longest path from the top has: the width of a label."""


def build_hierarchy(network: RoadNetwork) -> Hierarchy:
    """Order the nodes, complete the graph, and number everything from the top."""
    return from_order(network, dissection_order(network))


def from_order(network: RoadNetwork, order: Ints) -> Hierarchy:
    """The hierarchy of a road network in a given order of elimination, (n,) the least important node first."""
    number, parent = _numbered(network, order)
    first, to = _renumbered(network, number)
    tree = _tree(parent, *completed(first, to, parent))
    tail, head = number[network.tail], number[network.head]
    ends = Ends(tail, head, network.twin, arcs_from(tree.first, tree.head, tail, head))
    levels = int(tree.depth.max(initial=0)) + 1
    return Hierarchy(tree, _below(tree), ends, number, *_by_slot(ends.slot, len(tree.head)), levels)


def _numbered(network: RoadNetwork, order: Ints) -> tuple[Ints, Ints]:
    """The preorder number of each node, and the parent by number."""
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    above = elimination_parents(*streets(network), order, rank)
    number = preorder(above)
    parent = np.empty(len(order), np.int32)
    parent[number] = np.where(above >= 0, number[above], -1)
    return number[rank], parent


def _renumbered(network: RoadNetwork, number: Ints) -> tuple[Ints, Ints]:
    first, to = streets(network)
    node = np.argsort(number)
    degree = np.diff(first)[node]
    begin = np.zeros(len(first), np.int32)
    np.cumsum(degree, out=begin[1:])
    taken = np.repeat(first[:-1][node] - begin[:-1], degree) + np.arange(len(to))
    return begin, number[to[taken]]


def _tree(parent: Ints, first: Ints, head: Ints) -> Tree:
    depth, end = depths_and_ends(parent)
    head_depth = depth[head]
    return Tree(parent, depth, end, first, head_depth, head, run_ends(first, head_depth))


def _below(tree: Tree) -> Below:
    arc = np.argsort(tree.head, kind="stable").astype(np.int32)
    owner = np.repeat(np.arange(len(tree.parent), dtype=np.int32), np.diff(tree.first))
    return Below(_begins(tree.head, len(tree.parent)), arc, owner)


def _by_slot(slot: Ints, slots: int) -> tuple[Ints, Ints]:
    used = slot[slot >= 0]
    return _begins(used, slots), np.argsort(slot, kind="stable")[len(slot) - len(used) :].astype(np.int32)


def _begins(keys: Ints, most: int) -> Ints:
    """(most + 1,) where the run of each key begins, were they sorted."""
    begin = np.zeros(most + 1, np.int32)
    np.cumsum(np.bincount(keys, minlength=most), out=begin[1:])
    return begin

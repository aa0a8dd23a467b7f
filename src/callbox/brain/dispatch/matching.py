"""Seats and units matched exactly: several objectives one after the other, and the next best sets of units.

Costs are whole numbers held in float64, exact below 2**53; infinite where a unit may not take a seat.
"""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from callbox.brain.dispatch.facts import Bools, Floats

Columns = NDArray[np.int64]
UNMET = float(2**33)
"""The cost of a seat that nobody takes: more than all the times that any who could take it would need."""


def with_unmet(costs: Floats, unmet: Floats) -> Floats:
    """The costs (s, n) with one more column for each seat, (s, n + s), in which nobody takes it at its `unmet` (s,)."""
    nobody = np.full((len(costs), len(costs)), np.inf)
    np.fill_diagonal(nobody, unmet)
    return np.concatenate((costs, nobody), axis=1)


def match(costs: Floats) -> Columns:
    """The column of each row so that their sum is least. Raises ValueError if there is no way to give each row one."""
    return linear_sum_assignment(costs)[1].astype(np.int64)


def match_in_turn(objectives: Iterable[Floats], allowed: Bools) -> Columns:
    """The column of each row that is best by the first objective, among those by the second, and so on.

    `objectives`: each (rows, columns) finite where `allowed`. After each, only what is optimal for it stays possible:
    by complementary slackness (Kuhn, Naval Research Logistics Quarterly 2 (1955) 83-97), those pairs whose reduced cost
    is 0 in an optimal dual, with every column of negative price taken. So no weights are needed that swamp each other.
    """
    taken = np.zeros(allowed.shape[1], dtype=np.bool_)
    chosen = np.zeros(len(allowed), dtype=np.int64)
    for objective in objectives:
        costs = _on_face(objective, allowed, taken)
        chosen = match(costs)
        if np.all(np.count_nonzero(allowed, axis=1) == 1):
            break
        price = _prices(costs, chosen)
        worth = _worth(costs, chosen, price)
        allowed = allowed & (costs - worth[:, None] - price <= 0.0)
        taken = taken | (price < 0.0)
    return chosen


def _on_face(objective: Floats, allowed: Bools, taken: Bools) -> Floats:
    """The objective where only allowed pairs may be used and every column that must be taken is a bargain."""
    costs = np.where(allowed, objective, np.inf)
    if not np.any(taken):
        return costs
    least = np.min(costs, axis=1, initial=np.inf)
    most = np.max(np.where(allowed, objective, -np.inf), axis=1, initial=-np.inf)
    bargain = 1.0 + float(np.sum(most - least))
    return np.where(taken, costs - bargain, costs)


def _prices(costs: Floats, chosen: Columns) -> Floats:
    """(columns,) the highest optimal dual prices, none above 0, by Bellman and Ford over the rows' alternatives."""
    price = np.zeros(costs.shape[1])
    rows = np.arange(len(chosen))
    detour = costs - costs[rows, chosen][:, None]
    for _ in rows:
        lower = np.minimum(price, np.min(price[chosen][:, None] + detour, axis=0))
        if np.array_equal(lower, price):
            break
        price = lower
    return price


def _worth(costs: Floats, chosen: Columns, price: Floats) -> Floats:
    """(rows,) the duals of the rows."""
    return costs[np.arange(len(chosen)), chosen] - price[chosen]


def best_sets(costs: Floats, unmet: Floats, *, most: int) -> Iterator[Columns]:
    """The `most` cheapest matchings of seats (rows) to units (columns), each with another set of units; -1 for nobody.

    The possible sets are split after each find: without its first unit; with that but without its second, and so on
    (Lawler, Management Science 18 (1972) 401-405), so none comes twice and none is passed over. Of equal ones, the one
    with the earlier columns comes first: their numbers count as a part of a millisecond too small to add up to one.
    """
    units = costs.shape[1]
    full = with_unmet(costs, unmet)
    fine = full * float(full.size) + np.arange(full.shape[1])
    heap: list[tuple[float, Split]] = []
    _push(heap, fine, Split((), without=frozenset(), must=frozenset()), units=units)
    while heap and most > 0:
        _, split = heappop(heap)
        most -= 1
        yield np.array([column if column < units else -1 for column in split.chosen], dtype=np.int64)
        must = split.must
        for unit in sorted(column for column in split.chosen if column < units and column not in split.must):
            _push(heap, fine, Split((), without=split.without | {unit}, must=must), units=units)
            must |= {unit}


class Split(NamedTuple):
    """The best matching of those without some units and with some others."""

    chosen: tuple[int, ...]
    without: frozenset[int]
    must: frozenset[int]


def _push(heap: list[tuple[float, Split]], costs: Floats, split: Split, *, units: int) -> None:
    """Put the best matching of a split on the heap, if there is one that sends anybody."""
    left = costs.copy()
    left[:, list(split.without)] = np.inf
    wanted = np.zeros(costs.shape[1], dtype=np.bool_)
    wanted[list(split.must)] = True
    chosen = match(_on_face(left, np.isfinite(left), wanted))
    held = {column for column in chosen.tolist() if column < units}
    if held and split.must <= held:
        total = float(np.sum(costs[np.arange(len(chosen)), chosen]))
        heappush(heap, (total, split._replace(chosen=tuple(chosen.tolist()))))


def in_order(costs: Floats, allowed: Bools) -> Iterator[Floats]:
    """An objective for each row in turn: its own cost, and of equal ones the earlier column."""
    for row in range(len(costs)):
        objective = np.zeros(costs.shape)
        ranked = np.lexsort((np.arange(costs.shape[1]), np.where(allowed[row], costs[row], np.inf)))
        objective[row, ranked] = np.arange(costs.shape[1], dtype=np.float64)
        yield objective

"""Expected cover in compiled loops over flat arrays, the same for a live question and inside the simulator.

A unit has a grade at every point: the first g with time <= within_ms[g], or the number of grades where it is too late
for all. With units busy independently, each for a share q of time, a call at point z costs on average

    sum over g of cost[g] * product of q_k over the units k with grade[k, z] <= g

which is MEXCLP (Daskin 1983) for one grade. `left[z, g]` keeps the part of that sum from g on: taking a unit away, adding
one or moving one then changes the cost by a difference of two entries, exactly, whatever the number of units.
"""

from callbox.brain.compiled import inlined, lean
from callbox.brain.cover.facts import Bytes, Floats, Ints


@inlined
def grade_of(time_ms: int, within_ms: Ints) -> int:
    """The first grade that a time is within."""
    low, high = 0, len(within_ms)
    while low < high:
        middle = (low + high) >> 1
        if time_ms <= within_ms[middle]:
            high = middle
        else:
            low = middle + 1
    return low


@lean
def grade_all(times_ms: Ints, within_ms: Ints, out: Bytes) -> None:
    """Grades (z,) of times (z,)."""
    for point in range(len(times_ms)):
        out[point] = grade_of(times_ms[point], within_ms)


@lean
def leave(grade: Bytes, count: int, busy: Floats, cost: Floats, left: Floats) -> None:
    """Fill `left` (z, g + 1) for the first `count` units with grades (n, z), busy (n,)."""
    grades = len(cost)
    for point in range(left.shape[0]):
        row = left[point]
        for g in range(grades + 1):
            row[g] = 1.0
        for unit in range(count):
            row[grade[unit, point]] *= busy[unit]
        none_free = 1.0
        for g in range(grades):
            none_free *= row[g]
            row[g] = none_free * cost[g]
        row[grades] = 0.0
        for g in range(grades - 1, -1, -1):
            row[g] += row[g + 1]


@lean
def cost_of(weight: Floats, left: Floats) -> float:
    """Expected cost of the calls to come."""
    total = 0.0
    for point in range(len(weight)):
        total += weight[point] * left[point, 0]
    return total


@lean
def loss_of(weight: Floats, left: Floats, mine: Bytes, busy: float) -> float:
    """How much more calls cost without a unit of those that `left` counts, with grades (z,)."""
    total = 0.0
    for point in range(len(weight)):
        total += weight[point] * left[point, mine[point]]
    return total * (1.0 / busy - 1.0)


@lean
def gain_of(weight: Floats, left: Floats, here: Bytes, busy: float) -> float:
    """How much less calls cost with one more unit, with grades (z,)."""
    total = 0.0
    for point in range(len(weight)):
        total += weight[point] * left[point, here[point]]
    return total * (1.0 - busy)


@lean
def move_gain(weight: Floats, left: Floats, mine: Bytes, there: Bytes, busy: float) -> float:
    """How much less calls cost if a unit that `left` counts goes from grades `mine` to `there` (z,)."""
    closer, farther = 1.0 - busy, 1.0 / busy - 1.0
    total = 0.0
    for point in range(len(weight)):
        change = left[point, there[point]] - left[point, mine[point]]
        total += weight[point] * change * (closer if change > 0.0 else farther)
    return total

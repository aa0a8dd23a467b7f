"""Names by what somebody types of them: the name itself, its beginning, a part of it, or nearly so with typing errors.

Names lie sorted, so that a beginning is found by halving; together in one text, so that a part is found at the speed of
`str.find`; and by their pairs of letters, of which a name with a typing error still has most (P. Jokinen, E. Ukkonen, "Two
algorithms for approximate string matching in static texts", 1991). What has most in common is then held against what was
typed letter by letter: the optimal string alignment distance, to any beginning of the name, as it may be typed on.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

EXACT, BEGINS, HOLDS, NEARLY = 0.0, 1.0, 2.0, 10.0
LOOKED_AT_MOST: Final = 400
CLOSE_MOST: Final = 100
LAST: Final = "\U0010ffff"
END: Final = "\n"
# Letters of what is typed from which on so many typing errors may be in it.
ERRORS: Final = ((3, 1), (6, 2), (12, 3))

Ints = NDArray[np.int64]


class Names:
    """Folded names, each standing for one row of whatever has them. A row may have several names."""

    def __init__(self, named: Sequence[tuple[str, int]]) -> None:
        """`named`: (folded name, row)."""
        ordered = sorted(one for one in named if one[0])
        self._keys = [name for name, _ in ordered]
        self._rows = np.array([row for _, row in ordered], dtype=np.int64)
        self._text = END + END.join(self._keys) + END
        lengths = np.array([len(name) for name in self._keys], dtype=np.int64)
        self._starts = np.concatenate([[1], 1 + np.cumsum(lengths + 1)])[: len(lengths)].astype(np.int64)
        self._lengths = lengths
        self._pairs, self._first, self._having = _pairs_of(self._text, len(self._keys))

    def find(self, wanted: str, *, most: int) -> dict[int, float]:
        """Rows and how well a name of theirs fits, 0 best. `wanted` is folded."""
        found: dict[int, float] = {}
        if not wanted or not self._keys:
            return found
        self._note(found, self._beginning(wanted))
        if len(found) < most:
            self._note(found, self._holding(wanted))
        if len(found) < most:
            self._note(found, self._close(wanted))
        return found

    def _note(self, found: dict[int, float], more: Sequence[tuple[int, float]]) -> None:
        for at, rank in more:
            row = int(self._rows[at])
            found[row] = min(rank, found.get(row, rank))

    def _beginning(self, wanted: str) -> list[tuple[int, float]]:
        start, end = bisect_left(self._keys, wanted), bisect_left(self._keys, wanted + LAST)
        shown = range(start, min(end, start + LOOKED_AT_MOST))
        return [(at, EXACT if self._keys[at] == wanted else BEGINS) for at in shown]

    def _holding(self, wanted: str) -> list[tuple[int, float]]:
        places = list[int]()
        at = self._text.find(wanted)
        while at >= 0 and len(places) < LOOKED_AT_MOST:
            places.append(at)
            at = self._text.find(wanted, at + 1)
        numbers = np.searchsorted(self._starts, np.array(places, dtype=np.int64), side="right") - 1
        return [(int(number), HOLDS) for number in numbers]

    def _close(self, wanted: str) -> list[tuple[int, float]]:
        allowed = max((errors for letters, errors in ERRORS if len(wanted) >= letters), default=0)
        if not allowed:
            return []
        told = ((int(at), _errors(wanted, self._keys[at], allowed)) for at in self._alike(wanted))
        return [(at, NEARLY + errors) for at, errors in told if errors < allowed + 1]

    def _alike(self, wanted: str) -> Ints:
        """The names that have most pairs of letters in common with what is typed; of equals the shortest first."""
        codes = _codes(END + wanted)
        asked = _once(_joined(codes[:-1], codes[1:]))
        place = np.searchsorted(self._pairs, asked)
        there = place[(place < len(self._pairs)) & (np.take(self._pairs, place, mode="clip") == asked)]
        if not len(there):
            return np.empty(0, dtype=np.int64)
        having = np.concatenate([self._having[self._first[at] : self._first[at + 1]] for at in there])
        counts = np.bincount(having, minlength=len(self._keys)) - 0.01 * self._lengths
        take = min(CLOSE_MOST, len(counts))
        best = np.argpartition(-counts, take - 1)[:take]
        return best.astype(np.int64)


def _pairs_of(text: str, count: int) -> tuple[Ints, Ints, NDArray[np.int32]]:
    """Each pair of neighbouring letters once, and for each the names that have it: `having[first[k]:first[k + 1]]`."""
    codes = _codes(text)
    inside = codes[1:] != ord(END)
    name = (np.cumsum(codes[:-1] == ord(END)) - 1)[inside]
    pairs = _joined(codes[:-1], codes[1:])[inside]
    pair, having = np.divmod(_once(pairs * max(1, count) + name), max(1, count))
    first = np.flatnonzero(np.append(True, pair[1:] != pair[:-1])[: len(pair)])
    return pair[first], np.append(first, len(pair)).astype(np.int64), having.astype(np.int32)


def _once(numbers: Ints) -> Ints:
    """Each number once, in order. Sorting whole numbers is several times quicker here than `np.unique`."""
    ordered = np.sort(numbers)
    kept: Ints = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return kept


def _codes(text: str) -> Ints:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)


def _joined(one: Ints, other: Ints) -> Ints:
    # 2^21 letters squared times a million names is within 63 bits.
    return (one << 21) | other


def _errors(typed: str, name: str, most: int) -> float:
    """Typing errors between what was typed and the nearest beginning of a name; more than `most`: any number beyond.

    Half an error more where the name goes on beyond what was typed, so that whole names come first.
    """
    name = name[: len(typed) + most]
    before, row = list[int](), list(range(len(name) + 1))
    for i, letter in enumerate(typed, 1):
        twin = typed[i - 2] if i > 1 else ""
        before, row = row, _next_row(letter, name, twin=twin, above=row, twice_above=before)
        if min(row) > most:
            return most + 1.0
    best = min(row)
    return best if row[-1] == best else best + 0.5


def _next_row(letter: str, name: str, *, twin: str, above: list[int], twice_above: list[int]) -> list[int]:
    """`twin` is the letter typed before: the two may have changed places."""
    row = [above[0] + 1]
    for j, other in enumerate(name, 1):
        least = min(above[j] + 1, row[-1] + 1, above[j - 1] + (letter != other))
        if j > 1 and twin == other and letter == name[j - 2]:
            least = min(least, twice_above[j - 2] + 1)
        row.append(least)
    return row

"""Squares of the globe as words of two letters, so that sealed places are found by the keyed search for text. Pure.

A place that may be removed for good must not lie open in a column or an index. Text is searched by keyed bigrams, which an
erasure drops; a word of two letters is one bigram. Squares far apart may share a word: whoever finds looks again.
"""

from math import ceil, cos, floor, radians
from typing import Final

SIDE_DEG: Final = 0.0025
"""278 m from south to north, less from west to east."""
FIRST: Final = 0x4E00
LETTERS: Final = 20_000
"""Letters that no folding of text changes: the CJK ideographs of Unicode 1.1."""
METRES_PER_DEGREE: Final = 111_195.0
ALONG: Final = round(360 / SIDE_DEG)


def square(latitude_deg: float, longitude_deg: float) -> str:
    """The word for the square that a place lies in."""
    return _word(_step(latitude_deg), _step(longitude_deg))


def squares_around(latitude_deg: float, longitude_deg: float, *, within_m: float) -> tuple[str, ...]:
    """The words for every square that may hold a place so near."""
    reach = within_m / METRES_PER_DEGREE
    wide = reach / max(0.02, cos(radians(min(89.0, abs(latitude_deg) + reach))))
    north, east = (ceil(one / SIDE_DEG) for one in (reach, wide))
    middle, across = _step(latitude_deg), _step(longitude_deg)
    rows, columns = range(middle - north, middle + north + 1), range(across - east, across + east + 1)
    return tuple(dict.fromkeys(_word(row, column) for row in rows for column in columns))


def _step(degrees: float) -> int:
    return floor(degrees / SIDE_DEG)


def _word(row: int, column: int) -> str:
    number = (row * ALONG + column % ALONG) % (LETTERS * LETTERS)
    first, second = divmod(number, LETTERS)
    return chr(FIRST + first) + chr(FIRST + second)

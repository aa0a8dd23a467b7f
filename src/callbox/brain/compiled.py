"""The one way to machine code: every loop that Numba compiles says `@compiled`, so that all are cached and checked alike.

Compiled functions live in modules named `loops.py` or `..._loops.py`: Numba takes positional arguments only, and
arrays that belong together come as one NamedTuple, which it passes without a copy.
"""

from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")

UNREACHABLE_MS: Final = 2**30 - 1
"""A travel time that stands for "no way": two of them still add up within 32 bits."""


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function as machine code, kept on disk (`NUMBA_CACHE_DIR`) after its first call."""
    return cast("Callable[P, R]", numba.njit(cache=True, nogil=True, error_model="numpy")(function))

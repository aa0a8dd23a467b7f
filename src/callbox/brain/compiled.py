"""The one way to machine code: every loop that Numba compiles says `@compiled`, so that all are cached and checked alike.

Compiled functions live in modules named `loops.py` or `..._loops.py`: Numba takes positional arguments only, and
arrays that belong together come as one NamedTuple, which it passes without a copy.
"""

import re
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array
from numpy.typing import DTypeLike, NDArray

P = ParamSpec("P")
R = TypeVar("R")

UNREACHABLE_MS: Final = 2**30 - 1
"""A travel time that stands for "no way": two of them still add up within 32 bits."""

# Numba's own tools for making arrays have no types.
member: Any = cgutils.get_record_member
new_array: Any = make_array
fill_array: Any = populate_array

LEAN: Final[dict[str, Any]] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}

BRAIN: Final = Path(__file__).parent
IMPORTS: Final = re.compile(r"^from callbox\.brain\.([\w.]+) import ", re.MULTILINE)


@cache
def sources(module: Path) -> frozenset[Path]:
    """The files of the brain that a module is made of: its own, and those of whatever it imports, and so on."""
    found, new = frozenset[Path](), {module}
    while new:
        found |= new
        names = (name for path in new for name in IMPORTS.findall(path.read_text("utf-8")))
        new = {path for name in names if (path := BRAIN.joinpath(*name.split(".")).with_suffix(".py")).exists()} - found
    return found


@cache
def digest(path: Path) -> str:
    """What stands in a file, in one word."""
    return blake2b(path.read_bytes(), digest_size=16).hexdigest()


def fresh(dispatcher: Any) -> Any:
    """The same, whose kept machine code is used only if no source it was made of has changed since.

    By itself Numba looks at the file of the function alone, and would go on running what an edited callee did before.
    """
    module = Path(dispatcher.py_func.__code__.co_filename)
    stamp = tuple(digest(path) for path in sorted(sources(module))) if module.exists() else ()
    dispatcher._cache._cache_file._source_stamp = stamp  # noqa: SLF001 - there is no public way to say it
    return dispatcher


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function as machine code, kept on disk (`NUMBA_CACHE_DIR`) after its first call."""
    return cast("Callable[P, R]", fresh(numba.njit(cache=True, nogil=True, error_model="numpy")(function)))


def lean(function: Callable[P, R]) -> Callable[P, R]:
    """As `compiled`, for steps that take many arrays and make none: their references are not counted.

    Measured: a look at two arrays out of twenty-three takes 4 ns so, and 580 ns when every call counts all of them.
    """
    return cast("Callable[P, R]", fresh(numba.njit(**LEAN)(function)))


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """As `lean`, and always made part of its caller."""
    return cast("Callable[P, R]", fresh(numba.njit(forceinline=True, **LEAN)(function)))


def array_at(address: str, dtype: DTypeLike, *shape: str | int) -> Callable[[Any], NDArray[Any]]:
    """A function for `lean` steps that reads an array out of a record, which holds its address and its shape as int64.

    One record then stands for any number of arrays: passed by one pointer, compiled once, in a twentieth of the time that
    as many arguments take. Whoever fills in the addresses keeps the arrays alive. `Any`: a record's fields have no types.
    """
    element = numba.from_dtype(np.dtype(dtype))
    kind = types.Array(element, len(shape), "C")

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        def field(name: str) -> Any:
            word, offset = context.get_value_type(types.int64), signature.args[0].offset(name)
            return builder.load(member(builder, arguments[0], offset, word))

        def number(value: int) -> Any:
            return context.get_constant(types.int64, value)

        extent = [field(one) if isinstance(one, str) else number(one) for one in shape]
        step = number(context.get_abi_sizeof(context.get_data_type(element)))
        strides = [step]
        for one in reversed(extent[1:]):
            strides.insert(0, builder.mul(strides[0], one))
        array = new_array(kind)(context, builder)
        data = builder.inttoptr(field(address), array.data.type)
        fill_array(array, data=data, shape=extent, strides=strides, itemsize=step, meminfo=None)
        return array._getvalue()  # noqa: SLF001 - Numba's own way to hand a built array on

    def view(_: Any, record: Any) -> Any:
        return kind(record), build

    return cast("Callable[[Any], NDArray[Any]]", intrinsic(view))

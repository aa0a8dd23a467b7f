"""Reading a policy of one's own from a Python file, at its owner's word: it is run with their rights."""

import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from callbox.brain.simulate.named import Method, Tuned, relieve
from callbox.brain.simulate.own import Own
from callbox.faces.command.underway import Wrong

LONGEST_BYTES: Final = 1_000_000


def read(path: Path) -> Own:
    """The policy in a file.

    Raises:
        Wrong: when it can't be read, does not run, or holds none of the functions.
    """
    try:
        if path.stat().st_size > LONGEST_BYTES:
            raise Wrong("own_size", {"file": path, "most": LONGEST_BYTES})
        return Own(runpy.run_path(str(path)))
    except OSError as wrong:
        raise Wrong("own_file", {"file": path, "why": wrong.strerror or ""}) from wrong
    except Wrong:
        raise
    except Exception as wrong:
        # Whatever a stranger's file raises is told in one line.
        raise Wrong("own_runs", {"file": path, "why": f"{type(wrong).__name__}: {wrong}"}) from wrong


@contextmanager
def told_of(name: str) -> Iterator[None]:
    """Tell in one line what a policy's own code raised while it ran."""
    try:
        yield
    except Exception as wrong:
        if not name.endswith(".py"):
            raise
        raise Wrong("own_answer", {"file": name, "why": f"{type(wrong).__name__}: {wrong}"}) from wrong


def method(own: Own, tuned: Tuned) -> Method:
    """The policy as the simulator takes it, under the same rules of the floor as the others."""
    return relieve(tuned)._replace(own=own)

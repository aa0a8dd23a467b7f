"""The port to the advisor, the one process that knows roads: a question in plain values, an answer in plain values.

The kernel knows no brain. The site fills the port in each process that may ask; where nobody did, nobody answers. Whoever
asks goes on without an answer: intake never waits for one, and a list is then ranked by straight line and says so.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from callbox.kernel.chain import Json

Told = Mapping[str, Json]

# Longer than this nobody waits for advice.
PATIENCE_S = 0.15


class Away(Exception):
    """No answer came. `code` says why: `none` (nobody is there), `late`, `building` (not yet), `refused`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


class Advisor(Protocol):
    """Whoever answers questions about roads."""

    def ask(self, question: str, told: Told, *, within_s: float = PATIENCE_S) -> Told:
        """The answer.

        Raises:
            Away: when none came in time.
        """


class Nobody:
    """The advisor of a process that was given none."""

    def ask(self, question: str, told: Told, *, within_s: float = PATIENCE_S) -> Told:  # noqa: ARG002
        raise Away("none")


_current: list[Advisor] = []


def use(advisor: Advisor) -> None:
    """Ask this one from now on."""
    _current[:] = [advisor]


def current() -> Advisor:
    """Whom this process asks."""
    return _current[0] if _current else Nobody()


@contextmanager
def using(advisor: Advisor) -> Iterator[Advisor]:
    """Ask another for a while (tests)."""
    before = list(_current)
    use(advisor)
    try:
        yield advisor
    finally:
        _current[:] = before

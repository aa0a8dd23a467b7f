"""How far something long is: a bar on a terminal, elsewhere a line for each step; and one line where it cannot be."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from callbox.faces.command.printed import Printed
from callbox.faces.command.program import Stop, language
from callbox.faces.command.underway import Watch, Wrong
from callbox.kernel.words import say

Worded = Callable[[str, Mapping[str, object]], str]
"""From a step's code and details to its text."""


def _worded(code: str, details: Mapping[str, object]) -> str:
    return say(code, language(), **details)


@contextmanager
def shown(*, stopped: Callable[[Wrong], Stop], worded: Worded = _worded) -> Iterator[Watch]:
    """What the site tells how far it is.

    Raises:
        Stop: as `stopped` words it, where the site says that it cannot be done.
    """
    console = Printed(stderr=True)
    try:
        if console.is_terminal:
            with _bar(console, worded) as watch:
                yield watch
        else:
            yield _lines(console, worded)
    except Wrong as wrong:
        raise stopped(wrong) from wrong


@contextmanager
def _bar(console: Console, worded: Worded) -> Iterator[Watch]:
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def watch(code: str, share: float, **details: object) -> None:
            bar.update(task, description=worded(code, details), completed=share)

        yield watch


def _lines(console: Console, worded: Worded) -> Watch:
    def watch(code: str, share: float, **details: object) -> None:
        console.print(f"{share:4.0%}  {worded(code, details)}", highlight=False, soft_wrap=True)

    return watch

"""The console that commands print on: whatever a file or a caller wrote is text on it, and nothing else.

It is never taken for markup or a smiley, and cannot reach the terminal as a command to it: escape sequences, and marks
that turn the direction of what follows, stand as the replacement character (CWE-150).
"""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from callbox.kernel.harmless import harmless


class Printed(Console):
    """A console for text that others wrote."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, markup=False, emoji=False, highlight=False)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Rich's own, each piece made harmless; what Rich itself tells the terminal passes."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else Segment(harmless(piece.text), piece.style)

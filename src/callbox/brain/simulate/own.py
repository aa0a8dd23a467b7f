"""A policy of one's own made of up to three Python functions; what is not written stays as in the static plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from callbox.brain.simulate.asking import Situation

Question = Callable[[Situation], Any]
QUESTIONS: Final = ("send", "place", "move")


@dataclass(frozen=True, slots=True)
class Own:
    """A `Decider` of some functions. Raises ValueError if there is none of QUESTIONS among them.

    Whatever a function answers that is no number (or pair of numbers, for `move`) is refused with a ValueError.
    """

    functions: Mapping[str, Question]

    def __post_init__(self) -> None:
        if not self.asks:
            raise ValueError(f"write at least one of the functions {', '.join(QUESTIONS)}")

    @property
    def asks(self) -> frozenset[str]:
        """Which questions it answers."""
        return frozenset(name for name in QUESTIONS if callable(self.functions.get(name)))

    def send(self, situation: Situation) -> int:
        return _number(self.functions["send"](situation), "send")

    def place(self, situation: Situation) -> int:
        return _number(self.functions["place"](situation), "place")

    def move(self, situation: Situation) -> tuple[int, int]:
        told = self.functions["move"](situation)
        if not isinstance(told, tuple) or len(told) != 2:
            raise ValueError("move: answer with a pair of numbers, (unit, station)")
        return _number(told[0], "move"), _number(told[1], "move")


def _number(told: object, question: str) -> int:
    try:
        return int(told)  # type: ignore[call-overload,no-any-return]
    except (TypeError, ValueError):
        raise ValueError(f"{question}: answer with a number, not {type(told).__name__}") from None

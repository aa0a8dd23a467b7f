"""What the site tells a command of something long while it is under way: how far it is, or why it cannot be."""

from collections.abc import Mapping
from typing import Any, Protocol


class Watch(Protocol):
    """Told how far it is: the code of the step being done (`city.step.…`), and the share of the whole, 0 to 1."""

    def __call__(self, code: str, share: float, **details: object) -> None: ...


class Wrong(Exception):
    """It cannot be done. `code`: of the words below `city.wrong.` or `simulate.wrong.`; `details` fill them."""

    def __init__(self, code: str, details: Mapping[str, Any]) -> None:
        super().__init__(code)
        self.code, self.details = code, details

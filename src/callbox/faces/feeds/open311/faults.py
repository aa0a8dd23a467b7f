"""What is said when something asked for is not right: the standard's errors, each with its status and a line for people."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from callbox.faces.feeds.open311.formats import Said
from callbox.kernel.facts import Plain, Refused
from callbox.kernel.words import refusal, say

# Every other refusal of a rule is said as a general service error: 400.
STATUSES = {
    "sign_in.needed": 403,
    "sign_in.no_post": 403,
    "not_allowed": 403,
    "not_found": 404,
    "overloaded": 503,
    "busy": 503,
    "body.large": 413,
    "body.slow": 408,
}


@dataclass(frozen=True)
class Fault(Exception):
    """One thing that is not right: its HTTP status, the code of its words, and what fills them."""

    status: int
    code: str
    details: dict[str, Plain] = field(default_factory=dict)


class Faults(Exception):
    """All that is not right with what was asked for, so that it can be put right at once."""

    def __init__(self, found: Iterable[Fault]) -> None:
        super().__init__()
        self.found = list(found)

    @property
    def status(self) -> int:
        """The status of the whole: that of the first."""
        return self.found[0].status


def fault(status: int, code: str, /, **details: Plain) -> Faults:
    """One fault, to be raised."""
    return Faults([Fault(status, code, details)])


def errors(wrong: Faults | Refused, language: str) -> tuple[int, list[Said]]:
    """The status of an answer and its list of errors."""
    if isinstance(wrong, Refused):
        status = STATUSES.get(wrong.code, 400)
        return status, [{"code": status, "description": refusal(wrong, language)}]
    return wrong.status, [
        {"code": one.status, "description": say(f"open311.{one.code}", language, **one.details)} for one in wrong.found
    ]

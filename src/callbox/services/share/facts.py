"""What is known of one organisation's part in another's case, and what of the case it may see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import wraps
from typing import Annotated, Any, ClassVar, Final

from callbox.kernel.facts import Act, Change, Changes, Choice, Id, Links, New, Personal, Plain, Record, Value

# What of a request can be declared, in plain words, and the fields that each opens. How whoever asked may be reached, who
# they are and who works on it at the holder's is in none of them.
SEES: Final[Mapping[str, tuple[str, ...]]] = {
    "what": ("category", "wanted"),
    "where": ("area", "address", "latitude_deg", "longitude_deg"),
    # Answers say nothing without the questions, which are the category's.
    "answers": ("category", "category_version", "answers"),
    "since_when": ("received_at", "due_at", "clocks"),
    "answer": ("answered_at", "answer"),
}
PHOTOS: Final = "photos"
SEEN: Final = (*SEES, PHOTOS)
# What is declared where whoever invites says nothing else.
SEEN_FIRST: Final = ("what", "where", "since_when")

CASE: Final = "request"
CASE_OVER: Final = ("closed", "elsewhere")
OPEN: Final = ("invited", "taking_part")
ENDED: Final = ("stayed_out", "finished", "left", "let_go")


@dataclass(frozen=True, kw_only=True)
class Share(Record):
    """An organisation's part in a case that another holds. While it takes part, it sees of the case what is declared."""

    kind: ClassVar[str] = "share"

    organisation: Annotated[str, "The organisation that holds the case", Links("organisation")]
    parties: Annotated[tuple[str, ...], "The organisation that takes part, while it does"] = ()
    about: Annotated[str, "The organisation the case complains of: out of its reach", Links("organisation")] = ""
    protected: Annotated[bool, "Hidden from all but the two organisations, as the case is"] = False
    request: Annotated[Id | None, "The request", Links("request")] = None
    to: Annotated[str, "The organisation that was asked to take part", Links("organisation")]
    sees: Annotated[tuple[str, ...], "What of the case it may see", Choice(SEEN)]
    invited_at: Annotated[datetime, "When it was asked"]
    until: Annotated[datetime | None, "Until when its part should be done"] = None
    began_at: Annotated[datetime | None, "When it said that it takes part"] = None
    ended_at: Annotated[datetime | None, "Since when it takes part no more"] = None
    clocks: Annotated[Mapping[str, Mapping[str, Plain]], "Its running deadline"] = field(default_factory=dict)

    asked_for: Annotated[str | None, "What it is asked to do", Personal()] = None
    result: Annotated[str | None, "What it says came of its part", Personal()] = None


def over(status: str, at: datetime) -> dict[str, Value]:
    """What ends a part, whoever ends it: nobody takes part by it any more, so nobody sees anything by it."""
    return {"status": status, "parties": (), "ended_at": at}


def following(rule: Callable[..., Changes]) -> Callable[..., Changes]:
    """The rule of an act that may end a request or pass it on; the parts in it, shown as `shares`, follow what it decides.

    They end with it, and where it goes to another node. They go on under another holder of this one, but for its own.
    """

    @wraps(rule)
    def followed(act: Act, *, shares: tuple[Share, ...] | None = None, **shown: Any) -> Changes:
        changes = rule(act, **shown)
        return [told for change in changes for told in _followed(change, shares, act.at)] if shares else changes

    return followed


def _followed(change: New | Change, shares: tuple[Share, ...], at: datetime) -> Changes:
    if not isinstance(change, Change) or change.record.kind != CASE:
        return [change]
    holder = change.sets.get("organisation")
    own = [one for one in shares if change.sets.get("status") in CASE_OVER or one.to == holder]
    kept = [one for one in shares if one not in own]
    ended: Changes = [Change(one, "share.ended", over("let_go", at)) for one in own]
    if own:
        change = replace(change, sets={**change.sets, "shares": tuple(one.id for one in kept)})
    passed_on = [Change(one, "share.passed_on", {"organisation": holder}) for one in kept if holder]
    return [change, *ended, *passed_on]

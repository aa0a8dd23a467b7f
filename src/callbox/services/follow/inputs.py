"""What each act on follows is given."""

from dataclasses import dataclass
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links, Personal
from callbox.services.follow.facts import FAULTS, NEWS, WAYS


@dataclass(frozen=True, kw_only=True)
class Begin(Inputs):
    """Whoever told us of something wants to follow it. What is left out is decided safely."""

    id: Annotated[Id, "The new follow's name"]
    report: Annotated[Id, "The report it begins with", Links("report")]
    language: Annotated[str, "The language of whoever follows (BCP 47)"] = ""
    linked: Annotated[bool | None, "Whether there is a secret link; left out: not of a protected case"] = None
    contact_by: Annotated[str | None, "How they want to hear of it", Choice(WAYS)] = None
    contact_to: Annotated[str | None, "Their mail address or number", Personal()] = None
    contact_hours: Annotated[str | None, "Between which hours, such as 09:00-17:00", Personal()] = None
    contact_note: Annotated[str | None, "What to mind when reaching them", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class OfFollow(Inputs):
    """Something happens to a follow."""

    follow: Annotated[Id, "The follow", Links("follow")]


@dataclass(frozen=True, kw_only=True)
class TellContact(OfFollow):
    """How they may be reached from now on. What is left out is known no more."""

    contact_by: Annotated[str, "How they want to hear of it", Choice(WAYS)]
    contact_to: Annotated[str | None, "Their mail address or number", Personal()] = None
    contact_hours: Annotated[str | None, "Between which hours, such as 09:00-17:00", Personal()] = None
    contact_note: Annotated[str | None, "What to mind when reaching them", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Join(Begin):
    """Somebody tells us of what is known already, and follows it too."""

    request: Annotated[Id, "The open request they join", Links("request")]


@dataclass(frozen=True, kw_only=True)
class Add(OfFollow):
    """More words of whoever follows."""

    id: Annotated[Id, "The new note's name"]
    said: Annotated[str, "What they say", Personal()]


@dataclass(frozen=True, kw_only=True)
class SayUndone(OfFollow):
    """Whoever asked said that it was not done; the request is worked on again already."""

    id: Annotated[Id, "The new record's name"]


@dataclass(frozen=True, kw_only=True)
class Judge(OfFollow):
    """How whoever asked was served."""

    id: Annotated[Id, "The new verdict's name"]
    points: Annotated[int, "From 1, badly, to 5, well", Personal()]
    said: Annotated[str | None, "Why, in their words", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class AddUp(Inputs):
    """So many verdicts on one organisation are added up."""

    id: Annotated[Id, "The new tally's name"]
    verdicts: Annotated[tuple[Id, ...], "The verdicts", Links("verdict")]


@dataclass(frozen=True, kw_only=True)
class Review(Inputs):
    """Somebody looked whether what was not done counts; the act's reason says why."""

    undone: Annotated[Id, "What was said to be not done", Links("undone")]
    counts: Annotated[bool, "Whether it counts for those who answered"]


@dataclass(frozen=True, kw_only=True)
class Tell(OfFollow):
    """Something happened to what they follow."""

    id: Annotated[Id, "The new news's name, where none waits"]
    tells: Annotated[tuple[str, ...], "What happened", Choice(NEWS)]


@dataclass(frozen=True, kw_only=True)
class ToNews(OfFollow):
    """Whoever follows is asked how they were served, or gets a code."""

    id: Annotated[Id, "The new news's name"]


@dataclass(frozen=True, kw_only=True)
class Prove(OfFollow):
    """They typed a code."""

    right: Annotated[bool, "Whether it is the one that was sent"]


@dataclass(frozen=True, kw_only=True)
class OfNews(Inputs):
    """Something happens to news on its way."""

    news: Annotated[Id, "The news", Links("news")]


@dataclass(frozen=True, kw_only=True)
class TryNews(OfNews):
    """It is about to be sent."""

    zone: Annotated[str, "The zone in which the hours they named are read (IANA)"]


@dataclass(frozen=True, kw_only=True)
class FailNews(OfNews):
    """It did not get through, or nobody knows."""

    fault: Annotated[str, "Why", Choice(FAULTS)]
    became: Annotated[str, "Whether it is sent again", Choice(("waiting", "unsettled", "failed"))]

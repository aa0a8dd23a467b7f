"""What each act on applications is given. An application has the name of its request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links, Personal
from callbox.services.application.facts import OUTCOMES


@dataclass(frozen=True, kw_only=True)
class OfApplication(Inputs):
    """Something happens to an application."""

    application: Annotated[Id, "The application, by its request's name", Links("application")]


@dataclass(frozen=True, kw_only=True)
class GivePaper(OfApplication):
    """A paper is given: a photo of it that lies with the case, what it says, or both."""

    id: Annotated[Id, "The new paper's name"]
    which: Annotated[str, "Which of the papers asked for it is, by code"]
    attachment: Annotated[Id | None, "The photo of it", Links("attachment")] = None
    text: Annotated[str | None, "What it says: a number, a reference", Personal()] = None
    word: Annotated[str, "What whoever gave it will tell to let it be used again", Personal()]


@dataclass(frozen=True, kw_only=True)
class CheckPaper(Inputs):
    """Somebody looked at a paper."""

    paper: Annotated[Id, "The paper", Links("paper")]
    accepted: Annotated[bool, "Whether it will do"]
    wanting: Annotated[str | None, "Why it will not do, in plain words", Personal()] = None
    wait: Annotated[bool, "Whether the clock stands still until another is given"] = False


@dataclass(frozen=True, kw_only=True)
class UsePaper(OfApplication):
    """A paper given for another application may be used for this one; whoever gave it says so by its word."""

    id: Annotated[Id, "The new use's name"]
    paper: Annotated[Id, "The paper", Links("paper")]
    which: Annotated[str, "Which of the papers asked for it is, by code"]
    word: Annotated[str, "The paper's word, as whoever gave it told it", Personal()]


@dataclass(frozen=True, kw_only=True)
class CheckUse(Inputs):
    """Somebody looked at a paper given for another application."""

    use: Annotated[Id, "The use", Links("paper_use")]
    accepted: Annotated[bool, "Whether it will do"]
    wanting: Annotated[str | None, "Why it will not do, in plain words", Personal()] = None
    wait: Annotated[bool, "Whether the clock stands still until another is given"] = False


@dataclass(frozen=True, kw_only=True)
class WithdrawPaper(Inputs):
    """Whoever gave a paper takes back that it may be used again."""

    use: Annotated[Id, "The use", Links("paper_use")]


@dataclass(frozen=True, kw_only=True)
class OfferAppointment(OfApplication):
    """When and where to come; it takes the place of one offered before."""

    id: Annotated[Id, "The new appointment's name"]
    begins_at: Annotated[datetime, "When it begins"]
    place: Annotated[str, "Where it is", Personal()]
    bring: Annotated[str | None, "What to bring", Personal()] = None
    wait: Annotated[bool, "Whether the clock stands still until then"] = False


@dataclass(frozen=True, kw_only=True)
class OfAppointment(Inputs):
    """Something happens to an appointment."""

    appointment: Annotated[Id, "The appointment", Links("appointment")]


@dataclass(frozen=True, kw_only=True)
class MoveAppointment(OfAppointment):
    """Whoever was to come asks for another time."""

    wish: Annotated[str, "When they would rather come", Personal()]


@dataclass(frozen=True, kw_only=True)
class EndAppointment(OfAppointment):
    """The time has come."""

    came: Annotated[bool, "Whether they came"]


@dataclass(frozen=True, kw_only=True)
class Decide(OfApplication):
    """A decision. Unless all is granted, it says what can be done against it."""

    id: Annotated[Id, "The new decision's name"]
    outcome: Annotated[str, "What was decided", Choice(OUTCOMES)]
    reasons: Annotated[str, "Why, in plain words", Personal()]
    rests_on: Annotated[str, "The published rule it rests on"]
    remedy_to: Annotated[str, "The organisation that an objection goes to", Links("organisation", loose=True)] = ""
    remedy: Annotated[str, "Where else something can be done against it, in words"] = ""


@dataclass(frozen=True, kw_only=True)
class Object(Inputs):
    """Whoever applied objects to a decision: a report to the organisation that the decision names."""

    id: Annotated[Id, "The new report's name"]
    decision: Annotated[Id, "The decision", Links("decision")]
    said: Annotated[str, "Why, in their words", Personal()]
    language: Annotated[str, "The language it is told in (BCP 47)"] = ""

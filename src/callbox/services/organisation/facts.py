"""What is known of organisations, posts, the people in them, calendars and access tokens."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, ClassVar

from callbox.kernel.calendar import Calendar
from callbox.kernel.facts import Choice, Id, Links, Personal, Record

LEVELS = ("province", "city", "county", "station")

# What a post can be for. Each service's table says what each role may do.
ROLES = (
    "administrator",
    "analyst",
    "call_taker",
    "crew",
    "dispatcher",
    "handler",
    "leader",
    "mediator",
    "oversight",
    "planner",
    "reporter",
    "supervisor",
)


@dataclass(frozen=True, kw_only=True)
class Organisation(Record):
    """A bureau, department or station. Its id is its path: `coast/harbour/east/station-3`."""

    kind: ClassVar[str] = "organisation"

    name: Annotated[str, "Its name in English"]
    name_zh: Annotated[str, "Its name in Chinese"] = ""
    level: Annotated[str, "Where it stands", Choice(LEVELS)]
    what: Annotated[str, "What it is: bureau, fire, ambulance, water, oversight ..."] = ""
    calendar: Annotated[Id | None, "When it works", Links("calendar")] = None
    zone: Annotated[str, "Its time zone (IANA)"] = ""
    watcher: Annotated[Id | None, "The post that watches every new incident in it", Links("post")] = None
    peer: Annotated[Id | None, "The other node that serves it; none: this one", Links("peer")] = None
    terms: Annotated[Id | None, "On what terms cases are handed to and by it", Links("terms")] = None


@dataclass(frozen=True, kw_only=True)
class Post(Record):
    """A place in an organisation, with its published duties. Acts name the post, so power comes from the office."""

    kind: ClassVar[str] = "post"

    organisation: Annotated[str, "The organisation", Links("organisation")]
    title: Annotated[str, "Its title in English"]
    title_zh: Annotated[str, "Its title in Chinese"] = ""
    roles: Annotated[tuple[str, ...], "What it is for", Choice(ROLES)]
    duties: Annotated[str, "The published text that gives it the power"] = ""
    person: Annotated[Id | None, "Who holds it", Links("person")] = None
    unit: Annotated[Id | None, "The unit it belongs to, for crews", Links("unit")] = None


@dataclass(frozen=True, kw_only=True)
class Person(Record):
    """Someone who may act. Only what signing in and naming them needs."""

    kind: ClassVar[str] = "person"

    organisation: Annotated[str, "The organisation they work for", Links("organisation")]
    sign_in: Annotated[str, "The name they sign in with"]
    name: Annotated[str | None, "Their name", Personal()] = None
    language: Annotated[str, "The language of their screen"] = "en"
    posts: Annotated[tuple[Id, ...], "The posts they hold", Links("post")] = ()
    code_digest: Annotated[str, "SHA-256 of the one-time code that lets them choose a password, hex; empty: none"] = ""
    code_expires_at: Annotated[datetime | None, "When that code ends"] = None


@dataclass(frozen=True, kw_only=True)
class WorkCalendar(Record):
    """When organisations work: weekdays, hours, days off and make-up working days."""

    kind: ClassVar[str] = "calendar"

    organisation: Annotated[str, "The organisation that keeps it", Links("organisation")]
    name: Annotated[str, "Its name"]
    zone: Annotated[str, "Its time zone (IANA)"]
    weekly: Annotated[tuple[int, ...], "Weekdays worked, Monday is 0"] = (0, 1, 2, 3, 4)
    hours: Annotated[tuple[str, ...], "Opening hours of a working day, such as 09:00-17:00"] = ("09:00-17:00",)
    holidays: Annotated[tuple[str, ...], "Days off (ISO dates)"] = ()
    make_up: Annotated[tuple[str, ...], "Days worked against the week (ISO dates)"] = ()
    known_years: Annotated[tuple[int, ...], "Years whose days off are known"] = ()

    @property
    def days(self) -> Calendar:
        """The arithmetic of it."""
        spans = (hours.split("-") for hours in self.hours)
        return Calendar(
            zone=self.zone,
            known_years=frozenset(self.known_years),
            holidays=frozenset(date.fromisoformat(day) for day in self.holidays),
            make_up=frozenset(date.fromisoformat(day) for day in self.make_up),
            weekly=frozenset(self.weekly),
            hours=tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in spans),
        )


@dataclass(frozen=True, kw_only=True)
class Token(Record):
    """What another system signs in with: it acts for one organisation, in these roles. The secret is not kept."""

    kind: ClassVar[str] = "token"

    organisation: Annotated[str, "The organisation it acts for", Links("organisation")]
    name: Annotated[str, "What it is for"]
    roles: Annotated[tuple[str, ...], "What it may be used for", Choice(ROLES)]
    digest: Annotated[str, "SHA-256 of the secret, hex"]
    post: Annotated[Id | None, "The post it acts in", Links("post")] = None
    expires_at: Annotated[datetime | None, "When it ends"] = None

    def good_at(self, at: datetime) -> bool:
        """Whether it opens anything at this time."""
        return self.status == "active" and (self.expires_at is None or at < self.expires_at)

"""What each act on organisations, posts, people, calendars and tokens is given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from callbox.kernel.facts import Choice, Id, Inputs, Links, Personal
from callbox.services.organisation.facts import LEVELS, ROLES


@dataclass(frozen=True, kw_only=True)
class Found(Inputs):
    """A new organisation below an existing one (or the first of the node)."""

    id: Annotated[str, "Its path, such as coast/harbour/east"]
    above: Annotated[str | None, "The organisation it belongs to", Links("organisation")] = None
    name: Annotated[str, "Its name in English"]
    name_zh: Annotated[str, "Its name in Chinese"] = ""
    level: Annotated[str, "Where it stands", Choice(LEVELS)]
    what: Annotated[str, "What it is: bureau, fire, ambulance, water, oversight ..."] = ""
    calendar: Annotated[Id | None, "When it works", Links("calendar")] = None
    zone: Annotated[str, "Its time zone (IANA)"] = ""


@dataclass(frozen=True, kw_only=True)
class Describe(Inputs):
    """What has changed about an organisation; what is left out stays."""

    organisation: Annotated[str, "The organisation", Links("organisation")]
    name: Annotated[str | None, "Its name in English"] = None
    name_zh: Annotated[str | None, "Its name in Chinese"] = None
    what: Annotated[str | None, "What it is: bureau, fire, ambulance, water, oversight ..."] = None
    calendar: Annotated[Id | None, "When it works", Links("calendar")] = None
    zone: Annotated[str | None, "Its time zone (IANA)"] = None


@dataclass(frozen=True, kw_only=True)
class CreatePost(Inputs):
    """A new post."""

    id: Annotated[Id, "The new post's name"]
    organisation: Annotated[str, "The organisation", Links("organisation")]
    title: Annotated[str, "Its title in English"]
    title_zh: Annotated[str, "Its title in Chinese"] = ""
    roles: Annotated[tuple[str, ...], "What it is for", Choice(ROLES)]
    duties: Annotated[str, "The published text that gives it the power"] = ""
    unit: Annotated[Id | None, "The unit it belongs to, for crews", Links("unit")] = None


@dataclass(frozen=True, kw_only=True)
class DescribePost(Inputs):
    """What has changed about a post; what is left out stays."""

    post: Annotated[Id, "The post", Links("post")]
    title_zh: Annotated[str | None, "Its title in Chinese"] = None
    roles: Annotated[tuple[str, ...] | None, "What it is for", Choice(ROLES)] = None
    duties: Annotated[str | None, "The published text that gives it the power"] = None
    unit: Annotated[Id | None, "The unit it belongs to, for crews", Links("unit")] = None


@dataclass(frozen=True, kw_only=True)
class Appoint(Inputs):
    """A person takes over a post, or leaves it vacant."""

    post: Annotated[Id, "The post", Links("post")]
    person: Annotated[Id | None, "Who holds it from now on", Links("person")] = None


@dataclass(frozen=True, kw_only=True)
class Admit(Inputs):
    """Someone may sign in."""

    id: Annotated[Id, "The new person's name in the records"]
    organisation: Annotated[str, "The organisation they work for", Links("organisation")]
    sign_in: Annotated[str, "The name they sign in with"]
    name: Annotated[str | None, "Their name", Personal()] = None
    language: Annotated[str, "The language of their screen", Choice(("en", "zh"))] = "en"


@dataclass(frozen=True, kw_only=True)
class DescribePerson(Inputs):
    """What has changed about a person; what is left out stays."""

    person: Annotated[Id, "Who", Links("person")]
    name: Annotated[str | None, "Their name", Personal()] = None
    language: Annotated[str | None, "The language of their screen", Choice(("en", "zh"))] = None


@dataclass(frozen=True, kw_only=True)
class Invite(Inputs):
    """A person is given a one-time code to choose a password with. An earlier code is good no more."""

    person: Annotated[Id, "Who", Links("person")]
    digest: Annotated[str, "SHA-256 of the code, hex"]
    expires_at: Annotated[datetime, "When it ends"]


@dataclass(frozen=True, kw_only=True)
class Redeem(Inputs):
    """A person chose a password with their one-time code."""

    person: Annotated[Id, "Who", Links("person")]
    digest: Annotated[str, "SHA-256 of the code they gave, hex"]


@dataclass(frozen=True, kw_only=True)
class Dismiss(Inputs):
    """Someone may no longer sign in."""

    person: Annotated[Id, "Who", Links("person")]


@dataclass(frozen=True, kw_only=True)
class KeepCalendar(Inputs):
    """A new calendar."""

    id: Annotated[Id, "The new calendar's name in the records"]
    organisation: Annotated[str, "The organisation that keeps it", Links("organisation")]
    name: Annotated[str, "Its name"]
    zone: Annotated[str, "Its time zone (IANA)"]
    weekly: Annotated[tuple[int, ...], "Weekdays worked, Monday is 0"] = (0, 1, 2, 3, 4)
    hours: Annotated[tuple[str, ...], "Opening hours of a working day"] = ("09:00-17:00",)
    holidays: Annotated[tuple[str, ...], "Days off (ISO dates)"] = ()
    make_up: Annotated[tuple[str, ...], "Days worked against the week (ISO dates)"] = ()
    known_years: Annotated[tuple[int, ...], "Years whose days off are known"] = ()


@dataclass(frozen=True, kw_only=True)
class TellCalendar(Inputs):
    """A calendar is told the days of more years. Deadlines that were provisional are counted again."""

    calendar: Annotated[Id, "The calendar", Links("calendar")]
    holidays: Annotated[tuple[str, ...], "Days off (ISO dates)"] = ()
    make_up: Annotated[tuple[str, ...], "Days worked against the week (ISO dates)"] = ()
    known_years: Annotated[tuple[int, ...], "The years that are known by this"]


@dataclass(frozen=True, kw_only=True)
class Issue(Inputs):
    """A new access token."""

    id: Annotated[Id, "The new token's name in the records"]
    organisation: Annotated[str, "The organisation it acts for", Links("organisation")]
    name: Annotated[str, "What it is for"]
    roles: Annotated[tuple[str, ...], "What it may be used for", Choice(ROLES)]
    digest: Annotated[str, "SHA-256 of the secret, hex"]
    expires_at: Annotated[datetime | None, "When it ends"] = None


@dataclass(frozen=True, kw_only=True)
class Revoke(Inputs):
    """An access token is good no more."""

    token: Annotated[Id, "The token", Links("token")]

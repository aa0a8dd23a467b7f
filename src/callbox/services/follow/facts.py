"""What is known of a follow: how whoever asked hears of their case and may be reached; and of what they say of it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Annotated, ClassVar, Final

from callbox.kernel.facts import Choice, Id, Links, Personal, Record

# How whoever asked wants to hear of it. `link`: they look themselves; `never`: nothing is ever sent, asked or shown.
WAYS: Final = ("link", "mail", "text", "call", "never")
POINTS: Final = (1, 2, 3, 4, 5)
# Fewer than so many verdicts are shown to nobody they are about.
TOGETHER: Final = 10
REACHING: Final = ("mail", "text", "call")
# By these the node itself tells them that there is news; a call is made by a person.
SENT_BY: Final = ("mail", "text")
# Why somebody is told something. Nothing but this is known of it outside, and of this nothing is said there.
NEWS: Final = ("taken_on", "moved", "asked_of_them", "answered", "reopened", "closed")
# That there is news; the question how they were served; the code that shows that an address is theirs.
SORTS: Final = ("news", "question", "code")
FAULTS: Final = ("no_connection", "timed_out", "turned_down", "not_trusted", "not_set_up", "answered_badly", "cut_off")
HOURS: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How somebody may be reached: by what, where, between which hours, and what to mind. Empty `by`: not said."""

    by: str = ""
    to: str = ""
    hours: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Follow(Record):
    """How whoever told us of something follows it. Part of their report, and seen in no other way than through it."""

    kind: ClassVar[str] = "follow"

    organisation: Annotated[str, "The organisation that held the report when it began", Links("organisation")]
    report: Annotated[Id, "The report it began with; its case is the one that is followed", Links("report")]
    language: Annotated[str, "The language of whoever follows (BCP 47)"] = ""
    begun_at: Annotated[datetime, "When it began"]
    ended_at: Annotated[datetime | None, "When whoever followed ended it: its link opens nothing any more"] = None
    linked: Annotated[bool, "Whether there is a secret link; of a protected case only when it was asked for"] = True
    judged_at: Annotated[datetime | None, "When they said how it was dealt with: once"] = None
    news: Annotated[Id | None, "What they are told next, while it waits", Links("news")] = None
    code: Annotated[Id | None, "What brings them the code that shows that the address is theirs", Links("news")] = None
    codes: Annotated[int, "How many codes were asked for since an address was last theirs"] = 0
    wrong_codes: Annotated[int, "How often another code than the one sent was typed"] = 0
    proved_at: Annotated[datetime | None, "When the code was typed: nothing else is sent before"] = None
    contact_by: Annotated[str, "How they want to hear of it", Choice(WAYS)] = "link"
    contact_to: Annotated[str | None, "Their mail address or number", Personal()] = None
    contact_hours: Annotated[str | None, "Between which hours, such as 09:00-17:00", Personal()] = None
    contact_note: Annotated[str | None, "What to mind when reaching them", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class News(Record):
    """One short message to whoever follows a case: that there is news, and nothing of the case.

    Where it goes is sealed in the follow and read when it is sent.
    """

    kind: ClassVar[str] = "news"

    organisation: Annotated[str, "The organisation that tells them", Links("organisation")]
    report: Annotated[Id, "Their report", Links("report")]
    follow: Annotated[Id, "Who is told", Links("follow")]
    sort: Annotated[str, "News, a question how they were served, or a code", Choice(SORTS)] = "news"
    tells: Annotated[tuple[str, ...], "What happened; never said in the message", Choice(NEWS)] = ()
    written_at: Annotated[datetime, "When the first of it happened"]
    due_at: Annotated[datetime, "From when it may be sent, within the hours they named"]
    by: Annotated[str, "By what it went", Choice(SENT_BY)] = ""
    tries: Annotated[int, "How often it was tried"] = 0
    tried_at: Annotated[datetime | None, "When it was last tried"] = None
    sent_at: Annotated[datetime | None, "When it was taken from us"] = None
    fault: Annotated[str, "Why it did not get through", Choice(FAULTS)] = ""


@dataclass(frozen=True, kw_only=True)
class Verdict(Record):
    """How somebody who asked was served, asked by an organisation other than the one that closed it.

    It is out of reach of those it is about: they see it only added up with others (`Tally`).
    """

    kind: ClassVar[str] = "verdict"

    organisation: Annotated[str, "The organisation that asked", Links("organisation")]
    about: Annotated[str, "The organisation that closed it: out of its reach", Links("organisation")]
    report: Annotated[Id, "The report of whoever says it", Links("report")]
    given_at: Annotated[datetime, "When it was given"]
    tally: Annotated[Id | None, "Where it was added up", Links("tally")] = None
    points: Annotated[int | None, "From 1, badly, to 5, well", Personal()] = None
    said: Annotated[str | None, "Why, in their words", Personal()] = None


@dataclass(frozen=True, kw_only=True)
class Tally(Record):
    """What ten or more people said of how they were served, added up: all that those who served them see of it."""

    kind: ClassVar[str] = "tally"

    organisation: Annotated[str, "The organisation that served them", Links("organisation")]
    verdicts: Annotated[int, "How many were added up"]
    points: Annotated[tuple[int, ...], "How many gave 1, 2, 3, 4 and 5"]
    begins_at: Annotated[datetime, "When the first was given"]
    ends_at: Annotated[datetime, "When the last was given"]


@dataclass(frozen=True, kw_only=True)
class Undone(Record):
    """Somebody who asked said that it was not done. It counts for those who answered only once another has looked."""

    kind: ClassVar[str] = "undone"

    organisation: Annotated[str, "The organisation that looks whether it counts", Links("organisation")]
    parties: Annotated[tuple[str, ...], "The organisation that answered"] = ()
    about: Annotated[str, "The organisation complained of: out of its reach", Links("organisation")] = ""
    request: Annotated[Id, "The request", Links("request")]
    answered: Annotated[str, "The organisation that answered", Links("organisation")]
    said_at: Annotated[datetime, "When they said it"]
    reviewed_by: Annotated[Id | None, "Who looked", Links("person")] = None
    reviewed_at: Annotated[datetime | None, "When somebody looked"] = None


def may_reach(follow: Follow, by: str, *, at: time) -> bool:
    """Whether somebody may be reached in this way at this time of their day. Asked of an opened follow."""
    if follow.status != "open" or by != follow.contact_by or by not in REACHING:
        return False
    told = HOURS.fullmatch(follow.contact_hours or "")
    if told is None:
        return True
    first, last = time(int(told[1]), int(told[2])), time(int(told[3]), int(told[4]))
    within = first <= at < last
    # Hours such as 22:00-06:00 go over midnight.
    return within if first <= last else (at >= first or at < last)


def shut(follow: Follow) -> Follow:
    """The follow as it is once it ended: without a way to reach anybody."""
    return replace(
        follow,
        status="ended",
        contact_by="never",
        contact_to=None,
        contact_hours=None,
        contact_note=None,
        proved_at=None,
    )

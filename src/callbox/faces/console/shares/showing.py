"""What the pages of shares show: of a case that another holds what it declared, and what the two wrote to each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from callbox.faces.console.countdown import Countdown, countdowns
from callbox.faces.console.files import added
from callbox.faces.console.joined import answers_in_words
from callbox.faces.console.naming import names, offices
from callbox.faces.console.pages import powers
from callbox.faces.console.telling import Teller, belongings
from callbox.kernel import parts, through
from callbox.kernel.facts import Actor, Id, Record, Ref, Refused, Value
from callbox.kernel.node import current
from callbox.kernel.permission import within
from callbox.kernel.read import Condition, count, select
from callbox.kernel.registry import kind
from callbox.kernel.story import story
from callbox.kernel.words import say
from callbox.services.request.facts import Request
from callbox.services.share.facts import OPEN, PHOTOS, Share

SHOWN_MOST: Final = 200
ENDED_MOST: Final = 20
# What may be done about a part in its status, by the side that does it.
THEIRS: Final[Mapping[str, Sequence[str]]] = {
    "invited": ("take_part", "decline", "write"),
    "taking_part": ("done", "leave", "write"),
}
HOLDERS: Final = ("declare", "end", "write")
ACTS: Final = {name: f"share.{name}" for name in ("take_part", "decline", "done", "leave", "declare", "end")}
ACTS["write"] = "note.write"
# Told in words of their own, not as fields.
TOLD_APART: Final = frozenset(
    {"category", "category_version", "answers", "clocks", "latitude_deg", "longitude_deg", "area"}
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One share on a list. `category`: what it is about, where that may be seen; `ours`: whether we take part in it.

    `sees`: what is declared, in words.
    """

    share: Share
    clocks: Sequence[Countdown]
    ours: bool
    category: Id = ""
    sees: str = ""


def is_ours(actor: Actor, share: Share) -> bool:
    """Whether the actor stands where it takes part now."""
    return any(within(party, actor.organisation) for party in share.parties)


def holds(actor: Actor, share: Share) -> bool:
    """Whether the actor stands where the case is held."""
    return within(share.organisation, actor.organisation)


def waiting(actor: Actor) -> int:
    """How many were asked of us and wait for our answer."""
    if not actor.roles & kind("share").reads.keys():
        return 0
    ours = Condition("status = 'invited' AND %s = ANY(parties)", (actor.organisation,))
    return count(actor, "share", where=[ours])


def lines(actor: Actor) -> Sequence[Line]:
    """Every share that is open, those that wait for an answer first."""
    still = Condition("status = ANY(%s)", (list(OPEN),))
    found = select(actor, "share", where=[still], order="status, invited_at, id", most=SHOWN_MOST)
    return [line(actor, one) for one in found]


def ended(actor: Actor) -> Sequence[Line]:
    """What others brought us lately."""
    over = Condition("NOT (status = ANY(%s))", (list(OPEN),))
    found = select(actor, "share", where=[over], order="ended_at DESC, id", most=ENDED_MOST)
    return [line(actor, one) for one in found]


def of_case(actor: Actor, record: Record, *, language: str) -> dict[str, Any]:
    """Who works on a request beside its holder, as far as the actor may know, and whether they may ask somebody."""
    if not isinstance(record, Request) or not actor.roles & kind("share").reads.keys():
        return {}
    found = select(
        actor, "share", where=[Condition("request = %s", (record.id,))], order="invited_at, id", most=SHOWN_MOST
    )
    may_invite = record.status not in ("closed", "elsewhere") and powers(actor, {"it": "share.invite"}, record)["it"]
    told = [replace(line(actor, one), sees=in_words(one.sees, language)) for one in found]
    return {"shares": told, "may_invite": may_invite}


def in_words(sees: Iterable[str], language: str) -> str:
    """What is declared, or is not, in one phrase."""
    return say("shares.and", language).join(say(f"value.{one}", language) for one in sees)


def line(actor: Actor, share: Share) -> Line:
    """One share as a list shows it; nothing is opened."""
    clocks = countdowns(share.clocks, now=current().world.clock.now(), settled={}) if share.status in OPEN else ()
    ours = is_ours(actor, share)
    told = through.seen(actor, share.ref).values if ours else {}
    return Line(share=share, clocks=clocks, ours=ours, category=str(told.get("category") or ""))


def named(actor: Actor, found: Sequence[Line], *, language: str) -> dict[str, Any]:
    """What the organisations and categories of a list are called."""
    sides = [side for one in found for side in (one.share.organisation, one.share.to)]
    called = names(actor, "category", (one.category for one in found), language=language)
    return {"categories": called, **offices(actor, sides, language=language)}


def may(actor: Actor, share: Share) -> Sequence[str]:
    """What the actor may do about a share now."""
    if share.status not in OPEN:
        return ()
    sides = [*(THEIRS[share.status] if is_ours(actor, share) else ()), *(HOLDERS if holds(actor, share) else ())]
    power = powers(actor, ACTS, share)
    return [one for one in dict.fromkeys(sides) if power[one]]


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is seen of the case, in words. `title` is its category; `missing` what was not declared."""

    title: str
    fields: Sequence[tuple[str, str]]
    said: Sequence[tuple[str, str]]
    clocks: Sequence[Countdown]
    photos: Sequence[Mapping[str, Value]]


def case(actor: Actor, share: Share, *, purpose: str, teller: Teller) -> Case | None:
    """What may be seen of the case, opened: the look is in the ledger before this returns. None where nothing may."""
    if not is_ours(actor, share):
        return None
    seen = through.seen(actor, share.ref, purpose=purpose)
    told, now = seen.values, current().world.clock.now()
    known = names(actor, "category", [str(told.get("category") or "")], language=teller.language)
    clocks: Any = told.get("clocks") or {}
    return Case(
        title=known.get(str(told.get("category")), ""),
        fields=list(_fields(actor, told, teller)),
        said=_said(actor, told, teller.language),
        clocks=countdowns(clocks, now=now, settled={}),
        photos=sorted(seen.parts.get(PHOTOS, ()), key=_added_at),
    )


def _added_at(photo: Mapping[str, Value]) -> datetime:
    at = photo["added_at"]
    assert isinstance(at, datetime)
    return at


def _fields(actor: Actor, told: Mapping[str, Value], teller: Teller) -> Iterator[tuple[str, str]]:
    area = str(told.get("area") or "")
    if area:
        yield (
            teller.field("request", "area"),
            names(actor, "organisation", [area], language=teller.language).get(area, area),
        )
    for name, value in told.items():
        if name not in TOLD_APART and value not in (None, "", {}, ()):
            yield teller.field("request", name), teller.value(value)
    place = [told.get(name) for name in ("latitude_deg", "longitude_deg")]
    if None not in place:
        yield teller.say("shares.place"), ", ".join(teller.value(one) for one in place)


def _said(actor: Actor, told: Mapping[str, Value], language: str) -> Sequence[tuple[str, str]]:
    said: Any = told.get("answers")
    if not said:
        return ()
    version: Any = told["category_version"]
    return answers_in_words(actor, str(told["category"]), version, said=said, language=language)


@dataclass(frozen=True, kw_only=True)
class Words:
    """A share with its own values, and what the two sides wrote and added to it: each note with the side that wrote it."""

    share: Share
    notes: Sequence[tuple[Any, Id]]
    files: Sequence[Any]


def words(actor: Actor, ref: Ref, *, purpose: str) -> Words:
    """The share opened, a recorded look.

    Raises:
        Refused: when it is not there for this actor.
    """
    told = story(actor, ref, purpose=purpose)
    sides = {line.ref: str(line.by.get("organisation") or "") for line in told.lines if line.n == 1}
    notes = sorted((one for one in belongings(told, "note") if one.status == "written"), key=lambda one: one.written_at)
    return Words(
        share=told.record,
        notes=[(one, sides.get(one.ref, "")) for one in notes],
        files=added(parts.of(actor, ref)),
    )


def found(actor: Actor, one: Id) -> Share:
    """The share of this name, sealed.

    Raises:
        Refused: `not_found`.
    """
    for share in select(actor, "share", where=[Condition("id = %s", (one,))], most=1):
        assert isinstance(share, Share)
        return share
    raise Refused("not_found", kind="share", id=one)

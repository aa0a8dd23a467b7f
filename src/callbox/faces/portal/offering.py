"""The page of services: what one may ask for, who answers, and in how long; without signing in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from callbox.faces.portal.desk import desk
from callbox.faces.portal.looking import GUIDE, known, offered
from callbox.faces.portal.showing import language_for, nothing, shown
from callbox.kernel.facts import Id
from callbox.kernel.node import current
from callbox.kernel.read import Condition, select
from callbox.kernel.words import say
from callbox.services.article.acts import answering, holding
from callbox.services.request.advice import proposed
from callbox.services.request.facts import Category, group_of, name_of

FOUND_MOST: Final = 20
LETTERS_MOST: Final = 100


@dataclass(frozen=True, kw_only=True)
class Service:
    """One service as the page tells it."""

    id: Id
    name: str
    office: str
    within: str
    """In how long it is answered, in words; empty where nothing is promised."""
    mind: str
    """What to know before one sends it."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One article as the page tells it. `until`: the last day on which it holds (ISO)."""

    id: Id
    title: str
    text: str
    language: str
    source: str
    office: str
    until: str


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """All services by group; those that fit, where somebody searches."""
    if desk() is None:
        return nothing(request)
    asked = " ".join(request.GET.get("q", "").split())[:LETTERS_MOST]
    language = language_for(request)
    categories = _found(offered(), asked)
    context = {
        "q": asked,
        "groups": _groups(categories, language),
        "count": len(categories),
        "answers": _answers(asked, language),
    }
    return shown(request, "portal/services.html", context)


def _answers(asked: str, language: str) -> Sequence[Answer]:
    """What is known already: what answers the question, or all there is, by name."""
    now = current().world.clock.now()
    if asked:
        found = answering(GUIDE, asked, now=now, public=True, most=FOUND_MOST)
    else:
        found = sorted(holding(GUIDE, now=now, public=True), key=lambda one: one.title(language).casefold())
    offices = _offices({one.organisation for one in found}, language)
    world = current().world
    return [
        Answer(
            id=one.id,
            title=one.title(language),
            text=one.text(language),
            language=one.language(language),
            source=one.source,
            office=offices.get(one.organisation, ""),
            until=one.expires_at.astimezone(ZoneInfo(world.zone)).date().isoformat(),
        )
        for one in found
    ]


def _found(categories: Sequence[Category], asked: str) -> Sequence[Category]:
    """Those that are called so, then those that the words fit."""
    if not asked:
        return categories
    by_id = {one.id: one for one in categories}
    called = [one for one in categories if any(asked.casefold() in saying.casefold() for saying in known(one).sayings)]
    fits = proposed(asked, [known(one) for one in categories], most=FOUND_MOST)
    return list({one.id: one for one in (*called, *(by_id[fit.category] for fit in fits))}.values())


def _groups(categories: Sequence[Category], language: str) -> list[tuple[str, list[Service]]]:
    """By group, in the order of the alphabet; those without a group last."""
    offices = _offices({one.department for one in categories}, language)
    groups: dict[str, list[Service]] = {}
    for one in sorted(categories, key=lambda one: name_of(one, language).casefold()):
        groups.setdefault(group_of(one.group, language), []).append(_service(one, offices, language))
    return sorted(groups.items(), key=lambda pair: (pair[0] == "", pair[0]))


def _service(one: Category, offices: Mapping[Id, str], language: str) -> Service:
    return Service(
        id=one.id,
        name=name_of(one, language),
        office=say("portal.services.by_area", language) if one.by_area else offices.get(one.department, ""),
        within=within(one, language),
        mind=say("portal.services.protected", language) if one.protects else "",
    )


def within(one: Category, language: str) -> str:
    """In how long it is answered, in words; empty where nothing is promised."""
    if one.deadline_days is not None:
        return say("portal.services.days", language, days=one.deadline_days)
    if one.deadline_calendar_days is not None:
        return say("portal.services.calendar_days", language, days=one.deadline_calendar_days)
    if one.deadline_hours is not None:
        return say("portal.services.hours", language, hours=f"{one.deadline_hours:g}")
    return ""


def _offices(ids: set[Id], language: str) -> dict[Id, str]:
    found = select(GUIDE, "organisation", where=[Condition("id = ANY(%s)", (sorted(ids),))])
    return {one.id: (one.name_zh if language == "zh" else "") or one.name for one in found}

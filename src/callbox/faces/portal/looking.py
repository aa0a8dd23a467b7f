"""What is told before something is sent: what it may be about, what is asked, what is known nearby, and of danger.

Rules in words. Nothing here is kept, and nothing here stands in the way of sending: a category is proposed, never demanded;
a question that is not answered is asked once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from callbox.faces.portal.desk import VIA
from callbox.faces.portal.told import Told
from callbox.kernel.facts import Actor, Id, Value
from callbox.kernel.globe import Place
from callbox.kernel.read import Condition, select
from callbox.services.notice.acts import Nearby, near
from callbox.services.organisation.facts import Organisation
from callbox.services.report.advice import danger
from callbox.services.report.placing import Found, places
from callbox.services.request.acts import route
from callbox.services.request.advice import Known, proposed
from callbox.services.request.facts import (
    Category,
    PaperAsked,
    Question,
    faults,
    group_of,
    name_of,
    papers_of,
    questions_of,
)

# What everybody may know needs no power of whoever asks.
GUIDE: Final = Actor(organisation="", roles=frozenset({"machine"}), via=VIA)
CATEGORIES_MOST: Final = 1_000
PLACES_MOST: Final = 5
# Whoever does not know what it is about leaves that to a person.
UNSURE: Final = "unsure"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One category as it is offered."""

    id: Id
    name: str
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Look:
    """Everything that is told before sending."""

    danger: tuple[str, ...]
    category: Category | None
    proposed: tuple[Choice, ...]
    questions: tuple[Question, ...]
    missing: tuple[str, ...]
    departments: tuple[Choice, ...]
    place: Place | None
    label: str
    """What the map calls the place that was typed."""
    places: tuple[Found, ...]
    away: bool
    """Whether places cannot be looked up now."""
    nearby: tuple[Nearby, ...]

    @property
    def papers(self) -> tuple[PaperAsked, ...]:
        """What an application of this category will need."""
        return papers_of(self.category) if self.category else ()

    @property
    def to_choose(self) -> bool:
        """Whether something is asked that was not on the page before: it is shown once before it is sent."""
        return bool(self.missing or self.departments)


def offered() -> tuple[Category, ...]:
    """The categories that residents may choose: those in use, but for what units are sent to."""
    active = [Condition("status = 'active' AND needs = '{}'")]
    return select(GUIDE, "category", where=active, order="name, id", most=CATEGORIES_MOST)


def look(told: Told, categories: Sequence[Category], *, language: str) -> Look:
    """What there is to tell of what was filled in so far."""
    place, found, away = placed(told)
    fits = proposed(told.words, [known(one) for one in categories])
    by_id = {one.id: one for one in categories}
    chosen = by_id.get(told.category) or (by_id[fits[0].category] if fits and not told.category else None)
    questions = questions_of(chosen) if chosen else ()
    return Look(
        danger=endangered(told, categories),
        category=chosen,
        proposed=tuple(_choice(by_id[one.category], language) for one in fits),
        questions=questions,
        missing=_missing(questions, told.answers, told),
        departments=_departments(chosen, place, told, language=language),
        place=place,
        label=found[0].label if place and found else "",
        places=() if place else found,
        away=away,
        nearby=nearby(place, chosen),
    )


def known(category: Category) -> Known:
    """A category as residents may call it."""
    sayings = (category.name, category.name_zh, *category.names.values(), *category.keywords)
    return Known(category=category.id, sayings=tuple(saying for saying in sayings if saying))


def endangered(told: Told, categories: Sequence[Category]) -> tuple[str, ...]:
    """The words of danger in what was filled in: those of the telephone, and those of every category."""
    own = tuple(dict.fromkeys(word for one in categories for word in one.danger_words))
    answers = " ".join(str(one) for one in told.answers.values())
    return danger(f"{told.words} {answers}", words=own)


def placed(told: Told) -> tuple[Place | None, tuple[Found, ...], bool]:
    """Where it is, as far as that is sure; the places that may be meant, and whether none could be looked up."""
    if told.place is not None or not told.address:
        return told.place, (), False
    found = places(told.address, most=PLACES_MOST)
    if len(found.found) == 1 and found.found[0].sure:
        return (found.found[0].latitude_deg, found.found[0].longitude_deg), tuple(found.found), False
    return None, tuple(found.found), bool(found.away)


def nearby(place: Place | None, category: Category | None) -> tuple[Nearby, ...]:
    """What was told of near there and may be looked at by everybody."""
    if place is None or (category is not None and not category.public):
        return ()
    return tuple(near(place[0], place[1], category=category.id if category else None))


def _choice(category: Category, language: str) -> Choice:
    return Choice(id=category.id, name=name_of(category, language), group=group_of(category.group, language))


def choices(categories: Sequence[Category], *, language: str) -> list[tuple[str, list[Choice]]]:
    """All categories by their group, in the order of the alphabet; those without a group last."""
    groups: dict[str, list[Choice]] = {}
    for one in sorted(
        (_choice(each, language) for each in categories), key=lambda one: (one.group == "", one.group, one.name)
    ):
        groups.setdefault(one.group, []).append(one)
    return list(groups.items())


def _missing(questions: Sequence[Question], answers: Mapping[str, Value], told: Told) -> tuple[str, ...]:
    """The codes of questions to be asked again; each is asked only once."""
    asked_before = bool(told.asked) and told.asked == told.category
    return () if asked_before else tuple(code for code, _ in faults(questions, answers))


def _departments(category: Category | None, place: Place | None, told: Told, *, language: str) -> tuple[Choice, ...]:
    """On a border: those of whom one serves the place."""
    if category is None or place is None:
        return ()
    routed = route(category, *place)
    if not routed.to_ask or told.department in routed.candidates:
        return ()
    return tuple(Choice(id=one, name=office_of(one, language=language)) for one in routed.candidates)


def office_of(organisation: str, *, language: str) -> str:
    """What an organisation is called; for one that is not there, nothing."""
    found: Sequence[Organisation] = select(GUIDE, "organisation", where=[Condition("id = %s", (organisation,))], most=1)
    return next(((one.name_zh if language == "zh" else "") or one.name for one in found), "")

"""The rules of the list of categories.

1. A category names its department and one deadline, in working days, in working hours or in days of the calendar, or
   none.
2. Describing it makes a new version; requests opened before keep theirs. Whether it is protected never changes: its
   requests were made under that promise. Another category is created instead.
3. A retired category opens no request any more.
4. What it asks is read by `asking`: a question that cannot be read is refused when it is written, not when it is asked.
5. What an incident of the same name needs is told as kinds and numbers of units; it is proposed, never demanded.
6. Where requests are applications, it says which papers they need, read by `papers`, and how long a decision may be objected
   to. Applications are between whoever applied and the office: never public.
"""

import re
from dataclasses import fields, replace

from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.services.organisation.facts import Organisation
from callbox.services.request.asking import QUESTIONS_MOST, questions_of
from callbox.services.request.facts import NEEDS_MOST, Category, needed, papers_of
from callbox.services.request.inputs import CreateCategory, DescribeCategory, OfCategory

# Of these a category has one at most.
DEADLINES = ("deadline_days", "deadline_hours", "deadline_calendar_days")

# A language as BCP 47 writes it: ur, zh-Hant, pt-BR.
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def create(act: Act[CreateCategory], *, organisation: Organisation, department: Organisation) -> Changes:
    """A new category."""
    told = {field.name: getattr(act.inputs, field.name) for field in fields(act.inputs)}
    return [New(_checked(Category(status="active", **told)), "category.created")]


def describe(act: Act[DescribeCategory], *, category: Category, department: Organisation | None) -> Changes:
    """A new version."""
    if category.status != "active":
        raise Refused("category.retired", category=category.id)
    told = {name: given for name in _names(act) if (given := getattr(act.inputs, name)) is not None}
    named = [name for name in DEADLINES if name in told]
    if len(named) > 1:
        raise Refused("category.two_deadlines")
    told |= {name: None for name in DEADLINES if named and name not in named}
    sets: dict[str, Value] = {name: value for name, value in told.items() if value != getattr(category, name)}
    if not sets:
        raise Refused("nothing_changed")
    _checked(replace(category, **sets))  # type: ignore[arg-type]
    return [Change(category, "category.described", {**sets, "version": category.version + 1})]


def _names(act: Act[DescribeCategory]) -> list[str]:
    return [field.name for field in fields(act.inputs) if field.name != "category"]


def retire(act: Act[OfCategory], *, category: Category) -> Changes:
    """It opens no request any more."""
    if category.status != "active":
        raise Refused("category.retired", category=category.id)
    return [Change(category, "category.retired", {"status": "retired"})]


def _checked(category: Category) -> Category:
    if not category.name.strip():
        raise Refused("field.empty", field="name")
    if sum(getattr(category, name) is not None for name in DEADLINES) > 1:
        raise Refused("category.two_deadlines")
    for name in (*DEADLINES, "accept_days"):
        if (length := getattr(category, name)) is not None and not length > 0:
            raise Refused("category.not_positive", field=name)
    for name in ("extensions_max", "extension_days_max"):
        if getattr(category, name) < 0:
            raise Refused("category.negative", field=name)
    if wrong := [one for one in category.needs if needed(one) is None]:
        raise Refused("category.needs", field="needs", told=wrong[0])
    if len(category.needs) > NEEDS_MOST:
        raise Refused("category.needs_many", field="needs", most=NEEDS_MOST)
    if category.protects and category.public:
        raise Refused("category.protected_public")
    _check_said(category)
    return category


def _check_said(category: Category) -> None:
    """Its names and questions are such that they can be shown and asked."""
    for language, told in category.names.items():
        if LANGUAGE.fullmatch(language) is None or not str(told).strip():
            raise Refused("category.names", language=language)
    if len(category.questions) > QUESTIONS_MOST:
        raise Refused("category.questions_many", most=QUESTIONS_MOST)
    questions_of(category)
    _check_decides(category)
    if any(not word.strip() for word in category.keywords):
        raise Refused("field.empty", field="keywords")


def _check_decides(category: Category) -> None:
    """Papers are asked for only where something is decided, and nothing of that is public."""
    if papers_of(category) and not category.decides:
        raise Refused("category.papers_undecided")
    if category.decides and category.public:
        raise Refused("category.decides_public")
    if category.objection_days < 1:
        raise Refused("category.not_positive", field="objection_days")

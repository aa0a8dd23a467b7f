"""Service categories: what a department is asked for, as residents will meet it, and every version that there was."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from callbox.faces.console.language import language_for
from callbox.faces.console.naming import offices
from callbox.faces.console.pages import signed_in, words_of
from callbox.faces.console.telling import Teller
from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may, within
from callbox.kernel.read import find, select
from callbox.kernel.registry import act as spec_of
from callbox.kernel.story import story
from callbox.services.organisation.facts import Organisation
from callbox.services.request.facts import Category, Question, group_of, name_of, questions_of

MOST: Final = 2_000
TEXTS = ("name", "name_zh", "group", "department", "closes_by")
LINES = ("keywords", "questions", "papers", "danger_words", "needs")
TICKS = ("by_area", "public", "decides")
NUMBERS = ("extensions_max", "extension_days_max", "objection_days")
# How a deadline is counted, and the field that says it.
COUNTED = ("deadline_days", "deadline_hours", "deadline_calendar_days")
LANGUAGES = ("en", "zh")


@require_http_methods(["GET", "POST"])
@signed_in
def categories(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list by groups, and a new one."""
    if request.method == "POST":
        return _made(request, actor)
    found: Sequence[Category] = select(actor, "category", order="status, name, id", most=MOST)
    language = language_for(request)
    listed = sorted(
        ((one.status != "active", group_of(one.group, language), name_of(one, language), one) for one in found),
        key=lambda row: row[:3],
    )
    context = {
        "actor": actor,
        "categories": [(group, name, one) for _, group, name, one in listed],
        "may_make": may(actor, spec_of("category.create").grants, None),
        **offices(actor, (one.department for one in found), language=language),
    }
    return render(request, "console/categories.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """An empty form."""
    if not may(actor, spec_of("category.create").grants, None):
        raise Refused("not_allowed", act="category.create")
    typed: dict[str, Any] = {
        "extensions_max": "1",
        "extension_days_max": "10",
        "objection_days": "60",
        "counted": "deadline_days",
    }
    return render(request, "console/category.html", _form(request, actor, typed, None))


@require_http_methods(["GET", "POST"])
@signed_in
def category(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """One category: what it says, how a resident sees it, its versions; or a new version of it."""
    record: Any = find(actor, Ref("category", one))
    if request.method == "GET":
        return render(request, "console/category.html", _form(request, actor, _typed(record), record))
    return _described(request, actor, record)


def _described(request: HttpRequest, actor: Actor, record: Category) -> HttpResponse:
    told, what = request.POST, request.POST.get("what", "")
    try:
        if what == "retire":
            _perform(actor, "category.retire", {"category": record.id}, told=told)
        elif what == "describe":
            _perform(actor, "category.describe", {"category": record.id, **_given(told)}, told=told)
        else:
            return render(request, "console/category.html", _form(request, actor, _again(told), record))
    except Refused as refused:
        context = _form(request, actor, _again(told), record) | {"refused": words_of(request, refused)}
        return render(request, "console/category.html", context, status=422)
    return HttpResponseRedirect(f"/categories/{record.id}")


def _made(request: HttpRequest, actor: Actor) -> HttpResponse:
    told = request.POST
    if told.get("what") == "preview":
        return render(request, "console/category.html", _form(request, actor, _again(told), None))
    one = told.get("key") or current().ids.new()
    try:
        given = {"id": one, "organisation": actor.organisation, "protects": told.get("protects") == "yes"}
        _perform(actor, "category.create", given | _given(told), told=told)
    except Refused as refused:
        context = _form(request, actor, _again(told), None) | {"refused": words_of(request, refused)}
        return render(request, "console/category.html", context, status=422)
    return HttpResponseRedirect(f"/categories/{one}")


def _perform(actor: Actor, name: str, given: dict[str, Any], *, told: QueryDict) -> None:
    spec = spec_of(name)
    key = f"{name}-{told.get('key')}"[:200] if told.get("key") else None
    act: Act = Act(name=name, by=actor, at=current().world.clock.now(), inputs=spec.inputs(**given), key=key)
    gate.act(act).ref  # noqa: B018  raises what refused it


def _given(told: QueryDict) -> dict[str, Any]:
    """What the form says, as the acts are given it."""
    given: dict[str, Any] = {name: told.get(name, "").strip() for name in TEXTS}
    given |= {name: tuple(_lines(told.get(name, ""))) for name in LINES}
    given |= {name: told.get(name) == "yes" for name in TICKS}
    given |= {name: int(number) for name in NUMBERS if (number := _number(told, name)) is not None}
    given["names"] = dict(_pair(line) for line in _lines(told.get("names", "")))
    length, counted = _number(told, "length"), told.get("counted", "")
    if length is not None and counted in COUNTED:
        given[counted] = length if counted == "deadline_hours" else int(length)
    if (accepted := _number(told, "accept_days")) is not None:
        given["accept_days"] = int(accepted)
    return given


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _pair(line: str) -> tuple[str, str]:
    language, _, name = line.partition(":")
    return language.strip(), name.strip()


def _number(told: QueryDict, name: str) -> float | None:
    text = told.get(name, "").strip()
    try:
        number = float(text) if text else None
    except ValueError:
        raise Refused("category.not_positive", field=name) from None
    if number is not None and not 0 <= number < 1_000_000:
        raise Refused("category.not_positive", field=name)
    return number


def _typed(one: Category) -> dict[str, Any]:
    """What stands in the form for a category as it is."""
    counted = next((name for name in COUNTED if getattr(one, name) is not None), COUNTED[0])
    length = getattr(one, counted)
    return {
        **{name: getattr(one, name) for name in (*TEXTS, *NUMBERS)},
        **{name: "\n".join(getattr(one, name)) for name in LINES},
        **{name: getattr(one, name) for name in (*TICKS, "protects")},
        "names": "\n".join(f"{language}: {name}" for language, name in one.names.items()),
        "counted": counted,
        "length": "" if length is None else f"{length:g}",
        "accept_days": "" if one.accept_days is None else one.accept_days,
    }


def _again(told: QueryDict) -> dict[str, Any]:
    return told.dict() | {name: told.get(name) == "yes" for name in (*TICKS, "protects")}


def _form(request: HttpRequest, actor: Actor, typed: dict[str, Any], record: Category | None) -> dict[str, Any]:
    language = language_for(request)
    there: Sequence[Organisation] = select(actor, "organisation", order="id", most=MOST)
    grants = spec_of("category.describe").grants
    may_change = may(actor, grants, record) if record else True
    shown, wrong = _preview(request, typed)
    return {
        "actor": actor,
        "record": record,
        "typed": typed,
        "title": name_of(record, language) if record else "",
        "departments": [one for one in there if one.status == "active" and within(one.id, actor.organisation)],
        "may_change": may_change and (record is None or record.status == "active"),
        "counted": COUNTED,
        "shown": shown,
        "unreadable": wrong,
        "versions": Teller(language, current().world.zone).happenings(story(actor, record.ref))[::-1] if record else (),
        "key": current().ids.new(),
        **offices(actor, [str(typed.get("department", ""))], language=language),
    }


def _preview(request: HttpRequest, typed: dict[str, Any]) -> tuple[list[tuple[str, str, Sequence[Any]]], str]:
    """(each language with the name and questions as the resident sees them, what is wrong with a question that has none)."""
    draft = Category(
        id="",
        status="active",
        organisation="",
        department="",
        name=str(typed.get("name", "")),
        name_zh=str(typed.get("name_zh", "")),
        questions=tuple(_lines(str(typed.get("questions", "")))),
    )
    try:
        questions = questions_of(draft)
    except Refused as refused:
        return [], words_of(request, refused)
    return [(one, name_of(draft, one), [_seen(asked, one) for asked in questions]) for one in LANGUAGES], ""


def _seen(question: Question, language: str) -> dict[str, Any]:
    return {
        "asked": question,
        "text": question.said_in(language),
        "options": [(option.key, option.said_in(language)) for option in question.options],
    }

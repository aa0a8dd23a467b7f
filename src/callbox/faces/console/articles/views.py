"""The page of the knowledge base."""

from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from callbox.faces.console.articles import showing
from callbox.faces.console.crew.asking import given_in
from callbox.faces.console.language import language_for
from callbox.faces.console.lasting import DAYS, until
from callbox.faces.console.naming import offices
from callbox.faces.console.pages import signed_in, words_of
from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id, Inputs, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may
from callbox.kernel.registry import act as spec_of
from callbox.services.article.inputs import OfArticle, Revise, Write

ASKED_MOST: Final = 200


@require_http_methods(["GET", "POST"])
@signed_in
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is known, by what is asked; sent a form, one article more."""
    if request.method == "POST":
        return _answered(request, actor, _write)
    return render(request, "console/articles.html", _shown(request, actor))


@require_POST
@signed_in
def do(request: HttpRequest, actor: Actor, one: Id) -> HttpResponse:
    """Say that one holds, mended or as it is; or retire it."""
    return _answered(request, actor, _changed, one)


def _write(request: HttpRequest, actor: Actor) -> None:
    told = {"id": current().ids.new(), "organisation": actor.organisation, **_told(request)}
    _done("article.write", actor, Write(expires_at=_end(request), **told), request)


def _changed(request: HttpRequest, actor: Actor, one: Id) -> None:
    what = request.POST.get("what", "")
    if what == "revise":
        told = _told(request) if "mended" in request.POST else {}
        _done("article.revise", actor, Revise(article=one, expires_at=_end(request), **told), request)
    elif what == "retire":
        _done("article.retire", actor, OfArticle(article=one), request)
    else:
        raise Http404


def _end(request: HttpRequest) -> datetime:
    return datetime.fromisoformat(until(request.POST.get("days", "")))


def _done(name: str, actor: Actor, inputs: Inputs, request: HttpRequest) -> None:
    because, key = (request.POST.get(field, "").strip() for field in ("because", "key"))
    at = current().world.clock.now()
    answer = gate.act(Act(name=name, by=actor, at=at, inputs=inputs, because=because, key=key or None))
    if answer.refused is not None:
        raise answer.refused


def _told(request: HttpRequest) -> dict[str, Any]:
    """Titles and answers by language, and what a form says in a list."""
    said = [(code.strip(), title.strip(), text.strip()) for code, title, text in _typed(request) if title or text]
    words = (word.strip() for word in request.POST.get("keywords", "").replace("，", ",").split(","))
    return {
        "titles": {code: title for code, title, _ in said},
        "texts": {code: text for code, _, text in said},
        "keywords": tuple(word for word in words if word),
        "source": request.POST.get("source", "").strip(),
        "public": "public" in request.POST,
    }


def _typed(request: HttpRequest) -> list[tuple[str, str, str]]:
    """(language, title, text) of each language of a form."""
    lists = (request.POST.getlist(name) for name in ("language", "title", "text"))
    return list(zip(*lists, strict=False))


def _answered(request: HttpRequest, actor: Actor, doing: Any, *about: Id) -> HttpResponse:
    """Back to the page; refused, the page with what was typed and why not."""
    try:
        doing(request, actor, *about)
    except Refused as refused:
        context = _shown(request, actor) | {"refused": words_of(request, refused), "typed": given_in(request)}
        if not about:
            context["blank"] = showing.to_fill(_typed(request))
        return render(request, "console/articles.html", context, status=422)
    return HttpResponseRedirect("/articles")


def _shown(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    language, now = language_for(request), current().world.clock.now()
    typed = " ".join(request.GET.get("q", "").split())[:ASKED_MOST]
    kept = showing.kept(actor, asked=typed, language=language, now=now)
    return {
        "actor": actor,
        "kept": kept,
        "q": typed,
        "late": sum(one.look == "late" and one.may_change for one in kept),
        "may_write": may(actor, spec_of("article.write").grants, None),
        "blank": showing.to_fill(()),
        "days": DAYS,
        "typed": {},
        "key": current().ids.new(),
        **offices(actor, [one.article.organisation for one in kept], language=language),
    }

"""Signing in and out, spending a one-time code, choosing a language and a post."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from callbox.faces.console import watching
from callbox.faces.console.language import COOKIE, language_for
from callbox.faces.console.naming import offices
from callbox.faces.console.pages import back_to, signed_in, words_of
from callbox.kernel.facts import Actor, Refused
from callbox.kernel.node import current
from callbox.kernel.words import LANGUAGES
from callbox.kernel.world import Mode
from callbox.services.organisation.acts import actor_of, person_of, posts_of
from callbox.services.organisation.sign_in import redeem_code

A_YEAR_S = 365 * 24 * 3600


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form, and the way in."""
    next_page = back_to(request.POST.get("next") or request.GET.get("next"))
    name = request.POST.get("name", "").strip()
    if request.method == "GET":
        return _sign_in_page(request, {"next": next_page})
    user = authenticate(request, username=name, password=request.POST.get("password", ""))
    person = person_of(name.replace("\0", "")) if user is not None else None
    if user is None or person is None:
        refused = words_of(request, Refused("console.sign_in"))
        return _sign_in_page(request, {"next": next_page, "name": name, "refused": refused}, status=422)
    login(request, user)
    response = HttpResponseRedirect(next_page)
    # In a demo the people are shared: whoever looks in goes on reading what their browser reads.
    if COOKIE not in request.COOKIES and current().world.mode is not Mode.DEMO:
        _remember(response, person.language)
    return response


def _sign_in_page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """In a demo, with the people one may sign in as: it holds nobody's data."""
    if current().world.mode is Mode.DEMO:
        context |= {"people": settings.DEMO_PEOPLE, "password": settings.DEMO_PASSWORD}
    return render(request, "console/sign_in.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The way out."""
    with suppress(Refused):  # whoever holds no post any more watches nothing
        watching.leaves(actor_of(request))
    logout(request)
    return HttpResponseRedirect("/sign-in")


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def redeem(request: HttpRequest) -> HttpResponse:
    """Spend a one-time code for a password of one's own."""
    if request.method == "GET":
        return render(request, "console/redeem.html", {"name": "", "code": ""})
    name, code = request.POST.get("name", "").strip(), request.POST.get("code", "").strip()
    try:
        redeem_code(name, code, request.POST.get("password", ""))
    except Refused as refused:
        context = {"name": name, "code": code, "refused": words_of(request, refused)}
        return render(request, "console/redeem.html", context, status=422)
    return _sign_in_page(request, {"next": "/", "name": name, "redeemed": True})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on."""
    response = HttpResponseRedirect(back_to(request.POST.get("next")))
    told = request.POST.get("to", "")
    if told in LANGUAGES:
        _remember(response, told)
    return response


def _remember(response: HttpResponse, told: str) -> None:
    response.set_cookie(COOKIE, told, max_age=A_YEAR_S, samesite="Lax", httponly=True)


@require_http_methods(["GET", "POST"])
@signed_in
def post(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The posts one holds, with their published duties, and the one to work in."""
    person = person_of(request.user.get_username())
    posts = posts_of(person) if person is not None else ()
    wanted = request.POST.get("post", "")
    if wanted in {one.id for one in posts}:
        request.session["post"] = wanted
        return HttpResponseRedirect("/")
    named = offices(actor, (one.organisation for one in posts), language=language_for(request))
    return render(request, "console/post.html", {"actor": actor, "posts": posts} | named)

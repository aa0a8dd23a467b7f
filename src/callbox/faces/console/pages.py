"""What every page has in common: who asks, in which language, in which world, and how a no is shown."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from callbox.faces.console.language import language_for
from callbox.kernel.facts import Actor, Refused
from callbox.kernel.node import current
from callbox.kernel.permission import may
from callbox.kernel.registry import act as spec_of
from callbox.kernel.words import refusal
from callbox.services.organisation.acts import actor_of

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]
Shown = Callable[Concatenate[HttpRequest, P], HttpResponse]


def common(request: HttpRequest) -> dict[str, Any]:
    """What every template may use (a context processor)."""
    world = current().world
    return {
        "language": language_for(request),
        "zone": world.zone,
        "mode": world.mode.value,
        "banner": (f"mode.{world.mode.value}", f"mode.explained.{world.mode.value}"),
        "world_name": world.name,
        "now": world.clock.now(),
        "rate": world.clock.rate,
    }


def signed_in(page: Page[P]) -> Shown[P]:
    """Show this page to those who are signed in and hold a post; send the others to sign in and back again."""

    @wraps(page)
    def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            actor = actor_of(request)
        except Refused as refused:
            return _turned_away(request, refused)
        try:
            return page(request, actor, *args, **kwargs)
        except Refused as refused:
            return said_no(request, actor, refused)

    return shown


def _turned_away(request: HttpRequest, refused: Refused) -> HttpResponse:
    if refused.code == "sign_in.no_post":
        return render(request, "console/no.html", {"text": words_of(request, refused)}, status=403)
    back = request.get_full_path() if request.method == "GET" and not is_partial(request) else "/"
    where = f"/sign-in?{urlencode({'next': back})}"
    if is_partial(request):
        return HttpResponse(status=401, headers={"HX-Redirect": where})
    return HttpResponseRedirect(where)


def said_no(request: HttpRequest, actor: Actor, refused: Refused) -> HttpResponse:
    """A page that cannot be shown. What does not exist and what may not be known of look the same."""
    status = 404 if refused.code in ("not_found", "not_allowed") else 422
    text = words_of(request, refused)
    return render(request, "console/no.html", {"text": text, "actor": actor}, status=status)


def words_of(request: HttpRequest, refused: Refused) -> str:
    """A refusal in the reader's language."""
    return refusal(refused, language_for(request))


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def powers(actor: Actor, names: Mapping[str, str], record: Any) -> dict[str, bool]:
    """Which of these acts the actor may do to this record, by the short name that the template uses."""
    return {short: may(actor, spec_of(name).grants, record) for short, name in names.items()}


def back_to(told: str | None) -> str:
    """An address on this node to go on to; anything else becomes the first page."""
    safe = told and told.startswith("/") and url_has_allowed_host_and_scheme(told, allowed_hosts=None)
    return told if safe and told else "/"

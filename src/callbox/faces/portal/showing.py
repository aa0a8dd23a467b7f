"""What every public page has in common: its language, its look, and what its answer says to the browser.

Rules in words:
- Nothing is kept on the reader's device: no cookie, nothing in a cache. A language chosen on a page goes along in its links.
- Nothing is asked of anywhere else, and no page that is left for another says where one came from.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from callbox.faces.portal.desk import desk
from callbox.faces.portal.words import register
from callbox.kernel.facts import Refused
from callbox.kernel.node import current
from callbox.kernel.words import LANGUAGES, language_of

register()
HEADERS: Final = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
# What a page says to no search engine: it belongs to one person.
UNSEARCHED: Final = {"X-Robots-Tag": "noindex, nofollow"}
# Where one goes from any page, as (address, what it is called).
PLACES: Final = (
    ("/report", "portal.go.report"),
    ("/services", "portal.go.services"),
    ("/open", "portal.go.open"),
)
# By what the server says of a form that it cut: what is said of it.
CUT_OFF: Final = {"body.large": Refused("portal.photo_large"), "body.slow": Refused("portal.photo_slow")}


def chosen(request: HttpRequest) -> str:
    """The language that was chosen on a page; empty: none was."""
    told = request.POST.get("language") or request.POST.get("spoken") or request.GET.get("language", "")
    return told if told in LANGUAGES else ""


def language_for(request: HttpRequest) -> str:
    """The language of this answer: the one chosen on a page, else the browser's first that we have, else the node's.

    Whoever works here has told theirs already; residents have no such cookie, and get none.
    """
    told = chosen(request) or request.COOKIES.get("language", "")
    if told in LANGUAGES:
        return told
    for part in request.headers.get("Accept-Language", "").split(","):
        tag = part.partition(";")[0].strip()
        if tag.casefold().partition("-")[0] in LANGUAGES:
            return language_of(tag)
    return language_of(settings.LANGUAGE_CODE)


def shown(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A page on the shared ground (`portal/page.html`), in the reader's language."""
    common = {
        "language": language_for(request),
        "chosen": chosen(request),
        "other": next(one for one in LANGUAGES if one != language_for(request)),
        "asked": [(name, text) for name, text in request.GET.items() if name != "language"],
        "mode": current().world.mode.value,
        "desk": desk(),
        "places": PLACES,
    }
    response = render(request, template, {**common, **context}, status=status)
    for name, text in {**HEADERS, **(headers or {})}.items():
        response.headers[name] = text
    return response


def cut_off(request: HttpRequest) -> Refused | None:
    """Why a form came without its photos: too large, or too slow. What was typed is there."""
    return CUT_OFF.get(request.POST.get("cut", ""))


def nothing(request: HttpRequest) -> HttpResponse:
    """The one answer to what is not there and to what may not be known of."""
    return shown(request, "portal/gone.html", {}, status=404, headers=UNSEARCHED)

"""A silent caller's own page: they answer by taps, share their place if they tap for it, and can turn it black at once.

Rules in words:
- The secret link is all it needs. Nothing is kept on the caller's device: no cookie, nothing in a cache.
- Its title, its address and what it says to a wrong link are the same for everybody and tell nothing.
- It works without a script. With one, nothing leaves a trace among the pages one can go back to.
- No tap is ever turned away for coming too often.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from callbox.faces.portal import assets
from callbox.faces.portal.words import register
from callbox.kernel.checks import UNREADABLE
from callbox.kernel.facts import Refused
from callbox.kernel.words import LANGUAGES, language_of, say
from callbox.services.call import page as own_page
from callbox.services.call.facts import ANSWERS, Call, Saying

register()
TEXT_MOST = 2_000
TEXTS = (
    "portal.title",
    "portal.black",
    "portal.back",
    "portal.leave",
    "portal.sent",
    "portal.write",
    "portal.send",
    "portal.place",
    "portal.place_sent",
    "portal.place_not",
    "portal.nothing",
    "portal.lost",
)
TRACELESS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}


# Whoever knows the link is the caller: there is no session that somebody else's page could borrow.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The page as it stands; something tapped is told first."""
    call = own_page.call_of(token)
    if call is None:
        return _drawn(request, "portal/nothing.html", _texts(_languages(request, "")), status=404)
    if request.method == "POST":
        _told(call, request.POST)
    asked = own_page.asked_of(call)
    state = _state(call, asked)
    if request.GET.get("seen") == state:
        return HttpResponse(status=204, headers=TRACELESS)
    return _drawn(request, "portal/taps.html", _shown(request, call, asked, state))


def _told(call: Call, given: Mapping[str, str]) -> None:
    """Do what was tapped. What can not be done is no matter to somebody in need: the page simply stands as it stood."""
    what = given.get("what", "")
    try:
        if given.get("answer") in ANSWERS:
            own_page.tell(call, "call.say", answer=given["answer"], answers=_number(given.get("answers", "")))
        elif what == "say" and (said := UNREADABLE.sub("", given.get("said", "")).strip()):
            own_page.tell(call, "call.say", said=said[:TEXT_MOST])
        elif what == "place":
            own_page.tell(call, "call.locate", **_place(given))
        elif what == "blank":
            own_page.tell(call, "call.blank", black=given.get("black") == "1")
    except (Refused, ValueError):
        return


def _number(told: str) -> int | None:
    return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else None


def _place(given: Mapping[str, str]) -> dict[str, float]:
    names = {"latitude_deg", "longitude_deg", "radius_m"}
    return {f"device_{name}": float(given[name]) for name in names if given.get(name)}


def _state(call: Call, asked: Saying | None) -> str:
    """What changes when the page is to be drawn anew."""
    answered = asked is not None and own_page.is_answered(call, asked)
    return f"{asked.number if asked else 0}{'a' if answered else ''}"


def _shown(request: HttpRequest, call: Call, asked: Saying | None, state: str) -> dict[str, Any]:
    languages = _languages(request, call.language)
    if asked is not None and asked.delivered_at is None:
        own_page.tell(call, "call.reach", saying=asked.id)
    return {
        "state": state,
        "asked": asked,
        "answered": state.endswith("a"),
        "question": _question(asked, languages),
        "answers": [(one, _both(f"value.{one}", languages)) for one in ANSWERS],
        "black": call.blank_at is not None,
        **_texts(languages),
    }


def _question(asked: Saying | None, languages: tuple[str, ...]) -> list[tuple[str, str]]:
    """What was asked, in the caller's language first; a call taker's own words only as they wrote them."""
    if asked is None:
        return _both("portal.wait", languages)
    if asked.question:
        return _both(f"value.{asked.question}", languages)
    return [("", own_page.opened_saying(asked).text or "")]


def _texts(languages: tuple[str, ...]) -> dict[str, Any]:
    """Every text of the page, in both languages, and where its look lies."""
    texts = {code.removeprefix("portal."): _both(code, languages) for code in TEXTS}
    return {
        "first": languages[0],
        "texts": texts,
        "css": assets.address_of("taps.css"),
        "js": assets.address_of("taps.js"),
    }


def _both(code: str, languages: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(one, say(code, one)) for one in languages]


def _languages(request: HttpRequest, chosen: str) -> tuple[str, ...]:
    """All languages we have, the caller's first."""
    first = language_of(chosen or request.headers.get("Accept-Language", ""))
    return (first, *(one for one in LANGUAGES if one != first))


def _drawn(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=status)
    for name, text in TRACELESS.items():
        response.headers[name] = text
    return response

"""In which language a page speaks: the one chosen on the page, else the person's, else the browser's, else the node's."""

from django.conf import settings
from django.http import HttpRequest

from callbox.kernel.words import LANGUAGES, language_of

COOKIE = "language"


def language_for(request: HttpRequest) -> str:
    """The language of this request's answer. Sign-in puts the person's own choice into the cookie."""
    chosen = request.COOKIES.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return _accepted(request.headers.get("Accept-Language", ""))


def _accepted(told: str) -> str:
    """The first language of `Accept-Language` that we have; the node's own when there is none."""
    for part in told.split(","):
        tag = part.partition(";")[0].strip()
        if tag.casefold().partition("-")[0] in LANGUAGES:
            return language_of(tag)
    return language_of(settings.LANGUAGE_CODE)

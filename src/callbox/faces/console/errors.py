"""What a person reads when a page cannot be shown: one sentence in their language, and a way on.

Nothing here asks the database or who is signed in: it must hold when those are what failed.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from callbox.faces.console.language import language_for
from callbox.kernel.words import LANGUAGES, say

CODES = {
    400: "console.error.request",
    403: "console.error.form",
    404: "console.error.address",
    405: "console.error.method",
    500: "console.error.ours",
}


def told(request: HttpRequest, status: int) -> HttpResponse:
    """The page for a status."""
    text = say(CODES[status], language_for(request))
    return render(request, "console/no.html", {"text": text}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """400: what the browser sent cannot be read."""
    return told(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403: a form that was not sent from a page of this node, or from one that is too old."""
    return told(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """404: no such page."""
    return told(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. When even the page of faults is at fault, the bare sentence."""
    try:
        return told(request, 500)
    except Exception:
        lines = "\n".join(say(CODES[500], language) for language in LANGUAGES)
        return HttpResponse(lines, status=500, content_type="text/plain; charset=utf-8")

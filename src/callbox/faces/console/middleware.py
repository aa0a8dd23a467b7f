"""What every answer of the console says to the browser: take nothing from elsewhere, keep nothing, tell nobody."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from callbox.faces.console.errors import told

Answering = Callable[[HttpRequest], HttpResponse]

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"


def policy(answering: Answering) -> Answering:
    """Hold the browser to this node, and pages with people in them out of every cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answering(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def worded(answering: Answering) -> Answering:
    """Django leaves the page blank when an address takes no such request: say so."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answering(request)
        if response.status_code != 405 or response.content:
            return response
        page = told(request, response.status_code)
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page

    return middleware

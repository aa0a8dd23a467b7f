"""Every page that somebody opens is walked through by the tests in a browser, or stands here with the reason why not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, resolve
from tests.worlds.floor import Floor

FACES = ("callbox.faces.console", "callbox.faces.portal")
PART = "a part of a page that is walked, asked for by its script"
FILE = "a file or a picture, no page"
NOT_WALKED = {
    "r": "sends on to /report",
    "s/look/<str:name>": FILE,
    "ground/<str:name>": FILE,
    "open/data": "the same as open/data/",
    "open/data/<str:name>": FILE,
    "open/<slug:notice>/photo": FILE,
    "open/<slug:notice>/photo.jpg": FILE,
    "s/<str:token>": "opens once, for a silent caller: test_silent_caller_browser",
    "stop/<str:token>": "opens from a mail alone: test_residents_told",
    "board": PART,
    "board/own": PART,
    "board/shared": PART,
    "here": PART,
    "moves": PART,
    "calls/tabs": PART,
    "calls/<slug:one>": "the page of calls/new again, with what was typed: test_taking_browser",
    "calls/<slug:one>/words": PART,
    "lines/part": PART,
    "now/part": PART,
    "map/now": PART,
    "map/moves": PART,
    "map/<str:name>": FILE,
    "incidents/<slug:on>/place": PART,
    "crew/part": PART,
    "crew-worker.js": FILE,
    "alarms": PART,
    "assets/<str:name>": FILE,
}

# What a journey of its own opens, with axe or without a script.
OWN_JOURNEYS = {
    "applications/<slug:one>": "test_applications_browser",
}


def patterns(found: Sequence[URLPattern | URLResolver], above: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Each address as it is written down, and what answers there."""
    for one in found:
        route = above + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, one.callback
        else:
            yield from patterns(one.url_patterns, route)


def methods(view: Callable[..., Any] | None) -> set[str]:
    """What a view lets itself be asked: what `require_http_methods` was told; nothing: all."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            told = cell.cell_contents
            if isinstance(told, list | tuple) and told and all(isinstance(one, str) and one.isupper() for one in told):
                return set(told)
        view = getattr(view, "__wrapped__", None)
    return set()


def pages() -> set[str]:
    """The addresses of the console and the portal that a browser may open."""
    return {
        route
        for route, view in patterns(get_resolver().url_patterns)
        if view.__module__.startswith(FACES) and (not methods(view) or "GET" in methods(view))
    }


def walked() -> set[str]:
    """Those that the walk through the busy floor opens."""
    floor = Floor(**{field.name: "x" for field in fields(Floor)} | {"follow": "/f/x"})
    return {resolve(address.partition("?")[0]).route for _, name, address, _ in floor.walks() if name != "nowhere"}


def test_every_page_is_walked_or_named_with_the_reason_why_not() -> None:
    assert sorted(pages() - walked() - NOT_WALKED.keys() - OWN_JOURNEYS.keys()) == []


def test_no_page_is_named_that_is_walked_or_is_not_there() -> None:
    named = NOT_WALKED.keys() | OWN_JOURNEYS.keys()
    assert sorted(named & walked()) == []
    assert sorted(named - pages()) == []


def test_what_a_view_lets_itself_be_asked_is_seen() -> None:
    asked = {route: methods(view) for route, view in patterns(get_resolver().url_patterns)}
    assert (asked["handover"], asked["handover/<slug:one>/read"], asked["areas"]) == (
        {"GET", "POST"},
        {"POST"},
        {"GET"},
    )

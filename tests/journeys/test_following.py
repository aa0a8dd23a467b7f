"""Somebody who sent something in follows it by a secret link; somebody who asked about something protected has none."""

from typing import Any
from urllib.parse import urlencode

import pytest
from tests.worlds.examples_follow import SENDER
from tests.worlds.requests import HANDLER, Offices, offices
from tests.worlds.web import Reply, Served

from callbox.kernel.facts import Id
from callbox.services.follow import acts
from callbox.services.follow.facts import Follow

FORM = "application/x-www-form-urlencoded"
pytestmark = pytest.mark.enable_socket


def sent(served: Served, category: Id, **more: Any) -> Follow:
    """What somebody sent in, opened as a request, and the follow that begins with it."""
    town = served.town
    report = town.done("report.receive", SENDER, channel="web", said_fact="Water in Hill Row")
    town.done("request.open", SENDER, report=report, category=category)
    return acts.begin(report, **more)


def asked(served: Served, path: str, **fields: str) -> Reply:
    """A page, or what was sent from it."""
    if not fields:
        return served.ask("GET", path, by=None)
    return served.ask("POST", path, urlencode(fields).encode(), by=None, Content_Type=FORM)


def test_whoever_asked_follows_by_their_link_alone_and_what_is_protected_has_only_a_code(served: Served) -> None:
    told: Offices = offices(served.town)
    follow = sent(served, told.leak)
    path = acts.path_of(follow)
    page = asked(served, path)
    assert (page.status, page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == (
        200,
        "no-store, private",
        "no-referrer",
    )
    assert page.headers["Set-Cookie"] is None
    assert "<title>Notes</title>" in page.text
    assert "Nobody has begun yet." in page.text
    assert "Hill Row" not in page.text
    request = served.town.record("report", follow.report).request
    served.town.done("request.answer", HANDLER, request=request, answer="We mended the pipe.")
    assert "We mended the pipe." in asked(served, path).text
    wrong = [path[:-1] + ("0" if path[-1] != "0" else "1"), "/f/x", "/f/%C3%A9" + "%C3%A9" * 23]
    assert {asked(served, one).status for one in wrong} == {404}

    quiet = sent(served, told.conduct)
    assert (acts.path_of(quiet), acts.code_of(quiet)) == ("", "")
    coded = sent(served, told.conduct, linked=True)
    code = acts.code_of(coded)
    assert acts.path_of(coded) == ""
    assert asked(served, f"/f/{code}").status == 404
    assert asked(served, "/f", code=code.upper().replace("-", " ")).status == 200
    assert "Ended" in asked(served, "/f", code=code, what="end").text
    assert asked(served, "/f", code=code).status == 404

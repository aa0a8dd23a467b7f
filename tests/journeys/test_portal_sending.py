"""Sending something in from a phone, without an account: words, a typed place, a category, a link that follows it."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.worlds.city import CENTRE, CITY, SYSTEM, Town
from tests.worlds.requests import WATER, Offices, offices

from callbox.faces.portal import limits
from callbox.faces.portal.handing_in import MACHINE
from callbox.kernel.read import opened_all, select

HOTLINE = f"{CITY}/hotline"


@pytest.fixture
def portal(town: Town, monkeypatch: pytest.MonkeyPatch) -> Offices:
    """The town with a hotline that takes in, and the centre as emergency line."""
    town.done("organisation.found", SYSTEM, id=HOTLINE, above=CITY, name="Hotline", level="county", what="hotline")
    monkeypatch.setattr(settings, "PORTAL", {"organisation": HOTLINE, "emergency": CENTRE, "number": "112"})
    for pace in (limits.sent, limits.photos, limits.looks):
        pace.clear()
    return offices(town)


def phone(**more: Any) -> Client:
    return Client(SERVER_NAME="localhost", **more)


def form(text: str) -> dict[str, str]:
    """What the form on a page carries hidden."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))


def sent(town: Town, client: Client, **filled: Any) -> Any:
    """Fill in and press; the form was open for a minute before that."""
    carried = form(client.get("/report").content.decode())
    town.clock.put(town.clock.now().replace(minute=town.clock.now().minute + 1))
    return client.post("/report", {**carried, **filled})


def told(kind: str) -> list[Any]:
    return list(opened_all(MACHINE, kind, purpose="a test"))


def test_words_a_place_and_a_category_become_a_request_that_a_link_follows(portal: Offices, town: Town) -> None:
    client = phone()
    looked = sent(town, client, words="water runs out of a leak", address="9 Harbour Road", what="next")
    text = looked.content.decode()
    assert looked.status_code == 200
    assert f'value="{portal.leak}" checked' in text
    assert select(MACHINE, "report") == ()

    carried = form(text)
    done = client.post(
        "/report",
        {
            **carried,
            "words": "water runs out of a leak",
            "address": "9 Harbour Road",
            "proposal": portal.leak,
            "what": "send",
        },
    )
    text = done.content.decode()
    assert "water" in text
    [report], [request] = told("report"), told("request")
    assert (report.organisation, report.channel, report.said_fact) == (HOTLINE, "web", "water runs out of a leak")
    assert (request.organisation, request.taken_by, request.address) == (WATER, HOTLINE, "9 Harbour Road")
    assert request.report == report.id
    [path] = re.findall(r'href="(/f/[^"]+)"', text)
    assert client.get(path).status_code == 200
    assert client.cookies == {}

"""The knowledge base: written and looked at on its page, given as an answer to a contact, and read by residents."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from tests.worlds.city import CITY, EAST, Town
from tests.worlds.console import Desk, browser
from tests.worlds.examples_article import written

from callbox.kernel import due
from callbox.kernel.facts import Actor
from callbox.kernel.read import select

Sit = Callable[[str], Desk]
MACHINE = Actor(organisation="", roles=frozenset({"machine"}))
FORM: dict[str, Any] = {
    "language": ["en", "zh", "es"],
    "title": ["Where do I take old paint?", "旧油漆交到哪里？", "¿Dónde dejo pintura?"],
    "text": ["To the depot in Dock Street.", "交到码头街的收集站。", "Al depósito."],
    "keywords": "paint, 油漆",
    "source": "Waste rules, section 3",
    "days": "90",
    "public": "yes",
}


def articles() -> dict[str, Any]:
    return {one.title("en"): one for one in select(MACHINE, "article")}


@pytest.fixture
def open_portal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PORTAL", {"organisation": CITY})


@pytest.mark.usefixtures("open_portal")
def test_an_answer_is_written_given_to_a_contact_counted_and_read_until_it_expires(people: Town, sit: Sit) -> None:
    sam = sit("sam")
    for _ in range(2):  # a double click
        assert sam.client.post("/articles", FORM | {"key": "k-1"}).status_code == 302
    paint = articles()["Where do I take old paint?"]
    assert (paint.titles["es"], paint.keywords) == ("¿Dónde dejo pintura?", ("paint", "油漆"))
    inside = written(people, titles={"en": "How we answer threats"}, texts={"en": "Call."}, public=False)

    assert "Dock Street" in browser().get("/services", {"q": "where can I leave paint"}).content.decode()
    assert "码头街" in browser().get("/services", {"language": "zh"}).content.decode()
    assert "threats" not in browser().get("/services").content.decode()
    assert "threats" in sam.get("/articles")

    report = people.done(
        "report.receive",
        Actor(organisation=CITY, roles=frozenset({"call_taker"})),
        channel="call",
        said_fact="I have old paint to get rid of",
    )
    taker = sit("taker")
    shown = taker.client.post(f"/cases/{report}", {"common": "handling"}).content.decode()
    assert f'<option value="{paint.id}">Where do I take old paint?</option>' in shown
    taker.client.post(f"/reports/{report}/close", {"closed_as": "answered", "article": paint.id, "key": "k-2"})
    told = people.record("report", report)
    assert (told.closed_as, told.article) == ("answered", paint.id)
    assert "given as the answer 1×" in taker.get("/articles", q="paint")

    people.clock.put(paint.expires_at + timedelta(hours=1))
    assert due.fire(people.clock.now()) >= 1
    assert "Dock Street" not in browser().get("/services", {"q": "paint"}).content.decode()
    assert "have expired and are shown to nobody" in sam.get("/articles")
    sam.client.post(f"/articles/{paint.id}/do", {"what": "revise", "days": "90", "key": "k-3"})
    assert "Dock Street" in browser().get("/services", {"q": "paint"}).content.decode()
    assert articles()["How we answer threats"].id == inside


def test_a_form_that_cannot_be_keeps_every_word_and_says_what_is_wrong(people: Town, sit: Sit) -> None:
    refused = sit("sam").client.post("/articles", FORM | {"text": ["To the depot.", "", ""], "key": "k-1"})

    assert refused.status_code == 422
    page = refused.content.decode()
    assert "旧油漆交到哪里？" in page
    assert "refused" in page
    assert articles() == {}
    away = written(people, organisation=EAST)
    assert f"/articles/{away}/do" in sit("sam").get("/articles")
    assert "/articles/" not in sit("dana").get("/articles").replace('action="/articles"', "")

"""Whoever follows a case is told that there is news: after a code, within their hours, without a word of the case."""

import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.journeys.test_channels import SECRET, live, smtp
from tests.worlds import listeners
from tests.worlds.city import CITY, SYSTEM, Town
from tests.worlds.examples_follow import SENDER
from tests.worlds.requests import HANDLER, Offices, offices

from callbox.kernel import outbox, sequencer
from callbox.kernel.read import select
from callbox.services.follow import acts
from callbox.services.follow.facts import News
from callbox.services.follow.proving import digits_of
from callbox.site.channels.residents import Residents
from callbox.site.configuration import Configuration
from callbox.site.worker import CONSUMERS

pytestmark = pytest.mark.enable_socket
ADDRESS = {"contact_by": "mail", "contact_to": "lin@example.org"}


@contextmanager
def telling(town: Town, **settings: Any) -> Iterator[Any]:
    """The node at work; what is yielded lets some time pass, and what may be sent goes."""
    residents = Residents(lambda: Configuration(home=Path("/nowhere"), **settings))

    def after(wait: timedelta) -> None:
        sequencer.run()
        outbox.run(CONSUMERS)
        town.clock.put(town.clock.now() + wait)
        residents.look()

    with live(town):
        outbox.run(CONSUMERS)
        yield after


def follow(town: Town, category: str) -> tuple[str, str]:
    """(the path of a follow's page, the request that is followed)"""
    report = town.done("report.receive", SENDER, channel="web", said_fact="canary in the pipe")
    request = town.done("request.open", SENDER, report=report, category=category)
    return acts.path_of(acts.begin(report, language="en")), request


def words(body: bytes) -> tuple[Any, str]:
    mail = email.message_from_bytes(body, policy=email.policy.default)
    return mail, mail.get_content()


def test_whoever_gave_an_address_and_typed_its_code_is_told_once_that_there_is_news(town: Town) -> None:
    told: Offices = offices(town)
    path, request = follow(town, told.leak)
    page = Client(SERVER_NAME="localhost")
    with listeners.mail_server() as heard, telling(town, **smtp(heard)) as after:
        desk = {"name": "Residents", "carrier": "mail", "tells": ("residents",), "address": "desk@city.example"}
        town.done("channel.declare", SYSTEM, organisation=CITY, **desk)
        page.post(path, {"what": "contact", "key": "a", **ADDRESS})
        town.done("request.take_up", HANDLER, request=request)
        after(timedelta(minutes=3))
        [(_, to, body)] = heard.told
        mail, text = words(body)
        assert (to, mail["Reply-To"]) == ("lin@example.org", "desk@city.example")
        [digits] = re.findall(r"\b\d{6}\b", text)
        wrong = page.post(path, {"what": "prove", "digits": str((int(digits) + 1) % 10**6).zfill(6)})
        assert "this is not the code" in wrong.content.decode()
        assert page.post(path, {"what": "prove", "digits": digits}).status_code == 302

        town.done("request.answer", HANDLER, request=request, answer="canary mended")
        town.done("request.close", HANDLER, request=request, disposition="done")
        for wait in (1, 3, 3):
            after(timedelta(minutes=wait))
        [_, (_, _, body)] = heard.told
        mail, text = words(body)
        assert mail["Subject"] == "There is news"
        assert not re.search("canary|leak|pipe|water|" + path.removeprefix("/f/"), body.decode(), re.IGNORECASE)

        after(timedelta(days=1))
        assert "How were you served" in words(heard.told[2][2])[1]

        [stop] = re.findall(r"https://city\.example(/stop/\S+)", text)
        assert "mended" not in page.get(stop).content.decode()
        assert "Nothing more is sent" in page.post(stop).content.decode()
        town.done("request.reopen", HANDLER, request=request, because="it drips")
        after(timedelta(minutes=3))
        assert len(heard.told) == 3
    assert [one.status for one in news()] == ["sent", "sent", "sent"]


def news() -> list[News]:
    return sorted(select(acts.MACHINE, "news"), key=lambda one: one.written_at)


@pytest.mark.slow
def test_a_text_goes_by_the_gateway_in_their_hours_and_language_and_under_the_same_id_again(town: Town) -> None:
    told: Offices = offices(town)
    path, request = follow(town, told.leak)
    page = Client(SERVER_NAME="localhost")
    hour = town.clock.now().hour
    with listeners.webhook_receiver() as heard, telling(town) as after:
        gateway = {"carrier": "webhook", "address": f"http://127.0.0.1:{heard.port}/sms", "secret": SECRET}
        town.done("channel.declare", SYSTEM, organisation=CITY, name="Texts", tells=("residents",), **gateway)
        later = {"from": f"{(hour + 2) % 24:02}:00", "until": f"{(hour + 4) % 24:02}:00"}
        page.post(path, {"what": "contact", "key": "a", "contact_by": "text", "contact_to": "555 0142", **later})
        after(timedelta(minutes=3))
        assert heard.told == []
        heard.turns_down = 503
        after(timedelta(hours=2, minutes=5))
        heard.turns_down = 0
        after(timedelta(minutes=6))
    assert len({headers["webhook-id"] for headers, _ in heard.told}) == 1
    assert b"555 0142" in heard.told[-1][1]
    [code] = news()
    assert (code.status, code.by, digits_of(code.id) in heard.told[-1][1].decode()) == ("sent", "text", True)
    assert request


@pytest.mark.slow
def test_nothing_is_promised_where_nothing_can_be_sent(town: Town) -> None:
    told: Offices = offices(town)
    path, _ = follow(town, told.leak)
    page = Client(SERVER_NAME="localhost")
    assert "Nothing is sent by itself" in page.get(path).content.decode()
    page.post(path, {"what": "contact", "key": "a", **ADDRESS})
    assert news() == []

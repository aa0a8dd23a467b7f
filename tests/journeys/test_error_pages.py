"""Whatever goes wrong, a person reads one sentence in their language, sees which world it is, and has a way on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.worlds.city import Town
from tests.worlds.console import PASSWORD, Desk, browser

from callbox.faces.console import errors

Sit = Callable[[str], Desk]
SAID = {
    400: ("could not be read", "无法读取"),
    403: ("was not sent from a page", "不是从"),
    404: ("no page at this address", "没有页面"),
    405: ("cannot be opened like this", "不能这样打开"),
    500: ("went wrong on our side", "系统出错"),
}


def provoked(client: Client, status: int) -> Any:
    """An answer of this status, as a person's browser comes by it."""
    if status == 400:
        return client.get("/", headers={"Host": "evil.example"}, SERVER_NAME="evil.example")
    if status == 403:
        return client.post("/sign-in", {"name": "dana", "password": PASSWORD})
    return client.get({404: "/nothing/here", 405: "/sign-out", 500: "/sign-in"}[status])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("status", SAID)
def test_a_fault_is_one_sentence_in_the_readers_language_with_a_way_on(
    people: Town, monkeypatch: pytest.MonkeyPatch, *, status: int, language: str
) -> None:
    if status == 500:
        monkeypatch.setattr("callbox.faces.console.signing.back_to", broken)
    client = browser(enforce_csrf_checks=True, raise_request_exception=False, headers={"Accept-Language": language})

    response = provoked(client, status)

    page = response.content.decode()
    assert response.status_code == status
    assert SAID[status][language == "zh"] in page
    assert SAID[status][language == "en"] not in page
    assert 'class="banner banner-replay"' in page
    assert '<a href="/">' in page
    assert "canary" not in page
    assert response["Content-Security-Policy"].startswith("default-src 'self'")


def broken(told: str | None) -> str:
    raise RuntimeError(f"a canary sang, {told}")


def test_a_fault_while_telling_of_a_fault_is_still_told(people: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callbox.faces.console.signing.back_to", broken)
    monkeypatch.setattr(errors, "render", lambda *_, **__: broken(""))
    page = browser(raise_request_exception=False).get("/sign-in")
    assert page.status_code == 500
    assert SAID[500][0] in page.content.decode()
    assert SAID[500][1] in page.content.decode()


def test_a_page_that_is_not_there_tells_nobody_who_looks(people: Town, sit: Sit) -> None:
    page = sit("dana").client.get("/nothing/<script>").content.decode()
    assert "<script>" not in page
    assert "dana" not in page


def test_the_api_keeps_its_own_shape(people: Town) -> None:
    response = browser(raise_request_exception=False).get("/api/nothing")
    assert (response.status_code, response["Content-Type"].partition(";")[0]) == (404, "application/json")

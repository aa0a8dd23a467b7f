"""The sheet of keys, in a real browser: on every page, closed by what opened it, and beneath it nothing hears a key."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.worlds.browser import IN_BROWSER, dispatching
from tests.worlds.city import CITY, actor
from tests.worlds.web import Served

pytestmark = IN_BROWSER


@pytest.fixture
def page(people: Any, served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with dispatching(served, monkeypatch) as opened:
        yield opened


def test_the_sheet_of_keys_opens_on_every_page_and_the_page_beneath_hears_nothing(page: Any, served: Served) -> None:
    incident = served.town.done("incident.open", actor("dispatcher", CITY), category="fire", priority="emergency")
    for path in (f"/?on={incident}", "/requests", "/shifts", "/closures", "/now", f"/cases/{incident}", "/post"):
        page.goto(path)
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("?")
        assert page.is_visible("#keys-sheet"), path
        page.keyboard.press("n")
        page.keyboard.press("Escape")
        assert page.is_hidden("#keys-sheet"), path
        assert page.url.endswith(path)


def test_a_question_mark_that_is_typed_stays_one_and_f1_shows_the_keys(page: Any, served: Served) -> None:
    incident = served.town.done("incident.open", actor("dispatcher", CITY), category="fire", priority="emergency")
    page.goto(f"/?on={incident}")
    page.wait_for_selector("#signs:focus")
    page.keyboard.type("e1?")
    assert page.input_value("#signs") == "e1?"
    assert page.is_hidden("#keys-sheet")
    page.keyboard.press("F1")
    assert "propose whom to send" in page.inner_text("#keys-sheet")
    page.keyboard.press("F1")
    assert page.is_hidden("#keys-sheet")

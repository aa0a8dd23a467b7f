"""Somebody applies on a telephone of 320 px: a paper is given, used again and taken back, a decision is objected to."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.journeys.test_applications import SAYS, applied
from tests.worlds.axe import findings
from tests.worlds.browser import IN_BROWSER, browser
from tests.worlds.city import CITY
from tests.worlds.console import PASSWORD
from tests.worlds.examples_application import decided, felling, offered
from tests.worlds.requests import WATER
from tests.worlds.web import Served

from callbox.services.follow import acts as follows

__all__ = ["browser"]
pytestmark = IN_BROWSER
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "java_script_enabled": True}


def looked_at(page: Any, name: str, pictures: Path) -> None:
    """Nothing is amiss, nothing is wider than the page, and a picture of it is kept."""
    assert findings(page, page.url) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.screenshot(path=pictures / f"{name}.png", full_page=True)


def used_again(phone: Any, code: str, pictures: Path) -> None:
    """On the page of a second case: the paper of the case with this code is used here too."""
    phone.locator("summary", has_text="Use one that I gave before").tap()
    phone.fill("#before", code.upper())
    phone.tap("button[value=before]")
    phone.wait_for_selector("[name=agreed]")
    phone.locator("form:has([name=agreed]) [name=which][value=deed]").check()
    phone.check("[name=agreed]")
    looked_at(phone, "using-again", pictures)
    phone.tap("button[value=paper_use]")
    phone.wait_for_selector(".done")


def at_a_desk(browser: Any, at: dict[str, str]) -> Any:
    """A handler's page at the console."""
    desk = browser.new_context(viewport={"width": 1280, "height": 800}, **at).new_page()
    desk.goto("/sign-in")
    desk.fill("#name", "sam")
    desk.fill("#password", PASSWORD)
    desk.press("#password", "Enter")
    desk.wait_for_url("**/")
    return desk


def test_a_paper_is_given_and_used_again_on_a_telephone_and_the_office_sees_it(
    browser: Any, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PORTAL", {"organisation": CITY, "emergency": CITY, "number": "112"})
    town, at = served.town, {"base_url": f"http://localhost:{served.port}"}
    first, page_of_first = applied(town, felling(town))
    second, page_of_second = applied(town, felling(town, department=WATER, name="Connection to the main"))
    code = follows.code_of(follows.follow_of(page_of_first.removeprefix("/f/")))  # type: ignore[arg-type]
    phone = browser.new_context(**PHONE, **at).new_page()

    phone.goto(f"/report?category={felling(town)}")
    assert "Proof that the garden is yours" in phone.inner_text("main")
    looked_at(phone, "before-sending", tmp_path)
    phone.goto(page_of_first)
    phone.check("[name=which][value=deed]")
    phone.fill("#paper-text", SAYS)
    looked_at(phone, "giving", tmp_path)
    phone.tap("button[value=paper]")
    phone.wait_for_selector(".done")
    assert SAYS in phone.inner_text(".given")

    phone.goto(page_of_second)
    used_again(phone, code, tmp_path)

    offered(town, first)
    decided(town, first)
    phone.goto(page_of_first)
    looked_at(phone, "decided", tmp_path)
    phone.locator(".uses button").tap()
    phone.wait_for_selector(".done")
    assert "you took it back" in phone.inner_text(".uses")
    phone.goto(f"{page_of_first}?language=zh")
    looked_at(phone, "decided-zh", tmp_path)
    phone.goto(page_of_first)
    phone.locator("summary", has_text="Object to this decision").tap()
    phone.fill("#objection", "Its roots lift my wall.")
    phone.tap("button[value=object]")
    phone.wait_for_selector("text=Follow your objection")
    assert phone.context.cookies() == []

    desk = at_a_desk(browser, at)
    for name, one in (("desk-decided", first), ("desk-taken-back", second)):
        desk.goto(f"/applications/{one}")
        looked_at(desk, name, tmp_path)
    assert SAYS not in desk.inner_text("main")

"""Somebody follows a protected case on a telephone that another party then holds, and looks through: there is nothing."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.test_following import sent
from tests.worlds.axe import findings
from tests.worlds.browser import CHROMIUM, IN_BROWSER, QUIET, Sequencing, playwright
from tests.worlds.city import OVERSIGHT, actor
from tests.worlds.requests import offices
from tests.worlds.web import Served

from callbox.services.follow import acts
from callbox.services.follow.facts import Contact

pytestmark = IN_BROWSER
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
ANSWER, MORE = "Our office looked into how the officer behaved", "He came back on Friday evening"


@pytest.fixture
def driver(served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    with Sequencing(), playwright.sync_playwright() as driving:
        yield driving


def phone(driver: Any, served: Served, profile: Path) -> Any:
    """A telephone as it keeps everything: its history, its cache and its forms lie in a folder."""
    where = f"http://localhost:{served.port}"
    return driver.chromium.launch_persistent_context(
        str(profile), executable_path=str(CHROMIUM), args=QUIET, base_url=where, **PHONE
    )


def protected(served: Served) -> str:
    """The code of a protected case that was answered, whose asker wished for one."""
    told = offices(served.town)
    follow = sent(served, told.conduct, linked=True, contact=Contact(by="never"))
    request = served.town.record("report", follow.report).request
    served.town.done("request.answer", actor("handler", OVERSIGHT), request=request, answer=ANSWER)
    return acts.code_of(follow)


def read_by_its_owner(page: Any, code: str, pictures: Path) -> None:
    """They type the code, read, say more, and leave."""
    page.goto("/f")
    assert page.title() == "Notes"
    page.keyboard.press("Tab")
    page.fill("#code", code)
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer")
    assert ANSWER in page.inner_text("main")
    assert findings(page, page.url) == []
    page.screenshot(path=pictures / "protected.png", full_page=True)
    page.locator("summary", has_text="Add words").click()
    page.fill("#said", MORE)
    page.click("button[value=add]")
    page.wait_for_selector(".done")
    assert page.url.endswith("/f")
    assert page.locator("button[value=verdict]").count() == 0
    page.tap("#leave")
    page.wait_for_url("about:blank")


def entries(page: Any) -> list[dict[str, Any]]:
    """What one can go back to."""
    session = page.context.new_cdp_session(page)
    found: list[dict[str, Any]] = session.send("Page.getNavigationHistory")["entries"]
    return found


def kept(profile: Path, texts: list[str]) -> list[tuple[str, str]]:
    """Where in everything that a telephone keeps any of these stands."""
    wanted = [(text, form) for text in texts for form in (text.encode(), text.encode("utf-16-le"))]
    files = [(path, path.read_bytes()) for path in profile.rglob("*") if path.is_file()]
    return [(text, path.name) for path, body in files for text, form in wanted if form in body]


def addresses(profile: Path) -> list[tuple[str, str]]:
    """The telephone's own list of pages that were looked at: (address, title)."""
    [history] = profile.rglob("History")
    with sqlite3.connect(f"file:{history}?immutable=1", uri=True) as told:
        return [(str(url), str(title)) for url, title in told.execute("SELECT url, title FROM urls")]


def test_the_other_party_holds_the_telephone_and_finds_nothing(
    driver: Any, served: Served, tmp_path: Path, record_property: Any
) -> None:
    code, profile = protected(served), tmp_path / "telephone"
    held = phone(driver, served, profile)
    page = held.pages[0]
    read_by_its_owner(page, code, tmp_path)

    page.go_back()
    assert page.url == "about:blank"
    assert [one["url"] for one in entries(page) if "/f" in one["url"]] == []
    assert held.cookies() == []
    page.goto("/f")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.querySelector('#code').value]") == [
        0,
        0,
        "",
    ]
    assert page.evaluate("caches.keys()") == []
    held.close()

    seen = addresses(profile)
    assert {title for _, title in seen} <= {"", "Notes"}
    assert all(address.endswith("/f") or address.startswith("about:") for address, _ in seen)
    assert kept(profile, [code, code.replace("-", ""), ANSWER, MORE, "Conduct of staff"]) == []
    assert seen, "the telephone kept no history at all: this proves nothing"


def test_an_ordinary_case_is_followed_by_keyboard_on_a_small_telephone(
    driver: Any, served: Served, tmp_path: Path
) -> None:
    told = offices(served.town)
    follow = sent(served, told.leak, language="zh")
    held = phone(driver, served, tmp_path / "telephone")
    page = held.pages[0]
    page.goto(acts.path_of(follow) + "?language=en")
    assert findings(page, page.url) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.screenshot(path=tmp_path / "leak.png", full_page=True)
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.languages button, #leave, summary')")
    page.locator("summary", has_text="How we may reach you").press("Enter")
    page.locator("input[value=call]").press("Space")
    page.fill("#contact_to", "555 0142")
    assert findings(page, page.url) == []
    page.screenshot(path=tmp_path / "contact.png", full_page=True)
    page.locator("button[value=contact]").press("Enter")
    page.wait_for_selector(".done")
    assert served.town.record("follow", follow.id).contact_by == "call"
    page.goto(acts.path_of(follow))
    assert "尚未开始办理" in page.inner_text("h1")
    page.screenshot(path=tmp_path / "zh.png", full_page=True)
    page.keyboard.press("Escape")
    page.wait_for_url("about:blank")
    held.close()
    # An address that was opened is in the telephone's list: this is why a protected case has none.
    assert any(acts.path_of(follow) in address for address, _ in addresses(tmp_path / "telephone"))

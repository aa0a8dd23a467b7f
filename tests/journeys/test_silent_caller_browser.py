"""Somebody who cannot speak answers by taps on a page of their own; the call taker asks with keys and sees every tap."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.worlds.axe import findings
from tests.worlds.browser import CHROMIUM, IN_BROWSER, QUIET, Sequencing, playwright
from tests.worlds.city import CITY, NOON, actor
from tests.worlds.console import PASSWORD
from tests.worlds.web import Served

from callbox.kernel.facts import Actor
from callbox.kernel.read import select
from callbox.services.call import port
from callbox.services.call.port import Told

pytestmark = IN_BROWSER
EXCHANGE = Actor(organisation=CITY, roles=frozenset({"reporter"}), via="api")
TAKER = actor("call_taker", CITY)
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
Opening = Callable[..., Any]


@pytest.fixture
def opened(people: Any, served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opening]:
    """Opens a page in a browser of its own."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    with Sequencing(), playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)

        def page(**more: Any) -> Any:
            context = browser.new_context(base_url=f"http://localhost:{served.port}", **more)
            one = context.new_page()
            one.faults = []
            one.on("pageerror", lambda fault: one.faults.append(str(fault)))
            return one

        yield page
        browser.close()


def told(served: Served, sequence: int, event: str, **more: Any) -> None:
    now = served.town.clock.now()
    [heard] = port.told(EXCHANGE, [Told(line="s1", sequence=sequence, event=event, at=NOON, **more)], now=now)
    assert heard.outcome == "taken"


def the_call() -> Any:
    [call] = select(port.MACHINE, "call")
    return call


def at_the_desk(page: Any) -> Any:
    page.goto("/sign-in")
    page.fill("#name", "taker")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_selector("#board")
    page.goto("/calls/new")
    page.keyboard.press("F9")
    page.wait_for_selector("#words")
    return page


def sent_a_page(served: Served) -> str:
    """A call that somebody answered and whose caller was sent a page; where that is."""
    told(served, 1, "ringing", number="13800001111")
    served.town.done("call.answer", TAKER, call=the_call().id)
    served.town.done("call.open_page", TAKER, call=the_call().id)
    [line] = port.lines(EXCHANGE)
    return line.page


def test_a_silent_caller_answers_by_taps_shares_a_place_and_turns_the_page_black(
    opened: Opening, served: Served, tmp_path: Path
) -> None:
    told(served, 1, "ringing", number="13800001111")
    desk = at_the_desk(opened(viewport={"width": 1440, "height": 900}))
    desk.keyboard.press("Alt+s")
    desk.wait_for_selector("#words .count")
    desk.keyboard.press("Alt+p")
    desk.wait_for_selector("#ask")
    [line] = port.lines(EXCHANGE)

    phone = opened(
        **PHONE, permissions=["geolocation"], geolocation={"latitude": 22.5, "longitude": 114.1, "accuracy": 9}
    )
    phone.goto("about:blank")
    phone.goto(line.page)
    assert phone.title() == "Notes"
    desk.keyboard.press("Alt+a")
    desk.keyboard.type("2")
    desk.keyboard.press("Enter")
    phone.wait_for_selector("h2 >> text=Is anybody hurt?")
    phone.screenshot(path=tmp_path / "asked.png")
    phone.tap(".yes")
    desk.wait_for_selector("#said .from_caller >> text=1 → Yes")
    phone.wait_for_selector("#sent:visible")

    phone.tap("#place")
    phone.wait_for_selector("#placed:visible")
    desk.wait_for_selector("#take-device")
    desk.screenshot(path=tmp_path / "desk.png", full_page=True)

    phone.tap("#black")
    assert phone.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    assert not phone.locator("h2").is_visible()
    desk.wait_for_selector("#said .black")
    phone.screenshot(path=tmp_path / "black.png")
    phone.touchscreen.tap(20, 620)
    phone.wait_for_selector("h2:visible")

    phone.keyboard.press("Escape")
    phone.wait_for_url("about:blank")
    phone.go_back()
    assert line.page not in phone.url
    assert phone.context.cookies() == []

    told(served, 9, "hung_up")
    gone = phone.goto(line.page)
    assert (gone.status, phone.title()) == (404, "Notes")
    assert (desk.faults, phone.faults) == ([], [])


def test_a_chat_shows_every_word_in_order_and_marks_what_a_machine_made_of_it(
    opened: Opening, served: Served, tmp_path: Path
) -> None:
    told(served, 1, "ringing", channel="web", language="ru", said="Помогите, пожар")
    desk = at_the_desk(opened(viewport={"width": 1440, "height": 900}))
    desk.wait_for_selector("#said .from_caller >> text=Помогите, пожар")
    translated = {"translation": "I cannot get out", "translated_by": "m1", "translated_to": "en"}
    told(served, 2, "said", said="Я не могу выйти", language="ru", **translated)
    desk.wait_for_selector("#said .from_caller >> text=Я не могу выйти")
    assert desk.text_content("#said .machine").startswith("Machine translation (m1):")
    desk.keyboard.press("Alt+a")
    desk.keyboard.type("which floor?")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#said .from_taker >> text=which floor?")
    assert [one.get_attribute("data-number") for one in desk.query_selector_all("#said li")] == ["1", "2", "3"]
    desk.screenshot(path=tmp_path / "chat.png", full_page=True)
    assert desk.faults == []


def test_without_a_script_every_tap_still_counts(opened: Opening, served: Served) -> None:
    where = sent_a_page(served)
    served.town.done("call.ask", TAKER, call=the_call().id, question="ask_can_talk")
    phone = opened(**PHONE, java_script_enabled=False)
    phone.goto(where)
    phone.click(".no")
    phone.fill("#said", "he is upstairs")
    phone.click("[value=say]")
    phone.click("#black")
    assert not phone.locator("h2").is_visible()
    kinds = [(one.side, one.sort) for one in select(port.MACHINE, "saying", order="number")]
    assert kinds == [("from_taker", "as_question"), ("from_caller", "by_tap"), ("from_caller", "in_words")]


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_the_callers_page_fits_a_small_telephone_and_has_no_finding(
    opened: Opening, served: Served, locale: str, tmp_path: Path
) -> None:
    where = sent_a_page(served)
    phone = opened(**PHONE, locale=locale, bypass_csp=True)
    phone.goto(where)
    found = findings(phone, "waiting")
    served.town.done("call.ask", TAKER, call=the_call().id, question="ask_near")
    phone.wait_for_selector(".taps")
    found += findings(phone, "asked")
    phone.screenshot(path=tmp_path / f"{locale}.png", full_page=True)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    phone.check("#black", force=True)
    found += findings(phone, "black")
    assert not found, "\n".join(found)

"""Sending something in from a small phone: quickly, with the keyboard alone, without a script; and what axe finds."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.journeys.test_portal_sending import portal, told
from tests.worlds.axe import findings
from tests.worlds.browser import CHROMIUM, IN_BROWSER, QUIET, Sequencing, playwright
from tests.worlds.pictures import picture
from tests.worlds.requests import Offices
from tests.worlds.web import Served

__all__ = ["portal"]
pytestmark = IN_BROWSER
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "bypass_csp": True}
Opening = Callable[..., Any]


@pytest.fixture
def opened(portal: Offices, served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opening]:
    """Opens a page in a browser of its own."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    with Sequencing(), playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)

        def page(**more: Any) -> Any:
            one = browser.new_context(base_url=f"http://localhost:{served.port}", **PHONE, **more).new_page()
            one.faults = []
            one.on("pageerror", lambda fault: one.faults.append(str(fault)))
            return one

        yield page
        browser.close()


def fits(page: Any, where: str) -> list[str]:
    """What is wrong with the page as it stands on a screen of 320 px."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*findings(page, where), *([f"{where} is {wide} wide"] if wide > 320 else [])]


def taken(folder: Path) -> Path:
    """A photo as a phone takes it, with the place in it."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 30.0, 0.0), 3: "E", 4: (114.0, 6.0, 0.0)})
    Image.new("RGB", (3000, 2000), (80, 110, 90)).save(folder / "photo.jpg", exif=exif)
    return folder / "photo.jpg"


def test_a_photo_a_place_and_words_are_sent_from_one_page_with_one_press(
    opened: Opening, portal: Offices, served: Served, tmp_path: Path
) -> None:
    phone = opened(locale="zh-CN")
    phone.goto("/r")
    found = fits(phone, "empty")
    phone.set_input_files("#photo", taken(tmp_path))
    phone.fill("#words", "漏水了，水流到街上")
    phone.wait_for_selector("#photo-where:visible")
    phone.click("#photo-where button")
    phone.wait_for_selector(f"[name=proposal][value='{portal.leak}']:checked")
    found += fits(phone, "filled in")
    picture(phone, "sending-zh-phone", whole=True)
    served.town.clock.put(served.town.clock.now().replace(minute=1))
    phone.click("button.primary")
    phone.wait_for_selector("#link")
    found += fits(phone, "sent")
    picture(phone, "sent-zh-phone", whole=True)
    [report], [request], [photo] = told("report"), told("request"), told("attachment")
    assert (request.report, photo.request) == (report.id, request.id)
    assert (round(request.latitude_deg, 3), round(request.longitude_deg, 3)) == (22.5, 114.1)
    assert phone.context.cookies() == []
    assert (found, phone.faults) == ([], [])


def test_with_the_keyboard_alone_and_without_a_script_it_is_sent_and_danger_is_told_at_once(
    opened: Opening, portal: Offices, served: Served
) -> None:
    phone = opened(locale="en", java_script_enabled=False)
    phone.goto("/report")
    served.town.clock.put(served.town.clock.now().replace(minute=1))
    presses = typed(phone, "words", "a leak in the pipe")
    phone.keyboard.press("Tab")
    phone.keyboard.type("9 Harbour Road")
    phone.keyboard.press("Enter")
    phone.wait_for_selector("button[value=send]")
    phone.focus("button[value=send]")
    phone.keyboard.press("Enter")
    phone.wait_for_selector(".secret")
    assert presses < 15
    assert len(told("request")) == 1

    phone.goto("/report")
    typed(phone, "words", "smoke, people inside")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    phone.wait_for_selector(".alarm .number >> text=112")
    picture(phone, "danger-en-phone", whole=True)


def typed(page: Any, name: str, text: str) -> int:
    """Go to a field by the tabulator and type; how often it was pressed."""
    for count in range(1, 30):
        page.keyboard.press("Tab")
        if page.locator(f"[name={name}]:focus").count():
            page.keyboard.type(text)
            return count
    raise AssertionError(f"{name} is not reached")

"""An administrator says in the browser who is reached how, and tries it out; a call taker's key pages without a line."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.worlds import listeners
from tests.worlds.axe import findings
from tests.worlds.browser import IN_BROWSER, browser
from tests.worlds.city import CITY, Town
from tests.worlds.web import Served
from tests.worlds.windows import window

from callbox.kernel import node, outbox, sequencer
from callbox.kernel.read import select
from callbox.kernel.world import Mode
from callbox.services.message.paging import PAGER
from callbox.site.channels.office import Office
from callbox.site.configuration import Configuration
from callbox.site.worker import CONSUMERS

__all__ = ["browser"]
pytestmark = IN_BROWSER


@contextmanager
def carrying(town: Town) -> Iterator[Any]:
    """The office; what is yielded hands on what happened since."""
    ending = threading.Event()
    office = Office(lambda: Configuration(home=Path("/nowhere")), ending, (0.05,))

    def hand_on() -> None:
        sequencer.run()
        outbox.run(CONSUMERS)
        sequencer.run()
        while office.look():
            pass

    with node.using(replace(town.node, world=replace(town.node.world, mode=Mode.LIVE))):
        try:
            yield hand_on
        finally:
            ending.set()
            for thread in threading.enumerate():
                thread.join(5) if thread.name.startswith("channel ") else None


def passes(page: Any, hand_on: Any, selector: str) -> None:
    for _ in range(100):
        hand_on()
        page.goto("/channels")
        if page.locator(selector).count():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{selector} did not come")


def test_an_administrator_declares_a_channel_tries_it_and_a_key_without_a_line_pages(
    browser: Any, served: Served, tmp_path: Path
) -> None:
    with listeners.printer() as heard, carrying(served.town) as hand_on:
        hand_on()
        page = window(browser, served, "ada", bypass_csp=True)
        page.click("nav a[href='/channels']")
        page.fill("#name", "Duty desk")
        page.select_option("#carrier", "printer")
        page.fill("#address", f"127.0.0.1:{heard.port}")
        page.fill("#quiet_from_h", "22")
        page.fill("#quiet_until_h", "7")
        page.click("main .stacked button.primary")
        page.click("[value=try_out]")
        passes(page, hand_on, ".state >> text=got through")
        assert b"This is a trial of the channel Duty desk" in heard.told[0]
        page.screenshot(path=tmp_path / "channels.png", full_page=True)
        found = findings(page, "channels")
        page.set_viewport_size({"width": 320, "height": 640})
        page.screenshot(path=tmp_path / "narrow.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert not found, "\n".join(found)

        taker = window(browser, served, "taker", bypass_csp=True)
        taker.goto("/calls/new")
        taker.keyboard.press("Alt+t")
        taker.wait_for_selector("button.on")
        hand_on()
        [told] = select(PAGER, "message")
        assert (told.sort, told.cause, told.organisation) == ("page", "could_not_get_through", CITY)
        for _ in range(100):
            if len(heard.told) == 2:
                break
            taker.wait_for_timeout(50)
        assert b"could not get through" in heard.told[1]
        taker.goto("/messages")
        assert taker.locator(".messages strong >> text=could not get through").count()

"""Help comes on one key, and the panic button is heard: how soon is printed (`make browser ARGS="-k heard -s"`).

What is asserted is that whoever is to come hears of it on whatever page they have open, again and again, with no click of
theirs before. That an alarm waits for no lock of another's work, tests/kernel/test_crew_safety.py shows.
"""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from tests.worlds.browser import CHROMIUM, IN_BROWSER, QUIET, playwright
from tests.worlds.console import PASSWORD
from tests.worlds.web import Served

from callbox.kernel import outbox, sequencer
from callbox.site import worker

pytestmark = IN_BROWSER
TIMES = 5


class Working:
    """What the worker does in a running world, as often as it does it."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        loops = (
            (worker.SEQUENCE_EVERY_S, sequencer.run),
            (worker.OUTBOX_EVERY_S, lambda: outbox.run(worker.CONSUMERS)),
        )
        self._threads = [threading.Thread(target=self._run, args=loop) for loop in loops]

    def _run(self, every_s: float, work: Any) -> None:
        while not self._ending.wait(every_s):
            work()
        connection.close()

    def __enter__(self) -> None:
        for thread in self._threads:
            thread.start()

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        for thread in self._threads:
            thread.join()


@pytest.fixture
def seated(people: Any, served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Opens the browser of somebody in the town, signed in, on a page of theirs."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    with Working(), playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)

        def opened(name: str, path: str) -> Any:
            page = browser.new_context(base_url=f"http://localhost:{served.port}").new_page()
            page.goto("/sign-in")
            page.fill("#name", name)
            page.fill("#password", PASSWORD)
            page.press("#password", "Enter")
            page.wait_for_selector(".top form[action='/sign-out']")
            page.goto(path)
            page.wait_for_timeout(300)  # its stream of events is open
            return page

        yield opened
        browser.close()


def told(what: str, lengths_s: list[float]) -> None:
    print(
        f"{what}: {min(lengths_s):.2f} to {max(lengths_s):.2f} s, the middle one {sorted(lengths_s)[TIMES // 2]:.2f} s"
    )


def test_a_call_takers_key_for_help_is_heard_by_the_supervisor_on_whatever_page_is_open(seated: Any) -> None:
    taker, supervisor = seated("taker", "/calls/new"), seated("sam", "/messages")
    lengths_s = []
    for _ in range(TIMES):
        taker.goto("/calls/new")
        taker.wait_for_selector("#address:focus")
        began_s = time.perf_counter()
        taker.keyboard.press("Alt+h")
        supervisor.wait_for_selector("#alarms .sounding >> text=a call taker wants help")
        lengths_s.append(time.perf_counter() - began_s)
        supervisor.click("#alarms .sounding button")
        supervisor.wait_for_selector("#alarms .sounding", state="detached")
        supervisor.wait_for_timeout(300)
    told("help on one key", lengths_s)


def test_the_panic_button_is_heard_while_others_work(seated: Any) -> None:
    taker, dispatcher = seated("taker", "/calls/new"), seated("dana", "/")
    lengths_s = []
    for _ in range(TIMES):
        began_s = time.perf_counter()
        taker.click("#help .panic")
        dispatcher.wait_for_selector("#alarms .sounding")
        lengths_s.append(time.perf_counter() - began_s)
        dispatcher.click("#alarms .sounding button")
        dispatcher.wait_for_selector("#alarms .in_hand")
        dispatcher.click("#alarms .in_hand button")
        dispatcher.wait_for_selector("#alarms .alarm", state="detached")
        dispatcher.wait_for_timeout(300)
    told("the panic button", lengths_s)

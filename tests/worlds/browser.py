"""A real browser for journeys: Debian's chromium, driven by playwright. Both are extras; without them journeys skip."""

import importlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.worlds.console import PASSWORD
from tests.worlds.web import Served

from callbox.kernel import sequencer

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
# Where they are needed (CI), a missing browser fails instead of skipping.
NEEDED = os.environ.get("CALLBOX_BROWSER") == "needed"
playwright: Any = (
    importlib.import_module("playwright.sync_api")
    if NEEDED
    else pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements/browser.txt)")
)

# The browser's driver speaks over sockets and leaves its own warnings at the end.
IN_BROWSER = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(not (NEEDED or CHROMIUM.exists()), reason=f"{CHROMIUM} is missing (apt-get install chromium)"),
    pytest.mark.filterwarnings("default"),
]


class Sequencing:
    """What the worker does in a running world: gives entries their place, so that live events go out."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sequencer")

    def _run(self) -> None:
        while not self._ending.wait(0.05):
            sequencer.run()
        connection.close()

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()


@pytest.fixture
def browser(people: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A browser for windows of several people of the town."""
    # The driver keeps an event loop in this thread, which Django takes for an async caller.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield opened
        opened.close()


@contextmanager
def dispatching(served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A dispatcher's browser on the list of open incidents; `page.asked` are the addresses that it asked for."""
    # The driver keeps an event loop in this thread, which Django takes for an async caller.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    with Sequencing(), playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        opened = browser.new_page(viewport={"width": 1440, "height": 900}, base_url=f"http://localhost:{served.port}")
        opened.asked = []
        opened.faults = []
        opened.on("request", lambda request: opened.asked.append(request.url))
        opened.on("pageerror", lambda fault: opened.faults.append(str(fault)))
        opened.on("console", lambda said: opened.faults.append(said.text) if said.type == "error" else None)
        opened.goto("/sign-in")
        opened.fill("#name", "dana")
        opened.fill("#password", PASSWORD)
        opened.press("#password", "Enter")
        opened.wait_for_selector("#board")
        opened.wait_for_selector("body.live")
        yield opened
        browser.close()

"""Every page of the console, looked at by axe-core in both themes: no finding of WCAG 2.2 AA, and none of good practice.

What a machine cannot see (an order that makes sense, words that fit) is for people; what it can see is never let through.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.worlds.axe import findings
from tests.worlds.browser import CHROMIUM, IN_BROWSER, QUIET, playwright
from tests.worlds.city import CITY, EAST, NOON, actor
from tests.worlds.console import PASSWORD
from tests.worlds.crew import crew_of_e1
from tests.worlds.examples_place_note import noted
from tests.worlds.web import Served

__all__ = ["crew_of_e1"]
pytestmark = IN_BROWSER
DISPATCHER = actor("dispatcher", CITY)
FLOOR = ("/handover", "/messages")


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    # The driver keeps an event loop in this thread, which Django takes for an async caller.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield opened
        opened.close()


def seated(browser: Any, served: Served, name: str) -> Any:
    """Somebody's page, signed in. The policy of the pages lets nothing be put into them, so axe comes in past it."""
    context = browser.new_context(base_url=f"http://localhost:{served.port}", bypass_csp=True)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_selector(".top form[action='/sign-out']")
    return page


def test_no_page_has_a_finding(browser: Any, served: Served, crew_of_e1: Any) -> None:
    town = served.town
    case = town.done(
        "incident.open", DISPATCHER, category="fire", priority="emergency", address="9 Pier", area=EAST, summary="smoke"
    )
    other = town.done("incident.open", DISPATCHER, category="gas.smell", priority="life_threat")
    town.done("incident.assign", DISPATCHER, incident=case, unit=town.units["E1"])
    town.done("shift.sign_on", DISPATCHER, unit=town.units["E2"], ends_at=NOON + timedelta(hours=8))
    town.done("closure.declare", DISPATCHER, organisation=CITY, street="Pier Road", reason_code="works")
    noted(town, organisation=CITY)
    found = []
    walks = {
        "dana": (
            "/",
            f"/?on={case}",
            f"/?on={other}",
            "/requests",
            "/shifts",
            "/closures",
            "/places",
            "/now",
            "/post",
            "/keys",
            *FLOOR,
        ),
        "taker": ("/calls/new",),
        "wang": ("/crew",),
        "ada": ("/", "/tokens"),
        "diao": ("/", f"/?on={case}", "/closures", "/places"),
    }
    for name, paths in walks.items():
        page = seated(browser, served, name)
        for path in paths:
            page.goto(path)
            found += findings(page, f"{name} {path}")
        if name == "dana":
            page.goto("/")
            page.click("#keys-open")
            found += findings(page, "the sheet of keys")
            page.goto(f"/cases/{case}")
            found += findings(page, "why a case is opened")
            page.click("[name=common]")
            page.wait_for_selector(".story")
            found += findings(page, "a case")
            page.goto("/nowhere")
            found += findings(page, "an address that is none")
    stranger = browser.new_context(base_url=f"http://localhost:{served.port}", bypass_csp=True).new_page()
    for path in ("/sign-in", "/redeem"):
        stranger.goto(path)
        found += findings(stranger, path)
    assert not found, "\n".join(found)

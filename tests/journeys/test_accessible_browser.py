"""Every page of the console, looked at by axe-core in both themes: no finding of WCAG 2.2 AA, and none of good practice.

What a machine cannot see (an order that makes sense, words that fit) is for people; what it can see is never let through.
"""

from typing import Any

import pytest
from tests.worlds.axe import findings
from tests.worlds.browser import IN_BROWSER
from tests.worlds.city import Town
from tests.worlds.crew import crew_of_e1
from tests.worlds.floor import busy, taking_in
from tests.worlds.mapped import chromium, drawn, mapped
from tests.worlds.web import Served
from tests.worlds.windows import stranger, walked, window

__all__ = ["chromium", "crew_of_e1", "drawn", "mapped", "taking_in"]
pytestmark = [*IN_BROWSER, pytest.mark.usefixtures("taking_in")]
# The policy of the pages lets nothing be put into them, so axe comes in past it.
PAST: dict[str, Any] = {"bypass_csp": True}


def test_no_page_has_a_finding(chromium: Any, mapped: Served, crew_of_e1: Town) -> None:
    assert crew_of_e1 is mapped.town
    windows: dict[str, Any] = {}
    found = []
    for who, name, address, button in busy(mapped).walks():
        if who not in windows:
            windows[who] = window(chromium, mapped, who, **PAST) if who else stranger(chromium, mapped, **PAST)
        walked(windows[who], address, button)
        found += findings(windows[who], f"{who} {name}")
    assert not found, "\n".join(found)


def test_what_opens_over_a_page_and_a_page_in_chinese_have_no_finding_either(chromium: Any, mapped: Served) -> None:
    floor = busy(mapped)
    page = window(chromium, mapped, "diao", **PAST)
    found = []
    for address in ("/", f"/?on={floor.fire}", "/closures", "/places"):
        page.goto(address)
        found += findings(page, f"diao {address}")
    page.goto("/")
    page.click("#keys-open")
    found += findings(page, "the sheet of keys")
    assert not found, "\n".join(found)

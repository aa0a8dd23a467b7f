"""Keys that are pressed while the list is being drawn anew: none is lost, and none acts on a case that nobody saw there."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.worlds.browser import IN_BROWSER, dispatching
from tests.worlds.city import CITY, SYSTEM, actor
from tests.worlds.web import Served

pytestmark = IN_BROWSER
DISPATCHER, TAKER = actor("dispatcher", CITY), actor("call_taker", CITY)
SEEN_MS = 700
"""So long whoever sits there has seen what stands there."""
# Presses a key as the first thing that happens once something stands on the page, as fast as no finger can.
AT_ONCE = """([selector, key]) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () =>
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const looking = new MutationObserver(() => {
    if (!document.querySelector(selector)) return;
    looking.disconnect();
    port2.postMessage(0);
  });
  looking.observe(document.body, { childList: true, subtree: true });
}"""
PLACE = {"latitude_deg": 22.5, "longitude_deg": 114.1}


@pytest.fixture
def page(people: Any, served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for sign, south_deg in (("E1", 22.52), ("M2", 22.501)):
        home = {"home_latitude_deg": south_deg, "home_longitude_deg": 114.1}
        people.done("unit.describe", SYSTEM, unit=people.units[sign], **home)
    with dispatching(served, monkeypatch) as opened:
        yield opened


def opened(served: Served, priority: str) -> str:
    return served.town.done("incident.open", TAKER, category="fire", priority=priority, **PLACE)


def watcher(served: Served, incident: str) -> str | None:
    found: str | None = served.town.record("incident", incident).watcher
    return found


def pressed_before_the_page_listens(page: Any) -> None:
    """A page is painted before its scripts run: what is pressed then is done once they do."""

    def late(route: Any) -> None:
        page.wait_for_timeout(500)
        route.continue_()

    page.route("**/assets/live-with-htmx*", late)
    page.goto("/", wait_until="commit")
    page.wait_for_selector(".incident")
    page.keyboard.press("j")
    page.wait_for_selector(".incident:first-child .what:focus")


def test_a_number_pressed_as_the_ways_appear_sends_the_first_of_them(page: Any, served: Served) -> None:
    incident = opened(served, "emergency")
    page.goto(f"/?on={incident}")
    page.wait_for_selector("#signs:focus")
    page.evaluate(AT_ONCE, ["[data-accept='1']", "1"])
    page.keyboard.press("Enter")
    page.wait_for_selector(".sent .unit")
    assert page.url.endswith(f"/?on={incident}")
    assert len(served.town.record("incident", incident).assignments) == 1

    other = opened(served, "emergency")
    page.goto(f"/?on={other}")
    page.wait_for_selector("#signs:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-accept='1']:enabled")
    first = page.get_attribute(".ways li:first-child", "data-units")
    served.town.done("incident.assign", DISPATCHER, incident=incident, unit=first)
    page.wait_for_selector("[data-accept='1']:disabled")
    page.keyboard.press("1")
    page.wait_for_selector("#key-said >> text=1")
    assert served.town.record("incident", other).assignments == ()
    pressed_before_the_page_listens(page)
    assert page.faults == []


def test_a_key_acts_on_the_case_that_was_seen_and_the_place_in_the_list_is_kept(page: Any, served: Served) -> None:
    seen = opened(served, "routine")
    page.wait_for_selector(f"#incident-{seen} .watcher.alone")
    page.wait_for_timeout(SEEN_MS)
    page.evaluate(AT_ONCE, [".incident.life_threat", "w"])
    came = opened(served, "life_threat")
    page.wait_for_selector(f"#incident-{seen}.mine")
    assert watcher(served, came) is None

    page.wait_for_selector(f"#incident-{came}.untaken")
    page.wait_for_timeout(SEEN_MS)
    page.evaluate(AT_ONCE, [".incident.emergency", "x"])
    opened(served, "emergency")
    page.wait_for_selector(f"#incident-{came}:not(.untaken)")
    page.wait_for_selector(".incident.emergency.untaken")

    page.focus(f"#incident-{seen} .what")
    served.town.done("incident.reprioritise", DISPATCHER, incident=seen, priority="life_threat")
    page.wait_for_selector(f"#incident-{seen}.life_threat")
    assert page.evaluate("document.activeElement.closest('.incident')?.id") == f"incident-{seen}"
    served.town.done("incident.close", DISPATCHER, incident=came, disposition="done")
    served.town.done("incident.close", DISPATCHER, incident=seen, disposition="done")
    page.wait_for_selector(f"#incident-{seen}", state="detached")
    page.keyboard.press("Enter")
    assert page.url.endswith("/")

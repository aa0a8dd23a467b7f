"""Two dispatchers in two windows: who watches what, and new urgent cases that are heard until somebody takes them."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.worlds.browser import IN_BROWSER, dispatching
from tests.worlds.city import CITY, EAST, SYSTEM, actor
from tests.worlds.console import PASSWORD
from tests.worlds.pictures import picture
from tests.worlds.web import Served

pytestmark = IN_BROWSER
TAKER = actor("call_taker", CITY)
# Counts the notes that are played, as a machine without loudspeakers can.
SEEN_MS = 500
"""A key is for what could be seen; so long whoever sits there takes to see something new."""
LISTENING = """
window.notes = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.notes += 1; return start.apply(this, when); };
"""


@pytest.fixture
def page(people: Any, served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with dispatching(served, monkeypatch) as opened:
        yield opened


def another(page: Any, name: str) -> Any:
    """A second window, of somebody else."""
    context = page.context.browser.new_context(
        base_url=page.url.rsplit("/", 1)[0], viewport={"width": 1440, "height": 900}
    )
    window = context.new_page()
    window.goto("/sign-in")
    window.fill("#name", name)
    window.fill("#password", PASSWORD)
    window.press("#password", "Enter")
    window.wait_for_selector("body.live")
    return window


def opened(served: Served, priority: str = "emergency") -> str:
    return served.town.done("incident.open", TAKER, category="fire", priority=priority)


def test_a_watch_goes_from_one_window_to_the_other_with_one_key_each(page: Any, served: Served) -> None:
    diao = another(page, "diao")
    incident = opened(served, priority="routine")
    page.wait_for_selector(f"#incident-{incident} .watcher.alone")

    page.keyboard.press("w")
    page.wait_for_selector(f"#incident-{incident}.mine")
    diao.wait_for_selector(f"#incident-{incident}:not(.mine) .watcher:not(.alone)")

    page.click(f"#incident-{incident} .what")
    page.wait_for_selector("#watch-to")
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#watch-panel .to")
    diao.wait_for_selector(f"#incident-{incident}.handed")
    assert served.town.record("incident", incident).watcher == page.get_attribute("#attention", "data-post")

    diao.keyboard.press("w")
    diao.wait_for_selector(f"#incident-{incident}.mine")
    page.wait_for_selector(f"#incident-{incident}:not(.mine)")
    served.town.done("organisation.describe", SYSTEM, organisation=EAST, name="East District")
    page.click("#areas-fold summary")
    page.click("#areas [aria-label='Watch this district: East District']")
    page.wait_for_selector("#areas .mine >> text=East District")
    new = served.town.done("incident.open", TAKER, category="fire", priority="routine", area=EAST)
    page.wait_for_selector(f"#incident-{new}.mine")  # from its first moment
    picture(page, "areas-en")
    diao.click("#areas-fold summary")
    diao.wait_for_selector("#areas .watcher >> text=The dispatcher")
    picture(diao, "areas-zh")
    for _ in range(2):
        page.keyboard.press("f")
    assert page.get_attribute("[data-filter='nobody']", "aria-pressed") == "true"


def test_a_new_urgent_case_is_heard_once_named_counted_and_silenced_alone(page: Any, served: Served) -> None:
    page.add_init_script(LISTENING)
    page.reload()
    page.wait_for_selector("body.live")
    assert page.is_visible("#sound-on")
    page.click("#sound-on button")
    page.wait_for_selector("#sound-on", state="hidden")
    page.evaluate("window.notes = 0")

    first = opened(served)
    page.wait_for_selector(f"#incident-{first}.flashing")
    assert page.evaluate("window.notes") == 3
    opened(served, priority="non_emergency")
    page.wait_for_selector(".incident.non_emergency")
    assert page.evaluate("window.notes") == 3
    assert page.title().startswith("(1) ")

    page.keyboard.press("x")
    page.wait_for_selector(f"#incident-{first}:not(.flashing):not(.untaken)")
    assert not page.is_visible("#alert-said")
    assert page.title().startswith("(1) ")

    second = opened(served, priority="life_threat")
    page.wait_for_selector(f"#incident-{second}.flashing")
    assert page.evaluate("window.notes") == 6
    page.wait_for_timeout(SEEN_MS)
    page.keyboard.press("w")
    page.wait_for_selector(f"#incident-{second}.mine:not(.untaken)")
    page.wait_for_function("() => document.title.startsWith('(1) ')")


def test_of_two_windows_of_one_person_only_the_one_last_used_sounds(page: Any, served: Served) -> None:
    page = another(page, "diao")
    other = page.context.new_page()
    for window in (page, other):
        window.add_init_script(LISTENING)
        window.goto("/")
        window.wait_for_selector("body.live")
        window.click("#sound-on button")
        window.wait_for_selector("#sound-on", state="hidden")
    other.wait_for_function("() => navigator.locks.query().then((all) => all.held.length >= 2)")
    for window in (page, other):
        window.evaluate("window.notes = 0")

    first = opened(served)
    for window in (page, other):
        window.wait_for_selector(f"#incident-{first}.flashing")
    assert [window.evaluate("window.notes") for window in (page, other)] == [0, 3]
    other.wait_for_timeout(SEEN_MS)
    other.keyboard.press("x")
    page.wait_for_selector(f"#incident-{first}:not(.untaken)")

    other.close()
    page.wait_for_function("() => navigator.locks.query().then((all) => all.held.length >= 2)")
    second = opened(served)
    page.wait_for_selector(f"#incident-{second}.flashing")
    assert page.evaluate("window.notes") == 3


def test_nothing_flashes_for_whoever_asked_for_less_motion(page: Any, served: Served) -> None:
    page.emulate_media(reduced_motion="reduce")
    incident = opened(served)
    page.wait_for_selector(f"#incident-{incident}.untaken")
    assert page.eval_on_selector(f"#incident-{incident}", "row => getComputedStyle(row).animationName") == "none"
    page.emulate_media(reduced_motion="no-preference")
    page.evaluate(f"document.getElementById('incident-{incident}').classList.add('flashing')")
    length = page.eval_on_selector(f"#incident-{incident}", "row => getComputedStyle(row).animationDuration")
    assert float(length.removesuffix("s")) >= 1 / 3


def test_a_unit_under_way_is_diverted_with_two_keys_after_its_call_sign(page: Any, served: Served) -> None:
    town, by = served.town, actor("dispatcher", CITY)
    first, second = opened(served), opened(served)
    town.done("incident.assign", by, incident=first, unit=town.units["E1"])
    page.goto(f"/?on={second}")
    page.wait_for_selector("body.live")
    page.fill("#signs", "e1")
    page.press("#signs", "Shift+Enter")
    page.wait_for_selector(".sent >> text=E1")
    assert town.record("incident", first).assignments == ()
    assert len(town.record("incident", second).assignments) == 1

    page.fill("#signs", "e2")  # send more
    page.press("#signs", "Enter")
    page.wait_for_selector(".sent >> text=E2")
    assert len(town.record("incident", second).assignments) == 2
    page.click(".sent li:has-text('E1') [value='stood_down']")  # and reassign: called off here, sent there
    page.wait_for_selector(".sent li:has(.going):has-text('E1')", state="detached")
    page.click(f"#incident-{first} .what")
    page.wait_for_url(f"**/?on={first}")
    page.wait_for_selector("#signs:focus")
    page.keyboard.type("e1")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sent .unit.going >> text=E1")
    assert [len(town.record("incident", one).assignments) for one in (first, second)] == [1, 1]

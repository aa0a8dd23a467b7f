"""The map in a real browser: the world's own roads beside the list, by mouse and by keyboard, from this machine alone.

WebGL is Chromium's own software drawing (SwiftShader), so no graphics card is needed.
"""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
from tests.worlds.axe import findings
from tests.worlds.browser import CHROMIUM, IN_BROWSER, Sequencing, playwright
from tests.worlds.city import CITY, actor
from tests.worlds.console import PASSWORD
from tests.worlds.mapped import MIDDLE, chromium, drawn, heard, incident, mapped
from tests.worlds.pictures import picture
from tests.worlds.web import Served

from callbox.kernel import advisor
from callbox.kernel.advisor import Away
from callbox.kernel.chain import Json
from callbox.kernel.rows import read_all

__all__ = ["chromium", "drawn", "mapped"]
pytestmark = IN_BROWSER
DISPATCHER = actor("dispatcher", CITY)


def opened(chromium: Any, served: Served, *, name: str = "dana", **more: Any) -> Any:
    """Somebody's page with the map shown; every request to another machine is cut off and noted."""
    context = chromium.new_context(
        viewport={"width": 1600, "height": 900}, base_url=f"http://localhost:{served.port}", **more
    )
    context.outside = []
    context.route(lambda url: not url.startswith(f"http://localhost:{served.port}/"), partial(_cut, context))
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    page.on(
        "console", lambda said: page.faults.append(f"{said.text} {said.location}") if said.type == "error" else None
    )
    page.goto("/sign-in")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_selector("body.live")
    return page


def _cut(context: Any, route: Any) -> None:
    context.outside.append(route.request.url)
    route.abort()


def looks() -> list[Any]:
    """The recorded looks at personal data."""
    return [held.record for held in read_all("reading", "TRUE ORDER BY id", [])]


def shown(page: Any) -> None:
    """Press the key, and wait until the roads are drawn."""
    page.keyboard.press("m")
    page.wait_for_selector("#map-pane[data-idle] canvas", timeout=20_000)


def kept(page: Any, name: str) -> None:
    """Keep a picture."""
    picture(page, f"map-{name}")


def test_the_map_is_drawn_by_this_machine_alone_and_remembered(chromium: Any, mapped: Served) -> None:
    incident(mapped)
    page = opened(chromium, mapped)
    assert page.locator("#map-pane").is_hidden()
    shown(page)
    assert page.locator(".unit-mark").count() == 4
    assert page.evaluate("document.querySelector('#map canvas').width") > 200
    page.reload()
    page.wait_for_selector("#map-pane[data-idle] canvas", timeout=20_000)
    assert not page.context.outside
    assert not page.faults
    page.keyboard.press("m")
    assert page.locator("#map-pane").is_hidden()


def test_a_unit_moves_and_its_mark_tells_its_status_by_shape(chromium: Any, mapped: Served) -> None:
    page, town = opened(chromium, mapped), mapped.town
    shown(page)
    mark = page.locator(".unit-mark", has_text="E1")
    assert mark.locator(".shape.free").count() == 1
    was = mark.bounding_box()
    heard(mapped, "E1", (MIDDLE[0] - 0.002, MIDDLE[1] - 0.004))
    case = incident(mapped)
    town.done("incident.assign", DISPATCHER, incident=case, unit=town.units["E1"])
    mark.locator(".shape.going").wait_for(timeout=10_000)
    page.wait_for_function(
        "was => Math.abs([...document.querySelectorAll('.unit-mark')].find((one) => one.textContent == 'E1')"
        ".getBoundingClientRect().x - was) > 50",
        arg=was["x"],
    )
    assert mark.get_attribute("aria-label") == "E1, assigned, Building on fire"


def test_a_case_is_opened_from_the_map_after_a_recorded_look_and_a_unit_picked_for_it(
    chromium: Any, mapped: Served
) -> None:
    first, second = incident(mapped), incident(mapped, "medical.cardiac", "emergency", longitude_deg=MIDDLE[0] - 0.006)
    page = opened(chromium, mapped)
    shown(page)
    assert page.locator(".incident-mark.coarse").count() == 2
    assert not looks()
    page.click("#map-look")
    page.wait_for_selector(".incident-mark:not(.coarse)")
    assert [set(one.found) for one in looks()] == [{first, second}]

    page.click(".incident-mark.emergency")
    page.wait_for_selector("#signs:focus")
    assert page.url.endswith(f"/?on={second}")
    assert page.locator("#map canvas").count() == 1
    page.click(".unit-mark:has-text('M2')")
    assert page.input_value("#signs") == "M2"
    page.click("#send button[value=assign]")
    page.wait_for_selector(".sent >> text=M2")
    # Opening the case is a look of its own, at its place; the map's was one.
    assert [set(one.found) for one in looks() if one.found] == [{first, second}]


def test_the_map_is_walked_with_the_keyboard_alone(chromium: Any, mapped: Served) -> None:
    less, most = incident(mapped, "gas.smell", "non_emergency"), incident(mapped)
    page = opened(chromium, mapped)
    shown(page)
    stops = page.locator(".mark[tabindex='0']")
    assert stops.count() == 1
    stops.focus()
    assert "Building on fire" in page.inner_text(".map-card")
    page.keyboard.press("ArrowRight")
    assert "Smell of gas" in page.inner_text(".map-card")
    page.keyboard.press("End")
    assert "M2" in page.inner_text(".map-card")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_selector("#signs:focus")
    assert page.url.endswith(most)
    assert less != most


def test_a_road_is_closed_and_opened_again_with_the_keyboard_alone(chromium: Any, mapped: Served) -> None:
    page = opened(chromium, mapped)
    shown(page)
    page.keyboard.press("c")
    page.keyboard.press(" ")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#map-pane:not([data-idle])", state="attached")
    page.wait_for_selector("#map-pane[data-idle]")
    page.keyboard.press(" ")
    page.keyboard.press("Enter")
    page.wait_for_selector("#map-closing [name=reason_code]:focus")
    page.keyboard.press("f")  # flood
    page.focus("#map-closing [name=declare]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".closure-mark")
    closure: Any = read_all("closure", "TRUE", [])[0].record
    assert (closure.reason_code, closure.status, len(closure.outline_deg)) == ("flood", "in_force", 8)

    page.on("dialog", lambda asked: asked.accept())
    page.focus(".closure-mark")
    page.keyboard.press("Enter")
    page.wait_for_selector(".closure-mark", state="detached")
    assert mapped.town.record("closure", closure.id).status == "lifted"
    assert not page.faults


class Driving:
    """An advisor that ranks nobody, and knows one way: by a corner."""

    def ask(self, question: str, told: Mapping[str, Any], *, within_s: float = 0.15) -> Mapping[str, Json]:  # noqa: ARG002
        if question != "ways":
            raise Away("late")
        [near, _] = [one["id"] for one in told["units"]][:2]
        begin = next(one["place"] for one in told["units"] if one["id"] == near)
        return {"ways": {near: [begin, [begin[0], told["case"][1]], told["case"]]}}


def test_the_ways_of_a_proposal_are_drawn_and_its_units_numbered(chromium: Any, mapped: Served) -> None:
    case = incident(mapped)
    page = opened(chromium, mapped)
    shown(page)
    page.click(f"#incident-{case} .what")
    page.wait_for_selector("#signs:focus")
    with advisor.using(Driving()):
        page.keyboard.press("Enter")
        page.wait_for_selector(".unit-mark.proposed .nth")
    told = json.loads(page.get_attribute("#ways", "data-ways"))
    assert [(one["nth"], one["road"]) for one in told].count((1, True)) <= 1
    assert {one["road"] for one in told} == {True, False}
    assert page.locator(".unit-mark.proposed").count() == len(told) == 2
    assert "straight" in page.inner_text("#map-note")
    assert page.locator(".incident-mark:not(.coarse)").count() == 1
    page.wait_for_timeout(300)
    kept(page, "ways")
    page.keyboard.press("1")
    page.wait_for_selector(".sent")


def test_without_webgl_the_page_says_so_and_the_list_is_whole(monkeypatch: pytest.MonkeyPatch, mapped: Served) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    case = incident(mapped)
    with Sequencing(), playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=("--no-sandbox", "--disable-3d-apis"))
        page = opened(browser, mapped)
        page.keyboard.press("m")
        page.wait_for_selector("#map-note:has-text('cannot draw the map')")
        assert page.locator(f"#incident-{case}").is_visible()
        browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["dana", "diao"])
def test_the_map_fits_the_screen_in_both_languages_and_themes(
    chromium: Any, mapped: Served, name: str, scheme: str
) -> None:
    first = incident(mapped)
    incident(mapped, "medical.cardiac", "emergency", longitude_deg=MIDDLE[0] - 0.006)
    mapped.town.done("incident.assign", DISPATCHER, incident=first, unit=mapped.town.units["E1"])
    ring = (-0.001, 0.004, 0.002, 0.004, 0.002, 0.006, -0.001, 0.006)
    outline_deg = tuple(MIDDLE[place % 2] + side for place, side in enumerate(ring))
    mapped.town.done("closure.declare", DISPATCHER, organisation=CITY, outline_deg=outline_deg, reason_code="works")
    page = opened(chromium, mapped, name=name, color_scheme=scheme)
    shown(page)
    page.click("#map-look")
    page.click(".map-legend summary")
    page.wait_for_selector(".incident-mark:not(.coarse)")
    page.wait_for_timeout(1_100)
    kept(page, f"{name}-{scheme}")
    page.click(".incident-mark.life_threat")
    page.wait_for_selector("#panel")
    page.wait_for_timeout(400)
    kept(page, f"{name}-{scheme}-panel")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        kept(page, f"{name}-{scheme}-{width}")
    assert not page.faults


def test_the_map_has_no_finding_of_accessibility(chromium: Any, mapped: Served) -> None:
    incident(mapped)
    page = opened(chromium, mapped, bypass_csp=True)
    shown(page)
    page.click(".map-legend summary")
    assert not findings(page, "the map")
    page.keyboard.press("c")
    page.wait_for_selector("#map-closing", state="visible")
    assert not findings(page, "closing a road")

"""A case goes there and back in the browser: returned by a rule, accepted, handed back with one key, counted."""

from pathlib import Path
from typing import Any

from tests.worlds.axe import findings
from tests.worlds.browser import IN_BROWSER, browser
from tests.worlds.city import CENTRE
from tests.worlds.examples_nodes import from_them, introduced
from tests.worlds.requests import HANDLER, PARKS, WATER, offices, request
from tests.worlds.web import Served
from tests.worlds.windows import window

from callbox.services.transfer.acts import NODE

__all__ = ["browser"]
pytestmark = IN_BROWSER


def offer(page: Any, case: str, to: str) -> None:
    page.goto(f"/cases/{case}")
    page.click("[name=common]")
    page.click("a[href^='/transfers/offer']")
    page.select_option("#to", to)
    page.click("main button.primary")
    page.wait_for_url("**/transfers")


def looked_at(page: Any, name: str, folder: Path) -> list[str]:
    """What axe-core finds; the page is drawn wide and at 320 px, on which nothing is cut off."""
    page.screenshot(path=folder / f"{name}.png", full_page=True)
    found = findings(page, name)
    page.set_viewport_size({"width": 320, "height": 640})
    page.screenshot(path=folder / f"{name}-narrow.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_a_case_goes_there_and_back_and_is_handed_back_with_one_key(
    browser: Any, served: Served, tmp_path: Path
) -> None:
    town = served.town
    asked = request(town, offices(town).leak)
    introduced(town)
    came = town.done("transfer.take_in", NODE, **from_them(town))
    page = window(browser, served, "sam", bypass_csp=True)

    offer(page, asked, PARKS)
    sent = town.record("request", asked).transfer
    row = page.locator(f"#transfer-{sent}")
    row.locator("summary").click()
    row.locator("select[name=returned_under]").select_option("other_duty")
    row.locator("[name=because]").fill("no park there")
    row.locator("[value=return]").click()
    page.wait_for_selector(f"#transfer-{sent}", state="detached")
    assert town.record("request", asked).organisation == WATER

    offer(page, asked, PARKS)
    row = page.locator(f"#transfer-{town.record('request', asked).transfer}")
    row.locator("[value=accept]").click()
    row.wait_for(state="detached")
    assert town.record("request", asked).organisation == PARKS

    other = request(town, town.record("request", asked).category)
    town.done("transfer.offer", HANDLER, request=other, to=CENTRE, danger_to_life=True)
    page.goto("/transfers")
    page.locator(f"#transfer-{came} form[action$='/read'] button").click()
    page.wait_for_selector("text=A spring in the road")
    found = looked_at(page, "transfers", tmp_path)
    page.keyboard.press("b")
    page.wait_for_selector("[data-hand-back]", state="detached")
    assert town.record("request", other).organisation == WATER

    page.goto("/transfers/month")
    page.wait_for_selector("td >> text=/duty: 1/")
    found += looked_at(page, "month", tmp_path)
    page.goto(f"/transfers/offer?case={asked}")
    found += looked_at(page, "offer", tmp_path)
    assert not found, "\n".join(found)

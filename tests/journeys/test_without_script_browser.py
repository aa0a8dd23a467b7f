"""Who has no script, no map to look at or no mouse: every page is read, and every desk is worked, all the same.

The path of a screen reader is walked by what the browser tells one: roles and names, never places on the screen.
"""

from collections.abc import Callable
from typing import Any

import pytest
from tests.worlds.browser import IN_BROWSER
from tests.worlds.city import CITY, Town, actor
from tests.worlds.crew import crew_of_e1
from tests.worlds.floor import Floor, busy, taking_in
from tests.worlds.mapped import chromium, drawn, mapped
from tests.worlds.web import Served
from tests.worlds.windows import PHONE, stranger, window

from callbox.kernel.read import select

__all__ = ["chromium", "crew_of_e1", "drawn", "mapped", "taking_in"]
pytestmark = [*IN_BROWSER, pytest.mark.usefixtures("taking_in")]
DISPATCHER = actor("dispatcher", CITY)


@pytest.fixture
def floor(mapped: Served, crew_of_e1: Town) -> Floor:
    """A floor in the middle of a shift."""
    assert crew_of_e1 is mapped.town
    return busy(mapped)


def test_every_page_is_read_with_its_script_switched_off(chromium: Any, mapped: Served, floor: Floor) -> None:
    windows: dict[str, Any] = {}
    found = []
    for who, name, address, button in floor.walks():
        if who not in windows:
            off = {"java_script_enabled": False}
            windows[who] = window(chromium, mapped, who, **off) if who else stranger(chromium, mapped, **off)
        page = windows[who]
        answer = page.goto(address)
        if button:
            page.locator(button).first.click()
        said = page.locator("main").inner_text()
        if name != "nowhere" and (answer.status != 200 or len(said.split()) < 3 or not page.locator("h1, h2").count()):
            found.append(f"{name}: {answer.status} {said[:80]!r}")
    assert not found, "\n".join(found)
    assert "Building on fire" in windows["dana"].goto("/").text()


def test_without_its_script_a_unit_is_proposed_and_sent_by_ordinary_forms(
    chromium: Any, mapped: Served, floor: Floor
) -> None:
    page = window(chromium, mapped, "dana", java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Cardiac arrest").first.click()
    page.click("#propose")
    page.click("[data-accept='1']")
    assert page.locator(".sent li").count() == 2
    assert len(mapped.town.record("incident", floor.fall).assignments) == 2


def names(found: Any) -> list[str]:
    """What is said of each."""
    return [" ".join(one.inner_text().split()) for one in found.all()]


def test_by_roles_and_names_alone_every_incident_unit_and_proposal_is_reached_without_the_map(
    chromium: Any, mapped: Served, floor: Floor
) -> None:
    page = window(chromium, mapped, "dana")
    page.goto("/")
    incidents = page.get_by_role("main", name="Open incidents").get_by_role("list").last.get_by_role("listitem")
    told = names(incidents)
    assert len(told) == len([one for one in select(DISPATCHER, "incident") if one.status != "closed"])
    assert told[0].startswith("Threat to life Building on fire"), "most urgent first, and so read"
    assert "E1" in told[0]
    units = names(page.get_by_role("region", name="Units").get_by_role("listitem"))
    assert {one.split()[0] for one in units} == {"E1", "E2", "M1", "M2"}

    link = incidents.filter(has_text="Cardiac arrest").get_by_role("link", name="Cardiac arrest")
    link.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="Work on this incident")
    panel.get_by_role("heading", name="Cardiac arrest").wait_for()
    panel.get_by_role("button", name="Propose whom to send").focus()
    page.keyboard.press("Enter")
    ways = panel.get_by_role("button", name="Send E2")
    ways.wait_for()
    assert "straight line" in " ".join(
        names(panel.get_by_role("listitem").filter(has=page.get_by_role("button", name="Send E2")))
    )
    ways.focus()
    page.keyboard.press("Enter")
    panel.get_by_role("status").filter(has_text="assigned").or_(panel.locator(".done")).first.wait_for()
    assert page.locator("#map-pane").is_hidden()
    assert len(mapped.town.record("incident", floor.fall).assignments) == 2


def test_each_page_has_one_main_part_with_a_heading_and_what_is_pressed_has_a_name(
    chromium: Any, mapped: Served, floor: Floor
) -> None:
    windows: dict[str, Any] = {}
    found = []
    for who, name, address, _ in floor.walks():
        if who not in windows:
            windows[who] = window(chromium, mapped, who) if who else stranger(chromium, mapped)
        page = windows[who]
        page.goto(address)
        if page.get_by_role("main").count() != 1 or not page.get_by_role("heading", level=1).count():
            found.append(f"{name} has no main part with a heading")
        found += [f"{name}: {line}" for line in unnamed(page.locator("body").aria_snapshot())]
    assert not found, "\n".join(found)


def unnamed(snapshot: str) -> list[str]:
    """What can be pressed or filled in, and has no name."""
    lines = (line.strip().removeprefix("- ").rstrip(":") for line in snapshot.splitlines())
    return [line for line in lines if line in ("link", "button", "textbox", "combobox", "checkbox", "radio")]


def tabbed_to(page: Any, selector: str, *, most: int = 60) -> None:
    """Press Tab until something has the focus, and see that the focus can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            seen = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert seen != "none", f"the focus on {selector} is not to be seen"
            return
    raise AssertionError(f"{selector} is not reached with Tab")


@pytest.mark.parametrize("desk", ["crew", "leader", "call taker", "closed roads"])
def test_each_desk_is_worked_with_tab_and_enter_alone(chromium: Any, mapped: Served, floor: Floor, desk: str) -> None:
    works: dict[str, Callable[[Any, Served, Floor], None]] = {
        "crew": _crew, "leader": _leader, "call taker": _taker, "closed roads": _roads,
    }  # fmt: skip
    who = {"crew": "wang", "leader": "lea", "call taker": "taker", "closed roads": "dana"}[desk]
    works[desk](window(chromium, mapped, who, **({"viewport": PHONE} if who == "wang" else {})), mapped, floor)


def _crew(page: Any, served: Served, floor: Floor) -> None:
    page.goto("/crew")
    tabbed_to(page, ".big[value=on_scene]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".steps[data-steps=on_scene]")
    [sent] = served.town.record("incident", floor.fire).assignments
    assert served.town.record("assignment", sent).status == "on_scene"


def _leader(page: Any, served: Served, floor: Floor) -> None:
    page.goto("/now")
    tabbed_to(page, "main summary")
    page.keyboard.press("Enter")
    tabbed_to(page, "main details[open] a")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: not address.endswith("/now"))
    page.get_by_role("heading").first.wait_for()


def _taker(page: Any, served: Served, floor: Floor) -> None:
    page.goto(f"/calls/new?report={floor.calls}")
    page.wait_for_selector("#address:focus")
    page.keyboard.type("by the old pier")
    tabbed_to(page, "#said_fact")
    page.keyboard.type("a man fell down")
    tabbed_to(page, "#category")
    page.keyboard.press("Control+A")
    page.keyboard.type("medical.fall")
    tabbed_to(page, "#open")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?on=*")
    assert served.town.record("report", floor.calls).status == "joined"


def _roads(page: Any, served: Served, floor: Floor) -> None:
    page.goto("/closures")
    rows = page.locator("tbody tr").count()
    tabbed_to(page, "[name=street]")
    page.keyboard.type("Lighthouse Lane")
    tabbed_to(page, "form[action='/closures'] .primary")
    page.keyboard.press("Enter")
    page.wait_for_function("before => document.querySelectorAll('tbody tr').length === before + 1", arg=rows)

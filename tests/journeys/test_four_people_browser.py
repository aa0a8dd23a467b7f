"""One call, from its first ring to the closed case, through four people in four browser windows.

The telephone is the simulator that is part of the product. Whoever works here does so with keys, and with a thumb.
"""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.worlds.browser import IN_BROWSER
from tests.worlds.city import CITY, Town, actor
from tests.worlds.crew import crew_of_e1
from tests.worlds.mapped import MIDDLE, chromium, drawn, mapped
from tests.worlds.pictures import picture
from tests.worlds.web import Served
from tests.worlds.windows import PHONE, window

from callbox.faces.command import program
from callbox.faces.command.phone import command
from callbox.kernel.read import select
from callbox.kernel.verify import Count, chains

__all__ = ["chromium", "crew_of_e1", "drawn", "mapped"]
pytestmark = IN_BROWSER
SPOKEN = 20
"""How much faster than a real one the caller speaks, and tires."""


def elsewhere() -> Any:
    """The node is another machine's: nothing here is opened."""
    return None


@pytest.fixture
def rings(mapped: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Thread]:
    """Somebody near by rings, tells what is the matter, and hangs up once they were answered."""
    monkeypatch.setenv("CALLBOX_TOKEN", mapped.secret("reporter", CITY))
    near = f"{MIDDLE[1]},{MIDDLE[0]}"
    line = ["phone", "talk", f"--near={near}", "--speed", str(SPOKEN), "--patience", "3600"]
    line += ["--at", f"http://127.0.0.1:{mapped.port}"]
    caller = threading.Thread(target=program.main, args=(line,), kwargs={"commands": [command], "site": elsewhere})
    yield caller
    if caller.ident:
        caller.join(timeout=60)


def after(town: Town, minutes: float) -> None:
    """Time goes by."""
    town.clock.put(town.clock.now() + timedelta(minutes=minutes))


def taken(taker: Any, town: Town) -> None:
    """The call taker answers with one key, takes the device's place, types what is said, and opens the incident."""
    taker.goto("/calls/new")
    taker.wait_for_selector(".ringing button")
    taker.keyboard.press("F9")
    taker.wait_for_url("**/calls/new?report=*")
    taker.wait_for_selector("#take-device")
    taker.keyboard.press("F6")
    taker.keyboard.press("Enter")
    taker.keyboard.type("smoke from the second floor")
    taker.keyboard.press("Enter")
    taker.keyboard.type("a child upstairs")
    taker.wait_for_function("() => document.getElementById('category').value === 'Building on fire'")
    after(town, 0.5)
    taker.keyboard.press("Control+Enter")
    taker.wait_for_url("**/?on=*")


def sent(dispatcher: Any) -> None:
    """The dispatcher sees it come, opens it, asks whom to send, and sends E1 by its number."""
    dispatcher.wait_for_selector(".incident.life_threat")
    dispatcher.keyboard.press("j")
    dispatcher.keyboard.press("Enter")
    dispatcher.wait_for_selector("#signs:focus")
    dispatcher.keyboard.press("Enter")
    way = dispatcher.locator(".ways li", has_text="E1").first.locator("[data-accept]")
    dispatcher.keyboard.press(way.get_attribute("data-accept"))
    dispatcher.wait_for_selector(".sent >> text=E1")


def worked(phone: Any, town: Town) -> None:
    """The crew taps through its steps with one thumb."""
    for step in ("en_route", "on_scene", "available"):
        after(town, 3)
        phone.tap(f"button[name=what][value={step}]")
        phone.wait_for_selector(f".steps[data-steps={step}], .work.none")
    phone.wait_for_selector(".work.none")


def closed(dispatcher: Any) -> None:
    """The dispatcher says how it ended."""
    # Whoever left is still shown, for as long as that can be taken back.
    dispatcher.wait_for_selector("[id^=sent-]", state="detached")
    dispatcher.click("form:has([name=what][value=close]) >> xpath=.. >> summary")
    dispatcher.select_option("[name=disposition]", "done")
    dispatcher.click("form:has([name=what][value=close]) button")
    dispatcher.wait_for_selector(".incident", state="detached")


def test_one_call_becomes_a_closed_case_through_four_people_in_four_windows(
    chromium: Any, mapped: Served, crew_of_e1: Town, rings: threading.Thread
) -> None:
    town = crew_of_e1
    taker, dispatcher, leader = (window(chromium, mapped, name) for name in ("taker", "dana", "lea"))
    phone = window(chromium, mapped, "wang", viewport=PHONE, has_touch=True)
    phone.goto("/crew")
    leader.goto("/now")
    assert leader.inner_text(".figure >> nth=0") == "0"

    rings.start()
    taken(taker, town)
    [incident] = select(actor("dispatcher", CITY), "incident")
    leader.wait_for_selector(f"#open-{incident.id}", state="attached")
    sent(dispatcher)
    phone.wait_for_selector(".work.life_threat >> text=Building on fire")
    picture(phone, "four-people-crew")
    picture(dispatcher, "four-people-dispatcher")
    picture(leader, "four-people-leader")
    worked(phone, town)
    closed(dispatcher)
    leader.wait_for_selector(f"#open-{incident.id}", state="detached")
    assert leader.inner_text(".figure >> nth=0") == "0"

    [case], [unit] = select(actor("dispatcher", CITY), "incident"), select(actor("dispatcher", CITY), "assignment")
    assert (case.status, case.disposition, case.category, case.priority) == (
        "closed", "done", "fire.building", "life_threat",
    )  # fmt: skip
    assert unit.unit == town.units["E1"]
    rings.join(timeout=60)
    [call] = select(actor("call_taker", CITY), "call")
    assert (call.status, call.id) == ("ended", select(actor("call_taker", CITY), "report")[0].id)

    dispatcher.goto(f"/cases/{incident.id}")
    dispatcher.wait_for_selector("[autofocus]:focus")
    dispatcher.keyboard.press("Enter")
    dispatcher.wait_for_selector(".story")
    story = dispatcher.inner_text(".story")
    told = ["Incident opened", "E1", "on scene", "closed"]
    assert [one for one in told if one.casefold() not in story.casefold()] == []
    picture(dispatcher, "four-people-case", whole=True)
    assert [page.faults for page in (taker, dispatcher, leader, phone)] == [[], [], [], []]
    assert list(chains(town.node, Count())) == []

"""Taking calls in a real browser, with the keyboard alone: what is typed is kept, places are found, keys are counted."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.worlds.browser import CHROMIUM, IN_BROWSER, QUIET, Sequencing, playwright
from tests.worlds.city import CITY, NOON, actor
from tests.worlds.console import PASSWORD
from tests.worlds.web import Served

from callbox.brain.roads.reading.facts import Address, Crossing, Gazetteer, Landmark, StreetName
from callbox.kernel import advisor, drafts
from callbox.kernel.advisor import Away
from callbox.kernel.chain import Json
from callbox.kernel.read import select
from callbox.site.city.searching import Index

pytestmark = IN_BROWSER
DISPATCHER, TAKER = actor("dispatcher", CITY), actor("call_taker", CITY)
LIGHTHOUSE = {"longitude_deg": 114.1, "latitude_deg": 22.5}
NAMES = Gazetteer(
    streets=(
        StreetName(name="Lighthouse Lane", name_en="", name_zh="灯塔巷", **LIGHTHOUSE),
        StreetName(name="Pier Road", name_en="", name_zh="码头路", longitude_deg=114.11, latitude_deg=22.51),
    ),
    crossings=(Crossing(street="Lighthouse Lane", other="Pier Road", longitude_deg=114.105, latitude_deg=22.505),),
    addresses=(Address(number="12", street="Lighthouse Lane", **LIGHTHOUSE),),
    landmarks=(
        Landmark(name="Harbour School", name_en="", name_zh="", kind="school", longitude_deg=114.2, latitude_deg=22.6),
    ),
)


class Knowing:
    """An advisor that knows the names of a small harbour, and no roads."""

    def __init__(self) -> None:
        self._names = Index(NAMES)

    def ask(self, question: str, told: Mapping[str, Any], *, within_s: float = 0.15) -> Mapping[str, Json]:  # noqa: ARG002
        if question != "search":
            raise Away("none")
        hits = self._names.find(told["text"], most=told["most"])
        return {
            "places": [
                {"kind": one.kind, "label": one.label, "place": [one.longitude_deg, one.latitude_deg], "sure": one.sure}
                for one in hits
            ]
        }


@pytest.fixture
def desk(people: Any, served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Opens the browser of somebody in the town, signed in; every one has its own."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    with advisor.using(Knowing()), Sequencing(), playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)

        def opened(name: str) -> Any:
            context = browser.new_context(
                viewport={"width": 1440, "height": 900}, base_url=f"http://localhost:{served.port}"
            )
            page = context.new_page()
            page.faults = []
            page.on("pageerror", lambda fault: page.faults.append(str(fault)))
            page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
            page.goto("/sign-in")
            page.fill("#name", name)
            page.fill("#password", PASSWORD)
            page.press("#password", "Enter")
            # Painted first, then listening: keys are heard from here on.
            page.wait_for_selector("body.live #board")
            return page

        yield opened
        browser.close()


def settled(page: Any) -> None:
    """Wait until all that was typed is kept."""
    page.wait_for_selector("#kept:text-matches('^✓')")


class Keys:
    """A keyboard that counts what is pressed beyond the words."""

    def __init__(self, page: Any) -> None:
        self._page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.pressed += len(key.split("+"))
        self._page.keyboard.press(key)

    def words(self, text: str) -> None:
        self._page.keyboard.type(text)


def test_from_the_first_key_to_a_unit_told_takes_ten_keys_beyond_the_words(desk: Any, served: Served) -> None:
    town, by = served.town, actor("administrator", "")
    town.done("unit.describe", by, unit=town.units["E1"], home_latitude_deg=22.501, home_longitude_deg=114.1)
    page = desk("dana")
    keys = Keys(page)
    keys.press("n")
    page.wait_for_selector("#address:focus")
    keys.words("12 lighth")
    page.wait_for_selector("#places li >> text=12 Lighthouse Lane")
    keys.press("Enter")
    keys.words("smoke from the second floor")
    keys.press("Enter")
    keys.words("a child upstairs")
    keys.press("Enter")
    keys.words("555 0134")
    page.wait_for_function("() => document.getElementById('category').value === 'Building on fire'")
    keys.press("Control+Enter")
    page.wait_for_selector("#signs:focus")
    keys.press("Enter")
    page.wait_for_selector("[data-accept='1']")
    keys.press("1")
    page.wait_for_selector(".sent >> text=E1")
    assert keys.pressed <= 10
    assert not page.faults
    [incident] = select(DISPATCHER, "incident")
    assert incident.category == "fire.building"
    assert incident.priority == "life_threat"
    assert drafts.found(DISPATCHER) == ()


def begun(page: Any, text: str) -> str:
    """Type what happened into a new call; its name, once all of it is kept."""
    page.goto("/calls/new")
    page.wait_for_selector("#address:focus")
    page.keyboard.press("Tab")
    page.keyboard.type(text)
    settled(page)
    page.wait_for_url("**/calls/*-*-*")
    return str(page.url).rpartition("/")[2]


def test_a_closed_tab_loses_nothing_and_several_calls_are_taken_at_once(desk: Any, served: Served) -> None:
    page = desk("taker")
    first = begun(page, "a man fell from a ladder")
    served.town.clock.put(NOON + timedelta(seconds=40))
    second = begun(page, "loud music next door")
    other = page.context.new_page()
    page.close()
    page = other
    page.goto(f"/calls/{first}")
    assert page.input_value("#said_fact") == "a man fell from a ladder"
    page.keyboard.press("F7")
    page.wait_for_url(f"**/calls/{second}")
    assert page.input_value("#said_fact") == "loud music next door"
    page.keyboard.press("F8")
    page.wait_for_selector(".tab.held[aria-current]")
    assert [one.held_at is not None for one in drafts.found(TAKER)] == [False, True]


def test_another_call_taker_takes_a_call_over_and_the_first_is_told_at_the_next_key(desk: Any) -> None:
    page, other = desk("taker"), desk("dana")
    one = begun(page, "somebody screams")
    other.goto(f"/calls/{one}")
    other.wait_for_selector("button:focus")
    other.keyboard.press("Enter")
    other.wait_for_selector("#said_fact")
    assert other.input_value("#said_fact") == "somebody screams"
    page.keyboard.type(" upstairs")
    page.wait_for_selector("#lost:has-text('taken this call over')")
    assert page.is_disabled("#said_fact")
    other.focus("#said_fact")
    other.keyboard.press("End")
    other.keyboard.type(" at the door")
    settled(other)
    other.keyboard.press("Alt+q")
    other.wait_for_url("**/")
    [report] = select(TAKER, "report")
    assert (report.id, report.status) == (one, "received")
    assert drafts.found(TAKER) == ()


def test_what_is_typed_while_the_connection_is_lost_is_said_and_sent_later(desk: Any) -> None:
    page = desk("taker")
    begun(page, "water")
    page.context.set_offline(True)
    page.keyboard.type(" comes in")
    page.wait_for_selector("#kept.failing")
    page.context.set_offline(False)
    settled(page)
    page.reload()
    assert page.input_value("#said_fact") == "water comes in"


def test_the_machine_raises_and_never_lowers_and_a_person_has_the_last_word(desk: Any) -> None:
    page = desk("taker")
    begun(page, "noise from the neighbours")
    assert page.is_checked("[name=priority][value=emergency]")
    page.keyboard.press("Alt+4")
    assert page.is_checked("[name=priority][value=routine]")
    page.focus("#said_fact")
    page.keyboard.press("End")
    page.keyboard.type(", now he is not breathing")
    page.wait_for_selector("#raised:has-text('not breathing')")
    assert page.is_checked("[name=priority][value=life_threat]")
    page.keyboard.press("Alt+3")
    page.keyboard.type(" he says")
    settled(page)
    assert page.is_checked("[name=priority][value=non_emergency]")


def test_the_same_matter_is_joined_with_one_key_or_kept_apart_with_one(desk: Any, served: Served) -> None:
    place = {"address": "Lighthouse Lane", "latitude_deg": 22.5001, "longitude_deg": 114.1001}
    known = served.town.done("incident.open", DISPATCHER, category="fire.building", priority="life_threat", **place)
    page = desk("taker")
    for key in ("F4", "F2"):
        page.goto("/calls/new")
        page.wait_for_selector("#address:focus")
        page.keyboard.type("lighthosue lane")
        page.wait_for_selector(".warn:has-text('read it back')")
        page.keyboard.press("Enter")
        page.keyboard.type("flames from a window")
        page.wait_for_selector(".same:has-text('Building on fire')")
        page.keyboard.press(key)
        if key == "F4":
            page.wait_for_selector(".same", state="detached")
    page.wait_for_url(f"**/?on={known}")
    [report] = select(TAKER, "report")
    assert (report.status, report.incident) == ("joined", known)


def test_a_ringing_call_is_answered_with_one_key_and_a_device_elsewhere_is_a_warning(desk: Any, served: Served) -> None:
    exchange = actor("reporter", CITY)
    device = {"device_latitude_deg": 22.58, "device_longitude_deg": 114.1, "device_radius_m": 40.0}
    rings = served.town.done("call.ring", exchange, line="1", number="555 0134", **device)
    page = desk("taker")
    page.goto("/calls/new")
    page.wait_for_selector(".ringing button")
    page.keyboard.press("F9")
    page.wait_for_url(f"**/calls/new?report={rings}")
    assert served.town.record("call", rings).status == "answered"
    assert page.input_value("#caller_phone") == "555 0134"
    page.keyboard.type("pier")
    page.wait_for_selector("#places li >> text=Pier Road")
    page.keyboard.press("Enter")
    page.wait_for_selector(".warn:has-text('km from Pier Road')")
    assert page.input_value("[name=latitude_deg]") == "22.510000"
    page.keyboard.press("Alt+s")
    page.wait_for_selector("[value=silent].on")
    assert served.town.record("call", rings).silent
    page.keyboard.press("F6")
    assert page.input_value("[name=latitude_deg]") == "22.580000"


@pytest.mark.parametrize("look", [(one, other) for one in ("en", "zh") for other in ("light", "dark")])
def test_the_screen_is_drawn_in_both_languages_and_themes(
    desk: Any, served: Served, look: tuple[str, str], tmp_path: Path
) -> None:
    language, theme = look
    place = {"address": "Lighthouse Lane", "latitude_deg": 22.5001, "longitude_deg": 114.1001}
    served.town.done("incident.open", DISPATCHER, category="fire.building", priority="life_threat", **place)
    served.town.done("call.ring", actor("reporter", CITY), line="1", number="555 0134", language="zh")
    page = desk("diao" if language == "zh" else "dana")
    page.emulate_media(color_scheme=theme)
    begun(page, "电梯停了" if language == "zh" else "stuck in the lift")
    page.goto("/calls/new")
    page.wait_for_selector("#address:focus")
    page.keyboard.type("灯塔巷" if language == "zh" else "lighthouse")
    page.wait_for_selector("#places li")
    page.screenshot(path=tmp_path / "places.png", full_page=True)
    page.keyboard.press("Enter")
    page.keyboard.type("三楼着火了，里面有人" if language == "zh" else "smoke from the second floor, people inside")
    page.wait_for_selector(".same")
    page.wait_for_selector("#raised:visible")
    settled(page)
    page.screenshot(path=tmp_path / "typed.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    assert not page.faults

"""Taking calls in a real browser, with the keyboard alone: what is typed is kept, places are found, keys are counted."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from tests.journeys.test_console_browser import CHROMIUM, NEEDED, QUIET, Sequencing, playwright
from tests.worlds.city import CITY, actor
from tests.worlds.console import PASSWORD
from tests.worlds.web import Served

from callbox.brain.roads.reading.facts import Address, Crossing, Gazetteer, Landmark, StreetName
from callbox.kernel import advisor, drafts
from callbox.kernel.advisor import Away
from callbox.kernel.chain import Json
from callbox.kernel.read import select
from callbox.site.city.searching import Index

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(not (NEEDED or CHROMIUM.exists()), reason=f"{CHROMIUM} is missing (apt-get install chromium)"),
    pytest.mark.filterwarnings("default"),
]
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
                {
                    "kind": one.kind,
                    "label": one.label,
                    "place": [one.longitude_deg, one.latitude_deg],
                }
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
            page.wait_for_selector("#board")
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
    page.wait_for_function("document.getElementById('category').value === 'Building on fire'")
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

"""A proposal to wait elsewhere in a real browser: one accepted with one key, one that went stale before anybody could."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.worlds.browser import IN_BROWSER, dispatching
from tests.worlds.city import CITY, actor
from tests.worlds.redeployed import STATION_2, Mover, with_stations
from tests.worlds.web import Served

from callbox.kernel import advisor

pytestmark = IN_BROWSER
DISPATCHER = actor("dispatcher", CITY)


@pytest.fixture
def page(people: Any, served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with_stations(people)
    with advisor.using(Mover(people, {"E1": "0", "E2": "0"})), dispatching(served, monkeypatch) as opened:
        yield opened


def test_one_key_tells_a_unit_to_wait_elsewhere_and_what_went_stale_says_so(page: Any, served: Served) -> None:
    town = served.town
    first, other = town.units["E1"], town.units["E2"]
    page.wait_for_selector(f"#move-{first}.holds >> text=Station 2", timeout=10_000)
    page.wait_for_selector(f"#move-{other}.holds")

    town.done("incident.assign", DISPATCHER, incident=town.incident(), unit=other)
    page.wait_for_selector(f"#move-{other}.stale >> text=Holds no longer: E2 is assigned.")
    assert page.locator(f"#move-{other} button").count() == 0

    page.keyboard.press("r")
    page.wait_for_selector("#moves .done >> text=E1 is told to wait there")
    assert town.record("unit", first).waits_at == STATION_2
    assert town.record("unit", other).moves == 0

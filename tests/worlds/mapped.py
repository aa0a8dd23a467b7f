"""The town on a drawn city: its units at places of their own, and a browser that draws maps without a graphics card."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.worlds.browser import CHROMIUM, Sequencing, playwright
from tests.worlds.city import CITY, EAST, SYSTEM, Town, actor
from tests.worlds.web import Served

from callbox.brain.city import generate
from callbox.brain.roads.reading.city import read
from callbox.kernel import positions, sheet
from callbox.kernel.positions import Position
from callbox.site.city import drawing, store

# WebGL is Chromium's own software drawing (SwiftShader).
DRAWS = (
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
)
MIDDLE = (-123.4136, -48.9)
"""Longitude, latitude of somewhere in the city that the seed makes."""
HOMES = {"E1": (-0.012, 0.006), "E2": (0.011, 0.009), "M1": (0.004, -0.011), "M2": (-0.008, -0.007)}
WHERE = {"longitude_deg": MIDDLE[0] + 0.006, "latitude_deg": MIDDLE[1] + 0.002, "area": EAST}
"""A place in the east of the city, for cases."""


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world's folder with the map of a small city in it."""
    made = read(generate(20_260_302, 1_000))
    folder = tmp_path_factory.mktemp("drawn")
    ground = drawing.Ground(network=made.network, gazetteer=made.gazetteer, digest=store.digest_of(made.network))
    assert drawing.draw(folder, ground) is not None
    return folder


def place(sign: str) -> tuple[float, float]:
    """Where a unit waits: longitude, latitude."""
    east, north = HOMES[sign]
    return MIDDLE[0] + east, MIDDLE[1] + north


def heard(served: Served, sign: str, at: tuple[float, float]) -> None:
    """A unit says where it is."""
    town = served.town
    town.clock.put(town.clock.now() + timedelta(seconds=5))
    now = town.clock.now()
    positions.keep([Position(unit=town.units[sign], longitude_deg=at[0], latitude_deg=at[1], at=now)])


def incident(served: Served, category: str = "fire.building", priority: str = "life_threat", **more: Any) -> str:
    """An open case in the east of the city, at a place of its own."""
    told = {"category": category, "priority": priority, **WHERE, **more}
    return served.town.done("incident.open", actor("dispatcher", CITY), **told)


@pytest.fixture
def mapped(served: Served, people: Town, drawn: Path) -> Served:
    """The town on the drawn city, its units at their places, one of them on the move."""
    town = served.town
    shutil.copytree(sheet.folder_of(drawn), sheet.folder_of(town.node.world.folder))
    for sign, unit in people.units.items():
        longitude_deg, latitude_deg = place(sign)
        town.done("unit.describe", SYSTEM, unit=unit, home_longitude_deg=longitude_deg, home_latitude_deg=latitude_deg)
    heard(served, "E1", (MIDDLE[0] - 0.01, MIDDLE[1] + 0.004))
    return served


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A browser that draws maps; beside it, what gives entries their place."""
    # The driver keeps an event loop in this thread, which Django takes for an async caller.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    with Sequencing(), playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=DRAWS)
        yield browser
        browser.close()

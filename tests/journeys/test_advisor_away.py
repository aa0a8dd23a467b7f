"""Whom to send is answered whether or not the advisor lives, and the answer says what it rests on."""

import asyncio
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from tests.brain.roads.networks import city_grid
from tests.worlds.city import CENTRE, EAST, SYSTEM, Town, actor
from tests.worlds.postgres import fast_folder

from callbox.brain.roads.order import dissection_order
from callbox.brain.roads.reading.facts import Gazetteer, Scars
from callbox.kernel import advisor
from callbox.kernel.facts import Id
from callbox.kernel.positions import Position, keep
from callbox.services.incident.proposing import BY_LINE, BY_ROAD, Proposed, propose_for
from callbox.site.advisor.answering import Answers
from callbox.site.advisor.client import SocketAdvisor
from callbox.site.advisor.place import ensure_private, socket_of
from callbox.site.advisor.process import Watch
from callbox.site.advisor.serving import Server
from callbox.site.city import store

# The advisor takes longer to compile than these take to run: `make prove` runs them.
pytestmark = pytest.mark.slow

DISPATCHER = actor("dispatcher", EAST)
WORLD = "town"
LIMIT_S = 300.0  # compiling, while other tests have the processors


@pytest.fixture
def home() -> Iterator[Path]:
    """A home whose world has a small city."""
    network = city_grid(np.random.default_rng(7), side=9)
    city = store.City(
        network=network,
        order=dissection_order(network),
        gazetteer=Gazetteer(),
        scars=Scars(islands_deg=np.empty((0, 4)), repairs_deg=np.empty((0, 4))),
        digest=store.digest_of(network),
        told={"form": "csv"},
    )
    with tempfile.TemporaryDirectory(dir=fast_folder()) as folder:
        world = Path(folder) / "worlds" / WORLD
        world.mkdir(mode=0o700, parents=True)
        store.save(store.folder_of(Path(folder), WORLD), city)
        yield Path(folder)


@contextmanager
def living(home: Path) -> Iterator[None]:
    """An advisor at work for a while."""
    answers, told = Answers(steady_s=time.monotonic), threading.Event()
    path = ensure_private(socket_of(home, WORLD))
    loops: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def live() -> None:
        ending = asyncio.Event()
        loops.append((asyncio.get_running_loop(), ending))
        told.set()
        await Server(path, answers.answer).serve(ending)

    watch = Watch(home, WORLD, answers)
    watch.start()
    thread = threading.Thread(target=asyncio.run, args=(live(),))
    thread.start()
    assert told.wait(10)
    try:
        yield
    finally:
        watch.stop()
        loops[0][0].call_soon_threadsafe(loops[0][1].set)
        thread.join(10)


def until(holds: Callable[[], bool]) -> None:
    end_s = time.monotonic() + LIMIT_S
    while not holds():
        assert time.monotonic() < end_s, "the advisor did not get ready"
        time.sleep(0.05)


def ready(home: Path) -> bool:
    try:
        return SocketAdvisor(socket_of(home, WORLD)).ask("status", {})["state"] == "ready"
    except advisor.Away:
        return False


@pytest.fixture
def burning(town: Town) -> Id:
    """An incident in the city, with a unit near by and one far off."""
    for sign, far in (("E1", 0.001), ("E2", 0.006)):
        keep([Position(unit=town.units[sign], latitude_deg=far, longitude_deg=far, at=town.clock.now())])
    place = {"latitude_deg": 0.002, "longitude_deg": 0.002}
    by = actor("dispatcher", EAST)
    return town.done("incident.open", by, category="fire", priority="emergency", **place)


def proposed(town: Town, on: Id) -> Proposed:
    return propose_for(DISPATCHER, on, purpose="whom to send", now=town.clock.now())


def test_units_are_ranked_by_straight_line_while_the_advisor_is_away_and_by_road_while_it_lives(
    town: Town, burning: Id, home: Path
) -> None:
    with advisor.using(SocketAdvisor(socket_of(home, WORLD))):
        before = proposed(town, burning)
        with living(home):
            until(lambda: ready(home))
            during = proposed(town, burning)
        after = proposed(town, burning)
        with living(home):
            until(lambda: ready(home))
            again = proposed(town, burning)

    assert [(one.basis, one.why) for one in (before, during, after, again)] == [
        (BY_LINE, "none"),
        (BY_ROAD, ""),
        (BY_LINE, "none"),
        (BY_ROAD, ""),
    ]
    assert [one.ranked[0].call_sign for one in (before, during, after)] == ["E1"] * 3
    assert during.ranked[0].road_s is not None
    assert before.ranked[0].road_s is None
    assert during == again


def test_a_closure_holds_for_the_next_proposal(town: Town, burning: Id, home: Path) -> None:
    with advisor.using(SocketAdvisor(socket_of(home, WORLD))), living(home):
        until(lambda: ready(home))
        before = proposed(town, burning)
        # Everything that leads to the case is under water but the street it lies on.
        outline = (0.0005, 0.0005, 0.0035, 0.0005, 0.0035, 0.0035, 0.0005, 0.0035)
        closure = town.done("closure.declare", SYSTEM, organisation=CENTRE, outline_deg=outline, reason_code="flood")
        flooded = proposed(town, burning)
        town.done("closure.lift", SYSTEM, closure=closure)
        after = proposed(town, burning)

    assert flooded.closures == (closure,)
    assert times(flooded) != times(before)
    assert times(after) == times(before)
    assert (before.network, len(before.network)) == (after.network, 64)


def times(one: Proposed) -> dict[str, float | None]:
    return {unit.call_sign: unit.road_s for unit in one.ranked}

"""The advisor's life: answer from its first moment, look for a city beside that, and take a new one when there is one.

The roads are read and prepared on a thread that gives way to everything else on the machine: a city that is being prepared
must not slow one that is at work. Until they are ready the answer is that they are being built.
"""

import asyncio
import logging
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

from callbox.site import configuration, start
from callbox.site.advisor import deciding, place
from callbox.site.advisor.answering import Answers, warm
from callbox.site.advisor.covering import Standard
from callbox.site.advisor.errors import AdvisorError
from callbox.site.advisor.roads import RoadsOfCity
from callbox.site.advisor.serving import Server
from callbox.site.city import drawing, learning, naming, store
from callbox.site.city.errors import CityError
from callbox.site.city.of_demo import city_of_demo
from callbox.site.faults import where

LOOK_EVERY_S = 1.0
NICE = 10

log = logging.getLogger("callbox.advisor")


class Watch:
    """Keeps the answers' roads those of the world's city, from a thread of its own."""

    def __init__(self, root: Path, world: str, answers: Answers) -> None:
        self._home, self._world, self._answers = root, world, answers
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="city", daemon=True)
        self._tried = ""
        self._named = ""
        self._drawing: subprocess.Popen[bytes] | None = None
        self._at_drawing = threading.Lock()

    def start(self) -> None:
        """Look from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Look no longer. What is being prepared is left behind."""
        self._ending.set()
        with self._at_drawing:
            self._end_drawing()

    def _run(self) -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while not self._ending.is_set():
            try:
                self._look()
                self._drawn()
            except Exception as wrong:
                log.error("the roads of %s: %s", self._world, where(wrong))  # noqa: TRY400  a message may hold values
                self._answers.without_roads("broken")
            self._ending.wait(LOOK_EVERY_S)

    def _look(self) -> None:
        folder = store.folder_of(self._home, self._world)
        mark = store.stamp(folder) + learning.stamp(folder)
        named = naming.stamp(self._home, self._world)
        fresh = mark != self._tried if mark else not self._tried
        if not fresh and named == self._named:
            return
        self._tried, self._named = mark or "none", named
        if fresh:
            self._answers.building()
        city = self._city()
        # Places are found by name long before roads are prepared: a call taker asks for them first.
        names = naming.index_of(self._home, self._world, city)
        if names is not None:
            self._answers.know(names)
        if fresh:
            self._prepare(city, folder)

    def _prepare(self, city: store.City | None, folder: Path) -> None:
        if city is None:
            self._answers.without_roads("none")
            return
        began_s = time.monotonic()
        self._draw()
        roads = RoadsOfCity(city, _learnt(folder))
        warm(roads)
        self._answers.use(roads)
        took_s = time.monotonic() - began_s
        log.info("roads of %s ready: %d nodes, %d arcs (%.1f s)", self._world, roads.nodes, roads.arcs, took_s)

    def _draw(self) -> None:
        """Have the map drawn beside this, by a process that gives way: the first preparing of roads takes longer."""
        with self._at_drawing:
            self._end_drawing()
            if not self._ending.is_set():
                self._drawing = drawing.begun(self._world)

    def _drawn(self) -> None:
        """Say if the map could not be drawn."""
        with self._at_drawing:
            status = self._drawing.poll() if self._drawing else None
            if status is not None:
                self._end_drawing()
        if status:
            log.error("the map of %s was not drawn (exit status %d)", self._world, status)

    def _end_drawing(self) -> None:
        """Let go of whatever draws, done or not; whoever calls holds the lock."""
        if self._drawing is not None:
            with self._drawing:
                self._drawing.terminate()
            self._drawing = None

    def _city(self) -> store.City | None:
        try:
            found = store.load(store.folder_of(self._home, self._world))
        except CityError as wrong:
            log.error("%s", wrong)  # noqa: TRY400  one line says it
            return None
        return found if found is not None else city_of_demo(self._home, self._world)


def _learnt(folder: Path) -> learning.Learnt:
    """What was learnt; nothing where that cannot be read, which is said."""
    try:
        return learning.load(folder)
    except CityError as wrong:
        log.error("%s", wrong)  # noqa: TRY400  one line says it
        return learning.NOTHING


def _standard(root: Path, world: str) -> Standard:
    """What the node decided; where it may not decide that, the plain policy, and the log says so."""
    told = configuration.read(root)
    try:
        policy = deciding.policy_of(told, world)
    except AdvisorError as wrong:
        log.error("%s", wrong)  # noqa: TRY400  one line says it
        policy = configuration.PLAIN[0]
    return Standard(policy=policy, late_ms=1_000 * told.advice_late_s)


async def live(root: Path, world: str) -> None:
    """Answer until SIGTERM."""
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ending.set)
    path = place.ensure_private(place.socket_of(root, world))
    answers = Answers(steady_s=time.monotonic, standard=_standard(root, world))
    watch = Watch(root, world, answers)
    watch.start()
    try:
        await Server(path, answers.answer).serve(ending)
    finally:
        watch.stop()


def run(root: Path, world: str) -> None:
    """Be the advisor of a world until SIGTERM.

    Raises:
        SetupError: when there is no such world, or its socket cannot be made.
    """
    start.told(start.folder_of(root, world))
    asyncio.run(live(root, world))

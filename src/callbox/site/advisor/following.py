"""Telling the advisor where units are as soon as it is known, so that a question finds their labels renewed.

Nobody waits for it: who tells a position puts it down here and goes on. A thread of its own carries on what is newest,
a few times a second; what is lost while the advisor is away comes with the next question, which holds every place.
"""

import threading
import time
from collections.abc import Mapping
from typing import Final

from callbox.kernel.advisor import Advisor, Away
from callbox.kernel.chain import Json
from callbox.kernel.facts import Id

EVERY_S: Final = 0.1
WITHIN_S: Final = 1.0
Places = Mapping[Id, tuple[float, float]]


class Following:
    """What is to be told, the newest place of each unit; `advisor` is whom it is told to."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._lock, self._some = threading.Lock(), threading.Event()
        self._newest: dict[Id, tuple[float, float]] = {}

    def __call__(self, places: Places) -> None:
        """Put down where units are."""
        with self._lock:
            self._newest.update(places)
        self._some.set()

    def begin(self) -> None:
        """Tell from now on, on a thread of its own."""
        threading.Thread(target=self._go, name="following", daemon=True).start()

    def _go(self) -> None:
        while self._some.wait():
            self.tell()
            time.sleep(EVERY_S)

    def tell(self) -> None:
        """Tell what is newest. Where nobody listens it is forgotten."""
        self._some.clear()
        with self._lock:
            newest, self._newest = self._newest, {}
        # The advisor is told longitude first, as questions tell it.
        units: list[Json] = [{"id": unit, "place": [lon, lat]} for unit, (lat, lon) in newest.items()]
        if units:
            try:
                self._advisor.ask("moved", {"units": units}, within_s=WITHIN_S)
            except Away:
                return

"""How often something comes, counted for some minutes in memory, by source and in all: no record, no log, no database."""

from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

OVER: Final = timedelta(minutes=10)
SOURCES_MOST: Final = 20_000
CALM, MANY, FLOOD = "calm", "many", "flood"


class Pace:
    """How often something comes, by source and in all."""

    def __init__(self, most: Mapping[str, tuple[int, int]]) -> None:
        self._most = most
        self._lock = Lock()
        self._all: deque[datetime] = deque()
        self._by: dict[str, deque[datetime]] = {}

    def heard(self, source: str, at: datetime) -> str:
        """Count one, and say how it comes: calm, many or flood."""
        with self._lock:
            if len(self._by) >= SOURCES_MOST:
                self._forget(at)
            mine = self._by.setdefault(source, deque())
            return max(_counted(mine, at, self._most["one"]), _counted(self._all, at, self._most["all"]), key=_worse)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._all.clear()
            self._by.clear()

    def _forget(self, at: datetime) -> None:
        """Those that were quiet for so long; when all of them were loud, all: what comes in all is still counted."""
        for source in [source for source, times in self._by.items() if times[-1] <= at - OVER]:
            del self._by[source]
        if len(self._by) >= SOURCES_MOST:
            self._by.clear()


def _counted(times: deque[datetime], at: datetime, most: tuple[int, int]) -> str:
    while times and times[0] <= at - OVER:
        times.popleft()
    many, flood = most
    # What is told to come again is not counted, or whoever goes on trying would never be heard.
    if len(times) >= flood:
        return FLOOD
    times.append(at)
    return MANY if len(times) > many else CALM


def _worse(pace: str) -> int:
    return (CALM, MANY, FLOOD).index(pace)

"""How often somebody sends, counted for some minutes in memory: what comes too often is looked at first, not turned away.

Rules in words:
- Nothing that may be danger to life is ever counted against anybody.
- Many from one source, or very many in all, are kept and wait for somebody to look. Only a flood is told to come later.
- There is one web process for a world, by design (`site.running.starting`): what it counts is all there is to count. When
  it starts anew it begins to count anew.
- A source is known by a digest that is forgotten with the minutes it was counted in; it is in no record and no log.
"""

from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SALT: Final = "callbox.faces.portal.limits"
OVER: Final = timedelta(minutes=10)
SOURCES_MOST: Final = 20_000
CALM, MANY, FLOOD = "calm", "many", "flood"
# How many in ten minutes are many, and how many a flood: of one source, and of all together.
SENT: Final[Mapping[str, tuple[int, int]]] = {"one": (6, 60), "all": (600, 3_000)}
PHOTOS: Final[Mapping[str, tuple[int, int]]] = {"one": (20, 60), "all": (1_200, 3_000)}
LOOKS: Final[Mapping[str, tuple[int, int]]] = {"one": (300, 600), "all": (20_000, 40_000)}


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


sent, photos, looks = Pace(SENT), Pace(PHOTOS), Pace(LOOKS)


def source_of(request: HttpRequest) -> str:
    """A digest of where a request comes from: what the node's own proxy told last, else the address itself."""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return salted_hmac(SALT, told or request.META.get("REMOTE_ADDR", ""), algorithm="sha256").hexdigest()[:16]

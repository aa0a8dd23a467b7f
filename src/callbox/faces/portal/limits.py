"""How often somebody sends, counted for some minutes in memory: what comes too often is looked at first, not turned away.

Rules in words:
- Nothing that may be danger to life is ever counted against anybody.
- Many from one source, or very many in all, are kept and wait for somebody to look. Only a flood is told to come later.
- There is one web process for a world, by design (`site.running.starting`): what it counts is all there is to count. When
  it starts anew it begins to count anew.
- A source is known by a digest that is forgotten with the minutes it was counted in; it is in no record and no log.
"""

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from callbox.kernel.pace import CALM, FLOOD, Pace

__all__ = ["CALM", "FLOOD", "looks", "photos", "sent", "source_of"]

SALT: Final = "callbox.faces.portal.limits"
# How many in ten minutes are many, and how many a flood: of one source, and of all together.
SENT: Final[Mapping[str, tuple[int, int]]] = {"one": (6, 60), "all": (600, 3_000)}
PHOTOS: Final[Mapping[str, tuple[int, int]]] = {"one": (20, 60), "all": (1_200, 3_000)}
LOOKS: Final[Mapping[str, tuple[int, int]]] = {"one": (300, 600), "all": (20_000, 40_000)}

sent, photos, looks = Pace(SENT), Pace(PHOTOS), Pace(LOOKS)


def source_of(request: HttpRequest) -> str:
    """A digest of where a request comes from: what the node's own proxy told last, else the address itself."""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return salted_hmac(SALT, told or request.META.get("REMOTE_ADDR", ""), algorithm="sha256").hexdigest()[:16]

"""How often somebody calls, by address and by key: a flood is told to come later (429), in the standard's own form.

Rules in words:
- Words that may mean danger to life are never counted and never turned away, whatever came before them.
- A key is counted beside its address: one app may serve a whole city from one machine, and many machines may share a key.
- Who calls is known by a digest, forgotten with the minutes it was counted in; it is in no record and no log.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from callbox.faces.feeds.open311.asked import Given, first
from callbox.faces.feeds.open311.faults import fault
from callbox.kernel.pace import FLOOD, OVER, Pace
from callbox.services.organisation.acts import secret_of
from callbox.services.report.advice import danger
from callbox.services.request import outside

SALT: Final = "callbox.faces.feeds.open311.limits"
# How many in ten minutes are many, and how many a flood: of one address or key, and of all together.
POSTS: Final[Mapping[str, tuple[int, int]]] = {"one": (300, 600), "all": (3_000, 6_000)}
LOOKS: Final[Mapping[str, tuple[int, int]]] = {"one": (1_500, 3_000), "all": (20_000, 40_000)}

posts, looks = Pace(POSTS), Pace(LOOKS)


def check(request: HttpRequest, given: Given, at: datetime) -> None:
    """Count a call.

    Raises:
        Faults: 429 where it is one of a flood, and tells of no danger.
    """
    posting = request.method == "POST"
    if posting and _is_danger(given):
        return
    pace = posts if posting else looks
    if FLOOD in [pace.heard(source, at) for source in _sources(request, given)]:
        raise fault(429, "too_many", minutes=int(OVER.total_seconds() // 60))


def _is_danger(given: Given) -> bool:
    words, code = first(given, "description"), first(given, "service_code")
    if not words:
        return False
    category = outside.category(code, also_private=True) if code else None
    return bool(danger(words, words=category.danger_words if category else ()))


def _sources(request: HttpRequest, given: Given) -> Iterator[str]:
    """Digests of the address it came from (what the node's own proxy told last), and of the key it carries."""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    yield _digest("address", told or request.META.get("REMOTE_ADDR", ""))
    if secret := first(given, "api_key") or secret_of(request):
        yield _digest("key", secret)


def _digest(what: str, told: str) -> str:
    return salted_hmac(SALT, f"{what} {told}", algorithm="sha256").hexdigest()[:16]

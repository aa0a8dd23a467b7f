"""Open incidents that may be the matter somebody is calling about: by place, time and words.

Rules in words. Two calls are likely about the same matter when they tell of places near each other within a short time; the
same sort of matter makes it likelier, and so do words in common. Where a place is not known, the words of the address must
carry it. What the machine finds it only shows: a person joins the call to it, or keeps it apart.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from callbox.kernel.facts import Actor, Id
from callbox.kernel.globe import Place, place, straight_line_m
from callbox.kernel.read import Condition
from callbox.kernel.sifting import sift
from callbox.services.incident.facts import Incident

NEAR_M: Final = 400.0
SAME_SORT_M: Final = 1_500.0
RECENT: Final = timedelta(hours=3)
LOOKED_AT_MOST: Final = 300
SHOWN_MOST: Final = 3
WORDS: Final = re.compile(r"[a-z0-9']{3,}|[\u3400-\u9fff]+")
# Words that are in every address and every call.
COMMON: Final = frozenset({
    "the", "and", "there", "has", "his", "her", "him", "was", "are", "with", "from", "who", "not", "for", "that", "this",
    "they", "she", "have", "been", "near", "street", "road", "avenue", "ave", "lane",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is known so far of the matter that somebody calls about."""

    where: Place | None = None
    category: str = ""
    address: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Why an open incident may be the same matter: how far, how long ago, which words both have."""

    distance_m: float | None
    age_s: float
    same_sort: bool
    words: tuple[str, ...]

    @property
    def weight(self) -> float:
        """Larger is likelier; only the order matters."""
        near = 0.0 if self.distance_m is None else 3.0 * max(0.0, 1 - self.distance_m / SAME_SORT_M)
        return near + 2.0 * self.same_sort + min(2.0, 0.7 * len(self.words)) - self.age_s / RECENT.total_seconds()


def similar(
    actor: Actor, asked: Asked, *, now: datetime, purpose: str, known: Collection[Id] = (), apart: Collection[Id] = ()
) -> list[tuple[Incident, Alike]]:
    """Open incidents that may be the same matter, likeliest first, sealed. `apart` are those a person kept apart.

    Raises:
        Refused: when no purpose is given.
    """
    if asked.where is None and not words_of(asked.address):
        return []
    recent = Condition("status <> 'closed' AND received_at > %s", (now - RECENT,))
    parted = Condition("NOT (id = ANY(%s))", (list(apart),))
    found = sift(
        actor,
        "incident",
        where=[recent, parted],
        fits=lambda incident: alike(asked, incident, now=now),
        purpose=purpose,
        known=known,
        order="received_at DESC, id",
        most=LOOKED_AT_MOST,
    )
    return sorted(found, key=lambda one: (-one[1].weight, one[0].id))[:SHOWN_MOST]


def alike(asked: Asked, incident: Incident, *, now: datetime) -> Alike | None:
    """Why this opened incident may be the same matter; None where nothing speaks for it."""
    there = place(incident.latitude_deg, incident.longitude_deg)
    shared = words_of(f"{asked.address} {asked.text}") & words_of(f"{incident.address or ''} {incident.summary or ''}")
    told = Alike(
        distance_m=straight_line_m(asked.where, there) if asked.where and there else None,
        age_s=(now - incident.received_at).total_seconds(),
        same_sort=bool(asked.category) and _sort(asked.category) == _sort(incident.category),
        words=tuple(sorted(shared)),
    )
    return told if _speaks(told, words_of(asked.address) & words_of(incident.address or "")) else None


def _speaks(told: Alike, address: Collection[str]) -> bool:
    if told.distance_m is None:
        return len(address) >= 2 or (bool(address) and told.same_sort)
    far_m = SAME_SORT_M if told.same_sort and told.words else NEAR_M
    return told.distance_m <= far_m


def _sort(category: str) -> str:
    return category.partition(".")[0]


def words_of(text: str) -> frozenset[str]:
    """The words of a text that tell something; Chinese as pairs of characters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    found: set[str] = set()
    for word in WORDS.findall(plain):
        if word.isascii():
            found.add(word)
        else:
            found |= {word[at : at + 2] for at in range(max(1, len(word) - 1))}
    return frozenset(found - COMMON)

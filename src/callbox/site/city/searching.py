"""Finding a place by what somebody calls it: a street, a house, where two streets meet, a landmark. Pure.

Rules in words: capitals, full-width forms, points and spaces do not matter. A house is `number street` or `street number`; a
crossing is two streets with `&`, `/`, `and`, `与` or `和` between. What begins with the words comes before what holds them
somewhere; of equals the nearest to where one is comes first, then the alphabet decides.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from callbox.brain.roads.reading.facts import Address, Crossing, Gazetteer
from callbox.kernel.globe import straight_line_m

BETWEEN: Final = re.compile(r"\s*[&/＆／]\s*|\s+and\s+|\s*[与和]\s*")
NUMBER_FIRST: Final = re.compile(r"^(\d+\S*)[\s,]+(.+)$")
NUMBER_LAST: Final = re.compile(r"^(.+?)[\s,]*(\d+\S*?)(?:号|號)?$")
SPACES: Final = re.compile(r"[\s.,，。'’-]+")
STREETS_MOST: Final = 40

Place = tuple[float, float]
"""Longitude, latitude in degrees."""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A place that was found; `kind` is street, address, crossing or landmark."""

    kind: str
    label: str
    longitude_deg: float
    latitude_deg: float


@dataclass(frozen=True)
class _Name:
    """One thing with a name: what it is normally written as, in each language, and what is shown."""

    folded: tuple[str, ...]
    hit: Hit


class Index:
    """A gazetteer, made ready to be searched. Building takes about a second for 200,000 names."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._streets = [
            _street(one.name, one.name_en, one.name_zh, (one.longitude_deg, one.latitude_deg))
            for one in gazetteer.streets
        ]
        self._names = self._streets + [
            _named("landmark", (one.name, one.name_en, one.name_zh), (one.longitude_deg, one.latitude_deg))
            for one in gazetteer.landmarks
        ]
        self._houses: dict[str, list[Address]] = defaultdict(list)
        for house in gazetteer.addresses:
            self._houses[folded(house.street)].append(house)
        self._crossings: dict[str, list[Crossing]] = defaultdict(list)
        for one in gazetteer.crossings:
            self._crossings[folded(one.street)].append(one)
            self._crossings[folded(one.other)].append(one)

    def find(self, text: str, *, near: Place | None = None, most: int = 10) -> tuple[Hit, ...]:
        """The places that a text may mean, best first."""
        wanted = " ".join(text.split())
        if not folded(wanted):
            return ()
        ranked = sorted(self._found(wanted), key=lambda found: (found[0], _away_m(found[1], near), found[1].label))
        return tuple(dict.fromkeys(hit for _, hit in islice(ranked, most)))

    def _found(self, wanted: str) -> Iterator[tuple[int, Hit]]:
        """(rank, place): lower is better."""
        sides = [side for side in BETWEEN.split(wanted) if side]
        if len(sides) == 2:
            # Of the two, the map may know only one by itself.
            yield from self._where_they_meet(sides[0], sides[1])
            yield from self._where_they_meet(sides[1], sides[0])
        for pattern, number, street in ((NUMBER_FIRST, 1, 2), (NUMBER_LAST, 2, 1)):
            if told := pattern.match(wanted):
                yield from self._houses_of(told[street], told[number])
        yield from ((rank + 1, name.hit) for rank, name in _matching(self._names, wanted))

    def _where_they_meet(self, one: str, other: str) -> Iterator[tuple[int, Hit]]:
        theirs = folded(other)
        for rank, name in self._streets_like(one):
            for crossing in (found for spelt in name.folded for found in self._crossings.get(spelt, ())):
                names = (folded(crossing.street), folded(crossing.other))
                if any(theirs in its for its in names if its not in name.folded):
                    label = f"{crossing.street} & {crossing.other}"
                    yield (
                        rank,
                        Hit(
                            kind="crossing",
                            label=label,
                            longitude_deg=crossing.longitude_deg,
                            latitude_deg=crossing.latitude_deg,
                        ),
                    )

    def _houses_of(self, street: str, number: str) -> Iterator[tuple[int, Hit]]:
        theirs = folded(number)
        for rank, name in self._streets_like(street):
            for house in (found for spelt in name.folded for found in self._houses.get(spelt, ())):
                if folded(house.number) == theirs:
                    label = f"{house.number} {house.street}"
                    yield (
                        rank,
                        Hit(
                            kind="address",
                            label=label,
                            longitude_deg=house.longitude_deg,
                            latitude_deg=house.latitude_deg,
                        ),
                    )

    def _streets_like(self, text: str) -> Sequence[tuple[int, _Name]]:
        return sorted(_matching(self._streets, text), key=lambda found: found[0])[:STREETS_MOST]


def folded(text: str) -> str:
    """A name as it is compared: full-width forms narrowed, capitals, points and spaces taken away."""
    return SPACES.sub("", unicodedata.normalize("NFKC", text).casefold())


def _matching(names: Iterable[_Name], text: str) -> Iterator[tuple[int, _Name]]:
    """(0 the name itself, 1 begins so, 2 holds it; name)."""
    wanted = folded(text)
    if not wanted:
        return
    for name in names:
        rank = min((_rank(its, wanted) for its in name.folded), default=3)
        if rank < 3:
            yield rank, name


def _rank(its: str, wanted: str) -> int:
    if wanted not in its:
        return 3
    return 0 if its == wanted else 1 if its.startswith(wanted) else 2


def _street(name: str, name_en: str, name_zh: str, at: Place) -> _Name:
    return _named("street", (name, name_en, name_zh), at)


def _named(kind: str, names: tuple[str, str, str], at: Place) -> _Name:
    """Under every name it has; shown as the file spells it, with the other language's name where that differs."""
    said = [name for name in dict.fromkeys(names) if name]
    label = " · ".join(said[:2]) if len(said) > 1 else "".join(said)
    hit = Hit(kind=kind, label=label, longitude_deg=at[0], latitude_deg=at[1])
    return _Name(tuple(dict.fromkeys(folded(name) for name in said)), hit)


def _away_m(hit: Hit, near: Place | None) -> float:
    return 0.0 if near is None else straight_line_m((hit.latitude_deg, hit.longitude_deg), (near[1], near[0]))

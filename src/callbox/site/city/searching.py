"""Finding a place by what somebody calls it: a street, a house, where two streets meet, a landmark. Pure.

Rules in words. Capitals, full-width forms, tones, points, spaces and what people shorten (street, St) do not matter, and a
Chinese name may be typed as it sounds, whole or by first letters (sounding.py). A house is `number street` or `street
number`; a crossing is two streets with `&`, `/`, `and`, `与` or `和` between. What is called so comes first, then what
begins so, what holds the words somewhere, and last what is called nearly so; of equals the nearest to where one is, then
the alphabet decides. Where several places have one name, each is told with what is near it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Final

from callbox.brain.roads.reading.facts import Address, Crossing, Gazetteer
from callbox.kernel.globe import straight_line_m
from callbox.site.city.folding import folded
from callbox.site.city.parts import Parts, Place
from callbox.site.city.sounding import sounds
from callbox.site.city.tolerant import NEARLY, Names

BETWEEN: Final = re.compile(r"\s*[&/＆／]\s*|\s+and\s+|\s*[与和]\s*")
NUMBER_FIRST: Final = re.compile(r"^(\d+\S*)[\s,]+(.+)$")
NUMBER_LAST: Final = re.compile(r"^(.+?)[\s,]*(\d+\S*?)(?:号|號)?$")
STREETS_MOST: Final = 40


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A place that was found; `kind` is street, address, crossing or landmark."""

    kind: str
    label: str
    longitude_deg: float
    latitude_deg: float
    near: str = ""
    """What is near it, where its name alone does not tell it apart."""
    same: int = 1
    """How many places have this name."""
    sure: bool = True
    """Whether it is called so; else only nearly, or nobody knows this number of the street."""


@dataclass(frozen=True)
class _Name:
    """One thing with a name: what it is normally written as, in each language, and what is shown."""

    folded: tuple[str, ...]
    hit: Hit


Ranked = tuple[float, Hit]


class Index:
    """A gazetteer, made ready to be searched. Building takes about two seconds for 200,000 names."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._streets = [
            _named("street", (one.name, one.name_en, one.name_zh), (one.longitude_deg, one.latitude_deg))
            for one in gazetteer.streets
        ]
        self._names = self._streets + [
            _named("landmark", (one.name, one.name_en, one.name_zh), (one.longitude_deg, one.latitude_deg))
            for one in gazetteer.landmarks
        ]
        self._by_name = Names([(spelt, row) for row, name in enumerate(self._names) for spelt in name.folded])
        self._by_street = Names([(spelt, row) for row, name in enumerate(self._streets) for spelt in name.folded])
        fold = cache(folded)  # a street has many houses and crossings
        self._houses: dict[str, list[Address]] = defaultdict(list)
        for house in gazetteer.addresses:
            self._houses[fold(house.street)].append(house)
        self._crossings: dict[str, list[Crossing]] = defaultdict(list)
        for one in gazetteer.crossings:
            self._crossings[fold(one.street)].append(one)
            self._crossings[fold(one.other)].append(one)
        self._parts = Parts(gazetteer.crossings)

    def find(self, text: str, *, near: Place | None = None, most: int = 10) -> tuple[Hit, ...]:
        """The places that a text may mean, best first."""
        wanted = " ".join(text.split())
        if not folded(wanted):
            return ()
        found = list(self._found(wanted, most))
        # What is only nearly so called is told where nothing is.
        told = [one for one in found if one[0] < NEARLY] or found
        ranked = sorted(told, key=lambda one: (one[0], _away_m(one[1], near), one[1].label))
        return self._apart(tuple(dict.fromkeys(hit for _, hit in ranked))[:most])[:most]

    def _found(self, wanted: str, most: int) -> Iterator[Ranked]:
        """(rank, place): lower is better."""
        sides = [side for side in BETWEEN.split(wanted) if side]
        if len(sides) == 2:
            # Of the two, the map may know only one by itself.
            yield from self._where_they_meet(sides[0], sides[1])
            yield from self._where_they_meet(sides[1], sides[0])
        for pattern, number, street in ((NUMBER_FIRST, 1, 2), (NUMBER_LAST, 2, 1)):
            if told := pattern.match(wanted):
                yield from self._houses_of(told[street], told[number])
        for row, rank in self._by_name.find(folded(wanted), most=most).items():
            hit = self._names[row].hit
            yield rank + 1, (replace(hit, sure=False) if rank >= NEARLY else hit)

    def _where_they_meet(self, one: str, other: str) -> Iterator[Ranked]:
        theirs = folded(other)
        alike = {spelt for _, name in self._streets_like(other) for spelt in name.folded}
        for rank, name in self._streets_like(one):
            for crossing in (found for spelt in name.folded for found in self._crossings.get(spelt, ())):
                names = (folded(crossing.street), folded(crossing.other))
                if any(theirs in its or its in alike for its in names if its not in name.folded):
                    label = f"{crossing.street} & {crossing.other}"
                    yield rank, _hit("crossing", label, crossing, sure=rank < NEARLY)

    def _houses_of(self, street: str, number: str) -> Iterator[Ranked]:
        """The houses of this number; where nobody knows one, the streets with the number as the caller says it."""
        theirs = folded(number)
        streets = self._streets_like(street)
        known = [
            (rank, _hit("address", f"{house.number} {house.street}", house, sure=rank < NEARLY))
            for rank, name in streets
            for house in self._known_on(name)
            if folded(house.number) == theirs
        ]
        yield from known
        for rank, name in streets if not known else ():
            sure = rank < NEARLY and not self._known_on(name)
            yield rank + 0.5, replace(name.hit, label=f"{number} {name.hit.label}", sure=sure)

    def _known_on(self, name: _Name) -> list[Address]:
        return [house for spelt in name.folded for house in self._houses.get(spelt, ())]

    def _streets_like(self, text: str) -> list[tuple[float, _Name]]:
        found = sorted((rank, row) for row, rank in self._by_street.find(folded(text), most=1).items())
        return [(rank, self._streets[row]) for rank, row in islice(found, STREETS_MOST)]

    def _apart(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """Each place of a name that several have, told apart by what is near it."""
        whole = [part for hit in hits for part in self._parts_of(hit)]
        count = Counter(hit.label for hit in whole)
        return tuple(
            hit if hit.near or count[hit.label] == 1 else replace(hit, same=count[hit.label], near=self._nearest(hit))
            for hit in whole
        )

    def _parts_of(self, hit: Hit) -> Sequence[Hit]:
        """A street whose crossings lie in places far apart is several streets of one name."""
        crossings = self._crossings.get(folded(hit.label.partition(" · ")[0]), ()) if hit.kind == "street" else ()
        parts = self._parts.of(crossings)
        if len(parts) < 2:
            return (hit,)
        return [
            replace(hit, longitude_deg=at[0], latitude_deg=at[1], same=len(parts), near=_other(crossing, hit))
            for at, crossing in parts
        ]

    def _nearest(self, hit: Hit) -> str:
        found = self._parts.nearest((hit.longitude_deg, hit.latitude_deg))
        return f"{found.street} & {found.other}" if found else ""


def _other(crossing: Crossing, hit: Hit) -> str:
    """The other street of a crossing."""
    own = folded(hit.label.partition(" · ")[0])
    return crossing.other if folded(crossing.street) == own else crossing.street


def _hit(kind: str, label: str, at: Address | Crossing, *, sure: bool) -> Hit:
    return Hit(kind=kind, label=label, longitude_deg=at.longitude_deg, latitude_deg=at.latitude_deg, sure=sure)


def _named(kind: str, names: tuple[str, str, str], at: Place) -> _Name:
    """Under every name it has; shown as the file spells it, with the other language's name where that differs."""
    said = [name for name in dict.fromkeys(names) if name]
    label = " · ".join(said[:2]) if len(said) > 1 else "".join(said)
    hit = Hit(kind=kind, label=label, longitude_deg=at[0], latitude_deg=at[1])
    spellings = [spelt for name in said for spelt in (name, *sounds(name))]
    return _Name(tuple(dict.fromkeys(folded(spelt) for spelt in spellings)), hit)


def _away_m(hit: Hit, near: Place | None) -> float:
    return 0.0 if near is None else straight_line_m((hit.latitude_deg, hit.longitude_deg), (near[1], near[0]))

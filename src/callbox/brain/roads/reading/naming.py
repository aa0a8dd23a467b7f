"""Streets and crossings for place search, out of a draft whose streets have names."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

import numpy as np

from .draft import Draft, between_m
from .facts import Crossing, Gazetteer, StreetName

APART_M: Final = 150.0
"""Streets that meet again so near meet once: two streets of two carriageways each have four junctions."""
Pair = tuple[int, int]


def with_streets(gazetteer: Gazetteer, draft: Draft, translations: Sequence[tuple[str, str]] = ()) -> Gazetteer:
    """The gazetteer with the draft's streets and crossings. `translations`: English and 中文 by street, "" if unknown.

    The draft must not have copies of junctions yet.
    """
    return replace(gazetteer, streets=_streets(draft, translations), crossings=tuple(_crossings(draft)))


def _streets(draft: Draft, translations: Sequence[tuple[str, str]]) -> tuple[StreetName, ...]:
    """Each street once, with a point in the middle of its longest arc."""
    order = np.lexsort((draft.length_m, draft.street))
    street = draft.street[order]
    last = np.append(street[1:] != street[:-1], True)[: len(order)]
    rows = order[last & (street >= 0)]
    places = zip(draft.street[rows].tolist(), rows.tolist(), strict=True)
    found = []
    for k, arc in places:
        lon, lat = _middle(draft, arc)
        en, zh = translations[k] if translations else ("", "")
        found.append(StreetName(name=draft.names[k], name_en=en, name_zh=zh, longitude_deg=lon, latitude_deg=lat))
    return tuple(found)


def _middle(draft: Draft, arc: int) -> tuple[float, float]:
    """The middle point of an arc's line, or half way between its ends."""
    start, end = int(draft.shape_first[arc]), int(draft.shape_first[arc + 1])
    if end > start:
        lon, lat = draft.shape_deg[(start + end) // 2].tolist()
        return lon, lat
    ends = [draft.tail[arc], draft.head[arc]]
    return float(draft.longitude_deg[ends].mean()), float(draft.latitude_deg[ends].mean())


def _crossings(draft: Draft) -> Iterator[Crossing]:
    """Each pair of named streets that meet, in the order of junctions; once within APART_M."""
    known: dict[Pair, list[tuple[float, float]]] = {}
    for pair, node in _meetings(draft):
        lon, lat = float(draft.longitude_deg[node]), float(draft.latitude_deg[node])
        places = known.setdefault(pair, [])
        if any(_apart_m(lon, lat, place) < APART_M for place in places):
            continue
        places.append((lon, lat))
        yield Crossing(street=draft.names[pair[0]], other=draft.names[pair[1]], longitude_deg=lon, latitude_deg=lat)


def _apart_m(lon: float, lat: float, place: tuple[float, float]) -> float:
    return float(between_m(*(np.array([degrees]) for degrees in (lon, lat, *place)))[0])


def _meetings(draft: Draft) -> Iterator[tuple[Pair, int]]:
    """Pairs of different streets at each junction."""
    named = draft.street >= 0
    node = np.concatenate([draft.tail[named], draft.head[named]])
    street = np.concatenate([draft.street[named], draft.street[named]])
    key = np.sort(node * max(1, len(draft.names)) + street)
    key = key[np.append(True, key[1:] != key[:-1])[: len(key)]]
    node, street = np.divmod(key, max(1, len(draft.names)))
    starts = np.flatnonzero(np.append(True, node[1:] != node[:-1])[: len(node)])
    ends = np.append(starts[1:], len(node))
    several = ends - starts >= 2
    for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
        for pair in combinations(street[start:end].tolist(), 2):
            yield pair, int(node[start])

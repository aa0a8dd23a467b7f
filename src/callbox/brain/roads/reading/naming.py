"""Streets and crossings for place search, out of a draft whose streets have names."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations
from typing import Final

import numpy as np

from callbox.brain.roads.facts import Floats

from .draft import Draft, Longs, between_m
from .facts import Crossing, Gazetteer, StreetName

APART_M: Final = 150.0
"""Streets that meet again so near meet once: two streets of two carriageways each have four junctions."""


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
    node, one, other = _meetings(draft)
    lon, lat = draft.longitude_deg[node], draft.latitude_deg[node]
    for row in _first_of_each(one, other, lon, lat):
        yield Crossing(
            street=draft.names[one[row]],
            other=draft.names[other[row]],
            longitude_deg=float(lon[row]),
            latitude_deg=float(lat[row]),
        )


def _first_of_each(one: Longs, other: Longs, lon: Floats, lat: Floats) -> list[int]:
    """The meetings that are not near an earlier one of the same pair. Most pairs meet once, and need no look."""
    order = np.lexsort((other, one))
    starts = np.flatnonzero(np.append(True, (np.diff(one[order]) != 0) | (np.diff(other[order]) != 0))[: len(order)])
    ends = np.append(starts[1:], len(order))
    single = ends - starts == 1
    found = order[starts[single]].tolist()
    for start, end in zip(starts[~single].tolist(), ends[~single].tolist(), strict=True):
        kept: list[int] = []
        for row in order[start:end].tolist():
            if not kept or _least_m(lon, lat, row, kept) >= APART_M:
                kept.append(row)
        found += kept
    return sorted(found)


def _least_m(lon: Floats, lat: Floats, row: int, others: list[int]) -> float:
    return float(between_m(lon[[row]], lat[[row]], lon[others], lat[others]).min())


def _meetings(draft: Draft) -> tuple[Longs, Longs, Longs]:
    """Junctions and pairs of different streets that meet there, in the order of junctions."""
    named = draft.street >= 0
    node = np.concatenate([draft.tail[named], draft.head[named]])
    street = np.concatenate([draft.street[named], draft.street[named]])
    key = np.sort(node * max(1, len(draft.names)) + street)
    key = key[np.append(True, key[1:] != key[:-1])[: len(key)]]
    node, street = np.divmod(key, max(1, len(draft.names)))
    starts = np.flatnonzero(np.append(True, node[1:] != node[:-1])[: len(node)])
    counts = np.diff(np.append(starts, len(node)))
    rows = np.concatenate(
        [np.empty((0, 2), dtype=np.int64), *map(partial(_pairs, starts, counts), range(2, counts.max(initial=0) + 1))]
    )
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    return node[rows[:, 0]], street[rows[:, 0]], street[rows[:, 1]]


def _pairs(starts: Longs, counts: Longs, count: int) -> Longs:
    """(k, 2) all pairs of rows of junctions where just so many streets meet."""
    inside = np.array(list(combinations(range(count), 2)), dtype=np.int64)
    pairs: Longs = (starts[counts == count][:, np.newaxis, np.newaxis] + inside).reshape(-1, 2)
    return pairs

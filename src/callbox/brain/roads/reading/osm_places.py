"""Streets and crossings for place search, out of a cut network of drawn lines."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

import numpy as np

from .draft import Longs, between_m
from .facts import Crossing, StreetName
from .ways import Lines, Pieces

APART_M: Final = 150.0
"""Two streets that meet again so near are one crossing: a street with two carriageways meets another four times."""
Names = tuple[tuple[str, str, str], ...]


def street_names(names: Names, lines: Lines, pieces: Pieces, street: Longs) -> tuple[StreetName, ...]:
    """Each street once, with a point in the middle of its stretch of most points. `street` (s,) is by stretch."""
    points = pieces.end - pieces.start
    order = np.lexsort((points, street))
    last = np.append(street[order][1:] != street[order][:-1], True)[: len(order)]
    rows = order[last & (street[order] >= 0)]
    middle = (pieces.start[rows] + pieces.end[rows]) // 2
    places = zip(
        street[rows].tolist(), lines.longitude_deg[middle].tolist(), lines.latitude_deg[middle].tolist(), strict=True
    )
    return tuple(
        StreetName(name=names[k][0], name_en=names[k][1], name_zh=names[k][2], longitude_deg=lon, latitude_deg=lat)
        for k, lon, lat in places
    )


def crossings(names: Names, lines: Lines, pieces: Pieces, street: Longs) -> tuple[Crossing, ...]:
    """Each pair of named streets that meet, in the order of the file's junctions; once within APART_M."""
    found: dict[tuple[int, int], list[tuple[float, float]]] = {}
    rows: list[Crossing] = []
    for pair, lon, lat in _meetings(lines, pieces, street):
        known = found.setdefault(pair, [])
        if any(_apart_m(lon, lat, place) < APART_M for place in known):
            continue
        known.append((lon, lat))
        rows.append(Crossing(street=names[pair[0]][0], other=names[pair[1]][0], longitude_deg=lon, latitude_deg=lat))
    return tuple(rows)


def _apart_m(lon: float, lat: float, place: tuple[float, float]) -> float:
    return float(between_m(*(np.array([degrees]) for degrees in (lon, lat, *place)))[0])


def _meetings(lines: Lines, pieces: Pieces, street: Longs) -> Iterator[tuple[tuple[int, int], float, float]]:
    """Pairs of streets at each junction, with its place."""
    named = street >= 0
    node = np.concatenate([pieces.tail[named], pieces.head[named]])
    name = np.concatenate([street[named], street[named]])
    order = np.lexsort((name, node))
    node, name = node[order], name[order]
    first = np.append(True, (node[1:] != node[:-1]) | (name[1:] != name[:-1]))[: len(node)]
    node, name = node[first], name[first]
    starts = np.flatnonzero(np.append(True, node[1:] != node[:-1])[: len(node)])
    ends = np.append(starts[1:], len(node))
    for start, end in zip(starts[ends - starts >= 2].tolist(), ends[ends - starts >= 2].tolist(), strict=True):
        point = pieces.node_point[node[start]]
        lon, lat = float(lines.longitude_deg[point]), float(lines.latitude_deg[point])
        for pair in combinations(name[start:end].tolist(), 2):
            yield pair, lon, lat

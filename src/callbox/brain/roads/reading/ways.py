"""Drawn lines become streets: cut where they meet, with the points between as the shape."""

from dataclasses import dataclass

import numpy as np

from callbox.brain.roads.facts import Floats

from .draft import Longs
from .facts import Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """w lines of p points in all; line k has the points first[k] : first[k + 1]."""

    first: Longs
    """(w + 1,)"""
    ref: Longs
    """(p,) points with the same number are one place."""
    longitude_deg: Floats
    latitude_deg: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """s stretches of lines from junction to junction, in order; stretch k has the points start[k] .. end[k]."""

    line: Longs
    """(s,)"""
    start: Longs
    end: Longs
    tail: Longs
    """(s,) junction at the start: index into `nodes`."""
    head: Longs
    node_ref: Longs
    """(n,) the number of each junction."""
    node_point: Longs
    """(n,) a point that lies there."""


def without_repeats(lines: Lines) -> Lines:
    """The lines without points that repeat the one before, and without lines of fewer than two points."""
    owner = np.repeat(np.arange(len(lines.first) - 1), np.diff(lines.first))
    kept = np.ones(len(owner), dtype=np.bool_)
    kept[1:] = (lines.ref[1:] != lines.ref[:-1]) | (owner[1:] != owner[:-1])
    counts = np.bincount(owner[kept], minlength=len(lines.first) - 1)
    kept &= (counts >= 2)[owner]
    counts[counts < 2] = 0
    return Lines(
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        ref=lines.ref[kept],
        longitude_deg=lines.longitude_deg[kept],
        latitude_deg=lines.latitude_deg[kept],
    )


def cut(lines: Lines, *, also_at: Longs) -> Pieces:
    """Lines cut at their ends, where two meet, at the numbers in `also_at`, and in the middle of every loop."""
    owner = np.repeat(np.arange(len(lines.first) - 1), np.diff(lines.first))
    numbers, place = np.unique(lines.ref, return_inverse=True)
    shared = np.bincount(place, minlength=len(numbers)) >= 2
    if len(also_at) and len(numbers):
        found = np.minimum(np.searchsorted(numbers, also_at), len(numbers) - 1)
        shared[found[numbers[found] == also_at]] = True
    ends = np.zeros(len(owner), dtype=np.bool_)
    drawn = np.diff(lines.first) > 0
    ends[lines.first[:-1][drawn]] = ends[lines.first[1:][drawn] - 1] = True
    shared[place[ends]] = True
    return _pieces(lines, owner, _with_loops_cut(shared[place], place, owner), place)


def _with_loops_cut(junction: Flags, place: Longs, owner: Longs) -> Flags:
    at = np.flatnonzero(junction)
    start, end = at[:-1], at[1:]
    loop = (place[start] == place[end]) & (owner[start] == owner[end]) & (end - start >= 2)
    whole = junction.copy()
    whole[(start[loop] + end[loop]) // 2] = True
    return whole


def _pieces(lines: Lines, owner: Longs, junction: Flags, place: Longs) -> Pieces:
    at = np.flatnonzero(junction)
    one_line = owner[at[:-1]] == owner[at[1:]]
    start, end = at[:-1][one_line], at[1:][one_line]
    node_place, node = np.unique(place[at], return_inverse=True)
    node_point = np.zeros(len(node_place), dtype=np.int64)
    node_point[node] = at
    junction_at = np.full(len(owner), -1, dtype=np.int64)
    junction_at[at] = node
    return Pieces(
        line=owner[start],
        start=start,
        end=end,
        tail=junction_at[start],
        head=junction_at[end],
        node_ref=lines.ref[node_point],
        node_point=node_point,
    )


def shapes(lines: Lines, start: Longs, end: Longs, back: Flags) -> tuple[Longs, Floats]:
    """`shape_first` and `shape_deg` of stretches: the points between start and end, from the end where `back`."""
    counts = end - start - 1
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    within = np.arange(first[-1]) - np.repeat(first[:-1], counts)
    forth = np.repeat(start, counts) + 1 + within
    points = np.where(np.repeat(back, counts), np.repeat(end, counts) - 1 - within, forth)
    return first, np.column_stack([lines.longitude_deg[points], lines.latitude_deg[points]])

"""Units that a file does not name: as many stand in as were out at the same time. Pure."""

import heapq
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from callbox.faces.command.replay.calls import Call, Leg

CALL_SIGN = "unnamed-{number}"


def with_names(calls: Sequence[Call]) -> tuple[Call, ...]:
    """The calls with a call sign for every leg: one that is free at the time, else a new one."""
    out = sorted(
        (min(leg.at.values()), max(leg.at.values()), place, number)
        for place, call in enumerate(calls)
        for number, leg in enumerate(call.legs)
        if not leg.unit
    )
    if not out:
        return tuple(calls)
    signs: dict[tuple[int, int], str] = {}
    busy: list[tuple[datetime, int]] = []
    free: list[int] = []
    for start, end, place, number in out:
        while busy and busy[0][0] <= start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        sign = heapq.heappop(free) if free else len(busy) + 1
        heapq.heappush(busy, (end, sign))
        signs[place, number] = CALL_SIGN.format(number=sign)
    return tuple(replace(call, legs=_named(call.legs, place, signs)) for place, call in enumerate(calls))


def _named(legs: Sequence[Leg], place: int, signs: dict[tuple[int, int], str]) -> tuple[Leg, ...]:
    return tuple(leg if leg.unit else replace(leg, unit=signs[place, number]) for number, leg in enumerate(legs))

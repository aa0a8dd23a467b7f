"""The dispatch floor in a few words: small situations for tests, in minutes and call signs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.dispatch.facts import Case, Cover, Need, Situation, UnitState
from callbox.brain.dispatch.proposal import Proposal

MINUTE_MS = 60_000
NEVER = float("inf")


def engine(name: str, **more: object) -> UnitState:
    """An engine that is free, unless told otherwise."""
    usual = UnitState(id=name, kind="engine", state="idle")
    return replace(usual, **more)  # type: ignore[arg-type]  # a test names any field of it


def fire(name: str = "fire", *, priority: int = 0, engines: int = 1, since_min: float = 0, **need: object) -> Case:
    """A case that needs engines."""
    wanted = replace(Need(kind="engine", count=engines), **need)  # type: ignore[arg-type]  # as above
    return Case(
        id=name,
        priority=priority,
        needs=(wanted,) if engines else (),
        longitude_deg=174.76,
        latitude_deg=-36.85,
        waiting_since_ms=round(since_min * MINUTE_MS),
    )


def floor(
    units: Sequence[UnitState],
    minutes: Mapping[str, Sequence[float]],
    *,
    cases: Sequence[Case] | None = None,
    cover: Cover | None = None,
    straight_m: Sequence[Sequence[float]] | None = None,
) -> Situation:
    """A situation: minutes by road from each unit to each case, by the case's id."""
    known = tuple(cases) if cases is not None else tuple(fire(name) for name in minutes)
    rows = [[UNREACHABLE_MS if one == NEVER else round(one * MINUTE_MS) for one in minutes[case.id]] for case in known]
    travel_ms = np.array(rows, dtype=np.int32).reshape(len(known), len(units))
    metres = np.array(straight_m, dtype=np.float64) if straight_m is not None else travel_ms / 100.0
    return Situation(at_ms=0, units=tuple(units), cases=known, travel_ms=travel_ms, straight_m=metres, cover=cover)


def cover(near: Sequence[Sequence[int]], *, calls_per_h: Sequence[float], busy: float | Sequence[float] = 0.3) -> Cover:
    """Which points each unit would serve in time (1) or not (0)."""
    travel_ms = np.where(np.array(near) == 1, 4 * MINUTE_MS, 20 * MINUTE_MS).astype(np.int32)
    return Cover(
        calls_per_h=np.array([calls_per_h], dtype=np.float64),
        serves=np.zeros(len(near), dtype=np.int64),
        travel_ms=travel_ms,
        busy=np.broadcast_to(np.array(busy, dtype=np.float64), (len(near),)).copy(),
        threshold_ms=8 * MINUTE_MS,
    )


def sent(proposal: Proposal) -> list[str]:
    """The units of the best way, by name."""
    return sorted(proposal.best.units) if proposal.best else []


def ranked(proposal: Proposal) -> list[list[str]]:
    """The units of each way."""
    return [sorted(way.units) for way in proposal.ways]


def codes(proposal: Proposal, way: int = 0) -> list[str]:
    """The reasons of a way, by code without `advice.`."""
    return [reason.code.removeprefix("advice.") for reason in proposal.ways[way].reasons]


def told(proposal: Proposal) -> list[str]:
    """What is said of the case itself."""
    return [reason.code.removeprefix("advice.") for reason in proposal.reasons]


def asked(proposal: Proposal) -> list[tuple[str, str]]:
    """Who could be asked, and how."""
    return [(unit, reason.code.removeprefix("advice.")) for unit, reason in proposal.asked]

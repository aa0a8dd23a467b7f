"""Situations drawn at random for properties: few units, few minutes, so that ties and shortages are common."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.dispatch.facts import POSITIONS, STATES, Case, Cover, Need, Situation, UnitState

MINUTE_MS = 60_000
SKILLS = st.frozensets(st.sampled_from(["ropes", "chemicals"]), max_size=1)


@st.composite
def units(draw: st.DrawFn, name: str) -> UnitState:
    on = draw(st.sampled_from(["", "bin", "c0"]))
    return UnitState(
        id=name,
        kind=draw(st.sampled_from(["engine", "engine", "ladder"])),
        state=draw(st.sampled_from(["idle", "idle", "idle", *STATES])),
        skills=draw(SKILLS),
        measures=draw(st.sampled_from([{}, {"height_m": 3.0}, {"height_m": 4.0}])),
        on_case=on,
        on_priority=draw(st.sampled_from([0, 2])) if on else None,
        clears_in_ms=draw(st.sampled_from([None, 0, 3 * MINUTE_MS])),
        on_shift_until_ms=draw(st.sampled_from([None, None, 0, 4 * MINUTE_MS])),
        rested=draw(st.sampled_from([True, True, False])),
        neighbour=draw(st.sampled_from(["", "", "Hill County"])),
        agreed=draw(st.booleans()),
        position=draw(st.sampled_from(["here", "here", *POSITIONS])),
    )


@st.composite
def needs(draw: st.DrawFn) -> Need:
    return Need(
        kind=draw(st.sampled_from(["engine", "engine", "ladder"])),
        count=draw(st.integers(1, 2)),
        skills=draw(SKILLS),
        limits=draw(st.sampled_from([{}, {}, {"height_m": 3.5}])),
    )


@st.composite
def situations(draw: st.DrawFn, *, most_units: int = 6, most_cases: int = 3) -> Situation:
    fleet = tuple(draw(units(f"U{index}")) for index in range(draw(st.integers(0, most_units))))
    count = draw(st.integers(1, most_cases))
    cases = tuple(
        Case(
            id=f"c{index}",
            priority=draw(st.integers(0, 1)),
            needs=(draw(needs()),) if draw(st.booleans()) else (draw(needs()), draw(needs())),
            longitude_deg=174.0,
            latitude_deg=-36.0,
            waiting_since_ms=draw(st.sampled_from([0, MINUTE_MS])),
        )
        for index in range(count)
    )
    minutes = st.sampled_from([1, 2, 3, 5, 8, 13, UNREACHABLE_MS // MINUTE_MS + 1])
    drawn = [[min(draw(minutes) * MINUTE_MS, UNREACHABLE_MS) for _ in fleet] for _ in cases]
    travel_ms = np.array(drawn, dtype=np.int32).reshape(count, len(fleet))
    return Situation(
        at_ms=2 * MINUTE_MS,
        units=fleet,
        cases=cases,
        travel_ms=travel_ms,
        straight_m=travel_ms / 90.0,
        cover=draw(covers(len(fleet))),
    )


@st.composite
def covers(draw: st.DrawFn, count: int) -> Cover | None:
    if draw(st.booleans()):
        return None
    travel = [[draw(st.sampled_from([4, 12])) * MINUTE_MS for _ in range(3)] for _ in range(count)]
    return Cover(
        calls_per_h=np.array([[draw(st.sampled_from([0.0, 0.5, 2.0])) for _ in range(3)] for _ in range(2)]),
        serves=np.array([draw(st.sampled_from([-1, 0, 1])) for _ in range(count)], dtype=np.int64),
        travel_ms=np.array(travel, dtype=np.int32).reshape(count, 3),
        busy=np.array([draw(st.sampled_from([0.0, 0.2, 0.7, 1.0])) for _ in range(count)]),
        threshold_ms=8 * MINUTE_MS,
    )


def shuffled(situation: Situation, order: list[int]) -> Situation:
    """The same situation with its units in another order."""
    assert situation.travel_ms is not None
    cover = situation.cover
    return replace(
        situation,
        units=tuple(situation.units[at] for at in order),
        travel_ms=situation.travel_ms[:, order],
        straight_m=situation.straight_m[:, order],
        cover=cover
        and replace(cover, travel_ms=cover.travel_ms[order], busy=cover.busy[order], serves=cover.serves[order]),
    )

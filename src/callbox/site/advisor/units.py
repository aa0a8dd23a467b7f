"""The units of a question about whom to send, read out of plain JSON; what did not change is not read again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from callbox.brain.dispatch import Roster, UnitState
from callbox.brain.dispatch.facts import HERE, POSITIONS, STATES
from callbox.kernel.chain import Json
from callbox.site.advisor.asked import NotUnderstood, Placed, an_object, listed, place, text, whole

PRIORITY_MAX: Final = 9
SKILLS_MAX: Final = 50
MS_MAX: Final = 2**53
FORGET_AFTER_S: Final = 900.0
LOOK_EVERY_S: Final = 60.0

PLACE: Final = "place"
NOT_KNOWN: Final = (np.nan, np.nan)


class Read(NamedTuple):
    """One unit, read."""

    unit: UnitState
    placed: Placed
    kind: str
    """What it is, whether or not that matters to the question."""


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The units of one question, in the order of their ids. What did not change is the same object as before."""

    roster: Roster
    places: tuple[Placed, ...]
    kinds: tuple[str, ...]
    place_deg: NDArray[np.float64]
    """(n, 2) longitude, latitude; NaN where no place is known."""


class Last(NamedTuple):
    """A question's units as they were told and read."""

    rows: Sequence[Json]
    rank: Sequence[int]
    """Where each row stands in the order of ids."""
    keys: tuple[tuple[str, bool], ...]
    units: Units


class KnownUnits:
    """Units as they were told last. Like their positions, they are forgotten when nobody asked for fifteen minutes."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, bool], tuple[dict[str, Json], Read]] = {}
        self._asked_s: dict[tuple[str, bool], float] = {}
        self._last: dict[bool, Last] = {}
        self._looked_s = 0.0

    def read(self, rows: Sequence[Json], *, anybody: bool, now_s: float) -> Units:
        """The units; `anybody`: their kinds do not matter.

        Raises:
            NotUnderstood: naming the field, or when two have one id.
        """
        self._forget(now_s)
        found = self._amended(rows, anybody=anybody) or self._anew(rows, anybody=anybody)
        self._last[anybody] = found
        self._asked_s.update(dict.fromkeys(found.keys, now_s))
        return found.units

    def _amended(self, rows: Sequence[Json], *, anybody: bool) -> Last | None:
        """The last question's units with those changed that are told otherwise; None where other units are told."""
        last = self._last.get(anybody)
        if last is None or len(rows) != len(last.rows):
            return None
        pairs = enumerate(zip(rows, last.rows, strict=True))
        changed = [at for at, (row, before) in pairs if row is not before and row != before]
        read = [self._one(rows[at], anybody=anybody) for at in changed]
        ranks = [last.rank[at] for at in changed]
        if any(last.units.places[rank].id != one.placed.id for rank, one in zip(ranks, read, strict=True)):
            return None
        units = _changed(last.units, ranks, read) if changed else last.units
        return last._replace(rows=rows, units=units)

    def _anew(self, rows: Sequence[Json], *, anybody: bool) -> Last:
        read = [self._one(row, anybody=anybody) for row in rows]
        order = sorted(range(len(read)), key=lambda at: read[at].placed.id)
        rank = [0] * len(order)
        for standing, at in enumerate(order):
            rank[at] = standing
        ordered = [read[at] for at in order]
        keys = tuple((one.placed.id, anybody) for one in ordered)
        if len(set(keys)) != len(keys):
            raise NotUnderstood("field.wrong", "units: two have the same id")
        units = Units(
            roster=Roster(one.unit for one in ordered),
            places=tuple(one.placed for one in ordered),
            kinds=tuple(one.kind for one in ordered),
            place_deg=np.array([one.placed.place or NOT_KNOWN for one in ordered], dtype=np.float64).reshape(-1, 2),
        )
        return Last(rows, rank, keys, units)

    def _one(self, row: Json, *, anybody: bool) -> Read:
        told = an_object(row, "units")
        key = (text(told.get("id", ""), "id"), anybody)
        known = self._read.get(key)
        if known is not None and known[0] == told:
            return known[1]
        only_moved = known is not None and PLACE in told and {**told, PLACE: known[0].get(PLACE)} == known[0]
        unit = known[1].unit if known is not None and only_moved else _unit(told, anybody=anybody)
        kind = text(told.get("kind", ""), "kind")
        read = Read(unit, Placed(id=unit.id, place=place(told.get(PLACE), PLACE)), kind)
        self._read[key] = told, read
        return read

    def _forget(self, now_s: float) -> None:
        if now_s - self._looked_s < LOOK_EVERY_S:
            return
        self._looked_s = now_s
        old = [key for key in self._read if now_s - self._asked_s.get(key, now_s) > FORGET_AFTER_S - LOOK_EVERY_S]
        for key in old:
            del self._read[key]
            self._asked_s.pop(key, None)
        if old:
            self._last.clear()


def _changed(units: Units, ranks: Sequence[int], read: Sequence[Read]) -> Units:
    """The units with some of them as they are now."""
    roster, places, kinds, place_deg = list(units.roster), list(units.places), list(units.kinds), units.place_deg.copy()
    for rank, one in zip(ranks, read, strict=True):
        roster[rank], places[rank], kinds[rank] = one
        place_deg[rank] = one.placed.place or NOT_KNOWN
    alike = all(units.roster[rank] == one.unit for rank, one in zip(ranks, read, strict=True))
    return Units(
        roster=units.roster if alike else Roster(roster),
        places=tuple(places),
        kinds=units.kinds if tuple(kinds) == units.kinds else tuple(kinds),
        place_deg=place_deg,
    )


def _unit(told: Mapping[str, Json], *, anybody: bool) -> UnitState:
    state, position = text(told.get("state", ""), "state"), text(told.get("position", HERE), "position")
    if state not in STATES or position not in POSITIONS:
        wanted = f"state: one of {', '.join(STATES)}; position: one of {', '.join(POSITIONS)}"
        raise NotUnderstood("field.wrong", wanted)
    return UnitState(
        id=text(told.get("id", ""), "id"),
        # Where nobody said what is needed, any unit will do.
        kind="" if anybody else text(told.get("kind", ""), "kind"),
        state=state,
        call_sign=text(told.get("call_sign", ""), "call_sign"),
        skills=frozenset(text(one, "skills") for one in listed(told.get("skills", []), "skills", most=SKILLS_MAX)),
        on_case=text(told.get("on_case", ""), "on_case"),
        on_priority=_maybe(told.get("on_priority"), "on_priority", most=PRIORITY_MAX),
        on_shift_until_ms=_maybe(told.get("on_shift_until_ms"), "on_shift_until_ms", most=MS_MAX),
        rested=told.get("rested", True) is True,
        position=position,
    )


def _maybe(told: Json, field: str, *, most: int) -> int | None:
    return None if told is None else whole(told, field, most=most)

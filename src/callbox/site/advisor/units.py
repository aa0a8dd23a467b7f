"""The units of a question about whom to send, read out of plain JSON; what did not change is not read again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

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


class Read(NamedTuple):
    """One unit, read."""

    unit: UnitState
    placed: Placed
    kind: str
    """What it is, whether or not that matters to the question."""


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one question, in the order of their ids."""

    roster: Roster
    """The same object as long as none of them changes but in place."""
    places: tuple[Placed, ...]
    kinds: tuple[str, ...]


class KnownUnits:
    """Units as they were told last. Like their positions, they are forgotten when nobody asked for fifteen minutes."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, bool], tuple[dict[str, Json], Read]] = {}
        self._rosters = {False: Roster(), True: Roster()}
        self._asked_s: dict[tuple[str, bool], float] = {}
        self._looked_s = 0.0

    def read(self, rows: Sequence[Json], *, anybody: bool, now_s: float) -> Units:
        """The units; `anybody`: their kinds do not matter.

        Raises:
            NotUnderstood: naming the field, or when two have one id.
        """
        self._forget(now_s)
        found = sorted((self._one(row, anybody=anybody) for row in rows), key=_id)
        ids = {one.unit.id for one in found}
        if len(ids) != len(found):
            raise NotUnderstood("field.wrong", "units: two have the same id")
        self._asked_s.update(((one, anybody), now_s) for one in ids)
        units = tuple(one.unit for one in found)
        if units != tuple(self._rosters[anybody]):
            self._rosters[anybody] = Roster(units)
        return Units(self._rosters[anybody], tuple(one.placed for one in found), tuple(one.kind for one in found))

    def _one(self, row: Json, *, anybody: bool) -> Read:
        told = an_object(row, "units")
        key = (text(told.get("id", ""), "id"), anybody)
        known = self._read.get(key)
        if known is not None and known[0] == told:
            return known[1]
        moved = known is not None and {**known[0], PLACE: told.get(PLACE)} == {PLACE: None, **told}
        unit = known[1].unit if known is not None and moved else _unit(told, anybody=anybody)
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


def _id(one: Read) -> str:
    return one.unit.id


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

"""The units of a question about whom to send, read out of plain JSON; what did not change is not read again."""

from collections.abc import Mapping, Sequence
from typing import Final

from callbox.brain.dispatch import UnitState
from callbox.brain.dispatch.facts import HERE, POSITIONS, STATES
from callbox.kernel.chain import Json
from callbox.site.advisor.asked import NotUnderstood, Placed, an_object, listed, place, text, whole

PRIORITY_MAX: Final = 9
SKILLS_MAX: Final = 50
MS_MAX: Final = 2**53
FORGET_AFTER_S: Final = 900.0
LOOK_EVERY_S: Final = 60.0

Read = tuple[UnitState, Placed]


class KnownUnits:
    """Units as they were told last. Like their positions, they are forgotten when nobody asked for fifteen minutes."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, bool], tuple[Json, Read]] = {}
        self._asked_s: dict[tuple[str, bool], float] = {}
        self._looked_s = 0.0

    def read(self, rows: Sequence[Json], *, anybody: bool, now_s: float) -> tuple[Read, ...]:
        """The units; `anybody`: their kinds do not matter.

        Raises:
            NotUnderstood: naming the field, or when two have one id.
        """
        self._forget(now_s)
        found = tuple(self._one(row, anybody=anybody) for row in rows)
        ids = {unit.id for unit, _ in found}
        if len(ids) != len(found):
            raise NotUnderstood("field.wrong", "units: two have the same id")
        self._asked_s.update(((one, anybody), now_s) for one in ids)
        return found

    def _one(self, row: Json, *, anybody: bool) -> Read:
        told = an_object(row, "units")
        key = (text(told.get("id", ""), "id"), anybody)
        known = self._read.get(key)
        if known is not None and known[0] == told:
            return known[1]
        unit = _unit(told, anybody=anybody)
        read = unit, Placed(id=unit.id, place=place(told.get("place"), "place"))
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

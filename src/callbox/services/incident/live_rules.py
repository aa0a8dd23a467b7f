"""The live system's rules in the simulator's exact mode: the functions that run the floor decide on records in memory.

Rules in words. A simulated unit, call and shift are a unit, an incident and a shift as the node keeps them; whatever happens
to them is done by the act that the node would do, and an act that its rule refuses ends the run. A unit may be sent where
assigning it would make it go at once, called off where diverting it is allowed, relieved where standing it down is. It is
available when its record says so. How urgent a call must be to take a unit from another, and what a swap must save, is no
rule of the floor but a choice: `Params` say it.
A crew whose shift ends while it is out signs off when it is done, as crews do.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final

from callbox.brain.simulate.facts import NEVER_MS, NOBODY, Params
from callbox.brain.simulate.rules import CallSeen, Happening, UnitSeen
from callbox.kernel import registry
from callbox.kernel.facts import Act, Actor, Id, New, Ref, Refused
from callbox.kernel.in_memory import Records
from callbox.services.incident.facts import PRIORITIES, Assignment, Incident
from callbox.services.incident.holding import act_to_send
from callbox.services.unit.facts import Unit

MONDAY: Final = datetime(2001, 1, 1, tzinfo=UTC)
"""The simulator counts from the start of a Monday."""
LONGEST_SHIFT: Final = timedelta(hours=24)
BY: Final = Actor(organisation="", roles=frozenset({"dispatcher"}), person="dispatcher", via="simulator")


class LiveRules:
    """`Rules` for units 0..u-1 of these kinds, of which `in_shifts` begin off shift."""

    def __init__(self, params: Params, *, kinds: Sequence[int], in_shifts: Collection[int] = ()) -> None:
        self._params, self._at, self._names = params, MONDAY, count()
        self._records = Records(_unit(number, kind, number in in_shifts) for number, kind in enumerate(kinds))
        self._to_sign_off: set[int] = set()
        self._done: Mapping[Happening, Callable[[int], None]] = {
            Happening.ARRIVED: self._arrived,
            Happening.CARRIES: self._carries,
            Happening.FREE: self._free,
            Happening.SHIFT_BEGINS: self._shift_begins,
            Happening.SHIFT_ENDS: self._shift_ends,
        }

    # What happens

    def told(self, what: Happening, *, at_ms: int, unit: int = NOBODY, call: CallSeen | None = None) -> None:
        """The act that the node would do.

        Raises:
            Refused: when its rule does not allow what the simulator did.
        """
        self._at = MONDAY + timedelta(milliseconds=at_ms)
        if call is not None and what is Happening.CALLED:
            priority = PRIORITIES[min(call.priority, len(PRIORITIES) - 1)]
            self._do("incident.open", id=_call(call.number), category="simulated", priority=priority)
        elif call is not None:
            self._records.do(self._sending(self._unit(unit), call))
            self._do("assignment.en_route", assignment=self._unit(unit).assignment)
        else:
            self._done[what](unit)

    def _arrived(self, unit: int) -> None:
        self._do("assignment.on_scene", assignment=self._unit(unit).assignment)

    def _carries(self, unit: int) -> None:
        self._do("assignment.transporting", assignment=self._unit(unit).assignment)

    def _free(self, unit: int) -> None:
        called_off = act_to_send(self._unit(unit)) == "incident.divert"
        name = "assignment.stood_down" if called_off else "assignment.available"
        self._do(name, assignment=self._unit(unit).assignment)
        if unit in self._to_sign_off:
            self._sign_off(unit)

    def _shift_begins(self, unit: int) -> None:
        if unit in self._to_sign_off:
            self._sign_off(unit)
        name = f"shift-{next(self._names)}"
        self._do("shift.sign_on", id=name, unit=_name(unit), ends_at=self._at + LONGEST_SHIFT)

    def _shift_ends(self, unit: int) -> None:
        if self._unit(unit).assignment is None:
            self._sign_off(unit)
        else:
            self._to_sign_off.add(unit)

    def _sign_off(self, unit: int) -> None:
        self._to_sign_off.discard(unit)
        self._do("shift.end", shift=self._unit(unit).shift)

    # What is asked

    def may_be_sent(self, unit: UnitSeen, call: CallSeen) -> bool:
        """Whether assigning it makes it go at once."""
        record = self._unit(unit.number)
        return record.unit_kind == str(call.kind_lacking) and self._goes("incident.assign", record, call)

    def may_be_called_off(self, unit: UnitSeen, call: CallSeen) -> bool:
        """Whether it is under way to a call that this one may take units from, and may be diverted."""
        record, lowest = self._unit(unit.number), self._params.preempts_from[call.priority]
        if lowest == NOBODY or record.unit_kind != str(call.kind_lacking) or act_to_send(record) != "incident.divert":
            return False
        return self._priority(record) >= lowest and self._goes("incident.divert", record, call)

    def may_be_relieved(self, unit: UnitSeen) -> bool:
        """Whether it is under way to a call that another may take over, and may be stood down."""
        record = self._unit(unit.number)
        if self._params.reassign_gain_ms >= NEVER_MS or act_to_send(record) != "incident.divert":
            return False
        if not self._params.reassigns[self._priority(record)]:
            return False
        return self._is_allowed(self._act("assignment.stood_down", assignment=record.assignment))

    def is_available(self, unit: UnitSeen) -> bool:
        return self._unit(unit.number).status == "available"

    # Records and acts

    def _unit(self, number: int) -> Unit:
        found: Unit = self._records[Ref("unit", _name(number))]
        return found

    def _priority(self, unit: Unit) -> int:
        """How urgent the incident is that it is on."""
        active: Assignment = self._records[Ref("assignment", unit.assignment or "")]
        incident: Incident = self._records[Ref("incident", active.incident)]
        return PRIORITIES.index(incident.priority)

    def _goes(self, name: str, unit: Unit, call: CallSeen) -> bool:
        """Whether the act would put the unit on its way now, not only in a queue."""
        try:
            changes = self._records.asked(self._assigning(name, unit, call))
        except Refused:
            return False
        return any(isinstance(one, New) and one.record.status == "assigned" for one in changes)

    def _is_allowed(self, act: Act[Any]) -> bool:
        try:
            self._records.asked(act)
        except Refused:
            return False
        return True

    def _sending(self, unit: Unit, call: CallSeen) -> Act[Any]:
        return self._assigning(act_to_send(unit), unit, call)

    def _assigning(self, name: str, unit: Unit, call: CallSeen) -> Act[Any]:
        return self._act(name, id=f"assignment-{next(self._names)}", incident=_call(call.number), unit=unit.id)

    def _act(self, name: str, **given: Any) -> Act[Any]:
        return Act(name=name, by=BY, at=self._at, inputs=registry.act(name).inputs(**given))

    def _do(self, name: str, **given: Any) -> None:
        self._records.do(self._act(name, **given))


def _unit(number: int, kind: int, in_shifts: bool) -> Unit:
    name, status = _name(number), "off_shift" if in_shifts else "available"
    return Unit(id=name, status=status, organisation="", call_sign=name, unit_kind=str(kind))


def _name(unit: int) -> Id:
    return f"unit-{unit}"


def _call(number: int) -> Id:
    return f"call-{number}"

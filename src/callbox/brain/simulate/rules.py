"""What the floor's rules decide in the slow exact mode: who may be sent, called off, relieved.

The simulator's own rules are `ByParams`. A service fills the protocol with the rules of the live system, so that the same
functions decide there and here; what happens is told to them, so that they can keep records of their own.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from callbox.brain.simulate.facts import NEVER_MS, NOBODY, Params


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSeen:
    """What a rule may know about a call."""

    number: int
    priority: int
    kind_lacking: int
    """The kind of unit it lacks, or that is under way to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSeen:
    """What a rule may know about a unit."""

    number: int
    kind: int
    on_shift: bool
    waits: bool
    """At a station."""
    rolls: bool
    """On its way to a station, for nobody."""
    free: bool
    """This moment done with a call or come on shift: what it does next is being decided."""
    en_route_to: CallSeen | None
    """The call it has not reached yet."""


class Happening(Enum):
    """What happens on the floor."""

    CALLED = auto()
    """A call comes in."""
    SENT = auto()
    """A unit is told to go to a call, from wherever it is."""
    ARRIVED = auto()
    CARRIES = auto()
    """It leaves the scene with a patient."""
    FREE = auto()
    """It is done, or was relieved."""
    SHIFT_BEGINS = auto()
    SHIFT_ENDS = auto()
    """Whatever it is doing then, it finishes."""


class Rules(Protocol):
    """Who may be sent; asked for one unit at a time, and told what happens."""

    def told(self, what: Happening, *, at_ms: int, unit: int = NOBODY, call: CallSeen | None = None) -> None:
        """Something happens now, to a unit, a call or both."""

    def may_be_sent(self, unit: UnitSeen, call: CallSeen) -> bool:
        """Whether an idle unit is available for a call."""

    def may_be_called_off(self, unit: UnitSeen, call: CallSeen) -> bool:
        """Whether a unit under way to another call may be taken for this one."""

    def may_be_relieved(self, unit: UnitSeen) -> bool:
        """Whether a unit that becomes free may take over the call this one is under way to."""

    def is_available(self, unit: UnitSeen) -> bool:
        """Whether a unit that is done may be given something else to do, or has gone off."""


@dataclass(frozen=True, slots=True)
class ByParams:
    """The rules that `Params` describe and that the fast mode follows."""

    params: Params

    def told(self, what: Happening, *, at_ms: int, unit: int = NOBODY, call: CallSeen | None = None) -> None:
        """Nothing is kept: what is seen of a unit says it all."""

    def may_be_sent(self, unit: UnitSeen, call: CallSeen) -> bool:
        return unit.on_shift and unit.kind == call.kind_lacking and (unit.waits or unit.rolls or unit.free)

    def may_be_called_off(self, unit: UnitSeen, call: CallSeen) -> bool:
        lowest = self.params.preempts_from[call.priority]
        if unit.en_route_to is None or lowest == NOBODY or unit.kind != call.kind_lacking:
            return False
        return unit.en_route_to.priority >= lowest

    def may_be_relieved(self, unit: UnitSeen) -> bool:
        allowed = self.params.reassign_gain_ms < NEVER_MS
        return allowed and unit.en_route_to is not None and self.params.reassigns[unit.en_route_to.priority]

    def is_available(self, unit: UnitSeen) -> bool:
        return unit.on_shift

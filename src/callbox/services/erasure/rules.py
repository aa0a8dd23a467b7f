"""The rules of erasing.

1. Everything that came with a case ends with it; that it was there, and when, stays in the ledger.
2. A case under a legal hold, or with a part under one, is not erased. Whoever lifts a hold says why.
3. Why a case was erased is not erased with it.
"""

from datetime import datetime
from typing import TypedDict

from callbox.kernel.clocks import PAUSED, RUNNING, STOPPED, State, written
from callbox.kernel.facts import Act, Change, Changes, Id, New, Record, Refused, Value
from callbox.services.erasure.facts import Erasure, Hold
from callbox.services.erasure.inputs import CarryOut, Lift, Place


class Told(TypedDict):
    """What an erasure or a hold takes over from its case, so that whoever may not know of the case knows of neither."""

    organisation: str
    about: str
    protected: bool
    of_kind: str
    of: Id


def carry_out(act: Act[CarryOut], *, case: Record, others: tuple[Record, ...], holds: tuple[Hold, ...]) -> Changes:
    """A case ends for good."""
    for hold in holds:
        if hold.status == "in_force":
            raise Refused("erasure.held", kind=hold.of_kind, id=hold.of)
    told = tuple(str(other.ref) for other in others)
    erasure = Erasure(id=act.inputs.id, status="done", together=told, ground=act.inputs.ground, **_told(case))
    ended = [Change(one, f"{one.kind}.erased", {"erased": True, **_stopped(one, act.at)}) for one in (case, *others)]
    return [New(erasure, "erasure.done"), *ended]


def _stopped(one: Record, at: datetime) -> dict[str, Value]:
    """No deadline runs in a record that is erased. Only one brought back from an older database still has any."""
    clocks: State = getattr(one, "clocks", {})
    still = {name for name, clock in clocks.items() if clock["state"] in (RUNNING, PAUSED)}
    if not still:
        return {}
    ended = {"state": STOPPED, "stopped": written(at)}
    return {"clocks": {name: {**clock, **(ended if name in still else {})} for name, clock in clocks.items()}}


def place(act: Act[Place], *, case: Record) -> Changes:
    """A case is evidence."""
    if case.erased:
        raise Refused("record.erased", kind=case.kind, id=case.id)
    return [New(Hold(id=act.inputs.id, status="in_force", **_told(case)), "hold.placed")]


def lift(act: Act[Lift], *, hold: Hold) -> Changes:
    """A case is evidence no longer."""
    if hold.status != "in_force":
        raise Refused("hold.lifted")
    return [Change(hold, "hold.lifted", {"status": "lifted"})]


def _told(case: Record) -> Told:
    return {
        "organisation": str(getattr(case, "organisation", "")),
        "about": getattr(case, "about", ""),
        "protected": bool(getattr(case, "protected", False)),
        "of_kind": case.kind,
        "of": case.id,
    }

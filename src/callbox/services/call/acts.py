"""What faces call: who rings, talks or waits to be called back; a call's number and place; its recordings."""

from typing import Any

from callbox.kernel import parts, read
from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.globe import place, straight_line_m
from callbox.kernel.read import Condition
from callbox.services.call.facts import OPEN, Call, Recording, Saying

FLOOR_MAX = 500
# A device place is doubted against the place that was typed only beyond what its radius and a street's width explain.
STREET_M = 100.0

_ON_THE_FLOOR = Condition("status = ANY(%s)", (list(OPEN),))
# Who is on the line now stands before who waits to be called back, however many those are.
_IN_ORDER = "status = 'abandoned', rang_at, id"


def on_the_floor(actor: Actor, *, most: int = FLOOR_MAX) -> tuple[Call, ...]:
    """Every call that rings or is on the line, then those that wait to be called back; of each the oldest first.

    Numbers and places are sealed.
    """
    return read.select(actor, "call", where=[_ON_THE_FLOOR], order=_IN_ORDER, most=most)


def opened_on_the_floor(actor: Actor, *, purpose: str, most: int = FLOOR_MAX) -> tuple[Call, ...]:
    """As `on_the_floor`, with numbers and places: one recorded read of all of them.

    Raises:
        Refused: when no purpose is given.
    """
    return read.opened_all(
        actor, "call", purpose=purpose, where=[_ON_THE_FLOOR], order=_IN_ORDER, most=min(most, FLOOR_MAX)
    )


def opened(actor: Actor, call: Id, *, purpose: str) -> Call:
    """One call with its number and the place of its device. The read is recorded.

    Raises:
        Refused: when it is not there for this actor, or no purpose is given.
    """
    found: Any = read.opened(actor, Ref("call", call), purpose=purpose)
    assert isinstance(found, Call)
    return found


def recordings(actor: Actor, call: Id) -> tuple[Recording, ...]:
    """The recordings of a call, without their addresses.

    Raises:
        Refused: `not_found` when the call or its report is not there for this actor.
    """
    held = _call(actor, call)
    found = parts.of(actor, Ref("report", held.report))
    return tuple(one for one in found if isinstance(one, Recording) and one.call == call)


def opened_sayings(actor: Actor, call: Id, *, after: int, purpose: str) -> tuple[Saying, ...]:
    """What was said in a call in writing, by taps and keys, after so many, with its words, in order.

    All of it is one recorded read; what came since is opened one by one.

    Raises:
        Refused: when the call or its report is not there for this actor, or no purpose is given.
    """
    held = _call(actor, call)
    case = Ref("report", held.report)
    fresh = [one for one in parts.of(actor, case) if _is_said(one, call, after)]
    if not fresh:
        return ()
    if after:
        told: tuple[Any, ...] = tuple(parts.opened_one(actor, case, one.ref, purpose=purpose)[0] for one in fresh)
    else:
        told = tuple(one for one in parts.opened(actor, case, purpose=purpose)[1] if _is_said(one, call, 0))
    return tuple(sorted(told, key=lambda one: one.number))


def _is_said(one: Any, call: Id, after: int) -> bool:
    return isinstance(one, Saying) and one.call == call and one.number > after


def opened_recording(actor: Actor, call: Id, recording: Id, *, purpose: str) -> Recording:
    """Where a recording lies and what it must hash to. The read is recorded, with its purpose, before this returns.

    Raises:
        Refused: when it is not there for this actor, or no purpose is given.
    """
    held = _call(actor, call)
    found, _ = parts.opened_one(actor, Ref("report", held.report), Ref("recording", recording), purpose=purpose)
    if not isinstance(found, Recording) or found.call != call:
        raise Refused("not_found", kind="recording", id=recording)
    return found


def _call(actor: Actor, call: Id) -> Call:
    found = read.find(actor, Ref("call", call))
    assert isinstance(found, Call)
    return found


def apart_m(call: Call, *, latitude_deg: float | None, longitude_deg: float | None) -> float | None:
    """How far the device of an opened call is from a place, in metres, where that is more than its radius explains.

    None: they agree, or one of them is not known. To be read back to the caller, never to stop anybody.
    """
    typed, device = place(latitude_deg, longitude_deg), place(call.device_latitude_deg, call.device_longitude_deg)
    if typed is None or device is None:
        return None
    distance_m = straight_line_m(typed, device)
    return distance_m if distance_m > STREET_M + (call.device_radius_m or 0.0) else None

"""The telephone beside what is typed: who rings, what the line says of the caller, where their device is.

A device's place is shown and followed; it is taken only by a key, and never takes the place of one that was confirmed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from callbox.faces.console import told
from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id, Ref, Refused
from callbox.kernel.globe import Place, place
from callbox.kernel.node import current
from callbox.kernel.read import Condition, find, opened, select
from callbox.kernel.registry import act as spec_of
from callbox.kernel.registry import kind
from callbox.kernel.words import say
from callbox.services.call.facts import Call
from callbox.services.report.placing import disagreement_m

RINGING_MOST: Final = 20

Given = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Device:
    """Where the caller's device was, and when."""

    where: Place
    radius_m: float
    at: datetime

    @property
    def plain(self) -> str:
        """As the form carries it."""
        return f"{self.where[0]:.6f} {self.where[1]:.6f} {self.radius_m:.0f} {self.at.isoformat()}"

    @property
    def label(self) -> str:
        return f"{self.where[0]:.5f}, {self.where[1]:.5f}"


def waiting(actor: Actor, status: str) -> Sequence[Call]:
    """Calls that ring, or (`abandoned`) that somebody must call back, those that wait longest first."""
    if not actor.roles & kind("call").reads.keys():
        return ()
    where = [Condition("status = %s", (status,))]
    found: Sequence[Call] = select(actor, "call", where=where, order="rang_at, id", most=RINGING_MOST)
    return found


def call_of(actor: Actor, report: Id) -> Call | None:
    """The call that a report came by, sealed."""
    try:
        found = find(actor, Ref("call", report)) if report else None
    except Refused:
        return None
    return found if isinstance(found, Call) else None


def known_of(actor: Actor, call: Call, language: str) -> dict[str, str]:
    """What the line says of the caller, to begin the form with. The look is recorded."""
    seen = opened(actor, call.ref, purpose=say("purpose.on_line", language))
    known = {"caller_phone": seen.number or "", "language": call.language, "channel": call.channel}
    # What the network says is typed for the call taker, who reads it back: it is no place that anybody took.
    known |= {"address": seen.civic_address or ""}
    device = _device(seen)
    return {name: text for name, text in known.items() if text} | ({"device": device.plain} if device else {})


def device_of(actor: Actor, call: Call | None, given: Given, language: str) -> Device | None:
    """The newest place of the device: as the form has it, or opened again where the device has moved since."""
    known = _read(given.get("device", ""))
    if call is None or call.device_at is None or (known is not None and known.at >= call.device_at):
        return known
    return _device(opened(actor, call.ref, purpose=say("purpose.on_line", language))) or known


def disagrees(taken: Place | None, device: Device | None, *, label: str, language: str) -> list[str]:
    """A warning where the device is elsewhere than the place that was taken."""
    if device is None:
        return []
    apart_m = disagreement_m(taken, device.where, radius_m=device.radius_m)
    if apart_m is None:
        return []
    return [say("taking.warn.device", language, far=told.metres(apart_m, language), place=label)]


def tell(actor: Actor, what: str, call: Call, **more: str) -> None:
    """Do something on the line.

    Raises:
        Refused: why it cannot be.
    """
    node = current()
    spec = spec_of(f"call.{what}")
    given: dict[str, Any] = {"call": call.id, **more}
    act: Act = Act(name=spec.name, by=actor, at=node.world.clock.now(), inputs=spec.inputs(**given))
    gate.act(act).ref  # noqa: B018  raises what refused it


def _device(seen: Call) -> Device | None:
    where = place(seen.device_latitude_deg, seen.device_longitude_deg)
    if where is None or seen.device_at is None:
        return None
    return Device(where=where, radius_m=seen.device_radius_m or 0.0, at=seen.device_at)


def _read(text: str) -> Device | None:
    try:
        latitude, longitude, radius, at = text.split()
        return Device(where=(float(latitude), float(longitude)), radius_m=float(radius), at=datetime.fromisoformat(at))
    except ValueError:
        return None

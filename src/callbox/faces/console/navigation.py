"""Where one can go from every page, by what the post one works in has the power for. Pure."""

from collections.abc import Sequence

from callbox.kernel.facts import Actor
from callbox.kernel.permission import may
from callbox.kernel.registry import act as spec_of
from callbox.kernel.registry import kind


def places(actor: Actor) -> Sequence[tuple[str, str]]:
    """Addresses, and the codes of what they are called."""
    shown = [("/", "console.incidents")]
    if actor.unit is not None:
        shown.insert(0, ("/crew", "crew.title"))
    if actor.roles & kind("transfer").reads.keys():
        shown.append(("/now", "console.now"))
    if actor.unit is None and actor.roles & kind("message").reads.keys():
        shown.append(("/messages", "messages.title"))
    if actor.roles & kind("request").reads.keys():
        shown.append(("/requests", "console.requests"))
    if actor.roles & kind("shift").reads.keys():
        shown.append(("/shifts", "console.shifts"))
    if may(actor, spec_of("handover.offer").grants, None):
        shown.append(("/handover", "console.handover"))
    if may(actor, spec_of("closure.declare").grants, None):
        shown.append(("/closures", "closures.name"))
    if actor.unit is None and may(actor, spec_of("place_note.set").grants, None):
        shown.append(("/places", "places.title"))
    if may(actor, spec_of("token.issue").grants, None):
        shown.append(("/tokens", "console.tokens"))
    return shown

"""A proposal as the panel shows it: ways side by side, each with its times, its cost and one sentence why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core import signing

from callbox.faces.console import told
from callbox.kernel.facts import Id, Refused
from callbox.kernel.words import say, word
from callbox.services.incident.accepting import offered
from callbox.services.incident.facts import Incident
from callbox.services.incident.proposing import BY_ROAD, Proposed, Reason, Way

SHOWN_MOST: Final = 4
SALT: Final = "proposal"
# A proposal that nobody accepted in this time is made anew.
KEPT_S: Final = 900


@dataclass(frozen=True, kw_only=True)
class Option:
    """One way. `key` is the number that accepts it; the first two are shown alike."""

    key: int
    units: str
    ids: Sequence[Id]
    arrival: str
    """How long until the first is there; empty: nobody knows."""
    between: str
    """The interval it lies in with four chances of five."""
    straight: str
    cover: str
    why: str
    also: Sequence[str]
    ticket: str
    """The proposal, signed: what is accepted is what was shown."""


def options(proposed: Proposed, incident: Incident, *, language: str) -> list[Option]:
    """The ways to choose from, best first."""
    return [
        _option(proposed, way, number, incident=incident, language=language)
        for number, way in enumerate(proposed.ways[:SHOWN_MOST], 1)
    ]


def _option(proposed: Proposed, way: Way, number: int, *, incident: Incident, language: str) -> Option:
    ranked = {one.unit: one for one in proposed.ranked}
    straight = [far for one in way.units if one in ranked and (far := ranked[one].straight_m) is not None]
    sentences = [sentence(one, language) for one in way.reasons]
    return Option(
        key=number,
        ids=way.units,
        units=" + ".join(ranked[one].call_sign for one in way.units if one in ranked),
        arrival=told.span(way.first_s[0], language) if way.first_s else "",
        between="–".join(told.span(one, language) for one in way.first_s[1:]) if way.first_s else "",
        straight=told.metres(min(straight), language) if straight else "",
        cover=_cover(way, language),
        why=sentences[0] if sentences else "",
        also=sentences[1:],
        ticket=signing.dumps(
            {"on": incident.id, "proposal": offered(proposed, way, priority=incident.priority)},
            salt=SALT,
            compress=True,
        ),
    )


def _cover(way: Way, language: str) -> str:
    if way.cover_lost_per_h is None:
        return ""
    return say("console.cover_lost", language, calls=f"{100 * way.cover_lost_per_h:.1f}")


def sentence(reason: Reason, language: str) -> str:
    """A reason in words. Details that are words themselves are told in the language."""
    return say(reason.code, language, **{name: _detail(name, told, language) for name, told in reason.details.items()})


def _detail(name: str, told: Any, language: str) -> Any:
    codes = {"policy": f"policy.{told}", "measure": f"value.{told}", "unit_kind": f"unit_kind.{told}"}
    return (word(codes[name], language) or told) if name in codes else told


def accepted(ticket: str, on: Id) -> str:
    """The proposal that a ticket stands for.

    Raises:
        Refused: when it is not one of ours, is another incident's, or too old.
    """
    try:
        held: Mapping[str, str] = signing.loads(ticket, salt=SALT, max_age=KEPT_S)
    except signing.BadSignature:
        raise Refused("proposal.old") from None
    if held["on"] != on:
        raise Refused("proposal.old")
    return held["proposal"]


def context(proposed: Proposed, incident: Incident, *, language: str) -> dict[str, Any]:
    """What the panel's template is given of a proposal."""
    return {
        "options": options(proposed, incident, language=language),
        "by_road": proposed.basis == BY_ROAD,
        "why_not": say(f"console.no_roads.{proposed.why}", language) if proposed.why else "",
        "remarks": [sentence(one, language) for one in proposed.reasons],
        "street": proposed.case_street,
        "policy": word(f"policy.{proposed.policy}", language) or proposed.policy,
        "far": {one.unit: one.straight_m for one in proposed.ranked if one.straight_m is not None},
        "road": {one.unit: one.arrival_s for one in proposed.ranked if one.arrival_s is not None},
        "far_unknown": incident.latitude_deg is None,
    }

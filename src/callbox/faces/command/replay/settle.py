"""The small organisation that a replay acts in: one centre with three people in their posts, and the units of the file.

Made by acts through the gate like everything else, so that each act of the replay names a post and its power.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from callbox.faces.command.replay.calls import Call
from callbox.faces.command.replay.plan import Crew
from callbox.faces.command.replay.profile import Profile
from callbox.kernel import gate, registry
from callbox.kernel.facts import Act, Actor, Id, Inputs
from callbox.kernel.node import current

CENTRE, UNITS = "replay", "replay/units"
VIA = "replay"
SYSTEM = Actor(organisation="", roles=frozenset({"administrator"}), via=VIA)
DUTIES = "Enters what the source of this replay says, at the times it says."
POSTS = (
    ("call_taker", "Call taker of the replay", "回放接警员"),
    ("dispatcher", "Dispatcher of the replay", "回放调度员"),
    ("supervisor", "Supervisor of the replay", "回放值班长"),
)
BATCH = 200


@dataclass(frozen=True)
class Settled:
    """Who acts, and the id of each unit by its call sign."""

    crew: Crew
    units: Mapping[str, Id]


def settle(calls: Iterable[Call], profile: Profile, *, at: datetime) -> Settled:
    """Found the centre, appoint its people and commission the units of a file."""
    _found(profile, at)
    actors = {role: _appointed(role, title, title_zh=title_zh, at=at) for role, title, title_zh in POSTS}
    return Settled(Crew(**actors), _commission(calls, at))


def _asked(name: str, at: datetime, /, **inputs: Any) -> Act:
    given: Inputs = registry.act(name).inputs(**inputs)
    return Act(name=name, by=SYSTEM, at=at, inputs=given)


def _done(name: str, at: datetime, /, **inputs: Any) -> Id:
    return gate.act(_asked(name, at, **inputs)).ref.id


def _found(profile: Profile, at: datetime) -> None:
    zone = str(profile.zone)
    _done(
        "organisation.found",
        at,
        id=CENTRE,
        name="Replay centre",
        name_zh="回放中心",
        level="city",
        what="centre",
        zone=zone,
    )
    _done(
        "organisation.found",
        at,
        id=UNITS,
        above=CENTRE,
        name="Units of the replay",
        name_zh="回放的力量单元",
        level="county",
        what="units",
        zone=zone,
    )


def _appointed(role: str, title: str, *, title_zh: str, at: datetime) -> Actor:
    new = current().ids.new
    post = _done(
        "post.create",
        at,
        id=new(),
        organisation=CENTRE,
        title=title,
        title_zh=title_zh,
        roles=(role,),
        duties=DUTIES,
    )
    person = _done("person.admit", at, id=new(), organisation=CENTRE, sign_in=f"replay-{role}")
    _done("post.appoint", at, post=post, person=person)
    return Actor(organisation=CENTRE, roles=frozenset({role}), person=person, post=post, via=VIA)


def _commission(calls: Iterable[Call], at: datetime) -> dict[str, Id]:
    kinds: dict[str, str] = {}
    for call in calls:
        for leg in call.legs:
            kinds[leg.unit] = kinds.get(leg.unit) or leg.kind
    units = {sign: current().ids.new() for sign in sorted(kinds)}
    acts = [
        _asked("unit.commission", at, id=one, organisation=UNITS, call_sign=sign, unit_kind=kinds[sign], skills=())
        for sign, one in units.items()
    ]
    for start in range(0, len(acts), BATCH):
        for answer in gate.perform(acts[start : start + BATCH]):
            _ = answer.ref
    return units

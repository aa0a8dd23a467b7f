"""The small organisation that a replay acts in: one centre with three people in their posts, and the units of the file.

Made by acts through the gate like everything else, so that each act of the replay names a post and its power.
"""

from collections.abc import Iterable, Mapping, Sequence
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
    crew = centre(str(profile.zone), at)
    found(UNITS, ("Units of the replay", "回放的力量单元"), at, what="units", zone=str(profile.zone))
    return Settled(crew, _commission(calls, at))


def centre(zone: str, at: datetime) -> Crew:
    """Found the centre and appoint its people. `zone` is the name of its time zone."""
    names = ("Replay centre", "回放中心")
    found(CENTRE, names, at, level="city", above=None, what="centre", zone=zone)
    return Crew(**{role: appointed(role, (title, title_zh), at) for role, title, title_zh in POSTS})


def asked(name: str, at: datetime, /, **inputs: Any) -> Act:
    """An act of whoever sets the world up."""
    given: Inputs = registry.act(name).inputs(**inputs)
    return Act(name=name, by=SYSTEM, at=at, inputs=given)


def done(name: str, at: datetime, /, **inputs: Any) -> Id:
    """Such an act, done; the name of its record."""
    return gate.act(asked(name, at, **inputs)).ref.id


def done_together(acts: Sequence[Act]) -> None:
    """Many of them, in batches."""
    for start in range(0, len(acts), BATCH):
        for answer in gate.perform(acts[start : start + BATCH]):
            _ = answer.ref


def found(organisation: Id, names: tuple[str, str], at: datetime, **more: Any) -> None:
    """Found an organisation, below the centre where nothing else is said. `names`: in English and in Chinese."""
    name, name_zh = names
    given = {"above": CENTRE, "level": "county"} | more
    done("organisation.found", at, id=organisation, name=name, name_zh=name_zh, **given)


def appointed(role: str, titles: tuple[str, str], at: datetime, *, organisation: Id = CENTRE, who: str = "") -> Actor:
    """A person in a new post. `titles`: in English and in Chinese; `who` names them where their role does not."""
    new = current().ids.new
    title, title_zh = titles
    named = {"organisation": organisation, "title": title, "title_zh": title_zh}
    post = done("post.create", at, id=new(), roles=(role,), duties=DUTIES, **named)
    person = done("person.admit", at, id=new(), organisation=organisation, sign_in=f"replay-{who or role}")
    done("post.appoint", at, post=post, person=person)
    return Actor(organisation=organisation, roles=frozenset({role}), person=person, post=post, via=VIA)


def _commission(calls: Iterable[Call], at: datetime) -> dict[str, Id]:
    kinds: dict[str, str] = {}
    for call in calls:
        for leg in call.legs:
            kinds[leg.unit] = kinds.get(leg.unit) or leg.kind
    units = {sign: current().ids.new() for sign in sorted(kinds)}
    done_together(
        [
            asked("unit.commission", at, id=one, organisation=UNITS, call_sign=sign, unit_kind=kinds[sign], skills=())
            for sign, one in units.items()
        ]
    )
    return units

"""The departments and categories of a file of requests: who handles what, in what time. Made by acts, like all else."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from callbox.faces.command.replay.plan import Crew
from callbox.faces.command.replay.request_profile import RequestProfile
from callbox.faces.command.replay.requests.reading import Asked
from callbox.faces.command.replay.settle import CENTRE, appointed, asked, centre, done, done_together, found
from callbox.kernel.calendar import Calendar
from callbox.kernel.facts import Actor, Id
from callbox.kernel.node import current

NAME_MAX, SLUG_MAX = 100, 30
NOT_OF_A_PATH = re.compile(r"[^a-z0-9]+")
# Which kind of request goes to which department: the file's words.
Kind = tuple[str, str]


@dataclass(frozen=True)
class Offices:
    """Who acts: the centre's people, a handler for each department, and the category of each kind of request."""

    crew: Crew
    handlers: Mapping[str, Actor]
    categories: Mapping[Kind, Id]


def settle(requests: Sequence[Asked], profile: RequestProfile, *, at: datetime, working: Calendar | None) -> Offices:
    """Found the centre and its departments, appoint their people, and create the categories."""
    zone = str(profile.zone)
    crew = centre(zone, at)
    calendar = _calendar(working, at) if working else None
    names = {one.department: one.department_name for one in reversed(requests)}
    paths = _paths(names)
    handlers = {}
    for department, path in paths.items():
        told = _names(department, names[department], profile)
        found(f"{CENTRE}/{path}", told, at, what="department", zone=zone, calendar=calendar)
        titles = (f"Handler · {department}"[:NAME_MAX], f"承办人 · {department}"[:NAME_MAX])
        handlers[department] = appointed("handler", titles, at, organisation=f"{CENTRE}/{path}", who=f"handler-{path}")
    return Offices(crew, handlers, _categories(requests, profile, at=at, paths=paths))


def _calendar(working: Calendar, at: datetime) -> Id:
    return done(
        "calendar.keep",
        at,
        id=current().ids.new(),
        organisation=CENTRE,
        name="working days",
        zone=working.zone,
        holidays=tuple(sorted(day.isoformat() for day in working.holidays)),
        make_up=tuple(sorted(day.isoformat() for day in working.make_up)),
        known_years=tuple(sorted(working.known_years)),
    )


def _paths(names: Iterable[str]) -> dict[str, str]:
    """A path for each department: its own letters where they can be one, else a number."""
    paths: dict[str, str] = {}
    taken: set[str] = set()
    for number, name in enumerate(sorted(names), start=1):
        path = NOT_OF_A_PATH.sub("-", name.lower()).strip("-")[:SLUG_MAX].strip("-")
        path = path if path and path.isascii() and path not in taken and name.isascii() else f"department-{number}"
        taken.add(path)
        paths[name] = path
    return paths


def _names(department: str, name: str, profile: RequestProfile) -> tuple[str, str]:
    if department == profile.department_otherwise[0]:
        return profile.department_otherwise
    told = f"{department} · {name}"[:NAME_MAX] if name and name != department else department
    return told, told


def _categories(
    requests: Sequence[Asked], profile: RequestProfile, *, at: datetime, paths: Mapping[str, str]
) -> dict[Kind, Id]:
    """One for each kind of request: what the file sends to two departments is two kinds."""
    kinds = sorted({(one.category, one.department) for one in requests})
    several = {name for name, _ in kinds if sum(other == name for other, _ in kinds) > 1}
    made = {kind: current().ids.new() for kind in kinds}
    acts = [
        asked(
            "category.create",
            at,
            id=made[name, department],
            organisation=CENTRE,
            name=f"{name} · {department}" if name in several else name,
            name_zh=profile.category_otherwise[1] if name == profile.category_otherwise[0] else name,
            department=f"{CENTRE}/{paths[department]}",
            **profile.lengths(name),
        )
        for name, department in kinds
    ]
    done_together(acts)
    return made

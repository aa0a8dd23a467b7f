"""Making a demo world: a city from its seed, brought in by acts through the gate like anything else."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from callbox.brain.city import City, generate
from callbox.brain.city.telling import caller
from callbox.kernel import gate, registry
from callbox.kernel.facts import Act, Actor, Id
from callbox.kernel.node import Node
from callbox.kernel.world import Mode
from callbox.site import start
from callbox.site.demo import neighbour, offices
from callbox.site.demo.accounts import open_accounts
from callbox.site.demo.asked import ASKED
from callbox.site.demo.noted import SEED, Demo, note, noted
from callbox.site.demo.outlines import outlines
from callbox.site.demo.people import OFFICES, Seat, seats
from callbox.site.demo.permits import permits
from callbox.site.node_site import NodeSite
from callbox.site.postgres import drop_database, list_databases

BATCH = 200
SETUP = Actor(organisation="", roles=frozenset({"administrator"}), via="setup")


def make(site: NodeSite, name: str, *, nodes: int) -> Demo:
    """Make the world and bring its city in. One that was left half-made, which only its note tells, is made anew."""
    folder = start.folder_of(site.home, name)
    if noted(folder) is not None:
        _remove(site, name)
    note(folder, Demo(seed=SEED, nodes=nodes))
    site.make(name, mode=Mode.DEMO, zone=local_zone(), seed=SEED)
    city = generate(SEED, nodes)
    settle(site.open(name), city)
    made = Demo(seed=SEED, nodes=nodes, units=len(city.units), ready=True)
    note(folder, made)
    return made


def _remove(site: NodeSite, name: str) -> None:
    if start.database_of(name) in list_databases(site.info):
        drop_database(site.info, start.database_of(name))
    shutil.rmtree(start.folder_of(site.home, name))


def local_zone(link: Path = Path("/etc/localtime")) -> str:
    """The machine's own time zone, so that the city's day is the newcomer's day."""
    parts = link.resolve().parts
    return "/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else "UTC"


def settle(node: Node, city: City) -> None:
    """Bring a city into an empty world: offices, calendar, units, posts and people. Raises what refuses it."""
    now = node.world.clock.now()
    where = offices.paths(city)
    calendar = node.ids.new()
    found = offices.foundings(city, calendar=calendar, zone=node.world.zone)
    beside = neighbour.foundings(where["p"], calendar=calendar, zone=node.world.zone)
    unit_ids = {sign: node.ids.new() for sign in (*(unit.call_sign for unit in city.units), *neighbour.UNITS)}
    staff = [*seats(city), *neighbour.seats()]
    _perform(
        now,
        [
            ("organisation.found", found[0]),
            ("calendar.keep", _calendar(calendar, where["p"], zone=node.world.zone, year=now.year)),
            *(("organisation.found", one) for one in found[1:] + beside),
            *(("unit.commission", one) for one in _units(city, unit_ids, where)),
            *(("unit.commission", one) for one in neighbour.units(city, unit_ids, where["p"])),
            *(("category.create", one) for one in _categories(city, where)),
            *(("category.create", one) for one in permits(where)),
            *(("boundary.draw", one) for one in _boundaries(city, where, new=node.ids.new)),
        ],
    )
    seated = partial(_seated, where={**where, **neighbour.paths(where["p"])}, unit_ids=unit_ids, new=node.ids.new)
    _perform(now, [one for number, seat in enumerate(staff) for one in seated(seat, number)])
    open_accounts(seat.sign_in for seat in staff)


Asked = tuple[str, dict[str, Any]]


def _perform(at: datetime, asked: Sequence[Asked]) -> None:
    acts = [Act(name=name, by=SETUP, at=at, inputs=registry.act(name).inputs(**inputs)) for name, inputs in asked]
    for place in range(0, len(acts), BATCH):
        for answer in gate.perform(acts[place : place + BATCH]):
            _ = answer.ref


def _calendar(one: Id, organisation: str, *, zone: str, year: int) -> dict[str, Any]:
    """Monday to Friday, nine to five; New Year and three days of harbour festival off, with one Saturday made up."""
    years = range(year - 1, year + 3)
    return {
        "id": one,
        "organisation": organisation,
        "name": "Offices of the city",
        "zone": zone,
        "holidays": tuple(f"{year}-{day}" for year in years for day in ("01-01", "06-09", "06-10", "06-11")),
        "known_years": tuple(years),
    }


def _units(city: City, ids: Mapping[str, Id], where: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for unit in city.units:
        longitude_deg, latitude_deg = city.place(unit.node)
        yield {
            "id": ids[unit.call_sign],
            "organisation": where[unit.station],
            "call_sign": unit.call_sign,
            "unit_kind": unit.kind,
            "home_latitude_deg": latitude_deg,
            "home_longitude_deg": longitude_deg,
        }


def _categories(city: City, where: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for category in city.categories:
        yield {
            "id": category.code,
            "organisation": where["c"],
            "name": category.name.en,
            "name_zh": category.name.zh,
            "department": where[f"c.{category.department}"],
            "deadline_days": category.deadline_working_days,
            "deadline_hours": category.deadline_hours,
            "public": not category.protected,
            "protects": category.protected,
            **(ASKED[category.code].told if category.code in ASKED else {}),
        }


def _boundaries(city: City, where: Mapping[str, str], *, new: Callable[[], Id]) -> Iterator[dict[str, Any]]:
    """Where each district's own department serves."""
    names = {district.id: district.name for district in city.districts}
    for district, rings in outlines(city):
        yield {
            "id": new(),
            "organisation": where[f"d{district}.department"],
            "name": names[district].en,
            "name_zh": names[district].zh,
            "source": "demo",
            "rings": rings,
        }


def _seated(
    seat: Seat, number: int, *, where: Mapping[str, str], unit_ids: Mapping[str, Id], new: Callable[[], Id]
) -> Iterator[Asked]:
    office, person, post = OFFICES[seat.role], new(), new()
    name = caller(number * 17 + 3)
    yield (
        "person.admit",
        {
            "id": person,
            "organisation": where[seat.office],
            "sign_in": seat.sign_in,
            "name": name.zh if seat.language == "zh" else name.en,
            "language": seat.language,
        },
    )
    yield (
        "post.create",
        {
            "id": post,
            "organisation": where[seat.office],
            "title": office.title,
            "title_zh": office.title_zh,
            "roles": (seat.role,),
            "duties": f"{office.duties}\n{office.duties_zh}",
            "unit": unit_ids[seat.unit] if seat.unit else None,
        },
    )
    yield "post.appoint", {"post": post, "person": person}

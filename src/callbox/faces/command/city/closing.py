"""`callbox city close` and `open`: a road is declared closed or slow, or open again, by an ordinary act."""

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from callbox.faces.command.city.outline import NoOutline, Ring, circle, rings
from callbox.faces.command.program import DONE, USAGE, WRONG, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel import gate, read, registry, sequencer
from callbox.kernel.facts import Act, Actor, Answer
from callbox.kernel.node import Node
from callbox.kernel.words import say
from callbox.kernel.world import normal_id
from callbox.services.closure.facts import REASONS, Closure

__all__ = ["REASONS", "areas_in", "close", "reopen"]

KEEPER = Actor(organisation="", roles=frozenset({"administrator"}), via="command")
WITHIN_M_MAX = 50_000.0
BYTES_MAX = 20_000_000


def close(told: argparse.Namespace, site: Site) -> int:
    """Declare it, one closure for each area."""
    world = told.world or site.default_world()
    places = list(_places(told, site, world))
    node = site.open(world)
    given = {
        "organisation": _top(),
        "speed_factor": 0.0 if told.slow is None else told.slow,
        "reason_code": told.reason,
        "ends_at": _time(told.until, node) if told.until else None,
    }
    for place in places:
        made = _do(node, "closure.declare", told.because, id=node.ids.new(), **given, **place)
        print(say("city.closed", language(), id=made.ref.id))
    sequencer.run()
    return DONE


def reopen(told: argparse.Namespace, site: Site) -> int:
    """Lift a closure, named by its id or the beginning of it."""
    node = site.open(told.world or site.default_world())
    closure = _named(told.closure)
    _do(node, "closure.lift", told.because, closure=closure.id)
    sequencer.run()
    print(say("city.opened", language(), id=closure.id))
    return DONE


def _do(node: Node, name: str, because: str, **given: Any) -> Answer:
    inputs = registry.act(name).inputs(**given)
    answer = gate.act(Act(name=name, by=KEEPER, at=node.world.clock.now(), inputs=inputs, because=because))
    _ = answer.ref  # raises what refused it
    return answer


def _places(told: argparse.Namespace, site: Site, world: str) -> Iterator[Mapping[str, Any]]:
    """What is closed, as the act is given it."""
    if (told.within is None) != (told.at is None):
        raise Stop("city.at_within", status=USAGE)
    if told.street is not None:
        for street in _streets(site, world, told.street):
            yield {"street": street}
    elif told.polygon is not None:
        yield from ({"outline_deg": ring} for ring in areas_in(told.polygon))
    else:
        yield {"outline_deg": circle(*_at(told.at), within_m=_within(told.within))}


def _streets(site: Site, world: str, name: str) -> list[str]:
    """The street as the map spells it, in each spelling that means the same."""
    found = site.cities.streets_like(world, name)
    if found is None:
        raise Stop("city.none", status=WRONG, world=world)
    same = [street for street in found if street.casefold() == name.strip().casefold()]
    if same:
        return same
    code = "city.no_street_like" if found else "city.no_street"
    raise Stop(code, status=USAGE, street=name, like=", ".join(found[:5]))


def areas_in(path: Path) -> tuple[Ring, ...]:
    """The areas of a GeoJSON file. Raises Stop where it holds none."""
    try:
        if path.stat().st_size > BYTES_MAX:
            raise Stop("city.polygon.large", status=USAGE, path=path, most=BYTES_MAX // 1_000_000)
        return rings(json.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError, RecursionError) as wrong:
        raise Stop("city.polygon.unreadable", status=USAGE, path=path) from wrong
    except NoOutline as wrong:
        code = "city.polygon.hole" if wrong.code == "hole" else "city.polygon.none"
        raise Stop(code, status=USAGE, path=path) from wrong


def _at(told: str) -> tuple[float, float]:
    parts = told.replace("，", ",").split(",")
    try:
        latitude_deg, longitude_deg = (float(part) for part in parts)
    except ValueError as wrong:
        raise Stop("city.at", status=USAGE, at=told) from wrong
    if not (abs(latitude_deg) <= 90 and abs(longitude_deg) <= 180):
        raise Stop("city.at", status=USAGE, at=told)
    return latitude_deg, longitude_deg


def _within(told: float) -> float:
    if not 0 < told <= WITHIN_M_MAX:
        raise Stop("city.within", status=USAGE, most=f"{WITHIN_M_MAX:.0f}")
    return told


def _time(told: str, node: Node) -> datetime:
    """A full time, or a time of day: the next it will be that, where the world is."""
    zone = ZoneInfo(node.world.zone)
    now = node.world.clock.now().astimezone(zone)
    try:
        if len(told) <= len("hh:mm:ss"):
            at = datetime.combine(now.date(), time.fromisoformat(told), tzinfo=zone)
            return at if at > now else at + timedelta(days=1)
        full = datetime.fromisoformat(told)
    except ValueError as wrong:
        raise Stop("city.until", status=USAGE, until=told) from wrong
    return full if full.tzinfo else full.replace(tzinfo=zone)


def _top() -> str:
    """The organisation that stands highest here, in whose name the node's keeper acts."""
    found = read.select(KEEPER, "organisation", order="length(id), id", most=1)
    if not found:
        raise Stop("city.no_organisation", status=WRONG)
    return str(found[0].id)


def _named(told: str) -> Closure:
    one = normal_id("".join(letter for letter in told if letter.isascii() and letter.isprintable()))
    begins = read.Condition("starts_with(id, %s)", (one,))
    found: tuple[Closure, ...] = read.select(KEEPER, "closure", where=[begins], most=2) if one else ()
    if len(found) == 1:
        return found[0]
    raise Stop("city.closures" if found else "city.no_closure", status=USAGE, closure=told)

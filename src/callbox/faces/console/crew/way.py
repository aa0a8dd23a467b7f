"""The way to the incident as the crew's page tells it: in words first, and as a line for whoever opens the map."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from callbox.kernel import sheet
from callbox.kernel.node import current
from callbox.kernel.words import say
from callbox.services.incident.facts import Incident
from callbox.services.incident.way_there import Road, Stretch, WayThere, way_there
from callbox.services.unit.facts import Unit


@dataclass(frozen=True, kw_only=True)
class Told:
    """A way in words, and what the page's map is given: the world's roads, and the line."""

    way: WayThere
    whither: str
    turns: Sequence[tuple[str, float]]
    roads: str
    line: str


def way_told(unit: Unit, incident: Incident, *, now: datetime, language: str) -> Told | None:
    """The way of a crew to its incident; None where nobody knows where either is."""
    way = way_there(unit, incident, now=now)
    if way is None:
        return None
    return Told(
        way=way,
        whither=say(f"way.heading.{way.heading}", language),
        turns=[(_turn(one, language), one.length_m) for one in way.road.streets] if way.road else (),
        roads=_roads(way.road),
        line=json.dumps(list(way.road.line)) if way.road else "",
    )


def _turn(one: Stretch, language: str) -> str:
    heading = say(f"way.heading.{one.heading}", language)
    return say(f"way.turn.{one.turn}", language, street=one.street or say("way.nameless", language), heading=heading)


def _roads(road: Road | None) -> str:
    """Where the world's drawn roads are; empty where there is nothing to draw, or nothing to draw it on."""
    drawn = sheet.known(current().world.folder)
    return f"/map/{drawn.name}" if drawn and road else ""

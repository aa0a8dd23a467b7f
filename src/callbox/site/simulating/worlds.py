"""A world's own ledger, played again: its incidents on its roads, its units where they wait."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from callbox.faces.command.program import language
from callbox.faces.command.simulations import Asked
from callbox.faces.command.site import Site
from callbox.faces.command.underway import Wrong
from callbox.kernel.facts import Actor
from callbox.kernel.words import say
from callbox.services.incident.facts import PRIORITIES
from callbox.services.incident.past import PastAnswer, PastIncident, past_incidents, waiting_places
from callbox.site.city import store
from callbox.site.city.of_demo import city_of_demo
from callbox.site.simulating.again import on_roads
from callbox.site.simulating.history import Came, Crew, Happened, History
from callbox.site.simulating.prepared import Prepared

ANALYST: Final = Actor(organisation="", roles=frozenset({"analyst"}), via="command")


def read(site: Site, asked: Asked) -> Prepared:
    """The scenario of a world's own past.

    Raises:
        Wrong: where it has no roads, no units or no incidents.
    """
    city = store.load(store.folder_of(site.home, asked.world)) or city_of_demo(site.home, asked.world)
    if city is None:
        raise Wrong("no_roads", {"world": asked.world})
    zone = ZoneInfo(site.open(asked.world).world.zone)
    since, until = (moment(text, zone) for text in (asked.since, asked.until))
    purpose = say("simulate.purpose", language())
    past = past_incidents(ANALYST, since=since, until=until, purpose=purpose)
    crews = {unit: Crew(kind=kind, place=place) for unit, (kind, place) in waiting_places(ANALYST).items()}
    if not crews:
        raise Wrong("no_units", {"world": asked.world})
    return on_roads(history_of(past, crews, zone), city.network, asked, name=asked.world, form="ledger")


def moment(text: str, zone: ZoneInfo) -> datetime | None:
    """A day as its first moment in the world's zone; a moment without a zone as one in that zone."""
    if not text:
        return None
    told = datetime.combine(date.fromisoformat(text), time()) if len(text) <= 10 else datetime.fromisoformat(text)
    return told if told.tzinfo is not None else told.replace(tzinfo=zone)


def history_of(past: tuple[PastIncident, ...], crews: dict[str, Crew], zone: ZoneInfo) -> History:
    """Those incidents that can be played again."""
    calls = [call for one in past if (call := happened(one, crews)) is not None]
    there = {call.priority for call in calls}
    return History(
        calls=tuple(calls),
        crews=crews,
        priorities=tuple(one for one in PRIORITIES if one in there),
        zone=zone,
        left_out=len(past) - len(calls),
    )


def happened(one: PastIncident, crews: dict[str, Crew]) -> Happened | None:
    """An incident with a place and a unit that arrived; None without."""
    came = tuple(answer for each in one.answers if (answer := arrived(each, crews)) is not None)
    if one.place is None or not came:
        return None
    entered = max(one.received, min(one.opened, one.received + timedelta(hours=1)))
    return Happened(received=one.received, entered=entered, priority=one.priority, place=one.place, came=came)


def arrived(one: PastAnswer, crews: dict[str, Crew]) -> Came | None:
    """A unit that came, if it is known where it waits."""
    if one.arrived is None or one.unit not in crews:
        return None
    return Came(unit=one.unit, told=one.told, rolling=one.rolling, arrived=one.arrived, free=one.free)

"""The roads of a demo world: those of the city it was generated from, made when they are first asked for."""

from dataclasses import asdict
from pathlib import Path

from callbox.brain.roads.order import dissection_order
from callbox.brain.roads.reading.city import read
from callbox.site import start
from callbox.site.city import demand, store
from callbox.site.demo import noted


def city_of_demo(home: Path, world: str) -> store.City | None:
    """The city of a demo world; None where the world is none.

    It is not kept: it comes out the same, bit for bit, whenever it is asked for.
    """
    try:
        made = noted.there(home, world)
    except start.WorldError:
        return None
    if made is None:
        return None
    city = noted.city_of(home, world)
    reading = read(city)
    needs = {
        kind.code: [{"kind": need.kind, "count": need.count} for need in kind.needs] for kind in city.incident_types
    }
    calls = demand.in_plain(demand.of_generated(city), demand.FROM_CITY)
    notes = [asdict(one) for one in reading.found.notes]
    return store.City(
        network=reading.network,
        order=dissection_order(reading.network),
        gazetteer=reading.gazetteer,
        scars=reading.scars,
        digest=store.digest_of(reading.network),
        told={"form": reading.found.form, "files": [], "read_at": "", "notes": notes, "needs": needs, "demand": calls},
    )

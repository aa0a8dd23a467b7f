"""San Francisco: 42 fire stations and 260 zones without roads; with a file of calls, the real ones are played again.

How fast units drive is a straight line through seconds against metres in the air: through the model's times from the
nearest station if these follow distance at all, else through the recorded trips of units that wait at stations (Theil and
Sen's line, which stray trips hardly move), else it is assumed. The line's beginning is what it takes to set out and stop.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from scipy.spatial import cKDTree
from scipy.stats import linregress, theilslopes

from callbox.brain.demand.reading import san_francisco as side
from callbox.brain.demand.reading.facts import Stations, Zones
from callbox.brain.roads.reading.facts import Unreadable
from callbox.brain.roads.snap import METRES_PER_DEGREE
from callbox.brain.simulate.facts import Floats, Ints
from callbox.brain.simulate.scenario import Floor, Source, drawn_up
from callbox.brain.simulate.zoning import NO_SPOTS, Spots, Zoning
from callbox.faces.command.replay import source as replay
from callbox.faces.command.replay.calls import Call
from callbox.faces.command.simulations import Asked, Assumed
from callbox.faces.command.underway import Wrong
from callbox.services.incident.facts import PRIORITIES
from callbox.site.simulating.again import UNHURRIED, on_map
from callbox.site.simulating.history import Came, Crew, Happened, History, Place, spots_of, stations_of
from callbox.site.simulating.prepared import Prepared, assumed_of, floor_of

DAYS_COUNTED: Final = 365.0
"""The file does not say over what time it counts; a year gives as many calls a day as the department answers."""
STANDING: Final = frozenset({"engine", "truck", "rescue squad"})
"""Kinds that are on at all hours; the others work in shifts."""


class Fit(NamedTuple):
    """How units drive along straight lines, and what that rests on (`simulate.assumed.straight_…`)."""

    speed_mps: float
    fixed_s: float
    rests_on: str
    trips: int = 0
    r_squared: float = 0.0


ASSUMED: Final = Fit(speed_mps=40.0 / 3.6, fixed_s=90.0, rests_on="assumed")
FOLLOWS: Final = 0.2
"""R² below which the model's times are not taken for driving times."""
TRIPS_WITHIN_M: Final = 3_000.0
"""Farther off, a unit hardly set out from its station."""
TRIPS_LEAST: Final = 30
TRIPS_WITHIN_S: Final = (10.0, 1_800.0)


class Model(NamedTuple):
    """What the folder says."""

    zones: Zones
    stations: Stations
    counts: Floats
    response_s: Floats


def read(folder: Path, asked: Asked) -> Prepared:
    """The scenario of the folder; with `asked.calls` that of the calls in this file.

    Raises:
        Wrong: naming the file and its fault.
    """
    model = model_of(folder)
    fit = of_model(model)
    if not asked.calls:
        fit = fit or ASSUMED
        return drawn(model, fit, asked=asked, name=folder.name, assumed=told(model, fit))
    history = history_of(Path(asked.calls), model.stations)
    hurried = tuple(one for one in history.priorities if one not in UNHURRIED)
    fit = fit or of_trips(history, hurried) or ASSUMED
    slow = of_trips(history, tuple(UNHURRIED)) or fit
    zoning = zoning_of(model, spots_of(stations_of(history)[0]), spots_of(call.place for call in history.calls))
    to_ms = straight_ms(zoning.places, fit, slow)
    return on_map(
        history, zoning, to_ms, asked=asked, name=folder.name, form="san_francisco",
        assumed=(*told(model, fit), *told_slow(slow)), setting_out_ms=round(1000 * fit.fixed_s),
    )  # fmt: skip


def model_of(folder: Path) -> Model:
    """The four files."""
    path = folder
    try:
        zones = side.zones((path := folder / "grid_definitions.geojson").read_bytes())
        stations = side.stations((path := folder / "current_fire_stations.geojson").read_bytes())
        counts = side.values((path := folder / "demand.csv").read_bytes(), zones)
        response_s = side.values((path := folder / "baseline_response_time.csv").read_bytes(), zones)
    except Unreadable as wrong:
        raise Wrong(wrong.code, {**wrong.details, "path": str(path)}) from wrong
    except OSError as wrong:
        raise Wrong("unreadable", {"path": str(path), "reason": wrong.strerror or str(wrong)}) from wrong
    return Model(zones, stations, counts, response_s)


def flat_m(spots: Spots) -> Floats:
    """(k, 2) metres on the plane at the middle of the city."""
    narrow = float(np.cos(np.radians(37.76)))
    return np.column_stack([spots.longitude_deg * narrow, spots.latitude_deg]) * METRES_PER_DEGREE


def centres(zones: Zones) -> Spots:
    """The zones' middles."""
    return Spots(longitude_deg=zones.longitude_deg, latitude_deg=zones.latitude_deg)


def at_stations(stations: Stations) -> Spots:
    """Where the stations stand."""
    return Spots(longitude_deg=stations.longitude_deg, latitude_deg=stations.latitude_deg)


def of_model(model: Model) -> Fit | None:
    """Through the model's seconds from the nearest station, by least squares; None where they do not follow distance."""
    known = np.isfinite(model.response_s) & (model.response_s > 0)
    stations = cKDTree(flat_m(at_stations(model.stations)))
    away_m = np.asarray(stations.query(flat_m(centres(model.zones))[known])[0], np.float64).ravel()
    found = linregress(away_m, model.response_s[known])
    r_squared = float(found.rvalue**2)
    if r_squared < FOLLOWS or found.slope <= 0:
        return None
    return Fit(1.0 / float(found.slope), float(found.intercept), "model", int(known.sum()), r_squared)


def of_trips(history: History, priorities: tuple[str, ...]) -> Fit | None:
    """Through the recorded trips of units that wait at stations, to calls so urgent; None where there are too few."""
    trips = [
        (call.place, history.crews[one.unit].place, (one.arrived - one.rolling).total_seconds())
        for call in history.calls
        for one in call.came
        if call.priority in priorities and one.rolling is not None and not history.crews[one.unit].in_shifts
    ]
    if len(trips) < TRIPS_LEAST:
        return None
    away_m = np.hypot(*(flat_m(spots_of(to for to, _, _ in trips)) - flat_m(spots_of(out for _, out, _ in trips))).T)
    seconds = np.array([spent for _, _, spent in trips])
    near = (away_m < TRIPS_WITHIN_M) & (seconds > TRIPS_WITHIN_S[0]) & (seconds < TRIPS_WITHIN_S[1])
    if near.sum() < TRIPS_LEAST:
        return None
    line = theilslopes(seconds[near], away_m[near])
    r_squared = float(np.corrcoef(away_m[near], seconds[near])[0, 1] ** 2)
    if line.slope <= 0:
        return None
    return Fit(1.0 / float(line.slope), max(0.0, float(line.intercept)), "trips", int(near.sum()), r_squared)


def told(model: Model, fit: Fit) -> tuple[Assumed, ...]:
    """What the travel times rest on."""
    details = {
        "speed": f"{3.6 * fit.speed_mps:.1f}",
        "fixed": f"{fit.fixed_s:.0f}",
        "fit": f"{fit.r_squared:.2f}",
        "trips": f"{fit.trips:,}",
    }
    ignored = (
        ()
        if fit.rests_on == "model"
        else (Assumed(code="not_by_distance", details={"zones": int(np.isfinite(model.response_s).sum())}),)
    )
    return (*ignored, Assumed(code=f"straight_{fit.rests_on}", details=details))


def told_slow(slow: Fit) -> tuple[Assumed, ...]:
    """How units drive to calls that are not urgent."""
    if slow.rests_on != "trips":
        return ()
    details = {"speed": f"{3.6 * slow.speed_mps:.1f}", "trips": f"{slow.trips:,}"}
    return (Assumed(code="straight_slow", details=details),)


def straight_ms(places: Spots, *fits: Fit) -> Ints:
    """(2, z, z) along straight lines, one line or one for each mode; rounded up, so that no detour is shorter."""
    at = flat_m(places)
    away_m = np.hypot(*(at[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
    tables = [np.ceil(1000.0 * away_m / fit.speed_mps - 1e-6).astype(np.int32) for fit in fits]
    return np.stack([tables[0], tables[-1]])


def zoning_of(model: Model, stations: Spots, points: Spots) -> Zoning:
    """The model's zones, then the places where units wait; each point in the zone with the nearest middle."""
    middles = centres(model.zones)
    zones, count = len(middles), len(stations)
    places = Spots(
        longitude_deg=np.concatenate([middles.longitude_deg, stations.longitude_deg]),
        latitude_deg=np.concatenate([middles.latitude_deg, stations.latitude_deg]),
    )
    return Zoning(
        node=np.arange(zones + count, dtype=np.int32),
        places=places,
        of_point=np.asarray(cKDTree(flat_m(middles)).query(flat_m(points))[1], np.int32),
        of_station=np.arange(zones, zones + count, dtype=np.int32),
        of_hospital=np.zeros(0, np.int32),
    )


def drawn(model: Model, fit: Fit, *, asked: Asked, name: str, assumed: tuple[Assumed, ...]) -> Prepared:
    """Calls drawn as demand.csv counts them, one unit at each station unless others are asked for."""
    counted = float(np.nansum(np.where(model.counts > 0, model.counts, 0.0)))
    calls_a_day = asked.calls_a_day or counted / DAYS_COUNTED
    units = asked.units or len(model.stations.names)
    floor = floor_of(asked, Floor(turnout_s=(max(0.0, fit.fixed_s),), on_scene_s=(1800.0,)))
    zoning = zoning_of(model, at_stations(model.stations), centres(model.zones))
    source = Source(
        demand=side.demand(model.zones, model.counts, calls_a_day=calls_a_day),
        stations=at_stations(model.stations),
        hospitals=NO_SPOTS,
        unit_station=np.sort(np.arange(units) % len(model.stations.names)).astype(np.int32),
    )
    return Prepared(
        name=name,
        form="san_francisco",
        scenario=drawn_up(source, straight_ms(zoning.places, fit), zoning=zoning, floor=floor),
        assumed=(
            *assumed,
            Assumed(code="counted", details={"calls": f"{calls_a_day:,.0f}"}),
            *assumed_of(floor, hospitals=False),
        ),
        placed_anew=False,
    )


def history_of(path: Path, stations: Stations) -> History:
    """The calls of a file as it is published; those with a place and a unit that arrived."""
    found = replay.load(path)
    pairs = [(call, received) for call, received in zip(found.calls, found.received, strict=True)]
    happened = [
        Happened(
            received=received,
            entered=max(received, call.entry or received),
            priority=call.current,
            place=call.place,
            came=came,
        )
        for call, received in pairs
        if call.place is not None and (came := came_to(call))
    ]
    crews = crews_of(found.calls, stations)
    there = {call.priority for call in happened}
    return History(
        calls=tuple(happened),
        crews={unit: crews[unit] for unit in {one.unit for call in happened for one in call.came}},
        priorities=tuple(one for one in PRIORITIES if one in there),
        zone=found.profile.zone,
        left_out=len(found.calls) - len(happened),
    )


def came_to(call: Call) -> tuple[Came, ...]:
    """Who arrived, each unit once."""
    legs = {leg.unit: leg for leg in call.legs if "on_scene" in leg.at}
    return tuple(
        Came(
            unit=unit,
            told=leg.at.get("dispatched"),
            rolling=leg.at.get("en_route"),
            arrived=leg.at["on_scene"],
            free=leg.at.get("available"),
        )
        for unit, leg in sorted(legs.items())
    )


def crews_of(calls: Sequence[Call], stations: Stations) -> dict[str, Crew]:
    """Every unit's kind and station: by its number, `E07` and `T07` at station 07, else where it was called most."""
    at = {
        number: (float(latitude), float(longitude))
        for number, latitude, longitude in zip(
            stations.number, stations.latitude_deg, stations.longitude_deg, strict=True
        )
    }
    areas: dict[str, Counter[str]] = {}
    kinds: dict[str, str] = {}
    for call in calls:
        for leg in call.legs:
            kinds[leg.unit] = leg.kind
            areas.setdefault(leg.unit, Counter())[call.area] += 1
    return {
        unit: Crew(kind=kind, place=place_of(unit, kind, areas[unit], at), in_shifts=kind not in STANDING)
        for unit, kind in kinds.items()
    }


def place_of(unit: str, kind: str, areas: Counter[str], at: dict[str, Place]) -> Place:
    """Where a unit waits."""
    own = unit.lstrip("ETRS").zfill(2)
    if kind in STANDING and own in at:
        return at[own]
    return next((at[area] for area, _ in areas.most_common() if area in at), next(iter(at.values())))

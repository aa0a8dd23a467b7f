"""A history on a map: the scenario in which policies meet the calls that really came, with the real ones beside."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import RoadNetwork
from callbox.brain.simulate.facts import Calls, Floats, Ints
from callbox.brain.simulate.scenario import Floor, Scenario, Source, drawn_up
from callbox.brain.simulate.zoning import Zoning, travel_tables, zoned
from callbox.faces.command.simulations import Asked, Assumed
from callbox.services.incident.facts import PRIORITIES
from callbox.site.simulating.closing import closed_in
from callbox.site.simulating.history import (
    History,
    ahead_ms,
    demand_of,
    kinds_of,
    shifts_of,
    spots_of,
    stations_of,
    told_of,
)
from callbox.site.simulating.prepared import Prepared, Told

UNHURRIED: Final = frozenset(PRIORITIES[2:])
"""Priorities that units answer without siren."""


def on_roads(history: History, network: RoadNetwork, asked: Asked, *, name: str, form: str) -> Prepared:
    """The history on a road network."""
    engine = RoadEngine.build(network)
    points = spots_of(call.place for call in history.calls)
    stations = spots_of(stations_of(history)[0])
    zoning = zoned(network, points, np.ones(len(points)), count=asked.zones, stations=stations, turning=asked.turning)
    prepared = on_map(history, zoning, travel_tables(engine, zoning.node), asked=asked, name=name, form=form)
    days = prepared.recorded.first_day + prepared.recorded.days if prepared.recorded is not None else asked.days
    return replace(prepared, network=network, scenario=closed_in(prepared.scenario, engine, asked, days=days))


def on_map(
    history: History,
    zoning: Zoning,
    to_ms: Ints,
    *,
    asked: Asked,
    name: str,
    form: str,
    assumed: Sequence[Assumed] = (),
    setting_out_ms: int = 0,
) -> Prepared:
    """The history on any map: `zoning.of_point` has the zone of each call; `setting_out_ms` is added to each turnout."""
    number = kinds_of(history)
    unit_kind = np.array([number[history.crews[unit].kind] for unit in history.units], np.int8)
    told = told_of(history, zoning.of_point, unit_kind)
    told = replace(told, calls=told.calls._replace(turnout_ms=told.calls.turnout_ms + np.int32(setting_out_ms)))
    one = scenario_of(history, told, zoning=zoning, to_ms=to_ms, unit_kind=unit_kind, asked=asked)
    return Prepared(
        name=name,
        form=form,
        scenario=one,
        assumed=(*assumed, *assumed_of(history)),
        placed_anew=False,
        recorded=told,
    )


def scenario_of(
    history: History, told: Told, *, zoning: Zoning, to_ms: Ints, unit_kind: np.ndarray[tuple[int], np.dtype[np.int8]],
    asked: Asked,
) -> Scenario:  # fmt: skip
    """The city, its units and their shifts, and a demand like the calls, for setting policies up."""
    need, share = needs_of(told.calls, priorities=len(history.priorities))
    places, unit_station = stations_of(history)
    source = Source(
        demand=demand_of(history),
        stations=spots_of(places),
        unit_station=unit_station,
        unit_kind=unit_kind,
        need=need,
        need_share=share,
        carrying_kinds=(),
        siren=tuple(one not in UNHURRIED for one in history.priorities),
    )
    ahead = round(float(np.median(ahead_ms(history))))
    floor = floor_of(told.calls, priorities=len(history.priorities), late_ms=max(1, round(1000 * asked.late_s) - ahead))
    one = drawn_up(source, to_ms, zoning=zoning, floor=floor)
    unit, on_ms, off_ms = shifts_of(history)
    return replace(one, city=replace(one.city, shift_unit=unit, shift_on_ms=on_ms, shift_off_ms=off_ms))


def needs_of(calls: Calls, *, priorities: int) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.int8]], Floats]:
    """(what calls needed, (variants, kinds); how often by priority, (p, variants))."""
    need, variant = np.unique(calls.need, axis=0, return_inverse=True)
    counts = np.zeros((priorities, len(need)))
    np.add.at(counts, (calls.priority, variant.ravel()), 1.0)
    return np.ascontiguousarray(need), counts / counts.sum(axis=1, keepdims=True)


def floor_of(calls: Calls, *, priorities: int, late_ms: int) -> Floor:
    """Mean turnout and time at the scene of each priority."""
    groups = [calls.priority == one for one in range(priorities)]
    return Floor(
        turnout_s=tuple(float(calls.turnout_ms[mine].mean()) / 1000 for mine in groups),
        on_scene_s=tuple(float(calls.on_scene_ms[mine].mean()) / 1000 for mine in groups),
        late_ms=late_ms,
    )


def assumed_of(history: History) -> tuple[Assumed, ...]:
    """What a replay rests on."""
    span = [history.calls[at].received.astimezone(history.zone) for at in (0, -1)]
    told = {
        "calls": f"{len(history.calls):,}",
        "left": f"{history.left_out:,}",
        "since": f"{span[0]:%Y-%m-%d}",
        "until": f"{span[1]:%Y-%m-%d}",
    }
    found = [Assumed(code="ledger", details=told), Assumed(code="no_hospital"), Assumed(code="same_calls")]
    shifts = sum(crew.in_shifts for crew in history.crews.values())
    return tuple([*found, Assumed(code="shifts", details={"units": shifts})] if shifts else found)

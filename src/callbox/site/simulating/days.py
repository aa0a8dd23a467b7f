"""One simulated day to be watched: the trace of a run, as stretches of road, calls and decisions with their reasons."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

import numpy as np

from callbox.brain.roads.facts import TURN, RoadNetwork
from callbox.brain.simulate import trace
from callbox.brain.simulate.experiment import DAY_MS, WARM_DAYS, advance_by
from callbox.brain.simulate.facts import NEVER_MS, NOBODY, Outcome
from callbox.brain.simulate.full import Model, begin, result, terms
from callbox.brain.simulate.layout import (
    ASSIGNED,
    CALLED_OFF,
    CARRIED,
    DRIVES,
    FREE,
    MOVED,
    OPENED,
    PLACED,
    Records,
    Tables,
)
from callbox.brain.simulate.named import Method
from callbox.brain.simulate.scenario import Scenario
from callbox.faces.command.simulations import Decision, Heard, Leg

ROADS_MOST: Final = 40_000
NEARLY_MS: Final = 1_000
"""Who would be there a second earlier is not called closer."""
Place = tuple[float, float]
DOING: Final = {
    ASSIGNED: ("responding", "on_scene"),
    CARRIED: ("carrying", "carrying"),
    PLACED: ("rolling", "waiting"),
    MOVED: ("rolling", "waiting"),
}
"""What a unit does on a drive, and when it is there, by what was decided."""


class Played(NamedTuple):
    """A run with everything that was decided in it."""

    model: Model
    outcome: Outcome
    rows: Records


def played(model: Model, method: Method) -> Played:
    """Let the model run to its end, and keep its trace."""
    model = replace(model, terms=terms(method.params))
    rows, state = trace.watched(model, begin(model), lambda now: advance_by(model, now, method))
    return Played(model, result(model, state), rows)


@dataclass
class Track:
    """Where one unit is, stretch after stretch, in milliseconds of the run."""

    unit: int
    legs: list[tuple[float, float, Place, Place, str]] = field(default_factory=list)

    def stay(self, at_ms: float, place: Place, doing: str) -> None:
        """Be at a place from a moment on, until something else is known."""
        self.cut(at_ms)
        self.legs.append((at_ms, NEVER_MS, place, place, doing))

    def go(self, now_ms: float, points: list[tuple[float, Place]], *, doing: str, then: str) -> None:
        """Go along points, (when, where), and stay at the last."""
        here = self.cut(now_ms)
        at_ms, place = now_ms, here if here is not None else points[0][1]
        for reached_ms, point in points:
            if reached_ms > at_ms:
                self.legs.append((at_ms, reached_ms, place, point, doing))
                at_ms = reached_ms
            place = point
        self.legs.append((at_ms, NEVER_MS, place, place, then))

    def cut(self, at_ms: float) -> Place | None:
        """End what holds at a moment; the place then."""
        while self.legs and self.legs[-1][0] >= at_ms:
            self.legs.pop()
        if not self.legs:
            return None
        begin_ms, end_ms, start, end, doing = self.legs[-1]
        part = min(1.0, (at_ms - begin_ms) / max(1.0, end_ms - begin_ms))
        here = (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)
        self.legs[-1] = (begin_ms, min(at_ms, end_ms), start, here, doing)
        return here


class Telling(NamedTuple):
    """What is to be seen of a run."""

    tracks: tuple[Track, ...]
    decisions: tuple[Decision, ...]
    places: list[Place]


def told(one: Scenario, seen: Played) -> Telling:
    """Everything that is to be seen of a run."""
    places = list(zip(one.places.longitude_deg.tolist(), one.places.latitude_deg.tolist(), strict=True))
    decisions = sorted([*made(one, seen), *plainly(one, seen)], key=lambda decision: decision.at_s)
    return Telling(tracks(seen, places), tuple(decisions), places)


def tracks(seen: Played, places: list[Place]) -> tuple[Track, ...]:
    """Where every unit is: at rest at first, then along its drives."""
    city = seen.model.city
    found = tuple(Track(unit) for unit in range(city.units))
    for track, station in zip(found, city.unit_station.tolist(), strict=True):
        track.stay(0.0, places[city.station_zone[station]], "waiting")
    for unit, at_ms, what, drive in drives(seen.rows):
        if what == FREE:
            found[unit].stay(at_ms, places[int(drive["zone"])], "waiting")
        else:
            doing, then = DOING[what]
            found[unit].go(at_ms, points_of(seen.model.tables, drive, places), doing=doing, then=then)
    return found


def drives(rows: Records) -> Iterator[tuple[int, float, int, Any]]:  # Any: a record's row
    """(unit, when, what it was for, its row) of every drive, and of every unit that is free where it stands.

    A drive to a call or a station stands after its decision in the trace, one to hospital before it.
    """
    decided: dict[int, int] = {}
    ready: dict[int, Any] = {}
    for row in rows:
        what, unit, at_ms = int(row["what"]), int(row["unit"]), float(row["at_ms"])
        if what == DRIVES and unit in decided:
            yield unit, at_ms, decided.pop(unit), row
        elif what == DRIVES:
            ready[unit] = row
        elif what == CARRIED:
            yield unit, at_ms, what, ready.pop(unit)
        elif what in DOING:
            decided[unit] = what
        elif what == FREE:
            yield unit, at_ms, what, row


def points_of(tables: Tables, drive: Any, places: list[Place]) -> list[tuple[float, Place]]:  # Any: a record's row
    """(when, where) of a drive's points, its beginning and its goal included."""
    zone, goal, metric, until_ms = (int(drive[name]) for name in ("zone", "goal", "metric", "other"))
    points = [(float(drive["from_ms"]), places[zone])]
    while zone != goal and (step := int(tables.via[metric, goal, zone])) != NOBODY:
        zone = step
        points.append((float(until_ms - int(tables.to_ms[metric, goal, zone])), places[zone]))
    return points


def made(one: Scenario, seen: Played) -> Iterator[Decision]:
    """The decisions, each with its reason."""
    for decision in trace.decisions(seen.rows):
        at_s, unit, call = decision.at_ms / 1000.0, decision.unit + 1, decision.call + 1
        if decision.what in {"placed", "moved"}:
            code, station = whither(one, decision)
            yield Decision(at_s=at_s, code=code, details={"unit": unit, "station": station})
        elif decision.what == "carried":
            yield Decision(at_s=at_s, code="CARRIED", details={"unit": unit, "call": call})
        else:
            priority = one.priorities[int(seen.model.calls.priority[decision.call])]
            yield sent(decision, {"unit": unit, "call": call, "priority": priority})


def whither(one: Scenario, decision: trace.Decision) -> tuple[str, int]:
    """(code, number of the station or post) of a unit's going to wait somewhere."""
    post = decision.station - len(one.station_zone)
    if post >= 0:
        return f"{decision.what.upper()}_POST", post + 1
    own = int(one.city.unit_station[decision.unit]) == decision.station
    code = "MOVED" if decision.what == "moved" else "PLACED_HOME" if own else "PLACED"
    return code, decision.station + 1


def sent(decision: trace.Decision, about: dict[str, object]) -> Decision:
    """A unit is sent, or a call has to wait."""
    at_s, among = decision.at_ms / 1000.0, decision.considered
    mine = next((one.eta_ms for one in among if one.unit == decision.unit), None)
    if decision.what != "assigned":
        return Decision(at_s=at_s, code="QUEUED" if decision.what == "queued" else "LOST", details=about)
    if decision.why == "takes_over":
        return Decision(at_s=at_s, code="RELIEVES", details=about)
    if decision.why == "was_next_in_queue" or mine is None:
        return Decision(at_s=at_s, code="NEXT", details=about)
    about |= {"eta": mine / 1000.0, "among": len(among)}
    if among[0].eta_ms + NEARLY_MS >= mine:
        return Decision(at_s=at_s, code="ASSIGNED", details=about)
    return Decision(
        at_s=at_s, code="CHOSEN", details=about | {"other": among[0].unit + 1, "best": among[0].eta_ms / 1000.0}
    )


def plainly(one: Scenario, seen: Played) -> Iterator[Decision]:
    """What needs no reason."""
    rows = seen.rows[np.isin(seen.rows["what"], (OPENED, FREE, CALLED_OFF))]
    for what, at_ms, call, unit in rows[["what", "at_ms", "call", "unit"]].tolist():
        if what == OPENED:
            priority = one.priorities[int(seen.model.calls.priority[call])]
            yield Decision(at_s=at_ms / 1000.0, code="OPENED", details={"call": call + 1, "priority": priority})
        elif what == FREE:
            yield Decision(at_s=at_ms / 1000.0, code="FREE", details={"unit": unit + 1})
        else:
            yield Decision(at_s=at_ms / 1000.0, code="CALLED_OFF", details={"unit": unit + 1, "call": call + 1})


def legs_of(telling: Telling) -> Iterator[Leg]:
    """The stretches of the day after the one to warm up, in seconds from its midnight, unit by unit."""
    first_ms = WARM_DAYS * DAY_MS
    for track in telling.tracks:
        for begin_ms, end_ms, start, end, doing in track.legs:
            if end_ms > first_ms and begin_ms < first_ms + DAY_MS and end_ms > begin_ms:
                ends_ms = min(end_ms, first_ms + 2 * DAY_MS)
                yield Leg(
                    unit=track.unit,
                    begin_s=(begin_ms - first_ms) / 1000.0,
                    end_s=(ends_ms - first_ms) / 1000.0,
                    start=start,
                    end=end,
                    doing=doing,
                )


def decisions_of(telling: Telling) -> Iterator[Decision]:
    """What was decided on that day."""
    first_s = WARM_DAYS * DAY_MS / 1000.0
    for one in telling.decisions:
        if 0 <= one.at_s - first_s < DAY_MS / 1000.0:
            yield Decision(at_s=one.at_s - first_s, code=one.code, details=one.details)


def heard_of(one: Scenario, telling: Telling, outcome: Outcome) -> Iterator[Heard]:
    """The calls that are open on that day, in order of time."""
    first_ms, calls = WARM_DAYS * DAY_MS, outcome.calls
    for number, time_ms in enumerate(calls.time_ms.tolist()):
        reached = bool(outcome.reached[number])
        last_ms = int(outcome.all_arrived_ms[number]) if outcome.all_arrived_ms[number] < NEVER_MS else None
        done_ms = first_ms + DAY_MS if last_ms is None else last_ms + int(calls.on_scene_ms[number])
        if time_ms < first_ms + DAY_MS and done_ms > first_ms:
            yield Heard(
                number=number + 1,
                priority=one.priorities[int(calls.priority[number])],
                at_s=(time_ms - first_ms) / 1000.0,
                arrived_s=(int(outcome.first_arrival_ms[number]) - first_ms) / 1000.0 if reached else None,
                done_s=(done_ms - first_ms) / 1000.0,
                place=telling.places[int(calls.zone[number])],
            )


def roads_of(network: RoadNetwork | None) -> tuple[tuple[float, float, float, float], ...]:
    """Stretches of road for the background, the greater roads first where there are too many."""
    if network is None:
        return ()
    once = (network.road_class != TURN) & ((network.twin < 0) | (np.arange(network.arcs) < network.twin))
    arcs = np.flatnonzero(once)
    arcs = arcs[np.lexsort((-network.length_m[arcs], network.road_class[arcs]))][:ROADS_MOST]
    ends = [
        column[at] for at in (network.tail[arcs], network.head[arcs])
        for column in (network.longitude_deg, network.latitude_deg)
    ]  # fmt: skip
    return tuple((w, x, y, z) for w, x, y, z in np.column_stack(ends).tolist())

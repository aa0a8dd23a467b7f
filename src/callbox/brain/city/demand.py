"""The calls of a stretch of time: when, where, what, and how long each step of handling took.

Calls are a Poisson process whose rate is constant within an hour of the week, so a count is drawn for each hour and
its calls are spread evenly over it (inversion; Lewis and Shedler 1979, Naval Research Logistics 26, section 1).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from .facts import City, Flags, Floats, Ints
from .pieces import Columns

INCIDENT, REQUEST = 0, 1
DISPOSITIONS: Final = (
    "done", "false", "duplicate", "cancelled", "no_such_place", "refused", "gone", "referred",
)  # fmt: skip
INCIDENT_ENDS: Final = (0.80, 0.05, 0.03, 0.03, 0.01, 0.03, 0.04, 0.01)
REQUEST_ENDS: Final = (0.84, 0.02, 0.06, 0.00, 0.02, 0.02, 0.00, 0.04)
NEVER_SENT: Final = ("duplicate", "referred")
NEVER_ARRIVED: Final = ("cancelled",)
ROAD_FACTOR: Final = 1.35
"""Road metres for each metre in a straight line (a usual figure for cities is 1.2 to 1.4)."""
DRIVE_MPS: Final = 10.0
HOURS_A_WEEK: Final = 168


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """One row for each call, in order of time; all arrays have the same length and are read-only.

    `kind` is INCIDENT or REQUEST; `what` indexes the city's incident types or its service categories. Durations are
    seconds and 0 for a step that was not taken: `handling_s` on the telephone, `dispatch_s` until a unit is assigned,
    `chute_s` until it rolls, `travel_s` until it is on scene, `on_scene_s`, `transport_s`, `hospital_s`. For a
    request, `answer_share` is the part of its deadline used when it was answered (above 1: late).
    `hospital` indexes the city's hospitals, -1 for none; `voice`, `caller` and `number` pick the words.
    """

    start: datetime
    offset_s: Floats
    node: Ints
    kind: Ints
    what: Ints
    priority: Ints
    disposition: Ints
    handling_s: Floats
    dispatch_s: Floats
    chute_s: Floats
    travel_s: Floats
    on_scene_s: Floats
    transport_s: Floats
    hospital_s: Floats
    answer_share: Floats
    hospital: Ints
    voice: Ints
    caller: Ints
    number: Ints

    def __len__(self) -> int:
        return len(self.offset_s)


def demand(
    city: City, *, seed: int, start: datetime, hours: float, calls_per_day: float, request_share: float = 0.35
) -> Calls:
    """Calls from `start` (local wall time; its zone, if any, is carried along unread) for `hours`.

    `calls_per_day` is the mean over a whole week, both kinds together. Raises ValueError naming a bad argument.
    """
    _check(seed=seed, hours=hours, calls_per_day=calls_per_day, request_share=request_share)
    rng = np.random.default_rng([city.seed, seed, 7])
    shares = {INCIDENT: 1 - request_share, REQUEST: request_share}
    offsets, kinds = [], []
    for kind, factors in ((INCIDENT, city.incident_hours), (REQUEST, city.request_hours)):
        found = arrivals(rng, factors=factors, start=start, hours=hours, per_hour=calls_per_day * shares[kind] / 24)
        offsets.append(found)
        kinds.append(np.full(len(found), kind))
    order = np.argsort(np.concatenate(offsets), kind="stable")
    return _filled(city, rng, start=start, offset_s=np.concatenate(offsets)[order], kind=np.concatenate(kinds)[order])


def _check(*, seed: int, hours: float, calls_per_day: float, request_share: float) -> None:
    if seed < 0:
        raise ValueError(f"seed: {seed} is negative; it must be 0 or more")
    if not 0 <= hours <= 24 * 366 * 20:
        raise ValueError(f"hours: {hours} is outside 0 to 175680")
    if not 0 <= calls_per_day <= 1e6:
        raise ValueError(f"calls_per_day: {calls_per_day} is outside 0 to 1000000")
    if not 0 <= request_share <= 1:
        raise ValueError(f"request_share: {request_share} is outside 0 to 1")


def arrivals(rng: np.random.Generator, *, factors: Floats, start: datetime, hours: float, per_hour: float) -> Floats:
    """Seconds after `start`, not sorted, of a Poisson process with `per_hour` times the factor of each hour."""
    begin, end, hour = hour_slots(start, hours)
    count = rng.poisson(per_hour * factors[hour] * (end - begin) / 3600.0)
    slot = np.repeat(np.arange(len(begin)), count)
    out: Floats = begin[slot] + rng.random(len(slot)) * (end - begin)[slot]
    return out


def hour_slots(start: datetime, hours: float) -> tuple[Floats, Floats, Ints]:
    """The whole and broken clock hours of the stretch: begin and end in seconds after start, and hour of the week."""
    into_s = start.minute * 60 + start.second + start.microsecond / 1e6
    slots = int(np.ceil((hours * 3600 + into_s) / 3600))
    edge = np.clip(np.arange(slots + 1) * 3600.0 - into_s, 0.0, hours * 3600.0)
    first = start.weekday() * 24 + start.hour
    return edge[:-1], edge[1:], (first + np.arange(slots)) % HOURS_A_WEEK


def _filled(city: City, rng: np.random.Generator, *, start: datetime, offset_s: Floats, kind: Ints) -> Calls:
    n, incident = len(offset_s), kind == INCIDENT
    node = np.where(incident, _nodes(rng, city.incident_weight, n), _nodes(rng, city.request_weight, n))
    types, wishes = city.incident_types, city.categories
    what = np.where(incident, _picks(rng, [t.share for t in types], n), _picks(rng, [c.share for c in wishes], n))
    end = np.where(incident, _picks(rng, INCIDENT_ENDS, n), _picks(rng, REQUEST_ENDS, n))
    urgency = np.array([t.priority for t in types])
    steps = _steps(city, rng, node=node, what=np.where(incident, what, 0), end=end)
    sent = {name: np.where(incident, column, -1 if name == "hospital" else 0) for name, column in steps.items()}
    made = Calls(
        start=start, offset_s=offset_s, node=node, kind=kind, what=what, disposition=end,
        priority=np.where(incident, urgency[np.where(incident, what, 0)], 5),
        handling_s=_about(rng, 85.0, 0.45, n) * np.where(incident, 1.0, 2.0),
        answer_share=np.where(incident, 0.0, _about(rng, 0.55, 0.6, n)),
        voice=rng.integers(0, 2**31, n), caller=rng.integers(0, 2**31, n), number=rng.integers(0, 2**31, n),
        **sent,
    )  # fmt: skip
    for name in Calls.__slots__[1:]:
        getattr(made, name).setflags(write=False)
    return made


def _steps(city: City, rng: np.random.Generator, *, node: Ints, what: Ints, end: Ints) -> Columns:
    """Durations of an incident's steps, each drawn for every row and then set to 0 where it was not taken."""
    n, types = len(node), city.incident_types
    start_m, clinic = _to_station_m(city, node=node, what=what), _nearest_hospital(city, node)
    urgent = np.array([t.priority for t in types])[what]
    sent, arrived = ~_ended(end, NEVER_SENT), ~_ended(end, NEVER_SENT + NEVER_ARRIVED)
    carried = arrived & _ended(end, ("done",)) & (rng.random(n) < np.array([t.transport_chance for t in types])[what])
    r = city.roads
    spot = np.array([h.node for h in city.hospitals])[clinic]
    clinic_m = np.hypot(r.x_m[spot] - r.x_m[node], r.y_m[spot] - r.y_m[node])
    scene_s = 60.0 * np.array([t.on_scene_min for t in types])[what] * np.where(_ended(end, ("done",)), 1.0, 0.4)
    return {
        "dispatch_s": _about(rng, 22.0, 0.6, n) * urgent * sent,
        "chute_s": _about(rng, 75.0, 0.35, n) * sent,
        "travel_s": (40.0 + start_m * ROAD_FACTOR / DRIVE_MPS) * _about(rng, 1.0, 0.25, n) * arrived,
        "on_scene_s": scene_s * _about(rng, 1.0, 0.4, n) * arrived,
        "transport_s": (60.0 + clinic_m * ROAD_FACTOR / DRIVE_MPS) * _about(rng, 1.0, 0.2, n) * carried,
        "hospital_s": _about(rng, 1500.0, 0.35, n) * carried,
        "hospital": np.where(carried, clinic, -1),
    }


def _ended(end: Ints, codes: tuple[str, ...]) -> Flags:
    return np.isin(end, [DISPOSITIONS.index(code) for code in codes])


def _about(rng: np.random.Generator, median: float, spread: float, n: int) -> Floats:
    return rng.lognormal(np.log(median), spread, n)


def _nodes(rng: np.random.Generator, weight: Floats, n: int) -> Ints:
    """Nodes drawn by weight, by inversion of their running sum."""
    total = np.cumsum(weight)
    out: Ints = np.searchsorted(total, rng.random(n) * total[-1], side="right")
    return np.minimum(out, len(weight) - 1)


def _picks(rng: np.random.Generator, shares: list[float] | tuple[float, ...], n: int) -> Ints:
    return _nodes(rng, np.array(shares), n)


def _to_station_m(city: City, *, node: Ints, what: Ints) -> Floats:
    """Straight metres from the nearest station that has the first kind of unit each call needs."""
    out = np.zeros(len(node))
    for number, kind in enumerate(city.incident_types):
        rows = np.flatnonzero(what == number)
        homes = sorted({unit.node for unit in city.units if unit.kind == kind.needs[0].kind})
        out[rows] = _nearest(city, node[rows], np.array(homes))[1]
    return out


def _nearest_hospital(city: City, node: Ints) -> Ints:
    return _nearest(city, node, np.array([h.node for h in city.hospitals]))[0]


def _nearest(city: City, node: Ints, places: Ints) -> tuple[Ints, Floats]:
    """Which place is nearest in a straight line, and how far in metres; place by place, so memory stays small."""
    r = city.roads
    best, best_m = np.zeros(len(node), dtype=np.int64), np.full(len(node), np.inf)
    for k, place in enumerate(places.tolist()):
        away_m = np.hypot(r.x_m[node] - r.x_m[place], r.y_m[node] - r.y_m[place])
        closer = away_m < best_m
        best[closer], best_m[closer] = k, away_m[closer]
    return best, best_m

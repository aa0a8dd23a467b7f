"""How few calls could have been late, had one known the future: a lower bound for every policy, exact on small days.

A mixed-integer program, solved by HiGHS: every unit drives a path through the calls it answers in time; calls that come
late are left out and cost nobody any time, so that no policy can do better. Units that wait at stations only are one
case; units that may be moved anywhere beforehand are the other, which bounds every move-up policy as well.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from callbox.brain.simulate.facts import Calls, City, Floats, Ints, Longs

SECONDS_AT_MOST: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindsight:
    """`late` no policy can go below; `proven` says whether it is the optimum itself or only a bound on it."""

    late: int
    proven: bool
    answered_by: Ints
    """(c,) the station of the unit that answers the call in time, -1 where it comes late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trips:
    """For g groups of units (one for each station): what is possible. Times in ms."""

    units: Ints
    """(g,)"""
    earliest_ms: Floats
    """(c, g) the first moment a unit of the group can be at the call, having answered none before."""
    latest_ms: Floats
    """(c,) from when on it is late."""
    gap_ms: Floats
    """(c, c, g) least time from arriving at the first call to arriving at the second."""


def hindsight(
    city: City, calls: Calls, *, target_ms: int, moves: bool = False, seconds_at_most: float = SECONDS_AT_MOST
) -> Hindsight:
    """The fewest late calls (response over `target_ms`) with one unit for each call, all of one kind, and one table.

    `moves` False: units start from their stations and go back after each call, as in the plain model. True: they may be
    anywhere beforehand. Meant for some dozens of calls. Raises ValueError for a city with more than one table.
    """
    if len(city.to_ms) != 1:
        raise ValueError("to_ms: hindsight looks at one table; give the city with the one that matters")
    trips = trips_of(city, calls, target_ms=target_ms, moves=moves)
    allowed = trips.earliest_ms <= trips.latest_ms[:, None]
    first, second, group = np.nonzero(follows(trips, allowed))
    program = Program(trips=trips, stop=np.argwhere(allowed), link=np.stack([first, second, group], axis=1))
    return program.solve(seconds_at_most)


def trips_of(city: City, calls: Calls, *, target_ms: int, moves: bool) -> Trips:
    """What units of each station can do."""
    stations, counts = np.unique(city.unit_station, return_counts=True)
    to_ms, homes = city.to_ms[0].astype(np.float64), city.station_zone[stations]
    there_ms = to_ms[np.ix_(calls.zone, homes)]
    back_ms = to_ms[np.ix_(homes, calls.zone)].T
    count = len(calls.zone)
    if moves:
        between = to_ms[np.ix_(calls.zone, calls.zone)].T + calls.on_scene_ms[:, None]
        gap_ms = np.repeat(between[:, :, None], len(stations), axis=2)
        earliest_ms = np.maximum(calls.time_ms[:, None], there_ms)
    else:
        answer_ms = there_ms + calls.turnout_ms[:, None]
        gap_ms = (calls.on_scene_ms[:, None] + back_ms)[:, None, :] + answer_ms[None, :, :]
        earliest_ms = calls.time_ms[:, None] + answer_ms
    gap_ms[np.arange(count), np.arange(count)] = np.inf
    return Trips(
        units=counts.astype(np.int32), earliest_ms=earliest_ms, gap_ms=gap_ms,
        latest_ms=(calls.time_ms + target_ms).astype(np.float64),
    )  # fmt: skip


def follows(trips: Trips, allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(c, c, g) whether a unit of the group can answer the second call in time after the first."""
    in_time = trips.earliest_ms[:, None, :] + trips.gap_ms <= trips.latest_ms[None, :, None]
    return in_time & allowed[:, None, :] & allowed[None, :, :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Variables: for each possible stop, whether it is made, and whether it is a path's first; each link; each arrival."""

    trips: Trips
    stop: Longs
    """(n, 2) call and group."""
    link: Longs
    """(m, 3) call, later call, group."""

    def solve(self, seconds_at_most: float) -> Hindsight:
        """Make as many stops as possible."""
        stops, links, calls = len(self.stop), len(self.link), len(self.trips.latest_ms)
        if stops == 0:
            return Hindsight(late=calls, proven=True, answered_by=np.full(calls, -1, np.int32))
        wish = np.concatenate([-np.ones(stops), np.zeros(stops + links + calls)])
        low = np.concatenate([np.zeros(2 * stops + links), self.trips.earliest_ms.min(axis=1, initial=np.inf)])
        low[2 * stops + links :] = np.minimum(low[2 * stops + links :], self.trips.latest_ms)
        high = np.concatenate([np.ones(2 * stops + links), self.trips.latest_ms])
        whole = np.concatenate([np.ones(2 * stops + links), np.zeros(calls)])
        found = milp(
            wish, constraints=self.constraints(), bounds=Bounds(low, high), integrality=whole,
            options={"time_limit": seconds_at_most, "mip_rel_gap": 0.0},
        )  # fmt: skip
        answered_by = np.full(calls, -1, np.int32)
        if found.x is not None:
            made = self.stop[found.x[:stops] > 0.5]
            answered_by[made[:, 0]] = made[:, 1]
        best = -found.mip_dual_bound if found.mip_dual_bound is not None else float(calls)
        return Hindsight(late=calls - int(np.floor(best + 1e-6)), proven=found.status == 0, answered_by=answered_by)

    def constraints(self) -> list[LinearConstraint]:
        """Once for each call; paths hang together; no more paths than units; arrivals far enough apart."""
        return [self.once(), self.entered(), self.left(), self.fleets(), self.started(), self.apart()]

    def rows(self, parts: list[tuple[Longs, Longs, Floats]], *, low: Floats, high: Floats) -> LinearConstraint:
        """(row, column, coefficient) parts put together."""
        row, column, value = (np.concatenate([part[place] for part in parts]) for place in range(3))
        width = 2 * len(self.stop) + len(self.link) + len(self.trips.latest_ms)
        return LinearConstraint(coo_array((value, (row, column)), shape=(len(low), width)).tocsc(), low, high)

    def made(self, sign: float, row: Longs) -> tuple[Longs, Longs, Floats]:
        """Each stop, in a row."""
        return row, np.arange(len(self.stop)), np.full(len(self.stop), sign)

    def links(self, sign: float, row: Longs) -> tuple[Longs, Longs, Floats]:
        """Each link, in a row."""
        return row, 2 * len(self.stop) + np.arange(len(self.link)), np.full(len(self.link), sign)

    def number(self, call: Longs, group: Longs) -> Longs:
        """The stop of a call and a group."""
        table = np.full((len(self.trips.latest_ms), len(self.trips.units)), -1, np.int64)
        table[self.stop[:, 0], self.stop[:, 1]] = np.arange(len(self.stop))
        found: Longs = table[call, group]
        return found

    def once(self) -> LinearConstraint:
        """Nobody answers a call twice."""
        calls = len(self.trips.latest_ms)
        return self.rows([self.made(1.0, self.stop[:, 0])], low=np.zeros(calls), high=np.ones(calls))

    def entered(self) -> LinearConstraint:
        """A stop is a path's first, or a link leads to it."""
        stops = np.arange(len(self.stop))
        firsts = (stops, len(self.stop) + stops, -np.ones(len(stops)))
        into = self.links(-1.0, self.number(self.link[:, 1], self.link[:, 2]))
        zeros = np.zeros(len(stops))
        return self.rows([self.made(1.0, stops), firsts, into], low=zeros, high=zeros)

    def left(self) -> LinearConstraint:
        """At most one link leads on from a stop that is made."""
        stops = np.arange(len(self.stop))
        out = self.links(1.0, self.number(self.link[:, 0], self.link[:, 2]))
        return self.rows([self.made(-1.0, stops), out], low=np.full(len(stops), -np.inf), high=np.zeros(len(stops)))

    def fleets(self) -> LinearConstraint:
        """As many paths as there are units, at most."""
        stops = np.arange(len(self.stop))
        firsts = (self.stop[:, 1], len(self.stop) + stops, np.ones(len(stops)))
        units = self.trips.units.astype(np.float64)
        return self.rows([firsts], low=np.zeros(len(units)), high=units)

    def started(self) -> LinearConstraint:
        """An arrival is not before the group that makes the stop can be there."""
        calls, group = self.stop.T
        low = self.trips.earliest_ms.min(axis=1)
        extra = self.trips.earliest_ms[calls, group] - low[calls]
        column = 2 * len(self.stop) + len(self.link) + np.arange(len(low))
        arrivals = (np.arange(len(low)), column, np.ones(len(low)))
        stops = (calls, np.arange(len(calls)), -extra)
        floor = np.minimum(low, self.trips.latest_ms)
        return self.rows([arrivals, stops], low=floor, high=np.full(len(low), np.inf))

    def apart(self) -> LinearConstraint:
        """Arrivals that a link joins are as far apart as the drive between them takes."""
        first, second, group = self.link.T
        rows, base = np.arange(len(first)), 2 * len(self.stop) + len(self.link)
        gap_ms = self.trips.gap_ms[first, second, group]
        slack_ms = gap_ms + self.trips.latest_ms[first] - self.trips.earliest_ms.min(axis=1)[second]
        slack_ms = np.maximum(slack_ms, 0.0)
        parts = [
            (rows, base + second, np.ones(len(rows))),
            (rows, base + first, -np.ones(len(rows))),
            (*self.links(0.0, rows)[:2], -slack_ms),
        ]
        return self.rows(parts, low=gap_ms - slack_ms, high=np.full(len(rows), np.inf))

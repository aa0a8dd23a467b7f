"""Units of the exact mode: what one does, the route it drives as a list of points and moments, and what it has driven."""

from dataclasses import dataclass, field

from callbox.brain.compiled import UNREACHABLE_MS
from callbox.brain.simulate.facts import HOUR_MS, NEVER_MS, NOBODY, City

Point = tuple[int, int]
"""A zone, and when the unit is there."""


@dataclass(slots=True, kw_only=True)
class Leg:
    """A drive, from when to when; one that leads nowhere counts for nothing."""

    mode: int
    from_ms: int
    until_ms: int
    leads_there: bool


@dataclass(slots=True, kw_only=True)
class Crew:
    """One unit: `doing` is off, idle, responding, carrying or free (for the length of one decision)."""

    number: int
    kind: int
    home: int
    doing: str = "idle"
    on: bool = True
    station: int = NOBODY
    call: int = NOBODY
    route: list[Point] = field(default_factory=list)
    stays_ms: int = 0
    """How long it stays where it is going: at the scene, or at the hospital."""
    version: int = 0
    """Grows with every plan, so that an event of an older plan is known to be void."""
    told_ms: int = 0
    busy_ms: int = 0
    answered: int = 0
    moves: int = 0
    moved: int = 0
    span: int = 0
    legs: list[Leg] = field(default_factory=list)

    @property
    def arrives_ms(self) -> int:
        return self.route[-1][1]

    def on_the_way(self, at_ms: int) -> bool:
        return self.arrives_ms > at_ms

    def waits(self, at_ms: int) -> bool:
        return self.doing == "idle" and not self.on_the_way(at_ms)

    def rolls(self, at_ms: int) -> bool:
        return self.doing == "idle" and self.on_the_way(at_ms)

    def turning(self, at_ms: int) -> Point:
        """Where it can next turn off its route, and when; now, where it stands."""
        ahead = [point for point in self.route if point[1] >= at_ms]
        if not ahead or not self.legs or not self.legs[-1].leads_there:
            return self.route[0 if ahead else -1][0], max(self.route[0][1], at_ms) if ahead else at_ms
        return ahead[0]

    def turn(self, at_ms: int) -> Point:
        """Leave the route at the next point; the rest of the leg is not driven."""
        zone, ready_ms = self.turning(at_ms)
        if self.on_the_way(at_ms):
            self.legs[-1].until_ms = ready_ms
        return zone, ready_ms

    def driven_ms(self, mode: int) -> int:
        return sum(leg.until_ms - leg.from_ms for leg in self.legs if leg.mode == mode and leg.leads_there)


class Streets:
    """Travel times and routes, read straight from the city's tables."""

    def __init__(self, city: City) -> None:
        self.to_ms = [table.tolist() for table in city.to_ms]
        self.taken = [table.tolist() for table in city.reckoned_ms] if len(city.reckoned_ms) else self.to_ms
        self.metric_at = city.metric_at.tolist()
        self.version = 0
        self.routes: dict[tuple[int, int, int], list[Point]] = {}

    def metric(self, mode: int, at_ms: int) -> int:
        return int(self.metric_at[self.version][mode][at_ms // HOUR_MS % 168])

    def time_ms(self, *, mode: int, at_ms: int, goal: int, start: int, taken: bool = False) -> int:
        """How long the way takes, or is taken for by whoever decides."""
        return int((self.taken if taken else self.to_ms)[self.metric(mode, at_ms)][goal][start])

    def route(self, *, mode: int, at_ms: int, goal: int, start: int, ready_ms: int) -> tuple[list[Point], bool]:
        """Points with the moments they are passed, from (start, ready_ms); whether they lead to the goal."""
        metric = self.metric(mode, at_ms)
        if self.to_ms[metric][goal][start] >= UNREACHABLE_MS:
            return [(start, ready_ms), (goal, ready_ms + UNREACHABLE_MS)], False
        key = (metric, goal, start)
        if key not in self.routes:
            self.routes[key] = self.points(metric, goal, start)
        return [(zone, ready_ms + after_ms) for zone, after_ms in self.routes[key]], True

    def points(self, metric: int, goal: int, start: int) -> list[Point]:
        """Zones on the fastest route with the time after which each is passed; the nearest next, ties by number."""
        table, zone, after_ms = self.to_ms[metric], start, 0
        found = [(start, 0)]
        while zone != goal:
            rest_ms = table[goal][zone]
            between = [
                (table[step][zone], step)
                for step in range(len(table))
                if table[step][zone] > 0 and table[step][zone] + table[goal][step] == rest_ms
            ]
            part_ms, zone = min(between, default=(rest_ms, goal))
            after_ms += part_ms
            found.append((zone, after_ms))
        return found


@dataclass(slots=True)
class Need:
    """How far a call has come."""

    lacking: list[int]
    """By kind of unit."""
    missing: int
    assigned_ms: int = NEVER_MS
    first_ms: int = NEVER_MS
    last_ms: int = 0
    unit: int = NOBODY
    carried: bool = False

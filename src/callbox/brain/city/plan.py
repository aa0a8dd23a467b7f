"""The lie of the land: shore, river, rings and radials as functions, drawn from the seed.

Streets are laid out in plan coordinates (u, v), where rings are circles, and bent into the world (x, y) by `bend`;
water is defined in the world. All in metres; the old centre is at (0, 0), the sea in the east.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from .facts import Flags, Floats, Ints

BLOCK_M: Final = 105.0
INSET_M: Final = 45.0
"""From the water's edge to the road along it."""
COUNTRY_RATIO: Final = 1.7
"""How much further than the city the county reaches."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Sizes in metres, angles in radians counted from east; waves are rows (amplitude, frequency, phase)."""

    nodes: int
    radius_m: float
    rings_m: tuple[float, ...]
    radials: tuple[Floats, ...]
    """For each belt between two rings, the angles of the roads that bound its quarters, ascending."""
    river_width_m: float
    coast_waves: Floats
    river_waves: Floats
    bend_waves: Floats
    parks_m: Floats

    @property
    def county_m(self) -> float:
        """How far the roads reach."""
        return self.radius_m * COUNTRY_RATIO

    @property
    def centre_m(self) -> float:
        """Radius of the old centre."""
        return self.rings_m[0]


def draw_plan(rng: np.random.Generator, *, nodes: int, radius_m: float) -> Plan:
    """Draw the shape of a city. The draws do not depend on `radius_m`, so a plan can be redrawn larger."""
    rings = ring_radii(nodes, radius_m)
    angles = radial_angles(rng, rings)
    return Plan(
        nodes=nodes,
        radius_m=radius_m,
        rings_m=rings,
        radials=angles,
        river_width_m=45.0 * (nodes / 1000) ** 0.25,
        coast_waves=waves(rng, amplitudes=(0.045, 0.022, 0.010, 0.004), frequencies=(0.55, 1.3, 3.1, 7.0)),
        river_waves=waves(rng, amplitudes=(0.10, 0.035, 0.010), frequencies=(0.50, 1.3, 3.4)),
        bend_waves=waves(rng, amplitudes=(0.030, 0.030, 0.011, 0.011), frequencies=(0.7, 0.8, 1.9, 1.7)),
        parks_m=draw_parks(rng, nodes=nodes, radius_m=radius_m),
    )


def ring_radii(nodes: int, radius_m: float) -> tuple[float, ...]:
    """Radii of the ring roads: the first bounds the old centre, the last the city."""
    centre_m = min(430.0 * (nodes / 1000) ** 0.2, radius_m * 0.4)
    count = 2 + int(np.log10(max(nodes, 1000) / 300))
    return tuple(float(r) for r in np.geomspace(centre_m, radius_m, count))


def radial_angles(rng: np.random.Generator, rings_m: tuple[float, ...]) -> tuple[Floats, ...]:
    """Angles for the old centre and each belt; a road that bounds a quarter goes on to the edge of the city.

    Quarters stay about 1.2 km wide in a town and widen with the city, so their number stays in the hundreds.
    """
    base = np.radians(np.linspace(62.0, 298.0, 7)) + rng.uniform(-0.08, 0.08, 7)
    belts: list[Floats] = [base[[1, 3, 5]]]
    current = base
    for inner_m, outer_m in pairwise(rings_m):
        width_m = float(np.diff(current).mean()) * (inner_m + outer_m) / 2
        if width_m > 1100.0 + 0.09 * rings_m[-1]:
            middle = (current[:-1] + current[1:]) / 2 + rng.uniform(-0.02, 0.02, len(current) - 1)
            current = np.sort(np.concatenate([current, middle]))
        belts.append(current)
    return tuple(belts)


def waves(rng: np.random.Generator, *, amplitudes: tuple[float, ...], frequencies: tuple[float, ...]) -> Floats:
    """Rows (amplitude, frequency, phase), a little different for each seed."""
    k = len(amplitudes)
    return np.column_stack(
        [
            np.array(amplitudes) * rng.uniform(0.75, 1.2, k),
            np.array(frequencies) * rng.uniform(0.85, 1.15, k),
            rng.uniform(0.0, 2 * np.pi, k),
        ]
    )


def draw_parks(rng: np.random.Generator, *, nodes: int, radius_m: float) -> Floats:
    """Centres and radii of parks and hills without streets, more of them in a larger city."""
    count = int(6 + 10 * np.log10(nodes / 1000))
    angle = rng.uniform(np.radians(70), np.radians(290), count)
    away = radius_m * np.sqrt(rng.uniform(0.06, 0.95, count))
    size = radius_m * rng.uniform(0.02, 0.055, count)
    return np.column_stack([away * np.cos(angle), away * np.sin(angle), np.maximum(size, 90.0)])


def ripple(rows: Floats, t: Floats) -> Floats:
    """The sum of the waves at t, shifted so that it is 0 at t = 0."""
    total: Floats = np.zeros_like(t)
    for amplitude, frequency, phase in rows:
        total += amplitude * (np.sin(2 * np.pi * frequency * t + phase) - np.sin(phase))
    return total


def shore_x(plan: Plan, y_m: Floats) -> Floats:
    """Where the land ends, going east: a bay before the old centre, headlands beside it, a dock basin in the south."""
    r, t = plan.radius_m, y_m / plan.radius_m
    bay = 0.34 * (1 - np.exp(-((t / 0.55) ** 2)))
    low, high = basin(plan)
    depth_m = 0.055 * r + 90.0
    soft_m = 0.1 * (high - low)
    dock = depth_m / 4 * (1 + np.tanh((y_m - low) / soft_m * 2)) * (1 - np.tanh((y_m - high) / soft_m * 2))
    out: Floats = 1.12 * plan.centre_m + r * (bay + ripple(plan.coast_waves, t)) - dock
    return out


def basin(plan: Plan) -> tuple[float, float]:
    """South and north end of the dock basin: just south of the river's mouth."""
    mouth = -1.3 * plan.centre_m
    high = mouth - 3.2 * plan.river_width_m - 60.0
    return high - 0.11 * plan.radius_m - 120.0, high


def river_y(plan: Plan, x_m: Floats) -> Floats:
    """The middle of the river: from the county in the west to its mouth south of the old centre."""
    t = np.maximum(-x_m, 0.0) / plan.radius_m
    out: Floats = -1.3 * plan.centre_m + plan.radius_m * (ripple(plan.river_waves, t) - 0.13 * t)
    return out


def river_half_m(plan: Plan, x_m: Floats) -> Floats:
    """Half the river's width: narrower in the west, an estuary in the east."""
    upstream = np.maximum(-x_m, 0.0) / plan.county_m
    estuary = np.exp(np.minimum(x_m - 1.1 * plan.centre_m, 0.0) / (0.8 * plan.centre_m))
    out: Floats = plan.river_width_m / 2 * (1.15 - 0.7 * upstream + 0.9 * estuary)
    return out


def coast_distance(plan: Plan, x_m: Floats, y_m: Floats) -> Floats:
    """Metres from the shore, about; negative in the sea."""
    here = shore_x(plan, y_m)
    slope = (shore_x(plan, y_m + 20.0) - here) / 20.0
    out: Floats = (here - x_m) / np.hypot(1.0, slope)
    return out


def river_distance(plan: Plan, x_m: Floats, y_m: Floats) -> Floats:
    """Metres from the nearer bank, about; negative in the river."""
    middle = river_y(plan, x_m)
    slope = (river_y(plan, x_m + 20.0) - middle) / 20.0
    out: Floats = np.abs(y_m - middle) / np.hypot(1.0, slope) - river_half_m(plan, x_m)
    return out


def river_side(plan: Plan, x_m: Floats, y_m: Floats) -> Ints:
    """1 north of the river's middle, 0 south of it."""
    return (y_m > river_y(plan, x_m)).astype(np.int64)


def bend(plan: Plan, u_m: Floats, v_m: Floats) -> tuple[Floats, Floats]:
    """From plan to world: a smooth bend, so that no ring is a circle and no street quite straight."""
    r = plan.radius_m
    a, b, c, d = plan.bend_waves[:, None]
    x = u_m + r * (ripple(a, v_m / r) + ripple(c, (v_m + u_m) / r))
    y = v_m + r * (ripple(b, u_m / r) + ripple(d, (u_m - v_m) / r))
    return x, y


def park_edge_m(park: Floats, angle: Floats) -> Floats:
    """How far a park (centre u, v, size) reaches in a direction: a lobed outline, each park its own."""
    phase, size = park[0] % 7.0, park[2]
    out: Floats = size * (1 + 0.22 * np.sin(2 * angle + phase) + 0.13 * np.sin(3 * angle - 2 * phase))
    return out


def in_park(plan: Plan, u_m: Floats, v_m: Floats) -> Flags:
    """Whether a point of the plan lies in a park."""
    inside = np.zeros(u_m.shape, dtype=np.bool_)
    for park in plan.parks_m:
        du, dv = u_m - park[0], v_m - park[1]
        near = np.flatnonzero(du**2 + dv**2 < (1.4 * park[2]) ** 2)
        edge_m = park_edge_m(park, np.arctan2(dv[near], du[near]))
        inside[near] |= np.hypot(du[near], dv[near]) < edge_m
    return inside


def park_outline(plan: Plan, park: Floats) -> Floats:
    """The outline of a park in the world, (60, 2) metres."""
    angle = np.linspace(0.0, 2 * np.pi, 60)
    edge_m = 0.94 * park_edge_m(park, angle)
    return np.column_stack(bend(plan, park[0] + edge_m * np.cos(angle), park[1] + edge_m * np.sin(angle)))

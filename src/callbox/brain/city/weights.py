"""Where and when people call: a weight for each node, a factor for each hour of the week."""

from typing import Final

import numpy as np

from .facts import OLD, PORT, RURAL, ZONES, Floats
from .pieces import Piece
from .plan import Plan

INCIDENT_ZONE: Final = (3.0, 2.2, 1.0, 1.6, 0.30)
REQUEST_ZONE: Final = (2.0, 2.0, 1.2, 0.5, 0.25)

WEEKDAY: Final = (
    0.52, 0.42, 0.36, 0.33, 0.33, 0.40, 0.60, 0.90, 1.15, 1.20, 1.20, 1.22,
    1.25, 1.22, 1.20, 1.24, 1.32, 1.42, 1.42, 1.30, 1.18, 1.05, 0.88, 0.70,
)  # fmt: skip
WEEKEND: Final = (
    0.95, 0.88, 0.78, 0.62, 0.48, 0.42, 0.48, 0.62, 0.82, 0.98, 1.08, 1.14,
    1.18, 1.16, 1.14, 1.14, 1.18, 1.24, 1.30, 1.28, 1.24, 1.20, 1.16, 1.08,
)  # fmt: skip
OFFICE: Final = (
    0.10, 0.07, 0.06, 0.06, 0.08, 0.15, 0.40, 0.95, 1.80, 2.30, 2.35, 2.05,
    1.55, 1.60, 2.00, 2.05, 1.85, 1.45, 1.05, 0.85, 0.70, 0.55, 0.35, 0.18,
)  # fmt: skip


def node_weights(plan: Plan, piece: Piece, *, seed: int) -> tuple[Floats, Floats]:
    """For incidents and requests, each adding up to 1: by zone, thinner outwards, thicker around hot places."""
    rng = np.random.default_rng([seed, 6])
    away = np.hypot(piece.x, piece.y) / plan.radius_m
    base = np.exp(-0.8 * away) * _hot(plan, piece, rng) * rng.gamma(2.0, 0.5, len(away))
    out = []
    for by_zone in (INCIDENT_ZONE, REQUEST_ZONE):
        weight: Floats = base * np.array(by_zone)[piece.zone]
        out.append(weight / weight.sum())
    return out[0], out[1]


def _hot(plan: Plan, piece: Piece, rng: np.random.Generator) -> Floats:
    heat = np.ones(len(piece.x))
    town = np.flatnonzero(~np.isin(piece.zone, (RURAL, PORT, OLD)))
    for node in rng.choice(town, size=min(9, len(town)), replace=False):
        size_m = plan.radius_m * rng.uniform(0.03, 0.10)
        m2 = (piece.x - piece.x[node]) ** 2 + (piece.y - piece.y[node]) ** 2
        heat += rng.uniform(0.8, 2.5) * np.exp(-m2 / (2 * size_m**2))
    return heat


def incident_hours() -> Floats:
    """(168,) factors, Monday 00:00 first, mean 1: a low before dawn, a peak at the evening rush, late weekends."""
    friday = WEEKDAY[:18] + WEEKEND[18:]
    return _mean_one(np.array([*WEEKDAY * 4, *friday, *WEEKEND, *WEEKEND[:18], *WEEKDAY[18:]]))


def request_hours() -> Floats:
    """(168,) factors, Monday 00:00 first, mean 1: office hours, half as many at the weekend."""
    weekend = np.array(OFFICE) * 0.5
    return _mean_one(np.array([*OFFICE * 5, *weekend, *weekend]))


def _mean_one(hours: Floats) -> Floats:
    out: Floats = hours / hours.mean()
    return out


assert len(INCIDENT_ZONE) == len(REQUEST_ZONE) == len(ZONES)

"""The city as an SVG map, for people to look at."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from .facts import City, Floats, Ints

STROKE: Final = (
    ("#d9822b", 3.2),
    ("#f0b24a", 2.4),
    ("#f7d98b", 1.7),
    ("#ffffff", 1.0),
    ("#ffffff", 0.8),
    ("#e8e2d4", 1.2),
)
SEA, LAND, PARK = "#a9cfe3", "#f1ede4", "#cfe3bd"
TRADE: Final = {"fire": "#c0392b", "ambulance": "#2471a3", "police": "#1b2a6b"}


def picture(city: City, *, width_px: int = 1200, reach_m: float | None = None) -> str:
    """An SVG document: water, parks, roads by class, stations, hospitals. `reach_m`: only so far around the centre."""
    r = city.roads
    x0, x1, y0, y1 = _frame(city) if reach_m is None else (-reach_m, reach_m, -reach_m, reach_m)
    scale = width_px / (x1 - x0)
    height_px = round((y1 - y0) * scale)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_px}" height="{height_px}" '
            f'viewBox="0 0 {width_px} {height_px}"><rect width="100%" height="100%" fill="{SEA}"/>'
        ),
        f'<g transform="scale({scale:.6f} {-scale:.6f}) translate({-x0:.1f} {-y1:.1f})" stroke-linecap="round">',
        *_ground(city, x0=x0, width_m=x1 - x0),
        *_streets(city, x0=x0, x1=x1, y0=y0, y1=y1, pixel_m=1 / scale),
        *_places(city, pixel_m=1 / scale),
        (
            f'</g><text x="16" y="30" font-family="sans-serif" font-size="20">{city.name.en} {city.name.zh} · '
            f"{r.nodes:,} nodes · seed {city.seed}</text></svg>"
        ),
    ]
    return "\n".join(parts)


def _frame(city: City) -> tuple[float, float, float, float]:
    r = city.roads
    return (float(r.x_m.min()) - 300, float(r.x_m.max()) + 900, float(r.y_m.min()) - 300, float(r.y_m.max()) + 300)


def _ground(city: City, *, x0: float, width_m: float) -> Iterator[str]:
    w = city.water
    west = x0 - width_m
    land = np.concatenate([w.shore_m, [[west, w.shore_m[-1, 1]], [west, w.shore_m[0, 1]]]])
    yield f'<path d="{_path(land)}Z" fill="{LAND}"/>'
    for park in w.parks_m:
        yield f'<path d="{_path(park)}Z" fill="{PARK}"/>'
    shore = f'<path d="{_path(w.shore_m)}L{x0 + 3 * width_m:.0f} {w.shore_m[-1, 1]:.0f}'
    yield f'{shore}L{x0 + 3 * width_m:.0f} {w.shore_m[0, 1]:.0f}Z" fill="{SEA}"/>'
    yield f'<path d="{_path(w.river_m)}Z" fill="{SEA}"/>'
    for wall in w.breakwaters_m:
        yield f'<path d="{_path(wall)}" fill="none" stroke="#8d8578" stroke-width="{width_m / 400:.0f}"/>'


def _path(points: Floats) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points)


def _streets(city: City, *, x0: float, x1: float, y0: float, y1: float, pixel_m: float) -> Iterator[str]:
    r = city.roads
    shown = (r.x_m > x0) & (r.x_m < x1) & (r.y_m > y0) & (r.y_m < y1)
    arc = np.flatnonzero((r.one_way | (r.tail < r.head)) & shown[r.tail] & shown[r.head])
    thin = float(np.clip(60.0 / pixel_m / 9, 0.35, 1.6))
    for road_class in (5, 4, 3, 2, 1, 0):
        colour, pixels = STROKE[road_class]
        rows = arc[r.road_class[arc] == road_class]
        for bridge in (True, False):
            part = rows[r.bridge[rows] == bridge]
            under = "#7d7466" if bridge else "#b9b0a0"
            d = _segments(city, part)
            for stroke, wide in ((under, pixels * 1.5 + 0.4), (colour, pixels)):
                yield f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{wide * thin * pixel_m:.1f}"/>'


def _segments(city: City, arcs: Ints) -> str:
    r = city.roads
    ends = np.column_stack([r.x_m[r.tail[arcs]], r.y_m[r.tail[arcs]], r.x_m[r.head[arcs]], r.y_m[r.head[arcs]]])
    return "".join(f"M{a:.0f} {b:.0f}L{c:.0f} {d:.0f}" for a, b, c, d in ends.tolist())


def _places(city: City, *, pixel_m: float) -> Iterator[str]:
    r = city.roads
    for station in city.stations:
        x, y = r.x_m[station.node], r.y_m[station.node]
        yield (
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{5 * pixel_m:.0f}" fill="{TRADE[station.trade]}" stroke="#fff" '
            f'stroke-width="{1.5 * pixel_m:.1f}"><title>{station.name.en} {station.name.zh}</title></circle>'
        )
    for hospital in city.hospitals:
        x, y, half = r.x_m[hospital.node], r.y_m[hospital.node], 6 * pixel_m
        yield (
            f'<path d="M{x - half:.0f} {y:.0f}h{2 * half:.0f}M{x:.0f} {y - half:.0f}v{2 * half:.0f}" stroke="#1e8449" '
            f'stroke-width="{4 * pixel_m:.0f}"><title>{hospital.name.en} {hospital.name.zh}</title></path>'
        )

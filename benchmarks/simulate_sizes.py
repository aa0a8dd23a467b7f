"""Time and memory of a simulated year against fleet and city size, as figures and as a picture.

    python -m benchmarks.simulate_sizes [--draw FILE.svg]

The year is that of `benchmarks.simulate`, all mechanics in it and the closest idle unit sent; calls grow with the fleet, so
that every unit has the same to do. Memory is what a run holds: tables of the city, calls, and the state. Seconds are of
this process; "prepared" is what is derived from a city once, whatever the number of runs.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.simulate import CALLS_A_YEAR, UNITS, ZONES, full_model

from callbox.brain.simulate.full import Model, advance, begin
from callbox.brain.simulate.layout import State

FLEETS = (10, 30, 100, 300, 1000)
CITIES = (100, 250, 500, 1000, 2500)
WIDTH, HEIGHT, LEFT, TOP, GAP = 860, 300, 58, 44, 60


class Measured(NamedTuple):
    """One year of one city."""

    zones: int
    units: int
    calls: int
    year_s: float
    prepared_s: float
    held_mb: float


def measured(zones: int, units: int) -> Measured:
    """A year, its better of two runs."""
    start = time.process_time()
    model = full_model(zones, units, CALLS_A_YEAR * units // UNITS)
    prepared_s = time.process_time() - start
    runs = [begin(model) for _ in range(2)]
    held_mb = megabytes(model, runs[0])
    year_s = min(seconds(model, run) for run in runs)
    return Measured(zones, units, len(model.calls.zone), year_s, prepared_s, held_mb)


def seconds(model: Model, state: State) -> float:
    start = time.process_time()
    advance(model, state)
    return time.process_time() - start


def megabytes(model: Model, state: State) -> float:
    """What is held while it runs."""
    return sum(array.nbytes for owner in (model.tables, state) for array in owner) / 1e6


def told(rows: Sequence[Measured]) -> None:
    print(f"{'zones':>6} {'units':>6} {'calls':>10} {'year s':>8} {'calls/s':>10} {'held MB':>8} {'prepared s':>10}")
    for one in rows:
        rate = one.calls / one.year_s
        print(
            f"{one.zones:>6} {one.units:>6} {one.calls:>10,} {one.year_s:>8.2f} {rate:>10,.0f} {one.held_mb:>8.1f} "
            f"{one.prepared_s:>10.1f}"
        )


def picture(fleets: Sequence[Measured], cities: Sequence[Measured]) -> str:
    """Both rows of figures, seconds as a line and megabytes as bars' labels, on scales of their own."""
    half = (WIDTH - GAP) // 2
    left = panel([(one.units, one) for one in fleets], f"units ({ZONES:,} zones)", at=0, wide=half)
    right = panel([(one.zones, one) for one in cities], f"zones ({UNITS} units)", at=half + GAP, wide=half)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="12"><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<text x="{LEFT}" y="18" fill="#333">Seconds for a simulated year (bars); below: calls, megabytes held</text>'
        f"{left}{right}</svg>\n"
    )


def panel(rows: Sequence[tuple[int, Measured]], title: str, *, at: int, wide: int) -> str:
    """One row of bars."""
    most, low = max(one.year_s for _, one in rows), HEIGHT - 74
    step, parts = (wide - LEFT) / len(rows), []
    for number, (size, one) in enumerate(rows):
        middle, high = at + LEFT + step * (number + 0.5), (low - TOP - 16) * one.year_s / most
        parts += [
            f'<rect x="{middle - 18:.1f}" y="{low - high:.1f}" width="36" height="{high:.1f}" fill="#2a6f97"/>',
            *(
                f'<text x="{middle:.1f}" y="{y:.1f}" text-anchor="middle" fill="{colour}">{text}</text>'
                for y, colour, text in (
                    (low - high - 5, "#333", f"{one.year_s:.2f} s"),
                    (low + 16, "#333", f"{size:,}"),
                    (low + 32, "#777", f"{one.calls / 1000:,.0f} k"),
                    (low + 48, "#777", f"{one.held_mb:.0f} MB"),
                )
            ),
        ]
    return (
        f'<line x1="{at + LEFT}" x2="{at + wide}" y1="{low}" y2="{low}" stroke="#999"/>'
        f'<text x="{at + LEFT}" y="{HEIGHT - 8}" fill="#333">{title}</text>{"".join(parts)}'
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--draw", type=Path)
    asked = parser.parse_args()
    fleets = [measured(ZONES, units) for units in FLEETS]
    cities = [measured(zones, UNITS) for zones in CITIES]
    told([*fleets, *cities])
    if asked.draw:
        asked.draw.write_text(picture(fleets, cities), encoding="utf-8")


if __name__ == "__main__":
    main()

"""`callbox city learn`: from the node's own trips, how fast roads are by class and hour, and how busy units are."""

import argparse
from datetime import timedelta
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from callbox.faces.command.cities import Cell, Driven, Lesson, OnDuty
from callbox.faces.command.printed import Printed
from callbox.faces.command.program import DONE, USAGE, WRONG, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel import sequencer
from callbox.kernel.words import say
from callbox.services.incident import learning

DAYS: Final = 90
DAYS_MOST: Final = 3_660


def run(told: argparse.Namespace, site: Site) -> int:
    """Look back, learn, tell."""
    if not 1 <= told.days <= DAYS_MOST:
        raise Stop("city.days", status=USAGE, days=told.days, most=DAYS_MOST)
    world = told.world or site.default_world()
    if site.cities.told(world) is None:
        raise Stop("city.none", status=WRONG, world=world)
    node = site.open(world)
    now = node.world.clock.now()
    since = now - timedelta(days=told.days)
    found = learning.trips(since=since, until=now, zone=node.world.zone, purpose=told.because)
    driven = [Driven(mode=one.mode, hour=one.hour, free_ms=one.free_ms, taken_ms=one.taken_ms) for one in found]
    sequencer.run()
    times = learning.times(since=since, until=now)
    duty = {unit: OnDuty(duty_s=one.duty_s, busy_s=one.busy_s) for unit, one in times.items()}
    print_lesson(Printed(), site.cities.learn(world, driven, duty), days=told.days)
    return DONE


def print_lesson(console: Console, lesson: Lesson, *, days: int) -> None:
    """What was learnt."""
    _line(console, "city.learn.trips", trips=f"{lesson.trips:,}", days=days)
    if lesson.error_before is None or lesson.error_after is None:
        _line(console, "city.learn.few", least=lesson.least)
    else:
        console.print(_cells(lesson.cells))
        _line(console, "city.learn.error", before=f"{lesson.error_before:.0%}", after=f"{lesson.error_after:.0%}")
    if lesson.busy is None:
        _line(console, "city.learn.no_shifts")
    else:
        _line(console, "city.learn.busy", units=lesson.units, busy=f"{lesson.busy:.0%}")


def _line(console: Console, code: str, **values: object) -> None:
    console.print(say(code, language(), **values), highlight=False, soft_wrap=True)


def _cells(cells: tuple[Cell, ...]) -> Table:
    table = Table(box=SIMPLE_HEAD)
    for code in ("mode", "class", "hours", "trips", "before", "after"):
        table.add_column(say(f"city.column.{code}", language()))
    for cell in cells:
        table.add_row(*_row(cell))
    return table


def _row(cell: Cell) -> tuple[str, ...]:
    return (
        say(f"city.mode.{cell.mode}", language()),
        say(f"city.class.{cell.road_class}", language()),
        f"{cell.begin:02}–{cell.end:02}",
        f"{cell.trips:,.0f}",
        f"× {cell.before:.2f}",
        f"× {cell.after:.2f}",
    )

"""`callbox city show`: what is known of a world's roads, as a table, as JSON, as a picture; and what is closed."""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from callbox.faces.command.cities import Note, Told
from callbox.faces.command.printed import Printed
from callbox.faces.command.program import DONE, USAGE, WRONG, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel import read
from callbox.kernel.chain import plain
from callbox.kernel.facts import Actor
from callbox.kernel.words import say
from callbox.services.closure.facts import Closure

KEEPER = Actor(organisation="", roles=frozenset({"administrator"}), via="command")
IN_FORCE = read.Condition("status = 'in_force'")
PLACES_SHOWN = 2
KINDS = ("found", "dropped", "repaired")


def run(told: argparse.Namespace, site: Site) -> int:
    """Tell of the city."""
    world = told.world or site.default_world()
    city = site.cities.told(world)
    if city is None:
        raise Stop("city.none", status=WRONG, world=world)
    if told.picture is not None:
        legend = {name: say(f"city.class.{name}", language()) for name in (*city.by_class_km, "island", "repair")}
        _draw(site.cities.picture(world, words=legend), told.picture)
    node = site.open(world)
    closures: Sequence[Closure] = read.select(KEEPER, "closure", where=[IN_FORCE], order="begins_at, id")
    if told.json:
        known = asdict(city) | {"closures": [plain(asdict(one)) for one in closures]}
        print(json.dumps(known, ensure_ascii=False, indent=1))
        return DONE
    console = Printed()
    print_city(console, city)
    print_closures(console, closures, ZoneInfo(node.world.zone))
    return DONE


def _draw(picture: str, to: Path) -> None:
    try:
        to.write_text(picture, encoding="utf-8")
    except OSError as wrong:
        raise Stop("city.not_drawn", status=USAGE, path=to, reason=wrong.strerror or str(wrong)) from wrong


def print_city(console: Console, city: Told) -> None:
    """Everything that is known of a city."""
    head = say(
        "city.head",
        language(),
        world=city.world,
        nodes=f"{city.nodes:,}",
        arcs=f"{city.arcs:,}",
        length_km=f"{city.length_km:,.0f}",
    )
    console.print(head, style="bold", highlight=False, soft_wrap=True)
    source = say("city.from", language(), files=", ".join(city.files), at=city.read_at)
    console.print(source if city.files else say("city.generated", language()), highlight=False, soft_wrap=True)
    console.print(_classes(city), _report(city.notes), sep="\n")
    counted = {name: f"{count:,}" for name, count in city.names.items()}
    console.print(say("city.names", language(), **counted), highlight=False, soft_wrap=True)
    calls = {"points": f"{city.points:,}", "calls_per_h": f"{city.calls_per_h:,.1f}"}
    console.print(say(f"city.demand.{city.demand}", language(), **calls), highlight=False, soft_wrap=True)
    console.print(say("city.digest", language(), digest=city.digest), highlight=False, soft_wrap=True)


def print_closures(console: Console, closures: Sequence[Closure], zone: ZoneInfo) -> None:
    """The roads that are closed or slowed, or will be."""
    if not closures:
        console.print(say("city.closures.none", language()), highlight=False)
        return
    table = Table(box=SIMPLE_HEAD)
    for code in ("closure", "where", "speed", "reason", "until"):
        table.add_column(say(f"city.column.{code}", language()))
    for one in closures:
        until = f"{one.ends_at.astimezone(zone):%Y-%m-%d %H:%M}" if one.ends_at else ""
        reason = say(f"value.{one.reason_code}", language())
        table.add_row(one.id, _place(one), f"{one.speed_factor:.0%}", reason, until)
    console.print(table)


def _place(closure: Closure) -> str:
    if closure.arcs:
        return say("city.closure.arcs", language(), count=len(closure.arcs))
    return closure.street or say("city.closure.area", language())


def _classes(city: Told) -> Table:
    table = Table(box=SIMPLE_HEAD)
    table.add_column(say("city.column.class", language()))
    table.add_column("km", justify="right")
    for name, length_km in city.by_class_km.items():
        if length_km:
            table.add_row(say(f"city.class.{name}", language()), f"{length_km:,.1f}")
    return table


def _report(notes: tuple[Note, ...]) -> Table:
    table = Table(box=SIMPLE_HEAD)
    table.add_column("")
    table.add_column(say("city.column.what", language()))
    table.add_column(say("city.column.count", language()), justify="right")
    table.add_column(say("city.column.where", language()))
    for kind in KINDS:
        for row in _rows(kind, notes):
            table.add_row(*row)
    return table


def _rows(kind: str, notes: tuple[Note, ...]) -> Iterator[tuple[str, ...]]:
    for note in (one for one in notes if one.kind == kind):
        places = ", ".join(str(at) for at in note.at[:PLACES_SHOWN])
        where = f"{say(f'city.marking.{note.marking}', language())} {places}" if places else ""
        more = " …" if places and note.count > PLACES_SHOWN else ""
        yield (
            say(f"city.kind.{kind}", language()),
            say(f"city.note.{note.code}", language()),
            f"{note.count:,}",
            where + more,
        )

"""`callbox show CASE`: the whole story of one case, as a stranger would want to read it."""

import argparse
import sys
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from callbox.faces.command.printed import Printed
from callbox.faces.command.program import DONE, USAGE, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel.facts import Actor
from callbox.kernel.node import current
from callbox.kernel.story import Story, named, story
from callbox.kernel.telling import Said, Teller, kept, raw_rows
from callbox.kernel.words import say

NAME = "show"
HELP = "command.show"
# The administrator of the machine holds its keys; each look is in the ledger, with its purpose, for oversight to see.
READER = Actor(
    organisation="", roles=frozenset({"dispatcher", "supervisor", "handler", "leader", "administrator"}), via="command"
)
PURPOSE_MAX = 500


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    told = language()
    parser.add_argument("case", metavar="CASE", help=say("show.option.case", told))
    parser.add_argument("--purpose", help=say("show.option.purpose", told))
    parser.add_argument("--sealed", action="store_true", help=say("show.option.sealed", told))
    parser.add_argument("--raw", action="store_true", help=say("show.option.raw", told))
    parser.add_argument("--world", metavar="NAME", help=say("command.option.world", told))


def run(told: argparse.Namespace, site: Site) -> int:
    """Tell it."""
    purpose = say("show.purpose", language()) if told.purpose is None else told.purpose.strip()
    if not told.sealed and not 0 < len(purpose) <= PURPOSE_MAX:
        raise Stop("show.purpose.wrong", status=USAGE, most=PURPOSE_MAX)
    site.open(told.world or site.default_world())
    found = story(READER, named(READER, told.case), purpose="" if told.sealed else purpose)
    teller = Teller(found, language(), ZoneInfo(current().world.zone))
    console = Printed()
    _print_head(console, teller)
    _print_clocks(console, teller)
    _print_acts(console, teller)
    _print_who(console, teller)
    if told.raw:
        _print_raw(console, found)
    if not told.sealed:
        sys.stderr.write(say("show.recorded", language(), purpose=purpose) + "\n")
    return DONE


def _print_head(console: Console, teller: Teller) -> None:
    record = teller.story.record
    heading = " · ".join(part for part in _heading(teller) if part)
    console.print(Text(heading, style="bold"))
    place = " · ".join(part for part in _place(teller) if part)
    if place:
        console.print(Text(place))
    received = getattr(record, "received_at", None)
    if received is not None:
        console.print(Text(say("show.received", teller.language, at=teller.time(received), zone=str(teller.zone))))
    flags = teller.field(record, "flags") or ", ".join(
        told for one in teller.story.belonging if (told := teller.field(one, "flags"))
    )
    if flags:
        console.print(Text(say("show.flags", teller.language, flags=flags), style="yellow"))


def _heading(teller: Teller) -> Iterator[str]:
    record = teller.story.record
    yield f"{say(f'kind.{record.kind}', teller.language)} {record.id}"
    for name in ("category", "channel", "priority"):
        yield teller.field(record, name)
    ended = teller.field(record, "disposition")
    yield teller.value(record.status, record.kind, "status") + (f": {ended}" if ended else "")


def _place(teller: Teller) -> Iterator[str]:
    record = teller.story.record
    for name in ("source_number", "area"):
        told = teller.field(record, name)
        yield say(f"show.{name}", teller.language, told=told) if told else ""
    yield teller.field(record, "address")
    latitude, longitude = teller.field(record, "latitude_deg"), teller.field(record, "longitude_deg")
    yield f"({latitude[:10]}, {longitude[:11]})" if latitude and longitude else ""


def _print_clocks(console: Console, teller: Teller) -> None:
    if not teller.story.clocks:
        return
    console.print()
    console.print(Text(say("show.clocks", teller.language), style="bold"))
    for clock in sorted(teller.story.clocks, key=lambda one: str(one.due)):
        mark, style = {True: ("✓", "green"), False: ("✗", "red"), None: ("…", "yellow")}[kept(clock)]
        console.print(Padding(Text.assemble((f"{mark} ", style), teller.clock(clock)), (0, 0, 0, 2), expand=False))


def _print_acts(console: Console, teller: Teller) -> None:
    console.print()
    console.print(Text(say("show.story", teller.language), style="bold"))
    day = ""
    for said in teller.acts():
        today = said.at.strftime("%Y-%m-%d")
        if today != day:
            console.print(Text(today, style="dim"))
            day = today
        _print_act(console, teller, said)


def _print_act(console: Console, teller: Teller, said: Said) -> None:
    line = said.lines[0]
    told = [Text.assemble(said.what[0], (f"  {teller.post(line)}", "dim"))]
    told += [Text(what) for what in said.what[1:]]
    if said.changes:
        told.append(Text(" · ".join(said.changes), style="cyan"))
    if said.why:
        told.append(Text(say("show.because", teller.language, why=said.why)))
    if said.late:
        told.append(Text(said.late, style="yellow"))
    row = Table.grid(padding=(0, 1))
    row.add_row(Text(teller.time(line.at)[11:], style="bold"), Group(*told))
    console.print(row)


def _print_who(console: Console, teller: Teller) -> None:
    """Who is behind each post, and what gave them the power."""
    known = {
        f"{teller.who(line)}: {say('show.power', teller.language, power=teller.power(line))}"
        for line in teller.story.lines
    }
    console.print()
    console.print(Text(say("show.who", teller.language), style="bold"))
    for told in sorted(known):
        console.print(Padding(Text(told), (0, 0, 0, 2), expand=False))


def _print_raw(console: Console, found: Story) -> None:
    console.print()
    console.print(Text(say("show.raw", language()), style="bold"))
    for line, cells in raw_rows([found.record, *found.belonging]):
        if line is not None:
            console.print(Text(say("show.raw.line", language(), line=line), style="dim"))
        for name, cell in cells.items():
            console.print(Padding(Text(f"{name}: {cell}"), (0, 0, 0, 2), expand=False))

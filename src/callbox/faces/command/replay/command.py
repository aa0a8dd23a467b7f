"""`callbox replay FILE`: reads it, makes a world, carries every call through the gate, tells what came of it."""

import argparse
import os
import time
from pathlib import Path

from rich.console import Console

from callbox.faces.command.printed import Printed
from callbox.faces.command.program import DONE, USAGE, WRONG, Stop, language
from callbox.faces.command.replay import rejects as listing
from callbox.faces.command.replay.drive import Drive
from callbox.faces.command.replay.outcome import Outcome, print_outcome
from callbox.faces.command.replay.plan import plan
from callbox.faces.command.replay.progress import shown
from callbox.faces.command.replay.settle import CENTRE, settle
from callbox.faces.command.replay.source import Source, load
from callbox.faces.command.replay.words import WORDS
from callbox.faces.command.site import Site
from callbox.kernel import read, sequencer, words
from callbox.kernel.facts import Actor
from callbox.kernel.node import current
from callbox.kernel.read import Condition
from callbox.kernel.world import EventClock, Mode, RunningClock
from callbox.services.incident.advice import response_times

NAME = "replay"
HELP = "command.replay"
SPEED_MAX = 100_000.0
REJECTS = "rejects.csv"
READER = Actor(organisation=CENTRE, roles=frozenset({"analyst", "dispatcher"}), via="replay")

words.register("command.replay", WORDS)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    told = language()
    parser.add_argument("file", metavar="FILE", type=Path, help=words.say("replay.option.file", told))
    parser.add_argument("--profile", metavar="NAME", help=words.say("replay.option.profile", told))
    parser.add_argument("--map", metavar="TOML", type=Path, help=words.say("replay.option.map", told))
    parser.add_argument("--speed", default="max", help=words.say("replay.option.speed", told))
    parser.add_argument("--world", metavar="NAME", help=words.say("replay.option.world", told))
    parser.add_argument("--rejects", metavar="PATH", type=Path, help=words.say("replay.option.rejects", told))
    parser.add_argument("--limit", metavar="N", help=words.say("replay.option.limit", told))


def run(told: argparse.Namespace, site: Site) -> int:
    """Replay a file; 0 when every call of it is in the world."""
    speed, limit = _speed(told.speed), _limit(told.limit)
    if told.rejects is not None:
        _must_be_writable(told.rejects)
    source = load(told.file, profile=told.profile, map_path=told.map, limit=limit)
    console = Printed(stderr=True)
    name = told.world or _free_name(site.worlds())
    _say(
        console,
        "replay.reading",
        file=source.path.name,
        rows=f"{source.rows:,}",
        calls=f"{len(source.calls):,}",
        profile=source.profile.name,
    )
    _say(console, "replay.making", world=name)
    site.make(name, mode=Mode.REPLAY, zone=str(source.profile.zone), seed=source.seed)
    first = min(source.received)
    site.open(name, clock=EventClock(first) if speed is None else RunningClock(first, speed))
    return _replay(source, console, speed=speed, rejects=told.rejects)


def _replay(source: Source, console: Console, *, speed: float | None, rejects: Path | None) -> int:
    zone = source.profile.zone
    settled = settle(source.calls, source.profile, at=min(source.received))
    asked = plan(source.calls, source.received, units=settled.units, crew=settled.crew, new=current().ids.new)
    drive = Drive(source.profile, settled.crew)
    started_s = time.monotonic()
    with shown(console, len(source.calls), zone=zone, language=language()) as watch:
        if speed is None:
            drive.at_once(asked, watch=watch)
        else:
            drive.live(asked, current().world.clock, watch=watch)
    elapsed_s = time.monotonic() - started_s
    sequencer.run()
    path = rejects or current().world.folder / REJECTS
    outcome = _outcome(source, drive, path=path, elapsed_s=elapsed_s)
    listing.write(path, outcome.rejects, language=language())
    print_outcome(Printed(), outcome, language=language())
    return DONE if outcome.is_whole else WRONG


def _outcome(source: Source, drive: Drive, *, path: Path, elapsed_s: float) -> Outcome:
    noted = [reject for call in source.calls for reject in call.rejects]
    return Outcome(
        world=current().world.name,
        title=source.profile.titles[language()],
        times=response_times(READER),
        calls=source.calls,
        example=_example(source),
        reports=read.count(READER, "report"),
        open_incidents=read.count(READER, "incident", where=[Condition("status <> 'closed'")]),
        escalations=sum(one.escalations for one in read.select(READER, "incident", most=len(source.calls))),
        rejects=[*noted, *drive.rejects],
        rejects_path=path,
        elapsed_s=elapsed_s,
    )


def _example(source: Source) -> str:
    """What a case can be called by."""
    number = next((call.number for call in source.calls if call.number), "")
    return number or str(read.select(READER, "incident", most=1)[0].id)


def _say(console: Console, code: str, **details: object) -> None:
    console.print(words.say(code, language(), **details), highlight=False, soft_wrap=True)


def _speed(told: str) -> float | None:
    if told == "max":
        return None
    try:
        speed = float(told)
    except ValueError:
        speed = 0.0
    if not 0 < speed <= SPEED_MAX:
        raise Stop("replay.speed.wrong", status=USAGE, most=f"{SPEED_MAX:.0f}")
    return speed


def _limit(told: str | None) -> int | None:
    if told is None:
        return None
    if not (told.isascii() and told.isdigit() and int(told[:12]) > 0):
        raise Stop("replay.limit.wrong", status=USAGE)
    return int(told[:12])


def _must_be_writable(path: Path) -> None:
    """Found out before a world is made for nothing."""
    folder = path.parent
    if path.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        detail = "is a folder" if path.is_dir() else f"{folder}"
        raise Stop("replay.rejects.unwritable", status=USAGE, file=path, detail=detail)


def _free_name(taken: tuple[str, ...]) -> str:
    number = 1
    while f"replay_{number}" in taken:
        number += 1
    return f"replay_{number}"

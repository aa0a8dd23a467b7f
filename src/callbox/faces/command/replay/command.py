"""`callbox replay FILE`: reads it, makes a world, carries all of it through the gate, tells what came of it."""

import argparse
import os
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from callbox.faces.command.printed import Printed
from callbox.faces.command.program import DONE, USAGE, WRONG, Stop, language
from callbox.faces.command.replay import rejects as listing
from callbox.faces.command.replay.play import CallsPlay, Play
from callbox.faces.command.replay.profile import Profile
from callbox.faces.command.replay.progress import shown
from callbox.faces.command.replay.request_profile import RequestProfile
from callbox.faces.command.replay.requests.play import RequestsPlay
from callbox.faces.command.replay.requests.working import working_days
from callbox.faces.command.replay.source import File, calls_in, opened
from callbox.faces.command.replay.words import WORDS
from callbox.faces.command.site import Site
from callbox.kernel import sequencer, words
from callbox.kernel.node import current
from callbox.kernel.world import EventClock, Mode, RunningClock

NAME = "replay"
HELP = "command.replay"
SPEED_MAX = 100_000.0
REJECTS = "rejects.csv"

words.register("command.replay", WORDS)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    told = language()
    parser.add_argument("file", metavar="FILE", type=Path, help=words.say("replay.option.file", told))
    parser.add_argument("--profile", metavar="NAME", help=words.say("replay.option.profile", told))
    parser.add_argument("--map", metavar="TOML", type=Path, help=words.say("replay.option.map", told))
    parser.add_argument(
        "--holidays", metavar="JSON", type=Path, nargs="+", default=(), help=words.say("replay.option.holidays", told)
    )
    parser.add_argument("--speed", default="max", help=words.say("replay.option.speed", told))
    parser.add_argument("--world", metavar="NAME", help=words.say("replay.option.world", told))
    parser.add_argument("--rejects", metavar="PATH", type=Path, help=words.say("replay.option.rejects", told))
    parser.add_argument("--limit", metavar="N", help=words.say("replay.option.limit", told))


def run(told: argparse.Namespace, site: Site) -> int:
    """Replay a file; 0 when all that it tells of is in the world."""
    speed, limit = _speed(told.speed), _limit(told.limit)
    if told.rejects is not None:
        _must_be_writable(told.rejects)
    file = opened(told.file, profile=told.profile, map_path=told.map)
    play = _play(file, limit=limit, holidays=told.holidays)
    console = Printed(stderr=True)
    name = told.world or _free_name(site.worlds())
    counts = {"rows": f"{len(file.table.rows):,}", play.what: f"{play.count:,}"}
    _say(console, f"replay.reading.{play.what}", file=file.path.name, profile=file.form.name, **counts)
    _say(console, "replay.making", world=name)
    site.make(name, mode=Mode.REPLAY, zone=str(file.form.zone), seed=file.seed)
    site.open(name, clock=EventClock(play.first) if speed is None else RunningClock(play.first, speed))
    return _replay(play, console, speed=speed, rejects=told.rejects)


def _play(file: File, *, limit: int | None, holidays: Sequence[Path]) -> Play:
    if isinstance(file.form, RequestProfile):
        return RequestsPlay.of(file, file.form, limit=limit, working=working_days(holidays, str(file.form.zone)))
    assert isinstance(file.form, Profile)
    if holidays:
        raise Stop("replay.holidays.calls", status=USAGE)
    return CallsPlay(calls_in(file, file.form, limit=limit))


def _replay(play: Play, console: Console, *, speed: float | None, rejects: Path | None) -> int:
    stream = play.begin()
    started_s = time.monotonic()
    with shown(console, play.count, zone=play.form.zone, language=language(), what=play.what) as watch:
        if speed is None:
            stream.at_once(watch=watch)
        else:
            stream.live(current().world.clock, watch=watch)
    elapsed_s = time.monotonic() - started_s
    sequencer.run()
    path = rejects or current().world.folder / REJECTS
    listing.write(path, [*play.noted, *stream.rejects], language=language())
    return DONE if play.tell(Printed(), stream, rejects_path=path, elapsed_s=elapsed_s) else WRONG


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

"""`callbox phone`: callers ring, drop, talk, are held, write; on a node that runs here or elsewhere."""

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from random import Random
from typing import Any

from callbox.faces.command.phone import playing, scenarios
from callbox.faces.command.phone.exchange import Exchange
from callbox.faces.command.phone.playing import Caller
from callbox.faces.command.phone.words import register
from callbox.faces.command.program import DONE, USAGE, WRONG, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel.facts import Actor
from callbox.kernel.harmless import harmless
from callbox.kernel.read import Condition, select
from callbox.kernel.words import say
from callbox.kernel.world import Clock, Ids, RealClock
from callbox.services.organisation import tokens

register()
NAME = "phone"
HELP = "command.phone"
CALLS_MAX = 10_000
LOOK_EVERY_S = 0.2
KEEPER = Actor(organisation="", roles=frozenset({"administrator"}), via="command")
TOKEN = "CALLBOX_TOKEN"  # noqa: S105  the name of a variable
DEFAULTS = {"calls": 1, "every": 2.0, "speed": 1.0, "patience": 45.0, "seed": 1}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the callers do, how many there are, and where they ring."""
    parser.add_argument("scenario", choices=scenarios.NAMES, metavar="SCENARIO", help=_help("scenario"))
    for name, default in DEFAULTS.items():
        parser.add_argument(f"--{name}", type=type(default), default=default, help=_help(name))
    parser.add_argument("--near", metavar="LATITUDE,LONGITUDE", help=_help("near"))
    parser.add_argument("--at", default="http://127.0.0.1:8000", metavar="ADDRESS", help=_help("at"))
    parser.add_argument("--organisation", metavar="PATH", help=_help("organisation"))
    parser.add_argument("--world", metavar="NAME", help=say("command.option.world", language()))


def _help(option: str) -> str:
    return say(f"phone.option.{option}", language(), scenarios=", ".join(scenarios.NAMES), token=TOKEN)


def run(told: argparse.Namespace, site: Site) -> int:
    """Let them ring until the last has hung up; 1 when the node refused something."""
    near = _checked(told)
    callers = list(_callers(told, near))
    with _secret(told, site) as (secret, clock), closing(Exchange(told.at, secret)) as exchange:
        play(exchange, callers, speed=told.speed, clock=clock)
    found = playing.tally(callers)
    print(say("phone.done", language(), **found))
    return WRONG if found["refused"] else DONE


def _checked(told: argparse.Namespace) -> scenarios.Near:
    """Where the callers are, and that the numbers can be.

    Raises:
        Stop: naming the option.
    """
    bounds = {"calls": (1, CALLS_MAX), "every": (0, 3_600), "speed": (0.1, 1_000), "patience": (0, 3_600)}
    for name, (least, most) in bounds.items():
        if not least <= getattr(told, name) <= most:
            raise Stop("phone.bounds", status=USAGE, option=name, least=least, most=most)
    if told.near is None:
        return None
    try:
        latitude_deg, longitude_deg = (float(part) for part in told.near.split(","))
    except ValueError as wrong:
        raise Stop("phone.near", status=USAGE) from wrong
    if not (-90 <= latitude_deg <= 90 and -180 <= longitude_deg <= 180):
        raise Stop("phone.near", status=USAGE)
    return latitude_deg, longitude_deg


def _callers(told: argparse.Namespace, near: scenarios.Near) -> Iterator[Caller]:
    """The callers; their lines have names that no other run's have."""
    random, run_name = Random(told.seed), Ids().new()  # noqa: S311  callers, not secrets
    for number in range(told.calls):
        drawn = scenarios.drawn(told.scenario, random, near=near)
        begins_s = number * told.every / told.speed
        yield Caller(f"phone-{run_name}-{number + 1}", drawn, begins_s, told.patience / told.speed)


@contextmanager
def _secret(told: argparse.Namespace, site: Site) -> Iterator[tuple[str, Clock]]:
    """A token to ask with: the one in the environment, or one of this node's own world that ends with the run."""
    if given := os.environ.get(TOKEN):
        yield given, RealClock()
        return
    node = site.open(told.world or site.default_world())
    organisation = told.organisation or _where_calls_are_taken()
    issued = tokens.issue(KEEPER, organisation=organisation, name="callbox phone", roles=["reporter"], days=1)
    try:
        yield issued.secret, node.world.clock
    finally:
        tokens.revoke(KEEPER, issued.id)


def _where_calls_are_taken() -> str:
    """The first organisation, by path, that has call takers.

    Raises:
        Stop: when none has.
    """
    found = select(KEEPER, "post", where=[Condition("'call_taker' = ANY(roles)")], order="organisation", most=1)
    if not found:
        raise Stop("phone.no_takers", status=USAGE)
    organisation: str = found[0].organisation
    return organisation


def play(exchange: Exchange, callers: Sequence[Caller], *, speed: float, clock: Clock) -> None:
    """Let the callers do what they do, in real time shortened by `speed`, until all are over."""
    began_s = time.monotonic()
    while not all(caller.over for caller in callers):
        now_s = time.monotonic() - began_s
        lines = exchange.lines()
        for caller in callers:
            if caller.sequence and not caller.over:
                stands = lines.get(caller.line, {})
                caller.seen(stands.get("status", ""), now_s, speed=speed)
                _sent(caller, stands.get("page", ""))
        events = playing.due(callers, now_s, speed=speed) + list(_read(callers, exchange.words()))
        _tell(exchange, callers, [{**event, "at": clock.now().isoformat()} for event in events])
        time.sleep(LOOK_EVERY_S / speed)


def _sent(caller: Caller, page: str) -> None:
    """The text that brings a caller to a page of their own: whoever plays the caller opens it."""
    if page and not caller.page:
        caller.page = page
        print(say("phone.page", language(), line=caller.line, page=page))


def _read(callers: Sequence[Caller], words: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What call takers wrote, read by the callers."""
    by_line = {caller.line: caller for caller in callers if caller.sequence}
    for one in words:
        if one["line"] in by_line:
            print(say("phone.reads", language(), line=one["line"], text=harmless(one["text"])))
            yield by_line[one["line"]].reads(one)


def _tell(exchange: Exchange, callers: Sequence[Caller], events: Sequence[dict[str, Any]]) -> None:
    by_line = {caller.line: caller for caller in callers}
    for event, heard in zip(events, exchange.tell(events) if events else (), strict=True):
        caller = by_line[event["line"]]
        caller.outcomes.append(heard["outcome"])
        what = say(f"phone.event.{event['event']}", language())
        outcome = heard["message"] or say(f"phone.outcome.{heard['outcome']}", language())
        print(say("phone.line", language(), line=caller.line, what=what, outcome=outcome))

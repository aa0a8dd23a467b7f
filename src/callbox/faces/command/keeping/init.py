"""`callbox init`: an empty live node, and one person who may do the rest."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from callbox.faces.command.keeping.words import register
from callbox.faces.command.program import DONE, USAGE, Stop, language
from callbox.faces.command.sheet import cells
from callbox.faces.command.site import Site
from callbox.kernel import gate, read, registry
from callbox.kernel.facts import Act, Actor, Id, Refused
from callbox.kernel.node import Node
from callbox.kernel.words import LANGUAGES, say
from callbox.kernel.world import Mode
from callbox.services.organisation import sign_in
from callbox.services.organisation.facts import LEVELS

register()
NAME = "init"
HELP = "command.init"
WORLD = "live"
SETUP = Actor(organisation="", roles=frozenset({"administrator"}), via="setup")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What a node begins with; what is left out is asked."""
    for option in ("zone", "organisation", "name", "name_zh"):
        parser.add_argument(f"--{option.replace('_', '-')}", help=say(f"init.option.{option}", language()))
    parser.add_argument("--level", choices=LEVELS, help=say("init.option.level", language()))
    parser.add_argument(
        "--language", choices=LANGUAGES, default=language(), help=say("init.option.language", language())
    )
    parser.add_argument("--administrator", default="administrator", help=say("init.option.administrator", language()))


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a node begins with, checked."""

    zone: str
    organisation: str
    name: str
    name_zh: str
    level: str
    administrator: str
    language: str


def run(told: argparse.Namespace, site: Site) -> int:
    """Make the world, the organisation and its administrator. What a cut left half done is finished by a second run."""
    live = [name for name, mode in site.keeper.modes().items() if mode is Mode.LIVE]
    if live and _administered(site.open(live[0])):
        raise Stop("init.exists", world=live[0])
    wanted = _wanted(told, zone=site.keeper.zone())
    settings = site.keeper.write_settings()
    if not live:
        site.make(WORLD, mode=Mode.LIVE, zone=wanted.zone)
    node = site.open(live[0] if live else WORLD)
    code = _settle(node, wanted)
    print(say("init.done", language(), settings=settings))
    print(say("init.keys", language(), keys=node.world.keys_folder))
    hours = sign_in.CODE_HOURS
    print(say("invite.code", language(), sign_in=wanted.administrator, secret=code, hours=hours))
    print(say("init.next", language()))
    return DONE


def _wanted(told: argparse.Namespace, *, zone: str) -> Wanted:
    """Everything checked before anything is made."""
    path = told.organisation or _ask("organisation")
    steps = path.split("/")
    if not _holds(cells.path, path) or len(steps) > len(LEVELS):
        raise Stop("init.path", status=USAGE, path=path)
    zone = told.zone or _ask("zone", otherwise=zone)
    if not _holds(cells.zone, zone):
        raise Stop("init.zone", status=USAGE, zone=zone)
    if not _holds(cells.sign_in, told.administrator):
        raise Stop("init.sign_in", status=USAGE, sign_in=told.administrator)
    # One step alone is most likely a city; more of them tell the level by themselves.
    level = told.level or (LEVELS[len(steps) - 1] if len(steps) > 1 else "city")
    return Wanted(
        zone=zone,
        organisation=path,
        name=told.name or _ask("name"),
        name_zh=told.name_zh or "",
        level=level,
        administrator=told.administrator,
        language=told.language,
    )


def _holds(parse: Callable[[str], object], told: str) -> bool:
    try:
        parse(told)
    except Refused:
        return False
    return True


def _ask(option: str, *, otherwise: str | None = None) -> str:
    if not sys.stdin.isatty():
        if otherwise is None:
            raise Stop("init.needed", status=USAGE, option=option)
        return otherwise
    try:
        answer = input(say(f"init.ask.{option}", language(), zone=otherwise)).strip()
    except EOFError:
        answer = ""
    if not answer and otherwise is None:
        raise Stop("init.needed", status=USAGE, option=option)
    return answer or str(otherwise)


def _administered(node: Node) -> bool:
    """Whether somebody holds the power to do the rest."""
    held = read.Condition("'administrator' = ANY(roles) AND person IS NOT NULL")
    return node.world.mode is Mode.LIVE and read.count(SETUP, "post", where=[held]) > 0


def _settle(node: Node, wanted: Wanted) -> str:
    """The organisation with those above it, a post with the power to do the rest, and a code for who holds it."""
    steps = wanted.organisation.split("/")
    for depth in range(1, len(steps) + 1):
        _found(node, wanted, path="/".join(steps[:depth]), last=depth == len(steps))
    post = _do(
        node,
        "post.create",
        organisation=wanted.organisation,
        title="Administrator",
        title_zh="管理员",
        roles=("administrator",),
        duties="Keeps the node: organisations, posts, people, units, calendars",
    )
    person = _admit(node, wanted)
    _do(node, "post.appoint", post=post, person=person)
    return sign_in.invite(SETUP, person)


def _found(node: Node, wanted: Wanted, *, path: str, last: bool) -> None:
    """Found an organisation unless it is there; those above the node's own are named by their step."""
    known = read.select(SETUP, "organisation", where=[read.Condition("id = %s", (path,))])
    if known:
        return
    above, _, step = path.rpartition("/")
    told = {"name": wanted.name, "name_zh": wanted.name_zh, "level": wanted.level, "zone": wanted.zone}
    if not last:
        told |= {"name": step, "name_zh": "", "level": LEVELS[path.count("/")]}
    _do(node, "organisation.found", id=path, above=above or None, what="bureau", **told)


def _admit(node: Node, wanted: Wanted) -> Id:
    named = read.Condition("sign_in = %s", (wanted.administrator,))
    known = read.select(SETUP, "person", where=[named])
    if known:
        return str(known[0].id)
    told = {"organisation": wanted.organisation, "sign_in": wanted.administrator, "language": wanted.language}
    return _do(node, "person.admit", **told)


def _do(node: Node, name: str, /, **inputs: Any) -> Id:
    spec = registry.act(name)
    if "id" in spec.inputs.__dataclass_fields__:
        inputs.setdefault("id", node.ids.new())
    return gate.act(Act(name=name, by=SETUP, at=node.world.clock.now(), inputs=spec.inputs(**inputs))).ref.id

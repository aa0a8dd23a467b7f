"""`callbox import-boundaries`: who serves which place, from a GeoJSON file, each problem told by its feature."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from callbox.faces.command.keeping.importing import KEEPER
from callbox.faces.command.keeping.words import register
from callbox.faces.command.program import DONE, USAGE, WRONG, Stop, language
from callbox.faces.command.site import Site
from callbox.kernel import gate
from callbox.kernel.facts import Act, Refused
from callbox.kernel.node import Node
from callbox.kernel.registry import act as spec_of
from callbox.kernel.words import refusal, say
from callbox.services.boundary.acts import PROPERTIES, Planned, planned, read_file

register()
NAME = "import-boundaries"
HELP = "command.import-boundaries"
BYTES_MAX = 50_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, and which of its properties say what."""
    parser.add_argument("file", metavar="FILE.geojson", help=say("import_boundaries.option.file", language()))
    for name, column in PROPERTIES.items():
        option = f"--{name.replace('_', '-')}-from"
        told = say("import_boundaries.option.from", language(), name=name)
        parser.add_argument(option, default=column, metavar="PROPERTY", dest=name, help=told)
    parser.add_argument("--dry-run", action="store_true", help=say("import_boundaries.option.dry_run", language()))
    parser.add_argument("--world", help=say("command.option.world", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Plan every feature first, say what becomes of each, and write what is good unless it is only tried."""
    path = Path(told.file)
    features = _features(path)
    node = site.open(told.world or site.default_world())
    mapping = {name: getattr(told, name) for name in PROPERTIES}
    plan = planned(KEEPER, features, mapping=mapping, source=path.name[:200])
    done = [one.refused for one in plan] if told.dry_run else [_perform(node, one) for one in plan]
    for one, refused in zip(plan, done, strict=True):
        print(_line(one, refused))
    good = sum(no is None for no in done)
    code = "import_boundaries.tried" if told.dry_run else "import_boundaries.done"
    print(say(code, language(), good=good, wrong=len(plan) - good))
    return DONE if good == len(plan) else WRONG


def _features(path: Path) -> Sequence[Mapping[str, Any]]:
    try:
        if path.stat().st_size > BYTES_MAX:
            raise Refused("boundary.file_large", most=BYTES_MAX // 1_000_000)
        return read_file(path.read_bytes())
    except OSError as wrong:
        raise Stop("import_boundaries.unreadable", status=USAGE, path=path, reason=wrong.strerror) from wrong
    except Refused as refused:
        reason = refusal(refused, language())
        raise Stop("import_boundaries.unreadable", status=USAGE, path=path, reason=reason) from refused


def _perform(node: Node, one: Planned) -> Refused | None:
    if one.refused is not None or not one.act:
        return one.refused
    inputs = spec_of(one.act).inputs(**one.inputs)
    return gate.act(Act(name=one.act, by=KEEPER, at=node.world.clock.now(), inputs=inputs)).refused


def _line(one: Planned, refused: Refused | None) -> str:
    became: Sequence[str] = (one.name, one.organisation)
    if refused is not None:
        told = refusal(refused, language())
    else:
        told = say(f"act.{one.act}", language()) if one.act else say("import_boundaries.there", language())
    return f"{one.number}. {' · '.join(filter(None, became))}: {told}"

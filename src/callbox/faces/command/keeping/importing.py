"""`callbox import`: a spreadsheet, or a folder of CSV files, becomes organisations, posts, people, units and the rest."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from callbox.faces.command.keeping.words import register
from callbox.faces.command.program import DONE, USAGE, WRONG, Stop, language
from callbox.faces.command.sheet import doing, plan, reading, streets, trial
from callbox.faces.command.sheet.columns import SHEETS, STREETS
from callbox.faces.command.site import Site
from callbox.kernel.facts import Actor, Refused
from callbox.kernel.harmless import harmless
from callbox.kernel.node import Node
from callbox.kernel.words import refusal, say

register()
NAME = "import"
HELP = "command.import"
SHOWN_MAX = 200
# Whoever holds the node's folder holds the node: what they do is entered as done by the command line.
KEEPER = Actor(organisation="", roles=frozenset({"administrator"}), via="command")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, and whether to try only."""
    parser.add_argument("file", metavar="FILE", help=say("import.option.file", language()))
    parser.add_argument("--dry-run", action="store_true", help=say("import.option.dry_run", language()))
    parser.add_argument("--world", help=say("command.option.world", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Check all of it; do it only if nothing is wrong with any of it."""
    try:
        book = reading.read(Path(told.file))
    except Refused as wrong:
        raise Stop(f"refused.{wrong.code}", status=USAGE, **wrong.details) from wrong
    if not (book.rows or book.problems):
        raise Stop("import.empty", status=USAGE, path=told.file)
    node = site.open(told.world or site.default_world())
    plan.at_home(book)
    drawn = plan.draw(book, trial.begin(KEEPER, at=node.world.clock.now(), ids=node.ids))
    if drawn.problems:
        _show(drawn.problems)
        print(say("import.problems", language(), count=len(drawn.problems)))
        return WRONG
    return _foresee(node, book, drawn) if told.dry_run else _do(node, book, drawn)


def _foresee(node: Node, book: reading.Book, drawn: plan.Plan) -> int:
    _table(book, doing.foreseen(drawn.steps), streets.merged(streets.read(node.world.folder), drawn.streets))
    print(say("import.would", language(), world=node.world.name))
    return DONE


def _do(node: Node, book: reading.Book, drawn: plan.Plan) -> int:
    done = doing.carry_out(drawn)
    gazetteer = streets.merged(streets.read(node.world.folder), drawn.streets)
    if gazetteer.fresh or gazetteer.changed:
        streets.write(node.world.folder, gazetteer.streets)
    _table(book, done, gazetteer)
    if done.problems:
        _show(done.problems)
        print(say("import.partly", language(), count=len(done.problems)))
        return WRONG
    print(say("import.done", language(), world=node.world.name))
    return DONE


def _show(problems: Sequence[reading.Problem]) -> None:
    order = {sheet.name: at for at, sheet in enumerate(SHEETS)}
    for one in sorted(problems, key=lambda one: (order.get(one.sheet, -1), one.sheet, one.row, one.column))[:SHOWN_MAX]:
        place = [one.sheet, *([say("import.row", language(), row=one.row)] if one.row else []), one.column]
        print(harmless(f"✗ {' · '.join(part for part in place if part)} · {_why(one)}"))
    if len(problems) > SHOWN_MAX:
        print(say("import.more", language(), count=len(problems) - SHOWN_MAX))


def _why(one: reading.Problem) -> str:
    """The refusal, without the field's name where the column says it already."""
    text = refusal(one.why, language())
    name = str(one.why.details.get("field", ""))
    return text.removeprefix(f"{name}: ").removeprefix(f"{name}：") if name and one.column.endswith(name) else text


def _table(book: reading.Book, done: doing.Done, gazetteer: streets.Merged) -> None:
    for sheet in SHEETS:
        rows = len(book.of(sheet))
        fresh, changed = done.counts(sheet.name)
        if sheet is STREETS:
            fresh, changed = gazetteer.fresh, gazetteer.changed
        if rows:
            counts = {"fresh": fresh, "changed": changed, "same": rows - fresh - changed}
            print(say("import.sheet", language(), sheet=sheet.name, **counts))

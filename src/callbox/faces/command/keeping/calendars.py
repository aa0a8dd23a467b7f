"""`callbox import-calendar`: a calendar is told the published days off and make-up working days."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from callbox.faces.command.keeping.importing import KEEPER
from callbox.faces.command.keeping.words import register
from callbox.faces.command.program import DONE, USAGE, Stop, language
from callbox.faces.command.sheet import trial
from callbox.faces.command.site import Site
from callbox.kernel import gate
from callbox.kernel.calendar import Calendar, CalendarError, from_holiday_cn
from callbox.kernel.facts import Refused
from callbox.kernel.node import Node
from callbox.kernel.words import say
from callbox.services.organisation.facts import WorkCalendar

register()
NAME = "import-calendar"
HELP = "command.import-calendar"
BYTES_MAX = 5_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which files, and which calendar."""
    parser.add_argument("file", nargs="+", metavar="FILE.json", help=say("import_calendar.option.files", language()))
    parser.add_argument("--organisation", required=True, help=say("import_calendar.option.organisation", language()))
    parser.add_argument("--name", default="working days", help=say("import_calendar.option.name", language()))
    parser.add_argument("--world", help=say("command.option.world", language()))


def run(told: argparse.Namespace, site: Site) -> int:
    """Read every file first, then tell the calendar once."""
    docs = [document(Path(name)) for name in told.file]
    node = site.open(told.world or site.default_world())
    try:
        days = from_holiday_cn(docs, zone=node.world.zone)
    except CalendarError as wrong:
        raise Stop("import_calendar.wrong", status=USAGE, reason=str(wrong)) from wrong
    print(_tell(node, days, organisation=told.organisation, name=told.name))
    return DONE


def document(path: Path) -> Any:
    """A file as JSON reads it.

    Raises:
        Stop: where it cannot be read.
    """
    try:
        if path.stat().st_size > BYTES_MAX:
            raise ValueError(f"> {BYTES_MAX} bytes")
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as wrong:
        reason = getattr(wrong, "strerror", None) or " ".join(str(wrong).split())[:100]
        raise Stop("import_calendar.unreadable", status=USAGE, path=path, reason=reason) from wrong


def _tell(node: Node, days: Calendar, *, organisation: str, name: str) -> str:
    tried = trial.begin(KEEPER, at=node.world.clock.now(), ids=node.ids)
    if tried.find("organisation", organisation) is None:
        raise Refused("not_found", kind="organisation", id=organisation)
    known: WorkCalendar | None = tried.find("calendar", organisation, name)
    told: dict[str, Any] = {
        "holidays": _iso(days.holidays),
        "make_up": _iso(days.make_up),
        "known_years": tuple(sorted(days.known_years)),
    }
    if known is None:
        act = tried.act("calendar.keep", organisation=organisation, name=name, zone=node.world.zone, **told)
    elif all(set(told[field]) <= set(getattr(known, field)) for field in told):
        return say("import_calendar.same", language(), name=name)
    else:
        act = tried.act("calendar.tell", calendar=known.id, **told)
    _ = gate.act(act).ref
    now: WorkCalendar = tried.find("calendar", organisation, name)
    years = ", ".join(map(str, now.known_years))
    counts = {"holidays": len(now.holidays), "make_up": len(now.make_up)}
    return say("import_calendar.done", language(), name=name, years=years, **counts)


def _iso(days: Sequence[Any] | frozenset[Any]) -> tuple[str, ...]:
    return tuple(sorted(day.isoformat() for day in days))

"""The node's open data: what is public, as files that anybody may take. Written anew each night, whole.

    notices.csv          each public notice, field by field as its page shows it
    counts-2026-03.csv   requests by the day they came, category and district, small counts protected
    READ ME.txt          what this is

Rules in words:
- Only what `listing.Told` holds leaves the node, and counts of requests of public categories.
- A count under five is not told, and neither is one by which such a count could be worked out (brain.statistics.protecting).
- Only days that are over are counted, and places are no finer than their notice's.
- What is removed is not in the next night's files. Whoever took a file before has it; the READ ME asks them to take it anew.
"""

import csv
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from callbox.kernel import read
from callbox.kernel.facts import Id
from callbox.kernel.node import current
from callbox.kernel.read import Condition
from callbox.kernel.words import LANGUAGES, say
from callbox.services.notice import listing
from callbox.services.notice.acts import MACHINE
from callbox.services.notice.listing import Named, Told

LEAST: Final = 5
DAYS: Final = 366
REQUESTS_MOST: Final = 1_000_000
NOTICES: Final = "notices.csv"
READ_ME: Final = "READ ME.txt"
NAMED: Final = re.compile(r"notices\.csv|counts-[0-9]{4}-[0-9]{2}\.csv|READ ME\.txt")
"""The names that a file here may have: nothing else in the folder is ever given away."""
NIGHT: Final = time(2, 0)
FIELDS: Final = (
    *("notice", "category", "category_name", "category_name_zh", "words", "place", "district", "district_name"),
    *("department_name", "precision", "latitude_deg", "longitude_deg", "received_on", "closed_on", "photo"),
)
COUNTED: Final = ("day", "category", "category_name", "district", "district_name", "requests")
# A cell that begins like this is a formula to a spreadsheet (CWE-1236).
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
Row = Sequence[object]


def folder() -> Path:
    """Where the nightly files lie."""
    return current().world.folder / "open-data"


def nightly(now: datetime) -> bool:
    """Write the files once a night, after two o'clock; whether it was done now."""
    local, written = now.astimezone(_zone()), written_on()
    if written == local.date() or (written is not None and local.time() < NIGHT):
        return False
    write(folder(), now=now)
    return True


def write(to: Path, *, now: datetime) -> list[Path]:
    """Write all files into a folder, each whole before it takes the place of the one before.

    Raises:
        OSError: when the folder cannot be written; each file is as it was or whole.
    """
    to.mkdir(mode=0o755, parents=True, exist_ok=True)
    made = [_kept(to / name, (COUNTED, *rows)) for name, rows in _counts(now.astimezone(_zone()).date())]
    made.append(_kept(to / NOTICES, (FIELDS, *map(_notice, _all(now)))))
    for old in set(to.glob("counts-*.csv")) - set(made):
        old.unlink()
    # Last, because its date says that all of it was written.
    return [*made, _put(to / READ_ME, _about(now))]


@dataclass(frozen=True, kw_only=True)
class File:
    """One file that lies there to be taken."""

    name: str
    size_bytes: int
    tag: str
    """Another one whenever the file is (RFC 9110, section 8.8.3)."""


def files() -> list[File]:
    """What lies there, the newest counts first; nothing before the first night, or while it was never written whole."""
    if written_on() is None:
        return []
    found = [one for one in folder().iterdir() if NAMED.fullmatch(one.name)]
    return [
        _file(one.name, one.stat())
        for one in sorted(found, key=lambda one: (one.name.startswith("c"), one.name), reverse=True)
    ]


def opened(name: str) -> tuple[File, bytes] | None:
    """One file and what it holds; None: there is none of this name."""
    if NAMED.fullmatch(name) is None:
        return None
    try:
        # Opened once: while it is read, the night may put another in its place.
        with (folder() / name).open("rb") as file:
            return _file(name, os.fstat(file.fileno())), file.read()
    except FileNotFoundError:
        return None


def _file(name: str, known: os.stat_result) -> File:
    return File(name=name, size_bytes=known.st_size, tag=f"{known.st_mtime_ns:x}-{known.st_size:x}")


def written_on() -> date | None:
    """The day whose night they were last written in."""
    path = folder() / READ_ME
    first = path.read_text(encoding="utf-8").partition("\n")[0] if path.exists() else ""
    try:
        return date.fromisoformat(first.rpartition(" ")[2])
    except ValueError:
        return None


def _about(now: datetime) -> str:
    day = now.astimezone(_zone()).date().isoformat()
    return "\n\n".join(say("open_data.about", language, day=day, least=LEAST) for language in LANGUAGES) + "\n"


def _all(now: datetime) -> Iterator[Told]:
    """Every public notice: what is open, then what was done lately."""
    for done in (False, True):
        after = ""
        while True:
            some, after = listing.listed(now=now, done=done, after=after)
            yield from some
            if not after:
                break


def _notice(told: Told) -> Row:
    """One notice in the order of FIELDS."""
    return (
        *(told.notice, told.category.id, told.category.name, told.category.name_zh, told.words, told.place),
        *_named(told.district),
        told.department.name if told.department else "",
        *(told.precision, told.latitude_deg, told.longitude_deg),
        *(_day(told.received_at), _day(told.done_at) if told.done_at else "", "yes" if told.photo else "no"),
    )


def _named(one: Named | None) -> tuple[str, str]:
    return (one.id, one.name) if one else ("", "")


def _counts(today: date) -> Iterator[tuple[str, list[Row]]]:
    """The counts of each month, by the name of its file."""
    # lazy: SciPy takes a third of a second to load, and only this needs it
    from callbox.services.notice.advice import countable  # noqa: PLC0415

    districts, categories = (
        {one.id: one for one in listing.choices(kind, "en")} for kind in ("organisation", "category")
    )
    months: dict[str, list[Row]] = defaultdict(list)
    for day, pairs in sorted(_by_day(today, known=districts.keys()).items()):
        told = countable(pairs, least=LEAST)
        months[day.isoformat()[:7]] += [
            (day.isoformat(), *_total(category, categories), *_total(district, districts), count)
            for (category, district), count in sorted(told.items())
            if category in categories or not category
        ]
    return ((f"counts-{month}.csv", rows) for month, rows in months.items())


def _total(one: Id, known: dict[Id, Named]) -> tuple[str, str]:
    """The id and the name of a category or district; of all of them where it is a total."""
    return (one, known[one].name) if one in known else ("all", "all") if not one else (one, "")


def _by_day(today: date, *, known: Iterable[Id]) -> dict[date, list[tuple[Id, Id]]]:
    """The category and district of each request, by the day it came; a district in somebody's words counts as none."""
    since = datetime.combine(today - timedelta(days=DAYS), time(), _zone())
    until = datetime.combine(today, time(), _zone())
    where = [
        Condition("public AND NOT protected AND about = '' AND received_at >= %s AND received_at < %s", (since, until)),
        Condition("EXISTS (SELECT 1 FROM category WHERE category.id = request.category AND category.public)"),
    ]
    found: dict[date, list[tuple[Id, Id]]] = defaultdict(list)
    districts = frozenset(known)
    names = ("received_at", "category", "area")
    for at, category, area in read.glance(MACHINE, "request", names, where=where, most=REQUESTS_MOST):
        found[at.astimezone(_zone()).date()].append((category, area if area in districts else "elsewhere"))
    return found


def _kept(path: Path, rows: Iterable[Row]) -> Path:
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([_cell(one) for one in row] for row in rows)
        file.flush()
        os.fsync(file.fileno())
    return beside.replace(path)


def _put(path: Path, text: str) -> Path:
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    return beside.replace(path)


def _cell(told: object) -> object:
    """A value as a cell that no spreadsheet runs; numbers stay numbers."""
    return f"'{told}" if isinstance(told, str) and told.startswith(FORMULA) else "" if told is None else told


def _day(at: datetime) -> str:
    return at.astimezone(_zone()).date().isoformat()


def _zone() -> ZoneInfo:
    return ZoneInfo(current().world.zone)

"""`callbox replay` on requests: real ones go through the real acts at their real times, and the figures are the file's."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.journeys.test_replay import DATA, Replay, ninetieth, rejects, replayed

from callbox.faces.command import program
from callbox.faces.command.replay.requests.play import READER
from callbox.kernel import read, story
from callbox.kernel.facts import Ref
from callbox.kernel.node import current
from callbox.services.request.handling import PROMISED, Handling, handling

__all__ = ["replayed"]

NYC = DATA / "nyc_311" / "311.csv"
PETITIONS = DATA / "petitions_cn" / "messages_with_replies_dev.csv"
HOLIDAYS = DATA / "holidays_cn"
NEW_YORK, SHANGHAI = ZoneInfo("America/New_York"), ZoneInfo("Asia/Shanghai")
# What the precincts of New York answer within eight hours.
PRECINCTS = "NYPD"
Row = dict[str, str]


def there(*paths: Path) -> None:
    for path in paths:
        if not path.exists():
            pytest.skip(f"{path.name} is missing: put the data under ../shared/data or name its folder in CALLBOX_DATA")


def rows_of(path: Path, came: Callable[[Row], datetime], limit: int | None) -> list[Row]:
    """The rows that came in first."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(enumerate(csv.DictReader(file)))
    return [row for _, row in sorted(rows, key=lambda one: (came(one[1]), one[0]))[:limit]]


def figures() -> Handling:
    return handling(READER, now=current().world.clock.now())


# New York


def nyc(row: Row, column: str) -> datetime | None:
    text = row[column].strip()
    return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=NEW_YORK).astimezone(UTC) if text else None


def created(row: Row) -> datetime:
    at = nyc(row, "Created Date")
    assert at is not None
    return at


def ended(row: Row) -> datetime | None:
    return nyc(row, "Closed Date") if row["Status"] == "Closed" else None


def overdue(rows: list[Row], until: datetime) -> list[float]:
    """By how many seconds each request that is late against its own date is late."""
    dated = [(due, ended(row) or until) for row in rows if (due := nyc(row, "Due Date"))]
    return [(done - due).total_seconds() for due, done in dated if done > due]


def known_until(rows: list[Row]) -> datetime:
    heard = (at for row in rows for at in (created(row), ended(row), nyc(row, "Resolution Action Updated Date")) if at)
    return max(heard)


@pytest.mark.parametrize("limit", [200, pytest.param(None, marks=pytest.mark.slow)])
def test_a_real_day_of_new_york_is_routed_closed_and_late_as_the_file_says(replayed: Replay, limit: int | None) -> None:
    there(NYC)
    rows = rows_of(NYC, created, limit)
    status, printed = replayed(NYC, *(["--limit", str(limit)] if limit else []))
    found = figures()

    assert status == program.DONE
    assert f"Nothing is lost: {len(rows):,} requests in the file, {len(rows):,} reports in the world" in printed
    agencies = {row["Agency"] for row in rows}
    assert set(found.by_department) == {f"replay/{agency.lower()}" for agency in agencies}
    for agency in agencies:
        theirs, told = [row for row in rows if row["Agency"] == agency], found.by_department[f"replay/{agency.lower()}"]
        took = [(at - created(row)).total_seconds() for row in theirs if (at := ended(row))]
        assert (told.count, told.done) == (len(theirs), len(took))
        assert told.duration.median_s == (pytest.approx(median(took)) if took else None)
        assert told.duration.p90_s == (pytest.approx(ninetieth(took)) if took else None)


@pytest.mark.slow
def test_the_overdue_of_new_york_are_those_of_the_file_against_their_own_dates_and_each_was_brought_above(
    replayed: Replay,
) -> None:
    there(NYC)
    rows = rows_of(NYC, created, None)
    replayed(NYC)
    found = figures()
    promised = found.every.deadlines[PROMISED]
    late = overdue(rows, known_until(rows))

    assert promised.count == sum(bool(row["Due Date"]) for row in rows)
    assert promised.late_done == sum(
        done > due for row in rows if (due := nyc(row, "Due Date")) and (done := ended(row))
    )
    assert (promised.late, promised.longest_s) == (len(late), max(late))
    assert promised.lateness.median_s == pytest.approx(median(late))
    eight = [ended(row) for row in rows if row["Agency"] == PRECINCTS]
    hours = found.by_department["replay/nypd"].deadlines["deadline_hours"]
    slow = [
        row
        for row, done in zip((row for row in rows if row["Agency"] == PRECINCTS), eight, strict=True)
        if done and done - created(row) > timedelta(hours=8)
    ]
    assert (hours.count, hours.late) == (len(eight), len(slow))
    assert found.escalations == promised.late + hours.late


# Petitions


def sent(row: Row) -> datetime:
    return beijing(row["留言时间"])


def replied(row: Row) -> datetime:
    return beijing(row["答复时间"])


def beijing(text: str) -> datetime:
    return datetime.strptime(text, "%Y/%m/%d %H:%M:%S").replace(tzinfo=SHANGHAI).astimezone(UTC)


def days_off() -> dict[date, bool]:
    days: Iterator[dict[str, object]] = (
        day for path in HOLIDAYS.glob("20*.json") for day in json.loads(path.read_text("utf-8"))["days"]
    )
    return {date.fromisoformat(str(day["date"])): bool(day["isOffDay"]) for day in days}


def due(row: Row, days: int, off: dict[date, bool]) -> datetime:
    """The end of business on the last day, or on the first working day after it (Civil Code, article 203)."""
    last = sent(row).astimezone(SHANGHAI).date() + timedelta(days=days)
    while off.get(last, last.weekday() > 4):
        last += timedelta(days=1)
    return datetime(last.year, last.month, last.day, 17, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize("limit", [40, pytest.param(None, marks=pytest.mark.slow)])
def test_real_petitions_are_late_by_the_petition_rules_as_counted_from_the_file(
    replayed: Replay, limit: int | None
) -> None:
    there(PETITIONS, HOLIDAYS)
    rows, off = rows_of(PETITIONS, sent, limit), days_off()
    more = ["--limit", str(limit)] if limit else []
    status, printed = replayed(PETITIONS, "--holidays", str(HOLIDAYS), *more)
    found = figures()
    took = [(replied(row) - sent(row)).total_seconds() for row in rows]

    assert (status, found.every.count, found.still_open) == (program.DONE, len(rows), 0)
    assert found.every.duration.median_s == pytest.approx(median(took))
    for name, days in (("deadline_calendar_days", 60), ("acceptance", 15)):
        late = [(replied(row) - end).total_seconds() for row in rows if replied(row) > (end := due(row, days, off))]
        kept = found.every.deadlines[name]
        assert (kept.count, kept.late_done, kept.late_open) == (len(rows), len(late), 0)
        assert kept.lateness.median_s == (pytest.approx(median(late)) if late else None)
        assert kept.longest_s == (pytest.approx(max(late)) if late else None)
    assert found.escalations == sum(one.late for one in found.every.deadlines.values())
    assert "Nothing was refused, nothing is missing." in printed


# A file of one's own, with all that can be wrong with a row

OWN = """
title = "Our town"
zone = "Europe/Berlin"
[times]
formats = ["%d.%m.%Y %H:%M"]
[request]
number = "Nr"
received = "Ein"
answered = "Antwort"
closed = "Ende"
due = "Bis"
updated = "Stand"
category = "Was"
[department]
otherwise = "Town hall"
[department.words]
Baum = "Parks"
[status]
column = "Status"
otherwise = "open"
[status.words]
fertig = "done"
"nicht zuständig" = "not_competent"
offen = "open"
[deadline]
answer = "3 working days"
"""
HEADER = "Nr;Was;Ein;Antwort;Ende;Bis;Stand;Status"
ROWS = (
    ("1;Baum;02.03.2026 08:00;03.03.2026 08:00;04.03.2026 08:00;;;fertig", None),
    ("2;Lampe;02.03.2026 09:00;;05.03.2026 09:00;;;nicht zuständig", None),
    ("3;Baum;;03.03.2026 08:00;03.03.2026 09:00;;;fertig", "received_missing"),
    ("4;Baum;gestern;;;;;offen", "time_unreadable"),
    ("5;Baum;04.03.2026 08:00;;03.03.2026 08:00;;06.03.2026 08:00;fertig", "closed_early"),
    ("6;Baum;04.03.2026 08:00;;;04.03.2026 07:00;;offen", "due_early"),
    ("7;Baum;04.03.2026 08:00;;05.03.2026 08:00;;;offen", "ended_disagrees"),
    ("8;Baum;04.03.2026 08:00;;;;;vielleicht", "status_unknown"),
    ("1;Baum;05.03.2026 08:00;;;;;offen", "number_repeated"),
    ("9;;05.03.2026 08:00;;;;;fertig", "category_missing"),
    ("10;Baum;05.03.2026 08:00;07.03.2026 08:00;06.03.2026 08:00;;;fertig", "answer_after_end"),
    ("11;Baum;05.03.2026 08:00", "ragged"),
)


def test_a_file_of_ones_own_loses_no_row_whatever_is_wrong_with_it(replayed: Replay, tmp_path: Path) -> None:
    path, own = tmp_path / "anliegen.csv", tmp_path / "own.toml"
    path.write_text("\n".join([HEADER, *(row for row, _ in ROWS), ""]), "utf-8")
    own.write_text(OWN, "utf-8")
    status, printed = replayed(path, "--map", str(own))
    listed = set(rejects(tmp_path))

    assert (status, read.count(READER, "report"), read.count(READER, "request")) == (program.DONE, 12, 12)
    assert {(str(line), code) for line, (_, code) in enumerate(ROWS, start=2) if code} <= listed
    report: Any = read.find(READER, story.named(READER, "2"))
    first: Any = read.find(READER, Ref("request", report.request))
    assert (first.disposition, first.organisation) == ("not_competent", "replay/town-hall")
    assert figures().every.done == 5
    assert "12 requests in the file" in printed

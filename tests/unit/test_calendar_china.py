"""The published calendar of China (holiday-cn): a Saturday that is worked, a year that is not known yet."""

import json
import os
import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from callbox.kernel.calendar import (
    Calendar,
    CalendarError,
    CalendarUnknown,
    add_working_days,
    add_working_time,
    from_holiday_cn,
    is_working_day,
    working_time_between,
)

DATA = Path(os.environ.get("CALLBOX_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
OFFICE = ((time(9), time(12)), (time(14), time(18)))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def holiday_doc(*days: object, year: object = 2024) -> dict[str, object]:
    return {"year": year, "papers": [], "days": list(days)}


def day_of(text: object, off: object = True) -> dict[str, object]:
    return {"name": "元旦", "date": text, "isOffDay": off}


@pytest.mark.parametrize(
    "docs",
    [
        [{}],
        [{"year": "2024", "days": []}],
        [{"year": 2024}],
        [holiday_doc(year=None)],
        [holiday_doc("2024-01-01")],
        [holiday_doc(day_of(20240101))],
        [holiday_doc(day_of("2024-02-30"))],
        [holiday_doc(day_of("20240101"))],
        [holiday_doc(day_of("２０２４-01-01"))],
        [holiday_doc(day_of("2019-01-01"))],
        [holiday_doc(day_of("2024-01-01", "yes"))],
        [holiday_doc(day_of("2024-01-01"), day_of("2024-01-01", off=False))],
        [holiday_doc(day_of("2024-12-31")), holiday_doc(day_of("2024-12-31", off=False), year=2025)],
    ],
)
def test_a_holiday_file_of_another_shape_is_refused_in_one_line(docs: list[Mapping[str, object]]) -> None:
    with pytest.raises(CalendarError) as refused:
        from_holiday_cn(docs)
    assert "\n" not in str(refused.value)


ODD: tuple[object, ...] = (None, True, 2024, -1, 1e400, "", "2024-02-30", "9999-12-31", "\ud800", [], {}, [[]], b"")


def test_five_thousand_hostile_holiday_files_meet_only_the_one_error() -> None:
    rng = random.Random(20261122)
    accepted = 0
    for _ in range(5000):
        days: list[object] = [day_of(f"2024-05-{at:02}", off=at < 6) for at in range(1, 9)]
        doc = holiday_doc(*days)
        target = rng.choice([doc, *days])
        assert isinstance(target, dict)
        target[rng.choice([*target, "extra"])] = rng.choice(ODD)
        days[rng.randrange(8)] = rng.choice([day_of("2024-10-01"), *ODD])
        accepted += refusal_of(rng.choice([doc, holiday_doc(*days), rng.choice(ODD)])) == ""
    assert 0 < accepted < 5000


def refusal_of(doc: Any) -> str:
    """What is said against the document; any other error passes through and fails the test."""
    try:
        from_holiday_cn([doc])
    except CalendarError as error:
        return str(error)
    return ""


@pytest.fixture(scope="module")
def published() -> dict[int, dict[str, object]]:
    files = [DATA / "holidays_cn" / f"{year}.json" for year in range(2007, 2028)]
    missing = [file.name for file in files if not file.exists()]
    if missing:
        pytest.skip(f"holidays_cn/{missing[0]} is missing; set CALLBOX_DATA to the folder that holds holidays_cn")
    return {int(file.stem): json.loads(file.read_text(encoding="utf-8")) for file in files}


@pytest.fixture(scope="module")
def china(published: dict[int, dict[str, object]]) -> Calendar:
    return from_holiday_cn(published.values(), hours=OFFICE)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2024-02-10", False),  # Spring Festival
        ("2024-02-18", True),  # a Sunday made up
        ("2024-02-19", True),
        ("2026-01-02", False),  # a Friday between New Year and the weekend
        ("2026-01-04", True),  # a Sunday made up
        ("2007-12-29", True),  # a Saturday, in the file of 2008
        ("2007-12-31", False),  # a Monday, in the file of 2008
        ("2018-12-31", False),
    ],
)
def test_the_published_chinese_days_are_worked_or_free(china: Calendar, day: str, works: bool) -> None:
    assert is_working_day(china, date.fromisoformat(day)) is works


@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248)])  # days of the year - weekends - 11, then 13
def test_the_published_years_have_as_many_working_days_as_the_law_leaves(china: Calendar, year: int, days: int) -> None:
    first = date(year, 1, 1)
    assert sum(is_working_day(china, first + timedelta(days=at)) for at in range(365 + (year == 2024))) == days


def test_an_empty_file_is_a_year_not_yet_known(china: Calendar) -> None:
    assert china.known_years == frozenset(range(2007, 2027))
    assert add_working_days(china, utc("2026-12-30T03:00"), 1) == utc("2026-12-31T10:00")
    with pytest.raises(CalendarUnknown, match="2027"):
        add_working_days(china, utc("2026-12-30T03:00"), 2)
    with pytest.raises(CalendarUnknown, match="2006"):  # named by two days in the file of 2007, and yet not known
        is_working_day(china, date(2006, 12, 30))


def test_a_fortnight_over_spring_festival_ends_where_the_office_closes(china: Calendar) -> None:
    # Received Thursday 8 February 2024 at 10:00; worked: 9, then 18 (Sunday) to 23, 26 to 28.
    assert add_working_days(china, utc("2024-02-08T02:00"), 10) == utc("2024-02-28T10:00")


def test_twenty_years_are_crossed_as_a_walk_crosses_them(china: Calendar) -> None:
    first = date(2007, 1, 1)
    days = [one for one in (first + timedelta(days=at) for at in range(7305)) if is_working_day(china, one)]
    close = datetime.combine(days[4000], time(18), ZoneInfo("Asia/Shanghai"))
    start = datetime.combine(days[0], time(9), ZoneInfo("Asia/Shanghai"))
    assert add_working_days(china, start, 4000) == close
    assert working_time_between(china, start, close) == 4001 * 7 * 3600
    assert add_working_time(china, start, 4001 * 7 * 3600) == close

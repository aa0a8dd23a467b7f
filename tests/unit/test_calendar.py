"""Working days and hours: against an oracle that walks every quarter of an hour."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbox.kernel.calendar import (
    Calendar,
    CalendarError,
    CalendarUnknown,
    add_days,
    add_working_days,
    add_working_time,
    is_working_day,
    working_time_between,
)

QUARTER = timedelta(minutes=15)
ALL_DAYS = frozenset(range(7))
OFFICE = ((time(9), time(12)), (time(14), time(18)))
YEARS = frozenset({2023, 2024, 2025})
ZONES = (
    "Asia/Shanghai",
    "Asia/Kolkata",
    "Europe/Berlin",
    "America/Los_Angeles",
    "America/Santiago",  # puts its clock forward at midnight
    "Australia/Lord_Howe",  # by half an hour
)
# Days around which the clocks of these zones change, and a turn of the year.
ANCHORS = tuple(date(2024, month, day) for month, day in ((3, 10), (3, 31), (4, 7), (9, 8), (10, 6), (10, 27), (11, 3)))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


@st.composite
def calendars(draw: st.DrawFn, anchor: date) -> Calendar:
    near = st.integers(-6, 20).map(lambda days: anchor + timedelta(days=days))
    holidays = draw(st.frozensets(near, max_size=6))
    # Edges keep out of the hours that come twice, where rule 4 is an agreement and no oracle knows it.
    edge = st.sampled_from([0, *range(240, 1321, 15), 1440])
    edges = sorted(draw(st.sets(edge, min_size=2, max_size=4)))
    hours = tuple((wall(a), wall(b)) for a, b in zip(edges[::2], edges[1::2], strict=False))
    return Calendar(
        zone=draw(st.sampled_from(ZONES)),
        known_years=YEARS,
        holidays=holidays,
        make_up=draw(st.frozensets(near, max_size=3)) - holidays,
        weekly=draw(st.frozensets(st.integers(0, 6))),
        hours=hours,
    )


@st.composite
def questions(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    anchor = draw(st.sampled_from([*ANCHORS, date(2024, 1, 1)]))
    start = datetime.combine(anchor, time(), UTC) + draw(st.integers(-300, 300)) * QUARTER
    return draw(calendars(anchor)), start


def walked(calendar: Calendar, at: datetime) -> bool:
    """Whether the quarter that begins at this instant is working time, read off the wall clock."""
    local = at.astimezone(ZoneInfo(calendar.zone))
    day = local.date()
    works = day in calendar.make_up or (day.weekday() in calendar.weekly and day not in calendar.holidays)
    return works and any(a <= local.time() < b or (b == time(0) and a <= local.time()) for a, b in calendar.hours)


@given(questions(), st.integers(0, 600))
def test_working_time_between_is_what_the_wall_clock_counts(question: tuple[Calendar, datetime], quarters: int) -> None:
    calendar, start = question
    counted = sum(walked(calendar, start + at * QUARTER) for at in range(quarters))
    assert working_time_between(calendar, start, start + quarters * QUARTER) == counted * 900


@pytest.mark.slow
@given(questions(), st.integers(1, 60))
def test_working_time_added_ends_where_the_wall_clock_has_counted_it(
    question: tuple[Calendar, datetime], quarters: int
) -> None:
    calendar, start = question
    at, left = start, quarters
    while left and at < start + timedelta(days=14):
        left -= walked(calendar, at)
        at += QUARTER
    if not left:
        assert add_working_time(calendar, start, quarters * 900) == at


@given(questions(), st.integers(1, 8))
def test_a_period_in_days_ends_at_the_close_of_its_last_working_day(
    question: tuple[Calendar, datetime], days: int
) -> None:
    calendar, start = question
    day, left = start.astimezone(ZoneInfo(calendar.zone)).date(), days
    while left and day.year < 2026:
        day += timedelta(days=1)
        left -= day.year < 2026 and is_working_day(calendar, day)
    if left:
        with pytest.raises(CalendarUnknown):
            add_working_days(calendar, start, days)
        return
    due = add_working_days(calendar, start, days)
    last = (due - timedelta(microseconds=1)).astimezone(ZoneInfo(calendar.zone))
    assert last.date() == day
    assert walked(calendar, due - QUARTER)
    assert due.astimezone(ZoneInfo(calendar.zone)).time() == calendar.hours[-1][1]
    assert due.tzinfo is UTC


@pytest.mark.slow
@given(questions(), st.lists(st.integers(0, 10**12), min_size=3, max_size=3), st.integers(0, 10**11))
def test_working_time_adds_up_and_comes_back_to_the_microsecond(
    question: tuple[Calendar, datetime], gaps: list[int], added_us: int
) -> None:
    calendar, a = question
    a += timedelta(microseconds=gaps[0] % 10**6)
    b = a + timedelta(microseconds=gaps[1])
    c = b + timedelta(microseconds=gaps[2])
    parts = working_time_between(calendar, a, b) + working_time_between(calendar, b, c)
    assert working_time_between(calendar, a, c) == pytest.approx(parts, abs=1e-6)
    try:
        due = add_working_time(calendar, a, added_us / 1e6)
    except CalendarUnknown:
        return
    assert working_time_between(calendar, a, due) == added_us / 1e6
    if added_us:  # the first such instant: just before it, the time has not yet passed
        assert working_time_between(calendar, a, due - timedelta(microseconds=1)) < added_us / 1e6


def berlin(*hours: tuple[time, time]) -> Calendar:
    return Calendar("Europe/Berlin", YEARS, weekly=ALL_DAYS, hours=hours)


def test_a_day_on_which_the_clock_goes_back_is_an_hour_longer() -> None:
    whole = berlin((time(0), time(0)))
    assert working_time_between(whole, utc("2024-10-26T22:00"), utc("2024-10-27T23:00")) == 25 * 3600
    assert working_time_between(whole, utc("2024-03-30T23:00"), utc("2024-03-31T22:00")) == 23 * 3600
    assert add_working_days(whole, utc("2024-10-26T10:00"), 1) == utc("2024-10-27T23:00")


def test_an_opening_time_that_the_clock_jumps_over_is_the_jump() -> None:
    assert add_working_time(berlin((time(2, 30), time(6))), utc("2024-03-30T12:00"), 1) == utc("2024-03-31T01:00:01")
    assert add_working_days(berlin((time(0), time(2, 30))), utc("2024-03-30T12:00"), 1) == utc("2024-03-31T01:00")


def test_an_hour_that_comes_twice_is_open_from_the_first_to_the_last_and_counted_once() -> None:
    assert add_working_time(berlin((time(2, 30), time(6))), utc("2024-10-26T12:00"), 1) == utc("2024-10-27T00:30:01")
    assert add_working_days(berlin((time(0), time(2, 30))), utc("2024-10-26T12:00"), 1) == utc("2024-10-27T01:30")
    touching = berlin((time(0), time(2, 30)), (time(2, 30), time(5)))
    assert working_time_between(touching, utc("2024-10-26T22:00"), utc("2024-10-27T22:00")) == 6 * 3600


def test_a_day_that_a_zone_left_out_has_no_working_time() -> None:
    samoa = Calendar("Pacific/Apia", frozenset({2011}), weekly=ALL_DAYS)  # 30 December 2011 did not happen there
    assert working_time_between(samoa, utc("2011-12-30T06:00"), utc("2011-12-30T18:00")) == 0
    assert add_working_days(samoa, utc("2011-12-29T20:00"), 1) == utc("2011-12-30T10:00")


SHANGHAI = Calendar("Asia/Shanghai", YEARS, hours=OFFICE)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2024-03-01T02:00", 1, "2024-03-04T10:00"),  # Friday morning: Monday's close
        ("2024-03-01T15:00", 1, "2024-03-04T10:00"),  # Friday late at night: no other
        ("2024-03-01T17:00", 1, "2024-03-04T10:00"),  # already Saturday in Shanghai
        ("2024-03-03T12:00", 1, "2024-03-04T10:00"),  # Sunday counts from Monday
        ("2024-03-03T17:00", 1, "2024-03-05T10:00"),  # already Monday in Shanghai, which is not counted
        ("2024-03-01T02:00", 15, "2024-03-22T10:00"),
    ],
)
def test_the_day_of_the_start_is_not_counted(start: str, days: int, due: str) -> None:
    assert add_working_days(SHANGHAI, utc(start), days) == utc(due)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2024-03-01T02:00", 3, "2024-03-04T10:00"),  # Friday and three days: Monday
        ("2024-03-01T02:00", 1, "2024-03-04T10:00"),  # its last day is a Saturday: Monday
        ("2024-03-01T17:00", 2, "2024-03-04T10:00"),  # already Saturday in Shanghai
        ("2024-03-01T02:00", 15, "2024-03-18T10:00"),  # a Saturday again
        ("2024-03-01T02:00", 60, "2024-04-30T10:00"),
    ],
)
def test_days_of_the_calendar_count_every_day_and_end_on_one_that_is_worked(start: str, days: int, due: str) -> None:
    assert add_days(SHANGHAI, utc(start), days) == utc(due)


def test_days_of_the_calendar_that_reach_into_a_year_not_known_are_not_guessed() -> None:
    last = max(SHANGHAI.known_years)
    with pytest.raises(CalendarUnknown):
        add_days(SHANGHAI, utc(f"{last}-12-20T02:00"), 15)


@pytest.mark.parametrize(
    ("start", "seconds", "due"),
    [
        ("2024-03-01T03:30", 1800, "2024-03-01T04:00"),  # ends with the noon closing, not at the next opening
        ("2024-03-01T03:30", 1801, "2024-03-01T06:00:01"),
        ("2024-03-01T09:30", 3600, "2024-03-04T01:30"),
        ("2024-03-02T05:00", 60, "2024-03-04T01:01"),
        ("2024-03-02T05:00", 0, "2024-03-02T05:00"),
        ("2024-03-01T03:30", 0.25, "2024-03-01T03:30:00.250"),
    ],
)
def test_working_time_runs_only_while_it_is_open(start: str, seconds: float, due: str) -> None:
    assert add_working_time(SHANGHAI, utc(start), seconds) == utc(due)


def test_other_zones_than_utc_name_the_same_instants() -> None:
    local = datetime(2024, 3, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert add_working_time(SHANGHAI, local, 60) == utc("2024-03-01T02:01")
    assert add_working_time(SHANGHAI, local, 60).tzinfo is UTC


@pytest.mark.parametrize("unknown", [2022, 2026])
def test_a_year_that_is_not_known_is_refused_by_its_number(unknown: int) -> None:
    start, inside = datetime(unknown, 6, 1, tzinfo=UTC), utc("2024-06-03T03:00")
    for ask in (
        lambda: add_working_days(SHANGHAI, start, 1),
        lambda: add_working_time(SHANGHAI, start, 1),
        lambda: working_time_between(SHANGHAI, min(start, inside), max(start, inside)),
        lambda: is_working_day(SHANGHAI, start.date()),
    ):
        with pytest.raises(CalendarUnknown) as refused:
            ask()
        assert refused.value.year == unknown
        assert str(unknown) in str(refused.value)


def test_a_period_never_leaps_over_a_year_that_is_not_known() -> None:
    holed = Calendar("Asia/Shanghai", frozenset({2023, 2025}), hours=OFFICE)
    start = utc("2023-12-28T03:00")
    assert add_working_days(holed, start, 1) == utc("2023-12-29T10:00")
    for ask in (
        lambda: add_working_days(holed, start, 2),
        lambda: add_working_time(holed, start, 3 * 7 * 3600),
        lambda: working_time_between(holed, start, utc("2025-02-03T03:00")),
    ):
        with pytest.raises(CalendarUnknown) as refused:
            ask()
        assert refused.value.year == 2024


def test_questions_without_sense_are_refused_in_one_line() -> None:
    start, naive = utc("2024-03-01T03:00"), datetime(2024, 3, 1, 3)  # noqa: DTZ001
    for ask in (
        lambda: add_working_days(SHANGHAI, naive, 1),
        lambda: add_working_time(SHANGHAI, naive, 1),
        lambda: working_time_between(SHANGHAI, naive, start),
        lambda: working_time_between(SHANGHAI, start, naive),
        lambda: working_time_between(SHANGHAI, start, start - timedelta(seconds=1)),
        lambda: add_working_days(SHANGHAI, start, 0),
        lambda: add_working_time(SHANGHAI, start, -1),
        lambda: add_working_time(SHANGHAI, start, float("nan")),
        lambda: is_working_day(SHANGHAI, start),
        lambda: add_working_days(SHANGHAI, datetime.max.replace(tzinfo=UTC), 1),
    ):
        with pytest.raises(CalendarError) as refused:
            ask()
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Asia/Peking"},
        {"zone": "../etc"},
        {"zone": ""},
        {"hours": ()},
        {"hours": ((time(9), time(9)),)},
        {"hours": ((time(17), time(9)),)},
        {"hours": ((time(9), time(12)), (time(11), time(17)))},
        {"hours": ((time(9), time(0)), (time(11), time(17)))},
        {"hours": ((time(9, tzinfo=UTC), time(12)),)},
        {"weekly": frozenset({7})},
        {"known_years": frozenset({99999})},
        {"holidays": frozenset({date(2024, 5, 1)}), "make_up": frozenset({date(2024, 5, 1)})},
    ],
)
def test_a_calendar_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(CalendarError):
        Calendar(**{"zone": "Asia/Shanghai", "known_years": YEARS, **wrong})


def test_a_week_without_a_working_day_has_no_due_date() -> None:
    never = Calendar("Asia/Shanghai", YEARS, weekly=frozenset())
    with pytest.raises(CalendarUnknown):
        add_working_days(never, utc("2024-01-01T00:00"), 1)
    assert working_time_between(never, utc("2024-01-01T00:00"), utc("2024-12-01T00:00")) == 0

"""Working days and working hours: the arithmetic under every clock. Pure; instants in UTC in and out.

The rules, in words:
1. A day is a working day if it is a make-up day, or if its weekday is worked and it is no holiday.
2. A period in days does not count the day it starts on, at whatever hour, and ends when the n-th
   working day after it closes (Civil Code of the People's Republic of China, articles 201 and 203:
   the first day is not counted; where there are business hours, their end is the end of the period).
   A start on a day off therefore counts from the next working day.
3. A period in working time runs only within opening hours; a start outside them runs from the next opening.
   It ends at the first instant by which that much working time has passed.
4. A day opens at the first instant its wall clock shows, or has passed over, the opening time, and
   closes at the last one it shows the closing time: a day on which the clock is put back is longer.
5. A period in days of the calendar counts every day, and does not count the day it starts on either. Where its last day
   is a day off, it ends when the next working day closes (Civil Code, article 203).
6. A year whose holidays are not published is unknown: it is refused (`CalendarUnknown`), never guessed.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

Spans = tuple[tuple[time, time], ...]

MONDAY_TO_FRIDAY = frozenset(range(5))
NINE_TO_FIVE: Spans = ((time(9), time(17)),)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)  # instants are counted in whole microseconds, so that sums are exact
_SECOND = 1_000_000
_DAY = timedelta(days=1)


class CalendarError(ValueError):
    """A calendar or question that makes no sense, in one line; `code` names it in the word tables."""

    def __init__(self, code: str, line: str) -> None:
        super().__init__(line)
        self.code = f"calendar.{code}"


class CalendarUnknown(CalendarError):
    """The working days of `year` are not known yet."""

    def __init__(self, year: int) -> None:
        super().__init__("unknown", f"the calendar must be told the holidays of {year} first")
        self.year = year


def _refuse(wrong: bool, code: str, line: str) -> None:
    if wrong:
        raise CalendarError(code, line)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise CalendarError("zone", f"zone must be an IANA name such as Asia/Shanghai, not {name!r}") from None


@dataclass(frozen=True, slots=True)
class Calendar:
    """When an organisation works.

    `zone` is an IANA name; `weekly` the weekdays worked (0 = Monday); `holidays` days off and
    `make_up` days worked against `weekly`; `hours` the opening hours of each working day, in order,
    where an end of 00:00 is midnight; `known_years` the years whose holidays are complete.
    """

    zone: str
    known_years: frozenset[int]
    holidays: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()
    weekly: frozenset[int] = MONDAY_TO_FRIDAY
    hours: Spans = NINE_TO_FIVE

    def __post_init__(self) -> None:
        _zone(self.zone)
        _refuse(not self.weekly <= frozenset(range(7)), "weekly", "weekly must hold weekdays, 0 (Monday) to 6 (Sunday)")
        _refuse(not all(1900 <= year <= 9990 for year in self.known_years), "years", "years must lie in 1900 to 9990")
        _refuse(bool(self.holidays & self.make_up), "both", "a day must not be a holiday and a make-up day")
        _check_hours(self.hours)


def _check_hours(hours: Spans) -> None:
    _refuse(not hours, "hours", "hours must hold at least one span")
    _refuse(any(one.tzinfo or one.fold for span in hours for one in span), "hours", "hours must be plain wall times")
    edges = [edge for span in hours for edge in span]
    inner, last = edges[:-1], edges[-1]
    rising = all(a <= b if at % 2 else a < b for at, (a, b) in enumerate(pairwise(inner)))
    _refuse(not rising or (last != time(0) and last <= inner[-1]), "hours", "hours must be spans in rising order")


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether this local day is worked.

    Raises:
        CalendarUnknown: for a day of a year that the calendar does not know.
    """
    _refuse(isinstance(day, datetime), "day", "day must be a date without a time")
    if day.year not in calendar.known_years:
        raise CalendarUnknown(day.year)
    return _worked(calendar, day)


def _worked(calendar: Calendar, day: date) -> bool:
    return day in calendar.make_up or (day.weekday() in calendar.weekly and day not in calendar.holidays)


def _offset_us(wall: datetime) -> int:
    return (wall.utcoffset() or timedelta()) // _TICK


def _transition_us(wall_us: int, zone: ZoneInfo, *, before: int, after: int) -> int:
    """The instant at which the clock jumped over this wall time, from offset `before` to `after`."""
    low, high = (wall_us - after) // _SECOND, (wall_us - before) // _SECOND
    while high - low > 1:
        middle = (low + high) // 2
        offset = _offset_us(_at(middle * _SECOND).astimezone(zone))
        low, high = (middle, high) if offset == before else (low, middle)
    return high * _SECOND


def _instant_us(wall: datetime, *, last: bool) -> int:
    """The instant of a wall time: the first or last one where it comes twice, the jump where it never comes."""
    wall_us = (wall.replace(tzinfo=UTC) - _EPOCH) // _TICK
    first_offset, last_offset = _offset_us(wall), _offset_us(wall.replace(fold=1))
    if first_offset < last_offset and isinstance(wall.tzinfo, ZoneInfo):
        return _transition_us(wall_us, wall.tzinfo, before=first_offset, after=last_offset)
    return wall_us - (last_offset if last else first_offset)


def _at(instant_us: int) -> datetime:
    return _EPOCH + instant_us * _TICK


@dataclass(frozen=True, slots=True)
class _Run:
    """All spans of a row of known years, in microseconds UTC: questions are bisections in these lists."""

    after: int  # the first year that is unknown again
    days: list[int]  # ordinals of the working days
    opens: list[int]
    closes: list[int]
    sums: list[int]  # working time up to each close

    def worked_us(self, instant_us: int) -> int:
        """Working time from the run's beginning to this instant."""
        at = bisect_right(self.opens, instant_us) - 1
        return self.sums[at] - max(0, self.closes[at] - instant_us) if at >= 0 else 0


def _known_days(calendar: Calendar, first_year: int, last_year: int) -> Iterator[date]:
    first, end = date(first_year, 1, 1).toordinal(), date(last_year + 1, 1, 1).toordinal()
    return (day for day in map(date.fromordinal, range(first, end)) if _worked(calendar, day))


def _edges(day: date, span: tuple[time, time], zone: ZoneInfo) -> tuple[int, int]:
    start, end = span
    close_day = day if end != time(0) else day + _DAY
    return (
        _instant_us(datetime.combine(day, start, zone), last=False),
        _instant_us(datetime.combine(close_day, end, zone), last=True),
    )


def _run(calendar: Calendar, first_year: int, last_year: int) -> _Run:
    zone, run, total, free_from = _zone(calendar.zone), _Run(last_year + 1, [], [], [], []), 0, -(2**63)
    for day in _known_days(calendar, first_year, last_year):
        run.days.append(day.toordinal())
        for span in calendar.hours:
            opens, closes = _edges(day, span, zone)
            opens = max(opens, free_from)  # an hour that comes twice is worked once by each of two neighbouring spans
            free_from = max(opens, closes)
            total += free_from - opens
            run.opens.append(opens)
            run.closes.append(free_from)
            run.sums.append(total)
    return run


@lru_cache(maxsize=64)
def _runs(calendar: Calendar) -> dict[int, _Run]:
    """For each known year the run of neighbouring known years it lies in."""
    runs: dict[int, _Run] = {}
    years = sorted(calendar.known_years)
    while years:
        length = next((at for at, year in enumerate(years) if year != years[0] + at), len(years))
        run = _run(calendar, years[0], years[length - 1])
        runs.update(dict.fromkeys(years[:length], run))
        years = years[length:]
    return runs


def _local(calendar: Calendar, instant: datetime) -> datetime:
    _refuse(instant.utcoffset() is None, "naive", "an instant must carry its zone (UTC)")
    try:
        return instant.astimezone(_zone(calendar.zone))
    except OverflowError:
        raise CalendarUnknown(instant.year) from None


def _run_of(calendar: Calendar, instant: datetime) -> tuple[_Run, int]:
    """The run that an instant lies in, and the instant in microseconds."""
    year = _local(calendar, instant).year
    run = _runs(calendar).get(year)
    if run is None:
        raise CalendarUnknown(year)
    return run, (instant - _EPOCH) // _TICK


def add_working_days(calendar: Calendar, start_utc: datetime, days: int) -> datetime:
    """The close of the `days`-th working day after the local day of the start (rule 2), in UTC.

    Raises:
        CalendarUnknown: where the period reaches into a year that the calendar does not know.
        CalendarError: for a naive start or fewer than 1 day.
    """
    _refuse(days < 1, "days", "days must be 1 or more")
    run, _ = _run_of(calendar, start_utc)
    at = bisect_right(run.days, _local(calendar, start_utc).toordinal()) + days - 1
    if at >= len(run.days):
        raise CalendarUnknown(run.after)
    return _at(run.closes[(at + 1) * len(calendar.hours) - 1])


def add_days(calendar: Calendar, start_utc: datetime, days: int) -> datetime:
    """The close of the `days`-th day after the local day of the start, or of the first working day after (rule 5), in UTC.

    Raises:
        CalendarUnknown: where the period reaches into a year that the calendar does not know.
        CalendarError: for a naive start or fewer than 1 day.
    """
    _refuse(days < 1, "days", "days must be 1 or more")
    run, _ = _run_of(calendar, start_utc)
    last = _local(calendar, start_utc).toordinal() + days
    at = bisect_left(run.days, last)
    if at >= len(run.days) or date.fromordinal(last).year >= run.after:
        raise CalendarUnknown(run.after)
    return _at(run.closes[(at + 1) * len(calendar.hours) - 1])


def add_working_time(calendar: Calendar, start_utc: datetime, seconds: float) -> datetime:
    """The first instant by which `seconds` of working time have passed since the start (rule 3), in UTC.

    Raises:
        CalendarUnknown: where the period reaches into a year that the calendar does not know.
        CalendarError: for a naive start or a duration that is negative or no number.
    """
    _refuse(not 0 <= seconds < 1e12, "seconds", "seconds must be 0 or more")
    run, start_us = _run_of(calendar, start_utc)
    wanted = run.worked_us(start_us) + round(seconds * _SECOND)
    at = bisect_left(run.sums, wanted)
    if not round(seconds * _SECOND):
        return _at(start_us)
    if at == len(run.sums):
        raise CalendarUnknown(run.after)
    return _at(run.closes[at] - (run.sums[at] - wanted))


def working_time_between(calendar: Calendar, a: datetime, b: datetime) -> float:
    """The working time from instant `a` to instant `b`, in seconds.

    Raises:
        CalendarUnknown: where a year from `a` to `b` is not known.
        CalendarError: for naive instants, or `b` before `a`.
    """
    run, a_us = _run_of(calendar, a)
    _refuse(b.utcoffset() is None, "naive", "an instant must carry its zone (UTC)")
    _refuse(b < a, "order", "the second instant must not lie before the first")
    last_run, b_us = _run_of(calendar, b)
    if last_run is not run:
        raise CalendarUnknown(run.after)
    return (run.worked_us(b_us) - run.worked_us(a_us)) / _SECOND


def from_holiday_cn(
    docs: Iterable[Mapping[str, object]],
    *,
    zone: str = "Asia/Shanghai",
    weekly: frozenset[int] = MONDAY_TO_FRIDAY,
    hours: Spans = NINE_TO_FIVE,
) -> Calendar:
    """The calendar in documents of the holiday-cn format (https://github.com/NateScarlet/holiday-cn), one for a year.

    A document without days is of a year not yet published: that year stays unknown. A document may
    name days of the neighbouring years; they count, but do not make those years known. Give
    neighbouring years together, therefore: the last days of December may be moved by the next one.

    Raises:
        CalendarError: for a document that is not of this format, or days that contradict each other.
    """
    off: dict[date, bool] = {}
    known: set[int] = set()
    for doc in docs:
        year, days = _holiday_doc(doc)
        known |= {year} if days else set()
        for day, is_off in days.items():
            _refuse(
                off.setdefault(day, is_off) != is_off, "both", f"{day} must not be both a day off and a working day"
            )
    holidays = frozenset(day for day, is_off in off.items() if is_off)
    return Calendar(zone, frozenset(known), holidays, frozenset(off) - holidays, weekly, hours)


def _holiday_doc(doc: object) -> tuple[int, dict[date, bool]]:
    if not isinstance(doc, Mapping):
        raise CalendarError("doc", "a holiday document must be an object with year and days")
    year, days = doc.get("year"), doc.get("days")
    if not isinstance(year, int) or not 1900 <= year <= 9990:
        raise CalendarError("year", "year must be a whole number such as 2026")
    if not isinstance(days, list):
        raise CalendarError("days", f"days of {year} must be a list")
    found: dict[date, bool] = {}
    for day, is_off in (_holiday_day(one, year=year) for one in days):
        _refuse(found.setdefault(day, is_off) != is_off, "both", f"{day} must not be both a day off and a working day")
    return year, found


def _holiday_day(one: object, *, year: int) -> tuple[date, bool]:
    fields = one if isinstance(one, Mapping) else {}
    text, is_off = fields.get("date"), fields.get("isOffDay")
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise CalendarError("date", f"date of each day of {year} must be written as {year}-01-31")
    if not isinstance(is_off, bool):
        raise CalendarError("off", f"isOffDay of {text} must be true or false")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CalendarError("date", f"date {text} must be a day that exists") from None
    _refuse(abs(day.year - year) > 1, "date", f"date {text} must lie in {year} or a neighbouring year")
    return day, is_off

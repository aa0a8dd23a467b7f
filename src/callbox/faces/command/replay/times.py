"""Times as files write them: local, in several formats, with an hour that comes twice in a year and one that never does.

Pure. A time is read into its possible moments (two in the doubled hour); which one it was, is then chosen so that the times
of a call are in order and as close together as they can be, or as the profile says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from zoneinfo import ZoneInfo

DOUBLED, SKIPPED, UNREADABLE = "time_doubled", "time_skipped", "time_unreadable"
# Beyond these nothing was ever called in, and sums of times could leave the calendar.
FIRST_YEAR, LAST_YEAR = 1900, 2200
EPOCH_MAX_S = 7_258_118_400.0  # the year 2200
LONG = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """What a written time may mean: its possible moments (UTC), none if it cannot be read, and what is doubtful."""

    options: tuple[datetime, ...] = ()
    flag: str | None = None


def read(text: str, *, formats: Sequence[str], zone: ZoneInfo, skipped: str = "shift") -> Reading:
    """A written time. `skipped` says what becomes of the hour that spring leaves out: "shift" or "refuse"."""
    told = _parsed(text, formats)
    if told is None or not FIRST_YEAR <= told.year <= LAST_YEAR:
        return Reading(flag=UNREADABLE)
    if told.tzinfo is not None:
        return Reading((told.astimezone(UTC),))
    return _in_zone(told, zone, skipped)


def _in_zone(told: datetime, zone: ZoneInfo, skipped: str) -> Reading:
    first, second = (told.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return Reading((first,))
    if first.astimezone(zone).replace(tzinfo=None) != told:
        # A clock that was not put forward shows such a time; read by it, it is one hour further on.
        return Reading((first,) if skipped == "shift" else (), SKIPPED)
    return Reading((first, second), DOUBLED)


def _parsed(text: str, formats: Sequence[str]) -> datetime | None:
    if len(text) > LONG:
        return None
    for form in formats:
        try:
            return _in_form(text, form)
        except (ValueError, OverflowError, LookupError):
            continue
    return None


def _in_form(text: str, form: str) -> datetime:
    if form == "iso":
        return datetime.fromisoformat(text)
    if form == "epoch":
        seconds = float(text)
        if not 0 <= seconds <= EPOCH_MAX_S:
            raise ValueError(text)
        return datetime.fromtimestamp(seconds, UTC)
    return datetime.strptime(text, form)  # noqa: DTZ007  the zone is the profile's


def choose(
    rows: Sequence[Sequence[tuple[str, Reading]]], *, shared: Sequence[str], rule: str
) -> tuple[dict[str, datetime], ...]:
    """The moment of each named time of each row of a call. `shared` names those that all rows have in common.

    Rule "in_order": of all readings those that put the fewest times out of order, make the call shortest, and lean least
    on the second pass of the doubled hour.
    """
    if not any(len(reading.options) > 1 for row in rows for _, reading in row):
        return tuple(_picked(row) for row in rows)
    if rule != "in_order":
        second = rule == "second"
        return tuple({name: told.options[-1 if second else 0] for name, told in row if told.options} for row in rows)
    doubtful = [name for name in shared if any(named == name and len(told.options) > 1 for named, told in _all(rows))]
    trials = [_trial(rows, dict(zip(doubtful, folds, strict=True))) for folds in product((0, 1), repeat=len(doubtful))]
    return min(trials, key=lambda trial: trial[0])[1]


def _all(rows: Sequence[Sequence[tuple[str, Reading]]]) -> Iterator[tuple[str, Reading]]:
    for row in rows:
        yield from row


Cost = tuple[int, float, int]


def _trial(
    rows: Sequence[Sequence[tuple[str, Reading]]], fixed: Mapping[str, int]
) -> tuple[Cost, tuple[dict[str, datetime], ...]]:
    """The best reading of every row once the shared times are fixed, and what it costs in all."""
    best = [min(_readings(row, fixed), key=lambda one: one[0]) for row in rows]
    wrong, length_s, second = (sum(column) for column in zip(*(cost for cost, _ in best), strict=True))
    return (int(wrong), float(length_s), int(second)), tuple(picked for _, picked in best)


def _readings(
    row: Sequence[tuple[str, Reading]], fixed: Mapping[str, int]
) -> Iterator[tuple[Cost, dict[str, datetime]]]:
    """In order, the first pass comes before the second: so one place parts the row's doubtful times."""
    free = [name for name, told in row if len(told.options) > 1 and name not in fixed]
    for first in range(len(free) + 1):
        folds = {**fixed, **{name: int(place >= first) for place, name in enumerate(free)}}
        picked = {
            name: told.options[min(folds.get(name, 0), len(told.options) - 1)] for name, told in row if told.options
        }
        yield _cost(picked, folds), picked


def _cost(picked: Mapping[str, datetime], folds: Mapping[str, int]) -> Cost:
    times = list(picked.values())
    wrong = sum(later < earlier for earlier, later in pairwise(times))
    length = max(times) - min(times) if times else timedelta()
    return wrong, length.total_seconds(), sum(folds.values())


def _picked(row: Sequence[tuple[str, Reading]]) -> dict[str, datetime]:
    return {name: told.options[0] for name, told in row if told.options}


def far_off(times: Mapping[str, datetime], *, days: float) -> tuple[str, ...]:
    """The names of the times that are further than this from the middle one of all."""
    if len(times) < 3:
        return ()
    middle = sorted(times.values())[len(times) // 2]
    return tuple(name for name, at in times.items() if abs(at - middle) > timedelta(days=days))

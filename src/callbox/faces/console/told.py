"""Times and lengths of time as a person reads them, in their language. Pure; live.js does the same in the browser."""

from datetime import datetime
from zoneinfo import ZoneInfo

from callbox.kernel.words import say


def clock_time(at: datetime, zone: str) -> str:
    """The time of day, `14:03:27`."""
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S")


def full_time(at: datetime, zone: str) -> str:
    """Date and time, `2026-03-02 14:03:27`."""
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")


def day(at: datetime, zone: str) -> str:
    """The day, `2026-03-02`."""
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d")


def day_time(at: datetime, zone: str, *, now: datetime) -> str:
    """The time of day without its seconds, `14:03`; on another day than today with the day, `03-02 14:03`."""
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M" if day(at, zone) == day(now, zone) else "%m-%d %H:%M")


def span(length_s: float, language: str) -> str:
    """A length of time: `4:07`, `2:15:30`, `3 d 4 h` (`3 天 4 小时`); with a minus sign when it is below zero."""
    sign, whole_s = ("−" if int(length_s) < 0 else ""), abs(int(length_s))
    hours, rest_s = divmod(whole_s, 3600)
    minutes, seconds = divmod(rest_s, 60)
    if hours >= 24:
        return sign + say("console.span.days", language, days=hours // 24, hours=hours % 24)
    return f"{sign}{hours}:{minutes:02}:{seconds:02}" if hours else f"{sign}{minutes}:{seconds:02}"


def metres(distance_m: float, language: str) -> str:
    """A distance: `850 m`, `1.2 km` (`850 米`, `1.2 公里`)."""
    if distance_m < 995:
        return say("console.metres", language, count=f"{round(distance_m, -1):.0f}")
    return say("console.kilometres", language, count=f"{distance_m / 1000:.1f}")

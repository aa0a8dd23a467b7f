"""The working days of the departments in a replay: the published days off and make-up days, where the line names them."""

from collections.abc import Sequence
from pathlib import Path

from callbox.faces.command.keeping.calendars import document
from callbox.faces.command.program import USAGE, Stop
from callbox.kernel.calendar import Calendar, CalendarError, from_holiday_cn


def working_days(paths: Sequence[Path], zone: str) -> Calendar | None:
    """The calendar in files of the holiday-cn format, or in all such files of a folder; None where none is named.

    Raises:
        Stop: where one cannot be read.
    """
    files = [file for path in paths for file in (sorted(path.glob("[0-9]*.json")) if path.is_dir() else [path])]
    if not files:
        if paths:
            raise Stop("replay.holidays.none", status=USAGE, path=paths[0])
        return None
    try:
        return from_holiday_cn([document(file) for file in files], zone=zone)
    except CalendarError as wrong:
        raise Stop("import_calendar.wrong", status=USAGE, reason=str(wrong)) from wrong

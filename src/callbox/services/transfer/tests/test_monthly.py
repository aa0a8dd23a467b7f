"""How a month's transfers are counted."""

from datetime import UTC, datetime, timedelta

import pytest

from callbox.kernel.facts import Refused
from callbox.services.transfer.monthly import Counted, ways
from callbox.services.transfer.months import bounds, month_of

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def counted(status: str, *, minutes: float | None = 10, under: str | None = None, **more: object) -> Counted:
    told = {"organisation": "water", "to": "parks", "danger_to_life": False, "decided_for": None, **more}
    ended = None if minutes is None else AT + timedelta(minutes=minutes)
    return Counted(status=status, returned_under=under, offered_at=AT, ended_at=ended, **told)  # type: ignore[arg-type]


def test_each_way_says_how_many_went_came_back_and_why() -> None:
    found = [
        counted("accepted", minutes=10),
        counted("returned", minutes=30, under="other_duty"),
        counted("returned", minutes=20, under="other_duty"),
        counted("decided", under="other_area"),
        counted("agreed", minutes=None),
        counted("withdrawn"),
        counted("accepted", minutes=0, to="line", danger_to_life=True),
    ]
    busiest, line = ways(found)
    assert (busiest.offered, busiest.accepted, busiest.returned, busiest.withdrawn) == (6, 1, 2, 1)
    assert (busiest.decided, busiest.under_way, busiest.answer_s) == (1, 1, 1200.0)
    assert dict(busiest.why) == {"other_duty": 2, "other_area": 1}
    assert (line.to, line.at_once, line.answer_s) == ("line", 1, None)


def test_a_month_begins_and_ends_where_its_own_zone_says() -> None:
    begins, ends = bounds("2026-12", "Asia/Shanghai")
    assert (begins.isoformat(), ends.isoformat()) == ("2026-12-01T00:00:00+08:00", "2027-01-01T00:00:00+08:00")
    assert month_of(datetime(2026, 2, 28, 17, tzinfo=UTC), "Asia/Shanghai") == "2026-03"
    for wrong in ("2026-13", "now", "2026-3", "2026-01-01"):
        with pytest.raises(Refused, match=r"field\.month"):
            bounds(wrong, "UTC")

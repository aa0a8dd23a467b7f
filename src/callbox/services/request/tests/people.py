"""A department, a calendar, a category and a request, as plain values: what the rules of requests are tried on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from callbox.kernel.facts import Act, Actor, Change, Changes, Inputs, New, Record, Value
from callbox.services.organisation.facts import WorkCalendar
from callbox.services.report.facts import Report
from callbox.services.request.facts import Category, Request

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday
WATER, LINE, OVERSIGHT = "coast/harbour/water", "coast/harbour/centre", "coast/oversight"
GivenT = TypeVar("GivenT", bound=Inputs)


def actor(role: str = "handler", organisation: str = WATER, *, person: str | None = "ann") -> Actor:
    return Actor(organisation=organisation, roles=frozenset({role}), person=person)


def act(inputs: GivenT, by: Actor | None = None, *, at: datetime = NOON, because: str = "") -> Act[GivenT]:
    return Act(name="tried", by=by or actor(), at=at, inputs=inputs, because=because)


def calendar(**more: Any) -> WorkCalendar:
    told = {"zone": "UTC", "known_years": (2026,)} | more
    return WorkCalendar(id="c", status="active", organisation=WATER, name="office", **told)


def category(**more: Any) -> Category:
    told = {"id": "leak", "status": "active", "organisation": "coast", "name": "Leak", "version": 4}
    plain: dict[str, Any] = {**told, "department": WATER, "deadline_days": 3, **more}
    return Category(**plain)


def report(**more: Any) -> Report:
    told = {"id": "r", "status": "received", "organisation": LINE, "channel": "call"}
    plain: dict[str, Any] = {**told, "received_at": NOON - timedelta(minutes=5), **more}
    return Report(**plain)


def request(**more: Any) -> Request:
    told = {"id": "q", "status": "open", "organisation": WATER, "parties": (LINE,), "taken_by": LINE}
    began = NOON - timedelta(hours=1)
    plain: dict[str, Any] = {
        **told,
        "category": "leak",
        "category_version": 4,
        "received_at": began,
        "opened_at": began,
        **more,
    }
    return Request(**plain)


def made(changes: Changes, kind: type[Record]) -> Any:
    """The one new record of that kind."""
    [one] = [ask.record for ask in changes if isinstance(ask, New) and isinstance(ask.record, kind)]
    return one


def sets(changes: Changes, event: str) -> dict[str, Value]:
    """What the one change of that name sets."""
    [one] = [ask for ask in changes if isinstance(ask, Change) and ask.event == event]
    return dict(one.sets)


def running(due: datetime) -> dict[str, dict[str, str]]:
    return {"deadline": {"state": "running", "started": NOON.isoformat(), "due": due.isoformat()}}


def day(number: int, hour: int = 17) -> datetime:
    """An hour of a day of March 2026; the 2nd is a Monday."""
    return datetime.combine(date(2026, 3, number), datetime.min.time(), UTC) + timedelta(hours=hour)

"""An application, its papers and what is decided, as plain values: what the rules are tried on."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar

from callbox.kernel.facts import Act, Actor, Change, Changes, Inputs, New, Record, Value
from callbox.services.application.facts import Application, Appointment, Decision, Paper, PaperUse
from callbox.services.organisation.facts import Organisation, WorkCalendar
from callbox.services.request.facts import Request

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday
PARKS, WATER, CITY = "coast/harbour/parks", "coast/harbour/water", "coast/harbour"
WORD = "k7qm-3xw9"
PAPERS = (
    "deed | Proof that the garden is yours | 花园权属证明 | required | 100",
    "plan | Where the tree stands | 树木位置图 | required",
    "photo | Photo of the tree | 树木照片 | optional",
)
GivenT = TypeVar("GivenT", bound=Inputs)


def actor(role: str = "handler", *, person: str | None = "ann", organisation: str = PARKS) -> Actor:
    return Actor(organisation=organisation, roles=frozenset({role}), person=person)


VOICE = actor("reporter", person=None)


def act(inputs: GivenT, by: Actor | None = None, *, at: datetime = NOON) -> Act[GivenT]:
    return Act(name="tried", by=by or actor(), at=at, inputs=inputs)


def request(**more: Any) -> Request:
    told: dict[str, Any] = {"id": "q", "status": "in_work", "organisation": PARKS, "taken_by": PARKS, "decides": True}
    began = NOON - timedelta(hours=1)
    told |= {"category": "felling", "category_version": 1, "received_at": began, "opened_at": began}
    return Request(**(told | more))


def waiting(held_for: str = "asker") -> Request:
    return request(status="waiting", held_for=held_for)


def application(**more: Any) -> Application:
    told: dict[str, Any] = {"id": "q", "status": "open", "organisation": PARKS, "request": "q", "papers": PAPERS}
    return Application(**(told | more))


def paper(which: str = "deed", **more: Any) -> Paper:
    told: dict[str, Any] = {"id": which, "status": "handed_in", "organisation": PARKS, "request": "q", "which": which}
    kept = sha256(WORD.replace("-", "").encode()).hexdigest()
    return Paper(**(told | {"given_at": NOON - timedelta(days=1), "text": "4711/2", "word_sha256": kept} | more))


def use(which: str = "deed", **more: Any) -> PaperUse:
    told: dict[str, Any] = {"id": "u", "status": "standing", "organisation": WATER, "request": "q2", "paper": "deed"}
    return PaperUse(**(told | {"which": which, "consent": "own_page", "begun_at": NOON} | more))


def appointment(**more: Any) -> Appointment:
    told: dict[str, Any] = {"id": "a", "status": "offered", "organisation": PARKS, "request": "q"}
    return Appointment(**(told | {"begins_at": NOON + timedelta(days=1), "offered_at": NOON} | more))


def decision(**more: Any) -> Decision:
    told: dict[str, Any] = {
        "id": "d",
        "status": "given",
        "organisation": PARKS,
        "request": "q",
        "outcome": "not_granted",
    }
    told |= {"rests_on": "Tree order, section 4", "decided_at": NOON, "decided_by": "ann", "remedy_to": CITY}
    return Decision(**(told | {"remedy_until": NOON + timedelta(days=60)} | more))


def office(one: str = CITY) -> Organisation:
    return Organisation(id=one, status="active", name="x", level="county")


def calendar(**more: Any) -> WorkCalendar:
    told: dict[str, Any] = {"zone": "UTC", "known_years": (2026,)} | more
    return WorkCalendar(id="c", status="active", organisation=PARKS, name="office", **told)


def made(changes: Changes, kind: type[Record]) -> Any:
    """The one new record of that kind."""
    [one] = [ask.record for ask in changes if isinstance(ask, New) and isinstance(ask.record, kind)]
    return one


def events(changes: Changes) -> list[str]:
    return [ask.event for ask in changes]


def sets(changes: Changes, event: str) -> dict[str, Value]:
    """What the one change of that name sets."""
    [one] = [ask for ask in changes if isinstance(ask, Change) and ask.event == event]
    return dict(one.sets)


def day(month: int, number: int, hour: int = 17) -> datetime:
    return datetime.combine(date(2026, month, number), datetime.min.time(), UTC) + timedelta(hours=hour)

"""The case as one node tells it to another, and what the other makes of it. Pure.

It goes over as it stands: what is wanted, where, since when, until when, how often it was returned. Who called, and with
which number, stays where it was told: the node that took the report in keeps the word with whoever asked.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from callbox.kernel.facts import Id, Refused, Value
from callbox.services.incident.facts import Incident
from callbox.services.report.facts import Report
from callbox.services.request.facts import Category, Request
from callbox.services.transfer.facts import Transfer

# What a request keeps of the rules it was opened under, wherever it goes.
KEPT: Mapping[str, tuple[type, ...]] = {
    "deadline_days": (int, type(None)),
    "deadline_hours": (float, int, type(None)),
    "deadline_calendar_days": (int, type(None)),
    "accept_days": (int, type(None)),
    "extensions_max": (int,),
    "extension_days_max": (int,),
    "extensions": (int,),
    "returns": (int,),
}
TEXTS = ("category", "wanted", "address", "area")
PLACES = {"latitude_deg": 90.0, "longitude_deg": 180.0}
CLOCKS = ("deadline", "deadline_hours", "deadline_calendar_days", "acceptance", "promised")
CLOCK_TEXTS = ("state", "started", "due", "paused", "stopped", "fired")


def told_of(case: Incident | Request, category: Category | None) -> Mapping[str, Value]:
    """A case, opened, as it is told to another node."""
    told: dict[str, Value] = {
        "category": category.name if category else str(case.category),
        "wanted": getattr(case, "wanted", None) or getattr(case, "summary", None),
        "address": case.address,
        "area": case.area,
        "latitude_deg": case.latitude_deg,
        "longitude_deg": case.longitude_deg,
        "received_at": case.received_at.astimezone(UTC).isoformat(),
        "settled_between": case.settled_between,
        "returns": case.returns,
    }
    if isinstance(case, Request):
        told |= {name: getattr(case, name) for name in KEPT}
        told |= {"answers": dict(case.answers or {})}
        told |= {"clocks": {name: dict(clock) for name, clock in case.clocks.items() if name in CLOCKS}}
    return told


def checked(known: Mapping[str, Value]) -> Mapping[str, Value]:
    """What another node told, each value of its kind; what is not known here is left out.

    Raises:
        Refused: `transfer.known`, naming the field.
    """
    for name, kinds in {**KEPT, **dict.fromkeys(TEXTS, (str, type(None)))}.items():
        if type(known.get(name, _empty(kinds))) not in kinds:
            raise Refused("transfer.known", field=name)
    for name in PLACES:
        _check_place(name, known.get(name))
    if _time(known.get("received_at")) is None:
        raise Refused("transfer.known", field="received_at")
    names = {*KEPT, *TEXTS, *PLACES, "received_at", "settled_between", "answers", "clocks"}
    return {name: value for name, value in known.items() if name in names}


def _empty(kinds: tuple[type, ...]) -> object:
    return None if type(None) in kinds else kinds[0]()


def _check_place(name: str, value: object) -> None:
    if value is None:
        return
    if not isinstance(value, float | int) or isinstance(value, bool) or not abs(value) <= PLACES[name]:
        raise Refused("transfer.known", field=name)


def _time(told: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return at if at.tzinfo else None


def clocks_in(known: Mapping[str, Value]) -> Mapping[str, Any]:
    """The deadlines that go on running: what does not read as one is left out."""
    told: Any = known.get("clocks") or {}
    return {
        name: _clock(told[name])
        for name in CLOCKS
        if isinstance(told, Mapping) and isinstance(told.get(name), Mapping) and _time(told[name].get("due"))
    }


def _clock(told: Mapping[str, Any]) -> dict[str, Any]:
    """A deadline as it stood when the case was offered; one that stood still runs again, since nobody holds it any more."""
    clock = {name: told[name] for name in CLOCK_TEXTS if isinstance(told.get(name), str)}
    return {**clock, "state": "running"} if clock.get("state") == "paused" else clock


def request_from(transfer: Transfer, *, category: Category, at: datetime) -> Request:
    """The copy of a case that the receiver works on, under its own category and the deadline it came with."""
    known = _known(transfer)
    kept: dict[str, Any] = {name: known[name] for name in KEPT if name in known}
    return Request(
        id=transfer.of,
        status="open",
        organisation=transfer.to,
        category=category.id,
        category_version=category.version,
        **kept,
        taken_by=transfer.organisation,
        received_at=_time(known.get("received_at")) or transfer.offered_at,
        opened_at=at,
        transfer=transfer.id,
        settled_between=_settled(known),
        clocks=clocks_in(known),
        **_words(known, "wanted", *PLACES),
        area=str(known.get("area") or ""),
        answers=_answers(known),
    )


def again_from(transfer: Transfer) -> dict[str, Value]:
    """What is set on a request that comes home."""
    known = _known(transfer)
    sets: dict[str, Value] = {"status": "in_work", "organisation": transfer.to, "transfer": transfer.id}
    sets |= {name: known[name] for name in ("returns", "extensions") if name in known}
    return {**sets, "settled_between": _settled(known), "clocks": clocks_in(known)}


def report_from(transfer: Transfer, known: Mapping[str, Value]) -> Report:
    """The report that a case becomes on an emergency line: in its queue, with all that was told."""
    return Report(
        id=transfer.id,
        status="received",
        organisation=transfer.to,
        channel="api",
        received_at=transfer.offered_at,
        source_number=f"{transfer.organisation} {transfer.of}",
        said_fact=_text(known, "wanted"),
        **_words(known, *PLACES),
        as_received=known,
    )


def _words(known: Mapping[str, Value], *names: str) -> dict[str, Any]:
    return {"address": known.get("address"), **{name: known.get(name) for name in names}}


def _text(known: Mapping[str, Value], name: str) -> str | None:
    told = known.get(name)
    return str(told) if told else None


def _known(transfer: Transfer) -> Mapping[str, Value]:
    known = transfer.known
    if not isinstance(known, Mapping):
        raise Refused("transfer.untold", transfer=transfer.id)
    return known


def _settled(known: Mapping[str, Value]) -> tuple[str, ...]:
    told = known.get("settled_between") or ()
    return tuple(str(one) for one in told) if isinstance(told, tuple | list) else ()


def _answers(known: Mapping[str, Value]) -> Mapping[str, Value] | None:
    told = known.get("answers")
    return told if isinstance(told, Mapping) and told else None


def name_of(transfer: Transfer) -> Id:
    """The case's own name, as both nodes say it."""
    return transfer.of or transfer.incident or transfer.request or ""

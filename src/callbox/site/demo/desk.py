"""What the demo's departments do with the requests on their desks. Pure.

A department takes a request up, answers it and closes it; real days are played in minutes. What ends without an answer (no
such place, not theirs) is closed at once. Complaints are left out: those who may see them are not played.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from callbox.kernel.facts import Id
from callbox.services.request.facts import REQUEST_ENDS, Request
from callbox.site.demo.day import Scripted
from callbox.site.demo.story import Step

TAKEN_UP_S = 300.0
ANSWERED_S = 2_400.0
CLOSED_S = 120.0
ENDS: Final[Mapping[str, str]] = {
    "done": "done",
    "false": "declined",
    "duplicate": "withdrawn",
    "no_such_place": "no_such_place",
    "refused": "withdrawn",
    "referred": "not_competent",
}
ANSWERS: Final = (
    ("Our people were there and put it right.", "工作人员已到场处理完毕。"),
    ("It is on this week's list, and was made safe until then.", "已列入本周计划，现场已先行防护。"),
)
REASONS: Final = (
    "Looked at on the spot; it lies outside what this department may do.",
    "现场查看：超出本部门职权范围。",
)


def opened(
    scripted: Scripted, report: Id, new: Id, *, area: str, speed: float, by: Mapping[str, Id] | None = None
) -> Step:
    """The call taker opens the request as the call ends; `by` is who serves the place, where the category goes by it."""
    at = scripted.at + timedelta(seconds=scripted.call.handling_s / speed)
    told = {"id": new, "report": report, "category": scripted.call.code, "area": area, **(by or {})}
    return Step(name="request.open", role="call_taker", at=at, inputs=told)


def next_steps(request: Request, scripted: Scripted, now: datetime, *, speed: float, chinese: bool) -> Iterator[Step]:
    """What is due on one request by now."""
    name, since, wait_s, told = _following(request, scripted, chinese=chinese)
    at = since + timedelta(seconds=wait_s / speed)
    if at <= now:
        because = REASONS[chinese] if name == "request.close" else ""
        yield Step(
            name=name,
            role="handler",
            at=at,
            inputs={"request": request.id, **told},
            because=because,
            desk=request.organisation,
        )


def _following(
    request: Request, scripted: Scripted, *, chinese: bool
) -> tuple[str, datetime, float, Mapping[str, Any]]:
    """(act, since when, real seconds until it, what it is given besides the request)."""
    end = ENDS.get(scripted.call.disposition, "withdrawn")
    if request.status == "open":
        return "request.take_up", request.opened_at, TAKEN_UP_S, {}
    worked_s = TAKEN_UP_S + ANSWERED_S * scripted.call.answer_share
    if request.status == "in_work" and REQUEST_ENDS[end].needs_answer:
        said = ANSWERS[len(scripted.number) % len(ANSWERS)][chinese]
        return "request.answer", request.opened_at, worked_s, {"answer": said}
    if request.answered_at is None:
        return "request.close", request.opened_at, worked_s, {"disposition": end}
    return "request.close", request.answered_at, CLOSED_S, {"disposition": end}

"""The declaration of categories and requests."""

from collections.abc import Mapping
from dataclasses import replace

from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.organisation.facts import ROLES
from callbox.services.request import administering, inputs, rules, rules_gathering, running
from callbox.services.request.facts import Category, Request
from callbox.services.request.words import WORDS
from callbox.services.share.facts import following

OWN, PARTY, ANY = Scope.OWN, Scope.PARTY, Scope.ANY
ADMINISTRATOR = {"administrator": OWN}
EVERYBODY = {**dict.fromkeys(ROLES, ANY), "machine": ANY}
HANDLERS = {"handler": OWN, "supervisor": OWN}
TAKERS = {"call_taker": OWN, "dispatcher": OWN, "reporter": OWN}
# Who may pass on the word of whoever asked: also the organisation that took the request in.
VOICES = {"call_taker": PARTY, "supervisor": PARTY, "reporter": PARTY}
READERS = (
    VOICES | {"handler": PARTY, "dispatcher": PARTY} | {"leader": OWN, "analyst": OWN, "oversight": ANY, "machine": ANY}
)

CATEGORY = Lifecycle(
    begins={"category.created": ("active",)},
    moves=(Move("category.described", ("active",)), Move("category.retired", ("active",), ("retired",))),
    ends=("retired",),
)

UNDER_WAY = ("open", "in_work", "waiting", "answered")
REQUEST = Lifecycle(
    begins={"request.opened": ("open",), "request.came_over": ("open",)},
    moves=(
        Move("request.taken_up", ("open", "in_work"), ("in_work",)),
        Move("request.held", ("open", "in_work"), ("waiting",)),
        Move("request.resumed", ("waiting",), ("in_work",)),
        Move("request.extended", ("open", "in_work")),
        Move("request.answered", UNDER_WAY, ("answered",)),
        Move("request.escalated", UNDER_WAY),
        Move("request.confirmed_done", ("answered", "closed"), ("closed",)),
        Move("request.found_undone", ("answered", "closed"), ("in_work",)),
        Move("request.closed", UNDER_WAY, ("closed",)),
        Move("request.reopened", ("closed",), ("in_work",)),
        Move("request.put_under", (*UNDER_WAY, "closed")),
        Move("request.gathered", (*UNDER_WAY, "closed")),
        Move("request.taken_out", (*UNDER_WAY, "closed")),
        Move("request.shared", UNDER_WAY),
        Move("request.unshared", UNDER_WAY),
        Move("request.offered", UNDER_WAY),
        Move("request.returned", (*UNDER_WAY, "closed", "elsewhere")),
        Move("request.kept", (*UNDER_WAY, "closed", "elsewhere")),
        Move("request.passed_on", UNDER_WAY),
        # Whoever asked wants nothing of it told to anybody.
        Move("request.kept_quiet", (*UNDER_WAY, "closed")),
        # Between nodes: this one has it no more, has it again, and has it for good.
        Move("request.left", UNDER_WAY, ("elsewhere",)),
        Move("request.came_back", ("elsewhere",), ("in_work",)),
        Move("request.owned", (*UNDER_WAY, "closed")),
        Move("request.erased", ("closed", "elsewhere")),
    ),
    ends=("closed", "elsewhere"),
)


ANEW = ("request.reopened", "request.found_undone")
DEALT_WITH = ("request.answered", "request.closed", "request.left")


ANSWERED = ClockSpec(
    name="deadline",
    starts=("request.opened", *ANEW),
    stops=DEALT_WITH,
    pauses=("request.held",),
    resumes=("request.resumed",),
    on_due="request.overdue",
)


def _seconds(request: Request) -> float | None:
    return None if request.deadline_hours is None else request.deadline_hours * 3600


def _promised_s(request: Request) -> float | None:
    return None if request.due_at is None else (request.due_at - request.opened_at).total_seconds()


CLOCKS = (
    replace(ANSWERED, working_days=lambda request: request.deadline_days),
    replace(ANSWERED, name="deadline_hours", working_seconds=_seconds),
    replace(ANSWERED, name="deadline_calendar_days", days=lambda request: request.deadline_calendar_days),
    # The first word is given once, and a promised date is no deadline for a request that is worked on again.
    replace(
        ANSWERED,
        name="acceptance",
        starts=("request.opened",),
        stops=("request.taken_up", *DEALT_WITH),
        days=lambda request: request.accept_days,
    ),
    replace(ANSWERED, name="promised", starts=("request.opened",), seconds=_promised_s),
)

ON_REQUEST = {"request": "request"}
# Who takes part in it takes part no more when it ends.
ITS_SHARES = {**ON_REQUEST, "shares": "request.shares"}
ITS_CALENDAR = {"calendar": "request.organisation.calendar"}


def _act(
    name: str,
    rule: object,
    given: type[inputs.OfRequest] = inputs.OfRequest,
    *,
    grants: Mapping[str, Scope] = HANDLERS,
    touches: Mapping[str, str] = ON_REQUEST,
    looks: Mapping[str, str] | None = None,
    needs_reason: bool = False,
) -> ActSpec:
    return ActSpec(
        name=name,
        rule=rule,  # type: ignore[arg-type]
        inputs=given,
        grants=grants,
        touches=touches,
        looks=looks or {},
        needs_reason=needs_reason,
    )


SERVICE = Service(
    name="request",
    kinds=(
        KindSpec(record=Category, lifecycle=CATEGORY, reads=EVERYBODY),
        KindSpec(
            record=Request,
            lifecycle=REQUEST,
            reads=READERS,
            clocks=CLOCKS,
            erased_with=(
                ("report", "request"),
                ("transfer", "request"),
                ("forward", "request"),
                ("note", "request"),
                ("attachment", "request"),
                ("notice", "request"),
                ("share", "request"),
                ("undone", "request"),
                ("application", "request"),
                ("paper", "request"),
                ("paper_use", "request"),
                ("appointment", "request"),
                ("decision", "request"),
            ),
        ),
    ),
    acts=(
        ActSpec(
            name="category.create",
            rule=administering.create,
            inputs=inputs.CreateCategory,
            grants=ADMINISTRATOR,
            touches={"organisation": "organisation"},
            looks={"department": "department"},
        ),
        ActSpec(
            name="category.describe",
            rule=administering.describe,
            inputs=inputs.DescribeCategory,
            grants=ADMINISTRATOR,
            touches={"category": "category"},
            looks={"department": "department"},
        ),
        ActSpec(
            name="category.retire",
            rule=administering.retire,
            inputs=inputs.OfCategory,
            grants=ADMINISTRATOR,
            touches={"category": "category"},
        ),
        ActSpec(
            name="request.open",
            rule=rules.open_request,
            inputs=inputs.OpenRequest,
            grants=HANDLERS | TAKERS,
            touches={"report": "report", "call": "report.call"},
            looks={
                "category": "category",
                "about": "about",
                "department": "department",
                "boundary": "boundary",
                "own_calendar": "department.calendar",
                "calendar": "category.department.calendar",
            },
        ),
        _act("request.take_up", rules.take_up),
        _act("request.answer", rules.answer, inputs.AnswerRequest),
        _act("request.hold", running.hold, inputs.HoldRequest, looks=ITS_CALENDAR),
        _act("request.resume", running.resume, looks=ITS_CALENDAR),
        _act("request.extend", running.extend, inputs.ExtendRequest, looks=ITS_CALENDAR, needs_reason=True),
        _act(
            "request.close",
            following(rules.close),
            inputs.CloseRequest,
            touches=ITS_SHARES,
            looks={"same_as": "same_as"},
        ),
        _act("request.reopen", rules.reopen, looks=ITS_CALENDAR, needs_reason=True),
        _act("request.confirm_done", following(rules.confirm_done), grants=VOICES, touches=ITS_SHARES),
        _act("request.not_done", rules.not_done, grants=VOICES, looks=ITS_CALENDAR),
        ActSpec(
            name="request.put_under",
            rule=rules_gathering.put_under,
            inputs=inputs.PutUnder,
            grants=HANDLERS,
            touches={"request": "request", "above": "part_of"},
        ),
        ActSpec(
            name="request.take_out",
            rule=rules_gathering.take_out,
            inputs=inputs.OfRequest,
            grants=HANDLERS,
            touches={"request": "request", "above": "request.part_of"},
        ),
        _act("request.overdue", rules.overdue, inputs.RequestDue, grants={"machine": ANY}),
    ),
    words=WORDS,
)

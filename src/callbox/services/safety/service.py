"""The declaration of alarms and checks."""

from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.organisation.facts import ROLES
from callbox.services.safety import inputs, rules
from callbox.services.safety.facts import Alarm, Check
from callbox.services.safety.words import WORDS

OWN, PARTY, UNIT, ANY = Scope.OWN, Scope.PARTY, Scope.UNIT, Scope.ANY
# Whoever can hear an alarm can send help.
HEARERS = dict.fromkeys(("call_taker", "dispatcher", "supervisor"), PARTY)
READERS = HEARERS | {"leader": OWN, "crew": UNIT, "oversight": ANY, "machine": ANY}
MACHINE = {"machine": ANY}

ALARM = Lifecycle(
    begins={"alarm.raised": ("sounding",)},
    moves=(
        Move("alarm.answered", ("sounding",), ("in_hand",)),
        Move("alarm.escalated", ("sounding",)),
        Move("alarm.ended", ("sounding", "in_hand"), ("ended",)),
        Move("alarm.erased", ("ended",)),
    ),
    ends=("ended",),
)

CHECK = Lifecycle(
    begins={"check.begun": ("running",)},
    moves=(
        Move("check.asked", ("running",), ("asked",)),
        Move("check.safe", ("running", "asked", "alarmed"), ("running",)),
        Move("check.alarmed", ("asked",), ("alarmed",)),
        Move("check.ended", ("running", "asked", "alarmed"), ("ended",)),
        # One that nobody ended, because nothing followed the ledger then, must not keep a closed case from being erased.
        Move("check.erased", ("running", "asked", "alarmed", "ended")),
    ),
    ends=("ended",),
)

ALARM_CLOCK = ClockSpec(
    name="in_hand",
    starts=("alarm.raised", "alarm.escalated"),
    stops=("alarm.answered", "alarm.ended"),
    seconds=rules.answer_s,
    on_due="alarm.escalate",
)
CHECK_CLOCKS = (
    ClockSpec(
        name="ask",
        starts=("check.begun", "check.safe"),
        anew=("check.safe",),
        stops=("check.ended",),
        seconds=rules.every_s,
        on_due="check.ask",
    ),
    ClockSpec(
        name="crew_answer",
        starts=("check.asked",),
        stops=("check.safe", "check.ended"),
        seconds=lambda _: rules.PATIENCE_S,
        on_due="check.alarm",
    ),
)

ON_ALARM, ON_CHECK = {"alarm": "alarm"}, {"check": "check"}

SERVICE = Service(
    name="safety",
    kinds=(
        KindSpec(record=Alarm, lifecycle=ALARM, reads=READERS, clocks=(ALARM_CLOCK,)),
        KindSpec(record=Check, lifecycle=CHECK, reads=READERS, clocks=CHECK_CLOCKS),
    ),
    acts=(
        ActSpec(
            name="alarm.raise",
            rule=rules.sound,
            inputs=inputs.Raise,
            grants=dict.fromkeys(ROLES, ANY),
            # Looked at without a lock: an alarm waits for nobody who works on the same unit.
            looks={"unit": "unit", "assignment": "unit.assignment", "incident": "unit.assignment.incident"},
        ),
        ActSpec(name="alarm.answer", rule=rules.answer, inputs=inputs.Answer, grants=HEARERS, touches=ON_ALARM),
        ActSpec(name="alarm.end", rule=rules.end, inputs=inputs.EndAlarm, grants=HEARERS, touches=ON_ALARM),
        ActSpec(name="alarm.escalate", rule=rules.escalate, inputs=inputs.AlarmDue, grants=MACHINE, touches=ON_ALARM),
        ActSpec(
            name="check.begin",
            rule=rules.begin,
            inputs=inputs.Begin,
            grants=MACHINE,
            looks={
                "assignment": "assignment",
                "unit": "assignment.unit",
                "incident": "assignment.incident",
                "shift": "assignment.unit.shift",
            },
        ),
        ActSpec(
            name="check.safe",
            rule=rules.safe,
            inputs=inputs.OfCheck,
            grants=HEARERS | {"crew": UNIT},
            touches=ON_CHECK,
        ),
        ActSpec(name="check.ask", rule=rules.ask, inputs=inputs.CheckDue, grants=MACHINE, touches=ON_CHECK),
        ActSpec(name="check.alarm", rule=rules.unanswered, inputs=inputs.CheckDue, grants=MACHINE, touches=ON_CHECK),
        ActSpec(
            name="check.end",
            rule=rules.over,
            inputs=inputs.OfCheck,
            grants=MACHINE,
            touches=ON_CHECK,
            looks={"assignment": "check.assignment"},
        ),
    ),
    words=WORDS,
)

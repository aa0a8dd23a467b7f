"""The declaration of messages and channels."""

from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.services.message import inputs, rules, rules_channel, rules_notice, rules_officer
from callbox.services.message.facts import Channel, Message
from callbox.services.message.words import WORDS

OWN, PARTY, UNIT, ANY = Scope.OWN, Scope.PARTY, Scope.UNIT, Scope.ANY
FLOOR = dict.fromkeys(("call_taker", "dispatcher", "handler", "supervisor", "leader"), PARTY) | {"crew": UNIT}
READERS = FLOOR | {"oversight": ANY, "machine": ANY}
MACHINE = {"machine": ANY}
ADMINISTRATOR = {"administrator": OWN}

MESSAGE = Lifecycle(
    begins={"message.sent": ("sent",), "message.proposed": ("proposed",)},
    moves=(
        Move("message.sent", ("proposed",), ("sent",)),
        Move("message.delivered", ("sent", "seen", "overtaken", "expired", "withdrawn")),
        Move("message.seen", ("sent", "seen", "overtaken", "expired", "withdrawn")),
        Move("message.answered", ("sent",), ("seen",)),
        Move("message.escalated", ("sent",)),
        Move("message.overtaken", ("sent",), ("overtaken",)),
        Move("message.expired", ("proposed", "sent", "seen"), ("expired",)),
        Move("message.withdrawn", rules.OPEN, ("withdrawn",)),
        Move("message.erased", ("proposed", "sent", "seen", "overtaken", "expired", "withdrawn")),
    ),
    ends=("seen", "overtaken", "expired", "withdrawn"),
)

CHANNEL = Lifecycle(
    begins={"channel.declared": ("working",)},
    moves=(
        Move("channel.failed", ("working", "failing"), ("failing",)),
        Move("channel.gave_up", ("working", "failing"), ("failing",)),
        Move("channel.recovered", ("failing",), ("working",)),
        Move("channel.arranged", ("working", "failing")),
        Move("channel.tried", ("working", "failing")),
        Move("channel.passed", ("working", "failing"), ("working",)),
        Move("channel.ended", ("working", "failing"), ("ended",)),
    ),
    ends=("ended",),
)

CLOCKS = (
    ClockSpec(
        name="seen",
        starts=("message.sent", "message.escalated"),
        stops=("message.answered", "message.overtaken", "message.withdrawn", "message.expired"),
        seconds=rules.patience_s,
        on_due="message.escalate",
    ),
    ClockSpec(
        name="expiry",
        starts=("message.sent", "message.proposed"),
        stops=("message.withdrawn",),
        seconds=rules.lasts_s,
        on_due="message.expire",
    ),
)

ON_MESSAGE = {"message": "message"}
ABOUT = {"assignment": "message.assignment", "alarm": "message.alarm"}
ON_CHANNEL = {"channel": "channel"}

SERVICE = Service(
    name="message",
    kinds=(
        KindSpec(record=Message, lifecycle=MESSAGE, reads=READERS, clocks=CLOCKS),
        KindSpec(
            record=Channel,
            lifecycle=CHANNEL,
            reads={**ADMINISTRATOR, "supervisor": OWN, "dispatcher": OWN, "oversight": ANY, "machine": ANY},
        ),
    ),
    acts=(
        ActSpec(
            name="message.send",
            rule=rules.send,
            inputs=inputs.Send,
            grants=FLOOR,
            touches={"incident": "incident"},
            looks={
                "active": "incident.assignments",
                "units": "units",
                "posts": "posts",
                "organisations": "organisations",
            },
        ),
        ActSpec(
            name="message.broadcast",
            rule=rules.broadcast,
            inputs=inputs.Broadcast,
            grants={"dispatcher": OWN, "supervisor": OWN, "leader": OWN},
            looks={"units": "units", "organisations": "organisations"},
        ),
        ActSpec(
            name="message.approve",
            rule=rules.approve,
            inputs=inputs.OfMessage,
            grants={"supervisor": OWN, "leader": OWN},
            touches=ON_MESSAGE,
        ),
        ActSpec(
            name="message.page",
            rule=rules.page,
            inputs=inputs.PageCrew,
            grants=MACHINE,
            touches={"incident": "assignment.incident"},
            looks={"assignment": "assignment", "unit": "assignment.unit"},
        ),
        ActSpec(
            name="message.page_officer",
            rule=rules_officer.page_officer,
            inputs=inputs.PageOfficer,
            grants=MACHINE | dict.fromkeys(("call_taker", "dispatcher", "supervisor"), OWN),
            looks={"alarm": "alarm", "call": "call"},
        ),
        ActSpec(
            name="message.notify",
            rule=rules_notice.notify,
            inputs=inputs.Notify,
            grants=MACHINE,
            looks={"request": "request", "article": "article"},
        ),
        ActSpec(
            name="message.acknowledge",
            rule=rules_officer.acknowledge,
            inputs=inputs.Acknowledge,
            grants=MACHINE,
            touches=ON_MESSAGE,
        ),
        ActSpec(
            name="message.page_move",
            rule=rules.page_move,
            inputs=inputs.PageMove,
            grants=MACHINE,
            looks={"unit": "unit"},
        ),
        ActSpec(
            name="message.deliver",
            rule=rules.deliver,
            inputs=inputs.Deliver,
            grants=FLOOR | MACHINE,
            touches=ON_MESSAGE,
        ),
        ActSpec(name="message.see", rule=rules.see, inputs=inputs.OfMessage, grants=FLOOR, touches=ON_MESSAGE),
        ActSpec(
            name="message.withdraw",
            rule=rules.withdraw,
            inputs=inputs.OfMessage,
            grants={"dispatcher": OWN, "supervisor": OWN, "leader": OWN},
            touches=ON_MESSAGE,
            needs_reason=True,
        ),
        ActSpec(
            name="message.overtake",
            rule=rules.overtake,
            inputs=inputs.OfMessage,
            grants=MACHINE,
            touches=ON_MESSAGE,
            looks=ABOUT,
        ),
        ActSpec(
            name="message.escalate",
            rule=rules.escalate,
            inputs=inputs.Due,
            grants=MACHINE,
            touches=ON_MESSAGE,
            looks=ABOUT,
        ),
        ActSpec(name="message.expire", rule=rules.expire, inputs=inputs.Due, grants=MACHINE, touches=ON_MESSAGE),
        ActSpec(
            name="channel.declare",
            rule=rules_channel.declare,
            inputs=inputs.Declare,
            grants=ADMINISTRATOR,
            touches={"organisation": "organisation"},
            looks={"unit": "unit"},
        ),
        ActSpec(
            name="channel.end",
            rule=rules_channel.end,
            inputs=inputs.EndChannel,
            grants=ADMINISTRATOR,
            touches=ON_CHANNEL,
        ),
        ActSpec(
            name="channel.arrange",
            rule=rules_channel.arrange,
            inputs=inputs.Arrange,
            grants=ADMINISTRATOR,
            touches=ON_CHANNEL,
        ),
        ActSpec(
            name="channel.try_out",
            rule=rules_channel.try_out,
            inputs=inputs.OfChannel,
            grants=ADMINISTRATOR,
            touches=ON_CHANNEL,
        ),
        ActSpec(
            name="channel.confirm",
            rule=rules_channel.passed,
            inputs=inputs.OfChannel,
            grants=MACHINE,
            touches=ON_CHANNEL,
        ),
        ActSpec(name="channel.fail", rule=rules_channel.fail, inputs=inputs.Fail, grants=MACHINE, touches=ON_CHANNEL),
        ActSpec(
            name="channel.recover",
            rule=rules_channel.recover,
            inputs=inputs.Recover,
            grants=MACHINE,
            touches=ON_CHANNEL,
        ),
    ),
    words=WORDS,
)

"""The declaration of applications: papers and their uses, appointments, decisions."""

from collections.abc import Mapping

from callbox.kernel.declare import ActSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.kernel.facts import Inputs
from callbox.services.application import inputs, rules, rules_deciding
from callbox.services.application.facts import Application, Appointment, Decision, Paper, PaperUse
from callbox.services.application.words import WORDS

OWN, PARTY, ANY = Scope.OWN, Scope.PARTY, Scope.ANY
HANDLERS = {"handler": OWN, "supervisor": OWN}
# Whoever applied, on their own page; nobody else says these for them.
VOICE = {"reporter": OWN}
# What somebody at a counter or on the telephone may write down for them, by name.
TOLD = HANDLERS | VOICE
# Nobody sees one but through the request it is part of (kernel.parts).
THROUGH_CASE = {"machine": ANY}

APPLICATION = Lifecycle(
    begins={"application.opened": ("open",)},
    moves=(
        Move("application.paper_given", ("open", "decided")),
        Move("application.paper_lent", ("open", "decided")),
        Move("application.appointed", ("open", "decided")),
        Move("application.decided", ("open", "decided"), ("decided",)),
        Move("application.erased", ("open", "decided")),
    ),
    ends=("open", "decided"),
)
LOOKED_AT = ("handed_in", "accepted", "not_accepted")
PAPER = Lifecycle(
    begins={"paper.given": ("handed_in",)},
    moves=(Move("paper.checked", LOOKED_AT, ("accepted", "not_accepted")), Move("paper.erased", LOOKED_AT)),
    ends=LOOKED_AT,
)
STANDS = ("standing", "accepted", "not_accepted")
USE = Lifecycle(
    begins={"paper_use.begun": ("standing",)},
    moves=(
        Move("paper_use.checked", STANDS, ("accepted", "not_accepted")),
        Move("paper_use.ended", STANDS, ("ended",)),
        Move("paper_use.erased", (*STANDS, "ended")),
    ),
    ends=(*STANDS, "ended"),
)
COMING = ("offered", "confirmed", "to_move")
PAST = ("came", "missed", "replaced")
APPOINTMENT = Lifecycle(
    begins={"appointment.offered": ("offered",)},
    moves=(
        Move("appointment.confirmed", ("offered",), ("confirmed",)),
        Move("appointment.to_move", ("offered", "confirmed"), ("to_move",)),
        Move("appointment.replaced", COMING, ("replaced",)),
        Move("appointment.kept", COMING, ("came",)),
        Move("appointment.missed", COMING, ("missed",)),
        Move("appointment.erased", (*COMING, *PAST)),
    ),
    ends=(*COMING, *PAST),
)
DECISION = Lifecycle(
    begins={"decision.given": ("given",)},
    moves=(
        Move("decision.replaced", ("given",), ("replaced",)),
        Move("decision.objected", ("given",)),
        Move("decision.erased", ("given", "replaced")),
    ),
    ends=("given", "replaced"),
)

ON_APPLICATION = {"request": "application.request", "application": "application"}
ITS_PAPERS = {"papers": "application.given", "uses": "application.uses"}
ITS_CALENDAR = {"calendar": "application.request.organisation.calendar"}
ON_APPOINTMENT = {"request": "appointment.request", "appointment": "appointment"}


def _act(
    name: str,
    rule: object,
    given: type[Inputs],
    *,
    grants: Mapping[str, Scope],
    touches: Mapping[str, str],
    looks: Mapping[str, str] | None = None,
) -> ActSpec:
    return ActSpec(
        name=name,
        rule=rule,  # type: ignore[arg-type]
        inputs=given,
        grants=grants,
        touches=touches,
        looks=looks or {},
    )


SERVICE = Service(
    name="application",
    kinds=(
        KindSpec(record=Application, lifecycle=APPLICATION, reads=THROUGH_CASE, told_with_case=True),
        KindSpec(
            record=Paper,
            lifecycle=PAPER,
            reads=THROUGH_CASE,
            told_with_case=True,
            erased_with=(("paper_use", "paper"),),
        ),
        KindSpec(record=PaperUse, lifecycle=USE, reads=THROUGH_CASE, told_with_case=True),
        KindSpec(record=Appointment, lifecycle=APPOINTMENT, reads=THROUGH_CASE, told_with_case=True),
        KindSpec(record=Decision, lifecycle=DECISION, reads=THROUGH_CASE, told_with_case=True),
    ),
    acts=(
        _act(
            "paper.give",
            rules.give,
            inputs.GivePaper,
            grants=TOLD,
            touches=ON_APPLICATION | ITS_PAPERS | {"attachment": "attachment"},
            looks=ITS_CALENDAR,
        ),
        _act(
            "paper.check",
            rules.check,
            inputs.CheckPaper,
            grants=HANDLERS,
            touches={"request": "paper.request", "paper": "paper"},
            looks={"calendar": "paper.request.organisation.calendar"},
        ),
        _act(
            "paper.use",
            rules.use,
            inputs.UsePaper,
            grants=TOLD,
            touches=ON_APPLICATION | ITS_PAPERS | {"paper": "paper"},
            looks=ITS_CALENDAR,
        ),
        _act(
            "paper.check_use",
            rules.check_use,
            inputs.CheckUse,
            grants=HANDLERS,
            touches={"request": "use.request", "use": "use"},
            looks={"calendar": "use.request.organisation.calendar"},
        ),
        _act(
            "paper.withdraw",
            rules.withdraw,
            inputs.WithdrawPaper,
            grants=TOLD,
            touches={"giving": "use.paper.request", "use": "use"},
        ),
        _act(
            "appointment.offer",
            rules_deciding.offer,
            inputs.OfferAppointment,
            grants=HANDLERS,
            touches=ON_APPLICATION | {"before": "application.appointment"},
            looks=ITS_CALENDAR,
        ),
        _act("appointment.confirm", rules_deciding.confirm, inputs.OfAppointment, grants=TOLD, touches=ON_APPOINTMENT),
        _act("appointment.move", rules_deciding.move, inputs.MoveAppointment, grants=TOLD, touches=ON_APPOINTMENT),
        _act(
            "appointment.end",
            rules_deciding.end,
            inputs.EndAppointment,
            grants=HANDLERS,
            touches=ON_APPOINTMENT,
            looks={"calendar": "appointment.request.organisation.calendar"},
        ),
        _act(
            "decision.give",
            rules_deciding.decide,
            inputs.Decide,
            grants=HANDLERS,
            touches=ON_APPLICATION | {"before": "application.decision"},
            looks=ITS_CALENDAR | {"remedy_to": "remedy_to"},
        ),
        _act(
            "decision.object",
            rules_deciding.object_to,
            inputs.Object,
            grants=VOICE,
            touches={"request": "decision.request", "decision": "decision"},
        ),
    ),
    words=WORDS,
)

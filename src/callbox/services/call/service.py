"""The declaration of calls and of their recordings."""

from collections.abc import Callable, Mapping
from typing import Any

from callbox.kernel.declare import ActSpec, ClockSpec, KindSpec, Lifecycle, Move, Scope, Service
from callbox.kernel.facts import Changes, Inputs
from callbox.services.call import inputs, recording, rules, rules_saying
from callbox.services.call.facts import ON_LINE, OPEN, OVER, Call, Recording, Saying
from callbox.services.call.words import WORDS

OWN, ANY = Scope.OWN, Scope.ANY
TAKERS = {"call_taker": OWN, "dispatcher": OWN, "supervisor": OWN}
# An exchange signs in with a token for the organisation whose lines it has, as any other system that brings reports.
EXCHANGE = {"reporter": OWN}
TOLD = TAKERS | EXCHANGE

# Nine of ten emergency calls are to be answered within 15 s, 19 of 20 within 20 s (NENA-STA-020.1).
ANSWER_S = 20.0
CALL_BACK_S = 120.0
HELP_S = 15.0

ALL = (*OPEN, *OVER)
CALL = Lifecycle(
    begins={"call.rang": ("ringing",)},
    moves=(
        Move("call.answered", ("ringing",), ("answered",)),
        Move("call.answered", ("abandoned",), ("ended",)),
        Move("call.answered", (*ON_LINE, *OVER)),
        Move("call.held", ("ringing", "answered"), ("held",)),
        Move("call.resumed", ("ringing", "held"), ("answered",)),
        Move("call.transferred", ("ringing", *ON_LINE), ("answered",)),
        Move("call.hung_up", ("ringing",), ("abandoned",)),
        Move("call.hung_up", ON_LINE, ("ended",)),
        Move("call.tried_back", ("abandoned",)),
        Move("call.called_back", ("abandoned",), ("called_back",)),
        Move("call.closed_unreached", ("abandoned",), ("unreached",)),
        Move("call.located", ALL),
        Move("call.identified", ALL),
        Move("call.wrote", ALL),
        Move("call.asked", ("ringing", *ON_LINE)),
        Move("call.page_opened", ("ringing", *ON_LINE)),
        Move("call.blanked", ALL),
        Move("call.interpreter_asked", ALL),
        Move("call.found_silent", ALL),
        Move("call.paged", ALL),
        Move("call.help_asked", ("ringing", *ON_LINE)),
        Move("call.listened", ON_LINE),
        Move("call.whispered", ON_LINE),
        Move("call.taken_over", ON_LINE),
        Move("call.left", ON_LINE),
        Move("call.escalated", OPEN),
        Move("call.hidden", ALL),
        Move("call.erased", OVER),
    ),
    ends=OVER,
)
SAYING = Lifecycle(
    begins={"saying.said": ("said",)},
    moves=(Move("saying.delivered", ("said",)), Move("saying.erased", ("said",))),
    ends=("said",),
)
RECORDING = Lifecycle(
    begins={"recording.attached": ("kept",)},
    moves=(Move("recording.erased", ("kept",)),),
    ends=("kept",),
)

CLOCKS = (
    ClockSpec(
        name="pick_up",
        starts=("call.rang",),
        stops=("call.answered", "call.held", "call.resumed", "call.transferred", "call.hung_up"),
        seconds=lambda _call: ANSWER_S,
        on_due="call.overdue",
    ),
    ClockSpec(
        name="call_back",
        # A try that reached nobody begins a deadline anew that had passed.
        starts=("call.hung_up", "call.tried_back"),
        stops=("call.called_back", "call.closed_unreached", "call.answered"),
        seconds=lambda call: CALL_BACK_S if call.status == "abandoned" else None,
        on_due="call.overdue",
    ),
    ClockSpec(
        name="help_comes",
        starts=("call.help_asked",),
        stops=("call.listened", "call.whispered", "call.taken_over", "call.transferred", "call.hung_up"),
        seconds=lambda _call: HELP_S,
        on_due="call.overdue",
    ),
)
THE_CALL = {"call": "call"}
WITH_REPORT = {"call": "call", "report": "call.report"}


def _act(
    name: str,
    rule: Callable[..., Changes],
    given: type[Inputs],
    *,
    by: Mapping[str, Scope],
    touches: Mapping[str, str] = THE_CALL,
    **more: Any,  # needs_reason
) -> ActSpec:
    return ActSpec(name=f"call.{name}", rule=rule, inputs=given, grants=by, touches=touches, **more)


SUPERVISORS = {"supervisor": OWN}
SERVICE = Service(
    name="call",
    kinds=(
        KindSpec(
            record=Call,
            lifecycle=CALL,
            reads=TAKERS | {"handler": OWN, "leader": OWN, "analyst": OWN, "oversight": ANY, "machine": ANY},
            clocks=CLOCKS,
        ),
        # What was said is opened with the report, or by itself, for a purpose; no list has it (kernel.parts).
        KindSpec(record=Saying, lifecycle=SAYING, reads={"machine": ANY}),
        KindSpec(record=Recording, lifecycle=RECORDING, reads={"machine": ANY}),
    ),
    acts=(
        _act("ring", rules.ring, inputs.Ring, by=TOLD, touches={}),
        _act("answer", rules.answer, inputs.Answer, by=TOLD),
        _act("hold", rules.hold, inputs.OnLine, by=TOLD),
        _act("resume", rules.resume, inputs.OnLine, by=TOLD),
        _act("transfer", rules.pass_on, inputs.PassOn, by=TOLD, touches=THE_CALL | {"post": "post"}),
        # When its report was hidden from whoever has the line, the machine still hears that the caller hung up.
        _act("hang_up", rules.hang_up, inputs.OnLine, by=TOLD | {"machine": ANY}),
        _act("locate", rules.locate, inputs.Locate, by=TOLD),
        _act("identify", rules.identify, inputs.Identify, by=TOLD, touches=WITH_REPORT),
        _act("say", rules_saying.say, inputs.Say, by=TOLD, touches=WITH_REPORT),
        _act("ask", rules_saying.ask, inputs.Ask, by=TAKERS, touches=WITH_REPORT),
        _act("reach", rules_saying.reach, inputs.Reach, by=EXCHANGE, touches={"saying": "saying"}),
        _act("open_page", rules_saying.open_page, inputs.OfCall, by=TAKERS),
        _act("blank", rules_saying.blank, inputs.Blank, by=EXCHANGE),
        _act("ask_interpreter", rules.ask_interpreter, inputs.AskInterpreter, by=TAKERS),
        _act("silent", rules.silent, inputs.OfCall, by=TOLD, touches=WITH_REPORT),
        _act("could_not_get_through", rules.could_not_get_through, inputs.OfCall, by=TOLD, touches=WITH_REPORT),
        _act("try_back", rules.try_back, inputs.TryBack, by=TAKERS),
        _act(
            "close_unreached",
            rules.close_unreached,
            inputs.OfCall,
            by=TAKERS,
            touches=WITH_REPORT,
            needs_reason=True,
        ),
        _act("help", rules.ask_help, inputs.OfCall, by=TAKERS),
        _act("listen", rules.listen, inputs.OfCall, by=SUPERVISORS),
        _act("whisper", rules.whisper, inputs.OfCall, by=SUPERVISORS),
        _act("take_over", rules.take_over, inputs.OfCall, by=SUPERVISORS),
        _act("leave", rules.leave, inputs.OfCall, by=SUPERVISORS),
        _act("attach_recording", recording.attach, inputs.AttachRecording, by=SUPERVISORS | EXCHANGE),
        _act("overdue", rules.overdue, inputs.Due, by={"machine": ANY}),
    ),
    words=WORDS,
)

"""The rules of a call.

1. A ringing call is a report before it is answered: one act makes both. That act looks at nothing that was before, so no
   number can be blocked, by anybody.
2. What the exchange tells is taken as it happened. A later thing may be told before an earlier one: a call that is held was
   answered, whether we heard of it or not; what is told too late to matter is said to be late, and changes nothing.
3. Nobody declines a call. Who hangs up before an answer waits to be called back, until a named person has reached them, or
   says why nobody can be.
4. The place of the caller's device is the call's, and follows the device. The place in the report is the call taker's.
5. A supervisor on the line is seen by the call taker: what they do there stands in the call.
6. A silent caller, and somebody who says that they could not get through, page the duty officer.
7. When a deadline passes, the call is brought to the next above; nothing else about it changes.
"""

from callbox.kernel.clocks import fired
from callbox.kernel.facts import Act, Change, Changes, Id, New, Refused, Value
from callbox.services.call.facts import ON_LINE, OVER, Call, Saying
from callbox.services.call.inputs import (
    Answer,
    AskInterpreter,
    Due,
    Identify,
    Locate,
    OfCall,
    OnLine,
    PassOn,
    Ring,
    TryBack,
)
from callbox.services.organisation.facts import Post
from callbox.services.report.facts import Report

ALONE: dict[str, Value] = {"supervision": "none", "supervised_by": None, "help_at": None}


def ring(act: Act[Ring]) -> Changes:
    """Somebody rings: a report, and the call it came by."""
    told = act.inputs
    if not told.line.strip():
        raise Refused("field.empty", field="line")
    if told.device_latitude_deg is not None and told.device_longitude_deg is not None:
        _must_be_place(told.device_latitude_deg, told.device_longitude_deg)
    report, call = _report(act), _call(act)
    rang: Changes = [New(report, "report.received"), New(call, "call.rang", under=report.ref)]
    return [*rang, New(_first_words(act), "saying.said", under=report.ref)] if told.said else rang


def _report(act: Act[Ring]) -> Report:
    told = act.inputs
    return Report(
        id=told.id,
        status="received",
        organisation=act.by.organisation,
        channel=told.channel,
        received_at=act.at,
        language=told.language,
        source_number=told.line,
        call=told.id,
        caller_phone=told.number,
        said_fact=told.said,
    )


def _call(act: Act[Ring]) -> Call:
    told = act.inputs
    placed = told.device_latitude_deg is not None and told.device_longitude_deg is not None
    return Call(
        id=told.id,
        status="ringing",
        organisation=act.by.organisation,
        taken_by=act.by.organisation,
        report=told.id,
        channel=told.channel,
        line=told.line,
        sequence=told.sequence,
        language=told.language,
        said=1 if told.said else 0,
        rang_at=act.at,
        number=told.number,
        civic_address=told.civic_address,
        device_latitude_deg=told.device_latitude_deg if placed else None,
        device_longitude_deg=told.device_longitude_deg if placed else None,
        device_radius_m=told.device_radius_m if placed else None,
        device_at=(told.device_at or act.at) if placed else None,
    )


def _first_words(act: Act[Ring]) -> Saying:
    """What a text or chat session began with."""
    told = act.inputs
    return Saying(
        id=told.id,
        status="said",
        organisation=act.by.organisation,
        call=told.id,
        report=told.id,
        number=1,
        side="from_caller",
        sort="in_words",
        said_at=act.at,
        language=told.language,
        text=told.said,
    )


# On the line


def answer(act: Act[Answer], *, call: Call) -> Changes:
    """Somebody answers; or the exchange tells, perhaps late, that somebody did."""
    if call.answered_at is not None:
        raise Refused("call.answered", taker=call.taker or call.extension)
    if call.status != "ringing" and act.by.person is not None:
        raise Refused("call.not_ringing", status=call.status)
    status = {"ringing": "answered", "abandoned": "ended"}.get(call.status, call.status)
    sets: dict[str, Value] = {
        "status": status,
        "answered_at": act.at,
        "extension": act.inputs.extension or call.extension,
        "taker": call.taker or act.by.post,
        "sequence": max(call.sequence, act.inputs.sequence),
    }
    return [Change(call, "call.answered", sets)]


def hold(act: Act[OnLine], *, call: Call) -> Changes:
    """The caller is put on hold."""
    _must_be_on_line(act, call, "answered", sequence=act.inputs.sequence)
    return [Change(call, "call.held", {"status": "held", "sequence": _reached(call, act.inputs.sequence)})]


def resume(act: Act[OnLine], *, call: Call) -> Changes:
    """The caller is taken off hold."""
    _must_be_on_line(act, call, "held", sequence=act.inputs.sequence)
    return [Change(call, "call.resumed", {"status": "answered", "sequence": _reached(call, act.inputs.sequence)})]


def pass_on(act: Act[PassOn], *, call: Call, post: Post | None) -> Changes:
    """The caller is passed to somebody else."""
    _must_be_on_line(act, call, *ON_LINE, sequence=act.inputs.sequence)
    told = act.inputs
    if not (post or told.to.strip() or told.extension):
        raise Refused("call.to_whom")
    sets: dict[str, Value] = {
        "status": "answered",
        "taker": post.id if post else None,
        "transferred_to": told.to,
        "extension": told.extension,
        "sequence": _reached(call, told.sequence),
        **ALONE,
    }
    return [Change(call, "call.transferred", sets)]


def hang_up(act: Act[OnLine], *, call: Call) -> Changes:
    """One side hangs up. Before an answer it can only be the caller: they are called back."""
    if call.status == "ringing" and act.by.person is not None:
        raise Refused("call.never_declined")
    _must_be_on_line(act, call, *ON_LINE, sequence=act.inputs.sequence)
    status = "abandoned" if call.status == "ringing" else "ended"
    sets: dict[str, Value] = {
        "status": status,
        "ended_at": act.at,
        "sequence": _reached(call, act.inputs.sequence),
        **ALONE,
    }
    return [Change(call, "call.hung_up", sets)]


def _must_be_on_line(act: Act, call: Call, *wanted: str, sequence: int) -> None:
    """What a person does needs the call to stand so; what the exchange tells may follow an answer not yet heard of."""
    if 0 < sequence <= call.sequence:
        raise Refused("call.told_late", sequence=sequence, known=call.sequence)
    if call.status in (*OVER, "abandoned"):
        raise Refused("call.over", status=call.status)
    if call.status not in wanted and not (call.status == "ringing" and act.by.person is None):
        raise Refused("call.not_so", status=call.status)


def _reached(call: Call, sequence: int) -> int:
    return max(call.sequence, sequence)


# What is known of the caller


def locate(act: Act[Locate], *, call: Call) -> Changes:
    """Where the caller's device is. An older place never takes the place of a newer."""
    told = act.inputs
    _must_be_place(told.device_latitude_deg, told.device_longitude_deg)
    device_at = told.device_at or act.at
    if call.device_at is not None and device_at <= call.device_at:
        raise Refused("call.place_older", known=call.device_at)
    sets: dict[str, Value] = {
        "device_latitude_deg": told.device_latitude_deg,
        "device_longitude_deg": told.device_longitude_deg,
        "device_radius_m": told.device_radius_m,
        "device_at": device_at,
    }
    return [Change(call, "call.located", sets)]


def _must_be_place(latitude_deg: float, longitude_deg: float) -> None:
    if not (-90 <= latitude_deg <= 90 and -180 <= longitude_deg <= 180):
        raise Refused("call.no_place")


def identify(act: Act[Identify], *, call: Call, report: Report) -> Changes:
    """The number comes late. What a call taker already wrote down as the number to call back stays."""
    told = act.inputs
    sets: dict[str, Value] = {}
    if told.number and told.number != call.number:
        sets["number"] = told.number
    if told.civic_address and told.civic_address != call.civic_address:
        sets["civic_address"] = told.civic_address
    if told.language and not call.language:
        sets["language"] = told.language
    if not sets:
        raise Refused("nothing_changed")
    changes: Changes = [Change(call, "call.identified", sets)]
    if "number" in sets and report.caller_phone is None:
        changes.append(Change(report, "report.amended", {"caller_phone": told.number}))
    return changes


def ask_interpreter(act: Act[AskInterpreter], *, call: Call) -> Changes:
    """An interpreter is to join."""
    language = act.inputs.language.strip()
    if not language:
        raise Refused("field.empty", field="language")
    if language == call.interpreter:
        raise Refused("nothing_changed")
    sets: dict[str, Value] = {"interpreter": language, "language": call.language or language}
    return [Change(call, "call.interpreter_asked", sets)]


def silent(act: Act[OfCall], *, call: Call, report: Report) -> Changes:
    """The caller does not speak. That is no reason to end a call: the duty officer is paged."""
    if call.silent:
        raise Refused("nothing_changed")
    sets: dict[str, Value] = {"silent": True, "paged_at": act.at}
    return [Change(call, "call.found_silent", sets), *_flagged(report, "silent_caller")]


def could_not_get_through(act: Act[OfCall], *, call: Call, report: Report) -> Changes:
    """The caller says that they tried before and were not answered: the duty officer is paged."""
    return [Change(call, "call.paged", {"paged_at": act.at}), *_flagged(report, "could_not_get_through")]


def _flagged(report: Report, flag: str) -> Changes:
    if flag in report.flags:
        return []
    return [Change(report, "report.flagged", {"flags": (*report.flags, flag)})]


# Calling back


def try_back(act: Act[TryBack], *, call: Call) -> Changes:
    """A named person calls back; whom they reach is called back."""
    person = _must_wait(act, call)
    result = act.inputs.result
    sets: dict[str, Value] = {"tries": call.tries + 1, "tried_at": act.at, "result": result}
    if result != "reached":
        return [Change(call, "call.tried_back", sets)]
    reached: dict[str, Value] = {"status": "called_back", "closed_by": person, "taker": act.by.post}
    return [Change(call, "call.called_back", sets | reached)]


def close_unreached(act: Act[OfCall], *, call: Call, report: Report) -> Changes:
    """A named person says why nobody can be reached. A report that still waits is closed with it."""
    person = _must_wait(act, call)
    changes: Changes = [Change(call, "call.closed_unreached", {"status": "unreached", "closed_by": person})]
    if report.status == "received":
        changes.append(Change(report, "report.closed", {"status": "closed", "closed_as": "abandoned"}))
    return changes


def _must_wait(act: Act, call: Call) -> Id:
    """Who it is that closes: somebody with a name, and only what waits."""
    if act.by.person is None:
        raise Refused("call.close_needs_person")
    if call.status != "abandoned":
        raise Refused("call.not_waiting", status=call.status)
    return act.by.person


# Help and supervision


def ask_help(act: Act[OfCall], *, call: Call) -> Changes:
    """The call taker wants help."""
    if call.status not in ("ringing", *ON_LINE):
        raise Refused("call.over", status=call.status)
    if call.help_at is not None:
        raise Refused("nothing_changed")
    return [Change(call, "call.help_asked", {"help_at": act.at})]


def listen(act: Act[OfCall], *, call: Call) -> Changes:
    """A supervisor hears both sides."""
    return _joined(act, call, "listening", event="call.listened")


def whisper(act: Act[OfCall], *, call: Call) -> Changes:
    """A supervisor speaks to the call taker alone."""
    return _joined(act, call, "whispering", event="call.whispered")


def take_over(act: Act[OfCall], *, call: Call) -> Changes:
    """A supervisor speaks to the caller from now on."""
    return _joined(act, call, "taken_over", event="call.taken_over", taker=act.by.post)


def leave(act: Act[OfCall], *, call: Call) -> Changes:
    """The supervisor leaves the line."""
    if call.supervision == "none":
        raise Refused("nothing_changed")
    return [Change(call, "call.left", {"supervision": "none", "supervised_by": None})]


def _joined(act: Act[OfCall], call: Call, how: str, *, event: str, **sets: Value) -> Changes:
    if act.by.post is None:
        raise Refused("call.supervisor_unnamed")
    if call.status not in ON_LINE:
        raise Refused("call.not_so", status=call.status)
    if call.taker == act.by.post and call.supervision == "none":
        raise Refused("call.own")
    if (call.supervision, call.supervised_by) == (how, act.by.post):
        raise Refused("nothing_changed")
    joined: dict[str, Value] = {"supervision": how, "supervised_by": act.by.post, "help_at": None, **sets}
    return [Change(call, event, joined)]


def overdue(act: Act[Due], *, call: Call) -> Changes:
    """A deadline passed: the call is brought to the next above."""
    sets: dict[str, Value] = {
        "escalations": call.escalations + 1,
        "clocks": fired(call.clocks, act.inputs.clock, act.at),
    }
    return [Change(call, "call.escalated", sets)]

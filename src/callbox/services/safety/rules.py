"""The rules of alarms and checks.

1. Anybody may raise an alarm, for themselves or their own unit, and nothing about it is asked first.
2. It sounds until a named person takes it in hand; every half minute that nobody does is written down and told again. Only
   a named person ends it, and says how.
3. A crew on scene is asked from time to time whether it is safe: sooner the more urgent the incident, twice as often when
   one person is there alone. One that does not answer within a minute raises an alarm. Nothing else happens by itself.
4. Saying that one is safe is never refused while a check runs, asked or not, and the time until the next question begins
   anew.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any

from callbox.kernel.clocks import fallen, fired
from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.services.incident.facts import Assignment, Incident
from callbox.services.safety.facts import Alarm, Check
from callbox.services.safety.inputs import AlarmDue, Answer, Begin, CheckDue, EndAlarm, OfCheck, Raise
from callbox.services.shift.facts import Shift
from callbox.services.unit.facts import Unit

ANSWER_S = 30.0
ESCALATIONS_MOST = 20
# So many seconds after its last answer a crew on scene is asked whether it is safe; half of that for one alone.
ASK_S = {"life_threat": 600.0, "emergency": 900.0, "non_emergency": 1200.0, "routine": 1800.0}
PATIENCE_S = 60.0
ON_SCENE = ("on_scene",)
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


def sound(act: Act[Raise], *, unit: Unit | None, assignment: Assignment | None, incident: Incident | None) -> Changes:
    """Somebody needs help now."""
    if unit is not None and act.by.unit != unit.id:
        raise Refused("alarm.own_unit", unit=unit.call_sign)
    alarm = Alarm(
        id=act.inputs.id,
        status="sounding",
        organisation=unit.organisation if unit else act.by.organisation,
        parties=(incident.organisation,) if incident else (),
        cause="panic",
        raised_at=act.at,
        raised_by=act.by.person,
        post=act.by.post,
        unit=unit.id if unit else None,
        assignment=assignment.id if assignment else None,
        incident=incident.id if incident else None,
        latitude_deg=act.inputs.latitude_deg,
        longitude_deg=act.inputs.longitude_deg,
    )
    return [New(alarm, "alarm.raised")]


def answer(act: Act[Answer], *, alarm: Alarm) -> Changes:
    """Somebody takes it in hand."""
    if alarm.status != "sounding":
        raise Refused("alarm.status", status=alarm.status)
    if act.by.person is None:
        raise Refused("alarm.needs_person")
    sets: dict[str, Value] = {"status": "in_hand", "answered_at": act.at, "answered_by": act.by.person}
    return [Change(alarm, "alarm.answered", sets)]


def end(act: Act[EndAlarm], *, alarm: Alarm) -> Changes:
    """It is over, and somebody says how."""
    if alarm.status == "ended":
        raise Refused("alarm.status", status=alarm.status)
    if act.by.person is None:
        raise Refused("alarm.needs_person")
    sets: dict[str, Value] = {"status": "ended", "ended_at": act.at, "outcome": act.inputs.outcome}
    return [Change(alarm, "alarm.ended", sets)]


def escalate(act: Act[AlarmDue], *, alarm: Alarm) -> Changes:
    """Nobody took it in hand in time: it is told again."""
    clocks = _fallen(act.inputs.clock, alarm, act)
    return [Change(alarm, "alarm.escalated", {"escalations": alarm.escalations + 1, "clocks": clocks})]


def answer_s(alarm: Alarm) -> float | None:
    """Until when somebody should have taken it in hand; after so many tellings, a screen alone goes on sounding."""
    return ANSWER_S if alarm.escalations < ESCALATIONS_MOST else None


def begin(act: Act[Begin], *, assignment: Assignment, unit: Unit, incident: Incident, shift: Shift | None) -> Changes:
    """A crew is on scene."""
    if assignment.status not in ON_SCENE:
        raise Refused("check.not_on_scene", unit=unit.call_sign)
    lone = shift is not None and shift.crew is not None and len(shift.crew) == 1
    check = Check(
        id=act.inputs.id,
        status="running",
        organisation=unit.organisation,
        parties=(incident.organisation,),
        unit=unit.id,
        assignment=assignment.id,
        incident=incident.id,
        lone=lone,
        every_s=ASK_S[incident.priority] / (2 if lone else 1),
        begun_at=act.at,
    )
    return [New(check, "check.begun")]


def ask(act: Act[CheckDue], *, check: Check) -> Changes:
    """The crew is asked whether it is safe."""
    clocks = _fallen(act.inputs.clock, check, act)
    return [Change(check, "check.asked", {"status": "asked", "asked_at": act.at, "clocks": clocks})]


def safe(act: Act[OfCheck], *, check: Check) -> Changes:
    """The crew says that it is safe. An alarm that sounds goes on sounding: a person ends it."""
    if check.status == "ended":
        raise Refused("check.ended")
    return [Change(check, "check.safe", {"status": "running", "safe_at": act.at})]


def unanswered(act: Act[CheckDue], *, check: Check) -> Changes:
    """The crew did not answer: an alarm sounds."""
    clocks = _fallen(act.inputs.clock, check, act)
    alarm = Alarm(
        id=_named(check, act.at),
        status="sounding",
        organisation=check.organisation,
        parties=check.parties,
        cause="no_answer",
        raised_at=act.at,
        unit=check.unit,
        assignment=check.assignment,
        incident=check.incident,
    )
    sets: dict[str, Value] = {"status": "alarmed", "alarm": alarm.id, "clocks": clocks}
    return [New(alarm, "alarm.raised"), Change(check, "check.alarmed", sets)]


def over(act: Act[OfCheck], *, check: Check, assignment: Assignment) -> Changes:
    """The unit left the scene: nobody is asked any more."""
    if check.status == "ended":
        raise Refused("check.ended")
    if assignment.status in ON_SCENE:
        raise Refused("check.on_scene")
    return [Change(check, "check.ended", {"status": "ended"})]


def every_s(check: Check) -> float:
    """How long after the last answer it is asked again."""
    return check.every_s


def _named(check: Check, at: datetime) -> str:
    """A name for the alarm that a deadline raises: always the same for the same one, and it says nothing."""
    drawn = sha256(f"{check.id} {at.isoformat()}".encode()).digest()
    letters = "".join(LETTERS[byte % len(LETTERS)] for byte in drawn[:12])
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def _fallen(clock: str, record: Alarm | Check, act: Act[Any]) -> dict[str, Any]:
    if clock not in fallen(record.clocks, act.at):
        raise Refused("clock.not_due", clock=clock)
    return fired(record.clocks, clock, act.at)

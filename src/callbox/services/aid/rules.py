"""The rules of mutual aid.

1. Whoever dispatches an incident may ask an organisation outside their own for units. The clock starts with the asking; what
   is not answered in time is brought to the next above, and nothing else happens by itself.
2. The neighbour sees what was declared: what happened, how urgent, which district, how many of what, and the words meant for
   them. The incident itself they see once a unit of theirs is on it.
3. It lends units by name, which are its own and serve; or it declines and says why. A lent unit stays the neighbour's: they
   may send it elsewhere, and the one who asked may send it to this incident alone.
4. Either side ends it, when none of the units is on the incident any more; when the incident is closed it ends by itself.
"""

from callbox.kernel.clocks import fired
from callbox.kernel.facts import Act, Change, Changes, New, Record, Refused, Value
from callbox.kernel.permission import within
from callbox.services.aid.facts import Aid
from callbox.services.aid.inputs import Accept, Ask, Decline, Due, OfAid
from callbox.services.incident.facts import Incident
from callbox.services.unit.facts import Unit

ANSWER_S = {"life_threat": 60.0, "emergency": 120.0, "non_emergency": 600.0, "routine": 1800.0}
COUNT_MOST = 50
OUT = ("out_of_service", "off_shift")


def ask(act: Act[Ask], *, incident: Incident, to: Record) -> Changes:
    """A neighbour is asked."""
    if incident.status == "closed":
        raise Refused("incident.closed", status=incident.status)
    if within(to.id, act.by.organisation) or within(incident.organisation, to.id):
        raise Refused("aid.no_neighbour", to=to.id)
    if not 1 <= act.inputs.count <= COUNT_MOST:
        raise Refused("aid.count", most=COUNT_MOST)
    new = Aid(
        id=act.inputs.id,
        status="asked",
        organisation=incident.organisation,
        parties=(to.id,),
        to=to.id,
        incident=incident.id,
        category=incident.category,
        priority=incident.priority,
        area=incident.area,
        unit_kind=act.inputs.unit_kind.strip(),
        count=act.inputs.count,
        asked_at=act.at,
        words=act.inputs.words,
    )
    return [New(new, "aid.asked", under=incident.ref)]


def accept(act: Act[Accept], *, aid: Aid, units: tuple[Unit, ...], incident: Incident) -> Changes:
    """Units are lent, by name."""
    _must_be(aid, "asked")
    _must_be_asked(act, aid)
    if incident.status == "closed":
        raise Refused("incident.closed", status=incident.status)
    if not units:
        raise Refused("field.empty", field="units")
    for unit in units:
        if not within(unit.organisation, act.by.organisation) or unit.lent_for is not None or unit.status in OUT:
            raise Refused("aid.cannot_lend", unit=unit.call_sign)
    accepted: dict[str, Value] = {"status": "accepted", "answered_at": act.at, "units": tuple(one.id for one in units)}
    lent: dict[str, Value] = {"parties": (aid.organisation,), "lent_for": aid.incident}
    return [Change(aid, "aid.accepted", accepted), *(Change(one, "unit.lent", lent) for one in units)]


def decline(act: Act[Decline], *, aid: Aid) -> Changes:
    """None is lent."""
    _must_be(aid, "asked")
    _must_be_asked(act, aid)
    told: dict[str, Value] = {"status": "declined", "answered_at": act.at, "declined_for": act.inputs.declined_for}
    return [Change(aid, "aid.declined", told)]


def withdraw(act: Act[OfAid], *, aid: Aid) -> Changes:
    """Whoever asked needs none any more."""
    _must_be(aid, "asked")
    if not within(aid.organisation, act.by.organisation):
        raise Refused("aid.not_theirs")
    return [Change(aid, "aid.withdrawn", {"status": "withdrawn", "ended_at": act.at})]


def end(act: Act[OfAid], *, aid: Aid, units: tuple[Unit, ...], incident: Incident) -> Changes:
    """The units are their own organisation's alone again."""
    _must_be(aid, "accepted")
    out = [one.call_sign for one in units if one.assignment is not None and one.assignment in incident.assignments]
    if out:
        raise Refused("aid.units_out", unit=out[0])
    given_back: dict[str, Value] = {"parties": (), "lent_for": None}
    lent = [one for one in units if one.lent_for == aid.incident]
    ended = Change(aid, "aid.ended", {"status": "ended", "ended_at": act.at})
    return [ended, *(Change(one, "unit.recalled", given_back) for one in lent)]


def overdue(act: Act[Due], *, aid: Aid) -> Changes:
    """Nobody answered in time: it is brought to the next above."""
    sets: dict[str, Value] = {
        "escalations": aid.escalations + 1,
        "clocks": fired(aid.clocks, act.inputs.clock, act.at),
    }
    return [Change(aid, "aid.escalated", sets)]


def _must_be(aid: Aid, status: str) -> None:
    if aid.status != status:
        raise Refused("aid.status", status=aid.status)


def _must_be_asked(act: Act[Accept] | Act[Decline], aid: Aid) -> None:
    if act.by.person is None or not within(aid.to, act.by.organisation):
        raise Refused("aid.not_asked")

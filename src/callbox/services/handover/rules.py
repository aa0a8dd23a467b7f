"""The rules of handovers.

1. Whoever goes off signs what is open; whoever comes on signs the same. They are two people.
2. Until it is taken, the matters are with the one who offered it: an offer frees nobody. They may take it back.
   What they watched, and what nobody watched, is watched by whoever comes on from the second signature, if they send units
   and reach it: a list that somebody signed gives no power over what is on it.
3. The districts that they watched are named one by one: whoever comes on says of each whether they watch it now. One that
   they leave stays with whoever watched it, until somebody takes it or the machine finds who is there.
4. An offer that nobody takes in time is brought to the next above, so that nothing is left without a watcher.
"""

from callbox.kernel.clocks import fired
from callbox.kernel.facts import Act, Change, Changes, New, Refused, Value
from callbox.kernel.permission import within
from callbox.services.handover.facts import Handover
from callbox.services.handover.inputs import Answer, Due, Offer, Take
from callbox.services.incident.facts import WATCHERS, Incident
from callbox.services.organisation.facts import Organisation

TAKEN_S = 900.0
MATTERS_MOST = 1_000


def offer(act: Act[Offer]) -> Changes:
    """Somebody goes off and hands over what is open."""
    if act.by.person is None:
        raise Refused("handover.needs_person")
    if len((*act.inputs.incidents, *act.inputs.reports, *act.inputs.areas)) > MATTERS_MOST:
        raise Refused("handover.too_many", most=MATTERS_MOST)
    handover = Handover(
        id=act.inputs.id,
        status="offered",
        organisation=act.by.organisation,
        post=act.by.post,
        person=act.by.person,
        offered_at=act.at,
        incidents=tuple(dict.fromkeys(act.inputs.incidents)),
        reports=tuple(dict.fromkeys(act.inputs.reports)),
        areas=tuple(dict.fromkeys(act.inputs.areas)),
        words=act.inputs.words,
    )
    return [New(handover, "handover.offered")]


def take(
    act: Act[Take], *, handover: Handover, incidents: tuple[Incident, ...], areas: tuple[Organisation, ...] = ()
) -> Changes:
    """Whoever comes on signs it too."""
    _must_be_offered(handover)
    if act.by.person is None:
        raise Refused("handover.needs_person")
    if act.by.person == handover.person:
        raise Refused("handover.same_person")
    if stray := set(act.inputs.areas) - {one.id for one in areas}:
        raise Refused("handover.not_handed", area=min(stray))
    taken: dict[str, Value] = {"status": "taken", "taken_by": act.by.person, "taken_at": act.at}
    followed = (change for one in incidents for change in _followed(act, one, gone=handover.post))
    chosen = [one for one in areas if one.id in act.inputs.areas]
    watched = [_watched(act, one, gone=handover.post) for one in chosen if one.watcher != act.by.post]
    return [Change(handover, "handover.taken", taken), *followed, *watched]


def _watched(act: Act[Take], area: Organisation, *, gone: str | None) -> Change:
    """A district that whoever comes on watches from now on.

    Raises:
        Refused: when they cannot, or somebody else took it since: what they signed says that they do.
    """
    if act.by.post is None or not act.by.roles & WATCHERS:
        raise Refused("incident.watch_needs_post")
    if not within(area.id, act.by.organisation):
        raise Refused("handover.area_beyond", area=area.id)
    if area.watcher not in (None, gone):
        raise Refused("handover.area_taken", area=area.id)
    return Change(area, "organisation.watched", {"watcher": act.by.post})


def _followed(act: Act[Take], incident: Incident, *, gone: str | None) -> Changes:
    """What whoever goes off watched, and what nobody watched, is watched by who comes on."""
    if act.by.post is None or act.by.post == gone or incident.status == "closed":
        return []
    if not (act.by.roles & WATCHERS and within(incident.organisation, act.by.organisation)):
        return []
    if incident.watcher is not None and incident.watcher != gone and not incident.watch_lapsed:
        return []
    sets: dict[str, Value] = {"watcher": act.by.post, "watched_since": act.at, "watch_to": None, "watch_lapsed": False}
    return [Change(incident, "incident.watched", sets)]


def withdraw(act: Act[Answer], *, handover: Handover) -> Changes:
    """Whoever offered it stays on."""
    _must_be_offered(handover)
    if act.by.person != handover.person:
        raise Refused("handover.not_theirs")
    return [Change(handover, "handover.withdrawn", {"status": "withdrawn"})]


def overdue(act: Act[Due], *, handover: Handover) -> Changes:
    """Nobody took it in time: it is brought to the next above."""
    sets: dict[str, Value] = {
        "escalations": handover.escalations + 1,
        "clocks": fired(handover.clocks, act.inputs.clock, act.at),
    }
    return [Change(handover, "handover.escalated", sets)]


def _must_be_offered(handover: Handover) -> None:
    if handover.status != "offered":
        raise Refused("handover.over", status=handover.status)

"""The rules of who watches an incident.

1. A post watches an incident: it has it in mind until it is closed. Whoever works in a post that sends units may take watch
   of any incident they reach, also from a colleague; who sends the first unit to one that nobody watches, watches it.
2. Handing it over frees nobody: until the other takes it, it is watched by whoever handed it. They may keep it.
3. When a watcher goes away, the machine puts somebody who is there in their place, and says so. Where nobody is there, the
   name stays, it is marked as left alone, and it is brought to the next above. It never takes a watcher away otherwise.
"""

from collections.abc import Mapping
from datetime import datetime

from callbox.kernel.facts import Act, Actor, Change, Changes, Refused, Value
from callbox.kernel.permission import within
from callbox.services.incident.facts import WATCHERS, Incident
from callbox.services.incident.inputs import HandWatch, StandIn, Watch
from callbox.services.organisation.facts import Post

# So long an incident may lie with no watcher before somebody who is there is put in; seconds, by priority.
ALONE_S = {"life_threat": 20.0, "emergency": 45.0, "non_emergency": 180.0, "routine": 600.0}


def watch(act: Act[Watch], *, incident: Incident) -> Changes:
    """Somebody takes watch, or keeps it."""
    _must_be_open(incident)
    if act.by.post is None or act.by.person is None:
        raise Refused("incident.watch_needs_post")
    if is_watched_by(incident, act.by.post) and incident.watch_to is None:
        raise Refused("incident.watched_already")
    return [Change(incident, "incident.watched", _by(act.by.post, act.at))]


def hand_watch(act: Act[HandWatch], *, incident: Incident, to: Post) -> Changes:
    """Whoever watches it hands it to another post, which has to take it."""
    _must_be_open(incident)
    if not may_watch(to, incident):
        raise Refused("incident.cannot_watch", post=to.id)
    if to.id == incident.watcher:
        raise Refused("incident.watched_already")
    mine: Mapping[str, Value] = {}
    if incident.watcher is None and act.by.post is not None:
        mine = _by(act.by.post, act.at)
    return [Change(incident, "incident.watch_handed", {**mine, "watch_to": to.id})]


def stand_in(act: Act[StandIn], *, incident: Incident, to: Post | None) -> Changes:
    """Nobody watches it, or its watcher went away: somebody who is there does, or it is brought to the next above."""
    _must_be_open(incident)
    if incident.watcher != act.inputs.gone or (to is not None and not may_watch(to, incident)):
        raise Refused("incident.watch_changed")
    if to is not None:
        return [Change(incident, "incident.watch_assigned", _by(to.id, act.at))]
    if incident.watch_lapsed:
        raise Refused("incident.watch_changed")
    alone: dict[str, Value] = {"watch_lapsed": True, "watched_since": act.at, "escalations": incident.escalations + 1}
    return [Change(incident, "incident.watch_lapsed", alone)]


def by_sending(incident: Incident, *, by: Actor, at: datetime) -> Mapping[str, Value]:
    """Whoever sends a unit to what nobody watches has it in mind from then on."""
    alone = incident.watcher is None or incident.watch_lapsed
    if not alone or by.post is None or by.person is None or not by.roles & WATCHERS:
        return {}
    return _by(by.post, at)


def may_watch(post: Post, incident: Incident) -> bool:
    """Whether a post is for sending units, is held by somebody, and reaches the incident."""
    held = post.status == "active" and post.person is not None
    return held and bool(WATCHERS & set(post.roles)) and within(incident.organisation, post.organisation)


def is_watched_by(incident: Incident, post: str) -> bool:
    """Whether this post has it in mind."""
    return incident.watcher == post and not incident.watch_lapsed


def _by(post: str, at: datetime) -> dict[str, Value]:
    return {"watcher": post, "watched_since": at, "watch_to": None, "watch_lapsed": False}


def _must_be_open(incident: Incident) -> None:
    if incident.status == "closed":
        raise Refused("incident.closed", status=incident.status)

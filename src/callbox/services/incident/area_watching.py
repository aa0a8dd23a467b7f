"""The rules of who watches a district.

1. A post watches a district: whatever opens in it is watched by that post from its first moment. Whoever works in a post
   that sends units may take a district in their reach, also from a colleague, and may leave it. What they watch already
   stays theirs.
2. When the watcher of a district goes away, somebody who is there follows; where nobody is, it says that nobody watches.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from callbox.kernel.facts import Act, Change, Changes, Id, Refused
from callbox.kernel.permission import within
from callbox.services.incident.facts import WATCHERS, Incident
from callbox.services.incident.inputs import LeaveArea, StandInArea, WatchArea
from callbox.services.incident.watching import may_watch
from callbox.services.organisation.facts import Organisation, Post


def watch_area(act: Act[WatchArea], *, area: Organisation) -> Changes:
    """Somebody takes a district."""
    if act.by.post is None or act.by.person is None:
        raise Refused("incident.watch_needs_post")
    if area.watcher == act.by.post:
        raise Refused("incident.watched_already")
    return [Change(area, "organisation.watched", {"watcher": act.by.post})]


def leave_area(act: Act[LeaveArea], *, area: Organisation) -> Changes:
    """Nobody watches a district any more."""
    if area.watcher is None:
        raise Refused("incident.area_unwatched")
    return [Change(area, "organisation.watch_left", {"watcher": None})]


def stand_in_area(act: Act[StandInArea], *, area: Organisation, to: Post | None) -> Changes:
    """The watcher of a district went away."""
    if area.watcher != act.inputs.gone or (to is not None and not may_watch_area(to, area.id)):
        raise Refused("incident.watch_changed")
    event = "organisation.watch_assigned" if to else "organisation.watch_left"
    return [Change(area, event, {"watcher": to.id if to else None})]


def from_the_start(incident: Incident, watcher: Post | None, at: datetime) -> Incident:
    """A new incident as it begins where a post watches its district."""
    if watcher is None or not may_watch(watcher, incident):
        return incident
    return replace(incident, watcher=watcher.id, watched_since=at)


def may_watch_area(post: Post, area: Id) -> bool:
    """Whether a post is for sending units, is held by somebody, and reaches the district."""
    held = post.status == "active" and post.person is not None
    return held and bool(WATCHERS & set(post.roles)) and within(area, post.organisation)


def watcher_of(area: str, watched: Mapping[Id, Id]) -> Id | None:
    """The post that watches where something lies: its own area's, else the nearest above's. `watched`: post by area."""
    steps = area.split("/")
    above = ("/".join(steps[:count]) for count in range(len(steps), 0, -1))
    return next((watched[one] for one in above if one in watched), None)

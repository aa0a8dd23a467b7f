"""Nothing is left without a watcher: what the worker does when one went away, or when nobody took watch.

Rules in words: a watcher went away who signed out, or whose console has given no sign for minutes; one that never gave any
(another system works in its post) is left alone. What nobody took within its patience goes to somebody who is there; what
lies in a watched district goes to its watcher without waiting. A district whose watcher went away goes to somebody else.
Whoever stands in is of those who reach the incident the one that watches least; dispatchers come before supervisors.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from callbox.kernel import gate, presence
from callbox.kernel.facts import Act, Actor, Id
from callbox.kernel.read import Condition, glance, select
from callbox.services.incident.area_watching import may_watch_area, watcher_of
from callbox.services.incident.facts import Incident
from callbox.services.incident.inputs import StandIn, StandInArea
from callbox.services.incident.watching import ALONE_S, may_watch
from callbox.services.organisation.facts import Organisation, Post

RELIEF: Final = Actor(organisation="", roles=frozenset({"machine"}), via="watch")
OPEN_MOST = 2_000
OPEN: Final = "status <> 'closed'"


class Watching(NamedTuple):
    """What is asked of every open incident; the names are the incident's."""

    id: Id
    priority: str
    received_at: datetime
    watcher: Id | None
    watched_since: datetime | None
    watch_lapsed: bool
    area: str


def relieve(*, now: datetime) -> int:
    """Put somebody in wherever nobody watches any more; how many incidents that changed."""
    seen = {one.post: one for one in presence.known(now=now)}
    if not seen:
        return 0
    rows = [
        Watching(*row) for row in glance(RELIEF, "incident", Watching._fields, where=[Condition(OPEN)], most=OPEN_MOST)
    ]
    areas: Sequence[Organisation] = select(
        RELIEF, "organisation", where=[Condition("watcher IS NOT NULL")], most=OPEN_MOST
    )
    watched = {one.id: one.watcher for one in areas if one.watcher}
    left = [one for one in areas if one.watcher in seen and not seen[one.watcher].is_there(now)]
    alone = [one for one in rows if _is_alone(one, seen, now) or (not one.watcher and watcher_of(one.area, watched))]
    if not alone and not left:
        return 0
    there = _posts([one.post for one in seen.values() if one.is_there(now)])
    load = Counter(one.watcher for one in rows if one.watcher)
    named = [one.id for one in alone]
    found: Sequence[Incident] = select(
        RELIEF, "incident", where=[Condition("id = ANY(%s)", (named,))], most=len(named) or 1
    )
    acts: list[Act] = [_area_relief(one, there, load, now=now) for one in left]
    acts += [act for one in found for act in _relief(one, there, load, now=now, its=watcher_of(one.area, watched))]
    return sum(answer.ok for answer in gate.perform(acts)) if acts else 0


def _is_alone(one: Watching, seen: Mapping[Id, presence.Presence], now: datetime) -> bool:
    """Whether it needs somebody: nobody took it in time, or its watcher was here and is not any more."""
    if one.watcher is None:
        since = one.watched_since or one.received_at
        return now - since >= timedelta(seconds=ALONE_S[one.priority])
    return one.watcher in seen and not seen[one.watcher].is_there(now)


def _posts(ids: Sequence[Id]) -> Sequence[Post]:
    found: Sequence[Post] = select(RELIEF, "post", where=[Condition("id = ANY(%s)", (list(ids),))], most=len(ids) or 1)
    return found


def _area_relief(one: Organisation, there: Sequence[Post], load: Counter[Id], *, now: datetime) -> Act[StandInArea]:
    """The act for one district whose watcher went away."""
    able = [post for post in there if may_watch_area(post, one.id)]
    best = min(able, key=lambda post: ("dispatcher" not in post.roles, load[post.id], post.id), default=None)
    inputs = StandInArea(area=one.id, gone=one.watcher or "", to=best.id if best else None)
    return Act(name="incident.stand_in_area", by=RELIEF, at=now, inputs=inputs)


def _relief(
    one: Incident, there: Sequence[Post], load: Counter[Id], *, now: datetime, its: Id | None
) -> list[Act[StandIn]]:
    """The act for one incident, to the watcher of its district if they are there; none where nobody is and that was said."""
    able = [post for post in there if may_watch(post, one) and post.id != one.watcher]
    best = min(
        able, key=lambda post: (post.id != its, "dispatcher" not in post.roles, load[post.id], post.id), default=None
    )
    if best is None and (one.watcher is None or one.watch_lapsed):
        return []
    if best is not None:
        load[best.id] += 1
    inputs = StandIn(incident=one.id, gone=one.watcher, to=best.id if best else None)
    return [Act(name="incident.stand_in", by=RELIEF, at=now, inputs=inputs)]

"""What faces call: what is open nearby, and the end of a notice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, Final

from callbox.kernel import erase, files, gate, public, read
from callbox.kernel.facts import Act, Actor, Answer, Id, Ref, Refused
from callbox.kernel.globe import straight_line_m
from callbox.kernel.node import current
from callbox.kernel.read import Condition
from callbox.kernel.words import say
from callbox.services.notice.facts import Notice
from callbox.services.notice.inputs import Propose, Publish, Remove
from callbox.services.notice.squares import squares_around
from callbox.services.request.facts import Request

MACHINE: Final = Actor(organisation="", roles=frozenset({"machine"}), via="notice")
WITHIN_MAX_M: Final = 1_000.0
LOOKED_AT_MOST: Final = 500
SOME: Final = 200
SHOWN_FOR: Final = timedelta(days=90)
"""How long after its request was closed a notice is kept; the public sees it for 30 days."""
# Whoever asked never to be reached is not told of either: they may be known by what they asked for.
UNREACHED: Final = (
    "NOT EXISTS (SELECT 1 FROM follow JOIN report ON report.id = follow.report"
    " WHERE report.request = request.id AND follow.status = 'open' AND follow.contact_by = 'never')"
)
# Neither a protected request nor one about somebody is ever told of, whatever became of it after its notice was published.
TOLD: Final = (
    "EXISTS (SELECT 1 FROM request JOIN category ON category.id = request.category WHERE request.id = notice.request"
    " AND request.public AND NOT request.protected AND request.about = '' AND NOT request.erased AND category.public"
    " AND {unreached}{more})"
).replace("{unreached}", UNREACHED)
# Of a request: that it has a notice which anybody may be told of.
HAS_NOTICE: Final = Condition(
    # No part of it comes from outside.
    "EXISTS (SELECT 1 FROM notice WHERE notice.request = request.id AND notice.status = 'public' AND NOT notice.erased"  # noqa: S608
    f" AND {TOLD.format(more='')})"
)
OF_OPEN: Final = Condition(TOLD.format(more=" AND request.status <> 'closed'"))


@dataclass(frozen=True, kw_only=True)
class Nearby:
    """One open matter that somebody told of before. `request` is for joining it, and is never shown."""

    notice: Id
    request: Id
    category: Id
    words: str
    distance_m: float
    since: datetime
    photo: bool


def near(
    latitude_deg: float, longitude_deg: float, *, category: Id | None = None, within_m: float = 150, most: int = 5
) -> list[Nearby]:
    """The public notices of open requests around a place, the nearest first; at most 1 km around.

    Places are known only as coarsely as they were published, so a matter may be half a grid (56 m) nearer or farther.
    """
    reach_m = min(within_m, WITHIN_MAX_M)
    around = read.matching_any(squares_around(latitude_deg, longitude_deg, within_m=reach_m))
    where = [around, OF_OPEN, *([Condition("category = %s", (category,))] if category else [])]
    notices = public.published("notice", where=where, order="published_at DESC, id", most=LOOKED_AT_MOST)
    placed = [(one, _distance_m(one, latitude_deg, longitude_deg)) for one in notices if one.words]
    found = sorted(((far, one) for one, far in placed if far is not None and far <= reach_m), key=_by_distance)
    since = _since([one.request for _, one in found[:most]])
    return [_nearby(one, far, since[one.request]) for far, one in found[:most] if one.request in since]


def told(*, where: Sequence[Condition] = (), most: int) -> Sequence[Notice]:
    """The notices that anybody may be told of, whether their requests are open or closed, the newest first."""
    may = Condition(TOLD.format(more=""))
    found: Sequence[Notice] = public.published("notice", where=[may, *where], order="published_at DESC, id", most=most)
    return found


def _by_distance(found: tuple[float, Notice]) -> tuple[float, Id]:
    far, notice = found
    return far, notice.id


def _distance_m(notice: Notice, latitude_deg: float, longitude_deg: float) -> float | None:
    if notice.latitude_deg is None or notice.longitude_deg is None:
        return None
    return straight_line_m((notice.latitude_deg, notice.longitude_deg), (latitude_deg, longitude_deg))


def _since(requests: list[Id]) -> dict[Id, datetime]:
    where = [Condition("id = ANY(%s)", (requests,))]
    return dict(read.glance(MACHINE, "request", ("id", "received_at"), where=where, most=SOME))


def _nearby(notice: Notice, distance_m: float, since: datetime) -> Nearby:
    return Nearby(
        notice=notice.id,
        request=notice.request,
        category=notice.category,
        words=notice.words or "",
        distance_m=distance_m,
        since=since,
        photo=notice.stored is not None,
    )


def photo(notice: Id) -> Iterator[bytes] | None:
    """The blurred photo of a public notice, a JPEG; None where it has none, or is not public."""
    return public.published_file("notice", notice)


def publish(actor: Actor, told: Publish, *, photo: bytes | None, at: datetime) -> Answer:
    """Publish a notice, with a photo that was blurred before it came here. It lies under the notice's own key.

    Raises:
        Refused: when the notice is not there for this actor.
    """
    kept = files.put(actor, Ref("notice", told.notice), BytesIO(photo)) if photo else None
    inputs = replace(told, stored=kept.stored, sha256=kept.sha256) if kept else told
    answer = gate.act(Act(name="notice.publish", by=actor, at=at, inputs=inputs))
    if kept is not None and answer.refused is not None:
        files.remove([kept.stored])
    return answer


def propose_waiting() -> int:
    """Propose a notice for each open request of a public category that never had one; how many."""
    where = [
        Condition(
            "status <> 'closed' AND public AND NOT protected AND about = '' AND NOT erased"
            " AND NOT EXISTS (SELECT 1 FROM notice WHERE notice.request = request.id)"
        ),
        Condition(UNREACHED),
    ]
    waiting: tuple[Request, ...] = read.select(MACHINE, "request", where=where, order="received_at, id", most=SOME)
    node = current()
    acts = [
        Act(
            name="notice.propose",
            by=MACHINE,
            at=node.world.clock.now(),
            inputs=Propose(id=node.ids.new(), request=one.id),
        )
        for one in waiting
    ]
    return sum(answer.ok for answer in gate.perform(acts)) if acts else 0


def remove(actor: Actor, notice: Id, *, because: str, at: datetime, ground: str = "asked_by_person") -> Answer:
    """Remove a notice and destroy its values; what it was committed to stays in the ledger."""
    answer = gate.act(Act(name="notice.remove", by=actor, at=at, inputs=Remove(notice=notice), because=because))
    if answer.ok:
        _end(notice, ground)
    return answer


def finish_removals() -> int:
    """Destroy the values of notices that were removed and still have them: a crash came between. How many."""
    where = [Condition("status = 'removed' AND NOT erased")]
    found: tuple[Any, ...] = read.select(MACHINE, "notice", where=where, most=SOME)
    return sum(_end(one.id) for one in found)


def keep_up(*, now: datetime) -> int:
    """Propose what may be told, take down what was shown long enough, finish what a crash cut short; how many in all."""
    return propose_waiting() + take_down(now=now) + finish_removals()


def take_down(*, now: datetime) -> int:
    """Remove the notices of requests that were closed long ago, or have become ones that nobody is told of; how many."""
    over = (
        "status <> 'removed' AND NOT erased AND EXISTS (SELECT 1 FROM request WHERE request.id = notice.request"
        " AND (request.protected OR request.about <> '' OR request.closed_at < %s))"
    )
    where = [Condition(over, (now - SHOWN_FOR,))]
    found: tuple[Notice, ...] = read.select(MACHINE, "notice", where=where, most=SOME)
    return sum(remove(MACHINE, one.id, because="", at=now, ground="retention_over").ok for one in found)


def _end(notice: Id, ground: str = "asked_by_person") -> bool:
    """Whether its values are gone; under a legal hold they stay until it is lifted, seen by nobody outside."""
    try:
        erase.erase(MACHINE, Ref("notice", notice), reason=say("purpose.notice_removed"), ground=ground)
    except Refused:
        return False
    return True

"""Who watches what: names for the list, whom a watch can be handed to, and the sign that somebody is before a console."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from callbox.faces.console.board import Board
from callbox.faces.console.pages import signed_in
from callbox.kernel import presence
from callbox.kernel.facts import Actor, Id
from callbox.kernel.node import current
from callbox.kernel.permission import may
from callbox.kernel.read import Condition, select
from callbox.kernel.registry import act as spec_of
from callbox.services.incident.facts import Incident
from callbox.services.organisation.facts import Post

POSTS_MOST = 200
SENDS = Condition("status = 'active' AND person IS NOT NULL AND roles && ARRAY['dispatcher', 'supervisor']::varchar[]")


@dataclass(frozen=True, kw_only=True)
class Share:
    """How much one post watches. `post` is empty for what nobody watches."""

    post: Id
    count: int


def told(actor: Actor, shown: Board, *, language: str, more: Sequence[Incident] = ()) -> dict[str, Any]:
    """What the list's templates are given: names of posts, who watches how much, and what nobody watches."""
    incidents = [one.incident for one in shown.lines]
    named = {post for one in (*incidents, *more) for post in (one.watcher, one.watch_to) if post}
    return {"watchers": names(actor, named, language=language), "shares": shares(incidents)}


def shares(incidents: Sequence[Incident]) -> list[Share]:
    """Who watches how many of these, nobody first."""
    counted = Counter("" if one.watch_lapsed else one.watcher or "" for one in incidents)
    return [Share(post=post, count=count) for post, count in sorted(counted.items())]


def hands(actor: Actor, incident: Incident, *, language: str) -> Mapping[Id, str]:
    """The posts that a watch can be handed to, by name."""
    found: Sequence[Post] = select(actor, "post", where=[SENDS], order="title, id", most=POSTS_MOST)
    return _titled([one for one in found if one.id != incident.watcher], language)


def watches(actor: Actor) -> bool:
    """Whether incidents are watched in the post one works in."""
    return may(actor, spec_of("incident.watch").grants, None) and actor.post is not None


@require_GET
@signed_in
def here(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  every page has one signature
    """A console says that somebody is before it."""
    felt(actor)
    return HttpResponse(status=204)


def felt(actor: Actor) -> None:
    """Somebody who watches is at a console."""
    if watches(actor) and actor.person is not None and actor.post is not None:
        world = current().world
        presence.felt(str(world.folder), actor.post, at=world.clock.now())


def leaves(actor: Actor) -> None:
    """Somebody signs out: what their post watches is given to somebody who is there."""
    if watches(actor) and actor.post is not None:
        world = current().world
        presence.left(str(world.folder), actor.post, at=world.clock.now())


def names(actor: Actor, ids: set[Id], *, language: str) -> Mapping[Id, str]:
    """The titles of posts."""
    wanted = sorted(ids)
    if not wanted:
        return {}
    where = [Condition("id = ANY(%s)", (wanted,))]
    return _titled(select(actor, "post", where=where, order="title, id", most=len(wanted)), language)


def _titled(posts: Sequence[Post], language: str) -> Mapping[Id, str]:
    """Posts by title; those of one title are told apart by the end of their name in the records."""
    titles = {one.id: (one.title_zh if language == "zh" else "") or one.title for one in posts}
    counted = Counter(titles.values())
    return {one: f"{title} {one[-4:]}" if counted[title] > 1 else title for one, title in titles.items()}

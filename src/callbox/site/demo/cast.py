"""Who plays in the demo: its people in their posts, as if each were signed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from callbox.kernel.facts import Actor, Id
from callbox.kernel.read import PAGE_MAX, listing
from callbox.services.organisation.facts import Post

PLAYER = Actor(organisation="", roles=frozenset({"machine"}), via="demo")


@dataclass(frozen=True)
class Cast:
    """The actors by role at the city's own desks; the crews of each unit, one for each watch; handlers by department."""

    roles: Mapping[str, Sequence[Actor]]
    crews: Mapping[Id, Sequence[Actor]]
    handlers: Mapping[str, Actor]

    def find(self, role: str, *, unit: Id | None = None, desk: str = "", turn: int = 0) -> Actor:
        """Somebody in this role; `turn` picks among several."""
        if desk:
            return self.handlers[desk]
        there = self.roles[role] if unit is None else self.crews[unit]
        return there[turn % len(there)]


def assemble(organisation: str) -> Cast:
    """Everybody who holds a post; for the desks, those of this organisation."""
    posts = _posts()
    roles: dict[str, list[Actor]] = {}
    crews: dict[Id, list[Actor]] = {}
    for post in posts:
        if post.unit:
            crews.setdefault(post.unit, []).append(_actor(post))
        elif post.organisation == organisation:
            roles.setdefault(post.roles[0], []).append(_actor(post))
    return Cast(
        roles,
        crews,
        {post.organisation: _actor(post) for post in posts if "handler" in post.roles},
    )


def _posts() -> list[Post]:
    posts: list[Post] = []
    page = listing(PLAYER, "post", most=PAGE_MAX)
    posts += page.records
    while page.after is not None:
        page = listing(PLAYER, "post", after=page.after, most=PAGE_MAX)
        posts += page.records
    return [post for post in posts if post.person is not None]


def _actor(post: Post) -> Actor:
    return Actor(
        organisation=post.organisation,
        roles=frozenset(post.roles),
        person=post.person,
        post=post.id,
        unit=post.unit,
        via="demo",
    )

"""Which posts have somebody at a console now: the last sign of each, outside the ledger, for a day at most.

It is asked for one thing only: whether what a post watches still has somebody before it. It is a post's, never a person's;
no history is kept, none can be asked for, and nobody is shown when somebody was there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from callbox.kernel.facts import Id

KEPT = timedelta(days=1)
# A console makes itself felt every minute; whoever is not felt for so long is not there.
QUIET = timedelta(minutes=5)
# Signs that follow each other more closely are not written.
APART = timedelta(seconds=20)

_felt: dict[tuple[str, Id], datetime] = {}


@dataclass(frozen=True, kw_only=True)
class Presence:
    """The last sign of a post; `left`: somebody said that they go."""

    post: Id
    at: datetime
    left: bool

    def is_there(self, now: datetime) -> bool:
        """Whether somebody is before its console."""
        return not self.left and now - self.at < QUIET


def felt(world: str, post: Id, *, at: datetime) -> None:
    """Somebody in this post is at a console. `world` names the world, so that two in one process are kept apart."""
    before = _felt.get((world, post))
    if before is None or not timedelta(0) <= at - before < APART:
        _felt[world, post] = at
        _keep(post, at=at, left=False)


def left(world: str, post: Id, *, at: datetime) -> None:
    """Somebody in this post says that they go."""
    _felt.pop((world, post), None)
    _keep(post, at=at, left=True)


def known(*, now: datetime) -> Sequence[Presence]:
    """Every post that gave a sign within a day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT post, at, gone FROM post_presence WHERE at > %s ORDER BY post", [now - KEPT])
        return [Presence(post=post, at=at, left=gone) for post, at, gone in cursor.fetchall()]


def purge(*, now: datetime) -> int:
    """Forget what is older than a day; how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM post_presence WHERE at <= %s", [now - KEPT])
        return int(cursor.rowcount)


def _keep(post: Id, *, at: datetime, left: bool) -> None:
    query = """INSERT INTO post_presence (post, at, gone) VALUES (%s, %s, %s)
               ON CONFLICT (post) DO UPDATE SET at = EXCLUDED.at, gone = EXCLUDED.gone"""
    with connection.cursor() as cursor:
        cursor.execute(query, [post, at, left])

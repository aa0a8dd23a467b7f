"""Acts of one post, each with a key of its own made of the post's: a post that is sent again finds all as it was."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings

from callbox.faces.feeds.open311.keyed import Keyed
from callbox.kernel import intake, registry
from callbox.kernel.facts import Act, Id
from callbox.kernel.node import current


@dataclass(frozen=True)
class Acting:
    """Who posts, the key of the post (empty: it has none), and when."""

    by: Keyed
    key: str
    at: datetime

    def as_emergency(self) -> "Acting":
        """The same for the emergency line, where this node knows one: it is in its queue at once."""
        line = settings.PORTAL.get("emergency", "")
        return replace(self, by=replace(self.by, actor=replace(self.by.actor, organisation=line))) if line else self

    def done(self, name: str, step: str, **told: Any) -> Id:
        """Do one act; the record it is about.

        Raises:
            Refused: what speaks against it.
        """
        act = Act(
            name=name, by=self.by.actor, at=self.at, inputs=registry.act(name).inputs(**told), key=self._key(step)
        )
        return intake.act(act).ref.id

    def new(self, name: str, step: str, **told: Any) -> Id:
        """Do one act that makes a record; the record.

        Raises:
            Refused: what speaks against it.
        """
        return self.done(name, step, id=current().ids.new(), **told)

    def step(self, step: str) -> str:
        """The name of one step of this post, for what keeps names of its own; new where the post has no key."""
        return self._key(step) or current().ids.new()

    def _key(self, step: str) -> str | None:
        if not self.key:
            return None
        # Two tokens of one organisation may choose the same key.
        return f"open311:{step}:{sha256(f'{self.by.token}|{self.key}'.encode()).hexdigest()}"

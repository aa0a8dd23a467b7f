"""Access tokens: how another system comes to one and loses it. Its secret is told once, to whoever asked for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from callbox.kernel import gate
from callbox.kernel.facts import Act, Actor, Id, Inputs
from callbox.kernel.node import current
from callbox.kernel.read import select
from callbox.services.organisation.acts import digest_of, forget_tokens, new_secret
from callbox.services.organisation.facts import Token
from callbox.services.organisation.inputs import Issue, Revoke

DAYS_MAX = 3650


@dataclass(frozen=True)
class Issued:
    """A token and its secret, which is told here and kept nowhere."""

    id: Id
    secret: str


def issue(
    by: Actor,
    *,
    organisation: str,
    name: str,
    roles: Sequence[str],
    days: int | None = None,
    key: str | None = None,
) -> Issued:
    """Give another system access for an organisation, in these roles; for so many days, or until it is revoked.

    Raises:
        Refused: when the actor has no power over the organisation, or something told is not right.
    """
    node, secret = current(), new_secret()
    ends = node.world.clock.now() + timedelta(days=days) if days else None
    told: dict[str, Any] = {"organisation": organisation, "name": name.strip(), "roles": tuple(roles)}
    inputs = Issue(id=node.ids.new(), digest=digest_of(secret), expires_at=ends, **told)
    return Issued(_done("token.issue", by, inputs, key=key), secret)


def revoke(by: Actor, token: Id) -> None:
    """Take access away: in this process at once, in others within `TOKEN_KEPT_S`.

    Raises:
        Refused: when there is no such token for this actor, or it was revoked already.
    """
    _done("token.revoke", by, Revoke(token=token))
    forget_tokens()


def known(by: Actor) -> tuple[Token, ...]:
    """The tokens this actor may see, those in use first."""
    return select(by, "token", order="status, name, id")


def _done(name: str, by: Actor, inputs: Inputs, *, key: str | None = None) -> Id:
    now = current().world.clock.now()
    return gate.act(Act(name=name, by=by, at=now, inputs=inputs, key=key)).ref.id

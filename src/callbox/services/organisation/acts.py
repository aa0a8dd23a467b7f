"""Who is asking: from a request's token or signed-in session to the Actor that the kernel knows.

Power comes from posts, so a person who holds none can sign in and do nothing. Whoever holds several works in one of them
at a time (`session["post"]`), else in the first by name.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.http import HttpRequest

from callbox.kernel.facts import Actor, Id, Ref, Refused
from callbox.kernel.node import current
from callbox.kernel.read import Condition, find, select
from callbox.services.organisation.facts import Person, Post, Token

# The system itself looks up who is asking; what it finds goes to nobody.
GATEKEEPER = Actor(organisation="", roles=frozenset({"machine"}), via="sign_in")
PREFIX = "cbx_"
# So long a revoked token may still be good in a process that knew it.
TOKEN_KEPT_S = 2.0
TOKENS_KEPT = 10_000

_known: dict[tuple[str, str], tuple[float, Token | None]] = {}


def new_secret() -> str:
    """A secret for a new token: shown once, kept nowhere."""
    return PREFIX + secrets.token_hex(32)


def digest_of(secret: str) -> str:
    """What of a secret is kept: SHA-256, hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> Token | None:
    """The token with this secret, good or not; found by digest, so that the time it takes tells nothing of secrets."""
    if not secret.startswith(PREFIX) or len(secret) > 100:
        return None
    digest = digest_of(secret)
    known, now_s = _known.get(_place(digest)), time.monotonic()
    if known is not None and now_s - known[0] < TOKEN_KEPT_S:
        return known[1]
    found = select(GATEKEEPER, "token", where=[Condition("digest = %s", (digest,))], most=1)
    token = next((one for one in found if hmac.compare_digest(one.digest, digest)), None)
    if len(_known) >= TOKENS_KEPT:
        _known.clear()
    _known[_place(digest)] = (now_s, token)
    return token


def forget_tokens() -> None:
    """Look every token up again from now on: one was just revoked here."""
    _known.clear()


def _place(digest: str) -> tuple[str, str]:
    return current().world.name, digest


def asks_nothing(secret: str) -> bool:
    """Whether `actor_of_token` can tell at once who acts with this secret, without a question to the database."""
    looked_s, token = _known.get(_place(digest_of(secret)), (0.0, None))
    # A little less, so that it still holds when the answer is used.
    return token is not None and token.post is None and time.monotonic() - looked_s < TOKEN_KEPT_S - 0.2


def was_good(secret: str) -> bool:
    """Whether there was a token with this secret when it was last looked for, however long ago that is."""
    return _known.get(_place(digest_of(secret)), (0.0, None))[1] is not None


def actor_of_token(secret: str, *, at: datetime) -> Actor:
    """Who acts with this secret.

    Raises:
        Refused: `sign_in.needed`, in the same words for every reason.
    """
    token = token_of(secret)
    if token is None or not token.good_at(at):
        raise Refused("sign_in.needed")
    post = _post(token.post)
    return Actor(
        organisation=token.organisation,
        roles=frozenset(token.roles),
        post=post.id if post else None,
        unit=post.unit if post else None,
        via="api",
    )


def person_of(sign_in: str) -> Person | None:
    """The person who signs in by this name, unless dismissed."""
    found = select(GATEKEEPER, "person", where=[Condition("sign_in = %s AND status = 'active'", (sign_in,))], most=1)
    return found[0] if found else None


def posts_of(person: Person) -> Sequence[Post]:
    """The posts a person holds, by name."""
    return select(GATEKEEPER, "post", where=[Condition("person = %s AND status = 'active'", (person.id,))])


def standing_of(actors: Iterable[Actor]) -> Mapping[Id | None, Person | Post]:
    """The persons and posts that these actors act as and in, by id, as they stand now."""
    asked = [(one.person, one.post) for one in actors]
    people, posts = (sorted({one for one in ids if one}) for ids in zip(*asked, strict=True)) if asked else ((), ())
    found: dict[Id | None, Person | Post] = {}
    for kind, ids in (("person", people), ("post", posts)):
        where = Condition("id = ANY(%s) AND status = 'active'", (list(ids),))
        found |= {one.id: one for one in select(GATEKEEPER, kind, where=[where], most=len(ids))}
    return found


def actor_of_person(sign_in: str, *, post: str | None = None, via: str = "console") -> Actor:
    """Who acts when this person is signed in, in the post they chose.

    Raises:
        Refused: `sign_in.needed` when they may not sign in, `sign_in.no_post` when they hold no post.
    """
    person = person_of(sign_in)
    if person is None:
        raise Refused("sign_in.needed")
    posts = posts_of(person)
    held = next((one for one in posts if one.id == post), posts[0] if posts else None)
    if held is None:
        raise Refused("sign_in.no_post")
    return Actor(
        organisation=held.organisation,
        roles=frozenset(held.roles),
        person=person.id,
        post=held.id,
        unit=held.unit,
        via=via,
    )


def secret_of(request: HttpRequest) -> str | None:
    """The secret that a request carries in `Authorization: Bearer`, or None."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.casefold() == "bearer" else None


def actor_of(request: HttpRequest, *, via: str = "console") -> Actor:
    """Who makes this request: by its token if it carries one, else by its signed-in session.

    A token that is no good is refused; it never falls back to the session.

    Raises:
        Refused: `sign_in.needed` or `sign_in.no_post`.
    """
    secret = secret_of(request)
    if secret is not None:
        return actor_of_token(secret, at=current().world.clock.now())
    if not request.user.is_authenticated:
        raise Refused("sign_in.needed")
    return actor_of_person(request.user.get_username(), post=request.session.get("post"), via=via)


def _post(post: str | None) -> Post | None:
    if post is None:
        return None
    found = find(GATEKEEPER, Ref("post", post))
    return found if isinstance(found, Post) else None

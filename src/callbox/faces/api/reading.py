"""How a request is read: who sends it, a body that is one JSON object, a key, a cursor."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser
from ninja.security import APIKeyCookie, HttpBearer

from callbox.kernel.facts import Actor, Id, Refused
from callbox.kernel.idempotency import KEY_MAX
from callbox.services.organisation.acts import actor_of

DEPTH_MAX = 24
PURPOSE_MAX = 500


class ByToken(HttpBearer):
    """A token that another system signs in with."""

    openapi_name = "token"

    def authenticate(self, request: HttpRequest, _token: str) -> Actor:
        return actor_of(request, via="api")


class BySession(APIKeyCookie):
    """Somebody signed in at the console; what changes anything carries the page's CSRF token."""

    param_name = "sessionid"

    def __call__(self, request: HttpRequest) -> Actor | None:
        if self.param_name not in request.COOKIES:
            return None  # a stranger is told to sign in, not that a page's token is missing
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, _key: str | None) -> Actor:
        return actor_of(request, via="api")


class JsonObject(Parser):
    """Reads a body strictly: UTF-8, one object, no NaN, not nested without end, no number of a thousand digits."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        return read_object(request.body, request.content_type or "")

    def parse_querydict(
        self, data: "MultiValueDict[str, Any]", list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        for name in data:
            if name not in list_fields and len(data.getlist(name)) > 1:
                raise Refused("field.twice", field=name if name.isidentifier() and len(name) < 60 else "?")
        found: dict[str, Any] = super().parse_querydict(data, list_fields, request)
        return found


def read_object(body: bytes, content_type: str) -> dict[str, Any]:
    """The JSON object in a body.

    Raises:
        Refused: `body.type` or `body.unreadable`.
    """
    if content_type.partition(";")[0].strip().casefold() != "application/json":
        raise Refused("body.type")
    try:
        found = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as wrong:
        raise Refused("body.unreadable") from wrong
    if not isinstance(found, dict) or any(True for _ in _too_deep(found)):
        raise Refused("body.unreadable")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _too_deep(found: Any) -> Iterator[Any]:
    level = [found]
    for _ in range(DEPTH_MAX):
        nested = [one for one in level if isinstance(one, dict | list)]
        level = [inner for one in nested for inner in (one.values() if isinstance(one, dict) else one)]
    yield from (one for one in level if isinstance(one, dict | list))


def key_of(request: HttpRequest) -> str | None:
    """The idempotency key that a request carries.

    Raises:
        Refused: when it cannot be kept.
    """
    return checked_key(request.headers.get("Idempotency-Key"))


def checked_key(key: str | None) -> str | None:
    """A key as it may be kept: visible ASCII."""
    if key is not None and not (0 < len(key) <= KEY_MAX and all("!" <= letter <= "~" for letter in key)):
        raise Refused("key.wrong", most=KEY_MAX)
    return key


def purpose_of(header: str | None, query: str | None) -> str | None:
    """What a record is opened for: the header `Purpose` (UTF-8), or `purpose` in the query; None: it stays sealed.

    Raises:
        Refused: when it is too long or cannot be read.
    """
    if header is not None:
        # Headers arrive as Latin-1 whatever was sent (RFC 9110, section 5.5).
        header = header.encode("latin-1", "replace").decode("utf-8", "replace")
    purpose = (header if header is not None else query or "").strip()
    if len(purpose) > PURPOSE_MAX or not purpose.isprintable():
        raise Refused("purpose.wrong", most=PURPOSE_MAX)
    return purpose or None


def cursor_after(last: Id | None) -> str | None:
    """The opaque cursor of the page that begins after a record."""
    return None if last is None else urlsafe_b64encode(last.encode()).decode().rstrip("=")


def read_cursor(cursor: str | None) -> Id | None:
    """Where a page begins, from a cursor.

    Raises:
        Refused: when it is none of ours.
    """
    if not cursor:
        return None
    try:
        last = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode("utf-8")
    except ValueError as wrong:
        raise Refused("cursor.wrong") from wrong
    if not last.isprintable() or cursor_after(last) != cursor:
        raise Refused("cursor.wrong")
    return last


def known_id(told: str) -> bool:
    """Whether a text could be a record's name at all."""
    return 0 < len(told) <= 200 and told.isprintable()

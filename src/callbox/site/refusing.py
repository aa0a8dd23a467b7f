"""Refusals of the server itself, in the same shape as the API's."""

import json

from django.utils.translation.trans_real import parse_accept_lang_header

from callbox.faces.api.answers import status_of, told
from callbox.faces.feeds.open311.answering import refused_early
from callbox.kernel.facts import Refused
from callbox.kernel.words import LANGUAGES, language_of
from callbox.site.asgi_types import Scope, Send, header, send_whole

OPEN311 = "/open311/"


def spoken(scope: Scope) -> str:
    """The first language of `Accept-Language` that we have."""
    asked = [tag for tag, _ in parse_accept_lang_header(header(scope, b"accept-language") or "")]
    return next((language_of(tag) for tag in asked if tag[:2] in LANGUAGES), "en")


async def refuse(scope: Scope, send: Send, refused: Refused) -> None:
    """Answer no."""
    if scope["path"].startswith(OPEN311):
        await _refuse_open311(scope, send, refused)
        return
    status = status_of(refused.code)
    body = json.dumps(told(refused, spoken(scope)), ensure_ascii=False).encode()
    more = {"www_authenticate": 'Bearer realm="callbox"'} if status == 401 else {}
    more |= {"retry_after": "1"} if status == 503 else {}
    more |= {"allow": "GET"} if status == 405 else {}
    await send_whole(send, status, body, **more)


async def _refuse_open311(scope: Scope, send: Send, refused: Refused) -> None:
    """A client of the standard reads errors in the standard's form, whoever says them."""
    accepted = header(scope, b"accept") or ""
    status, body, kind = refused_early(refused, path=scope["path"], accepted=accepted, language=spoken(scope))
    await send_whole(send, status, body, kind=kind, access_control_allow_origin="*")

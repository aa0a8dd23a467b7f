"""Refusals of the server itself, in the same shape as the API's."""

import json

from django.utils.translation.trans_real import parse_accept_lang_header

from callbox.faces.api.answers import status_of, told
from callbox.kernel.facts import Refused
from callbox.kernel.words import LANGUAGES, language_of
from callbox.site.asgi_types import Scope, Send, header, send_whole


def spoken(scope: Scope) -> str:
    """The first language of `Accept-Language` that we have."""
    asked = [tag for tag, _ in parse_accept_lang_header(header(scope, b"accept-language") or "")]
    return next((language_of(tag) for tag in asked if tag[:2] in LANGUAGES), "en")


async def refuse(scope: Scope, send: Send, refused: Refused) -> None:
    """Answer no."""
    status = status_of(refused.code)
    body = json.dumps(told(refused, spoken(scope)), ensure_ascii=False).encode()
    more = {"www_authenticate": 'Bearer realm="callbox"'} if status == 401 else {}
    more |= {"retry_after": "1"} if status == 503 else {}
    more |= {"allow": "GET"} if status == 405 else {}
    await send_whole(send, status, body, **more)

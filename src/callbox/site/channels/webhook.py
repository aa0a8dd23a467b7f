"""A signed webhook: one HTTP POST of JSON, as in the Standard Webhooks specification 1.0 (standardwebhooks.com).

`webhook-id` is the stable id, `webhook-timestamp` the second it was sent, `webhook-signature` is `v1,` and the base64 of
HMAC-SHA256 over `id.timestamp.body`. A receiver checks the signature, turns down what is older than five minutes, and does
nothing for an id it has seen. An SMS gateway is one such receiver. Redirects are not followed.
"""

import base64
import hashlib
import hmac
import http.client
import json
import ssl
from urllib.parse import urlsplit

from callbox.site.channels.carrying import PATIENCE_S, Carried, Failed, reaching

# Too early, too slow or too many: to be tried again.
AGAIN = (408, 425, 429)


def send(carried: Carried) -> None:
    """Post it.

    Raises:
        Failed: where nobody took it.
    """
    post(carried, written(carried))


def post(carried: Carried, body: bytes) -> None:
    """Post a body, signed, to where the channel leads.

    Raises:
        Failed: where nobody took it.
    """
    address = urlsplit(carried.channel.address or "")
    with reaching():
        caller = _caller(address.scheme, address.netloc)
        try:
            path = (address.path or "/") + (f"?{address.query}" if address.query else "")
            caller.request("POST", path, body=body, headers=headers(carried, body))
            status = caller.getresponse().status
        except http.client.HTTPException:
            raise Failed("answered_badly") from None
        finally:
            caller.close()
    if not 200 <= status < 300:
        raise Failed("turned_down", lasting=300 <= status < 500 and status not in AGAIN)


def written(carried: Carried) -> bytes:
    """The body, as JSON."""
    told = {"id": carried.telling.id, "subject": carried.telling.subject, **carried.telling.fields}
    told["text"] = carried.telling.text
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def headers(carried: Carried, body: bytes) -> dict[str, str]:
    """The headers, signed."""
    second = str(int(carried.at.timestamp()))
    return {
        "Content-Type": "application/json",
        "User-Agent": "Callbox",
        "webhook-id": carried.telling.id,
        "webhook-timestamp": second,
        "webhook-signature": signature(carried.channel.secret or "", id=carried.telling.id, second=second, body=body),
    }


def signature(secret: str, *, id: str, second: str, body: bytes) -> str:  # noqa: A002  its name
    """The signature of a body: `v1,` and base64."""
    signed = b".".join((id.encode(), second.encode(), body))
    return "v1," + base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    """A secret's bytes; one that begins with `whsec_` is in base64, as the specification writes them."""
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except ValueError:
            pass
    return secret.encode()


def _caller(scheme: str, place: str) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(place, timeout=PATIENCE_S, context=ssl.create_default_context())
    return http.client.HTTPConnection(place, timeout=PATIENCE_S)

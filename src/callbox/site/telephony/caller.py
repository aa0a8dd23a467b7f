"""Who calls, out of an INVITE: their number and language. Pure."""

import re
from urllib.parse import unquote

from callbox.site.telephony.message import Message, address_of

SCHEME = re.compile(r"sips?:([^@;?]{1,200})@|tel:([^;?]{1,200})", re.IGNORECASE)
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")
# A key pressed, as exchanges tell it in an INFO: `Signal=5` with a length, or the key alone.
KEYS = {
    "application/dtmf-relay": re.compile(rb"\s*Signal\s*=\s*([0-9A-D*#])"),
    "application/dtmf": re.compile(rb"\s*([0-9A-D*#])\s*$"),
}
NOBODY = frozenset({"anonymous", "unavailable", "unknown", "restricted"})


def number_of(message: Message) -> str | None:
    """The caller's number: what the network asserts (RFC 3325) before what the telephone says of itself."""
    for value in (*message.all("p-asserted-identity"), message.get("from")):
        for one in value.split(","):
            found = SCHEME.match(address_of(one))
            number = unquote(found[1] or found[2], errors="replace").partition(":")[0].strip() if found else ""
            if number and number.lower() not in NOBODY and "anonymous.invalid" not in one:
                return number[:200]
    return None


def language_of(message: Message) -> str:
    """The first language the caller's telephone asks for."""
    first = message.get("accept-language").split(",")[0].partition(";")[0].strip()
    return first if LANGUAGE.fullmatch(first) and len(first) <= 40 else ""


def keys_of(message: Message) -> str:
    """The key that the caller pressed, where the message tells of one."""
    shape = KEYS.get(message.content_type)
    found = shape.match(message.body[:100]) if shape else None
    return found[1].decode("ascii") if found else ""

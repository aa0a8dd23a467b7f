"""As much of SDP (RFC 4566, RFC 3264) as signalling needs: who is on hold, and an answer that says where the sound goes."""

import re

HELD = ("sendonly", "inactive")
ANSWERED = {"sendonly": "recvonly", "inactive": "inactive", "recvonly": "sendonly"}
MEDIA = re.compile(r"m=([a-z]{1,20}) [0-9]{1,5}(?:/[0-9]+)? ([A-Za-z/]{1,40}) ([ -~]{1,200})")
LINES_MAX = 400


def _lines(offer: bytes) -> list[str]:
    return [line.strip() for line in offer.decode("utf-8", "replace").splitlines()[:LINES_MAX]]


def direction(offer: bytes) -> str:
    """sendrecv, sendonly, recvonly or inactive; the old way of holding, an address of nothing, counts as well."""
    lines = _lines(offer)
    if "c=IN IP4 0.0.0.0" in lines:
        return "inactive"
    named = [line[2:] for line in lines if line in ("a=sendonly", "a=inactive", "a=recvonly", "a=sendrecv")]
    return named[-1] if named else "sendrecv"


def is_hold(offer: bytes) -> bool:
    """Whether the other side no longer listens."""
    return direction(offer) in HELD


def answer(offer: bytes, *, host: str, port: int, version: int) -> bytes:
    """An answer that takes the first sound offered, in its own formats, and sends it to one place; all else is declined."""
    lines = _lines(offer)
    family = "IP6" if ":" in host else "IP4"
    told = ["v=0", f"o=callbox {version} {version} IN {family} {host}", "s=-", f"c=IN {family} {host}", "t=0 0"]
    taken = False
    for at, line in enumerate(lines):
        found = MEDIA.fullmatch(line)
        if found is None:
            continue
        wanted = found[1] == "audio" and not taken
        told.append(f"m={found[1]} {port if wanted else 0} {found[2]} {found[3]}")
        if wanted:
            told += [*_formats(lines[at + 1 :]), f"a={ANSWERED.get(direction(offer), 'sendrecv')}"]
            taken = True
    return ("\r\n".join(told) + "\r\n").encode()


def _formats(lines: list[str]) -> list[str]:
    """What the offer says of the formats of one medium."""
    own = []
    for line in lines:
        if line.startswith("m="):
            break
        if line.startswith(("a=rtpmap:", "a=fmtp:")) and line.isascii() and len(line) < 200:
            own.append(line)
    return own


def offer(*, host: str, port: int, version: int) -> bytes:
    """What we offer to who offered nothing: one sound, in the two formats every telephone knows (RFC 3551)."""
    family = "IP6" if ":" in host else "IP4"
    told = ["v=0", f"o=callbox {version} {version} IN {family} {host}", "s=-", f"c=IN {family} {host}", "t=0 0"]
    return ("\r\n".join([*told, f"m=audio {port} RTP/AVP 8 0", ""])).encode()

"""How the advisor and those who ask it speak: frames of a length and a JSON object. Pure.

A frame is four bytes, most significant first, that give the number of bytes that follow, and those bytes: one JSON object in
UTF-8. A question is `{"ask": name, "told": {...}}`; an answer is `{"answer": {...}}` or `{"refused": code, "detail": text}`.
"""

import json
import struct
from collections.abc import Mapping

from callbox.kernel.chain import Json

HEAD_BYTES = 4
QUESTION_MAX_BYTES = 4_000_000
ANSWER_MAX_BYTES = 16_000_000


class NotAFrame(Exception):
    """What came is no frame of ours. `code` says in what way."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


def packed(value: Mapping[str, Json]) -> bytes:
    """A frame."""
    body = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    return struct.pack(">I", len(body)) + body


def length_of(head: bytes, *, most: int) -> int:
    """How many bytes follow a frame's head.

    Raises:
        NotAFrame: when that is none, or more than anybody may send.
    """
    length = int(struct.unpack(">I", head)[0])
    if not 2 <= length <= most:
        raise NotAFrame("frame.length", f"{length} bytes; 2 to {most} are taken")
    return length


def unpacked(body: bytes) -> dict[str, Json]:
    """The object of a frame.

    Raises:
        NotAFrame: when it is none.
    """
    try:
        value = json.loads(body.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError) as wrong:
        raise NotAFrame("frame.json", "one JSON object in UTF-8 is taken") from wrong
    if not isinstance(value, dict):
        raise NotAFrame("frame.json", "one JSON object in UTF-8 is taken")
    return value


def _no_number(text: str) -> float:
    raise ValueError(text)


def refusal(code: str, detail: str) -> bytes:
    """The frame that says no."""
    return packed({"refused": code, "detail": detail})

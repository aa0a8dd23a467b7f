"""What was typed into a form whose photos are too large or too slow is not lost, however the form comes in pieces."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from io import BytesIO
from random import Random
from typing import Any

import pytest
from django.http import QueryDict
from django.http.multipartparser import MultiPartParser

from callbox.kernel.facts import Refused
from callbox.site import bodies
from callbox.site.asgi_types import Message
from callbox.site.bodies import read_body
from callbox.site.sieve import KEPT_MAX, Sieve, line_of

LINE = "----WebKitFormBoundaryx7"
TYPE = f"multipart/form-data; boundary={LINE}"


def part(name: str, content: bytes, file: str = "") -> bytes:
    named = f'; filename="{file}"\r\nContent-Type: image/jpeg' if file else ""
    return f'--{LINE}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + content + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{LINE}--\r\n".encode()


def read(body: bytes) -> QueryDict:
    meta = {"CONTENT_TYPE": TYPE, "CONTENT_LENGTH": str(len(body))}
    return MultiPartParser(meta, BytesIO(body), [], "utf-8").parse()[0]


def sieved(body: bytes, sizes: Callable[[], int]) -> QueryDict:
    line = line_of(TYPE.encode())
    assert line
    sieve, at = Sieve(line), 0
    while at < len(body):
        size = sizes()
        sieve.feed(body[at : at + size])
        at += size
    return read(sieve.body("body.large"))


PHOTO = b"\xff\xd8" + b"\r\n--" + LINE.encode()[:-1] + b"\r\n\r\n" + bytes(range(256)) * 40
BODY = form(
    part("form", b"abc"),
    part("photo", PHOTO, file="tree.jpg"),
    part("words", "A tree fell\r\n\r\non the road 树".encode()),
    part("photo", PHOTO, file=""),
    part("empty", b""),
    part("what", b"send"),
)


def test_what_was_typed_is_kept_in_whatever_pieces_it_comes() -> None:
    whole = sieved(BODY, lambda: len(BODY))
    assert whole["words"] == "A tree fell\r\n\r\non the road 树"
    assert (whole["form"], whole["empty"], whole["what"], whole["cut"]) == ("abc", "", "send", "body.large")
    chance = Random(5)
    for most in (1, 2, 7, 60, 3_000):
        assert sieved(BODY, lambda most=most: chance.randint(1, most)) == whole  # type: ignore[misc]


def test_of_a_photo_nothing_is_kept_and_of_words_without_end_little() -> None:
    line = line_of(TYPE.encode())
    assert line
    sieve = Sieve(line)
    sieve.feed(
        form(part("photo", PHOTO * 200, file="tree.jpg"), part("words", b"x" * (KEPT_MAX + 1)), part("what", b"send"))
    )
    assert len(sieve.body("body.large")) < 1_000
    assert "words" not in read(sieve.body("body.large"))


@pytest.mark.parametrize("told", [b"multipart/form-data", b"application/json", b"", b'multipart/form-data; boundary="'])
def test_what_is_no_form_is_not_sieved(told: bytes) -> None:
    assert line_of(told) is None


def asked(path: str, body: bytes, *, pieces: Sequence[bytes] | None = None, ends: bool = True) -> bytes | None:
    scope: Any = {
        "type": "http",
        "path": path,
        "headers": [(b"content-type", TYPE.encode()), (b"content-length", str(len(body)).encode())],
    }
    waiting = list(pieces or [body])

    async def receive() -> Message:
        if not waiting and not ends:
            await asyncio.sleep(10)
        piece = waiting.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(waiting) or not ends}

    awaited: Awaitable[bytes | None] = read_body(scope, receive)
    return asyncio.run(awaited)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/report", "/f", "/f/abcd"])
def test_a_photo_that_is_too_large_leaves_the_form(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(bodies, "FORM_BYTES", (1_000, 5.0))
    read_again = asked(path, BODY)
    assert read_again
    assert read(read_again)["cut"] == "body.large"
    assert b"tree.jpg" not in read_again


def test_a_photo_that_does_not_come_to_its_end_leaves_what_was_typed_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "FORM_BYTES", (100_000, 0.05))
    begun = part("words", b"A tree fell") + part("photo", PHOTO, file="tree.jpg")
    read_again = asked("/report", BODY, pieces=[begun], ends=False)
    assert read_again
    assert (read(read_again)["words"], read(read_again)["cut"]) == ("A tree fell", "body.slow")


def test_elsewhere_too_much_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "BODY_MAX_BYTES", 1_000)
    with pytest.raises(Refused, match=r"body\.large"):
        asked("/cases/x", BODY)
    monkeypatch.setattr(bodies, "LET_GO_MAX", 1_000)
    monkeypatch.setattr(bodies, "FORM_BYTES", (1_000, 5.0))
    with pytest.raises(Refused, match=r"body\.large"):
        asked("/report", BODY)

"""Ten thousand hostile files: whatever is sent as a photo, what is stored was drawn anew, or nothing is.

Bombs of every kind, files that are two things at once, scripts in pictures, pictures cut short, bent and stuffed with more.
What comes out is a JPEG of one picture without anything else in it; what does not come out is refused in one line.
"""

import gzip
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image

from callbox.kernel.facts import Refused
from callbox.services.note.photos import SIDE_MAX, redrawn

# Pillow tells of what is bent in a file; here all of them are.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")
CANARY = b"canary-2b7e"
SCRIPTS = (
    b"<script>alert('canary-2b7e')</script>",
    b"<?php system($_GET['canary-2b7e']); ?>",
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='canary-2b7e()'/>",
    b"#!/bin/sh\necho canary-2b7e\n",
    b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(canary-2b7e)>>>>endobj\n%%EOF",
    b"MZ\x90\x00canary-2b7e",
    b"=cmd|' /C canary-2b7e'!A0",
)


def picture(chance: random.Random, form: str, **more: object) -> bytes:
    file = BytesIO()
    drawn = Image.effect_noise((chance.randint(1, 60), chance.randint(1, 60)), 60).convert("RGB")
    drawn.save(file, form, **more)
    return file.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, pixels: bytes, *more: bytes, depth: int = 8, colour: int = 2) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def pixel_bomb(chance: random.Random) -> bytes:
    """Few bytes that say they are billions of pixels."""
    side = chance.choice((5_000, 30_000, 65_535, 2**31 - 1))
    return png(side, chance.choice((5_000, side)), zlib.compress(b"\0" * 10_000))


def packed_bomb(chance: random.Random) -> bytes:
    """A small picture whose text or colour profile unpacks to megabytes."""
    packed = zlib.compress(b"canary-2b7e" * chance.randint(100_000, 400_000), 1)
    name = chance.choice((b"zTXt", b"iCCP", b"iTXt"))
    head = {b"zTXt": b"k\0\0", b"iCCP": b"k\0\0", b"iTXt": b"k\0\1\0\0\0"}[name]
    return png(2, 2, zlib.compress(b"\0" * 14), chunk(name, head + packed))


def scan_bomb(chance: random.Random) -> bytes:
    """A progressive JPEG that is gone over thousands of times."""
    plain = picture(chance, "JPEG", progressive=True)
    start = plain.index(b"\xff\xda")
    return plain[:start] + plain[start:-2] * chance.randint(50, 200) + plain[-2:]


def jpeg_of_no_end(chance: random.Random) -> bytes:
    """A JPEG whose head says another size than its picture has."""
    plain = bytearray(picture(chance, "JPEG"))
    at = plain.index(b"\xff\xc0") + 5
    plain[at : at + 4] = struct.pack(">HH", chance.randint(1, 65_535), chance.randint(1, 65_535))
    return bytes(plain)


def polyglot(chance: random.Random) -> bytes:
    """A picture that is a script, an archive or a document as well."""
    base = picture(chance, chance.choice(("JPEG", "PNG", "WEBP")))
    script = chance.choice(SCRIPTS)
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("canary-2b7e.sh", script)
    return chance.choice((script + base, base + script, base + archive.getvalue(), archive.getvalue() + base))


def stuffed(chance: random.Random) -> bytes:
    """A picture with a script in its comment, its Exif, its XMP, its profile."""
    script = chance.choice(SCRIPTS)
    exif = Image.Exif()
    exif[0x010E], exif[0x010F] = script.decode("latin-1"), CANARY.decode()
    exif.get_ifd(0x8825)[2] = (22.0, 32.0, 35.16)
    form = chance.choice(("JPEG", "PNG", "WEBP"))
    more = {"comment": script, "xmp": script} if form == "JPEG" else {}
    return picture(chance, form, exif=exif, icc_profile=script, **more)


def named_otherwise(chance: random.Random) -> bytes:
    """Something else altogether, whatever it is called."""
    bomb = gzip.compress(CANARY * chance.randint(1_000, 100_000))
    others = (
        *SCRIPTS,
        bomb,
        b"",
        b"GIF89a" + CANARY,
        b"BM" + CANARY,
        b"\0\0\0\x1cftypheic" + CANARY,
        b"II*\0" + CANARY,
    )
    form = chance.choice(("GIF", "BMP", "TIFF", "ICO", "PPM"))
    return chance.choice((*others, picture(chance, form), chance.randbytes(chance.randint(1, 3_000))))


def cut_short(chance: random.Random) -> bytes:
    whole = stuffed(chance)
    return whole[: chance.randint(0, len(whole))]


def bent(chance: random.Random) -> bytes:
    """A picture of which some bytes, of its head most of all, are others."""
    body = bytearray(chance.choice((stuffed, jpeg_of_no_end))(chance))
    for _ in range(chance.randint(1, 30)):
        body[chance.randrange(min(len(body), chance.choice((64, 600, len(body)))))] = chance.randrange(256)
    return bytes(body)


def moving(chance: random.Random) -> bytes:
    """Many pictures in one file."""
    file, frames = BytesIO(), [Image.new("RGB", (20, 20), (number, 0, 0)) for number in range(chance.randint(2, 60))]
    frames[0].save(file, chance.choice(("PNG", "WEBP")), save_all=True, append_images=frames[1:])
    return file.getvalue()


KINDS: tuple[Callable[[random.Random], bytes], ...] = (
    *(pixel_bomb, packed_bomb, scan_bomb, jpeg_of_no_end, polyglot, stuffed, named_otherwise, cut_short, bent, moving),
)


def hostile(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(seed)
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        yield f"{number} {kind.__name__}", kind(chance)


def is_clean(kept: bytes) -> bool:
    """Whether it is one picture as we write it, to the last byte: drawing it again finds nothing to leave out."""
    with Image.open(BytesIO(kept)) as seen:
        known = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        plain = seen.format == "JPEG" and max(seen.size) <= SIDE_MAX and not dict(seen.getexif())
        return plain and seen.info.keys() <= known and kept.endswith(b"\xff\xd9") and CANARY not in kept


def outcome(body: bytes) -> str:
    try:
        kept = redrawn(BytesIO(body))
    except Refused as refused:
        return "refused" if refused.code in ("photo.unreadable", "photo.pixels") else refused.code
    assert is_clean(kept)
    return "redrawn"


def counted(count: int, seed: int) -> dict[str, int]:
    found = {"refused": 0, "redrawn": 0}
    for name, body in hostile(count, seed):
        try:
            found[outcome(body)] += 1
        except AssertionError as wrong:
            raise AssertionError(name) from wrong
    return found


def test_of_hostile_files_nothing_is_kept_that_was_not_drawn_anew() -> None:
    found = counted(40, seed=1)
    assert found["refused"] > 5
    assert found["redrawn"] > 5


@pytest.mark.slow
def test_of_ten_thousand_hostile_files_nothing_is_kept_that_was_not_drawn_anew() -> None:
    found = counted(10_000, seed=2)
    print(found)
    assert sum(found.values()) == 10_000
    assert min(found.values()) > 2_000


def test_a_picture_of_thousands_of_scans_is_refused_before_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callbox.services.note.photos._written", lambda _: pytest.fail("it was drawn"))
    with pytest.raises(Refused):
        redrawn(BytesIO(scan_bomb(random.Random(3))))

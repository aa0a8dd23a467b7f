"""Photos drawn anew: the picture and nothing else. Pure.

A phone writes into a photo where it was taken, when, with what, and sometimes a small copy of what was cut off. Nothing of
the file that came is kept: its picture is read, turned the right way up, and written into a new file.
"""

import struct
from collections.abc import Sequence
from io import BytesIO
from threading import BoundedSemaphore
from typing import BinaryIO, Final

from PIL import ExifTags, Image, ImageOps

from callbox.kernel.facts import Refused
from callbox.kernel.globe import Place, place

TAKEN: Final = ("JPEG", "PNG", "WEBP")
PIXELS_MAX: Final = 60_000_000
# What is not read at a part of its size, as a plain JPEG is, lies whole in memory while it is drawn.
PIXELS_MAX_WHOLE: Final = 24_000_000
# A progressive JPEG of thousands of scans is few bytes and hours of work; cameras write about ten.
SCANS_MAX: Final = 40
SCAN: Final = b"\xff\xda"
BYTES_MAX: Final = 25_000_000
# At most so many are drawn at once in a process: each may take 200 MB while it is.
AT_ONCE: Final = 2
PATIENCE_S: Final = 20.0
GPS: Final = ExifTags.IFD.GPSInfo
SIDE_MAX: Final = 2560
QUALITY: Final = 85
# Whatever a file can do to whoever reads it.
WRONG: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    MemoryError,
    OverflowError,
    struct.error,
)
WHITE: Final = (255, 255, 255)

_drawing = BoundedSemaphore(AT_ONCE)
# Pillow only warns of sizes that are far too large for us: `_check_size` refuses them, before anything is drawn.
Image.MAX_IMAGE_PIXELS = None


def redrawn(stream: BinaryIO) -> bytes:
    """The picture of a photo as a new JPEG file, without whatever else was in it; its longer side has 2,560 pixels at most.

    Raises:
        Refused: when it is no picture that can be read, or one of too many pixels.
    """
    body = stream.read(BYTES_MAX + 1)
    if len(body) > BYTES_MAX or body.count(SCAN) > SCANS_MAX:
        raise Refused("photo.unreadable")
    if not _drawing.acquire(timeout=PATIENCE_S):
        raise Refused("overloaded")
    try:
        with Image.open(BytesIO(body), formats=TAKEN) as photo:
            _check_size(photo)
            return _written(photo)
    except WRONG as wrong:
        raise Refused("photo.unreadable") from wrong
    finally:
        _drawing.release()


def _check_size(photo: Image.Image) -> None:
    read_in_part = photo.format == "JPEG" and not photo.info.get("progressive")
    most = PIXELS_MAX if read_in_part else PIXELS_MAX_WHOLE
    if photo.width * photo.height > most:
        raise Refused("photo.pixels", most=most)


def place_in(stream: BinaryIO) -> Place | None:
    """(latitude, longitude) in degrees where a photo was taken, as it says itself; None where it says nothing of the kind.

    Asked only of whoever said that it may be; what is drawn anew says nothing any more. Exif 2.32, GPS attributes 1 to 4.
    """
    try:
        with Image.open(stream, formats=TAKEN) as photo:
            told = photo.getexif().get_ifd(GPS)
        sides = (_degrees(told[2], told[1] == "S"), _degrees(told[4], told[3] == "W"))
    except (*WRONG, KeyError, TypeError, ZeroDivisionError):
        return None
    finally:
        stream.seek(0)
    return place(*sides)


def _degrees(told: Sequence[float], negative: bool) -> float:
    whole, minutes, seconds = (float(part) for part in told)
    degrees = whole + minutes / 60 + seconds / 3600
    return -degrees if negative else degrees


def _written(photo: Image.Image) -> bytes:
    photo.draft("RGB", (SIDE_MAX, SIDE_MAX))  # a large JPEG is read at a part of its size, in a part of the time
    upright = ImageOps.exif_transpose(photo)
    upright.thumbnail((SIDE_MAX, SIDE_MAX))
    # A canvas of its own: what a file carries beside its picture is carried on from picture to picture otherwise.
    canvas = Image.new("RGB", upright.size, WHITE)
    seen = upright.convert("RGBA") if upright.has_transparency_data else upright.convert("RGB")
    canvas.paste(seen, mask=seen if seen.mode == "RGBA" else None)
    file = BytesIO()
    canvas.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()

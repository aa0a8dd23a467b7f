"""Photos drawn anew: the picture and nothing else. Pure.

A phone writes into a photo where it was taken, when, with what, and sometimes a small copy of what was cut off. Nothing of
the file that came is kept: its picture is read, turned the right way up, and written into a new file.
"""

from io import BytesIO
from typing import BinaryIO, Final

from PIL import Image, ImageOps

from callbox.kernel.facts import Refused

TAKEN: Final = ("JPEG", "PNG", "WEBP")
PIXELS_MAX: Final = 60_000_000
SIDE_MAX: Final = 2560
QUALITY: Final = 85
WHITE: Final = (255, 255, 255)


def redrawn(stream: BinaryIO) -> bytes:
    """The picture of a photo as a new JPEG file, without whatever else was in it; its longer side has 2,560 pixels at most.

    Raises:
        Refused: when it is no picture that can be read, or one of too many pixels.
    """
    try:
        with Image.open(stream, formats=TAKEN) as photo:
            if photo.width * photo.height > PIXELS_MAX:
                raise Refused("photo.pixels", most=PIXELS_MAX)
            return _written(photo)
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as wrong:
        raise Refused("photo.unreadable") from wrong


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

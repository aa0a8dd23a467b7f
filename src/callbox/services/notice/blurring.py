"""Parts of a photo covered by what surrounds them, so that nothing of what was there is left. Pure.

A blur or a mosaic of what is to be hidden keeps a part of it, and enough of them have been read again (plates, faces, typed
text). So the covered parts are made of their surroundings alone: two photos that differ only there give the same file, byte
for byte. The fill is the "pull and push" of Gortler et al., The Lumigraph (SIGGRAPH 1996): averages of what may be seen,
coarser and coarser, and down again into the holes.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO, Final

from PIL import Image, ImageDraw

from callbox.kernel.facts import Refused

SIDE_MAX: Final = 1280
QUALITY: Final = 80
MARKS_MAX: Final = 200
POINTS_MAX: Final = 2_000
PIXELS_MAX: Final = 60_000_000
COVERED: Final = 255
GREY: Final = (128, 128, 128)


@dataclass(frozen=True)
class Mark:
    """One stroke of the brush: its width, and the points it went through, as parts (0 to 1) of the photo's sides.

    A rectangle is a stroke of no width through two corners.
    """

    width: float
    points: tuple[tuple[float, float], ...]


def marks_of(told: str) -> tuple[Mark, ...]:
    """What was drawn, from its JSON: `[[width, x, y, x, y, ...], ...]`; a width of 0 makes two points a rectangle.

    Raises:
        Refused: `notice.marks`, when it is nothing of the kind.
    """
    try:
        marks = tuple(_mark(one) for one in json.loads(told or "[]"))
    except (ValueError, TypeError, RecursionError) as wrong:
        raise Refused("notice.marks", field="marks") from wrong
    if len(marks) > MARKS_MAX or sum(len(one.points) for one in marks) > POINTS_MAX:
        raise Refused("notice.marks", field="marks")
    return marks


def _mark(told: Any) -> Mark:
    width, *flat = (float(one) for one in told)
    points = tuple(zip(flat[::2], flat[1::2], strict=True))
    right = all(-1 <= one <= 2 for one in flat) and 0 <= width <= 1 and len(points) == (2 if not width else len(points))
    if not points or not right:
        raise ValueError
    return Mark(width, points)


def blurred(stream: BinaryIO, marks: Sequence[Mark]) -> bytes:
    """The photo as a new JPEG file of at most 1,280 pixels a side, what is marked covered, nothing else of the file kept.

    Raises:
        Refused: when it is no picture that can be read.
    """
    try:
        with Image.open(stream, formats=("JPEG", "PNG", "WEBP")) as photo:
            if photo.width * photo.height > PIXELS_MAX:
                raise Refused("photo.pixels", most=PIXELS_MAX)
            seen = photo.convert("RGB")
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as wrong:
        raise Refused("photo.unreadable") from wrong
    canvas = _covered(seen, marks)
    canvas.thumbnail((SIDE_MAX, SIDE_MAX))
    file = BytesIO()
    canvas.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def _covered(photo: Image.Image, marks: Sequence[Mark]) -> Image.Image:
    """The photo with what is marked made of what surrounds it. What is hidden is gone before anything is computed."""
    mask = _mask(photo.size, marks)
    canvas = Image.new("RGB", photo.size, GREY)
    canvas.paste(photo, mask=mask.point(lambda covered: COVERED - covered))
    if mask.getbbox() is None:
        return canvas
    open_ = canvas.convert("RGBA")
    open_.putalpha(mask.point(lambda covered: COVERED - covered))
    canvas.paste(_surroundings(open_), mask=mask)
    return canvas


def _mask(size: tuple[int, int], marks: Sequence[Mark]) -> Image.Image:
    """What is covered (255) and what is not (0), nothing between."""
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    for one in marks:
        points = [(x * size[0], y * size[1]) for x, y in one.points]
        width = one.width * max(size)
        if not width:
            (left, top), (right, bottom) = points
            pen.rectangle((min(left, right), min(top, bottom), max(left, right), max(top, bottom)), fill=COVERED)
            continue
        pen.line(points, fill=COVERED, width=round(width))
        for x, y in points:
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=COVERED)
    return mask


def _surroundings(seen: Image.Image) -> Image.Image:
    """Colours for every pixel, out of those that may be seen; averaging weighs by how much of each may be."""
    if max(seen.size) <= 1:
        ground = Image.new("RGBA", seen.size, (*GREY, COVERED))
        return Image.alpha_composite(ground, seen)
    half = seen.resize((max(1, seen.width // 2), max(1, seen.height // 2)), Image.Resampling.BOX)
    below = _surroundings(half).resize(seen.size, Image.Resampling.BILINEAR)
    return Image.alpha_composite(below, seen)

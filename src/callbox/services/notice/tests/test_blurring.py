"""What is covered in a photo is gone: nothing of it is left to be read again."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from callbox.kernel.facts import Refused
from callbox.services.notice.blurring import Mark, blurred, marks_of

PLATE = Mark(0, ((0.25, 0.4), (0.5, 0.6)))
STROKE = Mark(0.2, ((0.3, 0.5), (0.45, 0.5)))


def photo(inside: str, *, size: tuple[int, int] = (400, 300)) -> BytesIO:
    """A street with something written on a plate."""
    canvas = Image.linear_gradient("L").resize(size).convert("RGB")
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((110, 130, 190, 170), fill="white")
    pen.text((120, 145), inside, fill="black")
    file = BytesIO()
    canvas.save(file, "PNG")
    return BytesIO(file.getvalue())


def pixels(file: bytes) -> Image.Image:
    return Image.open(BytesIO(file)).convert("RGB")


@pytest.mark.parametrize("mark", [PLATE, STROKE])
def test_two_photos_that_differ_only_in_what_is_covered_give_the_same_file(mark: Mark) -> None:
    assert blurred(photo("A 12345"), [mark]) == blurred(photo("B 98765"), [mark])
    assert blurred(photo("A 12345"), []) != blurred(photo("B 98765"), [])


def test_what_is_covered_looks_like_what_is_around_it_and_the_rest_stays() -> None:
    plain, covered = (pixels(blurred(photo("A 12345"), marks)) for marks in ([], [PLATE]))
    middle, corner = covered.getpixel((150, 150)), covered.getpixel((20, 20))
    assert isinstance(middle, tuple)
    assert all(60 < one < 200 for one in middle)  # neither the plate's white nor its letters' black
    assert corner == plain.getpixel((20, 20))


def test_a_photo_covered_whole_is_grey() -> None:
    whole = pixels(blurred(photo("A 12345"), [Mark(0, ((0, 0), (1, 1)))]))
    assert whole.getextrema() == ((128, 128), (128, 128), (128, 128))


def test_a_large_photo_is_made_small_after_it_was_covered() -> None:
    assert max(pixels(blurred(photo("A", size=(2560, 1920)), [PLATE])).size) == 1280


def test_what_was_drawn_is_read_from_its_json() -> None:
    assert marks_of("[[0, 0.25, 0.4, 0.5, 0.6], [0.2, 0.3, 0.5, 0.45, 0.5]]") == (PLATE, STROKE)
    assert marks_of("") == ()


@pytest.mark.parametrize(
    "told",
    [
        "{",
        "[1]",
        '"x"',
        "[[0, 1]]",
        "[[0, 1, 2, 3]]",
        "[[2, 0, 0]]",
        "[[0.1, 5, 0]]",
        "[[0.1]]",
        "[[NaN, 0, 0]]",
        "[" * 9999,
    ],
)
def test_what_is_no_drawing_is_refused(told: str) -> None:
    with pytest.raises(Refused):
        marks_of(told)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(Refused):
        blurred(BytesIO(b"<svg onload=alert(1)>"), [])

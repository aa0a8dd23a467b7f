from io import BytesIO

import pytest
from PIL import Image

from callbox.kernel.facts import Refused
from callbox.services.note.photos import SIDE_MAX, redrawn

GPS, LATITUDE, ORIENTATION, MAKE = 0x8825, 2, 0x0112, 0x010F
CANARY = b"canary-22.5431"


def photo(size: tuple[int, int] = (40, 20), *, form: str = "JPEG", turned: int = 1) -> bytes:
    """A picture, red on the left and blue on the right, with where and with what it was taken written into it."""
    drawn = Image.new("RGB", size, (0, 0, 255))
    drawn.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = CANARY.decode(), turned
    exif.get_ifd(GPS)[LATITUDE] = (22.0, 32.0, 35.16)
    file = BytesIO()
    more = {"comment": CANARY, "xmp": CANARY} if form == "JPEG" else {}
    drawn.save(file, form, exif=exif, icc_profile=CANARY, **more)
    return file.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_picture_is_kept_of_a_photo(form: str) -> None:
    sent = photo(form=form)
    assert CANARY in sent

    kept = redrawn(BytesIO(sent))

    with Image.open(BytesIO(kept)) as seen:
        assert (seen.format, seen.size, dict(seen.getexif())) == ("JPEG", (40, 20), {})
        assert not {"exif", "comment", "icc_profile", "xmp"} & seen.info.keys()
    assert CANARY not in kept
    assert b"Exif" not in kept


def test_a_photo_taken_sideways_is_turned_upright() -> None:
    with Image.open(BytesIO(redrawn(BytesIO(photo(turned=6))))) as seen:
        assert seen.size == (20, 40)
        top, bottom = seen.getpixel((10, 5)), seen.getpixel((10, 35))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > bottom[0]


def test_a_photo_is_kept_no_larger_than_anybody_looks_at_it() -> None:
    with Image.open(BytesIO(redrawn(BytesIO(photo((3000, 1500)))))) as seen:
        assert seen.size == (SIDE_MAX, SIDE_MAX // 2)


def test_what_shines_through_is_laid_on_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(file, "PNG")
    with Image.open(BytesIO(redrawn(BytesIO(file.getvalue())))) as seen:
        assert seen.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("sent", [b"", b"GIF89a", b"<svg/>", b"\xff\xd8\xff\xe0 cut short", photo()[:200]])
def test_what_is_no_picture_is_refused_in_one_line(sent: bytes) -> None:
    with pytest.raises(Refused) as told:
        redrawn(BytesIO(sent))
    assert told.value.code == "photo.unreadable"


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callbox.services.note.photos.PIXELS_MAX", 100)
    with pytest.raises(Refused) as told:
        redrawn(BytesIO(photo()))
    assert told.value.code == "photo.pixels"

"""Squares of the globe as words of two letters: whatever lies near is found, whoever looks."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as some

from callbox.kernel.globe import straight_line_m
from callbox.kernel.privacy import bigrams
from callbox.services.notice.squares import square, squares_around

LATITUDES = some.floats(-85, 85)
LONGITUDES = some.floats(-180, 180)
STEPS = some.floats(-0.009, 0.009)


@given(LATITUDES, LONGITUDES)
def test_a_square_is_one_word_that_the_search_keeps_whole(latitude_deg: float, longitude_deg: float) -> None:
    word = square(latitude_deg, longitude_deg)
    assert bigrams(word) == {word}
    assert unicodedata.normalize("NFKC", word).casefold() == word


@given(LATITUDES, LONGITUDES, STEPS, STEPS)
def test_whatever_is_near_lies_in_one_of_the_squares_around(lat: float, lon: float, north: float, east: float) -> None:
    there = (lat + north, (lon + east + 180) % 360 - 180)
    far_m = straight_line_m((lat, lon), there)
    assert square(*there) in squares_around(lat, lon, within_m=far_m + 1)

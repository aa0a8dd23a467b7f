"""Lengths of time and distances as a reader of the console reads them, in their language."""

import pytest

from callbox.faces.console import told
from callbox.faces.console.words import WORDS
from callbox.kernel import words

DAY_S = 86_400


@pytest.fixture(autouse=True)
def console_words() -> None:
    words.register("console", WORDS)


@pytest.mark.parametrize(
    ("length_s", "english", "chinese"),
    [
        (247, "4:07", "4:07"),
        (-0.4, "0:00", "0:00"),
        (-8130, "−2:15:30", "−2:15:30"),
        (DAY_S, "1 d 0 h", "1 天 0 小时"),
        (-(3 * DAY_S + 4 * 3600 + 59), "−3 d 4 h", "−3 天 4 小时"),
    ],
)
def test_a_length_of_time_is_told_in_the_readers_language(length_s: float, english: str, chinese: str) -> None:
    assert (told.span(length_s, "en"), told.span(length_s, "zh")) == (english, chinese)


@pytest.mark.parametrize(
    ("distance_m", "english", "chinese"), [(848.0, "850 m", "850 米"), (995.0, "1.0 km", "1.0 公里")]
)
def test_a_distance_is_told_in_the_readers_language(distance_m: float, english: str, chinese: str) -> None:
    assert (told.metres(distance_m, "en"), told.metres(distance_m, "zh")) == (english, chinese)

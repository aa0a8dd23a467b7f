"""The words of the Open311 feed: what its errors, notes and definitions say to people."""

from callbox.faces.feeds.open311.words import en, zh
from callbox.kernel import words

WORDS = {"en": en.WORDS, "zh": zh.WORDS}


def register() -> None:
    """Make these words known."""
    words.register("open311", WORDS)

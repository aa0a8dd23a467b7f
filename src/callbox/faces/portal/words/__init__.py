"""The words of the pages for people outside. None of them says who keeps the page."""

from callbox.faces.portal.words import en, zh
from callbox.kernel import words

WORDS = {"en": en.WORDS, "zh": zh.WORDS}


def register() -> None:
    """Make these words known."""
    words.register("portal", WORDS)

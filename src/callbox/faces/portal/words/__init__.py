"""The words of the pages for people outside. None of them says who keeps the page."""

from callbox.faces.portal.words import en, following, opened, sending, zh
from callbox.kernel import words

WORDS = {"en": en.WORDS | following.EN | opened.EN | sending.EN, "zh": zh.WORDS | following.ZH | opened.ZH | sending.ZH}


def register() -> None:
    """Make these words known."""
    words.register("portal", WORDS)

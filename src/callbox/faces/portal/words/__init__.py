"""The words of the pages for people outside. None of them says who keeps the page."""

from callbox.faces.portal.words import applying, en, following, opened, sending, zh
from callbox.kernel import words

PAGES = (following, applying, opened, sending)
WORDS = {
    "en": en.WORDS | {code: text for page in PAGES for code, text in page.EN.items()},
    "zh": zh.WORDS | {code: text for page in PAGES for code, text in page.ZH.items()},
}


def register() -> None:
    """Make these words known."""
    words.register("portal", WORDS)

"""English."""

WORDS: dict[str, str] = {}

"""Chinese."""

WORDS: dict[str, str] = {}
